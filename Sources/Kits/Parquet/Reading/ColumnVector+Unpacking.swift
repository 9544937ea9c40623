internal import Glibc

/// From a page as it lies in the file to its levels and values.
extension ColumnVector {
    func unpackDictionary(
        _ packed: UnsafeRawBufferPointer, _ header: PageHeader, isZstd: Bool, leaf: Leaf
    ) throws(FormatFault) {
        guard header.encoding == Encoding.plain || header.encoding == Encoding.plainDictionary else {
            throw .unsupported("a dictionary with the encoding \(Encoding.name(header.encoding))")
        }
        let content = try unpack(packed, size: header.unpackedSize, isZstd: isZstd, toArena: leaf.type.form == .bytes)
        try takeDictionary(content, arenaOffset: arena.count, count: header.valueCount, leaf: leaf)
        if leaf.type.form == .bytes { arena.count += content.count }
    }

    func unpackData(_ packed: UnsafeRawBufferPointer, _ header: PageHeader, isZstd: Bool, leaf: Leaf) throws(FormatFault) {
        codeBuffer.require(decodedRows + header.valueCount, keeping: decodedRows)
        let staysInArena = leaf.type.form == .bytes && header.encoding == Encoding.plain
        let levels: UnsafeRawBufferPointer?
        let content: UnsafeRawBufferPointer
        var skipped = 0
        if header.type == PageType.dataV2 {
            let levelBytes = header.repetitionBytes + header.definitionBytes
            guard levelBytes <= packed.count, levelBytes <= header.unpackedSize else {
                throw .damaged("a page's levels are said to be longer than the page")
            }
            levels = leaf.isOptional ? UnsafeRawBufferPointer(rebasing: packed[header.repetitionBytes..<levelBytes]) : nil
            let rest = UnsafeRawBufferPointer(rebasing: packed[levelBytes...])
            content = try unpack(
                rest, size: header.unpackedSize - levelBytes, isZstd: isZstd && header.isCompressed, toArena: staysInArena)
        } else {
            let all = try unpack(packed, size: header.unpackedSize, isZstd: isZstd, toArena: staysInArena)
            if leaf.isOptional {
                guard header.levelEncoding == Encoding.rle else {
                    throw .unsupported("levels with the encoding \(Encoding.name(header.levelEncoding))")
                }
                guard all.count >= 4, let base = all.baseAddress else { throw .damaged("a page ends before its levels") }
                let length = Int(UInt32(littleEndian: base.loadUnaligned(as: UInt32.self)))
                guard length <= all.count - 4 else { throw .damaged("a page's levels are said to be longer than the page") }
                levels = UnsafeRawBufferPointer(start: base + 4, count: length)
                skipped = 4 + length
                content = UnsafeRawBufferPointer(start: base + skipped, count: all.count - skipped)
            } else {
                levels = nil
                content = all
            }
        }
        try takeData(
            levels: levels, content: content, arenaOffset: arena.count + skipped, header: header, leaf: leaf)
        if staysInArena { arena.count += skipped + content.count }
    }

    /// Unpacks a page behind the arena's content, where its values can stay, or into the scratch page. Kernels may read
    /// up to 64 bytes behind the result.
    private func unpack(
        _ packed: UnsafeRawBufferPointer, size: Int, isZstd: Bool, toArena: Bool
    ) throws(FormatFault) -> UnsafeRawBufferPointer {
        guard let source = packed.baseAddress else { throw .damaged("a page has no content") }
        if isZstd {
            // An empty section may be stored as nothing at all instead of an empty frame.
            if packed.count == 0 && size == 0 { return packed }
            if let announced = Decompressor.announcedSize(source, count: packed.count), announced != size {
                throw .damaged("a page is said to unpack to \(size) bytes but holds \(announced)")
            }
        } else {
            guard packed.count == size else {
                throw .damaged("an uncompressed page is said to hold \(size) bytes but takes \(packed.count)")
            }
            // What lies behind a page within the packed buffer is readable too, so it can be used where it is.
            if !toArena { return packed }
        }
        let target: UnsafeMutableRawPointer
        if toArena {
            arena.reserve(size)
            target = arena.base + arena.count
        } else {
            scratch.page.count = 0
            scratch.page.reserve(size)
            target = scratch.page.base
        }
        if isZstd {
            try scratch.decompressor.decompress(source, count: packed.count, to: target, expected: size)
        } else {
            memcpy(target, source, size)
        }
        return UnsafeRawBufferPointer(start: target, count: size)
    }
}
