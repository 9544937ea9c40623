import Parquet

/// A small table in the form in which tests state it: one optional value a row.
struct Table: Equatable {
    enum Cell: Hashable {
        case bytes([UInt8])
        case int64(Int64)
        /// The bit pattern, so that NaN equals itself and the two zeros differ.
        case double(UInt64)
        case bool(Bool)

        static func text(_ text: String) -> Cell { .bytes(Array(text.utf8)) }
        static func number(_ value: Double) -> Cell { .double(value.bitPattern) }
    }

    struct Column: Equatable {
        var name: String
        var type: ColumnType
        var cells: [Cell?]
    }

    var columns: [Column]
    var rowCount: Int { columns.first?.cells.count ?? 0 }
    var schema: [ColumnSchema] { columns.map { ColumnSchema(name: $0.name, type: $0.type) } }

    /// Writes the table in row groups of at most `groupRows` rows to memory.
    func written(options: WriterOptions = WriterOptions(), groupRows: Int = 131_072) throws -> (bytes: [UInt8], summary: FileSummary) {
        let writer = try ParquetWriter(schema: schema, metadata: [("made by", "a test")], options: options)
        var start = 0
        while start < rowCount {
            let rows = start..<min(start + groupRows, rowCount)
            let chunks = columns.map { CodedColumn($0, rows: rows) }
            try writer.writeRowGroup(rowCount: rows.count) { chunks[$0].chunk }
            start = rows.upperBound
        }
        let summary = try writer.finish()
        return (writer.contents, summary)
    }

    /// Reads a whole file.
    init(_ file: ParquetFile) throws {
        columns = file.schema.map { Column(name: $0.name, type: $0.type, cells: []) }
        let vector = ColumnVector()
        for group in file.rowGroups.indices {
            for column in columns.indices {
                try file.read(rowGroup: group, column: column, into: vector)
                columns[column].cells += vector.cells
            }
        }
    }

    init(_ columns: [Column]) {
        self.columns = columns
    }
}

extension ColumnVector {
    /// The vector's rows as a test states them.
    var cells: [Table.Cell?] {
        (0..<count).map { row in
            switch values {
            case .bytes: bytes(at: row).map { .bytes(Array($0)) }
            case .int64: int64(at: row).map { .int64($0) }
            case .double: double(at: row).map { .number($0) }
            case .bool: bool(at: row).map { .bool($0) }
            }
        }
    }
}

/// A column turned into codes and a dictionary that stay in memory as long as it does.
final class CodedColumn {
    private let codes: UnsafeMutableBufferPointer<UInt32>
    private let arena: UnsafeMutableRawBufferPointer
    private let spans: UnsafeMutableBufferPointer<ByteSpan>
    private let integers: UnsafeMutableBufferPointer<Int64>
    private let doubles: UnsafeMutableBufferPointer<Double>
    private let bools: UnsafeMutableBufferPointer<Bool>
    private let form: DictionaryForm

    init(_ column: Table.Column, rows: Range<Int>, unusedBefore: [Table.Cell] = []) {
        form = column.type.form
        var entries = unusedBefore
        var codeOf: [Table.Cell: UInt32] = [:]
        codes = .allocate(capacity: rows.count)
        for (index, row) in rows.enumerated() {
            guard let cell = column.cells[row] else {
                codes[index] = 0
                continue
            }
            let code = codeOf[cell, default: UInt32(entries.count + 1)]
            if code > entries.count {
                entries.append(cell)
                codeOf[cell] = code
            }
            codes[index] = code
        }
        var bytes: [UInt8] = []
        var spans: [ByteSpan] = []
        var integers: [Int64] = []
        var doubles: [Double] = []
        var bools: [Bool] = []
        for entry in entries {
            switch entry {
            case .bytes(let value):
                spans.append(ByteSpan(offset: UInt32(bytes.count), length: UInt32(value.count)))
                bytes += value
            case .int64(let value): integers.append(value)
            case .double(let pattern): doubles.append(Double(bitPattern: pattern))
            case .bool(let value): bools.append(value)
            }
        }
        arena = .allocate(byteCount: max(1, bytes.count), alignment: 16)
        arena.copyBytes(from: bytes)
        self.spans = Self.copy(spans)
        self.integers = Self.copy(integers)
        self.doubles = Self.copy(doubles)
        self.bools = Self.copy(bools)
    }

    private static func copy<Element>(_ array: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }

    deinit {
        codes.deallocate()
        arena.deallocate()
        spans.deallocate()
        integers.deallocate()
        doubles.deallocate()
        bools.deallocate()
    }

    var chunk: ColumnChunk { .coded(codes: UnsafeBufferPointer(codes), values: values) }

    private var values: DictionaryValues {
        switch form {
        case .bytes: .bytes(base: UnsafeRawPointer(arena.baseAddress ?? UnsafeMutableRawPointer(codes.baseAddress!)), spans: .init(spans))
        case .int64: .int64(.init(integers))
        case .double: .double(.init(doubles))
        case .bool: .bool(.init(bools))
        }
    }
}
