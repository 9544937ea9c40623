import Foundation
import Testing
import Vocabulary

@testable import Events

@Suite("Enrichment")
struct EnrichmentTests {
    private func batch(_ events: [[EventField: Value]]) -> EventBatch {
        let batch = EventBatch()
        for fields in events {
            batch.append(Event(fields.sorted { $0.key.rawValue < $1.key.rawValue }.map { (key: .idf($0.key), value: $0.value) }))
        }
        return batch
    }

    private func values(_ field: EventField, of batch: EventBatch) -> [Value?] {
        (0..<batch.rowCount).map { batch[field]?.value(at: $0) }
    }

    private func networks(_ body: (NetworkDatabase) throws -> Void) throws {
        let folder = try ScratchFolder()
        var asn = DatabaseFixture()
        asn.add("198.18.0.0/16", [("asn", .number(64496)), ("as_name", .text("Telekom"))])
        asn.add("198.19.0.0/16", [("asn", .number(64497)), ("as_name", .text("Bank"))])
        var country = DatabaseFixture()
        country.add("198.18.0.0/15", [("country", .map([("iso_code", .text("AZ"))]))])
        country.add("2001:db8::/32", [("country", .map([("iso_code", .text("GE"))]))])
        let database = NetworkDatabase(paths: [try asn.write("asn.mmdb", in: folder.url), try country.write("cc.mmdb", in: folder.url)])
        #expect(database.problems.isEmpty)
        try body(database)
    }

