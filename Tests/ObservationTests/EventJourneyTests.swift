import Centre
import CentreTesting
import EventStore
import Foundation
import Testing

@testable import Observation

@Suite("The events explorer")
struct EventJourneyTests {
    @Test("facets count what the question asks for, and a link narrows it")
    func facets() async throws {
        try await World.use { (world: World) async throws in
            let desk = world.desk()
            let page = try await desk.get("/events?q=since:7d")
            #expect(page.contains("/events?q=" + Form.encoded("since:7d type:vulnerable-system")))
            let narrowed = try await desk.get("/events?q=" + Form.encoded("since:7d type:vulnerable-system"))
            #expect(narrowed.contains("192.0.2.8"))
            #expect(!narrowed.contains("192.0.2.7<"))
        }
    }

    @Test("groups are a table and a chart, each group leading to its events")
    func groups() async throws {
        try await World.use { (world: World) async throws in
            let page = try await world.desk().get("/events?q=" + Form.encoded("group by type"))
            #expect(page.contains("<svg"))
            #expect(page.contains("/events?q=" + Form.encoded("type:infected-system")))
        }
    }

    @Test("an export has every event of the question", arguments: ["csv", "jsonl", "parquet"])
    func export(format: String) async throws {
        try await World.use { (world: World) async throws in
            let answer = try await world.desk().get("/events/export/\(format)?q=" + Form.encoded("type:infected-system"))
            #expect(answer.status == 200)
            switch format {
            case "csv": #expect(answer.text.split(separator: "\r\n").count == 3)
            case "jsonl": #expect(answer.text.split(separator: "\n").count == 2)
            default:
                #expect(answer.body.prefix(4) == Data("PAR1".utf8))
                #expect(answer.body.suffix(4) == Data("PAR1".utf8))
            }
        }
    }

    @Test("what is written is completed: names of fields, their values, owners by any name")
    func completion() async throws {
        try await World.use { (world: World) async throws in
            let desk = world.desk()
            let fields = try await desk.get("/events/complete?q=ty&at=2")
            #expect(fields.contains(#""text":"type:""#))
            let types = try await desk.get("/events/complete?q=" + Form.encoded("port:22 type:infec") + "&at=18")
            #expect(types.contains(#""from":13"#))
            #expect(types.contains("infected-system"))
            let owners = try await desk.get("/events/complete?q=" + Form.encoded("owner:Casp"), headers: ["accept-language": "en"])
            #expect(owners.contains("xezer"))
        }
    }

    @Test("an address, a network, an AS number and a domain lead to their pages")
    func search() async throws {
        try await World.use { (world: World) async throws in
            for (text, path) in [
                ("192.0.2.7", "/observed/ip/192.0.2.7"), ("192.0.2.0/24", "/observed/prefix/192.0.2.0/24"),
                ("AS64500", "/observed/asn/64500"),
                ("www.example.com", "/observed/domain/www.example.com"),
            ] {
                #expect(try await world.desk().get("/observed?q=\(Form.encoded(text))").location == path)
            }
            #expect(try await world.desk().get("/observed/owner/nobody").status == 404)
            #expect(try await world.desk().get("/observed/ip/not-an-address").status == 404)
        }
    }
}
