import Events
import Foundation
import GRDB
import Testing

@testable import EventStore

@Suite("Taking in batches")
struct IngestTests {
    let folder: ScratchFolder
    let store: EmbeddedStore

    init() throws {
        folder = try ScratchFolder()
        store = try folder.store()
    }

    private let morning = [
        openDoor("192.0.2.10", at: monday + oneHour), openDoor("192.0.2.9", at: monday + 2 * oneHour, owner: "bank"),
        openDoor("198.51.100.7", port: 2323, at: monday + oneHour, asn: 64_501),
    ]

    @Test("events come back from their segment sorted by the text of the address")
    func roundTrip() throws {
        #expect(try store.take(morning, piece: 1) == .stored)
        let segment = try #require(try store.segments().first)
        #expect(segment.rowCount == 3)
        #expect(segment.address == "192.0.2.10"..."198.51.100.7")
        #expect(segment.time == monday + oneHour...monday + 2 * oneHour)
        #expect(segment.path.hasPrefix("events/2026-03/example_scan-"))
        let events = try store.read(segment)
        #expect((0..<3).map { events.event(at: $0)[.sourceIP] } == [.text("192.0.2.10"), .text("192.0.2.9"), .text("198.51.100.7")])
        #expect(events.event(at: 1) == morning[1])
    }

    @Test("a piece that is handed in twice counts once")
    func exactlyOnce() throws {
        try store.take(morning, piece: 1)
        let findings = try store.allFindings()
        #expect(try store.take(morning, piece: 1) == .alreadyKnown)
        #expect(try store.segments().count == 1)
        #expect(try store.storedFiles().count == 2)
        #expect(try store.allFindings() == findings)
        #expect(try store.totals(by: .feed) == ["example/scan": 3])
    }

    @Test("the ledger tells which pieces follow a piece")
    func children() throws {
        try store.take(morning, piece: 1)
        let tail = Piece(id: .numbered(3), parent: .numbered(1), length: 7, isTail: true, source: "report.csv")
        _ = try store.commit(store.seal(batch([]), feed: .daily()), as: tail, rejections: [])
        #expect(try store.children(of: .root) == [KnownPiece(length: 100, id: .numbered(1), isTail: false)])
        #expect(try store.children(of: .numbered(1)) == [KnownPiece(length: 7, id: .numbered(3), isTail: true)])
        #expect(try store.children(of: .numbered(3)).isEmpty)
    }

    @Test("a batch without rows leaves no files, but its piece is known")
    func emptyBatch() throws {
        #expect(try store.take([], piece: 5) == .stored)
        #expect(try store.storedFiles().isEmpty)
        #expect(try store.take([], piece: 5) == .alreadyKnown)
    }

    @Test("events are counted by type, AS number, country, owner and feed")
    func rollups() throws {
        try store.take(morning, piece: 1)
        #expect(try store.totals(by: .type) == ["vulnerable-system": 3])
        #expect(try store.totals(by: .asn) == ["64500": 2, "64501": 1])
        #expect(try store.totals(by: .country) == ["AZ": 3])
        #expect(try store.totals(by: .owner) == ["": 2, "bank": 1])
        let hours = try store.counts(by: .feed, hours: monday / oneHour..<monday / oneHour + 24, span: .hour)
        #expect(
            hours == [
                RollupCount(start: monday + oneHour, value: "example/scan", count: 2),
                RollupCount(start: monday + 2 * oneHour, value: "example/scan", count: 1),
            ])
    }

    @Test("counts are the same before and after they are folded into their tables")
    func foldedCounts() throws {
        let pieces = PendingCounts.foldedAt + 3
        for piece in 0..<pieces { try store.take(morning, piece: piece) }
        #expect(try store.totals(by: .owner) == ["": Int64(2 * pieces), "bank": Int64(pieces)])
        #expect(try store.totals(by: .asn) == ["64500": Int64(2 * pieces), "64501": Int64(pieces)])
        let hours = try store.counts(by: .type, hours: monday / oneHour + 1..<monday / oneHour + 2, span: .hour)
        #expect(hours == [RollupCount(start: monday + oneHour, value: "vulnerable-system", count: Int64(2 * pieces))])
        let days = try store.counts(by: .type, hours: monday / oneHour..<monday / oneHour + 24, span: .day)
        #expect(days == [RollupCount(start: monday, value: "vulnerable-system", count: Int64(3 * pieces))])
        let waiting = try store.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM rollup_pending") }
        #expect(waiting == 3)
        #expect(try store.verify().problems == [])
    }

    @Test("hours before 1970 belong to the day they are in")
    func beforeTheEpoch() throws {
        try store.take([openDoor("192.0.2.1", at: -oneHour), openDoor("192.0.2.1", at: oneHour)], piece: 1)
        let days = try store.counts(by: .feed, hours: -48..<48, span: .day)
        #expect(days.map(\.start) == [-oneDay, 0])
    }

    @Test("without the ingest lock nothing is taken in")
    func lockNeeded() throws {
        store.unlockIngest()
        #expect(throws: StoreError.notLocked(operation: "ingest")) { try store.take(morning, piece: 1) }
    }

    @Test("a store that is not there cannot be read")
    func missing() throws {
        #expect(throws: StoreError.missing(path: "/nowhere/store")) { try EmbeddedStore.open(at: "/nowhere/store", readOnly: true) }
    }

    @Test("a store opened for reading sees what an ingest commits, and cannot write")
    func readOnly() throws {
        let reader = try EmbeddedStore.open(at: store.path, readOnly: true)
        try store.take(morning, piece: 1)
        #expect(try reader.allFindings().count == 3)
        #expect(throws: StoreError.readOnly(operation: "ingest")) { try reader.lockForIngest() }
    }
}