    @Test("system, its name and country come from the databases, for source and destination")
    func networkFacts() throws {
        let batch = batch([
            [.sourceIP: .text("198.18.0.1"), .destinationIP: .text("198.19.0.1")],
            [.sourceIP: .text("203.0.113.1")],
            [.sourceIP: .text("2001:db8::1")],
            [.sourceIP: .text("198.18.0.1")],
            [.destinationIP: .text("198.18.255.255")],
        ])
        try networks { #expect(Enrichment(networks: $0).apply(to: batch) == 0) }
        #expect(values(.sourceASN, of: batch) == [.integer(64496), nil, nil, .integer(64496), nil])
        #expect(values(.sourceAsName, of: batch) == [.text("Telekom"), nil, nil, .text("Telekom"), nil])
        #expect(values(.sourceGeolocationCC, of: batch) == [.text("AZ"), nil, .text("GE"), .text("AZ"), nil])
        #expect(values(.destinationASN, of: batch) == [.integer(64497), nil, nil, nil, .integer(64496)])
        #expect(values(.destinationAsName, of: batch) == [.text("Bank"), nil, nil, nil, .text("Telekom")])
    }

    @Test("what the feed says stays, and a system's name only joins its own number")
    func feedComesFirst() throws {
        let batch = batch([
            [.sourceIP: .text("198.18.0.1"), .sourceASN: .integer(64500), .sourceGeolocationCC: .text("TR")],
            [.sourceIP: .text("198.18.0.1"), .sourceASN: .integer(64496)],
        ])
        try networks { _ = Enrichment(networks: $0).apply(to: batch) }
        #expect(values(.sourceASN, of: batch) == [.integer(64500), .integer(64496)])
        #expect(values(.sourceAsName, of: batch) == [nil, .text("Telekom")])
        #expect(values(.sourceGeolocationCC, of: batch) == [.text("TR"), .text("AZ")])
    }

    @Test("overwriting replaces what is known here and leaves the rest")
    func overwrite() throws {
        let batch = batch([
            [.sourceIP: .text("198.18.0.1"), .sourceASN: .integer(64500), .sourceAsName: .text("Old"), .sourceGeolocationCC: .text("TR")],
            [.sourceIP: .text("203.0.113.1"), .sourceASN: .integer(64501), .sourceAsName: .text("Kept")],
        ])
        try networks { _ = Enrichment(networks: $0, policy: .overwrite).apply(to: batch) }
        #expect(values(.sourceASN, of: batch) == [.integer(64496), .integer(64501)])
        #expect(values(.sourceAsName, of: batch) == [.text("Telekom"), .text("Kept")])
        #expect(values(.sourceGeolocationCC, of: batch) == [.text("AZ"), nil])
    }

    @Test("no column is made where nothing is known")
    func nothingKnown() throws {
        let batch = batch([[.sourceIP: .text("203.0.113.1")], [.comment: .text("no address")]])
        try networks { #expect(Enrichment(networks: $0, owners: OwnerIndex([]), warnings: WarningLists([])).apply(to: batch) == 0) }
        #expect(batch.columns.map(\.key.name) == ["source.ip", "comment"])
    }

    private func owners() throws -> OwnerIndex {
        OwnerIndex([
            OwnerScope(id: "nation", countries: ["AZ"]),
            OwnerScope(id: "telekom", asns: [ASN(64496)], domains: ["telekom.example"]),
            OwnerScope(id: "bank", networks: [try #require(IPPrefix("198.18.7.0/24"))], domains: ["bank.example"]),
        ])
    }

    @Test("each event gets the owner of its strongest evidence")
    func ownersOfEvents() throws {
        let batch = batch([
            [.sourceIP: .text("198.18.7.1"), .sourceFQDN: .text("www.telekom.example")],
            [.sourceIP: .text("198.18.8.1"), .sourceFQDN: .text("www.bank.example")],
            [.sourceIP: .text("198.18.8.1")],
            [.sourceIP: .text("198.19.0.1")],
            [.sourceURL: .text("https://user@login.bank.example:8443/a?b@telekom.example")],
            [.sourceURL: .text("http://198.18.7.9/x")],
            [.sourceIP: .text("203.0.113.9"), .sourceReverseDNS: .text("host-9.telekom.example")],
            [.sourceIP: .text("203.0.113.9")],
        ])
        try networks { _ = Enrichment(networks: $0, owners: try owners()).apply(to: batch) }
        let expected = ["bank", "bank", "telekom", "nation", "bank", "bank", "telekom", nil]
        #expect(values(.constituency, of: batch) == expected.map { $0.map { .text($0) } })
    }

    @Test("a destination's owner counts only where the event names no source")
    func destinationOwner() throws {
        let batch = batch([
            [.destinationIP: .text("198.18.7.1")],
            [.sourceIP: .text("203.0.113.1"), .destinationIP: .text("198.18.7.1")],
            [.sourceIP: .text("198.18.9.1"), .destinationIP: .text("198.18.7.1")],
        ])
        try networks { _ = Enrichment(networks: $0, owners: try owners()).apply(to: batch) }
        #expect(values(.constituency, of: batch) == [.text("bank"), nil, .text("telekom")])
    }

    @Test("an owner the event brings along stays")
    func ownerStays() throws {
        let batch = batch([
            [.sourceIP: .text("198.18.7.1"), .constituency: .text("other")],
            [.sourceIP: .text("198.18.7.1")],
        ])
        _ = Enrichment(owners: try owners()).apply(to: batch)
        #expect(values(.constituency, of: batch) == [.text("other"), .text("bank")])
    }

    @Test("warning lists mark, and drop where they are told to")
    func warnings() throws {
        let batch = batch([
            [.sourceIP: .text("8.8.8.8"), .sourceASN: .integer(64496)],
            [.sourceIP: .text("10.0.0.1")],
            [.sourceIP: .text("203.0.113.200")],
            [.sourceIP: .text("93.184.216.34"), .sourceFQDN: .text("cdn7.fastly.net")],
            [.sourceIP: .text("93.184.216.34")],
            [.destinationIP: .text("10.0.0.1")],
            [.sourceIP: .text("93.184.216.34"), .destinationIP: .text("10.0.0.1")],
            [.sourceIP: .text("2606:4700:4700::1111")],
        ])
        let lists = WarningLists(actions: ["rfc1918": .drop])
        #expect(Enrichment(warnings: lists).apply(to: batch) == 2)
        let marks = (0..<batch.rowCount).map { batch[.extra("warning_list")]?.value(at: $0) }
        let expected = ["documentation-asn,public-resolvers", "documentation", "cdn", nil, nil, "public-resolvers,cdn"]
        #expect(marks == expected.map { $0.map { .text($0) } })
        #expect(values(.sourceIP, of: batch)[1] == .text("203.0.113.200"))
    }

    @Test("a feed's own column of that name that is no text is left alone")
    func foreignColumn() {
        let batch = EventBatch()
        batch.append(Event([(.idf(.sourceIP), .text("10.0.0.1")), (.extra("warning_list"), .integer(7))]))
        #expect(Enrichment(warnings: WarningLists()).apply(to: batch) == 0)
        #expect(batch[.extra("warning_list")]?.value(at: 0) == .integer(7))
        #expect(batch[.extra("warning_list.text")]?.value(at: 0) == .text("rfc1918"))
    }

    @Test("a batch has the same outcome as its events one by one")
    func batchEqualsRows() throws {
        var dice = Dice(seed: 9)
        let events: [[EventField: Value]] = (0..<400).map { _ in
            var fields: [EventField: Value] = [:]
            if dice.next() % 4 != 0 { fields[.sourceIP] = .text("198.\(18 + dice.next() % 3).\(dice.next() % 9).1") }
            if dice.next() % 3 == 0 {
                fields[.sourceFQDN] = .text(["a.bank.example", "b.telekom.example", "c.example.net"][Int(dice.next() % 3)])
            }
            if dice.next() % 3 == 0 { fields[.sourceASN] = .integer(64_495 + Int64(dice.next() % 3)) }
            if dice.next() % 3 == 0 { fields[.destinationIP] = .text("198.18.7.\(dice.next() % 9)") }
            return fields
        }
        try networks { database in
            let enrichment = Enrichment(networks: database, owners: try owners(), warnings: WarningLists(actions: ["benchmark": .off]))
            let together = batch(events)
            _ = enrichment.apply(to: together)
            for (row, fields) in events.enumerated() {
                let alone = batch([fields])
                _ = enrichment.apply(to: alone)
                #expect(together.event(at: row) == alone.event(at: 0), "event \(row)")
            }
        }
    }
}
