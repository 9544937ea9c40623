public import Vocabulary

/// Whom a mail is from or to: a mailbox and the name it is shown with.
public struct MailParty: Hashable, Sendable, Codable {
    /// The name in Unicode; empty where there is none.
    public var name: String
    /// The mailbox.
    public var address: EmailAddress

    /// A mailbox with the name it is shown with.
    public init(_ address: EmailAddress, name: String = "") {
        self.address = address
        self.name = name
    }
}

extension MailParty: CustomStringConvertible {
    /// `Name <local@host>`, for people and logs; a message is written by its composer.
    public var description: String { name.isEmpty ? address.description : "\(name) <\(address)>" }
}
