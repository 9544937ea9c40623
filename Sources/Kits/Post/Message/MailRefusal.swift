/// Why a mail cannot be written.
public enum MailRefusal: Error, Hashable, Sendable {
    /// The value of a header field holds a line break, NUL or another control character.
    case controlCharacter(field: String)
    /// The value of a header field is longer than `limit` bytes.
    case tooLong(field: String, limit: Int)
    /// The local part of an address is not ASCII, which mail without SMTPUTF8 (RFC 6531) cannot carry.
    case addressNotASCII(String)
    /// No recipient in `to` or `cc`.
    case noRecipient
    /// The text is not `type/subtype` with parameters.
    case mediaType(String)
    /// A file name with a folder in it.
    case fileName(String)
    /// The composer writes this field itself, or its name is not one of RFC 5322 §2.2.
    case fieldName(String)
    /// A link that cannot stand in List-Unsubscribe (RFC 2369, RFC 8058).
    case link(String)
}

extension MailRefusal: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .controlCharacter(let field):
            "The value of “\(field)” holds a line break or a control character; put it on one line with HeaderText.singleLine first."
        case .tooLong(let field, let limit): "The value of “\(field)” is longer than \(limit) bytes; shorten it."
        case .addressNotASCII(let address): "The local part of the address “\(address)” is not ASCII; use the mailbox's ASCII address."
        case .noRecipient: "The mail has no recipient; name one in To or Cc."
        case .mediaType(let text): "“\(text)” is no media type; write it as type/subtype, with parameters behind semicolons."
        case .fileName(let name): "“\(name)” is no plain file name; leave folders out."
        case .fieldName(let name):
            "The header field “\(name)” cannot be added; use a name beginning with X- that the mail does not set itself."
        case .link(let link): "“\(link)” cannot stand in List-Unsubscribe; it must be a mailto: or https: link in ASCII without blanks."
        }
    }
}
