internal import Glibc

/// Filling a vector page by page.
extension ColumnVector {
    /// Empties the vector before `rows` rows of a column of `form` are decoded into it.
    func begin(rows: Int, form: DictionaryForm) {
        self.form = form
        window = 0..<0
        decodedRows = 0
        nullCount = 0
        valueCount = 0
        dictionaryCount = 0
        valuesAreDistinct = true
        arena.count = 0
        codeBuffer.require(rows)
        if form == .bool {
            bools.base[0] = false
            bools.base[1] = true
            valueCount = 2
        }
    }

    /// Takes the chunk's dictionary page, whose content starts at `start` of the arena or lies in the scratch page.
    func takeDictionary(_ content: UnsafeRawBufferPointer, arenaOffset: Int, count: Int, leaf: Leaf) throws(FormatFault) {
        guard dictionaryCount == 0 && (valueCount == 0 || form == .bool) else { throw .damaged("there is a second dictionary") }
        guard form != .bool else { throw .unsupported("a dictionary of truth values") }
        guard count <= Int(Int32.max) else { throw .damaged("the dictionary is said to have \(count) entries") }
        _ = try appendValues(content, arenaOffset: arenaOffset, count: count, leaf: leaf)
        dictionaryCount = count
    }

    /// Takes a data page. `levels` is nil when no row can be null.
    func takeData(
        levels: UnsafeRawBufferPointer?, content: UnsafeRawBufferPointer, arenaOffset: Int, header: PageHeader, leaf: Leaf
    ) throws(FormatFault) {
        let rows = header.valueCount
        let target = codeBuffer.base + decodedRows
        let present: Int
        if let levels { present = try HybridDecoder.presentCount(levels, count: rows) } else { present = rows }
        if let stated = header.nullCount, stated != rows - present {
            throw .damaged("a page is said to have \(stated) nulls but has \(rows - present)")
        }
        let dense: UnsafeMutablePointer<UInt32>
        if present == rows {
            dense = target
        } else {
            scratch.dense.require(rows)
            dense = scratch.dense.base
        }
        switch header.encoding {
        case Encoding.rleDictionary, Encoding.plainDictionary:
            try decodeCodes(content, count: present, to: dense)
        case Encoding.plain:
            if form == .bool {
                guard (present + 7) / 8 <= content.count, let base = content.baseAddress else {
                    throw .damaged("a page ends before its last value")
                }
                BitPacking.unpack(base, groups: (present + 7) / 8, width: 1, bias: 1, to: dense)
            } else {
                try decodePlain(content, arenaOffset: arenaOffset, count: present, leaf: leaf, to: dense)
            }
        case Encoding.deltaBinaryPacked where leaf.physical == .int64 || leaf.physical == .int32:
            try decodeDeltas(content, count: present, leaf: leaf, to: dense)
        case Encoding.rle where form == .bool:
            guard present > 0 else { break }
            guard content.count >= 4, let base = content.baseAddress else { throw .damaged("a page is too short") }
            let length = Int(UInt32(littleEndian: base.loadUnaligned(as: UInt32.self)))
            guard length <= content.count - 4 else { throw .damaged("a page ends before its last value") }
            let section = UnsafeRawBufferPointer(start: base + 4, count: length)
            try HybridDecoder.decode(section, width: 1, count: present, bias: 1, to: dense)
            try check(dense, count: present, entries: 2)
        default:
            throw .unsupported("the encoding \(Encoding.name(header.encoding))")
        }
        if present < rows, let levels {
            if present == 0 {
                target.update(repeating: 0, count: rows)
            } else {
                try HybridDecoder.spread(dense, levels: levels, count: rows, to: target)
            }
        }
        nullCount += rows - present
        decodedRows += rows
    }

    private func decodeCodes(
        _ content: UnsafeRawBufferPointer, count: Int, to dense: UnsafeMutablePointer<UInt32>
    ) throws(FormatFault) {
        guard count > 0 else { return }
        guard let base = content.baseAddress, content.count > 0 else { throw .damaged("a page ends before its first value") }
        let width = Int(base.load(as: UInt8.self))
        guard width <= 32 else { throw .damaged("codes are said to take \(width) bits") }
        let section = UnsafeRawBufferPointer(rebasing: content[1...])
        try HybridDecoder.decode(section, width: width, count: count, bias: 1, to: dense)
        if width >= 31 || 1 << width > dictionaryCount { try check(dense, count: count, entries: dictionaryCount) }
    }

    /// Refuses codes that stand for no entry.
    private func check(_ codes: UnsafePointer<UInt32>, count: Int, entries: Int) throws(FormatFault) {
        let limit = UInt32(truncatingIfNeeded: entries)
        var excess: UInt32 = 0
        // Codes are 1 to `entries`: both differences keep their top bit clear, 0 and anything larger set it.
        for index in 0..<count { excess |= (limit &- codes[index]) | (codes[index] &- 1) }
        guard excess >> 31 == 0 else { throw .damaged("a row refers to an entry that the dictionary of \(entries) does not have") }
    }

