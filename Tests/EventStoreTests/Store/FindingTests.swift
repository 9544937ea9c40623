import Events
import GRDB
import Testing
import Vocabulary

@testable import EventStore

@Suite("Findings in the store")
struct FindingTests {
    let folder: ScratchFolder
    let store: EmbeddedStore

    init() throws {
        folder = try ScratchFolder()
        store = try folder.store()
    }

    @Test("a finding says when it was first and last seen, how often, by which feeds, and what the latest sight said")
    func attributes() throws {
        var second = openDoor("2001:db8::7", at: monday + oneDay, owner: "bank")
        second[.protocolApplication] = .text("telnet")
        second[.severity] = .text("high")
        second[.sourceFQDN] = .text("door.example.com")
        second[.productVulnerabilities] = .text("CVE-2026-0001")
        try store.take([openDoor("2001:db8::7", at: monday, owner: "old-owner")], feed: .daily("example/a"), piece: 1)
        try store.take(
            [second, second], feed: FeedContext(code: "example/b", name: "B", intervalSeconds: 604_800, receivedAt: monday), piece: 2)
        let finding = try #require(try store.allFindings().first)
        #expect(finding.type == "vulnerable-system")
        #expect(finding.identifier == "open-telnet")
        #expect(finding.ip == IPAddress("2001:db8::7"))
        #expect(finding.port == 23)
        #expect(finding.transport == "tcp")
        #expect(finding.application == "telnet")
        #expect(finding.fqdn == "door.example.com")
        #expect(finding.asn == ASN(64_500))
        #expect(finding.country == "AZ")
        #expect(finding.owner == "bank")
        #expect(finding.vulnerabilities == "CVE-2026-0001")
        #expect(finding.severity == "high")
        #expect(finding.feeds == ["example/a", "example/b"])
        #expect(finding.interval == 604_800)
        #expect(finding.episodes == [Episode(first: monday, last: monday + oneDay, count: 3)])
        #expect(finding.watchedUntil == monday + oneDay)
        #expect(try store.finding(finding.id.description) == finding)
    }

