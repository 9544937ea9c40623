/// What a mail from a stranger may cost.
public struct MailLimits: Hashable, Sendable {
    /// The whole mail, in bytes.
    public var total = 64 << 20
    /// The header of the mail, in bytes.
    public var header = 256 << 10
    /// One header field anywhere in the mail with its continuation lines, in bytes; a quarter of it where the field describes the content.
    public var field = 32 << 10
    /// Lines anywhere in the mail that look like header fields.
    public var fields = 200_000
    /// All address fields anywhere in the mail, in bytes.
    public var addresses = 1 << 20
    /// Parts in parts, and messages in messages.
    public var depth = 32
    /// Parts in all.
    public var parts = 1000
    /// The text, in bytes of UTF-8; what is longer is cut.
    public var text = 1 << 20

    /// Limits that no real mail has met.
    public static let usual = MailLimits()

    /// The usual limits, to be changed.
    public init() {}
}

/// Why a mail is not read.
public enum UnreadableMail: Error, Hashable, Sendable {
    /// There are no bytes, or no header.
    case noHeader
    /// It has more than `limit` bytes.
    case tooLarge(limit: Int)
    /// Its header has more than `limit` bytes.
    case headerTooLarge(limit: Int)
    /// A header field has more than `limit` bytes.
    case fieldTooLong(name: String, limit: Int)
    /// It has more than `limit` header fields in all.
    case tooManyFields(limit: Int)
    /// Its address fields have more than `limit` bytes.
    case tooManyAddresses(limit: Int)
    /// Its parts are nested deeper than `limit`.
    case tooDeep(limit: Int)
    /// It has more than `limit` parts.
    case tooManyParts(limit: Int)
}

extension UnreadableMail: CustomStringConvertible {
    /// What is wrong with it.
    public var description: String {
        switch self {
        case .noHeader: "The mail has no header; it is no mail, or was cut."
        case .tooLarge(let limit): "The mail has more than \(limit) bytes."
        case .headerTooLarge(let limit): "The header of the mail has more than \(limit) bytes."
        case .fieldTooLong(let name, let limit): "The header field “\(name)” has more than \(limit) bytes."
        case .tooManyFields(let limit): "The mail has more than \(limit) header fields in all."
        case .tooManyAddresses(let limit): "The address fields of the mail have more than \(limit) bytes in all."
        case .tooDeep(let limit): "The parts of the mail are nested more than \(limit) deep."
        case .tooManyParts(let limit): "The mail has more than \(limit) parts."
        }
    }
}
