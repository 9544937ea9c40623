/// How a ``ParquetWriter`` lays out a file.
public struct WriterOptions: Sendable, Hashable {
    /// zstd level, 1 (fast) to 19 (small), or below 0 (faster still); 0 writes pages uncompressed.
    public var zstdLevel: Int32
    /// A second level that every page is packed with as well, to keep what is smaller: texts with little in common are often packed best by
    /// the level that looks for the least. Nil to spare the work.
    public var otherZstdLevel: Int32?
    /// Rows in a data page; the page index can skip this many rows at a time.
    public var pageRows: Int
    /// Indices of the columns that get a bloom filter.
    public var bloomColumns: Set<Int>
    /// The share of absent values for which a bloom filter answers "perhaps".
    public var bloomFalsePositiveRate: Double
    /// Bounds of text and binary columns longer than this many bytes are shortened.
    public var boundBytes: Int
    /// Whether pages carry a CRC-32 of their content.
    public var checksums: Bool

    /// Options with the given parts changed from what suits event batches.
    public init(
        zstdLevel: Int32 = 1, otherZstdLevel: Int32? = nil, pageRows: Int = 16_384, bloomColumns: Set<Int> = [],
        bloomFalsePositiveRate: Double = 0.01,
        boundBytes: Int = 64, checksums: Bool = true
    ) {
        self.zstdLevel = zstdLevel
        self.otherZstdLevel = otherZstdLevel
        self.pageRows = pageRows
        self.bloomColumns = bloomColumns
        self.bloomFalsePositiveRate = bloomFalsePositiveRate
        self.boundBytes = boundBytes
        self.checksums = checksums
    }
}
