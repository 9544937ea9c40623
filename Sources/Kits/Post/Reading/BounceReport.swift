public import Vocabulary

/// What a mail system says of a mail of ours to one recipient (RFC 3464).
public struct BounceReport: Hashable, Sendable {
    /// What became of the mail (RFC 3464 §2.3.3).
    public enum Action: String, Sendable, Codable {
        /// It will not arrive.
        case failed
        /// It has not arrived yet; the system goes on trying.
        case delayed
        /// It arrived.
        case delivered
        /// It went to a system that does not report.
        case relayed
        /// It went to the members of a list.
        case expanded
    }

    /// Where we sent it, as far as the report says.
    public var recipient: EmailAddress
    /// What became of it.
    public var action: Action
    /// The same in numbers, where the report has them.
    public var status: EnhancedStatus?
    /// What the system that refused it said; empty where it said nothing.
    public var diagnostic: String
    /// The mail of ours it is about, where the report holds its header.
    public var originalID: MessageID?
    /// Whether it was read out of words that people were meant to read, and not of a report for machines.
    public var isFromWords: Bool

    /// What a system says of one recipient.
    public init(
        recipient: EmailAddress, action: Action, status: EnhancedStatus? = nil, diagnostic: String = "", originalID: MessageID? = nil,
        isFromWords: Bool = false
    ) {
        self.recipient = recipient
        self.action = action
        self.status = status
        self.diagnostic = diagnostic
        self.originalID = originalID
        self.isFromWords = isFromWords
    }

    /// Whether no later mail to this address will arrive either: it failed, and not for a time.
    public var isPermanent: Bool { action == .failed && (status.map { $0.kind == 5 } ?? true) }
}
