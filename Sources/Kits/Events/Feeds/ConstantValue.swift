import Vocabulary
import Yams

/// Fixed values in a definition: whether a text can be a value of a field, and the value it is.
enum ConstantValue {
    /// Why a text is no value of a field; nil where it is one.
    static func problem(_ text: String, field: EventField) -> (message: String, suggestion: String?)? {
        switch field {
        case .classificationType:
            // Older names are read from feeds but not written in definitions.
            if IncidentType(name: text)?.name == text { return nil }
            let names = IncidentType.allCases.map(\.name)
            let current = IncidentType(name: text).map { "Its name is “\($0.name)”." }
            return ("There is no incident type “\(text)”.", current ?? NearestName.suggestion(for: text, among: names))
        case .classificationTaxonomy:
            if Taxonomy.allCases.contains(where: { $0.name == text }) { return nil }
            return ("There is no class “\(text)” of incidents.", NearestName.suggestion(for: text, among: Taxonomy.allCases.map(\.name)))
        case .tlp:
            return TLP(text) == nil ? ("“\(text)” is no TLP marking.", "It is one of: clear, green, amber, amber+strict, red.") : nil
        default:
            return value(text, kind: field.kind) == nil
                ? ("“\(text)” is no value of \(field.name), which is \(field.kind.phrase).", nil) : nil
        }
    }

    /// The value of a text in a field, brought into the field's form.
    static func value(_ text: String, field: EventField) -> Value? {
        guard field.kind == .text else { return value(text, kind: field.kind) }
        var text = text
        return text.withUTF8 { bytes in
            FieldText(field).withNormalised(UnsafeRawBufferPointer(bytes)) { $0.map { .text(String(decoding: $0, as: UTF8.self)) } }
        }
    }

    /// The value of a text in a column of a kind.
    static func value(_ text: String, kind: ValueKind) -> Value? {
        switch kind {
        case .text: text.isEmpty ? nil : .text(text)
        case .json: .json(text)
        case .address: IPAddress(text).map { .text($0.description) }
        case .network: IPPrefix(text).map { .text($0.description) }
        case .integer: Int64(text).map { .integer($0) }
        case .real: Double(text).flatMap { $0.isFinite ? .real($0) : nil }
        case .boolean: ["true": true, "false": false][text].map { .boolean($0) }
        case .time: Instant(text).map { .time($0.microseconds) }
        }
    }

    /// The value that a YAML scalar gives an extra: of the kind that YAML sees in it.
    static func extra(_ node: Node) -> Value? {
        guard let scalar = node.scalar else { return nil }
        guard scalar.style == .plain || scalar.style == .any else { return .text(scalar.string) }
        if let flag = node.bool { return .boolean(flag) }
        if let number = node.int { return .integer(Int64(number)) }
        if let number = node.float { return .real(number) }
        return .text(scalar.string)
    }
}

extension ValueKind {
    /// What a value of this kind is, for error texts.
    var phrase: String {
        switch self {
        case .text: "a text"
        case .address: "an IP address"
        case .network: "a network such as 192.0.2.0/24"
        case .integer: "a whole number"
        case .real: "a number"
        case .boolean: "true or false"
        case .time: "a time"
        case .json: "JSON"
        }
    }
}
