/// What a finished file holds, so that a catalogue can prune without opening it.
public struct FileSummary: Sendable, Hashable {
    /// Size of the file in bytes.
    public var byteCount: Int
    /// Rows in all row groups together.
    public var rowCount: Int
    /// The row groups in the order they were written.
    public var rowGroups: [RowGroupSummary]
}

/// One row group of a finished file.
public struct RowGroupSummary: Sendable, Hashable {
    /// Rows in the group.
    public var rowCount: Int
    /// One entry for each column, in the schema's order.
    public var columns: [ColumnSummary]
}

/// One column chunk of a finished file.
public struct ColumnSummary: Sendable, Hashable {
    /// Null count and bounds of the values that occur.
    public var statistics: ColumnStatistics
    /// Bytes the chunk takes, headers included.
    public var byteCount: Int
    /// How many different values occur.
    public var distinctCount: Int
    /// Where the chunk's bloom filter lies, if it has one.
    public var bloom: BloomLocation?
}

/// Where the bit set of a bloom filter lies in its file, so that one `pread` of 32 bytes answers a question.
public struct BloomLocation: Sendable, Hashable {
    /// Bytes from the start of the file to the first block (the filter's header is before it).
    public var offset: Int
    /// Length of the bit set in bytes, a multiple of 32.
    public var byteCount: Int

    /// The bit set of `byteCount` bytes at `offset`.
    public init(offset: Int, byteCount: Int) {
        self.offset = offset
        self.byteCount = byteCount
    }
}
