/// The fields of a form or a query, in the order they came; a name may stand several times.
public struct Form: Sendable, Hashable {
    /// Its fields, in order.
    public private(set) var fields: [(name: String, value: String)] = []

    /// With its values.
    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// The first value of a name, without white space at its ends; nil where the name is absent or its value empty.
    public subscript(_ name: String) -> String? {
        guard let value = fields.first(where: { $0.name == name })?.value.trimmed, !value.isEmpty else { return nil }
        return value
    }

    /// The first value of a name as it came, empty where it is absent.
    public func text(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// All values of a name: boxes that were ticked.
    public func all(_ name: String) -> [String] { fields.lazy.filter { $0.name == name }.map(\.value) }

    /// Whether a box was ticked.
    public func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// A whole number.
    public func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    /// Reads `application/x-www-form-urlencoded` (WHATWG URL section 5.1).
    /// - Throws: ``WebProblem`` where it is no UTF-8, holds NUL bytes, or has more than 2,000 fields.
    public init(urlEncoded text: some StringProtocol) throws {
        for piece in text.utf8.split(separator: UInt8(ascii: "&")) {
            guard fields.count < 2_000 else { throw WebProblem.badRequest("more than 2000 fields") }
            let parts = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? try Self.decoded(parts[1]) : ""
            fields.append((try Self.decoded(parts[0]), value))
        }
    }

    mutating func append(_ name: String, _ value: String) { fields.append((name, value)) }

    /// The fields as a query, with some replaced (nil removes one): links that change one thing of a page.
    public func query(replacing changes: [String: String?] = [:]) -> String {
        var kept = fields.filter { changes[$0.name] == nil }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) { if let value { kept.append((name, value)) } }
        return kept.isEmpty ? "" : "?" + kept.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }.joined(separator: "&")
    }

    /// Percent-encodes everything but the unreserved characters of RFC 3986.
    public static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ bytes: some Collection<UInt8>) throws -> String {
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index != bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == UInt8(ascii: "+") {
                result.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let high = hex(bytes, index),
                let low = hex(bytes, bytes.index(after: index))
            {
                result.append(high << 4 | low)
                index = bytes.index(index, offsetBy: 2)
            } else {
                result.append(byte)
            }
        }
        guard let text = String(validating: result, as: UTF8.self), !result.contains(0) else {
            throw WebProblem.badRequest("the text is not UTF-8")
        }
        return text
    }

    private static func hex<Bytes: Collection<UInt8>>(_ bytes: Bytes, _ index: Bytes.Index) -> UInt8? {
        guard index < bytes.endIndex else { return nil }
        switch bytes[index] {
        case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
        case let byte where byte | 32 >= UInt8(ascii: "a") && byte | 32 <= UInt8(ascii: "f"): return (byte | 32) - UInt8(ascii: "a") + 10
        default: return nil
        }
    }

    /// Whether both are the same.
    public static func == (left: Form, right: Form) -> Bool {
        left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }

    /// Feeds what makes it equal to others.
    public func hash(into hasher: inout Hasher) { for field in fields { hasher.combine(field.name) } }
}
