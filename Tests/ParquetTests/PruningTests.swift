import Foundation
import Parquet
import Testing

@Suite("A file says what it does not hold")
struct PruningTests {
    static func bound(_ text: String) -> StatisticValue { .bytes(Array(text.utf8)) }

    @Test("the summary a writer gives is what the file says")
    func summary() throws {
        let table = Samples.mixed(rows: 9000)
        let (bytes, summary) = try table.written(options: WriterOptions(bloomColumns: [0, 8]), groupRows: 4000)
        let file = try ParquetFile(bytes: bytes, name: "memory")
        for group in file.rowGroups.indices {
            #expect(summary.rowGroups[group].rowCount == file.rowGroups[group].rowCount)
            for column in file.schema.indices {
                let written = summary.rowGroups[group].columns[column]
                #expect(try file.statistics(rowGroup: group, column: column) == written.statistics, "\(file.schema[column].name)")
                #expect(try file.bloom(rowGroup: group, column: column) == written.bloom)
                #expect((written.bloom != nil) == [0, 8].contains(column))
                #expect(try file.storedBytes(rowGroup: group, column: column) == written.byteCount)
            }
        }
    }

    @Test("bounds and null counts are those of the values")
    func bounds() throws {
        let table = Table([
            .init(name: "text", type: .utf8, cells: [.text("b"), nil, .text("a"), .text("ə")]),
            .init(name: "number", type: .int64, cells: [.int64(5), .int64(-7), nil, nil]),
            .init(name: "score", type: .double, cells: [.number(.nan), .number(2), .number(0), nil]),
            .init(name: "only nan", type: .double, cells: [.number(.nan), .number(.nan), nil, nil]),
            .init(name: "open", type: .boolean, cells: [.bool(true), nil, .bool(true), .bool(true)]),
        ])
        let columns = try table.written().summary.rowGroups[0].columns.map(\.statistics)
        #expect(columns[0] == ColumnStatistics(nullCount: 1, minimum: Self.bound("a"), maximum: Self.bound("ə")))
        #expect(columns[1] == ColumnStatistics(nullCount: 2, minimum: .int64(-7), maximum: .int64(5)))
        #expect(columns[2] == ColumnStatistics(nullCount: 1, minimum: .double(-0.0), maximum: .double(2)))
        #expect(columns[3] == ColumnStatistics(nullCount: 2))
        #expect(columns[4] == ColumnStatistics(nullCount: 1, minimum: .bool(true), maximum: .bool(true)))
    }

    @Test(
        "long bounds are shortened and stay bounds",
        arguments: [
            ("aaaaaaaaaa", "aaaa", "aaab"), ("abc~~~~~~~", "abc~", "abd"), ("ab\u{7F}\u{7F}\u{7F}\u{7F}", "ab\u{7F}\u{7F}", "ac"),
            ("abəəəəə", "abə", "ac"), ("əəəəəəə", "əə", nil), ("日本語日本語", "日", nil),
        ] as [(String, String, String?)])
    func shortened(text: String, low: String, high: String?) throws {
        let table = Table([.init(name: "text", type: .utf8, cells: [.text(text), nil])])
        let statistics = try table.written(options: WriterOptions(boundBytes: 4)).summary.rowGroups[0].columns[0].statistics
        #expect(statistics.minimum == Self.bound(low))
        #expect(!statistics.isMinimumExact)
        #expect(statistics.maximum == high.map(Self.bound))
        #expect(statistics.covers(Self.bound(text)))
    }

    @Test("each page has its own rows, null count and bounds")
    func pages() throws {
        let cells = (0..<2500).map { (row: Int) -> Table.Cell? in
            if row < 1000 { return .int64(Int64(row % 10)) }
            return row < 2000 ? nil : .int64(Int64(row % 5) + 100)
        }
        let file = try ParquetFile(
            bytes: Table([.init(name: "a", type: .int64, cells: cells)]).written(options: WriterOptions(pageRows: 1000)).bytes,
            name: "memory")
        let pages = try file.pages(rowGroup: 0, column: 0)
        #expect(pages.map(\.rows) == [0..<1000, 1000..<2000, 2000..<2500])
        #expect(pages.map(\.statistics.nullCount) == [0, 1000, 0])
        #expect(pages.map(\.statistics.minimum) == [.int64(0), nil, .int64(100)])
        #expect(pages.map(\.statistics.maximum) == [.int64(9), nil, .int64(104)])
    }

    @Test("a bloom filter never denies a value that is there, and denies nearly all others")
    func bloom() throws {
        let cells = (0..<20_000).map { Table.Cell?.some(.text("198.18.\($0 / 256).\($0 % 256)")) }
        let numbers = (0..<20_000).map { Table.Cell?.some(.int64(Int64($0) * 7)) }
        let table = Table([
            .init(name: "ip", type: .utf8, cells: cells), .init(name: "asn", type: .int64, cells: numbers),
            .init(name: "port", type: .int32, cells: numbers),
        ])
        let (bytes, summary) = try table.written(options: WriterOptions(bloomColumns: [0, 1, 2]))
        let file = try ParquetFile(bytes: bytes, name: "memory")
        #expect(try file.verify().bloomCount == 3)
        var wrong = 0
        for row in 0..<2000 {
            #expect(try file.mightContain(rowGroup: 0, column: 0, hash: BloomFilter.hash("198.18.\(row / 256).\(row % 256)")))
            #expect(try file.mightContain(rowGroup: 0, column: 1, hash: BloomFilter.hash(Int64(row) * 7)))
            #expect(try file.mightContain(rowGroup: 0, column: 2, hash: BloomFilter.hash(Int32(row) * 7)))
            if try file.mightContain(rowGroup: 0, column: 0, hash: BloomFilter.hash("192.0.2.\(row)")) { wrong += 1 }
        }
        #expect(wrong < 40)
        let path = FileManager.default.temporaryDirectory.appending(path: "bloom-\(UUID().uuidString).parquet").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let place = try #require(summary.rowGroups[0].columns[0].bloom)
        #expect(try BloomFilter.mightContain(path: path, at: place, hash: BloomFilter.hash("198.18.3.4")))
        #expect(try !BloomFilter.mightContain(path: path, at: place, hash: BloomFilter.hash("no address")))
    }

    @Test(
        "the hash is XXH64",
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)])
    func hash(text: String, expected: UInt64) {
        #expect(BloomFilter.hash(text) == expected)
    }

    @Test("a file written to a path is the file written to memory, and an abandoned one is gone")
    func paths() throws {
        let directory = FileManager.default.temporaryDirectory
        let path = directory.appending(path: "paths-\(UUID().uuidString).parquet").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let table = Samples.mixed(rows: 3000)
        let chunks = table.columns.map { CodedColumn($0, rows: 0..<3000) }
        let writer = try ParquetWriter(path: path, schema: table.schema, metadata: [("made by", "a test")])
        try writer.writeRowGroup(rowCount: 3000) { chunks[$0].chunk }
        let summary = try writer.finish(sync: true)
        #expect(try Data(contentsOf: URL(filePath: path)) == Data(table.written().bytes))
        #expect(try ParquetFile.verify(path: path).rowCount == 3000)
        #expect(summary.byteCount == (try ParquetFile(path: path).byteCount))
        let second = try ParquetWriter(path: path, schema: table.schema)
        second.abandon()
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
