public import Vocabulary

/// What an owner was told of a finding, and what they said: shown beside the finding.
public protocol NoticeTrail: Sendable {
    /// Notices and answers of a finding, the oldest first.
    func trail(ofFinding id: String) async throws -> [NoticeMark]
}

/// One notice or answer.
public struct NoticeMark: Sendable, Hashable {
    /// The kinds there are.
    public enum Kind: String, Sendable, Hashable { case sent, delivered, returned, read, answered, note }

    /// What kind it is.
    public let kind: Kind
    /// When.
    public let time: Instant
    /// Who sent or said it.
    public let who: String
    /// One line of it.
    public let text: String
    /// Where it can be read whole.
    public let path: String?

    /// With its values.
    public init(kind: Kind, time: Instant, who: String, text: String, path: String?) {
        self.kind = kind
        self.time = time
        self.who = who
        self.text = text
        self.path = path
    }
}
