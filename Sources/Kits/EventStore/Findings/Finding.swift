public import Vocabulary

/// What many events say of one thing: this address has this door open, this machine is infected with this, this page phishes.
///
/// A finding's figures do not depend on the order in which its events came, nor on how they were cut into batches.
public struct Finding: Sendable, Hashable, Identifiable {
    /// Made from the type and the key fields of the type, the same in every store.
    public var id: FindingID
    /// `classification.type`; empty where the events had none.
    public var type: String
    /// `classification.identifier`.
    public var identifier: String?
    /// `source.ip`.
    public var ip: IPAddress?
    /// `source.port`.
    public var port: UInt16?
    /// `protocol.transport`.
    public var transport: String?
    /// `protocol.application`.
    public var application: String?
    /// `source.fqdn`.
    public var fqdn: String?
    /// `source.url`.
    public var url: String?
    /// `source.account`.
    public var account: String?
    /// `malware.name`.
    public var malware: String?
    /// `source.asn`.
    public var asn: ASN?
    /// `source.geolocation.cc`.
    public var country: String?
    /// `constituency`, the owner's slug in the register.
    public var owner: String?
    /// `product.vulnerabilities`.
    public var vulnerabilities: String?
    /// `severity`.
    public var severity: String?
    /// Codes of the feeds that saw it, sorted.
    public var feeds: [String]
    /// The longest usual interval of those feeds, in seconds.
    public var interval: Int
    /// The times it was there, oldest first.
    public var episodes: [Episode]
    /// Up to when those feeds would have shown it: the latest time any of them reported anything, in microseconds; nil where the catalogue
    /// does not say.
    public var watchedUntil: Int64?

    /// When it was first seen, microseconds since 1970 UTC.
    public var firstSeen: Int64 { episodes.first?.first ?? 0 }
    /// When it was last seen.
    public var lastSeen: Int64 { episodes.last?.last ?? 0 }
    /// How many events said so.
    public var count: Int64 { episodes.reduce(0) { $0 + $1.count } }
}

/// A span of time in which a finding was seen again and again.
public struct Episode: Sendable, Hashable {
    /// First sight, microseconds since 1970 UTC.
    public var first: Int64
    /// Last sight.
    public var last: Int64
    /// Events.
    public var count: Int64

    /// An episode with these parts.
    public init(first: Int64, last: Int64, count: Int64) {
        self.first = first
        self.last = last
        self.count = count
    }

    /// Sights that lie no more than this many intervals apart are one episode. Two, because a daily report may show a thing early on
    /// one day and late on the next. Whoever needs longer gaps joins episodes further when reading.
    public static let joinedIntervals: Int64 = 2
}
