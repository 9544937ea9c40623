import Centre
import CentreTesting
import GRDB
import Testing
import Vocabulary

@testable import Cases

@Suite("from the queue to the closing summary", .serialized)
struct CaseJourneyTests {
    @Test("a report becomes a case once, is taken up, noted on, classified and closed, and its timeline tells all of it")
    func walk() async throws {
        try await CaseHouse.use { house in
            let reference = try await house.open("report:1")
            #expect(try await house.open("report:1", title: "Another title") == reference)
            #expect(reference.number == "TEST-C-2026-00001" && reference.path == "/cases/2026-00001")

            let analyst = house.analyst()
            let queue = try await analyst.get("/cases")
            #expect(queue.status == 200 && queue.contains("Phishing against a bank"))
            let page = try await analyst.get(reference.path)
            #expect(page.status == 200 && page.contains("login[.]bank-example[.]com") && !page.contains("http://login"))

            house.clock.advance(600)
            #expect(try await analyst.post("\(reference.path)/act", [("act", "take")]).status == 303)
            #expect(try await analyst.post("\(reference.path)/note", [("text", "Also seen at 198.51.100.9, CVE-2026-1234.")]).status == 303)
            let edit = [
                ("title", "Phishing kit against banks"), ("kind", "incident"), ("type", "phishing"), ("severity", "high"),
                ("tlp", "TLP:GREEN"),
                ("pap", "PAP:AMBER"), ("organisation", "bank"), ("sector", ""), ("lead", ""), ("assignee", "staff:analyst"),
                ("embargo", ""), ("urgency", ""), ("note", "several banks are hit"),
            ]
            #expect(try await analyst.post("\(reference.path)/edit", edit).status == 303)
            #expect(try await analyst.post("\(reference.path)/close", [("closing", "resolved")]).status == 422)
            #expect(
                try await analyst.post("\(reference.path)/close", [("closing", "resolved"), ("summary", "The kit is gone.")]).status == 303)
            let found = try await house.found(reference)
            #expect(found.state == .closed && found.closing == .resolved && found.summary == "The kit is gone.")
            #expect(found.title == "Phishing kit against banks" && found.severity == .high && found.tlp == .green)
            #expect(found.sector == "banking", "the sector is the organisation's")
            #expect(found.acknowledged == noon + .seconds(600) && found.received == noon)
            let entries = try await house.entries(reference)
            let severity = try #require(entries.first { $0.field == "severity" })
            #expect(severity.earlier == "medium" && severity.later == "high" && severity.person == "Aygün Əliyeva")
            #expect(entries.contains { $0.kind == .opened } && entries.contains { $0.text.contains("198.51.100.9") })
            #expect(try await !analyst.get("/cases").contains("Phishing kit against banks"))
            #expect(try await analyst.get("/cases?place=closed").contains("Phishing kit against banks"))
        }
    }

    @Test("a case is opened by hand and belongs to who opened it")
    func byHand() async throws {
        try await CaseHouse.use { house in
            let analyst = house.analyst()
            _ = try await analyst.get("/cases/new")
            #expect(try await analyst.post("/cases/new", [("text", "no title")]).status == 422)
            let answer = try await analyst.post(
                "/cases/new",
                [
                    ("title", "The page of a school is defaced"), ("text", "www.school.example shows a flag"), ("kind", "incident"),
                    ("severity", "high"),
                ])
            #expect(answer.location == "/cases/2026-00001")
            #expect(try await analyst.get("/cases?place=mine").contains("The page of a school is defaced"))
            #expect(try await analyst.get("/cases?q=defac").contains("2026-00001"))
            #expect(try await analyst.get("/cases?q=www.school.example").contains("2026-00001"))
            #expect(try await !analyst.get("/cases?q=nonsense").contains("2026-00001"))
        }
    }

    @Test("many cases are changed at once; those whose state does not allow it are counted and left")
    func bulk() async throws {
        try await CaseHouse.use { house in
            let one = try await house.open("report:1")
            let two = try await house.open("report:2", title: "Second")
            let analyst = house.analyst()
            _ = try await analyst.get("/cases")
            #expect(
                try await analyst.post("/cases/bulk", [("act", "unfounded"), ("case", one.id), ("case", two.id), ("text", "a test")]).status
                    == 303)
            #expect(try await house.found(one).closing == .unfounded)
            let answer = try await analyst.post("/cases/bulk", [("act", "accept"), ("case", one.id), ("back", "/cases?place=new")])
            #expect(answer.location == "/cases?place=new")
            #expect(try await house.found(one).state == .closed)
        }
    }

    @Test("every transition is allowed or refused as the table says")
    func transitions() {
        let allowed: Set<String> = [
            "new accept open", "waiting resume open", "closed reopen open", "new wait waiting", "open wait waiting", "new close closed",
            "open close closed", "waiting close closed", "new merge merged", "open merge merged", "waiting merge merged",
            "closed merge merged",
        ]
        var found: Set<String> = []
        for state in Case.State.allCases {
            for event in Case.Event.allCases {
                if let after = state.after(event) { found.insert("\(state.rawValue) \(event.rawValue) \(after.rawValue)") }
            }
        }
        #expect(found == allowed)
    }
}
