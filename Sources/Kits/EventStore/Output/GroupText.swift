public import Events
public import Vocabulary

extension GroupTable {
    /// A value of a column as text: a period by its date, or its hour.
    public func text(_ value: Value?, column: Int) -> String {
        guard let value else { return "" }
        if case .period(let unit, _) = columns[column].item, case .time(let start) = value {
            return unit.text(Instant(microseconds: start))
        }
        return value.text
    }

    /// All values as texts.
    var textRows: [[String]] { rows.map { row in row.indices.map { text(row[$0], column: $0) } } }
}

extension TimeUnit {
    /// How the period that begins then is written: `2026-03-01T14:00`, `2026-03-01` (for weeks their Monday), `2026-03`.
    public func text(_ start: Instant) -> String {
        let iso = start.iso8601
        guard let mark = iso.firstIndex(of: "T") else { return iso }
        return switch self {
        case .hour: String(iso.prefix(iso.distance(from: iso.startIndex, to: mark) + 6))
        case .day, .week: String(iso[..<mark])
        case .month: String(iso[..<mark].dropLast(3))
        }
    }
}

/// Groups as JSON: one object a group, its keys the names of the columns.
enum GroupJSON {
    static func writeArray(_ table: GroupTable, to output: ByteOutput) throws(OutputFailure) {
        try output.append("[")
        for (index, row) in table.rows.enumerated() {
            try output.append { bytes in
                bytes += (index == 0 ? "\n" : ",\n").utf8
                append(row, table, to: &bytes)
            }
        }
        try output.append("\n]\n")
    }

    static func writeLines(_ table: GroupTable, to output: ByteOutput) throws(OutputFailure) {
        for row in table.rows {
            try output.append { bytes in
                append(row, table, to: &bytes)
                bytes.append(0x0A)
            }
        }
    }

    private static func append(_ row: [Value?], _ table: GroupTable, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (column, value) in row.enumerated() {
            if column > 0 { bytes += ", ".utf8 }
            JSONOutput.appendQuoted(table.columns[column].name, to: &bytes)
            bytes += ": ".utf8
            if case .period = table.columns[column].item, value != nil {
                JSONOutput.appendQuoted(table.text(value, column: column), to: &bytes)
            } else {
                JSONOutput.append(value, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
