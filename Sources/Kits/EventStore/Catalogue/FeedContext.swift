public import Vocabulary

/// What the store must know of the feed that a batch came from.
public struct FeedContext: Sendable, Hashable {
    /// The feed's unique short name, `feed.code`: what segments and rollups are filed under.
    public var code: String
    /// `feed.name`, for people.
    public var name: String
    /// How often the provider sends it, in seconds: what "not seen for longer than usual" is measured by. At least 1.
    public var intervalSeconds: Int
    /// The marking its events are kept under; nil where there is none.
    public var tlp: TLP?
    /// When the batch was received, in microseconds since 1970 UTC: the time of events that bear neither `time.source` nor
    /// `time.observation`.
    public var receivedAt: Int64

    /// A feed with these parts.
    public init(code: String, name: String, intervalSeconds: Int, tlp: TLP? = nil, receivedAt: Int64) {
        self.code = code
        self.name = name
        self.intervalSeconds = max(1, intervalSeconds)
        self.tlp = tlp
        self.receivedAt = receivedAt
    }
}
