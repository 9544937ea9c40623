internal import Centre
internal import Foundation
public import Vocabulary
internal import Yams

/// Says of what type a report seems to be, from its words in three languages, and which of them say so. It only proposes: the reporter and the
/// analyst decide.
public struct TypeProposer: Sendable {
    /// What was proposed.
    public struct Proposal: Sendable, Hashable {
        /// The type; `undetermined` where no word says anything.
        public let type: IncidentType
        /// The beginnings of words that speak for it, as they stand in the list.
        public let because: [String]
        /// What must not wait, as the words say.
        public let care: [CarePath]
    }

    private struct Stem: Sendable {
        let needle: String
        let shown: String
        let weight: Int
    }

    private let types: [(type: IncidentType, stems: [Stem])]
    private let paths: [(path: CarePath, stems: [Stem])]

    /// Reads the list of words.
    /// - Throws: ``ReportingMistake/types(path:reason:)``
    init(path: String) throws {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let tree = try Yams.load(yaml: text) as? [String: [String: [String]]] ?? [:]
            types = try (tree["types"] ?? [:]).map { name, stems in
                guard let type = IncidentType(name: name), type.name == name else {
                    throw ReportingMistake.types(path: path, reason: "\(name) is no RSIT type")
                }
                return (type, stems.map(Self.stem))
            }.sorted { $0.type.name < $1.type.name }
            paths = try (tree["care"] ?? [:]).map { name, stems in
                guard let care = CarePath(rawValue: name) else {
                    throw ReportingMistake.types(path: path, reason: "\(name) is no path of care")
                }
                return (care, stems.map(Self.stem))
            }.sorted { $0.path.rawValue < $1.path.rawValue }
        } catch let mistake as ReportingMistake {
            throw mistake
        } catch {
            throw ReportingMistake.types(path: path, reason: "\(error)")
        }
    }

    /// Proposes a type for a text.
    /// - Parameter happening: what the reporter chose; it decides where words say nothing, and is worth two words else
    public func propose(_ text: String, happening: Happening? = nil) -> Proposal {
        let folded = FoldedText.of(String(text.prefix(20_000)))
        var best: (type: IncidentType, score: Int, because: [String])?
        for (type, stems) in types {
            let found = stems.filter { folded.contains($0.needle) }
            var score = found.reduce(0) { $0 + $1.weight }
            if let happening, happening != .other, happening.type == type { score += 2 }
            if score > (best?.score ?? 0) { best = (type, score, found.map(\.shown)) }
        }
        let care = paths.filter { path in path.stems.contains { folded.contains($0.needle) } }.map(\.path)
        return Proposal(type: best?.type ?? happening?.type ?? .undetermined, because: best?.because ?? [], care: care)
    }

    /// `fisinq`: the beginning of a word. Several words must stand together. `!` behind it counts twice.
    private static func stem(_ text: String) -> Stem {
        let isStrong = text.hasSuffix("!")
        let shown = isStrong ? String(text.dropLast()) : text
        let folded = FoldedText.of(shown)
        return Stem(
            needle: String(folded.dropLast()), shown: shown, weight: isStrong ? 3 : folded.dropFirst().dropLast().contains(" ") ? 2 : 1)
    }
}
