import Events
import Parquet
import Testing
import Vocabulary

@testable import EventStore

@Suite("Writing results")
struct ResultWriterTests {
    private static func batch() -> EventBatch {
        let batch = EventBatch()
        batch.append(
            Event([
                (.idf(.timeSource), .time(1_532_570_836_000_000)), (.idf(.sourceIP), .text("192.0.2.7")), (.idf(.sourcePort), .integer(23)),
                (.idf(.classificationType), .text("scanner")), (.extra("tag"), .text("a,\"b\"\nc\u{1}\t\\ə")),
                (.idf(.feedAccuracy), .real(100)),
                (.extra("list"), .json("[1,\n \"x\"]")), (.idf(.output), .json(#"{"a": 1}"#)), (.idf(.sourceTorNode), .boolean(true)),
            ]))
        batch.append(Event([(.idf(.timeSource), .time(1_532_570_836_123_456)), (.idf(.sourceIP), .text("2001:db8::1"))]))
        batch.append(Event([(.extra("tag"), .text("plain"))]))
        return batch
    }

    private static func write(_ format: ResultFormat, _ batch: EventBatch, width: Int? = nil) throws -> String {
        let output = ByteOutput()
        let columns = batch.columns.map { (key: $0.key, kind: $0.kind) }.sorted { $0.key.name < $1.key.name }
        let writer = try ResultWriter(format, to: output, width: width).beginEvents(columns, isSelected: false)
        try writer.write(batch)
        try writer.finish()
        return String(decoding: output.bytes, as: UTF8.self)
    }

    @Test("events are written as IntelMQ writes them: flat keys in order, UTC times, JSON below extra as it is and output as text")
    func lines() throws {
        let expected = #"""
            {"classification.type": "scanner", "extra.list": [1,  "x"], "extra.tag": "a,\"b\"\nc\u0001\t\\ə", "feed.accuracy": 100.0, "output": "{\"a\": 1}", "source.ip": "192.0.2.7", "source.port": 23, "source.tor_node": true, "time.source": "2018-07-26T02:07:16+00:00"}
            {"source.ip": "2001:db8::1", "time.source": "2018-07-26T02:07:16.123456+00:00"}
            {"extra.tag": "plain"}

            """#
        #expect(try Self.write(.jsonl, Self.batch()) == expected)
    }

    @Test("bytes that are not UTF-8 are replaced, not passed on")
    func repaired() {
        let batch = EventBatch(rowCount: 1)
        let column = batch.column(.extra("raw"), kind: .text)
        column.codes[0] = ([0x61, 0xFF, 0x62] as [UInt8]).withUnsafeBytes { column.values.code(text: $0) }
        var bytes: [UInt8] = []
        IDFJSON(batch).append(rows: 0..<1, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "{\"extra.raw\": \"a\u{FFFD}b\"}\n")
    }

    @Test("in comma separated values a text that a spreadsheet would run is disarmed, and numbers stay numbers")
    func disarmed() throws {
        let batch = EventBatch()
        for text in ["=cmd|' /C calc'!A0", "-2+3", "-12.5", "@SUM(A1),1", "\tx", "plain"] {
            batch.append(Event([(.extra("tag"), .text(text)), (.idf(.feedAccuracy), .real(-1.5))]))
        }
        #expect(
            try Self.write(.csv, batch)
                == "extra.tag,feed.accuracy\r\n'=cmd|' /C calc'!A0,-1.5\r\n'-2+3,-1.5\r\n-12.5,-1.5\r\n\"'@SUM(A1),1\",-1.5\r\n'\tx,-1.5\r\nplain,-1.5\r\n"
        )
    }

    @Test("an array of events is one JSON document, also when it is empty")
    func array() throws {
        let text = try Self.write(.json, Self.batch())
        #expect(text.hasPrefix("[\n{\"classification.type\"") && text.hasSuffix("{\"extra.tag\": \"plain\"}\n]\n"))
        #expect(try Self.write(.json, EventBatch()) == "[\n]\n")
    }

    @Test("cells with commas, quotation marks and line ends are quoted in CSV")
    func csv() throws {
        let lines = try Self.write(.csv, Self.batch()).split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(
            lines[0] == "classification.type,extra.list,extra.tag,feed.accuracy,output,source.ip,source.port,source.tor_node,time.source")
        let first =
            "scanner,\"[1,\n \"\"x\"\"]\",\"a,\"\"b\"\"\nc\u{1}\t\\ə\",100.0,\"{\"\"a\"\": 1}\",192.0.2.7,23,true,2018-07-26T02:07:16+00:00"
        #expect(lines[1] == first)
        #expect(lines[2] == ",,,,,2001:db8::1,,,2018-07-26T02:07:16.123456+00:00")
        #expect(lines[3] == ",,plain,,,,,,")
        #expect(lines.count == 5 && lines[4].isEmpty)
    }

    @Test("a table lines up numbers to the right and shows what matters most")
    func table() throws {
        #expect(
            try Self.write(.table, Self.batch()) == """
                time                        type     ip           port
                ──────────────────────────  ───────  ───────────  ────
                2018-07-26 02:07:16         scanner  192.0.2.7      23
                2018-07-26 02:07:16.123456           2001:db8::1


                """)
    }

    @Test("a table counts wide characters as shown, cuts what does not fit and disarms what commands a terminal")
    func narrowTable() throws {
        let output = ByteOutput()
        let rows = [["例え株式会社とても長い名前", "7"], ["a\u{1B}[31mred\u{202E}", "12345"], ["e\u{301}", "1"]]
        try TableText([("owner", false), ("count", true)], width: 20).write(rows, to: output)
        let lines = String(decoding: output.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "owner          count", "─────────────  ─────", "例え株式会社…      7", "a\u{FFFD}[31mred\u{FFFD}     12345",
                "e\u{301}                  1",
            ])
        for line in lines { #expect(DisplayWidth.of(line) <= 20) }
    }

    private static let groups = GroupTable(
        columns: [
            .init(item: .period(.day, of: QueryVocabulary.events.time), kind: .time),
            .init(item: .field(QueryVocabulary.events.field(of: .idf(.sourceASN))), kind: .integer), .init(item: .count, kind: .integer),
            .init(item: .last(QueryVocabulary.events.time), kind: .time),
        ],
        rows: [
            [.time(1_772_323_200_000_000), .integer(64_500), .integer(3), .time(1_772_330_000_000_000)], [nil, nil, .integer(1), nil],
        ], groupCount: 2)

    @Test("groups have a form for people and one for programs")
    func groupForms() throws {
        func write(_ format: ResultFormat) throws -> String {
            let output = ByteOutput()
            try ResultWriter(format, to: output).write(Self.groups)
            return String(decoding: output.bytes, as: UTF8.self)
        }
        #expect(
            try write(.json)
                == "[\n{\"day\": \"2026-03-01\", \"asn\": 64500, \"count\": 3, \"last\": \"2026-03-01T01:53:20+00:00\"},\n{\"day\": null, \"asn\": null, \"count\": 1, \"last\": null}\n]\n"
        )
        #expect(try write(.csv) == "day,asn,count,last\r\n2026-03-01,64500,3,2026-03-01T01:53:20+00:00\r\n,,1,\r\n")
        #expect(try write(.jsonl).split(separator: "\n").count == 2)
        #expect(try write(.table).hasPrefix("day           asn  count  last\n"))
    }

    @Test(
        "periods are written by their date",
        arguments: [(TimeUnit.hour, "2026-03-17T14:00"), (.day, "2026-03-17"), (.week, "2026-03-16"), (.month, "2026-03")])
    func periods(unit: TimeUnit, text: String) {
        #expect(unit.text(unit.start(of: noon)) == text)
    }

    @Test("a Parquet result holds the same events")
    func parquet() throws {
        let batch = Self.batch()
        let output = ByteOutput()
        let columns = batch.columns.map { (key: $0.key, kind: $0.kind) }
        let writer = try ResultWriter(.parquet, to: output).beginEvents(columns, isSelected: false)
        try writer.write(batch)
        try writer.write(batch)
        try writer.finish()
        let file = try ParquetFile(bytes: output.bytes, name: "memory")
        #expect(file.rowCount == 6)
        let column = try #require(file.columnIndex(named: "source.ip"))
        let vector = ColumnVector()
        try file.read(rowGroup: 0, column: column, into: vector)
        #expect((0..<6).map { vector.string(at: $0) } == ["192.0.2.7", "2001:db8::1", nil, "192.0.2.7", "2001:db8::1", nil])
    }

    @Test("groups as Parquet keep their types")
    func parquetGroups() throws {
        let output = ByteOutput()
        try ResultWriter(.parquet, to: output).write(Self.groups)
        let file = try ParquetFile(bytes: output.bytes, name: "memory")
        #expect(file.schema.map(\.name) == ["day", "asn", "count", "last"])
        #expect(file.schema.map(\.type) == [.timestampMicros, .int64, .int64, .timestampMicros])
        let vector = ColumnVector()
        try file.read(rowGroup: 0, column: 1, into: vector)
        #expect(vector.int64(at: 0) == 64_500 && vector.int64(at: 1) == nil)
    }
}
