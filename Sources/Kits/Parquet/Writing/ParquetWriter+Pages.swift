/// Putting pages into the file.
extension ParquetWriter {
    /// What a page is, as its header says.
    enum PageKind {
        case dictionary(count: Int)
        /// A data page of version 2, whose first `levelBytes` bytes are its definition levels.
        case data(rows: Int, nullCount: Int, levelBytes: Int, encoding: Int)
    }

    /// Compressing below this share of the size pays; packed codes with little to gain are read faster as they are.
    private static let worthwhileShare = (numerator: 17, denominator: 20)
    /// Shorter content is left as it is where a page may say so.
    private static let smallestCompressed = 64

    /// Writes the page that has been put together behind its header, compressed where the chunk is to be and `isTried`.
    ///
    /// - Returns: whether compressing paid.
    @discardableResult
    func emit(_ kind: PageKind, isTried: Bool = true, _ record: inout ChunkRecord) throws(ParquetError) -> Bool {
        let unpacked = page.count
        guard unpacked <= Int(Int32.max) else { throw .misuse("a page of \(unpacked) bytes is too large; write fewer rows at a time") }
        var levelBytes = 0
        var mayStayUnpacked = false
        if case .data(_, _, let bytes, _) = kind {
            levelBytes = bytes
            mayStayUnpacked = true
        }
        let count = unpacked - levelBytes
        let isZstd = record.codec == Codec.zstd && !(mayStayUnpacked && (!isTried || count < Self.smallestCompressed))
        let start = output.buffer.count
        // The header comes first but states the compressed size, so the content is put behind room for it and moved up.
        let room = 96
        let bound = isZstd ? Compressor.bound(count) : count
        output.buffer.reserve(room + levelBytes + bound)
        let content = output.buffer.base + start + room
        content.copyMemory(from: page.base, byteCount: levelBytes)
        let target = content + levelBytes
        var packed = count
        var isPacked = false
        if isZstd {
            guard let written = compressor.compress(page.base + levelBytes, count: count, to: target, capacity: bound) else {
                throw .misuse("zstd refuses a page of \(unpacked) bytes at level \(options.zstdLevel)")
            }
            isPacked = !mayStayUnpacked || written * Self.worthwhileShare.denominator < count * Self.worthwhileShare.numerator
            if isPacked { packed = written }
        }
        if !isPacked { target.copyMemory(from: page.base + levelBytes, byteCount: count) }
        let total = levelBytes + packed
        header.clear()
        header.encodePage(
            kind, unpacked: unpacked, packed: total, isPacked: isPacked,
            checksum: options.checksums ? CRC32.checksum(content, count: total) : nil)
        output.buffer.append(header.buffer.bytes)
        (output.buffer.base + output.buffer.count).copyMemory(from: content, byteCount: total)
        output.buffer.count += total
        record.unpackedSize += header.buffer.count + unpacked
        record.packedSize += header.buffer.count + total
        if case .data = kind { record.dataPageCount += 1 }
        return isPacked
    }
}

extension CompactEncoder {
    /// Writes a `PageHeader` of parquet.thrift.
    fileprivate mutating func encodePage(
        _ kind: ParquetWriter.PageKind, unpacked: Int, packed: Int, isPacked: Bool, checksum: UInt32?
    ) {
        structureElement { header in
            switch kind {
            case .dictionary: header.int32(1, PageType.dictionary)
            case .data: header.int32(1, PageType.dataV2)
            }
            header.int32(2, unpacked)
            header.int32(3, packed)
            if let checksum { header.int32(4, Int(Int32(bitPattern: checksum))) }
            switch kind {
            case .dictionary(let count):
                header.structure(7) { page in
                    page.int32(1, count)
                    page.int32(2, Encoding.plain)
                }
            case .data(let rows, let nullCount, let levelBytes, let encoding):
                header.structure(8) { page in
                    page.int32(1, rows)
                    page.int32(2, nullCount)
                    page.int32(3, rows)
                    page.int32(4, encoding)
                    page.int32(5, levelBytes)
                    page.int32(6, 0)
                    page.bool(7, isPacked)
                }
            }
        }
    }
}
