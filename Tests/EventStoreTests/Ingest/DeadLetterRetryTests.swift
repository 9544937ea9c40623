import EventStore
import Events
import Foundation
import Testing
import Vocabulary

@Suite("Dead letters")
struct DeadLetterRetryTests {
    /// A definition of the centre's own whose rule for the port is as the test wants it.
    private func definitionFile(_ port: String) -> String {
        """
        provider: Own
        feeds:
          - code: doors
            name: Doors
            detect: {file: ["*-doors.csv"]}
            format: csv
            constants: {classification.type: vulnerable-system}
            given: {day: {in-name: "([0-9-]{10})-doors"}}
            columns:
              ip: source.ip | address !
              port: "\(port)"
              day: time.source | timestamp
        """
    }

    @Test("a row that the definition can read by now becomes an event, once, with what the file's head and name say")
    func retry() async throws {
        let folder = NSTemporaryDirectory() + "keshik-retry-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/feeds", withIntermediateDirectories: true)
        let file = folder + "/2026-03-01-doors.csv"
        try Data("ip,port\n192.0.2.1,23\n192.0.2.2,telnet\n".utf8).write(to: URL(fileURLWithPath: file))
        func write(_ rule: String) throws {
            try Data(definitionFile(rule).utf8).write(to: URL(fileURLWithPath: folder + "/feeds/own.yaml"))
        }
        let now: @Sendable () -> Instant = { Instant(microseconds: 1_772_409_600_000_000) }

        let store = try EmbeddedStore.open(at: folder + "/store")
        try store.lockForIngest()
        defer { try? store.close() }
        try write("source.port | integer !")
        let strict = FeedRegistry(shipped: folder + "/feeds")
        let ingest = Ingest(store: store, registry: strict, options: .init(), now: now)
        let source = IngestSource(name: file) { try ByteSource.members(of: file) }
        let summary = try await ingest.run([source], progress: IngestProgress())
        #expect(summary.failures.isEmpty)
        #expect(summary.total.events == 1)
        #expect(summary.total.rejected == 1)

        try write("source.port | map(telnet = 23)")
        let mended = FeedRegistry(shipped: folder + "/feeds")
        let retry = DeadLetterRetry(store: store, registry: mended, enrichment: { nil }, now: now)
        #expect(try retry.run() == DeadLetterRetry.Outcome(events: 1, remaining: 0))
        #expect(try retry.run() == DeadLetterRetry.Outcome(events: 0, remaining: 0))
        let events = try store.segments(SegmentSelection()).flatMap { segment in
            let batch = try store.read(segment)
            return (0..<batch.rowCount).map { batch.event(at: $0) }
        }
        let event = try #require(events.first { $0[.sourceIP] == .text("192.0.2.2") })
        #expect(event[.sourcePort] == .integer(23))
        #expect(event[.timeSource] == .time(1_772_323_200_000_000))
    }
}
