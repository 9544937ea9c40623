import Centre
import CentreTesting
import EventStore
import Testing
import Vocabulary

@testable import Notices

@Suite("who sees which notice", .serialized)
struct NoticeAccessTests {
    @Test("an owner never sees another's notice, whatever the address")
    func owners() async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            #expect(try await house.until { try await $0.notice()?.sent != nil })
            let notice = try #require(try await house.notice())
            let bank = house.running.browser(.portal).signIn(as: "owner:bank")
            let school = house.running.browser(.portal).signIn(as: "owner:school")
            let nobody = house.running.browser(.portal)
            _ = try await school.get("/notices")
            for route in house.running.centre.routes where route.face == .portal && route.path.hasPrefix("/notices/:id") {
                for file in ["findings.csv", "findings.jsonl"] {
                    let path = route.path.replacing(":id", with: notice.id).replacing(":file", with: file)
                    let fields = [("answer", "fixed")]
                    let theirs = route.verb == .get ? try await school.get(path) : try await school.post(path, fields)
                    #expect(theirs.status == 404 && !theirs.contains("192.0.2.10"), "\(route.verb) \(path)")
                    let stranger = route.verb == .get ? try await nobody.get(path) : try await nobody.post(path, fields)
                    #expect([401, 303, 302].contains(stranger.status) && !stranger.contains("192.0.2.10"), "\(route.verb) \(path)")
                    if route.verb == .get { #expect(try await bank.get(path).status == 200, "\(path)") }
                }
            }
            #expect(try await !school.get("/notices").contains(notice.subject))
            #expect(try await house.notice()?.answered == nil)
        }
    }

    @Test("every page of the desk opens for who may and for nobody else, in every language", arguments: ["az", "en", "ru"])
    func desk(_ language: String) async throws {
        try await NoticeHouse.use { house in
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            let notice = try #require(try await house.notice())
            let told = try await house.running.house.records.read { try NoticeStore.findings(of: notice.id, $0) }
            let finding = try #require(told.first.map { "\($0.id)" })
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            let nobody = house.running.browser(.desk)
            for route in house.running.centre.routes where route.face == .desk && route.path.hasPrefix("/notices") && route.verb == .get {
                let path = route.path.replacing(":id", with: notice.id).replacing(":rule", with: "daily-digest")
                    .replacing(":topic", with: "phishing").replacing(":owner", with: "bank").replacing(":finding", with: finding)
                let page = try await officer.get(path, headers: ["Accept-Language": language])
                #expect(page.status == 200, "\(path)")
                #expect(!page.contains("notices."), "\(path) shows a key in \(language)")
                #expect(try await nobody.get(path).status != 200, "\(path)")
            }
        }
    }

    @Test("rules are changed, ordered and versioned by who may; a changed rule asks again")
    func rules() async throws {
        try await NoticeHouse.use { house in
            let viewer = house.running.browser(.desk).signIn(as: "staff:viewer")
            _ = try await viewer.get("/notices/rules")
            #expect(try await viewer.post("/notices/rules/daily-digest", [("act", "tell")]).status == 403)
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            _ = try await officer.get("/notices/rules/new")
            let fields = [
                ("id", "banks"), ("active", "1"), ("sectors", "banking"), ("act", "tell"), ("pace", "now"), ("purposes", "abuse"),
                ("reminders", "3, 9"),
            ]
            #expect(try await officer.post("/notices/rules/new", fields).status == 303)
            #expect(try await officer.post("/notices/rules/new", fields).status == 422)
            #expect(try await officer.post("/notices/rules/new", [("id", "Bad Name"), ("reminders", "x")]).status == 422)
            for _ in 0..<4 { #expect(try await officer.post("/notices/rules/banks/move", [("by", "-1")]).status == 303) }
            let entries = try await house.running.house.records.read { try NoticeStore.entries($0) }
            #expect(entries.first?.rule.id == "banks" && entries.first?.isApproved == false)
            #expect(entries.first?.rule.reminders == [3, 9])
            try house.store.take([sight("192.0.2.10", owner: "bank", at: noon)], piece: 1)
            try await house.decide()
            #expect(try await house.notice()?.state == .awaiting)
        }
    }

    @Test("what is suppressed is not told, and is told when that ends")
    func suppressions() async throws {
        try await NoticeHouse.use { house in
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            _ = try await officer.get("/notices/suppressions")
            #expect(try await officer.post("/notices/suppressions", [("reason", "x"), ("until", "2026-03-20")]).status == 422)
            let fields = [("network", "192.0.2.0/24"), ("reason", "agreed test"), ("until", "2026-03-20")]
            #expect(try await officer.post("/notices/suppressions", fields).status == 303)
            try house.store.take([sight("192.0.2.10", owner: "bank", severity: "critical", at: noon)], piece: 1)
            try await house.decide()
            #expect(try await house.notice() == nil)
            #expect(try await officer.post("/notices/suppressions/1/end").status == 303)
            house.clock.advance(60)
            try await house.decide()
            #expect(try await house.notice() != nil)
        }
    }
}

@Suite("where a webhook may go")
struct WebhookAddressTests {
    @Test(
        "addresses within networks, other schemes and odd spellings are refused",
        arguments: [
            "http://example.org/x", "https://127.0.0.1/", "https://10.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
            "https://169.254.169.254/latest", "https://0x7f000001/", "https://2130706433/", "https://user:pass@example.org/",
            "https://example.org:25/", "file:///etc/passwd", "https://", "gopher://example.org/", "https://192.168.1.1:8443/",
            "https://[fe80::1]/", "https://[64:ff9b::7f00:1]/",
        ])
    func refused(_ text: String) { #expect(throws: WebhookAddress.Refusal.self) { try WebhookAddress(text) } }

    @Test("a public address over https is taken, and a private one where the operator permits it")
    func taken() throws {
        #expect(try WebhookAddress("https://soc.example.org/hook").host == "soc.example.org")
        #expect(try WebhookAddress("https://10.0.0.1/hook", allowed: ["10.0.0.1"]).port == 443)
    }
}
