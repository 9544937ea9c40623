internal import Events
internal import Parquet

/// A result as a Parquet file.
struct ParquetResult {
    private let writer: ParquetWriter
    private let output: ByteOutput

    init(_ schema: [ColumnSchema], to output: ByteOutput) throws {
        self.output = output
        if let descriptor = output.descriptor {
            try output.flush()
            writer = try ParquetWriter(descriptor: descriptor, name: "the output", schema: schema)
        } else {
            writer = try ParquetWriter(schema: schema)
        }
    }

    func write(_ columns: [EventColumn], rowCount: Int) throws {
        let scratch = ChunkScratch(rows: rowCount)
        try writer.writeRowGroup(rowCount: rowCount) { scratch.chunk(of: columns[$0], rows: 0..<rowCount, order: nil) }
    }

    func finish() throws {
        _ = try writer.finish()
        if output.descriptor == nil { try output.append { $0 += writer.contents } }
    }

    /// Writes groups.
    static func write(_ table: GroupTable, to output: ByteOutput) throws {
        let kinds = table.columns.map { $0.kind ?? .text }
        let result = try ParquetResult(zip(table.columns, kinds).map { ColumnSchema(name: $0.name, type: $1.columnType) }, to: output)
        for start in stride(from: 0, to: table.rows.count, by: SegmentWriter.rowGroupRows) {
            let rows = table.rows[start..<min(start + SegmentWriter.rowGroupRows, table.rows.count)]
            let columns = table.columns.indices.map { index in
                let column = EventColumn(key: .extra(table.columns[index].name), kind: kinds[index])
                column.codes = rows.map { row in
                    row[index].map { column.values.code($0) ?? (column.kind.isBytes ? column.values.code(text: $0.text) : 0) } ?? 0
                }
                return column
            }
            try result.write(columns, rowCount: rows.count)
        }
        try result.finish()
    }
}

/// Writes events as a Parquet file, the row groups of which hold many batches.
final class ParquetEventWriter: EventWriter {
    private let keys: [(key: FieldKey, kind: ValueKind)]
    private let result: ParquetResult
    private var columns: [EventColumn] = []
    private var rowCount = 0

    init(_ columns: [(key: FieldKey, kind: ValueKind)], to output: ByteOutput) throws {
        keys = columns
        result = try ParquetResult(columns.map { ColumnSchema(name: $0.key.name, type: $0.kind.columnType) }, to: output)
        begin()
    }

    private func begin() {
        columns = keys.map { EventColumn(key: $0.key, kind: $0.kind) }
        rowCount = 0
    }

    func write(_ batch: EventBatch) throws {
        for column in columns {
            guard let source = batch[column.key] else {
                column.codes += repeatElement(0, count: batch.rowCount)
                continue
            }
            let codes = [0] + (0..<source.values.count).map { column.values.code(of: UInt32($0 + 1), in: source.values) }
            column.codes += source.codes.lazy.map { codes[Int($0)] }
        }
        rowCount += batch.rowCount
        if rowCount >= SegmentWriter.rowGroupRows { try pass() }
    }

    private func pass() throws {
        try result.write(columns, rowCount: rowCount)
        begin()
    }

    func finish() throws {
        if rowCount > 0 { try pass() }
        try result.finish()
    }
}

extension ColumnValues {
    /// The code that a value of another column has in this one, which is of the same kind or of text.
    fileprivate func code(of other: UInt32, in source: ColumnValues) -> UInt32 {
        switch (kind, source.kind) {
        case (.text, .text), (.network, .network), (.json, .json), (.text, .address), (.text, .network), (.text, .json):
            code(text: source.texts.bytes(other))
        case (.address, .address) where source.addresses.count >= Int(other): code(address: source.addresses[Int(other) - 1])
        default: code(source.value(other)) ?? (kind.isBytes ? code(text: source.value(other).text) : 0)
        }
    }
}
