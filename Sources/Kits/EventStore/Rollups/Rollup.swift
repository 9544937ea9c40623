/// What events are counted by, hour by hour. Each dimension is a table of its own: one wide table of all of them would be
/// nearly as long as the events themselves.
public enum RollupDimension: String, Sendable, Hashable, CaseIterable {
    /// `classification.type`.
    case type
    /// `source.asn`.
    case asn
    /// `source.geolocation.cc`.
    case country
    /// `constituency`.
    case owner
    /// The feed's code.
    case feed
}

/// The length of the spans that counts are given for.
public enum RollupSpan: Int64, Sendable, Hashable {
    case hour = 1
    /// UTC days.
    case day = 24
}

/// A count of events.
public struct RollupCount: Sendable, Hashable {
    /// Start of the hour or day, microseconds since 1970 UTC.
    public var start: Int64
    /// The type's name, the AS number in digits, the country code, the owner's slug, the feed's code; empty for events that have none.
    public var value: String
    /// Events.
    public var count: Int64

    /// A count with these parts.
    public init(start: Int64, value: String, count: Int64) {
        self.start = start
        self.value = value
        self.count = count
    }
}
