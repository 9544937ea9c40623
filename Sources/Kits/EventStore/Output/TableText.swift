internal import Events
internal import Vocabulary

/// Aligned columns for a terminal: numbers to the right, wide characters counted as they are shown, long texts cut to fit.
struct TableText {
    private static let gap = "  "
    /// Texts are not cut below this many columns.
    private static let leastWidth = 8

    private let names: [String]
    private let isNumber: [Bool]
    private let width: Int?

    init(_ columns: [(name: String, isNumber: Bool)], width: Int?) {
        names = columns.map(\.name)
        isNumber = columns.map(\.isNumber)
        self.width = width
    }

    /// Writes a header and rows.
    func write(_ rows: [[String]], to output: ByteOutput) throws(OutputFailure) {
        let rows = rows.map { $0.map(Self.shown) }
        let widths = widths(rows)
        try writeHeader(widths, to: output)
        try write(shown: rows, widths, to: output)
    }

    func writeHeader(_ widths: [Int], to output: ByteOutput) throws(OutputFailure) {
        try output.append(line(names.map(Self.shown), widths) + "\n")
        try output.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap) + "\n")
    }

    func write(shown rows: [[String]], _ widths: [Int], to output: ByteOutput) throws(OutputFailure) {
        for row in rows { try output.append(line(row, widths) + "\n") }
    }

    /// How wide each column is: as wide as its widest cell, less where all together would not fit.
    func widths(_ rows: [[String]]) -> [Int] {
        var widths = names.map { DisplayWidth.of(Self.shown($0)) }
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], DisplayWidth.of(cell)) }
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap.count * max(0, widths.count - 1) - width
        // The widest text gives way first, numbers never do.
        while excess > 0 {
            let candidates = widths.indices.filter { !isNumber[$0] && widths[$0] > Self.leastWidth }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let cell = Self.cut(cell, to: widths[column])
            let room = String(repeating: " ", count: max(0, widths[column] - DisplayWidth.of(cell)))
            if column > 0 { line += Self.gap }
            line += isNumber[column] ? room + cell : cell + room
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// The text with an ellipsis where it is longer than it may be.
    private static func cut(_ text: String, to width: Int) -> String {
        if DisplayWidth.of(text) <= width { return text }
        var cut = ""
        var used = 0
        for character in text {
            let next = DisplayWidth.of(character)
            if used + next > width - 1 { break }
            cut.append(character)
            used += next
        }
        return cut + "…"
    }

    /// The text with what would command the terminal or turn the direction of writing made harmless: it came from strangers.
    static func shown(_ text: String) -> String {
        func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
            default: false
            }
        }
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(isHarmful(scalar) ? "\u{FFFD}" : scalar) }
        return String(shown)
    }
}

/// Writes events as a table. The widths are those of the first events.
final class TableEventWriter: EventWriter {
    /// Events that decide about the widths.
    private static let sampleRows = 1000
    /// What a table shows where the query does not say, as far as the events have it.
    private static let usual: [EventField] = [
        .timeSource, .classificationType, .classificationIdentifier, .sourceIP, .sourcePort, .sourceFQDN, .sourceASN, .sourceGeolocationCC,
        .constituency, .malwareName, .feedCode,
    ]

    private let keys: [FieldKey]
    private let table: TableText
    private let output: ByteOutput
    private var waiting: [[String]] = []
    private var widths: [Int]?

    init(_ columns: [(key: FieldKey, kind: ValueKind)], isSelected: Bool, to output: ByteOutput, width: Int?) {
        let chosen =
            isSelected ? columns : Self.usual.compactMap { field in columns.first { $0.key == .idf(field) } }
        let shown = chosen.isEmpty ? columns : chosen
        keys = shown.map(\.key)
        let vocabulary = QueryVocabulary.events
        table = TableText(
            shown.map { ($0.key == vocabulary.time.key ? vocabulary.time.name : vocabulary.field(of: $0.key).name, $0.kind.isNumber) },
            width: width)
        self.output = output
    }

    func write(_ batch: EventBatch) throws {
        let columns = keys.map { batch[$0] }
        for row in 0..<batch.rowCount {
            waiting.append(columns.map { column in column?.value(at: row).map { TableText.shown($0.cell) } ?? "" })
            if waiting.count >= Self.sampleRows { try pass() }
        }
    }

    private func pass() throws(OutputFailure) {
        if widths == nil {
            let found = table.widths(waiting)
            try table.writeHeader(found, to: output)
            widths = found
        }
        if let widths { try table.write(shown: waiting, widths, to: output) }
        waiting.removeAll(keepingCapacity: true)
    }

    func finish() throws {
        try pass()
        try output.flush()
    }
}

extension Value {
    /// The value as a table shows it: moments without their zone, which is UTC.
    fileprivate var cell: String {
        guard case .time(let moment) = self else { return text }
        let iso = Instant(microseconds: moment).iso8601
        return (iso.hasSuffix("+00:00") ? String(iso.dropLast(6)) : iso).replacing("T", with: " ")
    }
}
