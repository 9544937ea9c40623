/// A file that goes with a mail.
public struct MailAttachment: Hashable, Sendable {
    /// The name it is kept under, without folders; empty for a part that machines read and nobody keeps.
    public var name: String
    /// Its media type with parameters, such as `text/csv; charset=utf-8`.
    public var mediaType: String
    /// What it holds.
    public var bytes: [UInt8]

    /// A file with its name and media type.
    public init(name: String, mediaType: String, bytes: [UInt8]) {
        self.name = name
        self.mediaType = mediaType
        self.bytes = bytes
    }
}

/// A media type taken apart: `type/subtype; name=value`.
struct MediaType {
    let type: String
    let subtype: String
    let parameters: [(name: String, value: String)]

    init(_ text: String) throws(MailRefusal) {
        let pieces = text.split(separator: ";", omittingEmptySubsequences: false)
        let names = pieces[0].split(separator: "/", omittingEmptySubsequences: false).map(Self.trimmed)
        guard names.count == 2, Self.isToken(names[0]), Self.isToken(names[1]) else { throw MailRefusal.mediaType(text) }
        type = names[0].lowercased()
        subtype = names[1].lowercased()
        var parameters: [(name: String, value: String)] = []
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { throw MailRefusal.mediaType(text) }
            let name = Self.trimmed(piece[..<equals])
            var value = Self.trimmed(piece[piece.index(after: equals)...])[...]
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
            guard Self.isToken(name), value.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }) else {
                throw MailRefusal.mediaType(text)
            }
            parameters.append((name.lowercased(), String(value)))
        }
        self.parameters = parameters
    }

    /// RFC 2045 §5.1.
    static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !specials.contains($0) }
    }

    private static let specials = Set(#"()<>@,;:\"/[]?="#.utf8)

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
