internal import Glibc

/// Writing one column of a row group.
extension ParquetWriter {
    /// Pages of a dictionary's texts grow to about this many bytes of text before they are cut below the wanted number of rows.
    private static let pageBytes = 4 << 20
    /// Without a dictionary, pages of texts are cut so that fetching one row unpacks no more than about this many bytes.
    private static let plainPageBytes = 128 << 10
    /// But not below this many rows, since each page has its share of the page index.
    private static let fewestPageRows = 1024
    /// Bytes up to which a dictionary of texts does no harm, and per text up to which one of any size is worth its while.
    private static let largestDictionary = 512 << 10
    private static let shortText = 24
    /// Bounds of pages are shorter than those of the chunk: there are many of them.
    private static let pageBoundBytes = 24
    /// Chunks whose pages are smaller than this together are not worth a compressed frame each.
    private static let smallestCompressed = 160
    /// Every so many pages compressing is tried again.
    private static let pagesPerAttempt = 8

    func write(_ chunk: ColumnChunk, column: Int, rowCount: Int) throws(ParquetError) -> ChunkRecord {
        let type = schema[column].type
        guard case .coded(let codes, let values) = chunk else { return try writeNull(column, rowCount) }
        guard codes.count == rowCount else {
            throw .misuse("column \(schema[column].name) has \(codes.count) codes for \(rowCount) rows")
        }
        guard values.form == type.form else {
            throw .misuse("column \(schema[column].name) is \(type) but was handed values of the form \(values.form)")
        }
        let pageRows = pageRows(for: values, codes)
        guard survey.run(codes: codes, values: values, pageRows: pageRows) else {
            throw .misuse("column \(schema[column].name) has a code beyond the \(values.count) entries of its dictionary")
        }
        guard survey.usedCount > 0, let base = codes.baseAddress else { return try writeNull(column, rowCount) }
        try checkRange(column, values)

        let source = ValueBytes(values: values, type: type)
        var record = ChunkRecord(content: .plain, valueCount: rowCount, statistics: statistics(values, type))
        record.distinctCount = survey.usedCount
        let present = rowCount - survey.nullCount
        let dictionaryBytes = source.fixedSize.map { $0 * survey.usedCount } ?? survey.usedBytes + 4 * survey.usedCount
        let isWorthwhile = type != .boolean && Self.paysAsDictionary(survey.usedCount, dictionaryBytes, present, type)
        // Width 0 is legal for a dictionary of one entry, but not every reader expects it.
        let width = max(1, BitPacking.width(of: UInt32(survey.usedCount - 1)))
        let estimate =
            isWorthwhile
            ? dictionaryBytes + present * width / 8
            : type == .boolean ? present / 8 : dictionaryBytes / survey.usedCount * present
        if options.zstdLevel != 0 && estimate + rowCount / 64 >= Self.smallestCompressed { record.codec = Codec.zstd }

        if isWorthwhile {
            record.content = .dictionary
            record.dictionaryPageOffset = output.position
            page.count = 0
            let isSound = source.append(survey.used.base, count: survey.usedCount, hasNulls: false, to: &page)
            guard isSound else { throw tooLarge(column) }
            try emit(.dictionary(count: survey.usedCount), &record)
        } else if type.physical == .int64 && savesByDeltas(codes, values) {
            record.content = .deltas
        }
        record.dataPageOffset = output.position
        if survey.usedCount == 1 && survey.nullCount == 0 && isWorthwhile {
            // A constant column is one run, however many rows it has.
            page.count = 0
            HybridEncoder.appendRun(of: 1, count: rowCount, width: 1, to: &page)
            let levelBytes = page.count
            page.append(UInt8(width))
            HybridEncoder.appendRun(of: 0, count: rowCount, width: width, to: &page)
            try emit(.data(rows: rowCount, nullCount: 0, levelBytes: levelBytes, encoding: Encoding.rleDictionary), &record)
        } else {
            try writePages(base, source: source, width: width, column: column, &record)
        }
        if options.bloomColumns.contains(column) { appendBloom(source, &record) }
        return record
    }

    /// A column without a value: one page that says so, and no index.
    private func writeNull(_ column: Int, _ rowCount: Int) throws(ParquetError) -> ChunkRecord {
        var record = ChunkRecord(content: .allNull, valueCount: rowCount, statistics: ColumnStatistics(nullCount: rowCount))
        record.dataPageOffset = output.position
        page.count = 0
        HybridEncoder.appendRun(of: 0, count: rowCount, width: 1, to: &page)
        try emit(.data(rows: rowCount, nullCount: rowCount, levelBytes: page.count, encoding: Encoding.plain), &record)
        return record
    }

