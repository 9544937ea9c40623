import Events
import Synchronization
import Testing
import Vocabulary

@testable import EventStore

@Suite("Answering queries")
struct QueryRunTests {
    static let store = Result { try WrittenStore.varied() }

    private static let owners: @Sendable (String) -> [String] = { $0 == "Example Telecom" ? ["telecom", "bank"] : [] }

    static let filters = [
        "", "type:phishing", "type:(phishing,infected-system)", "-type:phishing", "asn:64500", "asn:64498-64501 port:23", "port>80",
        "has:port",
        "-has:port", "ip:192.0.2.7", "ip:192.0.2.0/28", "ip:198.18.0.0/15", "ip:10.0.0.0/8 -port:22", "ip:2001:db8::/32", "ip:2001:db8::7",
        "ip:192.0.2.3-192.0.2.9", "ip:192.0.2.1*", "ip:203.0.113.1", "since:2026-03-02", "until:2026-03-01", "on:2026-03-02 cc:az",
        "between:2026-03-01T06:00:00Z..2026-03-02T09:30:00Z", "time.source:2026-03-03", "has:time", "-has:time",
        #"owner:"Example Telecom""#,
        "owner:university", "owner:nobody", "malware:mirai*", "malware:*i*", "malware:MIRAI", "domain:example.com", "url:*login*",
        "source.tor_node:true", "feed.accuracy:25..75", "feed.accuracy>50", "tag:telnet", "tag:iot", "cve:CVE-2021-44228",
        "extra.tag:*log4j",
        "extra.score:5", "extra.score:3..6", "extra.score>7", "extra.none:1", "has:extra.none", "telnet", #""ÜNNAMED""#, "example.org",
        "nowhere",
        "port:22 or port:23", "(port:22 or asn:64500) (type:phishing or cc:GE)", "-(port:22 or asn:64500)", "-(cc:AZ owner:bank)",
        "feed:example/scan", "feed:*/phish", "provider:nobody", "type:phishing type:infected-system", "identifier:x or port:443",
    ]

    private func expected(_ query: Query) throws -> [Event] {
        let filter = PreparedFilter(query.filter, ownerIDs: Self.owners)
        return try Self.store.get().events.filter { filter.matches($0) }
    }

    private func key(_ event: Event) -> String {
        IDFJSON.object(event)
    }

    @Test("each filter lets the same events pass as asking event by event", arguments: filters)
    func filtering(text: String) async throws {
        let store = try Self.store.get()
        let query = try read(text)
        let run = try QueryRun(store, query, ownerIDs: Self.owners)
        var found: [String] = []
        let count = try await run.events { batch in
            for row in 0..<batch.rowCount { found.append(key(batch.event(at: row))) }
            return true
        }
        let wanted = try expected(query).map(key)
        #expect(count == wanted.count)
        #expect(found.sorted() == wanted.sorted())
    }

    static let groupings = [
        "group by type", "group by asn,day", "group by type,asn,day", "group by ip", "group by ip,port,hour", "group by owner,week,month",
        "select count", "select distinct(ip)", "group by owner select distinct(ip),distinct(port),count",
        "group by day select first,last,count",
        "group by extra.score", "group by extra.tag,malware select count,distinct(extra.score)", "group by day(time.source)",
        "group by feed.accuracy,source.tor_node", "group by cc select first(time.observation),last(time.source)", "group by time",
        "select first,last,distinct(url)",
    ]

    @Test(
        "groups count what counting event by event counts", arguments: groupings,
        ["has:ip or -has:ip", "port:23", "since:2026-03-02", "ip:192.0.2.0/24", "owner:nobody"])
    func grouping(clause: String, filter: String) async throws {
        let store = try Self.store.get()
        let query = try read(filter + " " + clause)
        for workers in [1, 3] {
            let run = try QueryRun(store, query, limits: .init(workers: workers), ownerIDs: Self.owners)
            let table = try await run.groups()
            let reference = ReferenceGroups(query, try expected(query))
            #expect(Set(table.rows.map { ReferenceGroups.line($0) }) == reference.lines)
            #expect(table.rows.count == reference.lines.count)
            #expect(table.groupCount == table.rows.count)
        }
    }

