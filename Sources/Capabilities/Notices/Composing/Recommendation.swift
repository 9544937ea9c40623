internal import Foundation
internal import Vocabulary
internal import Yams

/// What mends something: a text of ours about a type of incident, or about one kind of open door, in one language.
struct Recommendation: Sendable, Hashable, Codable {
    /// Counted up when the text says something else; notices name it.
    let version: Int
    /// What it is, in a few words.
    let title: String
    /// Why it matters.
    let why: String
    /// What to do, in order.
    let steps: [String]
    /// How to see that it is done.
    let check: String
}

/// All recommendations: `Recommendations/<topic>.<language>.yaml`. A topic is an identifier such as `open-rdp` or a type such as
/// `phishing`.
struct RecommendationShelf: Sendable {
    private let texts: [String: [String: Recommendation]]

    /// - Throws: ``RecommendationMistake`` where a file cannot be read
    init(folder: String) throws {
        var texts: [String: [String: Recommendation]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".yaml") {
            let parts = name.split(separator: ".").map(String.init)
            guard parts.count == 3 else { throw RecommendationMistake(file: name, reason: "its name is not <topic>.<language>.yaml") }
            do {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                texts[parts[0], default: [:]][parts[1]] = try YAMLDecoder().decode(Recommendation.self, from: text)
            } catch {
                throw RecommendationMistake(file: name, reason: "\(error)")
            }
        }
        self.texts = texts
    }

    var topics: [String] { texts.keys.sorted() }

    /// The text of a topic as it is.
    func text(_ topic: String, in language: String) -> Recommendation? { texts[topic]?[language] }

    /// The text for a finding: of its identifier, else of its type, else of its class, else the general one.
    func recommendation(type: String, identifier: String?, in language: String) -> (topic: String, text: Recommendation)? {
        let known = IncidentType(name: type)
        for topic in [identifier, identifier.flatMap { Self.kin(identifier: $0) }, type, known.map { Self.kin($0) }, "other"].compactMap({
            $0
        }) {
            guard let found = texts[topic] else { continue }
            if let text = found[language] ?? found["en"] { return (topic, text) }
        }
        return nil
    }

    /// Doors that are shut the same way.
    private static func kin(identifier: String) -> String? {
        guard let door = ["open-", "accessible-"].first(where: identifier.hasPrefix).map({ identifier.dropFirst($0.count) }) else {
            return nil
        }
        let databases: Set<Substring> = [
            "mongodb", "redis", "elasticsearch", "mysql", "postgres", "postgresql", "mssql", "memcached", "couchdb", "cassandra", "db2",
        ]
        return databases.contains(door) ? "accessible-database" : "potentially-unwanted-accessible"
    }

    /// Types that are mended the same way.
    private static func kin(_ type: IncidentType) -> String {
        switch type {
        case .malware, .malwareConfiguration, .dgaDomain: "infected-system"
        case .masquerade: "phishing"
        case .applicationCompromise, .privilegedAccountCompromise, .unprivilegedAccountCompromise, .burglary, .sabotage,
            .unauthorizedUseOfResources, .unauthorisedInformationModification:
            "system-compromise"
        case .unauthorisedInformationAccess, .dataLoss: "data-leak"
        case .exploit, .idsAlert, .sniffing, .socialEngineering: "scanner"
        case .dos: "ddos"
        case .tor: "proxy"
        default: "other"
        }
    }
}

/// Why a recommendation cannot be read.
struct RecommendationMistake: Error, Sendable, CustomStringConvertible {
    let file: String
    let reason: String

    var description: String { "the recommendation \(file) cannot be read: \(reason)" }
}