    @Test("sights far apart within one batch are episodes of their own")
    func episodesInBatch() throws {
        let days: [Int64] = [0, 1, 10, 2, 11]
        try store.take(days.map { openDoor("192.0.2.1", at: monday + $0 * oneDay) }, piece: 1)
        let finding = try #require(try store.allFindings().first)
        #expect(
            finding.episodes == [
                Episode(first: monday, last: monday + 2 * oneDay, count: 3),
                Episode(first: monday + 10 * oneDay, last: monday + 11 * oneDay, count: 2),
            ])
    }

    @Test("events without any time count from when they were received")
    func untimed() throws {
        var event = openDoor("192.0.2.1", at: 0)
        event[.timeSource] = nil
        try store.take([event], piece: 1)
        #expect(try store.allFindings().map(\.firstSeen) == [monday])
        #expect(try store.segments().map(\.hasUntimedRows) == [true])
    }

    @Test("a finding is found by the first characters of its id, and an ambiguous beginning is refused")
    func prefix() throws {
        try store.take((1...200).map { openDoor("192.0.2.\($0)", at: monday) }, piece: 1)
        let all = try store.allFindings()
        for finding in all.prefix(20) { #expect(try store.finding(String(finding.id.description.prefix(12))) == finding) }
        let beginning = String(all[0].id.description.prefix(3))
        let matches = all.count { $0.id.description.hasPrefix(beginning) }
        #expect(matches > 1)
        #expect(throws: StoreError.ambiguousFinding(beginning, matches: matches)) { try store.finding(beginning) }
        #expect(throws: StoreError.noSuchFinding("F-ZZZZ")) { try store.finding("F-ZZZZ") }
    }

    @Test("totals count by state and type")
    func totals() throws {
        try store.take(
            [
                openDoor("192.0.2.1", at: monday), openDoor("192.0.2.2", at: monday + 3 * oneDay),
                openDoor("192.0.2.3", at: monday + 5 * oneDay),
            ],
            piece: 1)
        let first = try #require(try store.allFindings().first { $0.ip == IPAddress("192.0.2.3") })
        try store.decide(.dispute, about: first.id, by: "bank", note: "not ours", at: monday)
        let totals = try store.findingTotals(now: monday + 30 * oneDay)
        #expect(totals.total == 3)
        #expect(totals.byState == [.fixed: 1, .quiet: 1, .disputed: 1])
        #expect(totals.byType == ["vulnerable-system": [.fixed: 1, .quiet: 1, .disputed: 1]])
        #expect(try store.distinctFindingCount() == 3)
    }

    @Test("decisions are kept as a history that nobody can change")
    func decisions() throws {
        try store.take([openDoor("192.0.2.1", at: monday)], piece: 1)
        let id = try #require(try store.allFindings().first).id
        try store.decide(.accept(until: monday + 90 * oneDay), about: id, by: "bank", note: "replaced in May", at: monday)
        try store.decide(.withdraw, about: id, by: "analyst", note: "", at: monday + oneDay)
        #expect(try store.decisions(about: id).map(\.kind) == [.accept(until: monday + 90 * oneDay), .withdraw])
        #expect(throws: StoreError.self) { try store.writing("test") { try $0.execute(sql: "DELETE FROM decision") } }
        #expect(throws: StoreError.self) { try store.writing("test") { try $0.execute(sql: "UPDATE decision SET note = 'x'") } }
        #expect(throws: StoreError.self) { try store.decide(.accept(until: monday), about: id, by: "bank", note: "", at: monday) }
    }

    @Test("a filter looks at what the latest sight said, at state, place, port and time")
    func filters() throws {
        try store.take(
            [
                openDoor("192.0.2.1", at: monday, owner: "bank"), openDoor("192.0.2.2", port: 2323, at: monday, owner: "ministry"),
                openDoor("198.51.100.1", at: monday + 4 * oneDay, asn: 64_501),
            ], piece: 1)
        try store.take([openDoor("192.0.2.1", at: monday + oneDay, owner: "ministry")], feed: .daily("example/other"), piece: 2)
        func addresses(_ change: (inout FindingFilter) -> Void) throws -> [String] {
            var filter = FindingFilter()
            change(&filter)
            var found: [String] = []
            try store.findings(matching: filter, now: monday + 30 * oneDay) { finding, _ in
                found.append(finding.ip?.description ?? "")
                return true
            }
            return found.sorted()
        }
        #expect(try addresses { _ in } == ["192.0.2.1", "192.0.2.2", "198.51.100.1"])
        #expect(try addresses { $0.owners = ["ministry"] } == ["192.0.2.1", "192.0.2.2"])
        #expect(try addresses { $0.owners = ["bank"] } == [])
        #expect(try addresses { $0.owners = [""] } == ["198.51.100.1"])
        #expect(try addresses { $0.asns = [ASN(64_501)] } == ["198.51.100.1"])
        #expect(try addresses { $0.ports = [2323] } == ["192.0.2.2"])
        #expect(try addresses { $0.feeds = ["example/other"] } == ["192.0.2.1"])
        #expect(try addresses { $0.prefixes = IPPrefix("192.0.2.0/30").map { [$0] } } == ["192.0.2.1", "192.0.2.2"])
        #expect(try addresses { $0.seenSince = monday + oneDay } == ["192.0.2.1", "198.51.100.1"])
        #expect(try addresses { $0.newSince = monday + oneDay } == ["198.51.100.1"])
        #expect(try addresses { $0.states = [.fixed] } == ["192.0.2.2"])
        #expect(try addresses { $0.condition = { $0.count == 2 } } == ["192.0.2.1"])
        #expect(try addresses { $0.types = ["phishing"] } == [])
        #expect(
            try addresses {
                $0.identifiers = ["open-telnet"]; $0.countries = ["AZ"]
            }.count == 3)
    }
}

@Suite("A finding's history")
struct FindingHistoryTests {
    @Test("days of sight are counted from the events of the finding's own key, whatever else is in the segments")
    func days() throws {
        try ScratchFolder.withStore { store in
            let feed = FeedContext.daily("example/other")
            try store.take(
                [
                    openDoor("192.0.2.1", at: monday + oneHour), openDoor("192.0.2.1", at: monday + 2 * oneHour),
                    openDoor("192.0.2.1", port: 2323, at: monday), openDoor("192.0.2.2", at: monday),
                ], piece: 1)
            try store.take([openDoor("192.0.2.1", at: monday + 5 * oneDay)], feed: feed, piece: 2)
            try store.take([openDoor("192.0.2.3", at: monday + 3 * oneDay)], feed: feed, piece: 3)
            let finding = try #require(try store.allFindings().first { $0.ip == IPAddress("192.0.2.1") && $0.port == 23 })
            #expect(
                try store.dailySights(of: finding) == [DailySight(day: monday, count: 2), DailySight(day: monday + 5 * oneDay, count: 1)])
        }
    }

    @Test("a page that moves between addresses keeps its days")
    func moving() throws {
        try ScratchFolder.withStore { store in
            let events = (0..<3).map { number in
                var event = openDoor("192.0.2.\(number)", at: monday + Int64(number) * oneDay)
                event[.classificationType] = .text("phishing")
                event[.sourceURL] = .text("https://example.com/login")
                return event
            }
            for (piece, event) in events.enumerated() { try store.take([event], piece: piece) }
            let finding = try #require(try store.allFindings().first)
            #expect(try store.dailySights(of: finding).map(\.count) == [1, 1, 1])
        }
    }
}