    /// Whether values repeat so much that a dictionary of them pays.
    ///
    /// One row of a column of texts cannot be fetched without the whole dictionary. So that of texts must save half of them, and may only
    /// be large if they are short: long texts that repeat nearby fold just as well when the page is compressed.
    private static func paysAsDictionary(_ distinct: Int, _ bytes: Int, _ present: Int, _ type: ColumnType) -> Bool {
        guard type.form == .bytes else { return distinct * 5 <= present * 4 }
        return distinct * 2 <= present && bytes <= max(largestDictionary, distinct * shortText) && bytes <= 1 << 30
    }

    /// Rows of a page: as wanted, or fewer where values are so long that a page would become unwieldy.
    private func pageRows(for values: DictionaryValues, _ codes: UnsafeBufferPointer<UInt32>) -> Int {
        guard case .bytes(_, let spans) = values, !spans.isEmpty else { return options.pageRows }
        // A sample is enough to notice documents among addresses.
        let step = max(1, spans.count / 64)
        var bytes = 0
        var sampled = 0
        for index in stride(from: 0, to: spans.count, by: step) {
            bytes += Int(spans[index].length) + 4
            sampled += 1
        }
        let present = codes.count - ChunkSurvey.nullCount(codes)
        let rows = min(options.pageRows, Self.pageBytes * sampled / bytes)
        if present == 0 || Self.paysAsDictionary(spans.count, spans.count * bytes / sampled, present, .utf8) { return max(1, rows) }
        // Rows without a value take no room in the page.
        return max(1, min(rows, max(Self.fewestPageRows, Self.plainPageBytes * sampled / bytes * codes.count / present)))
    }

    private func checkRange(_ column: Int, _ values: DictionaryValues) throws(ParquetError) {
        guard schema[column].type == .int32, case .int64(let numbers) = values, survey.minimum >= 0 else { return }
        let (low, high) = (numbers[survey.minimum], numbers[survey.maximum])
        guard Int32(exactly: low) != nil, Int32(exactly: high) != nil else {
            throw .misuse("column \(schema[column].name) holds 32-bit integers but was handed values from \(low) to \(high)")
        }
    }

    private func tooLarge(_ column: Int) -> ParquetError {
        .misuse("column \(schema[column].name) has more than 2 GiB in a page; write fewer rows at a time")
    }

    private func statistics(_ values: DictionaryValues, _ type: ColumnType) -> ColumnStatistics {
        var statistics = ColumnStatistics(nullCount: survey.nullCount)
        guard survey.minimum >= 0 else { return statistics }
        let isText = type == .utf8 || type == .json
        let limit = options.boundBytes
        if let bound = Bound(entry: survey.minimum, of: values, isUpper: false, limit: limit, isText: isText) {
            statistics.minimum = bound.value
            statistics.isMinimumExact = bound.isExact
        }
        if let bound = Bound(entry: survey.maximum, of: values, isUpper: true, limit: limit, isText: isText) {
            statistics.maximum = bound.value
            statistics.isMaximumExact = bound.isExact
        }
        return statistics
    }

    private func writePages(
        _ codes: UnsafePointer<UInt32>, source: ValueBytes, width: Int, column: Int, _ record: inout ChunkRecord
    ) throws(ParquetError) {
        let pages = survey.pages
        let pageRows = pages.first?.rows.count ?? 0
        dense.require(pageRows)
        let isIndexed = pages.count > 1
        var index = PageIndex(pageCount: isIndexed ? pages.count : 0)
        var paid = true
        for (number, survey) in pages.enumerated() {
            let start = codes + survey.rows.lowerBound
            let count = survey.rows.count
            let offset = output.position
            page.count = 0
            HybridEncoder.appendLevels(start, count: count, nullCount: survey.nullCount, to: &page)
            let levelBytes = page.count
            if record.content == .dictionary {
                let present = gatherCodes(start, count: count, hasNulls: survey.nullCount > 0)
                page.append(UInt8(width))
                HybridEncoder.append(dense.base, count: present, width: width, to: &page)
            } else if case .bool(let truths) = source.values {
                appendTruths(truths, start, count: count)
            } else {
                guard source.append(start, count: count, hasNulls: survey.nullCount > 0, to: &page) else { throw tooLarge(column) }
                if record.content == .deltas { encodeDeltas(behind: levelBytes) }
            }
            // Pages of one column are much alike: where compressing one did not pay, the next ones are spared the attempt.
            let isTried = paid || number % Self.pagesPerAttempt == 0
            let kind = PageKind.data(rows: count, nullCount: survey.nullCount, levelBytes: levelBytes, encoding: record.content.encoding)
            paid = try emit(kind, isTried: isTried, &record)
            if isIndexed { index.pages.append((offset, output.position - offset, survey.rows.lowerBound)) }
            try output.flushIfFull()
        }
        if isIndexed {
            record.offsetIndex = index.encodeOffsets(to: &offsetIndexes)
            record.columnIndex = index.encodeBounds(
                pages, of: source, limit: min(options.boundBytes, Self.pageBoundBytes), to: &columnIndexes)
        }
    }

