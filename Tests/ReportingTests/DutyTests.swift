import Centre
import CentreTesting
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import Reporting

@Suite("Incidents under duty")
struct DutyTests {
    private static let warning: [(String, String)] = [
        ("title", "Core banking is down"), ("type", "ddos"), ("description", "Flooded since nine"), ("ongoing", "yes"),
        ("malicious", "yes"),
        ("crossBorder", "unknown"), ("personalData", "no"),
    ]

    private func opened(_ owner: Browser) async throws -> String {
        let page = try await owner.get("/incidents/new")
        let own = try #require(hidden("own", in: page.text))
        let answer = try await owner.post(
            "/incidents/new", [("kind", "incident"), ("aware", "2026-03-02T10:00"), ("law", "cyber"), ("own", own)])
        let location = try #require(answer.location)
        return String(location.split(separator: "/")[1])
    }

    @Test("early warning, notification, final report: each with its deadline, drafts seen by nobody else, receipts that can be checked")
    func stages() async throws {
        try await ReportingHouse.use { house async throws in
            let owner = house.running.browser(.portal).signIn(as: "owner:bank").cookie("__Host-keshik-language", "en")
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            let id = try await opened(owner)
            // A draft may lack everything, and the desk does not see it.
            #expect(try await owner.post("/incidents/\(id)/early-warning", [("title", "Core"), ("act", "draft")]).status == 303)
            #expect(try await owner.get("/incidents/\(id)/early-warning").contains("value=\"Core\""))
            #expect(try await desk.get("/duty/\(id)").status == 404)
            #expect(try await owner.post("/incidents/\(id)/early-warning", [("title", "Core"), ("act", "submit")]).status == 422)
            #expect(try await owner.post("/incidents/\(id)/early-warning", Self.warning + [("act", "submit")]).status == 303)
            #expect(try await desk.get("/duty/\(id)").contains("Core banking is down"))
            // The final report is due a month after the notification.
            let progress = try #require(try await DutyOffice(office: house.reporting.office).progress(id))
            #expect(progress.due(.earlyWarning) == Instant("2026-03-03T10:00:00Z"))
            #expect(progress.due(.notification) == Instant("2026-03-05T10:00:00Z"))
            #expect(progress.due(.final) == Instant("2026-04-05T10:00:00Z"))
            house.clock.advance(.seconds(86_400))
            let more =
                Self.warning + [
                    ("severity", "high"), ("impact", "no payments"), ("measures", "filtering"), ("indicators", "192.0.2.7\nc2[.]example"),
                    ("act", "submit"),
                ]
            #expect(try await owner.post("/incidents/\(id)/notification", more).status == 303)
            let later = try #require(try await DutyOffice(office: house.reporting.office).progress(id))
            #expect(later.due(.final) == Instant("2026-04-03T12:00:00Z"))

            let receipt = try await owner.get("/incidents/\(id)/notification/receipt.json")
            let keys = try await owner.get("/report/keys.json")
            let body = try ReceiptCheck.payload(receipt.body, keys: keys.body)
            #expect(body["stage"] as? String == "notification")
            #expect(body["isLate"] as? Bool == false)
            let pdf = try await owner.get("/incidents/\(id)/notification/receipt.pdf")
            #expect(pdf.body.prefix(5) == Data("%PDF-".utf8))
        }
    }

    @Test("another organisation sees nothing of it, by no address")
    func others() async throws {
        try await ReportingHouse.use { house async throws in
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            let id = try await opened(owner)
            _ = try await owner.post("/incidents/\(id)/early-warning", Self.warning + [("act", "submit")])
            let other = house.running.browser(.portal).signIn(as: "owner:school")
            #expect(try await other.get("/incidents").contains("Core banking") == false)
            for path in ["", "/early-warning", "/early-warning/receipt.json", "/early-warning/receipt.pdf"] {
                #expect(try await other.get("/incidents/\(id)\(path)").status == 404, "\(path)")
            }
            #expect(try await other.post("/incidents/\(id)/early-warning", Self.warning + [("act", "submit")]).status == 404)
            #expect(try await other.post("/incidents/\(id)/words", [("text", "x")]).status == 404)
            let program = ["Authorization": "Bearer program:reporting.notify/school"]
            #expect(try await house.running.browser(.portal).send("GET", "/api/v1/incidents/\(id)", headers: program).status == 404)
        }
    }