    private func decodePlain(
        _ content: UnsafeRawBufferPointer, arenaOffset: Int, count: Int, leaf: Leaf, to dense: UnsafeMutablePointer<UInt32>
    ) throws(FormatFault) {
        let first = try appendValues(content, arenaOffset: arenaOffset, count: count, leaf: leaf)
        number(dense, count: count, from: first)
    }

    private func decodeDeltas(
        _ content: UnsafeRawBufferPointer, count: Int, leaf: Leaf, to dense: UnsafeMutablePointer<UInt32>
    ) throws(FormatFault) {
        guard count > 0 else { return }
        let first = valueCount
        guard first + count < Int(UInt32.max) else { throw .unsupported("a column chunk of more than 4 billion values") }
        numbers.require(first + count, keeping: first)
        let out = numbers.base + first
        try DeltaDecoder.decode(content, count: count, to: out)
        if leaf.physical == .int32 {
            // Differences of 32-bit values wrap at 32 bits.
            for index in 0..<count {
                let value = Int32(truncatingIfNeeded: out[index])
                out[index] = leaf.conversion == .unsigned32 ? Int64(UInt32(bitPattern: value)) : Int64(value)
            }
        }
        if leaf.conversion == .millisecondsToMicroseconds { try scale(out, count: count) }
        valueCount = first + count
        number(dense, count: count, from: first)
    }

    /// Codes for values that are stored one by one.
    private func number(_ dense: UnsafeMutablePointer<UInt32>, count: Int, from first: Int) {
        let start = UInt32(truncatingIfNeeded: first &+ 1)
        for index in 0..<count { dense[index] = start &+ UInt32(truncatingIfNeeded: index) }
        if count > 0 { valuesAreDistinct = false }
    }

    /// Appends `count` plainly encoded values and returns the index of the first.
    private func appendValues(
        _ content: UnsafeRawBufferPointer, arenaOffset: Int, count: Int, leaf: Leaf
    ) throws(FormatFault) -> Int {
        let first = valueCount
        guard count > 0 else { return first }
        let (total, overflow) = first.addingReportingOverflow(count)
        guard !overflow, total < Int(UInt32.max) else { throw .unsupported("a column chunk of more than 4 billion values") }
        let ending = FormatFault.damaged("a page ends before its last value")
        guard let base = content.baseAddress else { throw ending }
        switch leaf.physical {
        case .byteArray:
            // Each value takes four bytes or more, which bounds what is allocated for a false count.
            guard count <= content.count / 4 else { throw ending }
            spans.require(total, keeping: first)
            guard arenaOffset + content.count <= Int(UInt32.max) else { throw .unsupported("a column chunk of more than 4 GiB") }
            let out = spans.base + first
            var at = 0
            let end = content.count
            for index in 0..<count {
                guard at &+ 4 <= end else { throw ending }
                let length = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self))
                at &+= 4
                guard Int(length) <= end &- at else { throw ending }
                out[index] = ByteSpan(offset: UInt32(truncatingIfNeeded: arenaOffset &+ at), length: length)
                at &+= Int(length)
            }
        case .fixedLengthByteArray:
            guard count <= content.count / leaf.fixedLength else { throw ending }
            spans.require(total, keeping: first)
            guard arenaOffset + content.count <= Int(UInt32.max) else { throw .unsupported("a column chunk of more than 4 GiB") }
            for index in 0..<count {
                let offset = UInt32(truncatingIfNeeded: arenaOffset &+ index &* leaf.fixedLength)
                spans.base[first + index] = ByteSpan(offset: offset, length: UInt32(truncatingIfNeeded: leaf.fixedLength))
            }
        case .int64, .double:
            guard count <= content.count / 8 else { throw ending }
            numbers.require(total, keeping: first)
            let out = numbers.base + first
            memcpy(out, base, count * 8)
            if leaf.conversion == .millisecondsToMicroseconds { try scale(out, count: count) }
        case .int32:
            guard count <= content.count / 4 else { throw ending }
            numbers.require(total, keeping: first)
            let out = numbers.base + first
            for index in 0..<count {
                let value = base.loadUnaligned(fromByteOffset: index &* 4, as: Int32.self)
                out[index] = leaf.conversion == .unsigned32 ? Int64(UInt32(bitPattern: value)) : Int64(value)
            }
        case .float:
            guard count <= content.count / 4 else { throw ending }
            numbers.require(total, keeping: first)
            let out = numbers.base + first
            for index in 0..<count {
                let value = base.loadUnaligned(fromByteOffset: index &* 4, as: Float.self)
                out[index] = Int64(bitPattern: Double(value).bitPattern)
            }
        case .boolean, .int96:
            throw .unsupported("this physical type in this encoding")
        }
        valueCount = total
        return first
    }

    private func scale(_ values: UnsafeMutablePointer<Int64>, count: Int) throws(FormatFault) {
        for index in 0..<count {
            let (product, overflow) = values[index].multipliedReportingOverflow(by: 1000)
            guard !overflow else { throw .damaged("an instant does not fit into 64 bits of microseconds") }
            values[index] = product
        }
    }
}
