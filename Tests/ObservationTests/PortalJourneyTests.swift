import Centre
import CentreTesting
import Foundation
import Testing

@testable import Observation

@Suite("Owners in the portal")
struct PortalJourneyTests {
    @Test("an owner sees their own findings, and nobody else's: list, page, export and API")
    func own() async throws {
        try await World.use { (world: World) async throws in
            let ids = try world.ids()
            let portal = world.portal("odlar")
            let front = try await portal.get("/")
            #expect(front.status == 200)
            let list = try await portal.get("/findings?q=")
            #expect(list.contains("192.0.2.7"))
            #expect(!list.contains("198.51.100.9"))
            // Not even by asking for it.
            #expect(try await !portal.get("/findings?q=" + Form.encoded("owner:xezer or ip:198.51.100.9")).contains("198.51.100.9:"))
            #expect(try await portal.get("/findings/\(ids["192.0.2.7"] ?? "")").status == 200)
            #expect(try await portal.get("/findings/\(ids["198.51.100.9"] ?? "")").status == 404)
            #expect(try await portal.get("/findings/\(ids["203.0.113.5"] ?? "")").status == 404)
            for format in ["csv", "jsonl"] {
                let file = try await portal.get("/findings/export/\(format)?q=" + Form.encoded("-type:spam"))
                #expect(file.contains("192.0.2.7"))
                #expect(!file.contains("198.51.100.9"))
                #expect(!file.contains("203.0.113.5"))
            }
            let api = try await world.running.browser(.portal).get(
                "/api/v1/findings", headers: ["authorization": "Bearer program:observation.own/odlar"])
            #expect(api.contains("192.0.2.8"))
            #expect(!api.contains("198.51.100.9"))
        }
    }

    @Test("a token that speaks for no owner sees no findings")
    func nobody() async throws {
        try await World.use { (world: World) async throws in
            let answer = try await world.running.browser(.portal).get(
                "/api/v1/findings", headers: ["authorization": "Bearer program:observation.own"])
            #expect(answer.status == 403)
        }
    }

    @Test("a sector of fewer than five others is not compared with: it would tell what each of them has")
    func comparison() async throws {
        try await World.use { (world: World) async throws in
            let page = try await world.portal("xezer").get("/", headers: ["accept-language": "en"])
            #expect(!page.contains("Median of my sector"))
        }
        let banks = (1...6).map {
            OwnerCard(id: "bank\($0)", names: ["en": "Bank \($0)"], sector: "banking", isCritical: false, parent: nil)
        }
        try await World.use(owners: banks) { (world: World) async throws in
            let page = try await world.portal("bank1").get("/", headers: ["accept-language": "en"])
            #expect(page.contains("Median of my sector"))
        }
    }

    @Test("what the centre's people wrote about a finding is not shown to its owner")
    func discretion() async throws {
        try await World.use { (world: World) async throws in
            let id = try #require(try world.ids()["192.0.2.7"])
            let desk = world.desk()
            _ = try await desk.get("/findings/\(id)")
            _ = try await desk.post("/findings/\(id)/decide", [("decision", "dispute"), ("note", "the administrator is a suspect")])
            let page = try await world.portal("odlar").get("/findings/\(id)")
            #expect(page.contains("tag disputed"))
            #expect(!page.contains("suspect"))
            #expect(!page.contains("Aygün"))
        }
    }
}