    @Test("the centre's answer clock runs, warns once before and once after, and stops with the answer")
    func clock() async throws {
        try await ReportingHouse.use(settings: "alarmAddress: duty@cert.example\n") { house async throws in
            let owner = house.running.browser(.portal).signIn(as: "owner:bank")
            let id = try await opened(owner)
            _ = try await owner.post("/incidents/\(id)/early-warning", Self.warning + [("act", "submit")])
            let clock = AnswerClock(office: house.reporting.office)
            #expect(try await clock.alarm() == 0)
            house.clock.advance(.seconds(21 * 3_600))
            #expect(try await clock.alarm() == 1)
            #expect(try await clock.alarm() == 0)
            house.clock.advance(.seconds(4 * 3_600))
            #expect(try await clock.alarm() == 1)
            if case .warning = await clock.check.ask() {} else { Issue.record("health must say that an answer is overdue") }
            let subjects = try await house.house.outward.deliveries(.init(capability: "reporting"), limit: 10).map(\.recipient)
            #expect(subjects == ["duty@cert.example", "duty@cert.example"])
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst").cookie("__Host-keshik-language", "en")
            #expect(try await desk.get("/duty").contains("overdue by"))
            #expect(try await desk.post("/duty/\(id)/answer", [("text", "We are with you.")]).status == 303)
            #expect(try await desk.get("/duty").contains("Core banking") == false)
            #expect(try await owner.get("/incidents/\(id)").contains("We are with you."))
            if case .well = await clock.check.ask() {} else { Issue.record("all is answered") }
        }
    }

