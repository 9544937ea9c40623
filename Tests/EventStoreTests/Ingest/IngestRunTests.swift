import EventStore
import Events
import Foundation
import Testing
import Vocabulary

/// A data folder for a test, and files to take in.
private final class Workplace: Sendable {
    let folder: String
    let store: EmbeddedStore

    init() throws {
        folder = NSTemporaryDirectory() + "keshik-ingest-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try EmbeddedStore.open(at: folder + "/store")
        try store.lockForIngest()
    }

    deinit {
        try? store.close()
        try? FileManager.default.removeItem(atPath: folder)
    }

    func write(_ name: String, _ text: String) throws -> IngestSource {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return IngestSource(name: name, byteCount: Int64(text.utf8.count)) { try ByteSource.members(of: path) }
    }

    func ingest(
        _ sources: [IngestSource], format: FormatSpecification = .separated(.init()), workers: Int = 2, pieceBytes: Int = 4096,
        progress: IngestProgress = IngestProgress()
    ) async throws -> IngestSummary {
        var options = Ingest<EmbeddedStore>.Options(feed: Self.feed(format), workers: workers, pieceBytes: pieceBytes)
        options.enrichment = { nil }
        let ingest = Ingest(store: store, registry: FeedRegistry(), options: options) { Instant(microseconds: 1_772_323_200_000_000) }
        return try await ingest.run(sources, progress: progress)
    }

    /// A list without times, as block lists are.
    static let list = FeedDefinition(
        code: "test/list", provider: "Test", name: "List", format: .lines(.init(patterns: ["{ip}"])),
        constants: [(.idf(.classificationType), .text("blacklist"))],
        rules: [ColumnRule(source: .column("ip"), target: .idf(.sourceIP), transforms: [.address], isRequired: true)])

    func ingest(_ sources: [IngestSource], as feed: FeedDefinition) async throws -> IngestSummary {
        let options = Ingest<EmbeddedStore>.Options(feed: feed)
        let ingest = Ingest(store: store, registry: FeedRegistry(), options: options) { Instant(microseconds: 1_772_323_200_000_000) }
        return try await ingest.run(sources, progress: IngestProgress())
    }

    static func feed(_ format: FormatSpecification) -> FeedDefinition {
        FeedDefinition(
            code: "test/scan", provider: "Test", name: "Scan", format: format,
            constants: [(.idf(.classificationType), .text("vulnerable-system"))],
            rules: [
                ColumnRule(source: .column("when"), target: .idf(.timeSource), transforms: [.timestamp(format: nil)]),
                ColumnRule(source: .column("ip"), target: .idf(.sourceIP), transforms: [.address], isRequired: true),
                ColumnRule(source: .column("port"), target: .idf(.sourcePort)),
            ])
    }

    /// Events by address and port, findings, dead letters: what must not depend on how the bytes came in.
    func totals() throws -> Totals {
        let segments = try store.segments(SegmentSelection())
        return Totals(
            events: segments.reduce(0) { $0 + $1.rowCount }, findings: try store.distinctFindingCount(),
            deadLetters: try store.deadLetterCounts().reduce(0) { $0 + $1.kept },
            byType: try store.counts(by: .type, hours: 0..<10_000_000, span: .day).map { "\($0.start) \($0.value) \($0.count)" })
    }

    struct Totals: Equatable {
        var events: Int
        var findings: Int
        var deadLetters: Int64
        var byType: [String]
    }
}

private func rows(_ range: Range<Int>, breaking: Int = 0) -> String {
    range.map { row in
        if breaking > 0, row % breaking == 0 { return "2026-03-01 00:00:00,not an address,23\n" }
        return "2026-03-01 0\(row % 10):00:00,198.18.\(row / 250 % 250).\(row % 250),\(20 + row % 5)\n"
    }.joined()
}

private let header = "when,ip,port\n"

@Suite("Taking files in")
struct IngestRunTests {
    @Test("the same file twice changes nothing, whatever its name")
    func twice() async throws {
        let place = try Workplace()
        let text = header + rows(0..<1000, breaking: 100)
        let first = try await place.ingest([try place.write("one.csv", text)])
        let totals = try place.totals()
        #expect(first.total.rows == 1000)
        #expect(first.total.events == 990)
        #expect(totals.deadLetters == 10)
        let second = try await place.ingest([try place.write("two.csv", text)])
        #expect(second.total.rows == 0)
        #expect(second.total.knownBytes == Int64(text.utf8.count - header.utf8.count))
        #expect(try place.totals() == totals)
    }

    @Test("a list without times that did not change overnight is seen again under its new name, and not under the same")
    func unchangedList() async throws {
        let place = try Workplace()
        let first = try await place.ingest([try place.write("2026-03-01-list.txt", "192.0.2.1\n192.0.2.2\n")], as: Workplace.list)
        let same = try await place.ingest([try place.write("2026-03-01-list.txt", "192.0.2.1\n192.0.2.2\n")], as: Workplace.list)
        let next = try await place.ingest([try place.write("2026-03-02-list.txt", "192.0.2.1\n192.0.2.2\n")], as: Workplace.list)
        #expect([first, same, next].map(\.total.events) == [2, 0, 2])
        #expect(try place.totals().findings == 2)
    }

    @Test("totals do not depend on the size of pieces or the number of workers", arguments: [(1, 1024), (2, 4096), (3, 1 << 20)])
    func pieces(workers: Int, pieceBytes: Int) async throws {
        let text = header + rows(0..<3000, breaking: 70)
        let whole = try Workplace()
        _ = try await whole.ingest([try whole.write("a.csv", text)], workers: 1, pieceBytes: 16 << 20)
        let cut = try Workplace()
        _ = try await cut.ingest([try cut.write("a.csv", text)], workers: workers, pieceBytes: pieceBytes)
        #expect(try cut.totals() == (try whole.totals()))
    }

