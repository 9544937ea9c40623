/// A bound of a column: the smallest or largest value, or a shortened value that is certainly not above or below it.
public enum StatisticValue: Sendable, Hashable {
    /// Text, JSON or binary, compared byte by byte as unsigned numbers.
    case bytes([UInt8])
    /// An integer or an instant in microseconds.
    case int64(Int64)
    /// A number; never NaN.
    case double(Double)
    /// A truth value; false is smaller.
    case bool(Bool)
}

/// What is known of the values of a column chunk or a page without reading it.
public struct ColumnStatistics: Sendable, Hashable {
    /// How many rows are null, when the file says so.
    public var nullCount: Int?
    /// No value is smaller than this one. Absent when all rows are null or the file does not say.
    public var minimum: StatisticValue?
    /// No value is larger than this one. Absent when all rows are null or the file does not say.
    public var maximum: StatisticValue?
    /// Whether `minimum` occurs as it stands; false when it was shortened.
    public var isMinimumExact: Bool
    /// Whether `maximum` occurs as it stands; false when it was shortened.
    public var isMaximumExact: Bool

    /// Statistics with the given parts; everything left out is unknown.
    public init(
        nullCount: Int? = nil, minimum: StatisticValue? = nil, maximum: StatisticValue? = nil,
        isMinimumExact: Bool = true, isMaximumExact: Bool = true
    ) {
        self.nullCount = nullCount
        self.minimum = minimum
        self.maximum = maximum
        self.isMinimumExact = isMinimumExact
        self.isMaximumExact = isMaximumExact
    }
}

/// One data page of a column chunk as the page index describes it.
public struct PageSummary: Sendable, Hashable {
    /// The rows of the row group that the page holds.
    public var rows: Range<Int>
    /// Where the page's header starts in the file.
    public var offset: Int
    /// Bytes of header and compressed content together.
    public var byteCount: Int
    /// Null count and bounds of the page, as far as the file has them.
    public var statistics: ColumnStatistics
}