    @Test("several groupings of the same events are the same together as one by one", arguments: ["", "port:23", "since:2026-03-02"])
    func groupedTogether(filter: String) async throws {
        let store = try Self.store.get()
        // The first ones are answered from counts where the filter allows it, the last one never.
        let queries = try ["group by day", "group by type", "group by owner", "group by port limit 3", "group by ip,day"].map {
            try read(filter + " " + $0)
        }
        let together = try await QueryRun.groups(store, queries, limits: .init(workers: 2), ownerIDs: Self.owners)
        for (query, table) in zip(queries, together) {
            let alone = try await QueryRun(store, query, ownerIDs: Self.owners).groups()
            #expect(table.rows == alone.rows && table.groupCount == alone.groupCount, "\(query)")
        }
    }

    @Test("groups come in the order asked for, the first few of them are the first few of all")
    func groupOrder() async throws {
        let store = try Self.store.get()
        let all = try await QueryRun(store, try read("group by ip,port sort by count desc,ip")).groups()
        let few = try await QueryRun(store, try read("group by ip,port sort by count desc,ip limit 7")).groups()
        #expect(few.rows == Array(all.rows.prefix(7)))
        #expect(few.groupCount == all.groupCount)
        let counts: [Int64] = all.rows.map { if case .integer(let count)? = $0[2] { count } else { -1 } }
        #expect(counts == counts.sorted(by: >))
        let days = try await QueryRun(store, try read("group by day,type")).groups()
        let starts: [Int64] = days.rows.compactMap { if case .time(let start)? = $0[0] { start } else { nil } }
        #expect(starts == starts.sorted())
        let addresses = try await QueryRun(store, try read("ip:192.0.2.0/24 group by ip sort by ip limit 12")).groups()
        let texts = addresses.rows.compactMap { $0[0]?.text }
        #expect(texts == texts.sorted { IPAddress($0) ?? IPAddress(ipv4: 0) < IPAddress($1) ?? IPAddress(ipv4: 0) })
    }

    @Test("events sorted by time are the latest of all", arguments: [1, 20, 2000, 100_000])
    func sortedEvents(limit: Int) async throws {
        let store = try Self.store.get()
        let run = try QueryRun(store, try read("sort by time desc,port,ip limit \(limit)"))
        var moments: [Int64] = []
        _ = try await run.events { batch in
            for row in 0..<batch.rowCount { moments.append(batch.event(at: row).moment ?? .min) }
            return true
        }
        let wanted = store.events.map { $0.moment ?? .min }.sorted(by: >).prefix(limit)
        #expect(moments == Array(wanted))
    }

    @Test("events sorted by a text come in its order, those without it last")
    func sortedByText() async throws {
        let store = try Self.store.get()
        let run = try QueryRun(store, try read("select malware,port sort by malware desc,port limit 2250"))
        var found: [String] = []
        var columns: Set<String> = []
        _ = try await run.events { batch in
            columns.formUnion(batch.columns.map(\.key.name))
            for row in 0..<batch.rowCount {
                let event = batch.event(at: row)
                found.append("\(event[.malwareName]?.text ?? "-") \(event[.sourcePort]?.text ?? "-")")
            }
            return true
        }
        let wanted = store.events.map { event -> (String, Int64?, String) in
            let port: Int64? = if case .integer(let port)? = event[.sourcePort] { port } else { nil }
            let name = event[.malwareName]?.text
            return (name ?? "", port, "\(name ?? "-") \(port.map(String.init) ?? "-")")
        }.sorted { $0.0 == $1.0 ? $0.1 ?? .max < $1.1 ?? .max : Array($1.0.utf8).lexicographicallyPrecedes(Array($0.0.utf8)) }
        #expect(found == wanted.map(\.2))
        #expect(columns == ["malware.name", "source.port"])
    }

