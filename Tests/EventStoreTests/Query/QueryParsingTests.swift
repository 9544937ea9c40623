import Events
import Testing
import Vocabulary

@testable import EventStore

/// 2026-03-17 (a Tuesday), 14:35:20 UTC.
let noon = Instant(seconds: 1_773_758_120)

func read(_ text: String, over vocabulary: QueryVocabulary = .events) throws -> Query {
    try Query.parse(text, now: noon, over: vocabulary)
}

private func field(_ name: String) throws -> QueryField { try #require(QueryVocabulary.events.field(name)) }

@Suite("Reading queries")
struct QueryParsingTests {
    @Test("the example of the documentation is read whole")
    func example() throws {
        let query = try read(#"type:vulnerable-system asn:64500 port:23 since:7d owner:"Example Telecom" group by asn,day"#)
        #expect(query.filter.conjuncts.count == 5)
        #expect(query.filter.conjuncts[0] == .term(QueryTerm(try field("type"), .matches([.text("vulnerable-system")]))))
        #expect(query.filter.conjuncts[4] == .term(QueryTerm(try field("owner"), .matches([.text("Example Telecom")]))))
        #expect(query.groups == [.field(try field("asn")), .period(.day, of: try field("time"))])
        #expect(query.aggregates == [.count])
    }

    @Test(
        "one claim is written in several ways",
        arguments: [
            ("port:23", "source.port=23"), ("asn:AS64500", "asn:64500"), ("asn:0.64500", "asn:64500"), ("country:AZ", "cc:AZ"),
            ("domain:example.com", "source.fqdn:example.com"), ("app:telnet", "protocol:telnet"), ("port!=23", "-port:23"),
            ("not port:23", "-port:23"), ("port>1024", "port:1025.."), ("port<=1024", "port:..1024"), ("port:1-1024", "port:1..1024"),
            ("type:Vulnerable_System", "type:vulnerable-system"), ("a and b", "a b"), ("TYPE:spam", "type:spam"),
            ("ip:192.0.2.9/24", "ip:192.0.2.0/24"), ("ip:192.0.2.9", "ip:192.0.2.9/32"),
            ("ip:192.0.2.1..192.0.2.9", "ip:192.0.2.1-192.0.2.9"),
            (#"malware:"mirai"*"#, "malware:mirai*"), ("port:(23,23)", "port:23"), ("(((port:23)))", "port:23"),
            ("port:23 (asn:1 asn:2)", "port:23 asn:1 asn:2"), ("a or (b or c)", "a or b or c"), (#"malware:"a b""#, #"malware:"a"" ""b""#),
            ("on:2026-03-01", "time:2026-03-01"), ("on:2026-02", "between:2026-02-01..2026-02-28"), ("on:2026", "time:2026-01..2026-12"),
            ("on:yesterday", "on:2026-03-16"), ("since:today", "since:2026-03-17"), ("since:2h", "since:2026-03-17T12:00:00Z"),
            ("since:7d", "since:2026-03-10T14:00:00Z"), ("since:1w", "since:7d"), ("since:1mo", "since:2026-02-17T14:00:00Z"),
            ("since:30m", "since:2026-03-17T14:05:20Z"), ("until:2026-03-01", "until:2026-03-02T00:00:00Z"), ("until:now", "time<now"),
            ("time>2026-03-01", "since:2026-03-02"), ("time>=2026-03-01", "since:2026-03-01"), ("time<=2026-03-01", "until:2026-03-01"),
            (#"since:"2026-03-01 12:30""#, "since:2026-03-01T12:30:00Z"), ("sort by port asc", "sort by port"), ("  ", ""),
        ])
    func equivalents(one: String, other: String) throws {
        #expect(try read(one) == (try read(other)))
    }

    @Test("'or' binds less than 'and', and brackets bind most")
    func precedence() throws {
        let filter = try read("a b or c").filter
        #expect(filter == .any([.all([.text("a"), .text("b")]), .text("c")]))
        #expect(try read("a (b or c)").filter == .all([.text("a"), .any([.text("b"), .text("c")])]))
        #expect(try read("-a b").filter == .all([.not(.text("a")), .text("b")]))
        #expect(try read("-(a b)").filter == .not(.all([.text("a"), .text("b")])))
    }

    @Test("a provider's own column takes any value, and dots make a range of it")
    func ownColumns() throws {
        let query = try read(#"extra.tag:telnet extra.score:5..9 extra."my column">1.5 extra.version:"1..2""#)
        let tests = query.filter.conjuncts.compactMap { if case .term(let term) = $0 { term.test } else { nil } }
        #expect(tests.count == 4)
        #expect(tests[1] == .matches([.numbers(5...9)]))
        #expect(tests[2] == .matches([.numbers((1.5).nextUp...(.infinity))]))
        #expect(tests[3] == .matches([.text("1..2")]))
        #expect(query.filter.conjuncts[2].description.hasPrefix(#"extra."my column":"#))
    }

    @Test("addresses of both families are read behind their field")
    func addresses() throws {
        #expect(
            try read("ip:2001:db8::1").filter
                == .term(QueryTerm(try field("ip"), .matches([.network(try #require(IPPrefix("2001:db8::1")))]))))
        #expect(try read("ip:2001:DB8::/32").description == "ip:2001:db8::/32")
    }

    @Test("clauses may stand in any order and without a filter")
    func clauses() throws {
        let query = try read("limit 5 sort by count desc,asn group by asn select count,distinct(ip),first,last(time.observation)")
        #expect(query.filter == .everything)
        #expect(query.limit == 5)
        #expect(query.order == [QueryOrder(.count, isDescending: true), QueryOrder(.field(try field("asn")))])
        #expect(query.aggregates.map(\.description) == ["count", "distinct(ip)", "first", "last(time.observation)"])
        #expect(try read("owner:x select distinct(ip)").isGrouped)
        #expect(!(try read("owner:x select ip,port")).isGrouped)
    }

    @Test("findings have states and times of their own and only the fields they keep")
    func findings() throws {
        let query = try read("state:open seen>10 since:7d feed:example/scan", over: .findings)
        #expect(query.filter.conjuncts.count == 4)
        #expect(query.filter.description.hasPrefix("state:open seen:11.. since:2026-03-10T14:00:00Z"))
        #expect(throws: QueryMistake.self) { try read("extra.tag:x", over: .findings) }
        #expect(throws: QueryMistake.self) { try read("state:open") }
    }
}

@Suite("Mistakes in queries")
struct QueryMistakeTests {
    @Test(
        "a mistake names its place and what was perhaps meant",
        arguments: [
            ("type:vulnrable-system", "vulnrable-system", "vulnerable-system"), ("prot:23", "prot", "port"), ("port:abc", "abc", nil),
            ("port:9-1", "9-1", nil), ("port:", "", nil), ("port:22,23", ",", nil), ("port:(22 23)", "2", nil), ("port:(22,23", "(", nil),
            ("(port:22", "(", nil), ("port:22)", ")", nil), (#"owner:"Example"#, #""Example"#, nil), ("port:22 or", "", nil),
            ("or port:22", "or", nil), ("ip:300.1.1.1", "300.1.1.1", nil), ("ip:192.0.2.1-2001:db8::1", "192.0.2.1-2001:db8::1", nil),
            ("2001:db8::1", "2001", "ip:2001:db8::1"), ("since:soon", "soon", nil), ("on:7d", "7d", nil),
            ("between:2026-03-01", "2026-03-01", nil),
            ("time:2026-03-09..2026-03-01", "2026-03-09..2026-03-01", nil), ("group asn", "group", nil), ("group by count", "count", nil),
            ("group by cve", "cve", nil), ("group by asn,asn", "asn", nil), ("group by asn select port", "port", nil),
            ("group by asn sort by port", "port", nil), ("select day", "day", nil), ("sort by cve", "cve", nil), ("limit 0", "0", nil),
            ("limit ten", "ten", nil), ("limit 5 limit 6", "limit", nil), ("limit 5 port:23", "port", nil),
            ("order by asn", "order", "sort"),
            ("group by day(port)", "day", nil), ("select distinct", "distinct", nil), ("select sum(port)", "sum", nil),
            ("group by asm", "asm", "asn"), ("type>spam", "spam", nil), ("tlp:orange", "orange", nil),
            ("taxonomy:fraude", "fraude", "fraud"),
            ("since>7d", "since>", nil), ("port!23", "!", nil), ("has:prt", "prt", "port"), ("source.prt:1", "source.prt", "source.port"),
            ("source.tor_node:perhaps", "perhaps", nil), ("owner:\"ə\" prot:1", "prot", "port"), ("since:2026-02-30", "2026-02-30", nil),
        ] as [(String, String, String?)])
    func places(text: String, part: String, suggestion: String?) throws {
        let mistake = try #require(throws: QueryMistake.self) { try read(text) }
        let bytes = Array(text.utf8)
        #expect(mistake.range.upperBound <= bytes.count)
        #expect(String(decoding: bytes[mistake.range], as: UTF8.self) == part)
        #expect(mistake.suggestion == suggestion)
        #expect(mistake.message.hasSuffix("."))
    }

    @Test("carets stand below what is wrong, also behind wide characters")
    func carets() throws {
        let mistake = try #require(throws: QueryMistake.self) { try read("owner:\"例え\" prot:1") }
        #expect(
            mistake.description == """
                owner:"例え" prot:1
                             ^^^^
                There is no field 'prot'; a provider's own column is named extra.prot; did you mean 'port'?
                """)
        #expect(mistake.column == 12)
    }

    @Test("brackets nested without end are a mistake, not a crash")
    func depth() {
        #expect(throws: QueryMistake.self) { try read(String(repeating: "(", count: 10_000) + "a") }
        #expect(throws: QueryMistake.self) { try read(String(repeating: "-", count: 10_000) + "a") }
        #expect(throws: QueryMistake.self) { try read(String(repeating: "a ", count: 50_000)) }
    }
}
