public import Events
internal import Parquet
internal import Vocabulary

/// Puts rows of several segments together into one batch.
final class BatchAssembler {
    private let rowCount: Int
    private var columns: [FieldKey: EventColumn] = [:]
    private let wanted: Set<FieldKey>?

    /// - Parameter wanted: The columns that are taken, nil for all.
    init(rowCount: Int, wanted: Set<FieldKey>?) {
        self.rowCount = rowCount
        self.wanted = wanted
    }

    /// Takes rows of a row group.
    /// - Parameters:
    ///   - rows: Their numbers among those the scan looks at.
    ///   - places: Where they go in the batch, one for each.
    func take(_ rows: UnsafeBufferPointer<UInt32>, to places: UnsafeBufferPointer<UInt32>, from scan: RowGroupScan) throws(ParquetError) {
        for (place, schema) in scan.file.schema.enumerated() {
            guard let key = FieldKey(name: schema.name), wanted?.contains(key) ?? true else { continue }
            switch try scan.passingContent(place) {
            case .empty: continue
            case .constant(let value):
                let column = column(key, schema.type)
                let code = column.code(of: value, schema.type)
                for index in 0..<rows.count { column.codes[Int(places[index])] = code }
            case .vector(let vector):
                let column = column(key, schema.type)
                scan.space.lending { Self.take(vector, schema.type, rows, into: column, places, scan.space) }
            }
        }
    }

    private static func take(
        _ vector: ColumnVector, _ type: ColumnType, _ rows: UnsafeBufferPointer<UInt32>, into column: EventColumn,
        _ places: UnsafeBufferPointer<UInt32>, _ space: ScanSpace
    ) {
        let values = vector.values
        let codes = vector.codes
        if rows.count * 8 < values.count {
            // A table of all values for a few rows would cost more than looking up the same one twice.
            for index in 0..<rows.count {
                let code = Int(codes[Int(rows[index])])
                if code != 0 { column.codes[Int(places[index])] = column.code(of: values, code - 1, type) }
            }
            return
        }
        let known = space.zeroes(values.count + 1, of: UInt32.self)
        column.codes.withUnsafeMutableBufferPointer { target in
            for index in 0..<rows.count {
                let code = Int(codes[Int(rows[index])])
                if code == 0 { continue }
                if known[code] == 0 { known[code] = column.code(of: values, code - 1, type) }
                target[Int(places[index])] = known[code]
            }
        }
    }

    /// The batch, its columns in the order of their names.
    func batch() -> EventBatch {
        let batch = EventBatch(rowCount: rowCount)
        for column in columns.values.sorted(by: { $0.key.name < $1.key.name }) where column.values.count > 0 { batch.add(column) }
        return batch
    }

    /// The column of a key; it becomes one of text where segments disagree about what its values are.
    private func column(_ key: FieldKey, _ type: ColumnType) -> EventColumn {
        let kind = type.kind(of: key)
        if let column = columns[key] {
            if column.kind == kind || column.kind == .text { return column }
            let texts = EventColumn(key: key, kind: .text, codes: column.codes)
            let codes = [0] + (0..<column.values.count).map { texts.values.code(text: column.values.value(UInt32($0 + 1)).text) }
            for row in texts.codes.indices { texts.codes[row] = codes[Int(texts.codes[row])] }
            columns[key] = texts
            return texts
        }
        let column = EventColumn(key: key, kind: kind, codes: [UInt32](repeating: 0, count: rowCount))
        columns[key] = column
        return column
    }
}

extension EventColumn {
    /// The code that an entry of a segment's column has in this one.
    fileprivate func code(of entries: DictionaryValues, _ entry: Int, _ type: ColumnType) -> UInt32 {
        switch entries {
        case .bytes(let base, let spans):
            let span = spans[entry]
            return code(bytes: UnsafeRawBufferPointer(start: base + Int(span.offset), count: Int(span.length)))
        case .int64(let numbers): return code(type == .timestampMicros ? .time(numbers[entry]) : .integer(numbers[entry]))
        case .double(let numbers): return code(.real(numbers[entry]))
        case .bool(let flags): return code(.boolean(flags[entry]))
        }
    }

    fileprivate func code(of value: StatisticValue, _ type: ColumnType) -> UInt32 {
        switch value {
        case .bytes(let bytes): bytes.withUnsafeBytes { code(bytes: $0) }
        case .int64(let number): code(type == .timestampMicros ? .time(number) : .integer(number))
        case .double(let number): code(.real(number))
        case .bool(let flag): code(.boolean(flag))
        }
    }

    private func code(bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard kind == .address else { return values.code(text: bytes) }
        return IPAddress(ascii: bytes).map { values.code(address: $0) } ?? 0
    }

    private func code(_ value: Value) -> UInt32 {
        // The moments of one batch are nearly all different: looking whether one is there costs more than keeping it twice.
        if key == .idf(.timeSource), case .time(let moment) = value { return values.append(integer: moment) }
        return values.code(value) ?? values.code(text: value.text)
    }
}

extension ColumnType {
    /// What a column of this type in a segment is as an event's column.
    func kind(of key: FieldKey) -> ValueKind {
        if case .idf(let field) = key, field.kind.isBytes, self == .utf8 { return field.kind }
        return switch self {
        case .utf8, .bytes: .text
        case .json: .json
        case .int64, .int32: .integer
        case .timestampMicros: .time
        case .double: .real
        case .boolean: .boolean
        }
    }
}

extension Value {
    /// The value as text: numbers in decimal, times in the form of the data format.
    public var text: String {
        switch self {
        case .text(let text), .json(let text): text
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .time(let moment): Instant(microseconds: moment).iso8601
        }
    }
}
