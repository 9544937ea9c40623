internal import Foundation
internal import Vocabulary
internal import Yams

/// What is done in a case of a certain kind, step by step, in every language. A changed playbook has a higher version; cases keep the one
/// that they began with.
struct Playbook: Sendable, Hashable, Identifiable, Decodable {
    /// One step.
    struct Step: Sendable, Hashable, Decodable, Identifiable {
        /// Names it within its playbook.
        let id: String
        /// By language code.
        let title: [String: String]
        let text: [String: String]?
        /// Hours after it was applied by which it is to be done.
        let hours: Int?
    }

    /// `phishing`
    let id: String
    let version: Int
    /// RSIT types it is proposed for.
    let types: [String]
    let title: [String: String]
    let about: [String: String]
    let steps: [Step]

    /// A text in a language, else in English, else in any.
    static func text(_ texts: [String: String], _ code: String) -> String {
        texts[code] ?? texts["en"] ?? texts.min { $0.key < $1.key }?.value ?? ""
    }
}

/// The playbooks that came with the program or were put beside them.
struct PlaybookShelf: Sendable {
    /// By id.
    let all: [Playbook]

    /// Reads `*.yaml` of a folder.
    /// - Throws: ``CaseMistake/data(file:reason:)``
    init(folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
        all = try names.map { name in
            let path = folder + "/" + name
            let playbook: Playbook
            do {
                playbook = try YAMLDecoder().decode(Playbook.self, from: String(contentsOfFile: path, encoding: .utf8))
            } catch {
                throw CaseMistake.data(file: path, reason: "\(error)")
            }
            for code in ["az", "en", "ru"] {
                let texts = [playbook.title, playbook.about] + playbook.steps.map(\.title) + playbook.steps.compactMap(\.text)
                guard texts.allSatisfy({ $0[code] != nil }) else {
                    throw CaseMistake.data(file: path, reason: "a title or text is not there in \(code)")
                }
            }
            guard Set(playbook.steps.map(\.id)).count == playbook.steps.count else {
                throw CaseMistake.data(file: path, reason: "two steps have the same id")
            }
            if let wrong = playbook.types.first(where: { IncidentType($0) == nil }) {
                throw CaseMistake.data(file: path, reason: "\(wrong) is no RSIT type")
            }
            return playbook
        }
    }

    /// The playbook with an id.
    subscript(_ id: String) -> Playbook? { all.first { $0.id == id } }

    /// Playbooks for a type, those for it first.
    func proposed(for type: String?) -> [Playbook] {
        all.filter { type.map($0.types.contains) ?? false } + all.filter { !(type.map($0.types.contains) ?? false) }
    }
}
