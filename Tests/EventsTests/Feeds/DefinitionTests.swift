import Foundation
import Testing

@testable import Events

@Suite("A definition says what becomes of records")
struct DefinitionTests {
    /// Reads a document with the only feed of a file.
    private func events(_ document: String, _ feed: String, source: String? = nil) throws -> (events: [Event], refused: [String]) {
        let text =
            "provider: Example CERT\nfeeds:\n  - code: only\n" + feed.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        let file = try FeedFile(Array(text.utf8), path: "example.yaml")
        let definition = try #require(try file.definitions().first)
        let reading = FeedReader.read(Array(document.utf8), definition: definition, sourceName: source)
        return ((0..<reading.batch.rowCount).map { reading.batch.event(at: $0) }, reading.rejections.map(\.reason))
    }

    @Test("in the order of its rules, the first value of a field counts")
    func firstWins() throws {
        let (events, _) = try events(
            "a,b\n,2\n1,2\n",
            """
            format: csv
            columns:
              a: source.port
              b: source.port
            """)
        #expect(events.map { $0[.sourcePort] } == [.integer(2), .integer(1)])
    }

    @Test("the class follows from the type")
    func taxonomy() throws {
        let (events, _) = try events(
            "ip\n192.0.2.1\n", "format: csv\nconstants: {classification.type: scanner}\ncolumns: {ip: source.ip !}")
        #expect(events.first?[.classificationTaxonomy] == .text("information-gathering"))
        #expect(events.first?[.feedCode] == .text("example/only"))
    }

    @Test("a cell that is invalid is refused with “!” and “?”, kept without")
    func invalid() throws {
        let document = "ip,port\nx,80\n192.0.2.1,y\n,81\n"
        let kept = try events(document, "format: csv\ncolumns: {ip: source.ip, port: source.port}")
        #expect(kept.events.count == 3 && kept.refused.isEmpty)
        #expect(kept.events[0][.extra("ip")] == .text("x"))
        #expect(kept.events[1][.extra("port")] == .text("y"))
        let strict = try events(document, "format: csv\ncolumns: {ip: source.ip ?, port: source.port ?}")
        #expect(strict.events.count == 1 && strict.refused.count == 2)
        let required = try events(document, "format: csv\ncolumns: {ip: source.ip !, port: source.port}")
        #expect(required.events.count == 1 && required.refused.count == 2)
        #expect(required.refused.contains { $0.contains("'x' is not a valid source.ip") })
    }

    @Test("one of several fields can be enough")
    func anyOf() throws {
        let (events, refused) = try events(
            "ip,name\n192.0.2.1,\n,www.example.org\n,\nx,\n",
            "format: csv\nrequired: [[source.ip, source.fqdn]]\ncolumns: {ip: source.ip, name: source.fqdn}")
        #expect(events.count == 2)
        #expect(refused.count == 1 || refused.count == 2)
        #expect(refused.contains { $0.contains("source.ip or source.fqdn") })
    }

    @Test("columns that a report always has are asked of its header, not of its cells")
    func requiredColumns() throws {
        let feed = "format: csv\nrequired-columns: [ip, port]\ncolumns: {ip: source.ip, port: source.port}"
        #expect(try events("ip,port\n192.0.2.1,\n", feed).events.count == 1)
        let missing = try events("ip\n192.0.2.1\n", feed)
        #expect(missing.events.isEmpty)
        #expect(missing.refused.first?.contains("'port' is missing") == true)
    }

    @Test("with what its file says at the start, its name tells, and the definition gives")
    func given() throws {
        let (events, _) = try events(
            "# updated: 2026-03-01 10:00:00\nip\n192.0.2.1\n",
            """
            format: {type: csv, comment: "#"}
            given:
              updated: {in-head: "updated: *([^\\r\\n]*)"}
              asn: {in-name: "as=([0-9]+)"}
              kind: scanner
            columns:
              ip: source.ip !
              updated: time.source | timestamp
              asn: source.asn
              kind: classification.type
            """, source: "https://feeds.example/list?as=64500")
        let event = try #require(events.first)
        #expect(event[.timeSource] == .time(1_772_359_200_000_000))
        #expect(event[.sourceASN] == .integer(64500))
        #expect(event[.classificationType] == .text("scanner"))
    }

