import Events
import Testing

@testable import EventStore

@Suite("Dead letters")
struct DeadLetterTests {
    private let rows = (1...3).map { number in
        RejectedRow(
            offset: Int64(number * 10), line: Int64(number), reason: "line \(number) has no address", raw: Array("a,b,\(number)".utf8))
    }

    @Test("a refused row is kept with feed, file, line, reason and its bytes")
    func kept() throws {
        try ScratchFolder.withStore { store in
            try store.take([openDoor("192.0.2.1", at: monday)], piece: 1, rejections: rows)
            let letters = try store.deadLetters()
            #expect(letters.map(\.rejection) == rows)
            #expect(letters.allSatisfy { $0.feed == "example/scan" && $0.source == "report-1.csv" && $0.piece == .numbered(1) })
            #expect(try store.deadLetters(feed: "example/other").isEmpty)
            #expect(try store.deadLetters(after: letters[0].id, limit: 1) == [letters[1]])
            #expect(try store.deadLetter(letters[2].id) == letters[2])
            try store.removeDeadLetters([letters[0].id, letters[0].id])
            #expect(try store.deadLetterCounts() == [DeadLetterCount(feed: "example/scan", kept: 2, countedOnly: 0)])
        }
    }

    @Test("a row of more than 64 KiB is cut, and says so")
    func cut() throws {
        let long = RejectedRow(offset: 0, reason: "too long", raw: [UInt8](repeating: 65, count: 100_000))
        #expect(long.isCut)
        #expect(long.raw.count == 65_536)
        try ScratchFolder.withStore { store in
            try store.take([], piece: 1, rejections: [long])
            let kept = try #require(try store.deadLetters().first)
            #expect(kept.rejection == long)
            #expect(kept.rejection.length == 100_000)
        }
    }

    @Test("beyond what the store may hold, refused rows are only counted")
    func bounded() throws {
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try folder.store(limits: StoreLimits(deadLetters: 4))
        try store.take([], piece: 1, rejections: rows)
        try store.take([], piece: 2, rejections: rows)
        try store.take([], piece: 2, rejections: rows)
        #expect(try store.deadLetters().count == 4)
        #expect(try store.deadLetterCounts() == [DeadLetterCount(feed: "example/scan", kept: 4, countedOnly: 2)])
    }
}

@Suite("Deduplication in a window, as IntelMQ does it")
struct WindowedDeduplicationTests {
    private func passed(_ events: [Event], _ deduplication: WindowedDeduplication, now: Int64) -> Int {
        let batch = batch(events)
        deduplication.apply(to: batch, now: now)
        return batch.rowCount
    }

    @Test("the same event within the window passes once, after it again")
    func window() {
        let deduplication = WindowedDeduplication(window: 3600)
        let event = openDoor("192.0.2.1", at: monday)
        #expect(passed([event, event], deduplication, now: monday) == 1)
        #expect(passed([event], deduplication, now: monday + oneHour - 1) == 0)
        #expect(passed([event], deduplication, now: monday + oneHour) == 1)
    }

    @Test("an event that differs in a field that is no part of the key is the same")
    func keys() {
        var observed = openDoor("192.0.2.1", at: monday)
        observed[.timeObservation] = .time(monday + oneDay)
        let other = openDoor("192.0.2.1", port: 2323, at: monday)
        let all = WindowedDeduplication()
        #expect(passed([openDoor("192.0.2.1", at: monday), observed, other], all, now: monday) == 2)
        let address = WindowedDeduplication(key: .only([.idf(.sourceIP)]))
        #expect(passed([openDoor("192.0.2.1", at: monday), observed, other], address, now: monday) == 1)
    }

    @Test("when its memory is full the oldest events are forgotten, and it says how many")
    func bounded() {
        let deduplication = WindowedDeduplication(capacity: 10)
        let events = (0..<20).map { openDoor("192.0.2.\($0)", at: monday) }
        #expect(passed(events, deduplication, now: monday) == 20)
        #expect(deduplication.forgottenEarly == 10)
        #expect(passed([events[19]], deduplication, now: monday) == 0)
        #expect(passed([events[0]], deduplication, now: monday) == 1)
    }
}
