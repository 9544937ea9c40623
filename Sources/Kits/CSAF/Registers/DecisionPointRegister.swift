/// The decision points of SSVC (Stakeholder-Specific Vulnerability Categorization) in its registered namespaces.
public enum DecisionPointRegister {
    /// One version of a decision point.
    public struct DecisionPoint: Hashable, Sendable {
        /// The version: `2.0.0`.
        public let version: String
        /// The day and time it came out.
        public let since: String
        /// Its name: `Mission Impact`.
        public let name: String
        /// The values in their order.
        public let values: [Value]
    }

    /// A value of a decision point.
    public struct Value: Hashable, Sendable {
        /// As selections write it: `NED`.
        public let key: String
        /// As people read it: `Non-Essential Degraded`.
        public let name: String
    }

    /// Namespaces that are registered; `example` and `test` are kept for documentation and tests.
    public static let namespaces: Set<String> = ["ssvc", "cvss", "cisa", "basic", "nist", "example", "test"]
    /// Namespaces in which anything goes, since they are kept for documentation and tests.
    public static let freeNamespaces: Set<String> = ["example", "test"]
    /// Namespaces that must never be right, kept for tests of failures.
    public static let invalidNamespaces: Set<String> = ["invalid", "x_invalid"]
    /// Namespaces whose decision points are known here.
    public static let knownNamespaces: Set<String> = ["ssvc", "cvss", "cisa", "basic", "nist"]

    private static let points: [String: [DecisionPoint]] = {
        var out: [String: [DecisionPoint]] = [:]
        for line in table.split(separator: "\n") {
            let columns = line.split(separator: "|").map(String.init)
            guard columns.count == 6 else { continue }
            // Names of values may hold a comma; a new value starts where a key and '=' follow it.
            var values: [Value] = []
            for part in columns[5].split(separator: ",") {
                let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
                if pair.count == 2 {
                    values.append(Value(key: pair[0], name: pair[1]))
                } else if let last = values.popLast() {
                    values.append(Value(key: last.key, name: last.name + "," + part))
                }
            }
            out[columns[0] + "|" + columns[1], default: []].append(
                DecisionPoint(version: columns[2], since: columns[3], name: columns[4], values: values))
        }
        return out
    }()

    /// All versions of a decision point, the oldest first; empty where there is none.
    public static func versions(namespace: String, key: String) -> [DecisionPoint] {
        (points[namespace + "|" + key] ?? []).sorted { SemanticVersion($0.version) ?? .zero < SemanticVersion($1.version) ?? .zero }
    }
}

/// A namespace of SSVC, taken apart: `ssvc//.example.test#refined$de-DE`.
struct DecisionPointNamespace {
    /// All of it.
    let text: String
    /// Before the first slash, with its fragment: `x_example.test#collection`.
    let base: String
    /// ``base`` without fragment: `ssvc`.
    let registered: String
    /// What follows the language or its place: `.example.test#refined`; `nil` where nothing extends the base.
    let extensions: [String]
    /// The language the texts are in, if another than English.
    let language: String?

    init(_ text: String) {
        self.text = text
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        base = parts.first ?? ""
        registered = String(base.prefix { $0 != "#" })
        extensions = parts.dropFirst(2).filter { !$0.isEmpty }
        let last = extensions.last.flatMap { part in part.firstIndex(of: "$").map { String(part[part.index(after: $0)...]) } }
        let second = parts.count > 1 && !parts[1].isEmpty ? parts[1] : nil
        language = last ?? second
    }

    /// True if the texts are translated, so names may differ from the register's.
    var isTranslated: Bool { language.map { !$0.lowercased().hasPrefix("en") } ?? false }
    /// True if someone refined the base.
    var isExtended: Bool { !extensions.isEmpty }
}