    @Test("by program: a schema, the same sent twice is one, faults are named by their place, an authority sees its part alone")
    func programs() async throws {
        try await ReportingHouse.use { house async throws in
            let browser = house.running.browser(.portal)
            let notify = ["Authorization": "Bearer program:reporting.notify/bank"]
            let schema = try await browser.get("/api/v1/schemas/incident.json")
            #expect(try JSONSerialization.jsonObject(with: schema.body) is [String: Any])
            let body = """
                {"reference":"INC-7","stage":"early-warning","aware":"2026-03-02T10:00:00Z","report":{"title":"Leak","type":"data-leak","description":"A copy was found",
                "ongoing":"no","malicious":"yes","crossBorder":"yes","countries":["GE"],"personalData":"yes","services":["portal"]}}
                """
            let first = try await browser.send("POST", "/api/v1/incidents", headers: notify, body: Data(body.utf8))
            #expect(first.status == 201, "\(first.text)")
            let second = try await browser.send("POST", "/api/v1/incidents", headers: notify, body: Data(body.utf8))
            #expect(second.status == 200)
            let said = try #require(try JSONSerialization.jsonObject(with: first.body) as? [String: Any])
            #expect(said["laws"] as? [String] == ["cyber", "personal-data"])
            let list = try await browser.send("GET", "/api/v1/incidents", headers: notify)
            #expect(list.text.components(separatedBy: "\"INC-7\"").count == 2, "\(list.text)")

            let wrong = try await browser.send(
                "POST", "/api/v1/incidents", headers: notify,
                body: Data(
                    #"{"reference":"INC-8","stage":"early-warning","report":{"title":"x","type":"nonsense","rootCause":"later"}}"#.utf8))
            #expect(wrong.status == 422)
            #expect(wrong.headers["content-type"] == "application/problem+json")
            #expect(wrong.contains("#/report/type"))
            #expect(wrong.contains("#/report/rootCause"))
            #expect(wrong.contains("#/report/description"))
            let broken = try await browser.send("POST", "/api/v1/incidents", headers: notify, body: Data("{\"stage\":1}".utf8))
            #expect(broken.status == 400)
            #expect(
                try await browser.send(
                    "POST", "/api/v1/incidents", headers: notify,
                    body: Data(body.replacing("\"reference\"", with: "\"owner\":\"school\",\"reference\"").utf8)
                ).status == 403)

            let authority = ["Authorization": "Bearer program:reporting.law.personal-data"]
            let part = try await browser.send("GET", "/api/v1/laws/personal-data/incidents", headers: authority)
            #expect(part.contains("A copy was found"))
            #expect(!part.contains("\"services\""))
            #expect(!part.contains("crossBorder"))
            #expect(try await browser.send("GET", "/api/v1/laws/cyber/incidents", headers: authority).status == 403)
            #expect(try await browser.send("GET", "/api/v1/incidents", headers: authority).status == 403)
        }
    }

    @Test("two that name the same indicator are shown to each other, joined by hand, and count once")
    func joined() async throws {
        try await ReportingHouse.use { house async throws in
            var ids: [String] = []
            for (owner, indicator) in [("bank", "c2[.]example"), ("school", "C2.example")] {
                let browser = house.running.browser(.portal).signIn(as: "owner:\(owner)")
                let id = try await opened(browser)
                ids.append(id)
                _ = try await browser.post("/incidents/\(id)/early-warning", Self.warning + [("act", "submit")])
                _ = try await browser.post(
                    "/incidents/\(id)/notification",
                    Self.warning + [("severity", "low"), ("impact", "i"), ("measures", "m"), ("indicators", indicator), ("act", "submit")])
            }
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst").cookie("__Host-keshik-language", "en")
            #expect(try await desk.get("/duty/\(ids[0])").contains("/duty/\(ids[1])"))
            #expect(try await desk.get("/duty/figures.csv").contains("incidents,,2"))
            #expect(try await desk.post("/duty/\(ids[1])/join", [("number", "CERT-I-2026-00001")]).status == 303)
            #expect(try await desk.get("/duty/figures.csv").contains("incidents,,1"))
            #expect(try await desk.post("/duty/\(ids[0])/join", [("number", "CERT-I-2026-00001")]).status == 422)
            #expect(try await desk.get("/duty/figures").status == 200)
        }
    }

    @Test("a near miss has no deadlines and one stage")
    func nearMiss() async throws {
        try await ReportingHouse.use { house async throws in
            let owner = house.running.browser(.portal).signIn(as: "owner:school")
            _ = try await owner.get("/incidents/new")
            let answer = try await owner.post(
                "/incidents/new", [("kind", "near-miss"), ("aware", "2026-03-02T10:00"), ("reference", "n-1")])
            let id = String(try #require(answer.location).split(separator: "/")[1])
            let progress = try #require(try await DutyOffice(office: house.reporting.office).progress(id))
            #expect(progress.stages == [.earlyWarning])
            #expect(progress.due(.earlyWarning) == nil)
        }
    }

    @Test(
        "deadlines count hours from knowing and months from the stage before, to the last day of a shorter month",
        arguments: [
            ("2026-01-31T08:00:00Z", 1, "2026-02-28T08:00:00Z"), ("2026-12-15T00:00:00Z", 1, "2027-01-15T00:00:00Z"),
            ("2026-03-31T23:00:00Z", 3, "2026-06-30T23:00:00Z"),
        ])
    func months(start: String, count: Int, end: String) throws {
        let moment = try #require(Instant(start))
        #expect(moment.adding(months: count) == Instant(end))
    }

    @Test("a settings file that cannot be right is refused with the place of the mistake")
    func settings() async throws {
        for (text, place) in [
            ("numbers: { nonsense: [] }", "numbers.nonsense"),
            ("laws: [{ id: x, name: { en: X }, authority: { en: Y }, stages: { early: { within: 24h } } }]", "stages.early"),
            ("laws: [{ id: x, name: { en: X }, authority: { en: Y }, stages: { final: { within: soon } } }]", "soon"),
            ("alarmAddress: nobody", "alarmAddress"),
        ] {
            await #expect { try await ReportingHouse.use(settings: text) { _ in } } throws: { "\($0)".contains(place) }
        }
    }
}
