/// Writes a Parquet file row group by row group.
///
/// Each row group is one batch of dictionary-coded columns. Columns become dictionary pages and `RLE_DICTIONARY` data
/// pages, or plain ones where nearly every value differs; null columns cost a few bytes. A writer keeps its buffers and its
/// compression context between row groups, and belongs to one thread at a time.
public final class ParquetWriter {
    /// The columns, in the order in which row groups hand them over.
    public let schema: [ColumnSchema]
    let options: WriterOptions
    private let metadata: [(String, String)]
    private var groups: [GroupRecord] = []
    private var isOpen = true

    var output: OutputBytes
    var compressor: Compressor
    var survey = ChunkSurvey()
    /// The page being put together, before compression.
    var page = GrowingBuffer()
    var dense = ReusedArray<UInt32>()
    /// Plain integers of a page, and the same as differences.
    var deltaValues = ReusedArray<Int64>()
    var deltas = GrowingBuffer()
    var header = CompactEncoder()
    /// Bloom filters of the row group being written.
    var blooms = GrowingBuffer()
    /// Page indexes, which all go before the footer.
    var offsetIndexes = CompactEncoder()
    var columnIndexes = CompactEncoder()

    /// Creates the file at `path`, or empties it if it exists. Until ``finish(sync:)`` it is not a Parquet file.
    public convenience init(
        path: String, schema: [ColumnSchema], metadata: [(String, String)] = [], options: WriterOptions = WriterOptions()
    ) throws(ParquetError) {
        try Self.check(schema, options)
        try self.init(output: try OutputBytes(path: path), schema, metadata, options)
    }

    /// Writes to an open descriptor, such as standard output, which need not be seekable and is not closed. `name` stands
    /// in for a path in errors.
    public convenience init(
        descriptor: Int32, name: String, schema: [ColumnSchema], metadata: [(String, String)] = [],
        options: WriterOptions = WriterOptions()
    ) throws(ParquetError) {
        try Self.check(schema, options)
        try self.init(output: OutputBytes(descriptor: descriptor, name: name), schema, metadata, options)
    }

    /// Writes to memory; ``contents`` has the file once it is finished.
    public convenience init(
        schema: [ColumnSchema], metadata: [(String, String)] = [], options: WriterOptions = WriterOptions()
    ) throws(ParquetError) {
        try Self.check(schema, options)
        try self.init(output: OutputBytes(), schema, metadata, options)
    }

    private init(
        output: consuming OutputBytes, _ schema: [ColumnSchema], _ metadata: [(String, String)], _ options: WriterOptions
    ) throws(ParquetError) {
        guard let compressor = Compressor(level: options.zstdLevel, otherLevel: options.otherZstdLevel) else {
            throw .misuse("there is no memory for a zstd context")
        }
        self.schema = schema
        self.metadata = metadata
        self.options = options
        self.compressor = compressor
        self.output = output
        self.output.buffer.append(Self.mark)
    }

    private static let mark = StaticString("PAR1")

    private static func check(_ schema: [ColumnSchema], _ options: WriterOptions) throws(ParquetError) {
        guard options.pageRows > 0 else { throw .misuse("a page needs at least one row") }
        guard !schema.isEmpty else { throw .misuse("a Parquet file needs at least one column") }
        var names = Set<String>()
        for column in schema where !names.insert(column.name).inserted {
            throw .misuse("there are two columns called \(column.name)")
        }
        for column in options.bloomColumns where !schema.indices.contains(column) {
            throw .misuse("a bloom filter is wanted for column \(column), which does not exist")
        }
    }

    /// Writes a row group of `rowCount` rows, one chunk for each column. Nothing is written where `rowCount` is 0.
    public func writeRowGroup(rowCount: Int, columns: [ColumnChunk]) throws(ParquetError) {
        guard columns.count == schema.count else {
            throw .misuse("a row group has \(columns.count) columns, the schema \(schema.count)")
        }
        try writeRowGroup(rowCount: rowCount) { columns[$0] }
    }

    /// Writes a row group of `rowCount` rows, asking `column` for one chunk after the other.
    public func writeRowGroup(rowCount: Int, column: (Int) -> ColumnChunk) throws(ParquetError) {
        guard isOpen else { throw .misuse("a finished Parquet file takes no more rows") }
        guard rowCount > 0 else { return }
        guard rowCount <= Int(Int32.max) else { throw .misuse("a row group of \(rowCount) rows is too large") }
        var group = GroupRecord(rowCount: rowCount, start: output.position)
        group.chunks.reserveCapacity(schema.count)
        blooms.count = 0
        for index in schema.indices {
            group.chunks.append(try write(column(index), column: index, rowCount: rowCount))
            try output.flushIfFull()
        }
        let start = output.position
        output.buffer.append(blooms.bytes)
        for index in group.chunks.indices {
            group.chunks[index].bloomHeader?.offset += start
            group.chunks[index].bloom?.offset += start
        }
        groups.append(group)
        try output.flushIfFull()
    }

    /// Writes page indexes and footer and closes the file, with `sync` only when it is safely on disk (the directory
    /// entry is the caller's to sync).
    public func finish(sync: Bool = false) throws(ParquetError) -> FileSummary {
        guard isOpen else { throw .misuse("the Parquet file is finished already") }
        isOpen = false
        let columnStart = output.position
        output.buffer.append(columnIndexes.buffer.bytes)
        let offsetStart = output.position
        output.buffer.append(offsetIndexes.buffer.bytes)
        for group in groups.indices {
            for chunk in groups[group].chunks.indices {
                groups[group].chunks[chunk].columnIndex?.offset += columnStart
                groups[group].chunks[chunk].offsetIndex?.offset += offsetStart
            }
        }
        var footer = CompactEncoder(capacity: 16_384)
        FooterEncoder(schema: schema, metadata: metadata, groups: groups).encode(to: &footer)
        let length = UInt32(footer.buffer.count)
        output.buffer.append(footer.buffer.bytes)
        withUnsafeBytes(of: length.littleEndian) { output.buffer.append($0) }
        output.buffer.append(Self.mark)
        let byteCount = output.position
        try output.close(sync: sync)
        let summaries = groups.map { group in
            RowGroupSummary(rowCount: group.rowCount, columns: group.chunks.map(\.summary))
        }
        return FileSummary(byteCount: byteCount, rowCount: groups.reduce(0) { $0 + $1.rowCount }, rowGroups: summaries)
    }

    /// Gives up: closes the file and removes it if it was created by path.
    public func abandon() {
        guard isOpen else { return }
        isOpen = false
        output.discard()
    }

    /// The file's bytes, for a writer to memory that is finished.
    public var contents: [UInt8] { Array(output.buffer.bytes) }
}

extension GrowingBuffer {
    fileprivate mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