    /// Whether integers are worth storing as differences, judged by the first thousand of the column.
    private func savesByDeltas(_ codes: UnsafeBufferPointer<UInt32>, _ values: DictionaryValues) -> Bool {
        guard case .int64(let numbers) = values else { return false }
        let sample = 1 + 8 * DeltaEncoder.blockSize
        deltaValues.require(sample)
        var count = 0
        for code in codes where code != 0 {
            deltaValues.base[count] = numbers[Int(code) - 1]
            count += 1
            if count == sample { break }
        }
        deltas.count = 0
        DeltaEncoder.append(deltaValues.base, count: count, to: &deltas)
        // A third less is what the extra work of reading is worth.
        return deltas.count * 3 < count * 8 * 2
    }

    /// Replaces the plain 64-bit integers behind the page's levels by their differences.
    private func encodeDeltas(behind levelBytes: Int) {
        let byteCount = page.count - levelBytes
        deltaValues.require(byteCount / 8)
        memcpy(deltaValues.base, page.base + levelBytes, byteCount)
        deltas.count = 0
        DeltaEncoder.append(deltaValues.base, count: byteCount / 8, to: &deltas)
        page.count = levelBytes
        page.append(deltas.bytes)
    }

    /// Puts the dictionary's places of all codes that are not null into `dense`, and returns how many there are.
    private func gatherCodes(_ codes: UnsafePointer<UInt32>, count: Int, hasNulls: Bool) -> Int {
        let out = dense.base
        let places = survey.places.base
        let isIdentity = survey.isIdentity
        if !hasNulls {
            if isIdentity {
                for index in 0..<count { out[index] = codes[index] &- 1 }
            } else {
                for index in 0..<count { out[index] = places[Int(codes[index])] }
            }
            return count
        }
        var filled = 0
        if isIdentity {
            for index in 0..<count {
                let code = codes[index]
                out[filled] = code &- 1
                filled &+= Int(HybridEncoder.presence(code))
            }
        } else {
            // Null has a place too, which is overwritten by the next one.
            places[0] = 0
            for index in 0..<count {
                let code = codes[index]
                out[filled] = places[Int(code)]
                filled &+= Int(HybridEncoder.presence(code))
            }
        }
        return filled
    }

    private func appendTruths(_ truths: UnsafeBufferPointer<Bool>, _ codes: UnsafePointer<UInt32>, count: Int) {
        let out = dense.base
        var filled = 0
        for index in 0..<count where codes[index] != 0 {
            out[filled] = truths[Int(codes[index]) &- 1] ? 1 : 0
            filled &+= 1
        }
        let groups = (filled + 7) / 8
        for index in filled..<(groups * 8) { out[index] = 0 }
        page.reserve(groups)
        page.count += BitPacking.pack(out, groups: groups, width: 1, to: page.base + page.count)
    }

    private func appendBloom(_ source: ValueBytes, _ record: inout ChunkRecord) {
        let byteCount = BloomFilter.byteCount(
            distinct: survey.usedCount, falsePositiveRate: options.bloomFalsePositiveRate)
        let offset = blooms.count
        header.clear()
        BloomFilter.encodeHeader(byteCount: byteCount, to: &header)
        blooms.append(header.buffer.bytes)
        blooms.reserve(byteCount)
        let bits = blooms.base + blooms.count
        memset(bits, 0, byteCount)
        source.fill(bloom: bits, byteCount: byteCount, used: survey.used.base, count: survey.usedCount)
        record.bloom = BloomLocation(offset: blooms.count, byteCount: byteCount)
        blooms.count += byteCount
        record.bloomHeader = ChunkRecord.Place(offset: offset, byteCount: blooms.count - offset)
    }
}
