internal import Centre

/// A JSON value whose members stay in the order they were given.
indirect enum JSONTree: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONTree])
    case object([(String, JSONTree?)])

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    /// With line breaks, for people who look into the file. Members without a value are left out.
    func written(indent: String = "") -> String {
        switch self {
        case .text(let text): return JSON.quoted(text)
        case .number(let number): return "\(number)"
        case .flag(let flag): return flag ? "true" : "false"
        case .list(let values):
            if values.isEmpty { return "[]" }
            return "[\n" + values.map { indent + "  " + $0.written(indent: indent + "  ") }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            let lines = members.compactMap { name, value in
                value.map { indent + "  " + JSON.quoted(name) + ": " + $0.written(indent: indent + "  ") }
            }
            return lines.isEmpty ? "{}" : "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        }
    }
}
