/// All findings of a store, compact in memory: what lists, counts and filters ask of each, in about 70 bytes and its texts. Answers
/// questions without reading a file; whole findings are read from the store by their ids.
///
/// An index is a value of one moment. ``EmbeddedStore/findingIndex(from:policy:)`` brings one up to date by reading only what
/// came since.
public struct FindingIndex: Sendable {
    /// Of which state of the store it is.
    public let mark: FindingMark
    /// When findings count as quiet and as fixed.
    public let policy: FindingPolicy

    let rows: IndexRows
    /// Decisions by finding, oldest first.
    let decisions: [FindingID: [Decision]]
    /// For each set of feeds, up to when its feeds would have shown a finding, microseconds.
    let watchedUntil: [Int64?]

    init(_ rows: IndexRows, mark: FindingMark, policy: FindingPolicy, decisions: [FindingID: [Decision]]) {
        self.rows = rows
        self.mark = mark
        self.policy = policy
        self.decisions = decisions
        watchedUntil = rows.feedSets.map { set in set.codes.compactMap { mark.latest[$0] }.max() }
    }

    /// How many findings there are.
    public var count: Int { rows.rows.count }

    /// Bytes it takes, about.
    public var byteCount: Int { rows.byteCount }
}

/// What a store says of its findings at a moment. Two marks are equal where nothing came and nothing was decided between them.
public struct FindingMark: Sendable, Hashable {
    /// The files of findings.
    var runs: Set<String>
    /// By feed code, when each feed last reported anything.
    var latest: [String: Int64]
    /// The last decision.
    var decision: Int64
}

/// The rows of an index, which change only when events came.
final class IndexRows: Sendable {
    /// What is kept of a finding.
    struct Row: Sendable {
        /// The bits of its id.
        var high: UInt64
        var low: UInt64
        /// First and last sight, microseconds.
        var first: Int64
        var last: Int64
        /// Events.
        var count: Int64
        /// Where its attributes begin.
        var attributes: Int
        /// Its profile's number.
        var profile: UInt32
        /// The number of its set of feeds, and in the highest bit whether it was fixed in between.
        var feedsAndReturn: UInt32

        static let returned: UInt32 = 1 << 31

        @inline(__always)
        var feeds: Int { Int(feedsAndReturn & ~Self.returned) }
        @inline(__always)
        var hasReturned: Bool { feedsAndReturn & Self.returned != 0 }
        @inline(__always)
        var id: FindingID { FindingID(bits: UInt128(high) << 64 | UInt128(low)) }
    }

    /// Feeds that saw the same findings.
    struct FeedSet: Sendable {
        let codes: [String]
        /// The longest of their intervals, microseconds.
        let interval: Int64
    }

    /// What many findings share, with what lists are sorted by.
    struct Profile: Sendable {
        let texts: ProfileTexts
        /// Places in ``types`` and ``owners``.
        let type: Int
        let owner: Int
        /// 0 for none, then rising with the severity.
        let severity: UInt8
    }

    /// In the order of their ids.
    let rows: [Row]
    /// Attributes as runs hold them, one behind the other in the order of the rows.
    let attributes: [UInt8]
    let profiles: [Profile]
    /// The numbers of the profiles by their bytes.
    let profilePlaces: [[UInt8]: UInt32]
    let types: IndexBuilder.Names
    let owners: IndexBuilder.Names
    let feedSets: [FeedSet]
    /// By feed code in seconds, what the rows were put together with.
    let intervals: [String: Int]

    init(_ builder: consuming IndexBuilder, intervals: [String: Int]) {
        rows = builder.rows
        attributes = builder.attributes
        profiles = builder.profiles
        profilePlaces = builder.profilePlaces
        types = builder.types
        owners = builder.owners
        feedSets = builder.feedSets
        self.intervals = intervals
    }

    var byteCount: Int { rows.capacity * MemoryLayout<Row>.stride + attributes.capacity + profiles.count * 500 }

    /// The attributes of a row.
    func attributes(of row: Int) -> RecordAttributes {
        let end = row + 1 < rows.count ? rows[row + 1].attributes : attributes.count
        return attributes.withUnsafeBytes { RecordAttributes(UnsafeRawBufferPointer(rebasing: $0[rows[row].attributes..<end])) }
    }

    /// The row of an id, or of the first behind it.
    func place(of id: FindingID) -> Int {
        let (high, low) = (UInt64(truncatingIfNeeded: id.bits >> 64), UInt64(truncatingIfNeeded: id.bits))
        var (start, end) = (0, rows.count)
        while start < end {
            let middle = (start + end) / 2
            if (rows[middle].high, rows[middle].low) < (high, low) { start = middle + 1 } else { end = middle }
        }
        return start
    }
}
