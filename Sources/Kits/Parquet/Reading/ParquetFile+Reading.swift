/// Decoding column chunks into vectors.
extension ParquetFile {
    /// Rows of a row group beyond which a file is taken for damaged or made to exhaust memory.
    private static let mostRows = 1 << 28

    /// Reads one column of one row group into `vector`, whose buffers are used again.
    public func read(rowGroup: Int, column: Int, into vector: ColumnVector) throws(ParquetError) {
        let chunk = try chunk(rowGroup, column)
        do {
            let rows = try expectedRows(rowGroup, column, chunk)
            let leaf = contents.leaves[column]
            vector.begin(rows: 0, form: leaf.type.form)
            if rows > 0 {
                try decode(try chunk.pageBytes(fileSize: byteCount), rows: rows, chunk: chunk, leaf: leaf, into: vector)
            }
            vector.window = 0..<rows
        } catch {
            throw error.located(path: path, place: place(rowGroup, column))
        }
    }

    /// Reads the given rows of a row group only; with a page index in the file, only the pages that hold them.
    ///
    /// ``ColumnVector/nullCount`` then counts the nulls of the pages that were read.
    public func read(rowGroup: Int, column: Int, rows: Range<Int>, into vector: ColumnVector) throws(ParquetError) {
        let chunk = try chunk(rowGroup, column)
        guard rows.lowerBound >= 0, rows.upperBound <= contents.groups[rowGroup].rowCount else {
            throw .misuse("rows \(rows) lie outside row group \(rowGroup) of \(path)")
        }
        let wanted = try pagePlaces(rowGroup: rowGroup, column: column).filter { $0.rows.overlaps(rows) }
        guard let first = wanted.first, let last = wanted.last, !rows.isEmpty else {
            try read(rowGroup: rowGroup, column: column, into: vector)
            vector.window = rows
            return
        }
        do {
            _ = try expectedRows(rowGroup, column, chunk)
            let leaf = contents.leaves[column]
            let all = try chunk.pageBytes(fileSize: byteCount)
            let data = first.offset..<(last.offset + last.byteCount)
            guard data.lowerBound >= all.lowerBound, data.upperBound <= all.upperBound else {
                throw FormatFault.damaged("its page index points outside the column chunk")
            }
            vector.begin(rows: 0, form: leaf.type.form)
            let dictionary = all.lowerBound..<max(all.lowerBound, chunk.dataPageOffset)
            if !dictionary.isEmpty { try decode(dictionary, rows: nil, chunk: chunk, leaf: leaf, into: vector) }
            let count = last.rows.upperBound - first.rows.lowerBound
            try decode(data, rows: count, chunk: chunk, leaf: leaf, into: vector)
            let start = rows.lowerBound - first.rows.lowerBound
            vector.window = start..<(start + rows.count)
        } catch let fault as FormatFault {
            throw fault.located(path: path, place: place(rowGroup, column))
        } catch {
            throw .damaged(path: path, place: place(rowGroup, column), reason: "\(error)")
        }
    }

    /// Reads only the dictionary of a column chunk, which holds each of its values once, without any rows.
    ///
    /// - Returns: false, and leaves the vector empty, when some of the chunk's values are not in a dictionary.
    public func readDictionary(rowGroup: Int, column: Int, into vector: ColumnVector) throws(ParquetError) -> Bool {
        let chunk = try chunk(rowGroup, column)
        let leaf = contents.leaves[column]
        vector.begin(rows: 0, form: leaf.type.form)
        guard chunk.isWhollyDictionary, leaf.obstacle == nil else { return false }
        do {
            let all = try chunk.pageBytes(fileSize: byteCount)
            guard all.lowerBound < chunk.dataPageOffset, chunk.dataPageOffset <= all.upperBound else { return false }
            try decode(all.lowerBound..<chunk.dataPageOffset, rows: nil, chunk: chunk, leaf: leaf, into: vector)
            return vector.dictionaryCount > 0
        } catch {
            throw error.located(path: path, place: place(rowGroup, column))
        }
    }

    private func expectedRows(_ rowGroup: Int, _ column: Int, _ chunk: ChunkMetadata) throws(FormatFault) -> Int {
        let rows = contents.groups[rowGroup].rowCount
        if let obstacle = contents.leaves[column].obstacle { throw .unsupported(obstacle) }
        guard chunk.codec == Codec.zstd || chunk.codec == Codec.uncompressed else {
            throw .unsupported("the codec \(Codec.name(chunk.codec))")
        }
        guard chunk.valueCount == rows else {
            throw .damaged("it is said to hold \(chunk.valueCount) values in \(rows) rows")
        }
        guard rows <= Self.mostRows else { throw .unsupported("a row group of \(rows) rows") }
        return rows
    }

    /// Decodes the pages that lie in `range` of the file: `rows` rows, or with nil a dictionary alone.
    private func decode(
        _ range: Range<Int>, rows: Int?, chunk: ChunkMetadata, leaf: Leaf, into vector: ColumnVector
    ) throws(FormatFault) {
        let scratch = vector.scratch
        scratch.packed.count = 0
        scratch.packed.reserve(range.count)
        let base = scratch.packed.base
        try source.read(range, to: base)
        var position = 0
        while position < range.count {
            if let rows, vector.decodedRows >= rows { break }
            let header = try PageHeader(base, range: position..<range.count)
            let content = UnsafeRawBufferPointer(start: base + position + header.byteCount, count: header.packedSize)
            if verifiesChecksums, let expected = header.checksum, let start = content.baseAddress,
                CRC32.checksum(start, count: content.count) != expected
            {
                throw .damaged("the page at byte \(range.lowerBound + position) does not match its checksum")
            }
            switch header.type {
            case PageType.dictionary:
                try vector.unpackDictionary(content, header, isZstd: chunk.codec == Codec.zstd, leaf: leaf)
            case PageType.data, PageType.dataV2:
                guard let rows else { return }
                guard header.valueCount <= rows - vector.decodedRows else {
                    throw .damaged("its pages hold more than the \(rows) rows they should")
                }
                try vector.unpackData(content, header, isZstd: chunk.codec == Codec.zstd, leaf: leaf)
            case PageType.index: break
            default: throw .damaged("there is a page of the unknown type \(header.type)")
            }
            position += header.byteCount + header.packedSize
        }
        if let rows, vector.decodedRows < rows {
            throw .damaged("its pages end after \(vector.decodedRows) of \(rows) rows")
        }
    }
}
