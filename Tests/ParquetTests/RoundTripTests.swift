import Parquet
import Testing

@Suite("What is written is read back")
struct RoundTripTests {
    @Test(
        "a table of any height comes back cell by cell",
        arguments: [0, 1, 2, 7, 8, 9, 63, 64, 65, 1000, 16_384, 16_385, 40_000, 131_072])
    func heights(rows: Int) throws {
        let table = Samples.mixed(rows: rows)
        let bytes = try table.written().bytes
        #expect(try Table(ParquetFile(bytes: bytes, name: "memory", verifiesChecksums: true)) == table)
    }

    @Test("every zstd level, and none, gives the same values", arguments: [0, 1, 3, 9] as [Int32])
    func levels(level: Int32) throws {
        let table = Samples.mixed(rows: 5000)
        let bytes = try table.written(options: WriterOptions(zstdLevel: level, pageRows: 512)).bytes
        #expect(try Table(ParquetFile(bytes: bytes, name: "memory", verifiesChecksums: true)) == table)
    }

    @Test("packing every page at two levels gives the same values in no more bytes")
    func twoLevels() throws {
        let table = Samples.mixed(rows: 20_000)
        let levels: [(Int32, Int32?)] = [(1, nil), (6, nil), (1, 6)]
        let sizes = try levels.map { level, other in
            let bytes = try table.written(options: WriterOptions(zstdLevel: level, otherZstdLevel: other)).bytes
            #expect(try Table(ParquetFile(bytes: bytes, name: "memory", verifiesChecksums: true)) == table)
            return bytes.count
        }
        #expect(sizes[2] <= min(sizes[0], sizes[1]))
    }

