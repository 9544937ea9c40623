/// A row that gave no event, kept so that a person can see why and try again.
public struct DeadLetter: Sendable, Hashable, Identifiable {
    /// Its number in the store, rising.
    public var id: Int64
    /// Code of the feed it came in.
    public var feed: String
    /// Name of the file it came in.
    public var source: String
    /// The piece of the file it stood in.
    public var piece: PieceID
    /// What was wrong with it.
    public var rejection: RejectedRow
    /// When it was stored, microseconds since 1970 UTC.
    public var storedAt: Int64
}

/// A row as the pipeline refuses it.
public struct RejectedRow: Sendable, Hashable {
    /// Offset of its first byte in the piece.
    public var offset: Int64
    /// Its line in the file, from 1, where the format has lines.
    public var line: Int64?
    /// A whole sentence: what is wrong and where.
    public var reason: String
    /// Its bytes. The store keeps at most ``keptBytes`` of them.
    public var raw: [UInt8]
    /// How many bytes it had; more than `raw` holds when it was cut.
    public var length: Int64

    /// The most bytes kept of one row: 64 KiB.
    public static let keptBytes = 65_536

    /// A refused row with these parts; `raw` is cut to ``keptBytes``.
    public init(offset: Int64, line: Int64? = nil, reason: String, raw: some Collection<UInt8>, length: Int64? = nil) {
        self.offset = offset
        self.line = line
        self.reason = reason
        self.raw = Array(raw.prefix(Self.keptBytes))
        self.length = length ?? Int64(raw.count)
    }

    /// Whether the store has less than the whole row.
    public var isCut: Bool { Int64(raw.count) < length }
}

/// How many rows of a feed were refused.
public struct DeadLetterCount: Sendable, Hashable {
    /// Code of the feed.
    public var feed: String
    /// Rows kept whole or cut.
    public var kept: Int64
    /// Rows only counted, because the store held as many as it is allowed to.
    public var countedOnly: Int64
}
