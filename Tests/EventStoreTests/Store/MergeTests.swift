import Events
import Foundation
import Testing
import Vocabulary

@testable import EventStore

/// A generator with a seed, so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

@Suite("Totals do not depend on the order of ingest")
struct MergeTests {
    /// Events of two feeds with everything that could depend on order: equal times with different attributes, gaps of all lengths, several
    /// types.
    private static func events(_ generator: inout SeededGenerator) -> [(feed: FeedContext, event: Event)] {
        let feeds = [
            FeedContext.daily("example/daily"),
            FeedContext(code: "example/weekly", name: "", intervalSeconds: 604_800, tlp: nil, receivedAt: monday),
            FeedContext(code: "example/hourly", name: "", intervalSeconds: 3600, tlp: .green, receivedAt: monday),
        ]
        return (0..<400).map { _ in
            let time =
                monday + Int64.random(in: 0..<40, using: &generator) * oneDay + Int64.random(in: 0..<4, using: &generator) * 6 * oneHour
            var event = openDoor(
                "192.0.2.\(Int.random(in: 1...25, using: &generator))", port: [23, 2323].randomElement(using: &generator) ?? 23, at: time,
                owner: ["bank", "ministry", nil].randomElement(using: &generator) ?? nil,
                asn: Int64.random(in: 64_500...64_502, using: &generator))
            event[.severity] = .text(["low", "high"].randomElement(using: &generator) ?? "low")
            if Bool.random(using: &generator) { event[.sourceFQDN] = .text("h\(Int.random(in: 0...2, using: &generator)).example.com") }
            if Int.random(in: 0..<5, using: &generator) == 0 { event[.classificationType] = .text("infected-system") }
            return (feeds.randomElement(using: &generator) ?? feeds[0], event)
        }
    }

    /// Takes the events in, cut into batches at random, in random order, compacting now and then.
    private static func store(
        _ events: [(feed: FeedContext, event: Event)], in folder: ScratchFolder, _ generator: inout SeededGenerator
    ) throws -> EmbeddedStore {
        let store = try folder.store()
        var rest = events.shuffled(using: &generator)
        var piece = 0
        while !rest.isEmpty {
            let taken = rest.prefix(Int.random(in: 1...60, using: &generator))
            rest.removeFirst(taken.count)
            for (feed, members) in Dictionary(grouping: taken, by: \.feed) {
                piece += 1
                try store.take(members.map(\.event), feed: feed, piece: piece)
            }
            if Int.random(in: 0..<6, using: &generator) == 0 { try store.compactIfNeeded() }
        }
        if Bool.random(using: &generator) { try store.compact() }
        return store
    }

    @Test("however the same events are cut and ordered, findings and counts are the same", arguments: [1, 2, 3] as [UInt64])
    func anyOrder(_ seed: UInt64) throws {
        var generator = SeededGenerator(state: seed)
        let events = Self.events(&generator)
        let folders = try (0..<4).map { _ in try ScratchFolder() }
        defer { withExtendedLifetime(folders) {} }
        let stores = try folders.map { try Self.store(events, in: $0, &generator) }
        let findings = try stores[0].allFindings()
        #expect(findings.count > 50)
        #expect(findings.contains { $0.episodes.count > 1 })
        #expect(findings.reduce(0) { $0 + $1.count } == 400)
        for store in stores.dropFirst() {
            #expect(try store.allFindings() == findings)
            #expect(try store.distinctFindingCount() == findings.count)
            #expect(try store.findingTotals(now: monday + 40 * oneDay) == stores[0].findingTotals(now: monday + 40 * oneDay))
            #expect(try store.allEvents() == stores[0].allEvents())
            for dimension in RollupDimension.allCases {
                let hours = monday / oneHour..<monday / oneHour + 1000
                #expect(
                    try store.counts(by: dimension, hours: hours, span: .hour) == stores[0].counts(by: dimension, hours: hours, span: .hour)
                )
            }
        }
        for store in stores { #expect(try store.verify().problems == []) }
    }

    @Test("merging everything into one run leaves a file that is the same byte for byte")
    func oneRun() throws {
        var generator = SeededGenerator(state: 9)
        let events = Self.events(&generator).map { (feed: FeedContext.daily(), event: $0.event) }
        let folders = try (0..<2).map { _ in try ScratchFolder() }
        defer { withExtendedLifetime(folders) {} }
        let runs = try folders.map { folder in
            let store = try Self.store(events, in: folder, &generator)
            try store.compact()
            let files = try store.storedFiles().filter { $0.hasSuffix(".run") }
            try #require(files.count == 1)
            return try Data(contentsOf: URL(fileURLWithPath: store.path + "/" + files[0]))
        }
        #expect(runs[0] == runs[1])
    }

