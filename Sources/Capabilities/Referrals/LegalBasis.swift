internal import Foundation
internal import Vocabulary
internal import Yams

/// An article that a referral can rest on.
struct LegalBasis: Sendable, Hashable, Decodable {
    /// `budapest-2`
    let id: String
    /// The law by language.
    let law: [String: String]
    /// `2`, `273-1`
    let article: String
    /// What it is about, by language.
    let title: [String: String]
    /// Types of incidents that it is proposed for.
    let types: [String]

    func law(in language: String) -> String { law[language] ?? law["en"] ?? id }
    func title(in language: String) -> String { title[language] ?? title["en"] ?? "" }
}

/// The articles that there are: those of the Budapest Convention on Cybercrime, and those of the country's code.
struct LegalBases: Sendable {
    let all: [LegalBasis]

    /// Reads tables; one in the data folder stands in the place of the shipped one of its name.
    /// - Throws: ``LegalBasisMistake``
    init(shipped: String, own: String) throws {
        var all: [LegalBasis] = []
        for name in ["budapest.yaml", "national.yaml"] {
            let path = FileManager.default.fileExists(atPath: "\(own)/\(name)") ? "\(own)/\(name)" : "\(shipped)/\(name)"
            do {
                let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
                all += try YAMLDecoder().decode([LegalBasis].self, from: text)
            } catch {
                throw LegalBasisMistake(path: path, reason: "\(error)")
            }
        }
        if let wrong = all.first(where: { $0.types.contains { IncidentType(name: $0)?.name != $0 } }) {
            throw LegalBasisMistake(path: own, reason: "\(wrong.id) names a type of incident that RSIT does not have")
        }
        self.all = all
    }

    subscript(_ id: String) -> LegalBasis? { all.first { $0.id == id } }

    /// Those proposed for a type of incident.
    func proposed(for type: IncidentType?) -> [LegalBasis] { all.filter { basis in type.map { basis.types.contains($0.name) } ?? false } }
}

/// A table of articles that cannot be used.
struct LegalBasisMistake: Error, CustomStringConvertible {
    let path: String
    let reason: String
    var description: String { "the table of articles \(path) cannot be read: \(reason); docs/referrals.md shows its form" }
}
