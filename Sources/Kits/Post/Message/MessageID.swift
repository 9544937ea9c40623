public import Vocabulary

/// What names a mail for good (RFC 5322 §3.6.4), without the angle brackets: `2026.a1b2@cert.example`.
public struct MessageID: Hashable, Sendable {
    /// The identifier between the brackets.
    public let text: String

    /// The identifier `left@right`; nil where `left` has other letters than RFC 5322 lets stand in a dot-atom.
    public init?(left: String, right: DomainName) {
        self.init("\(left)@\(right.ascii)")
    }

    /// How it stands in a header: `<2026.a1b2@cert.example>`.
    public var bracketed: String { "<\(text)>" }

    /// All identifiers that stand in a header such as `References`, in order; words outside brackets are passed over.
    public static func all(in value: String) -> [MessageID] {
        var found: [MessageID] = []
        var rest = value[...]
        while found.count < countLimit, let start = rest.firstIndex(of: "<") {
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: ">") else { break }
            // Old programs fold identifiers in the middle.
            let inner = rest[..<end].filter { !$0.isWhitespace }
            if let id = MessageID(inner), !found.contains(id) { found.append(id) }
            rest = rest[rest.index(after: end)...]
        }
        return found
    }

    /// Identifiers that are read of one header field.
    private static let countLimit = 200
    /// The longest identifier, in bytes: it fits a line with its brackets.
    private static let lengthLimit = 900
}

extension MessageID: ASCIIParsable {
    /// Reads an identifier with or without its brackets. Identifiers in the wild do not always have an `@`.
    public init?(ascii: UnsafeRawBufferPointer) {
        var bytes = ascii[...]
        if bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">"), bytes.count > 2 { bytes = bytes.dropFirst().dropLast() }
        let isPlain = bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
        guard !bytes.isEmpty, bytes.count <= Self.lengthLimit, isPlain else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The identifier without brackets.
    public var description: String { text }
}