    @Test("long texts that repeat get pages of their own size instead of a large dictionary")
    func longTexts() throws {
        let table = Samples.mixed(rows: 60_000)
        let file = try ParquetFile(bytes: table.written().bytes, name: "memory")
        let (long, short) = (try #require(file.columnIndex(named: "fingerprint")), try #require(file.columnIndex(named: "source.ip")))
        let vector = ColumnVector()
        #expect(try !file.readDictionary(rowGroup: 0, column: long, into: vector))
        #expect(try file.readDictionary(rowGroup: 0, column: short, into: vector))
        let pages = try file.pages(rowGroup: 0, column: long)
        #expect(pages.count > 30)
        #expect(try file.pages(rowGroup: 0, column: short).count == 4)
        try file.read(rowGroup: 0, column: long, rows: 31_000..<31_001, into: vector)
        #expect(vector.values.count < 2000)
        #expect(vector.cells == Array(table.columns[long].cells[31_000..<31_001]))
    }

    @Test("codes of every width are packed and unpacked", arguments: 1...17)
    func widths(width: Int) throws {
        var dice = Dice(seed: UInt64(width))
        let distinct = 1 << width
        var order = Array(0..<distinct)
        for index in order.indices { order.swapAt(index, dice.below(distinct)) }
        // Twice as many rows as values, so that the column keeps its dictionary.
        let cells = (order + order.reversed()).map { Table.Cell?.some(.int64(Int64($0) * 3)) }
        let table = Table([
            .init(name: "dense", type: .int64, cells: cells),
            .init(name: "sparse", type: .int64, cells: cells).withNulls { $0 % 5 == 0 },
        ])
        let bytes = try table.written(options: WriterOptions(pageRows: 1000), groupRows: .max).bytes
        #expect(try Table(ParquetFile(bytes: bytes, name: "memory")) == table)
    }

    @Test("several row groups follow one another in one writer")
    func groups() throws {
        let table = Samples.mixed(rows: 10_000)
        let (bytes, summary) = try table.written(groupRows: 3000)
        let file = try ParquetFile(bytes: bytes, name: "memory")
        #expect(file.rowGroups.map(\.rowCount) == [3000, 3000, 3000, 1000])
        #expect(file.rowGroups.map(\.firstRow) == [0, 3000, 6000, 9000])
        #expect(summary.rowCount == 10_000)
        #expect(summary.byteCount == bytes.count)
        #expect(try Table(file) == table)
    }

    @Test("a null chunk needs no codes")
    func nullChunk() throws {
        let writer = try ParquetWriter(schema: [ColumnSchema(name: "a", type: .utf8), ColumnSchema(name: "b", type: .double)])
        try writer.writeRowGroup(rowCount: 100_000, columns: [.null, .null])
        let summary = try writer.finish()
        #expect(summary.byteCount < 400)
        #expect(summary.rowGroups[0].columns[0].statistics == ColumnStatistics(nullCount: 100_000))
        let vector = ColumnVector()
        try ParquetFile(bytes: writer.contents, name: "memory").read(rowGroup: 0, column: 1, into: vector)
        #expect(vector.count == 100_000)
        #expect(vector.nullCount == 100_000)
        #expect(vector.codes.allSatisfy { $0 == 0 })
    }

    @Test("entries that no row uses leave no trace")
    func unusedEntries() throws {
        let column = Table.Column(
            name: "a", type: .utf8, cells: [.text("m"), nil, .text("n"), .text("m"), .text("m"), .text("m"), .text("n")])
        let coded = CodedColumn(column, rows: 0..<7, unusedBefore: [.text("a"), .text("z")])
        let writer = try ParquetWriter(schema: [ColumnSchema(name: "a", type: .utf8)])
        try writer.writeRowGroup(rowCount: 7) { _ in coded.chunk }
        let summary = try writer.finish().rowGroups[0].columns[0]
        #expect(summary.distinctCount == 2)
        #expect(summary.statistics.minimum == .bytes(Array("m".utf8)))
        #expect(summary.statistics.maximum == .bytes(Array("n".utf8)))
        let file = try ParquetFile(bytes: writer.contents, name: "memory")
        let vector = ColumnVector()
        #expect(try file.readDictionary(rowGroup: 0, column: 0, into: vector))
        #expect(vector.values.count == 2)
        try file.read(rowGroup: 0, column: 0, into: vector)
        #expect(vector.cells == column.cells)
        #expect(vector.valuesAreDistinct)
    }

    @Test("a column of only different values is stored plainly and says so")
    func plainColumns() throws {
        let table = Samples.mixed(rows: 1000)
        let file = try ParquetFile(bytes: table.written().bytes, name: "memory")
        let vector = ColumnVector()
        let unique = try #require(file.columnIndex(named: "unique.text"))
        #expect(try !file.readDictionary(rowGroup: 0, column: unique, into: vector))
        try file.read(rowGroup: 0, column: unique, into: vector)
        #expect(!vector.valuesAreDistinct)
        #expect(vector.values.count == 1000 - vector.nullCount)
    }

    @Test("a value's code is found in the dictionary, and the empty text is a value like any other")
    func codes() throws {
        let cells: [Table.Cell?] = [.text("a"), nil, .text(""), .text("bb"), .text("a"), .text("a"), .text(""), .text("bb")]
        let file = try ParquetFile(bytes: Table([.init(name: "a", type: .utf8, cells: cells)]).written().bytes, name: "memory")
        let vector = ColumnVector()
        try file.read(rowGroup: 0, column: 0, into: vector)
        func code(_ text: String) -> UInt32? { Array(text.utf8).withUnsafeBytes { vector.code(of: $0) } }
        for row in cells.indices {
            guard let text = vector.string(at: row) else { continue }
            #expect(code(text) == vector.codes[row])
        }
        #expect(code("b") == nil)
        #expect(Array("a".utf8).withUnsafeBytes { vector.code(of: $0, from: 2) } == nil)
    }

    @Test("only the rows asked for are read", arguments: [0..<1, 0..<5000, 700..<701, 999..<1001, 1000..<2000, 4321..<4999, 3..<3])
    func ranges(rows: Range<Int>) throws {
        let table = Samples.mixed(rows: 5000)
        let file = try ParquetFile(bytes: table.written(options: WriterOptions(pageRows: 1000)).bytes, name: "memory")
        let vector = ColumnVector()
        for column in table.columns.indices {
            try file.read(rowGroup: 0, column: column, rows: rows, into: vector)
            #expect(vector.cells == Array(table.columns[column].cells[rows]), "\(table.columns[column].name)")
        }
    }

    @Test("metadata and schema come back as they were given")
    func metadata() throws {
        let table = Samples.mixed(rows: 3)
        let file = try ParquetFile(bytes: table.written().bytes, name: "memory")
        #expect(file.schema == table.schema)
        #expect(file.metadata.map(\.key) == ["made by"])
        #expect(file.metadata.map(\.value) == ["a test"])
        #expect(file.createdBy == "keshik")
    }
}
