import Testing
import Vocabulary

@testable import Events

private func feed(
    _ rules: [ColumnRule], constants: [(key: FieldKey, value: Value)] = [], unknown: UnknownColumns = .extra, explode: Explode? = nil
) -> FeedDefinition {
    FeedDefinition(
        code: "test/feed", provider: "Test", name: "Test feed", format: .separated(.init()), constants: constants, rules: rules,
        unknownColumns: unknown, explode: explode)
}

private func events(_ text: String, _ definition: FeedDefinition) -> (events: [Event], refused: [String]) {
    let reading = FeedReader.read(Array(text.utf8), definition: definition)
    return ((0..<reading.batch.rowCount).map { reading.batch.event(at: $0) }, reading.rejections.map(\.reason))
}

@Suite("Normalising")
struct NormaliserTests {
    static let address = ColumnRule(source: .column("ip"), target: .idf(.sourceIP), transforms: [.address], isRequired: true)

    @Test("columns become IDF fields of their kind")
    func kinds() throws {
        let definition = feed([
            ColumnRule(source: .column("when"), target: .idf(.timeSource), transforms: [.timestamp(format: nil)]), Self.address,
            ColumnRule(source: .column("port"), target: .idf(.sourcePort)),
            ColumnRule(source: .column("asn"), target: .idf(.sourceASN), transforms: [.nonzero]),
            ColumnRule(source: .column("cc"), target: .idf(.sourceGeolocationCC)),
        ])
        let event = try #require(events("when,ip,port,asn,cc\n2026-03-01 00:00:01,192.0.2.1,23,AS64496,az\n", definition).events.first)
        #expect(event[.timeSource] == .time(1_772_323_201_000_000))
        #expect(event[.sourceIP] == .text("192.0.2.1"))
        #expect(event[.sourcePort] == .integer(23))
        #expect(event[.sourceASN] == .integer(64496))
        #expect(event[.sourceGeolocationCC] == .text("AZ"))
        #expect(event[.feedCode] == .text("test/feed"))
    }

    @Test("addresses are kept in their canonical text", arguments: [("2001:DB8::0:1", "2001:db8::1"), ("::ffff:192.0.2.7", "192.0.2.7")])
    func canonicalAddresses(given: String, kept: String) throws {
        let event = try #require(events("ip\n\(given)\n", feed([Self.address])).events.first)
        #expect(event[.sourceIP] == .text(kept))
    }

    @Test(
        "a row without its required value is refused with column, text and field",
        arguments: [
            ("ip,x\nnonsense,1\n", "column 'ip': 'nonsense' is not a valid source.ip"),
            ("ip,x\n,1\n", "column 'ip' is empty, and source.ip is required"),
            ("other,x\n192.0.2.1,1\n", "the column 'ip' is missing"),
        ])
    func required(text: String, reason: String) {
        let outcome = events(text, feed([Self.address]))
        #expect(outcome.events.isEmpty)
        #expect(outcome.refused == [reason])
    }

    @Test("a value that is not of its field's form is kept under the column's own name, and the event stays")
    func invalidOptional() throws {
        let definition = feed([Self.address, ColumnRule(source: .column("host"), target: .idf(.sourceFQDN))])
        let event = try #require(events("ip,host\n192.0.2.1,not a host\n", definition).events.first)
        #expect(event[.sourceFQDN] == nil)
        #expect(event[.extra("host")] == .text("not a host"))
    }

    @Test("columns nobody named are kept, or left out where the feed says so")
    func unknownColumns() throws {
        let kept = try #require(events("ip,colour\n192.0.2.1,blue\n", feed([Self.address])).events.first)
        #expect(kept[.extra("colour")] == .text("blue"))
        let left = try #require(events("ip,colour\n192.0.2.1,blue\n", feed([Self.address], unknown: .ignore)).events.first)
        #expect(left[.extra("colour")] == nil)
    }

    @Test("of several rules for a field the first that gives a value wins")
    func precedence() throws {
        let rules = [Self.address] + ["a", "b"].map { ColumnRule(source: .column($0), target: .idf(.malwareName)) }
        let outcome = events("ip,a,b\n192.0.2.1,Mirai,other\n192.0.2.2,,Other\n", feed(rules)).events
        #expect(outcome.map { $0[.malwareName] } == [.text("mirai"), .text("other")])
    }

    @Test("a rule under a condition touches only the rows that meet it")
    func condition() throws {
        let rule = ColumnRule(
            source: .nothing, target: .idf(.classificationType), transforms: [.value("scanner")],
            condition: RuleCondition(column: "kind", test: .equalsAny(["scan"])))
        let definition = feed([Self.address, rule], constants: [(.idf(.classificationType), .text("other"))])
        let outcome = events("ip,kind\n192.0.2.1,scan\n192.0.2.2,else\n", definition).events
        #expect(outcome.map { $0[.classificationType] } == [.text("scanner"), .text("other")])
        #expect(outcome.map { $0[.classificationTaxonomy] } == [.text("information-gathering"), .text("other")])
    }

