internal import Events
internal import Vocabulary

/// Comma separated values (RFC 4180): a header line, lines end with CR LF, cells as ``CSVCell`` writes them.
enum CSVText {
    static let lineEnd: [UInt8] = [0x0D, 0x0A]

    static func write(_ table: GroupTable, to output: ByteOutput) throws(OutputFailure) {
        try writeLine(table.columns.map(\.name), to: output)
        for row in table.textRows { try writeLine(row, to: output) }
    }

    static func writeLine(_ cells: [String], to output: ByteOutput) throws(OutputFailure) {
        try output.append { bytes in
            for (index, cell) in cells.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                CSVCell.append(cell.utf8, to: &bytes)
            }
            bytes += lineEnd
        }
    }
}

/// Writes events as comma separated values, a column for each field.
final class CSVEventWriter: EventWriter {
    private let keys: [FieldKey]
    private let output: ByteOutput

    init(_ columns: [(key: FieldKey, kind: ValueKind)], to output: ByteOutput) throws(OutputFailure) {
        keys = columns.map(\.key)
        self.output = output
        try CSVText.writeLine(keys.map(\.name), to: output)
    }

    func write(_ batch: EventBatch) throws {
        let columns = keys.map { key in
            batch[key].map { column in
                RenderedColumn(column) { values, code, bytes in
                    let start = bytes.count
                    values.appendText(code, to: &bytes)
                    if values.kind.isBytes {
                        let text = Array(bytes[start...])
                        bytes.removeSubrange(start...)
                        CSVCell.append(text, to: &bytes)
                    }
                }
            }
        }
        for row in 0..<batch.rowCount {
            try output.append { bytes in
                for (index, column) in columns.enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    if let column { bytes += column.text(at: row) }
                }
                bytes += CSVText.lineEnd
            }
        }
    }

    func finish() throws { try output.flush() }
}

/// Writes events as JSON objects, one a line, or as one array.
final class JSONEventWriter: EventWriter {
    private let isArray: Bool
    private let output: ByteOutput
    private var isFirst = true

    init(asArray: Bool, to output: ByteOutput) throws(OutputFailure) {
        isArray = asArray
        self.output = output
        if asArray { try output.append("[") }
    }

    func write(_ batch: EventBatch) throws {
        let text = IDFJSON(batch)
        for start in stride(from: 0, to: batch.rowCount, by: 1024) {
            let rows = start..<min(start + 1024, batch.rowCount)
            try output.append { bytes in
                if isArray {
                    for row in rows {
                        bytes += (isFirst ? "\n" : ",\n").utf8
                        isFirst = false
                        text.append(rows: row..<row + 1, to: &bytes, terminator: [])
                    }
                } else {
                    text.append(rows: rows, to: &bytes)
                }
            }
        }
    }

    func finish() throws {
        if isArray { try output.append("\n]\n") }
        try output.flush()
    }
}
