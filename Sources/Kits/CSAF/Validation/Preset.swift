/// A set of tests with a name (CSAF 2.1 §6.4, CSAF 2.0 §9.1.14 to 16).
public struct Preset: Hashable, Sendable {
    /// The name: `basic`.
    public let name: String
    /// True if the form of the document is looked at.
    public let includesSchema: Bool
    private let contains: Selection

    private enum Selection: Hashable, Sendable {
        case kinds(Set<Rule.Kind>, except: Set<String>)
        case rules(Set<String>)
    }

    /// True if the test belongs to the set.
    public func includes(_ rule: Rule) -> Bool {
        switch contains {
        case .kinds(let kinds, let except): kinds.contains(rule.kind) && !except.contains(rule.id)
        case .rules(let rules):
            rules.contains { rule.id == $0 || $0.hasSuffix(".") && rule.id.hasPrefix($0) }
        }
    }

    private init(_ name: String, schema: Bool = true, _ contains: Selection) {
        self.name = name
        includesSchema = schema
        self.contains = contains
    }

    /// The form alone.
    public static let schema = Preset("schema", .rules([]))
    /// The form and what a valid document must pass.
    public static let basic = Preset("basic", .kinds([.mandatory], except: []))
    /// And what a good document should pass.
    public static let extended = Preset("extended", .kinds([.mandatory, .recommended], except: []))
    /// And hints at common mistakes.
    public static let full = Preset("full", .kinds([.mandatory, .recommended, .informative], except: []))

    /// All sets the standard defines.
    public static let all: [Preset] = [
        schema, basic, extended, full, Preset("mandatory", schema: false, .kinds([.mandatory], except: [])),
        Preset("recommended", schema: false, .kinds([.recommended], except: [])),
        Preset("optional", schema: false, .kinds([.recommended], except: [])),
        Preset("informative", schema: false, .kinds([.informative], except: [])),
        Preset("external-request-free", .kinds([.mandatory, .recommended, .informative], except: ["6.3.6", "6.3.7"])),
        Preset(
            "consistent-revision-history", schema: false,
            .rules(["6.1.14", "6.1.18", "6.1.19", "6.1.21", "6.1.22", "6.1.37", "6.2.4", "6.2.5", "6.2.6", "6.2.21", "6.2.33"])),
        Preset("consistent-date-times", schema: false, .rules(["6.1.37", "6.1.45", "6.1.49", "6.1.51", "6.1.52", "6.1.53"])),
        Preset(
            "ssvc", schema: false,
            .rules(["6.1.46", "6.1.47", "6.1.48", "6.1.49", "6.2.3", "6.2.34", "6.2.35", "6.2.36", "6.2.37", "6.3.13", "6.3.14", "6.3.15"])),
        Preset("extensions", schema: false, .rules(["6.1.60.", "6.2.39.5", "6.2.54.", "6.3.21."])),
        Preset(
            "extensions-exist", schema: false,
            .rules(["6.3.21.3", "6.3.21.4", "6.3.21.5", "6.3.21.6", "6.3.21.7", "6.3.21.8", "6.3.21.9"])),
    ]

    /// The set of that name; `nil` where there is none.
    public init?(_ name: String) {
        guard let preset = Preset.all.first(where: { $0.name == name }) else { return nil }
        self = preset
    }
}
