import Events
import Testing
import Vocabulary

@testable import EventStore

@Suite("Planning queries")
struct QueryPlanTests {
    @Test(
        "counts by one dimension and whole hours are answered without reading events",
        arguments: [
            ("group by type", .type), ("group by asn,day", .asn), ("since:2026-03-02 group by type,day", .type),
            ("since:7d group by owner,hour", .owner), ("cc:AZ group by week", .country), ("group by month", .feed), ("select count", .feed),
            ("-cc:AZ group by cc", .country), ("(asn:64500 or asn:64501) group by asn,day sort by count desc limit 3", .asn),
            ("feed:example/scan on:2026-03-02 select count", .feed), ("type:spam port:23 group by type", nil),
            ("type:spam group by asn", nil),
            ("group by type,asn", nil), ("group by port", nil), ("group by type select distinct(ip)", nil),
            ("group by type select first", nil),
            ("since:30m group by type", nil), ("group by day(time.source)", nil), ("telnet group by type", nil),
            ("time.source>2026 group by type", nil),
        ] as [(String, RollupDimension?)])
    func rollups(text: String, dimension: RollupDimension?) throws {
        #expect(RollupAnswer.dimension(for: try read(text)) == dimension)
    }

    @Test(
        "the counts give the same answer as the events",
        arguments: [
            "group by type,day", "group by asn", "-asn:64500 group by asn,month", "since:2026-03-02T06:00:00Z group by cc,hour",
            "owner:bank group by week",
            "group by feed,day sort by count desc limit 4",
        ])
    func sameAnswer(text: String) async throws {
        let store = try QueryRunTests.store.get()
        let query = try read(text)
        // Events without any moment are not in these counts, which the store gives none: leave them out on both sides.
        var timed = query
        timed.filter = .conjunction([.term(QueryTerm(QueryVocabulary.events.time, .exists)), query.filter])
        let fromCounts = try QueryRun(store, query)
        let fromEvents = try QueryRun(store, timed)
        #expect(fromCounts.plan.path != .segments)
        #expect(fromEvents.plan.path == .segments)
        #expect(try await fromCounts.groups().rows == (try await fromEvents.groups().rows))
    }

    @Test("segments that cannot hold what is asked for are not read")
    func pruning() throws {
        let store = try QueryRunTests.store.get()
        func read(_ text: String) throws -> QueryPlan { try QueryPlan(try EventStoreTests.read(text), over: store) }
        #expect(try read("").segments.count == 9)
        #expect(try read("has:malware").segments.count == 3)
        #expect(try read("feed:example/phish").segments.count == 3)
        #expect(try read("since:2026-03-03 until:2026-03-03 port:23").segments.count < 9)
        #expect(try read("ip:203.0.113.1").segments.isEmpty)
        #expect(try read("ip:192.0.2.200").segments.isEmpty)
        #expect(try read("extra.none:1").segments.isEmpty)
        let lines = try QueryRun(store, try EventStoreTests.read("ip:192.0.2.200 port:23")).explanation()
        #expect(lines.first == "reads 0 of 9 segments, 0 events")
    }

    @Test("a query names its columns before it is run, in any segment's kind or as text where they differ")
    func columns() throws {
        let store = try QueryRunTests.store.get()
        let all = try QueryRun(store, try read("")).columns
        #expect(all.first { $0.key == .extra("score") }?.kind == .text)
        #expect(all.first { $0.key == .idf(.sourceIP) }?.kind == .address)
        #expect(all.map(\.key.name) == all.map(\.key.name).sorted())
        #expect(try QueryRun(store, try read("select port,ip")).columns.map(\.key.name) == ["source.port", "source.ip"])
    }
}
