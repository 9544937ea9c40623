import Centre

/// JSON for machines, written in the order given.
indirect enum JSONText {
    case text(String)
    case number(Int64)
    case real(Double)
    case flag(Bool)
    case null
    case list([JSONText])
    case object([(String, JSONText)])

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int) { self = .number(Int64(number)) }

    /// On one line.
    var line: String {
        switch self {
        case .text(let text): JSON.quoted(text)
        case .number(let number): String(number)
        case .real(let number): number.isFinite ? String(number) : "null"
        case .flag(let flag): flag ? "true" : "false"
        case .null: "null"
        case .list(let items): "[" + items.map(\.line).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { JSON.quoted($0.0) + ":" + $0.1.line }.joined(separator: ",") + "}"
        }
    }
}