    @Test("with cells unpacked: pairs, JSON, base64 of JSON, named groups")
    func unpack() throws {
        let (events, _) = try events(
            "ip;details;payload;line\n192.0.2.1;port: 80, proto: tcp;eyJhIjp7ImIiOjF9fQ==;user=root from 192.0.2.9\n192.0.2.2;;none;odd\n",
            """
            format: {type: csv, delimiter: ";"}
            unpack:
              - {column: details, as: pairs, separator: ",", assign: ":"}
              - {column: payload, as: json, name: sent}
              - {column: line, as: pattern, pattern: "user=(?<user>[a-z]+) from (?<from>.*)"}
            columns:
              ip: source.ip !
              details.port: source.port
              details.proto: protocol.transport
              line.user: destination.account
              line.from: destination.ip
            """)
        #expect(events.count == 2)
        #expect(events[0][.sourcePort] == .integer(80))
        #expect(events[0][.protocolTransport] == .text("tcp"))
        #expect(events[0][.extra("sent.a.b")] == .integer(1))
        #expect(events[0][.destinationAccount] == .text("root"))
        #expect(events[0][.destinationIP] == .text("192.0.2.9"))
        #expect(events[0][.extra("payload")] == nil)
        #expect(events[1][.extra("payload")] == .text("none"))
        #expect(events[1][.extra("line")] == .text("odd"))
    }

    @Test("with one event for each part of a cell, each part once")
    func explode() throws {
        let feed = "format: jsonl\nexplode: {column: [first, others], as: account}\ncolumns: {account: source.account !, first: ignore}"
        let (events, _) = try events("{\"first\": \"a\", \"others\": [\"b\", \"a\"]}\n{\"first\": \"c\"}\n", feed)
        #expect(events.map { $0[.sourceAccount] } == [.text("a"), .text("b"), .text("c")])
        #expect(events[0][.extra("others")] == .json("[\"b\",\"a\"]"))
    }

    @Test("without records that are no events, and without texts that say nothing")
    func skip() throws {
        let (events, refused) = try events(
            "kind,ip,note\nalert,192.0.2.1,-\nstats,192.0.2.2,x\n",
            "format: csv\nskip: {column: kind, is-not: alert}\nno-value: \"-\"\ncolumns: {ip: source.ip !}")
        #expect(events.count == 1 && refused.isEmpty)
        #expect(events[0][.extra("note")] == nil)
    }

    @Test("by conditions, tables, templates and the first of several columns")
    func longForm() throws {
        let (events, _) = try events(
            "kind,a,b,host,path\nscan,,192.0.2.1,www.example.org,GET /x HTTP/1.1\nspam,192.0.2.2,192.0.2.3,,\n",
            """
            format: csv
            columns:
              kind:
                - {to: classification.type, map: {scan: scanner, spam: spam}, otherwise: other}
                - {to: event_description.text, value: It scans., when: {is: scan}}
              a: {to: source.ip, first-of: [a, b], required: true}
              path: {to: source.url, web-address: {host: [host]}}
            derived:
              - {to: comment, template: "{kind} by {b}"}
            """)
        #expect(events.map { $0[.sourceIP] } == [.text("192.0.2.1"), .text("192.0.2.2")])
        #expect(events.map { $0[.classificationType] } == [.text("scanner"), .text("spam")])
        #expect(events.map { $0[.eventDescriptionText] } == [.text("It scans."), nil])
        #expect(events.map { $0[.sourceURL] } == [.text("http://www.example.org/x"), nil])
        #expect(events.map { $0[.comment] } == [.text("scan by 192.0.2.1"), .text("spam by 192.0.2.3")])
    }

    @Test("whose columns are named like fields become them")
    func byName() throws {
        let (events, _) = try events(
            "{\"source.ip\": \"192.0.2.1\", \"extra\": {\"note\": \"x\"}, \"other\": 1, \"raw\": \"cm93\"}\n",
            "format: jsonl\nunknown-columns: by-name\ncolumns: {raw: ignore}")
        let event = try #require(events.first)
        #expect(event[.sourceIP] == .text("192.0.2.1"))
        #expect(event[.extra("note")] == .text("x"))
        #expect(event[.extra("other")] == .integer(1))
        #expect(event[.extra("raw")] == nil)
    }

    @Test("given on the command line")
    func generic() throws {
        let definition = try GenericFeed.definition(
            code: "generic/csv", format: try GenericFeed.format("csv", options: [("delimiter", ";")]),
            map: [("ip", "source.ip !"), ("seen", "time.source | timestamp")], constants: [("classification.type", "blacklist")])
        let reading = FeedReader.read(Array("ip;seen\n192.0.2.1;2026-03-01\n".utf8), definition: definition)
        #expect(reading.batch.event(at: 0)[.classificationType] == .text("blacklist"))
        #expect(reading.batch.event(at: 0)[.timeSource] != nil)
        #expect(throws: UnusableFeedFile.self) {
            try GenericFeed.definition(code: "x", format: definition.format, map: [("a", "source.ipp")])
        }
        #expect(throws: UnusableFeedFile.self) { try GenericFeed.format("cvs") }
    }
}