    @Test("a log that grew gives only its new lines")
    func growingLog() async throws {
        let place = try Workplace()
        _ = try await place.ingest([try place.write("log.csv", header + rows(0..<500))])
        let more = try await place.ingest([try place.write("log.csv", header + rows(0..<800))])
        #expect(more.total.events == 300)
        #expect(try place.totals().events == 800)
    }

    @Test("a last line without its end is read, and read again when it is whole")
    func unterminatedLine() async throws {
        let place = try Workplace()
        let cut = "2026-03-01 00:00:00,198.18.77.7,4"
        let first = try await place.ingest([try place.write("log.csv", header + rows(0..<10) + cut)])
        #expect(first.total.events == 11)
        let again = try await place.ingest([try place.write("log.csv", header + rows(0..<10) + cut)])
        #expect(again.total.events == 0)
        let whole = try await place.ingest([try place.write("log.csv", header + rows(0..<10) + cut + "43\n")])
        #expect(whole.total.events == 1)
    }

    @Test("an ingest that was stopped goes on where it was")
    func stopAndGoOn() async throws {
        let text = header + rows(0..<5000)
        let undisturbed = try Workplace()
        _ = try await undisturbed.ingest([try undisturbed.write("a.csv", text)])
        let place = try Workplace()
        let progress = IngestProgress()
        let stopped = Task { try await place.ingest([try place.write("a.csv", text)], workers: 1, pieceBytes: 1024, progress: progress) }
        while progress.snapshot.rows == 0 { await Task.yield() }
        progress.requestStop()
        let first = try await stopped.value
        let second = try await place.ingest([try place.write("a.csv", text)])
        #expect(first.total.events + second.total.events == 5000)
        #expect(try place.totals() == (try undisturbed.totals()))
    }

    @Test("rows that are the same within a file are all counted")
    func repeatedRows() async throws {
        let place = try Workplace()
        let row = "2026-03-01 00:00:00,198.18.0.1,23\n"
        let summary = try await place.ingest([try place.write("a.csv", header + String(repeating: row, count: 600))], pieceBytes: 1024)
        #expect(summary.total.events == 600)
        #expect(try place.totals().findings == 1)
    }

    @Test("a dead letter knows its file, its line and its whole row")
    func deadLetters() async throws {
        let place = try Workplace()
        _ = try await place.ingest([try place.write("a.csv", header + rows(1..<100) + "x,y\n" + rows(100..<200))], pieceBytes: 1024)
        let letter = try #require(try place.store.deadLetters().first)
        #expect(letter.source.hasSuffix("/a.csv"))
        #expect(letter.rejection.line == 101)
        #expect(String(decoding: letter.rejection.raw, as: UTF8.self) == "x,y")
        #expect(letter.rejection.reason == "the row has 2 cells where the header names 3")
    }

    @Test("a file that cannot be read is named, and the next is taken in")
    func unreadable() async throws {
        let place = try Workplace()
        let path = place.folder + "/missing.csv"
        let missing = IngestSource(name: "missing.csv") { try ByteSource.members(of: path) }
        let summary = try await place.ingest([missing, try place.write("a.csv", header + rows(0..<5))])
        #expect(summary.failures.map(\.source) == ["missing.csv"])
        #expect(summary.total.events == 5)
    }

    @Test("a mail that carries a report as an attached file is read as that file")
    func reportByMail() async throws {
        let place = try Workplace()
        let report = "timestamp,ip,port\n2026-03-01 00:00:00,192.0.2.1,23\n"
        let mail = """
            From: reports@provider.example
            To: team@cert.example
            Subject: Your report
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            See the attached file.
            --b
            Content-Type: text/csv; name="2026-03-01-own_report-country.csv"
            Content-Disposition: attachment; filename="2026-03-01-own_report-country.csv"
            Content-Transfer-Encoding: base64

            \(Data(report.utf8).base64EncodedString())
            --b--

            """
        let feeds = place.folder + "/feeds"
        try FileManager.default.createDirectory(atPath: feeds, withIntermediateDirectories: true)
        let definition = """
            provider: Own
            feeds:
              - code: report
                name: Report
                detect: {file: ["*-own_report-*"]}
                format: csv
                constants: {classification.type: vulnerable-system}
                columns: {timestamp: time.source | timestamp !, ip: source.ip | address !, port: source.port}
            """
        try Data(definition.utf8).write(to: URL(fileURLWithPath: feeds + "/own.yaml"))
        let ingest = Ingest(store: place.store, registry: FeedRegistry(shipped: feeds), options: .init()) {
            Instant(microseconds: 1_772_323_200_000_000)
        }
        let summary = try await ingest.run([try place.write("message.eml", mail)], progress: IngestProgress())
        #expect(summary.failures.isEmpty)
        #expect(summary.feeds["own/report"]?.events == 1)
    }

    @Test("a rehearsal says what a file would give and stores nothing")
    func rehearsal() async throws {
        let place = try Workplace()
        let source = try place.write("a.csv", header + rows(0..<50, breaking: 10))
        let options = Ingest<EmbeddedStore>.Options(feed: Workplace.feed(.separated(.init())))
        let ingest = Ingest(store: place.store, registry: FeedRegistry(), options: options) { Instant(microseconds: 0) }
        let summary = try await ingest.rehearse([source], progress: IngestProgress())
        #expect(summary.total.events == 45)
        #expect(summary.total.rejected == 5)
        #expect(try place.totals().events == 0)
    }
}