    @Test("eight small segments of a feed and month become one that keeps every field of every event")
    func segments() throws {
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try folder.store()
        for number in 0..<8 {
            var event = openDoor("192.0.2.\(number)", at: monday + Int64(number) * oneHour)
            event[.extra("n\(number % 3)")] = .integer(Int64(number))
            event[.extra("ratio")] = .real(Double(number) / 2)
            event[.extra("tags")] = .json("[\(number)]")
            event[.sourceTorNode] = .boolean(number % 2 == 0)
            event[.destinationIP] = .text("2001:db8::\(number)")
            event[.sourceNetwork] = .text("192.0.2.0/24")
            event[.sourceAllocated] = .time(monday - oneDay)
            try store.take([event, openDoor("198.51.100.\(number)", at: monday)], piece: number)
        }
        try store.take([openDoor("192.0.2.1", at: monday)], feed: .daily("example/scan", tlp: .red), piece: 100)
        let before = try store.allEvents()
        let report = try store.compactIfNeeded()
        #expect(report.segmentsMerged == 8)
        #expect(report.segmentsWritten == 1)
        #expect(try store.segments().map(\.rowCount).sorted() == [1, 16])
        #expect(try store.allEvents() == before)
        #expect(try store.storedFiles().count { $0.hasSuffix(".parquet") } == 2)
        #expect(try store.verify().problems == [])
        #expect(try store.compactIfNeeded() == CompactionReport())
    }

    @Test("what is left of a month is merged when the feed has long gone on")
    func closedMonth() throws {
        try ScratchFolder.withStore { store in
            for piece in 0..<3 { try store.take([openDoor("192.0.2.1", at: monday + Int64(piece) * oneHour)], piece: piece) }
            for piece in 3..<70 {
                try store.take([openDoor("192.0.2.1", at: monday + 40 * oneDay)], piece: piece)
                try store.compactIfNeeded()
            }
            let march = try store.segments().filter { $0.path.hasPrefix("events/2026-03/") }
            #expect(march.map(\.rowCount) == [3])
            #expect(try store.segments().count < 20)
            #expect(try store.verify().problems == [])
        }
    }

    @Test("segments in which a column is of different types are not merged")
    func types() throws {
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try folder.store()
        for number in 0..<8 {
            var event = openDoor("192.0.2.\(number)", at: monday)
            event[.extra("port")] = number == 3 ? .text("many") : .integer(Int64(number))
            try store.take([event], piece: number)
        }
        let before = try store.allEvents()
        try store.compact()
        #expect(try store.segments().map(\.rowCount).sorted() == [1, 7])
        #expect(try store.allEvents() == before)
    }

    @Test("a batch of more rows than a row group holds comes back whole, its findings folded")
    func severalRowGroups() throws {
        let rows = SegmentWriter.rowGroupRows + 1000
        let batch = Self.spam(rows)
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try folder.store()
        _ = try store.commit(store.seal(batch, feed: .daily()), as: .numbered(1), rejections: [])
        let segment = try #require(try store.segments().first)
        let back = try store.read(segment)
        #expect(back.rowCount == rows)
        #expect(Self.isSortedByAddress(back))
        #expect(try store.distinctFindingCount() == 50_000)
        #expect(Set(segment.blooms.map(\.rowGroup)) == [0, 1])
        #expect(try store.verify().problems == [])
    }

    @Test("days of a feed become one segment of several row groups, in which the rows of an address lie side by side")
    func severalDays() throws {
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try folder.store()
        let rows = SegmentWriter.rowGroupRows - 1000
        for day in 0..<2 {
            let batch = Self.spam(rows, from: monday + Int64(day) * oneDay)
            // A column that one day lacks.
            if day == 1 { batch.setConstant(.malwareName, .text("example")) }
            _ = try store.commit(store.seal(batch, feed: .daily()), as: .numbered(day), rejections: [])
        }
        let report = try store.compact()
        #expect(report.segmentsMerged == 2)
        let segment = try #require(try store.segments().first)
        #expect(segment.rowCount == 2 * rows)
        #expect(Set(segment.blooms.map(\.rowGroup)) == [0, 1])
        let back = try store.read(segment)
        #expect(Self.isSortedByAddress(back))
        #expect(back[.malwareName]?.codes.count { $0 != 0 } == rows)
        #expect(try store.distinctFindingCount() == 50_000)
        #expect(try store.verify().problems == [])
        #expect(try store.compact() == CompactionReport())
    }

    /// Spam of 50,000 addresses.
    private static func spam(_ rows: Int, from start: Int64 = monday) -> EventBatch {
        let batch = EventBatch(rowCount: rows)
        let address = EventColumn(key: .idf(.sourceIP), kind: .address)
        let time = EventColumn(key: .idf(.timeSource), kind: .time)
        for row in 0..<rows {
            address.codes.append(address.values.code(address: IPAddress(ipv4: 0xC612_0000 + UInt32(row % 50_000))))
            time.codes.append(time.values.code(integer: start + Int64(row % 977) * 1_000_000))
        }
        batch.add(address)
        batch.add(time)
        batch.setConstant(.classificationType, .text("spam"))
        return batch
    }

    private static func isSortedByAddress(_ batch: EventBatch) -> Bool {
        let texts = (0..<batch.rowCount).map { text(batch[.sourceIP]?.value(at: $0)) }
        return zip(texts, texts.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) }
    }

    private static func text(_ value: Value?) -> [UInt8] {
        guard case .text(let text) = value else { return [] }
        return Array(text.utf8)
    }
}