    @Test("a limit ends a list of events, and so does the caller")
    func limits() async throws {
        let store = try Self.store.get()
        var rows = 0
        let count = try await QueryRun(store, try read("limit 350")).events { batch in
            rows += batch.rowCount
            return true
        }
        #expect(count == 350 && rows == 350)
        var calls = 0
        _ = try await QueryRun(store, try read("")).events { _ in
            calls += 1
            return false
        }
        #expect(calls == 1)
    }

    @Test("a query starts over when segments were merged after it was planned")
    func mergedMeanwhile() async throws {
        let store = MergingStore(try Self.store.get())
        #expect(try await QueryRun(store, try read("has:ip or -has:ip select count")).groups().rows == [[.integer(2250)]])
        store.planned.store(0, ordering: .relaxed)
        #expect(try await QueryRun(store, try read("limit 5")).events { _ in true } == 5)
    }

    @Test("too many groups and too many events to sort are refused, not attempted")
    func refusals() async throws {
        let store = try Self.store.get()
        await #expect(throws: QueryRefusal.tooManyGroups(limitBytes: 4096)) {
            try await QueryRun(store, try read("group by ip,url,port"), limits: .init(groupBytes: 4096)).groups()
        }
        await #expect(throws: QueryRefusal.tooManyToSort(limit: 100)) {
            try await QueryRun(store, try read("sort by port"), limits: .init(sortedEvents: 100)).events { _ in true }
        }
    }
}

/// A store in which a segment of the first plan is gone when it is to be read.
private final class MergingStore: QueryableStore {
    let planned = Atomic<Int>(0)
    private let store: WrittenStore

    init(_ store: WrittenStore) { self.store = store }

    func segments(_ selection: SegmentSelection) throws -> [Segment] {
        var segments = try store.segments(selection)
        if planned.wrappingAdd(1, ordering: .relaxed).oldValue == 0 { segments[0].path = "gone.parquet" }
        return segments
    }

    func path(of segment: Segment) -> String { store.path(of: segment) }

    func hourlyCounts(by dimension: RollupDimension, hours: Range<Int64>) throws -> HourlyCounts {
        try store.hourlyCounts(by: dimension, hours: hours)
    }
}

/// Groups counted event by event.
private struct ReferenceGroups {
    private(set) var lines: Set<String> = []

    init(_ query: Query, _ events: [Event]) {
        var groups: [[Value?]: [Event]] = [:]
        for event in events {
            groups[query.groups.map { Self.value($0, event) }, default: []].append(event)
        }
        if query.groups.isEmpty, groups.isEmpty { groups[[]] = [] }
        for (key, members) in groups {
            lines.insert(Self.line(key + query.aggregates.map { Self.aggregate($0, members) }))
        }
    }

    static func line(_ row: [Value?]) -> String { row.map { $0.map { "\($0)" } ?? "none" }.joined(separator: " | ") }

    private static func value(_ item: QueryItem, _ event: Event) -> Value? {
        switch item {
        case .field(let field): field.key.flatMap { event[$0] }
        case .period(let unit, let field): moment(field, event).map { .time(unit.start(unit.number($0))) }
        case .count, .distinct, .first, .last: nil
        }
    }

    private static func moment(_ field: QueryField, _ event: Event) -> Int64? {
        for case .event(let key) in field.columns {
            if case .time(let moment)? = event[key] { return moment }
        }
        return nil
    }

    private static func aggregate(_ item: QueryItem, _ events: [Event]) -> Value? {
        switch item {
        case .count: .integer(Int64(events.count))
        case .distinct(let field): .integer(Int64(Set(events.compactMap { event in field.key.flatMap { event[$0] } }).count))
        case .first(let field): events.compactMap { moment(field, $0) }.min().map { .time($0) }
        case .last(let field): events.compactMap { moment(field, $0) }.max().map { .time($0) }
        case .field, .period: nil
        }
    }
}
