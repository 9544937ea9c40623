import Centre
import CentreTesting
import EventStore
import Foundation
import Testing
import Vocabulary

@testable import Observation

@Suite("The analyst's way through findings")
struct FindingJourneyTests {
    @Test("the overview counts what is open, and its numbers lead to the findings behind them")
    func overview() async throws {
        try await World.use { (world: World) async throws in
            let page = try await world.desk().get("/")
            #expect(page.status == 200)
            #expect(page.contains("data-live=\"/live/overview\""))
            let survey = try #require(world.observation.picture.survey)
            #expect(survey.all.open == 3)
            #expect(survey.bySector["banking"]?.open == 1)
            #expect(survey.owners["odlar"]?.sums.open == 2)
            let link = "/findings?q=" + Form.encoded(FindingStates.openTerm)
            #expect(page.contains("href=\"\(link)\""))
            let behind = try await world.desk().get(link)
            for address in ["192.0.2.7", "192.0.2.8", "198.51.100.9"] { #expect(behind.contains(address)) }
            #expect(!behind.contains("203.0.113.5"))
        }
    }

    @Test("a sector's findings are listed by its link, and so is what was fixed lately: the list has as many as the number says")
    func lists() async throws {
        try await World.use { (world: World) async throws in
            let desk = world.desk()
            let bank = try await desk.get(DeskLinks.findings(FindingStates.openTerm, sector: "banking"))
            #expect(bank.contains("198.51.100.9"))
            #expect(!bank.contains("192.0.2.8"))
            let survey = try #require(world.observation.picture.survey)
            let id = try #require(try world.ids()["192.0.2.8"].flatMap { FindingID($0) })
            // The scanner was fixed by its silence two weeks ago; a person verifies the other today.
            try world.store.decide(.verifyFixed, about: id, by: "Aygün", note: "closed", at: World.noon.microseconds)
            try await world.observation.refresh()
            let after = try #require(world.observation.picture.survey)
            #expect(after.all.fixed(days: 1) == survey.all.fixed(days: 1) + 1)
            let fixed = try await desk.get(DeskLinks.findings("state:fixed", fixed: 1))
            #expect(fixed.contains("192.0.2.8"))
            #expect(!fixed.contains("203.0.113.5"))
            let export = try await desk.get("/findings/export/csv?q=" + Form.encoded("") + "&sector=banking")
            #expect(export.text.split(separator: "\r\n").count == 2)
        }
    }

    @Test("every page of the desk opens in all languages", arguments: ["az", "en", "ru"])
    func languages(code: String) async throws {
        try await World.use { (world: World) async throws in
            let id = try #require(try world.ids()["192.0.2.7"])
            for path in [
                "/", "/findings", "/findings/\(id)", "/events", "/events?q=group+by+type,asn", "/events?q=group+by+day", "/feeds",
                "/feeds/idf/lines",
                "/feeds?q=shadow", "/observed/owner/odlar", "/observed/asn/64500", "/observed/ip/192.0.2.7",
                "/observed/prefix/192.0.2.0/24",
                "/observed/domain/www.example.com", "/feeds/definition", "/collect", "/collect/new/folder", "/collect/new/https",
                "/collect/new/shadowserver",
            ] {
                let page = try await world.desk().get(path, headers: ["accept-language": code])
                #expect(page.status == 200, "\(path)")
                #expect(page.contains("lang=\"\(code)\""), "\(path)")
                #expect(!page.contains(">observation."), "\(path) shows a key")
            }
        }
    }

    @Test("a mistake in a question is shown at its place, with what was perhaps meant")
    func mistake() async throws {
        try await World.use { (world: World) async throws in
            let page = try await world.desk().get("/findings?q=type:vulnrable-system")
            #expect(page.status == 200)
            #expect(page.contains("<mark>vulnrable-system</mark>"))
            #expect(page.contains("vulnerable-system</code>"))
        }
    }

    @Test("a risk is accepted with a reason and a date, and the finding leaves the open ones")
    func accept() async throws {
        try await World.use { (world: World) async throws in
            let id = try #require(try world.ids()["192.0.2.8"])
            let desk = world.desk()
            #expect(try await desk.get("/findings/\(id)").contains("192.0.2.8:23"))
            let refused = try await desk.post("/findings/\(id)/decide", [("decision", "accept"), ("note", "will be replaced")])
            #expect(refused.status == 422)
            let done = try await desk.post(
                "/findings/\(id)/decide", [("decision", "accept"), ("note", "will be replaced"), ("until", "2026-12-31")])
            #expect(done.status == 303)
            let page = try await desk.get("/findings/\(id)")
            #expect(page.contains("will be replaced"))
            #expect(page.contains("tag accepted"))
            #expect(try await !desk.get("/findings?q=\(Form.encoded(FindingStates.openTerm))").contains("192.0.2.8:23"))
        }
    }

    @Test("several findings are disputed at once")
    func several() async throws {
        try await World.use { (world: World) async throws in
            let ids = try world.ids()
            let desk = world.desk()
            _ = try await desk.get("/findings")
            let chosen = ["192.0.2.7", "192.0.2.8"].compactMap { ids[$0] }.map { ("id", $0) }
            let done = try await desk.post("/findings/decide", chosen + [("decision", "dispute"), ("note", "a test system"), ("q", "")])
            #expect(done.status == 303)
            try await world.observation.refresh()
            #expect(world.observation.picture.survey?.byState[.disputed] == 2)
        }
    }

    @Test("a viewer sees findings and decides nothing")
    func viewer() async throws {
        try await World.use { (world: World) async throws in
            let id = try #require(try world.ids()["192.0.2.8"])
            let desk = world.desk(.viewer)
            let page = try await desk.get("/findings/\(id)")
            #expect(page.status == 200)
            #expect(!page.contains("/decide"))
            #expect(try await desk.post("/findings/\(id)/decide", [("decision", "dispute"), ("note", "no")]).status == 403)
            #expect(try await desk.get("/events/export/csv").status == 403)
        }
    }

    @Test("what a feed sends stays text: markup and template signs are escaped, formulas are disarmed")
    func hostile() async throws {
        let event = Nation.event(
            "infected-system", "192.0.2.66", "2026-11-24T09:00:00", owner: nil,
            more: #""malware.name": "<script>alert(1)</script>{{frame.csrf}}", "source.account": "=cmd|' /C calc'!A0""#)
        try await World.use([event]) { (world: World) async throws in
            let desk = world.desk()
            for path in ["/", "/findings", "/events", "/observed/ip/192.0.2.66"] {
                let page = try await desk.get(path)
                #expect(!page.contains("<script>alert"), "\(path)")
            }
            #expect(try await desk.get("/events").contains("{{frame.csrf}}"))
            let csv = try await desk.get("/events/export/csv")
            #expect(csv.contains("'=cmd|"))
            #expect(csv.headers["content-disposition"]?.contains("attachment") == true)
        }
    }
}
