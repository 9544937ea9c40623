public import Vocabulary

/// Takes mail that people write to the centre: answers to notices, reports, words in a case.
public protocol LetterTaker: Sendable {
    /// Takes a letter if it is for this capability; the first that does has it.
    /// - Returns: whether it was taken
    func take(_ letter: Letter) async throws -> Bool
}

/// A mail that came in, read and made safe.
public struct Letter: Sendable {
    /// Its Message-ID without brackets, or a digest of its bytes where it has none: taking the same letter twice changes nothing.
    public let id: String
    /// The writer's address.
    public let from: EmailAddress?
    /// What the writer is called.
    public let fromName: String
    /// Its subject.
    public let subject: String
    /// What the writer added, without what is quoted.
    public let words: String
    /// Message-IDs it answers, without brackets, the nearest first.
    public let references: [String]
    /// Names of dispatches of ours that it answers.
    public let dispatches: [DispatchID]
    /// Whether a program wrote it (RFC 3834): never to be answered by a program.
    public let isAutomatic: Bool
    /// When it came.
    public let received: Instant
    /// All of it.
    public let raw: [UInt8]

    /// With its values.
    public init(
        id: String, from: EmailAddress?, fromName: String, subject: String, words: String, references: [String], dispatches: [DispatchID],
        isAutomatic: Bool, received: Instant, raw: [UInt8]
    ) {
        self.id = id
        self.from = from
        self.fromName = fromName
        self.subject = subject
        self.words = words
        self.references = references
        self.dispatches = dispatches
        self.isAutomatic = isAutomatic
        self.received = received
        self.raw = raw
    }
}
