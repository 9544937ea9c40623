internal import Vocabulary

/// What an organisation is asked for: the one list from which forms, the schema for programs, checks and the parts of authorities are made.
struct DutyField: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case line, area, list
        case number
        case choice([String])
        case type
    }

    let name: String
    let kind: Kind
    /// The stage from which it is asked.
    let from: DutyStage
    /// The stage from which it must be there; nil for never.
    let needed: DutyStage?

    init(_ name: String, _ kind: Kind, from: DutyStage, needed: DutyStage? = nil) {
        self.name = name
        self.kind = kind
        self.from = from
        self.needed = needed
    }

    /// Yes, no, or not known yet: what is asked in the first hours can often not be said.
    static let ternary = ["yes", "no", "unknown"]

    static let all: [DutyField] = [
        DutyField("title", .line, from: .earlyWarning, needed: .earlyWarning),
        DutyField("type", .type, from: .earlyWarning, needed: .earlyWarning),
        DutyField("description", .area, from: .earlyWarning, needed: .earlyWarning),
        DutyField("ongoing", .choice(ternary), from: .earlyWarning, needed: .earlyWarning),
        DutyField("malicious", .choice(ternary), from: .earlyWarning, needed: .earlyWarning),
        DutyField("crossBorder", .choice(ternary), from: .earlyWarning, needed: .earlyWarning),
        DutyField("countries", .list, from: .earlyWarning),
        DutyField("personalData", .choice(ternary), from: .earlyWarning, needed: .earlyWarning),
        DutyField("services", .list, from: .earlyWarning),
        DutyField("contact", .line, from: .earlyWarning),
        DutyField("severity", .choice(["low", "medium", "high", "critical"]), from: .notification, needed: .notification),
        DutyField("impact", .area, from: .notification, needed: .notification),
        DutyField("users", .number, from: .notification),
        DutyField("downtimeMinutes", .number, from: .notification),
        DutyField("personsAffected", .number, from: .notification),
        DutyField("dataKinds", .list, from: .notification),
        DutyField("indicators", .list, from: .notification),
        DutyField("measures", .area, from: .notification, needed: .notification),
        DutyField("rootCause", .area, from: .final, needed: .final),
        DutyField("threat", .area, from: .final, needed: .final),
        DutyField("mitigation", .area, from: .final, needed: .final),
        DutyField("crossBorderImpact", .area, from: .final),
        DutyField("cost", .number, from: .final),
        DutyField("lessons", .area, from: .final),
    ]

    static func named(_ name: String) -> DutyField? { all.first { $0.name == name } }

    /// The fields of a stage, those of earlier ones among them.
    static func of(_ stage: DutyStage) -> [DutyField] { all.filter { $0.from <= stage } }

    static let textLimit = 20_000
    static let listLimit = 500
}

/// A value of a field.
enum DutyValue: Sendable, Hashable, Codable {
    case text(String)
    case number(Int)
    case list([String])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let list = try? container.decode([String].self) {
            self = .list(list)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        }
    }

    /// As it stands in a form.
    var shown: String {
        switch self {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .list(let list): list.joined(separator: "\n")
        }
    }

    var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .number: false
        case .list(let list): list.isEmpty
        }
    }
}

/// What was said in a stage.
typealias DutyBody = [String: DutyValue]

/// What is wrong with a field, as a key of the texts.
struct DutyFault: Sendable, Hashable {
    let field: String
    /// `required`, `form`, `long`, `unknown`
    let fault: String
}

/// Checks what was said against what a stage asks.
enum DutyCheck {
    /// - Parameter isComplete: whether it is submitted; a draft may lack things
    static func faults(_ body: DutyBody, stage: DutyStage, isComplete: Bool) -> [DutyFault] {
        var faults: [DutyFault] = []
        for (name, value) in body.sorted(by: { $0.key < $1.key }) {
            guard let field = DutyField.named(name), field.from <= stage else {
                faults.append(DutyFault(field: name, fault: "unknown"))
                continue
            }
            if let fault = fault(value, field) { faults.append(DutyFault(field: name, fault: fault)) }
        }
        guard isComplete else { return faults }
        for field in DutyField.of(stage) {
            guard let needed = field.needed, needed <= stage, body[field.name]?.isEmpty ?? true else { continue }
            faults.append(DutyFault(field: field.name, fault: "required"))
        }
        return faults
    }

    private static func fault(_ value: DutyValue, _ field: DutyField) -> String? {
        switch (field.kind, value) {
        case (.line, .text(let text)): text.count > 500 || text.contains(where: \.isNewline) ? "long" : nil
        case (.area, .text(let text)): text.count > DutyField.textLimit ? "long" : nil
        case (.list, .list(let list)): list.count > DutyField.listLimit || list.contains { $0.count > 2_000 } ? "long" : nil
        case (.number, .number(let number)): number < 0 ? "form" : nil
        case (.choice(let values), .text(let text)): values.contains(text) ? nil : "form"
        case (.type, .text(let text)): IncidentType(name: text).map { $0.isReferenceType && $0.name == text } == true ? nil : "form"
        default: "form"
        }
    }
}
