internal import Events
internal import Glibc
internal import Parquet

/// Writes a segment: a Parquet file with a row group for at most 131,072 rows.
// Not Sendable: one owner at a time.
final class SegmentWriter {
    static let rowGroupRows = 131_072

    /// What the catalogue keeps of a segment that was written.
    struct Outcome: Sendable {
        var columns: [SegmentColumn]
        var rowCount: Int
        var byteCount: Int
        var time: ClosedRange<Int64>?
        var observation: ClosedRange<Int64>?
        var address: ClosedRange<String>?
        var hasUntimedRows: Bool
        var blooms: [SegmentBloom]
        /// Of the whole file, see ``FileActions/checksum(_:)``.
        var checksum: UInt64
    }

    /// How hard zstd tries: what comes in is packed quickly, what is merged is kept for long.
    enum Packing {
        case quick, usual, thorough

        fileprivate var options: WriterOptions {
            switch self {
            case .quick: WriterOptions(zstdLevel: -20)
            case .usual: WriterOptions()
            case .thorough: WriterOptions(otherZstdLevel: 6)
            }
        }
    }

    /// Fields that people look for by one value: they get bloom filters.
    private static let bloomFields: Set<String> = Set(
        [
            EventField.sourceIP, .sourceFQDN, .sourceURL, .sourceAccount, .sourceReverseDNS, .destinationIP, .destinationFQDN,
            .malwareHashMd5,
            .malwareHashSha1, .malwareHashSha256,
        ].map(\.name))

    private let columns: [SegmentColumn]
    private let keys: [FieldKey?]
    private let file: ParquetWriter
    private let scratch: ChunkScratch

    private init(_ columns: [SegmentColumn], feed: String, packing: Packing, rows: Int, to path: String) throws(ParquetError) {
        let schema = columns.map { ColumnSchema(name: $0.name, type: $0.type == .json ? .utf8 : $0.type) }
        let json = columns.filter { $0.type == .json }.map(\.name).joined(separator: "\n")
        let metadata = [("keshik.feed", feed)] + (json.isEmpty ? [] : [(ParquetFile.jsonColumnsKey, json)])
        var options = packing.options
        options.bloomColumns = Set(columns.indices.filter { Self.bloomFields.contains(columns[$0].name) })
        self.columns = columns
        keys = columns.map { FieldKey(name: $0.name) }
        file = try ParquetWriter(path: path, schema: schema, metadata: metadata, options: options)
        scratch = ChunkScratch(rows: min(Self.rowGroupRows, rows))
    }

    /// Writes a batch, its rows in `order` (nil: as they stand), to `path` and makes the file last.
    /// - Throws: ``StoreError/diskFull(path:)`` or `ParquetError`; nothing is left at `path` then.
    static func write(_ batch: EventBatch, order: [UInt32]?, feed: String, to path: String) throws -> Outcome {
        let columns = batch.columns.filter { $0.values.count > 0 }.map { SegmentColumn(name: $0.key.name, type: $0.kind.columnType) }
        return try write(columns, feed: feed, packing: .quick, rows: batch.rowCount, to: path) { writer in
            for start in stride(from: 0, to: batch.rowCount, by: rowGroupRows) {
                try writer.append(batch, rows: start..<min(batch.rowCount, start + rowGroupRows), order: order)
            }
        }
    }

    /// Writes a segment of these columns to `path`, filled by `body`, and makes the file last.
    /// - Throws: ``StoreError/diskFull(path:)``, `ParquetError`, or what `body` throws; nothing is left at `path` then.
    static func write(
        _ columns: [SegmentColumn], feed: String, packing: Packing, rows: Int, to path: String, _ body: (SegmentWriter) throws -> Void
    ) throws -> Outcome {
        do {
            let writer = try SegmentWriter(columns, feed: feed, packing: packing, rows: rows, to: path)
            do {
                try body(writer)
                return outcome(columns, try writer.file.finish(sync: true), try FileActions.checksum(path))
            } catch {
                writer.file.abandon()
                unlink(path)
                throw error
            }
        } catch let error as ParquetError {
            throw StoreError(error) ?? error
        }
    }

    /// Writes a row group: rows of a batch, in `order` (nil: as they stand). Columns that the batch lacks have no values.
    func append(_ batch: EventBatch, rows: Range<Int>, order: [UInt32]?) throws(ParquetError) {
        try file.writeRowGroup(rowCount: rows.count) { place in
            guard let key = keys[place], let column = batch[key], column.values.count > 0 else { return .null }
            return scratch.chunk(of: column, rows: rows, order: order)
        }
    }

