import Events
import Foundation
import Vocabulary

/// A JSON value that can be compared: numbers by value, objects without order.
enum JSONValue: Hashable, Sendable, Decodable, CustomStringConvertible {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// The value that JSON text has.
    init(json: String) throws { self = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) }

    /// What an event's value is in IDF JSON.
    init(_ value: Value) {
        switch value {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .number(Double(number))
        case .real(let number): self = .number(number)
        case .boolean(let flag): self = .boolean(flag)
        case .time(let microseconds): self = .text(Self.time(microseconds))
        case .json(let text): self = (try? JSONValue(json: text)) ?? .text(text)
        }
    }

    /// As the IDF writes times: `2019-09-04T07:00:19+00:00`, with six decimals where there are any.
    private static func time(_ microseconds: Int64) -> String {
        let fraction = microseconds - (microseconds / 1_000_000) * 1_000_000
        let seconds = (microseconds - (fraction < 0 ? fraction + 1_000_000 : fraction)) / 1_000_000
        let whole = Date(timeIntervalSince1970: Double(seconds)).ISO8601Format().dropLast()
        let decimals = fraction == 0 ? "" : "." + String(String(1_000_000 + (fraction < 0 ? fraction + 1_000_000 : fraction)).dropFirst())
        return whole + decimals + "+00:00"
    }

    subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { return object[key] }
        return nil
    }

    var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    var list: [JSONValue] {
        if case .list(let list) = self { return list }
        return []
    }

    var description: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
        case .text(let text): "\"\(text)\""
        case .list(let list): "[" + list.map(\.description).joined(separator: ", ") + "]"
        case .object(let object): "{" + object.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ") + "}"
        }
    }
}
