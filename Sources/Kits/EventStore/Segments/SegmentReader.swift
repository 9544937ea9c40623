internal import Events
internal import Parquet
internal import Vocabulary

/// Reads segments back into batches.
enum SegmentReader {
    /// Reads a segment's columns, nil: all of them. A column the segment lacks is left out.
    static func read(path: String, columns wanted: [FieldKey]? = nil) throws -> EventBatch {
        let file = try ParquetFile(path: path, verifiesChecksums: true)
        let batch = EventBatch(rowCount: file.rowCount)
        for column in try columns(of: [file], wanted: wanted) { batch.add(column) }
        return batch
    }

    /// Hands over those rows of a segment, with these columns, among which all of an address are, a batch for each row group that may have some.
    /// Rows are sorted by address, so these are few.
    static func read(path: String, columns wanted: Set<FieldKey>, around address: String, _ body: (EventBatch) -> Void) throws {
        let file = try ParquetFile(path: path)
        let bounds = TextBounds.equal(Array(address.utf8))
        guard let column = file.columnIndex(named: EventField.sourceIP.name) else { return }
        let space = ScanSpace()
        for rowGroup in file.rowGroups.indices {
            space.reset()
            let scan = RowGroupScan(file, rowGroup: rowGroup, space: space)
            guard bounds.mayOccur(in: try scan.statistics(column)) else { continue }
            try scan.narrow(column, to: bounds)
            let rows = space.room(scan.rowCount, of: UInt32.self)
            for row in rows.indices { rows[row] = UInt32(truncatingIfNeeded: row) }
            let assembler = BatchAssembler(rowCount: scan.rowCount, wanted: wanted)
            try assembler.take(UnsafeBufferPointer(rows), to: UnsafeBufferPointer(rows), from: scan)
            body(assembler.batch())
        }
    }

    /// The columns of several files one behind the other, with one dictionary each.
    /// - Precondition: A column that several files have is of one type in all.
    static func columns(of files: [ParquetFile], wanted: [FieldKey]? = nil) throws -> [EventColumn] {
        let scratch = ReadScratch()
        let vector = ColumnVector(scratch: scratch)
        let wanted = wanted.map(Set.init)
        var keys: [FieldKey] = []
        var types: [FieldKey: ColumnType] = [:]
        for schema in files.flatMap(\.schema) {
            guard let key = FieldKey(name: schema.name), wanted?.contains(key) ?? true, types[key] == nil else { continue }
            types[key] = schema.type
            keys.append(key)
        }
        return try keys.map { key in
            let column = EventColumn(key: key, kind: kind(of: key, types[key] ?? .utf8))
            column.codes.reserveCapacity(files.reduce(0) { $0 + $1.rowCount })
            for file in files {
                guard let place = file.columnIndex(named: key.name) else {
                    column.codes.append(contentsOf: repeatElement(0, count: file.rowCount))
                    continue
                }
                for group in file.rowGroups.indices {
                    try file.read(rowGroup: group, column: place, into: vector)
                    append(vector, to: column)
                }
            }
            return column
        }
    }

    private static func append(_ vector: ColumnVector, to column: EventColumn) {
        let codes = [0] + newCodes(vector.values, in: column.values)
        codes.withUnsafeBufferPointer { codes in
            for code in vector.codes { column.codes.append(codes[Int(code)]) }
        }
    }

    /// For each entry of a dictionary its code in the column.
    private static func newCodes(_ values: DictionaryValues, in target: ColumnValues) -> [UInt32] {
        switch values {
        case .bytes(let base, let spans):
            spans.map { span in
                let bytes = UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length))
                return target.kind == .address ? target.addressCode(of: bytes) : target.code(text: bytes)
            }
        case .int64(let numbers): numbers.map { target.kind == .time ? target.append(integer: $0) : target.code(integer: $0) }
        case .double(let numbers): numbers.map { target.code(real: $0) }
        case .bool(let flags): flags.map { target.code(integer: $0 ? 1 : 0) }
        }
    }

    /// What a column of a segment is as an event's column.
    private static func kind(of key: FieldKey, _ type: ColumnType) -> ValueKind {
        if case .idf(let field) = key, field.kind.columnType == type { return field.kind }
        return switch type {
        case .utf8, .bytes: .text
        case .json: .json
        case .int64, .int32: .integer
        case .timestampMicros: .time
        case .double: .real
        case .boolean: .boolean
        }
    }
}

extension ColumnValues {
    /// The code of an address given as text. Segments hold what ``Vocabulary/IPAddress`` wrote, so the text is one.
    fileprivate func addressCode(of text: UnsafeRawBufferPointer) -> UInt32 {
        IPAddress(ascii: text).map { code(address: $0) } ?? 0
    }
}
