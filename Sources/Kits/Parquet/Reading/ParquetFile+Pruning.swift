/// What the file knows of its values without reading them.
extension ParquetFile {
    /// Null count and bounds of a column chunk, as far as the file has them.
    public func statistics(rowGroup: Int, column: Int) throws(ParquetError) -> ColumnStatistics {
        guard let range = try chunk(rowGroup, column).statistics else { return ColumnStatistics() }
        let leaf = contents.leaves[column]
        let parsed = footer.withUnsafeBytes { bytes in
            Result { () throws(FormatFault) in
                guard let base = bytes.baseAddress else { throw .damaged("the footer is empty") }
                return try ColumnStatistics(base, range: range, leaf: leaf)
            }
        }
        return try located(rowGroup, column) { () throws(FormatFault) in try parsed.get() }
    }

    /// The data pages of a column chunk with their rows and bounds; empty when the file has no page index for it (this
    /// kit writes none where a chunk has only one page).
    public func pages(rowGroup: Int, column: Int) throws(ParquetError) -> [PageSummary] {
        var pages = try pagePlaces(rowGroup: rowGroup, column: column)
        guard let range = try chunk(rowGroup, column).columnIndex, !pages.isEmpty else { return pages }
        let leaf = contents.leaves[column]
        try located(rowGroup, column) { () throws(FormatFault) in
            let bounds = try Self.parsed(try Self.read(source, range)) { bytes throws(FormatFault) in
                try ColumnIndex(bytes, leaf: leaf)
            }
            for page in pages.indices {
                pages[page].statistics = try bounds.statistics(page: page, rows: pages[page].rows.count)
            }
        }
        return pages
    }

    /// The data pages as ``pages(rowGroup:column:)`` gives them, but without bounds.
    func pagePlaces(rowGroup: Int, column: Int) throws(ParquetError) -> [PageSummary] {
        guard let range = try chunk(rowGroup, column).offsetIndex else { return [] }
        let rowCount = contents.groups[rowGroup].rowCount
        return try located(rowGroup, column) { () throws(FormatFault) in
            let places = try Self.parsed(try Self.read(source, range)) { bytes throws(FormatFault) in
                try OffsetIndex(bytes).pages
            }
            var pages: [PageSummary] = []
            pages.reserveCapacity(places.count)
            for (index, place) in places.enumerated() {
                let end = index + 1 < places.count ? places[index + 1].firstRow : rowCount
                guard place.firstRow <= end, end <= rowCount, index > 0 || place.firstRow == 0,
                    place.offset <= byteCount, place.byteCount <= byteCount
                else { throw .damaged("its page index is out of order") }
                pages.append(
                    PageSummary(
                        rows: place.firstRow..<end, offset: place.offset, byteCount: place.byteCount, statistics: ColumnStatistics()))
            }
            return pages
        }
    }

    /// Where the bloom filter of a column chunk lies, nil if it has none.
    public func bloom(rowGroup: Int, column: Int) throws(ParquetError) -> BloomLocation? {
        guard let offset = try chunk(rowGroup, column).bloomOffset else { return nil }
        return try located(rowGroup, column) { () throws(FormatFault) in
            guard offset >= 4, offset < byteCount else { throw .damaged("its bloom filter is said to lie outside the file") }
            let head = try Self.read(source, offset..<min(offset + 64, byteCount))
            return try Self.parsed(head) { bytes throws(FormatFault) in
                try BloomFilter.location(header: bytes, offset: offset, fileSize: byteCount)
            }
        }
    }

    /// Whether a column chunk may hold the value whose ``BloomFilter`` hash is `hash`; true when it has no filter.
    public func mightContain(rowGroup: Int, column: Int, hash: UInt64) throws(ParquetError) -> Bool {
        guard let bloom = try bloom(rowGroup: rowGroup, column: column) else { return true }
        return try located(rowGroup, column) { () throws(FormatFault) in
            let block = try Self.read(source, BloomFilter.blockRange(of: hash, in: bloom))
            return block.withUnsafeBytes { BloomFilter.block($0, contains: hash) }
        }
    }

    /// Whether a text, JSON or binary column chunk may hold `bytes`; true when it has no bloom filter.
    public func mightContain(rowGroup: Int, column: Int, bytes: UnsafeRawBufferPointer) throws(ParquetError) -> Bool {
        try mightContain(rowGroup: rowGroup, column: column, hash: BloomFilter.hash(bytes))
    }

    private static func parsed<Value>(
        _ bytes: [UInt8], _ parse: (UnsafeRawBufferPointer) throws(FormatFault) -> Value
    ) throws(FormatFault) -> Value {
        let result = bytes.withUnsafeBytes { raw in Result { () throws(FormatFault) in try parse(raw) } }
        return try result.get()
    }

    private func located<Value>(
        _ rowGroup: Int, _ column: Int, _ body: () throws(FormatFault) -> Value
    ) throws(ParquetError) -> Value {
        do {
            return try body()
        } catch {
            throw error.located(path: path, place: place(rowGroup, column))
        }
    }
}