    @Test("a record with several tags gives an event for each")
    func explode() {
        let definition = feed(
            [Self.address, ColumnRule(source: .column("tags"), target: .idf(.protocolApplication))],
            explode: Explode(columns: ["tags"], separator: ","))
        let outcome = events("ip,tags\n192.0.2.1,\"ftp,http\"\n192.0.2.2,telnet\n192.0.2.3,\n", definition).events
        #expect(outcome.map { $0[.sourceIP] } == ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"].map { .text($0) })
        #expect(outcome.map { $0[.protocolApplication] } == [.text("ftp"), .text("http"), .text("telnet"), nil])
    }

    @Test(
        "transforms",
        arguments: [
            ([Transform.none(of: ["0", "unknown"])], "unknown", nil), ([.none(of: ["0", "unknown"])], "x", "x"),
            ([.split(separator: "/", index: 0)], "192.0.2.0/24", "192.0.2.0"), ([.split(separator: "/", index: -1)], "a/b", "b"),
            ([.split(separator: "/", index: 2)], "a/b", nil), ([.upper], "ab", "AB"),
            ([.urlPart(.host)], "http://host.example:8080/p?q=1", "host.example"),
            ([.urlPart(.port)], "http://host.example:8080/p", "8080"),
            ([.urlPart(.path)], "http://host.example/p?q", "/p"), ([.urlPart(.hostAddress)], "http://host.example/", nil),
            ([.urlPart(.hostAddress)], "http://192.0.2.1/", "192.0.2.1"), ([.endpointHost], "[2001:db8::1]:443", "2001:db8::1"),
            ([.endpointPort], "[2001:db8::1]:443", "443"), ([.endpointHost], "192.0.2.1:80", "192.0.2.1"),
            ([.endpointPort], "192.0.2.1", nil),
            ([.map(["a": "b"], otherwise: nil)], "A", "b"), ([.map(["a": "b"], otherwise: "z")], "q", "z"),
            ([.map(["a": "b"], otherwise: nil)], "q", nil),
            ([.capture("([0-9]+)-")], "ab12-3", "12"), ([.capture("[0-9]+")], "ab12", "12"), ([.capture("[0-9]+")], "ab", nil),
            ([.replace("x", with: "yy")], "axbx", "ayybyy"), ([.prefix("p:")], "q", "p:q"),
            ([.cveList], "ssl;cve-2024-2;cve-2023-11111;CVE-2024-2", "cve-2023-11111;cve-2024-2"), ([.cveList], "ssl", nil),
            ([.base64], "hello world", "aGVsbG8gd29ybGQ="), ([.base64], "aGVsbG8=", "aGVsbG8="), ([.base64Decoded], "aGVsbG8=", "hello"),
            ([.refang], "hxxp://bad[.]example/", "http://bad.example/"),
            ([.containing("shell", found: "yes", otherwise: "no")], "webshell", "yes"),
            ([.hash(length: 32)], "d41d8cd98f00b204e9800998ecf8427e", "d41d8cd98f00b204e9800998ecf8427e"),
            ([.hash(length: 32)], "abc", nil),
        ] as [([Transform], String, String?)])
    func transforms(transforms: [Transform], given: String, expected: String?) throws {
        let definition = feed([Self.address, ColumnRule(source: .column("x"), target: .extra("out"), transforms: transforms)])
        let event = try #require(events("ip\tx\n192.0.2.1\t\(given)\n", tabbed(definition)).events.first)
        #expect(event[.extra("out")] == expected.map { .text($0) })
    }

    private func tabbed(_ definition: FeedDefinition) -> FeedDefinition {
        var definition = definition
        var layout = FormatSpecification.SeparatedValues()
        layout.delimiter = UInt8(ascii: "\t")
        definition.format = .separated(layout)
        return definition
    }

    @Test("a web address is put together from host and path as sinkhole reports give them")
    func webAddress() throws {
        let rule = ColumnRule(
            source: .webAddress(hosts: ["http_host"], paths: ["url"], application: "application"), target: .idf(.destinationURL))
        let outcome = events(
            "ip,http_host,url,application\n192.0.2.1,bad.example,GET /x?y HTTP/1.1,https\n192.0.2.1,bad.example,/z,\n",
            feed([Self.address, rule])
        ).events
        #expect(outcome.map { $0[.destinationURL] } == [.text("https://bad.example/x?y"), .text("http://bad.example/z")])
    }
}
