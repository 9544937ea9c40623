import Parquet

/// A generator of numbers that are the same in every run (SplitMix64).
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

/// Tables that between them use every type, encoding and border case.
enum Samples {
    static let texts: [String] = [
        "", "a", "\u{0}", "a\u{0}b", "ə ğ ı İ", "Bakı", "日本語", "\u{10FFFF}", "198.51.100.7", "scanner.example.net",
        String(repeating: "long ", count: 60), "zzzzzzzz", "zzzzzzzzz",
    ]

    /// A table of `rows` rows with columns of few, many and only different values, with and without nulls.
    static func mixed(rows: Int, seed: UInt64 = 1) -> Table {
        var dice = Dice(seed: seed)
        func column(_ name: String, _ type: ColumnType, nullsIn: Int = 0, _ cell: (Int, inout Dice) -> Table.Cell) -> Table.Column {
            let cells = (0..<rows).map { row in
                nullsIn > 0 && dice.below(nullsIn) == 0 ? nil : cell(row, &dice)
            }
            return Table.Column(name: name, type: type, cells: cells)
        }
        return Table([
            column("source.ip", .utf8) { _, dice in .text("198.18.\(dice.below(256)).\(dice.below(64))") },
            column("text", .utf8, nullsIn: 3) { _, dice in .text(texts[dice.below(texts.count)]) },
            column("unique.text", .utf8, nullsIn: 50) { row, _ in .text("event \(row) of \(rows)") },
            column("constant", .utf8) { _, _ in .text("scanner") },
            column("extra", .json, nullsIn: 2) { _, dice in .text("{\"port\": \(dice.below(1024)), \"tag\": \"ə\"}") },
            column("raw", .bytes, nullsIn: 7) { _, dice in .bytes((0..<dice.below(9)).map { _ in UInt8(dice.below(256)) }) },
            column("source.port", .int32) { _, dice in .int64([22, 23, 80, 443, -1, Int64(Int32.max), Int64(Int32.min)][dice.below(7)]) },
            column("unique.int32", .int32, nullsIn: 9) { row, _ in .int64(Int64(row) - 1000) },
            column("asn", .int64, nullsIn: 4) { _, dice in .int64([64500, 4_200_000_000, .max, .min, 0][dice.below(5)]) },
            column("sorted", .int64) { row, _ in .int64(Int64(row / 1000)) },
            column("time.source", .timestampMicros) { row, dice in .int64(1_790_000_000_000_000 + Int64(row) * 977 + Int64(dice.below(900)))
            },
            column("wild", .int64, nullsIn: 40) { row, dice in
                .int64(row % 500 == 7 ? (row % 1000 == 7 ? .max : .min) : Int64(row) * 3 + Int64(dice.below(2)))
            },
            column("random", .int64) { _, dice in .int64(Int64(bitPattern: dice.next())) },
            column("time.day", .timestampMicros, nullsIn: 5) { row, _ in .int64(1_790_000_000_000_000 + Int64(row / 4096) * 86_400_000_000)
            },
            column("score", .double, nullsIn: 6) { _, dice in
                .number([0.0, -0.0, 1.5, -.infinity, .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude][dice.below(7)])
            },
            column("unique.double", .double) { row, _ in .number(Double(row) / 3) },
            column("open", .boolean, nullsIn: 8) { _, dice in .bool(dice.below(2) == 0) },
            column("sure", .boolean) { _, _ in .bool(true) },
            column("nothing", .utf8, nullsIn: 1) { _, _ in .text("never") },
            column("nothing.int64", .int64, nullsIn: 1) { _, _ in .int64(0) },
            column("gaps", .int64, nullsIn: 0) { row, _ in .int64(Int64(row % 3)) }.withNulls { row in row / 700 % 2 == 0 },
            // Each long text thrice: too much for a dictionary.
            column("fingerprint", .utf8, nullsIn: 5) { row, _ in .text(String(repeating: "\(row / 3)", count: 128 / "\(row / 3)".count)) },
        ])
    }
}

extension Table.Column {
    /// The column with null wherever `isNull` says so.
    func withNulls(_ isNull: (Int) -> Bool) -> Table.Column {
        var changed = self
        for row in cells.indices where isNull(row) { changed.cells[row] = nil }
        return changed
    }
}