    private static func outcome(_ columns: [SegmentColumn], _ summary: FileSummary, _ checksum: UInt64) -> Outcome {
        var outcome = Outcome(
            columns: columns, rowCount: summary.rowCount, byteCount: summary.byteCount, hasUntimedRows: false, blooms: [],
            checksum: checksum)
        let bounds = { (field: EventField) in columns.firstIndex { $0.name == field.name } }
        let (time, observation, address) = (bounds(.timeSource), bounds(.timeObservation), bounds(.sourceIP))
        outcome.hasUntimedRows = time == nil
        for (number, group) in summary.rowGroups.enumerated() {
            if let time {
                outcome.time = join(outcome.time, group.columns[time].statistics.integers)
                if group.columns[time].statistics.nullCount != 0 { outcome.hasUntimedRows = true }
            }
            if let observation { outcome.observation = join(outcome.observation, group.columns[observation].statistics.integers) }
            if let address { outcome.address = join(outcome.address, group.columns[address].statistics.texts) }
            for (place, column) in group.columns.enumerated() {
                if let bloom = column.bloom { outcome.blooms.append(SegmentBloom(rowGroup: number, column: place, location: bloom)) }
            }
        }
        return outcome
    }

    private static func join<Bound>(_ one: ClosedRange<Bound>?, _ other: ClosedRange<Bound>?) -> ClosedRange<Bound>? {
        guard let one, let other else { return one ?? other }
        return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    }
}

extension ColumnStatistics {
    fileprivate var integers: ClosedRange<Int64>? {
        guard case .int64(let low) = minimum, case .int64(let high) = maximum, low <= high else { return nil }
        return low...high
    }

    /// Addresses are shorter than any limit on bounds, so these are exact.
    fileprivate var texts: ClosedRange<String>? {
        guard case .bytes(let low) = minimum, case .bytes(let high) = maximum else { return nil }
        let lower = String(decoding: low, as: UTF8.self)
        let upper = String(decoding: high, as: UTF8.self)
        return lower <= upper ? lower...upper : nil
    }
}

extension ValueKind {
    /// What a segment's file holds for values of this kind.
    var columnType: ColumnType {
        switch self {
        case .text, .address, .network: .utf8
        case .json: .json
        case .integer: .int64
        case .real: .double
        case .boolean: .boolean
        case .time: .timestampMicros
        }
    }
}

extension StoreError {
    /// A full disk, whoever noticed it; nil for other troubles of a file.
    init?(_ error: ParquetError) {
        guard case .system(_, let path, let code) = error, code == ENOSPC || code == EDQUOT else { return nil }
        self = .diskFull(path: path)
    }
}

/// Memory for one column at a time as the writer takes it: codes in the segment's order and the distinct values.
// Not Sendable: one owner at a time.
final class ChunkScratch {
    private let codes: UnsafeMutableBufferPointer<UInt32>
    private var spans = UnsafeMutableBufferPointer<ByteSpan>.allocate(capacity: 1024)
    private var words = UnsafeMutableBufferPointer<Int64>.allocate(capacity: 1024)
    private var reals = UnsafeMutableBufferPointer<Double>.allocate(capacity: 16)
    private var flags = UnsafeMutableBufferPointer<Bool>.allocate(capacity: 16)

    init(rows: Int) {
        codes = .allocate(capacity: max(1, rows))
    }

    deinit {
        codes.deallocate()
        spans.deallocate()
        words.deallocate()
        reals.deallocate()
        flags.deallocate()
    }

    /// The column's rows `rows` of the order; good until the next call.
    func chunk(of column: EventColumn, rows: Range<Int>, order: [UInt32]?) -> ColumnChunk {
        column.codes.withUnsafeBufferPointer { source in
            if let order {
                order.withUnsafeBufferPointer { order in
                    for (target, place) in rows.enumerated() { codes.initializeElement(at: target, to: source[Int(order[place])]) }
                }
            } else {
                _ = codes.initialize(fromContentsOf: source[rows])
            }
        }
        return .coded(codes: UnsafeBufferPointer(rebasing: codes[..<rows.count]), values: values(of: column.values))
    }

    private func values(of values: ColumnValues) -> DictionaryValues {
        switch values.kind {
        case .text, .address, .network, .json:
            let texts = values.texts
            grow(&spans, texts.count)
            for (index, range) in texts.ranges.enumerated() {
                spans.initializeElement(at: index, to: ByteSpan(offset: range.offset, length: range.length))
            }
            return .bytes(base: texts.base, spans: UnsafeBufferPointer(rebasing: spans[..<texts.count]))
        case .integer, .time:
            grow(&words, values.integers.count)
            _ = words.initialize(fromContentsOf: values.integers)
            return .int64(UnsafeBufferPointer(rebasing: words[..<values.integers.count]))
        case .real:
            grow(&reals, values.reals.count)
            _ = reals.initialize(fromContentsOf: values.reals)
            return .double(UnsafeBufferPointer(rebasing: reals[..<values.reals.count]))
        case .boolean:
            grow(&flags, values.integers.count)
            for (index, number) in values.integers.enumerated() { flags.initializeElement(at: index, to: number != 0) }
            return .bool(UnsafeBufferPointer(rebasing: flags[..<values.integers.count]))
        }
    }

    private func grow<Element>(_ buffer: inout UnsafeMutableBufferPointer<Element>, _ count: Int) {
        if buffer.count >= count { return }
        buffer.deallocate()
        buffer = .allocate(capacity: count * 2)
    }
}
