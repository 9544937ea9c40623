/// Putting pages into the file.
extension ParquetWriter {
    /// What a page is, as its header says.
    enum PageKind {
        case dictionary(count: Int)
        case data(rows: Int, encoding: Int)
    }

    /// Appends the definition levels of `count` rows to the page, behind their length.
    func appendLevels(_ codes: UnsafePointer<UInt32>, count: Int, nullCount: Int) {
        page.reserve(4)
        let start = page.count
        page.count += 4
        HybridEncoder.appendLevels(codes, count: count, nullCount: nullCount, to: &page)
        let length = UInt32(page.count - start - 4)
        page.base.storeBytes(of: length.littleEndian, toByteOffset: start, as: UInt32.self)
    }

    /// Appends the definition levels of `count` rows that are all alike.
    func appendLevelRun(of level: UInt32, count: Int) {
        page.reserve(4)
        let start = page.count
        page.count += 4
        HybridEncoder.appendRun(of: level, count: count, width: 1, to: &page)
        let length = UInt32(page.count - start - 4)
        page.base.storeBytes(of: length.littleEndian, toByteOffset: start, as: UInt32.self)
    }

    /// Compresses the page that has been put together and writes it behind its header.
    func emit(_ kind: PageKind, _ record: inout ChunkRecord) throws(ParquetError) {
        let unpacked = page.count
        guard unpacked <= Int(Int32.max) else { throw .misuse("a page of \(unpacked) bytes is too large; write fewer rows at a time") }
        let start = output.buffer.count
        // The header comes first but states the compressed size, so the content is put behind room for it and moved up.
        let room = 64
        let packed: Int
        let content: UnsafeRawPointer
        if record.codec == Codec.zstd {
            let bound = Compressor.bound(unpacked)
            output.buffer.reserve(room + bound)
            let target = output.buffer.base + start + room
            guard let written = compressor.compress(page.base, count: unpacked, to: target, capacity: bound) else {
                throw .misuse("zstd refuses a page of \(unpacked) bytes at level \(options.zstdLevel)")
            }
            packed = written
            content = UnsafeRawPointer(target)
        } else {
            output.buffer.reserve(room + unpacked)
            packed = unpacked
            content = UnsafeRawPointer(page.base)
        }
        header.clear()
        header.encodePage(
            kind, unpacked: unpacked, packed: packed,
            checksum: options.checksums ? CRC32.checksum(content, count: packed) : nil)
        output.buffer.append(header.buffer.bytes)
        (output.buffer.base + output.buffer.count).copyMemory(from: content, byteCount: packed)
        output.buffer.count += packed
        record.unpackedSize += header.buffer.count + unpacked
        record.packedSize += header.buffer.count + packed
        if case .data = kind { record.dataPageCount += 1 }
    }
}

extension CompactEncoder {
    /// Writes a `PageHeader` of parquet.thrift.
    fileprivate mutating func encodePage(_ kind: ParquetWriter.PageKind, unpacked: Int, packed: Int, checksum: UInt32?) {
        structureElement { header in
            switch kind {
            case .dictionary: header.int32(1, PageType.dictionary)
            case .data: header.int32(1, PageType.data)
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
            case .data(let rows, let encoding):
                header.structure(5) { page in
                    page.int32(1, rows)
                    page.int32(2, encoding)
                    page.int32(3, Encoding.rle)
                    page.int32(4, Encoding.rle)
                }
            }
        }
    }
}
