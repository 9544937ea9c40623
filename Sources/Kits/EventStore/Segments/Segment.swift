public import Parquet
public import Vocabulary

/// One immutable Parquet file of events: one feed, one marking, sorted by the text of `source.ip`, then by `time.source`.
public struct Segment: Sendable, Hashable, Identifiable {
    /// Its number in the catalogue.
    public var id: Int64
    /// Path below the store's folder, `events/2026-03/….parquet`.
    public var path: String
    /// Code of its feed.
    public var feed: String
    /// Marking of its events, nil where there is none.
    public var tlp: TLP?
    /// Events in it.
    public var rowCount: Int
    /// Size of the file.
    public var byteCount: Int
    /// Bounds of `time.source`, microseconds since 1970 UTC; nil where no event has one. Events without it carry no bound.
    public var time: ClosedRange<Int64>?
    /// Bounds of `time.observation`.
    public var observation: ClosedRange<Int64>?
    /// Bounds of the text of `source.ip`, compared byte by byte.
    public var address: ClosedRange<String>?
    /// Whether some event has no `time.source`, so that the bounds of ``time`` say nothing of it.
    public var hasUntimedRows: Bool
    /// Its columns in file order. Segments with the same columns share one array.
    public var columns: [SegmentColumn]
    /// Where its bloom filters lie.
    public var blooms: [SegmentBloom]

    /// Whether it can hold an event with a value in this column.
    public func hasColumn(_ name: String) -> Bool { columns.contains { $0.name == name } }
}

/// A column of a segment.
public struct SegmentColumn: Sendable, Hashable {
    /// The flat field name.
    public var name: String
    /// What the file holds.
    public var type: ColumnType
}

/// A bloom filter of a segment: which row group and column, and where, so that one read of 32 bytes answers whether a value can be there.
public struct SegmentBloom: Sendable, Hashable {
    /// Row group, from 0.
    public var rowGroup: Int
    /// Place of the column in ``Segment/columns``.
    public var column: Int
    /// Where its bit set lies.
    public var location: BloomLocation
}

/// Which segments somebody asks for.
public struct SegmentSelection: Sendable, Hashable {
    /// Only those that can hold an event with `time.source` in this range (microseconds; the upper bound is not part of it), or one
    /// without.
    public var time: Range<Int64>?
    /// Only these feeds.
    public var feeds: Set<String>?
    /// Only these markings; nil in the set stands for events without one.
    public var markings: Set<TLP?>?
    /// Only those that can hold this text of `source.ip`, by their bounds; ask the bloom filters for more.
    public var address: String?

    /// A selection; what is nil does not matter.
    public init(time: Range<Int64>? = nil, feeds: Set<String>? = nil, markings: Set<TLP?>? = nil, address: String? = nil) {
        self.time = time
        self.feeds = feeds
        self.markings = markings
        self.address = address
    }
}
