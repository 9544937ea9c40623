public import Vocabulary

/// Between whom a mail travels, whatever its header says (RFC 5321 §2.3.1).
public struct MailEnvelope: Hashable, Sendable {
    /// Where bounces go; nil for a mail that must not have any, such as an automatic answer.
    public var sender: EmailAddress?
    /// Who gets it.
    public var recipients: [EmailAddress]

    /// A sender and recipients.
    public init(sender: EmailAddress?, recipients: [EmailAddress]) {
        self.sender = sender
        self.recipients = recipients
    }
}

/// What a server answered.
public struct SMTPReply: Hashable, Sendable {
    /// Three digits (RFC 5321 §4.2.1).
    public let code: Int
    /// More exactly (RFC 2034), where the server says it.
    public let status: EnhancedStatus?
    /// Its words on one line, without the code.
    public let text: String

    /// An answer with its code.
    public init(code: Int, status: EnhancedStatus? = nil, text: String) {
        self.code = code
        self.status = status
        self.text = text
    }
}

/// What became of a mail to one recipient.
public enum DeliveryOutcome: Hashable, Sendable {
    /// The server has it and answers for it.
    case accepted(SMTPReply)
    /// The server does not take it now: try again later.
    case later(SMTPReply)
    /// The server does not take it, and will not.
    case refused(SMTPReply)
    /// It did not come to the point where the server could take it; nothing was delivered. Try again later, or mend the settings.
    case unreachable(reason: String)
    /// The server got all of it, and the connection ended before it answered: it may have been delivered, and trying again may do so twice.
    case unanswered(reason: String)

    /// Whether the server has it.
    public var isAccepted: Bool { if case .accepted = self { true } else { false } }
}

/// What became of a mail to whom.
public struct RecipientOutcome: Hashable, Sendable {
    /// The recipient of the envelope.
    public let recipient: EmailAddress
    /// What became of it.
    public let outcome: DeliveryOutcome

    /// A recipient and what became of it.
    public init(recipient: EmailAddress, outcome: DeliveryOutcome) {
        self.recipient = recipient
        self.outcome = outcome
    }
}
