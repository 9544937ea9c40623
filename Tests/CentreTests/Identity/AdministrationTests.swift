import Foundation
import Testing
import Vocabulary

@testable import Centre

@Suite("Administering accounts")
struct AdministrationTests {
    private static func administrator(_ centre: RunningIdentity, _ login: String) async throws -> Browser {
        let account = try await centre.account(login, roles: [.administrator])
        let totp = try await centre.secondFactor(account)
        let browser = centre.browser()
        let ticket = try await browser.signIn(login, "seven lonely umbrellas").hidden("ticket") ?? ""
        _ = try await browser.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)])
        return browser
    }

    @Test("an administrator is made by two administrators")
    func fourEyes() async throws {
        try await RunningIdentity.run { centre in
            let first = try await Self.administrator(centre, "leyla")
            let second = try await Self.administrator(centre, "rashad")
            let made = try await first.submit(
                "/accounts/new", to: "/accounts", ["login": "aysel", "name": "Aysel", "roles": "administrator"])
            #expect(made.text.contains("http://desk.example/sign-in/with/"))
            let read: @Sendable () async throws -> Set<Role>? = {
                try await centre.house.records.read { try AccountStore.find(.staff, login: "aysel", $0)?.roles }
            }
            #expect(try await read() == [.viewer])
            let request = try #require(try await centre.identity.fourEyes.requests(waiting: true).first)
            let path = "/four-eyes/\(request.id)/confirm"
            #expect(try await first.submit("/four-eyes", to: path).location == "/four-eyes")
            #expect(try await read() == [.viewer])
            let page = try await second.get("/four-eyes")
            #expect(page.text.contains("Make aysel an administrator") && page.text.contains(path))
            #expect(try await second.post(path, [:], csrf: page.hidden("csrf")).location == "/four-eyes")
            #expect(try await read() == [.viewer, .administrator])
            #expect(try await centre.identity.fourEyes.requests(waiting: true).isEmpty)
            await #expect(throws: FourEyesError.over) {
                let person = Principal(id: "staff-x", name: "X", kind: .staff([.administrator]))
                try await centre.identity.fourEyes.confirm(request.id, by: person)
            }
        }
    }

    @Test("who asked cannot confirm, who may not cannot, and a failing act leaves the request waiting")
    func fourEyesRefusals() async throws {
        struct Broken: Error {}
        try await RunningIdentity.run { centre in
            let eyes = centre.identity.fourEyes
            eyes.add(FourEyesKind("probe.break", confirm: .accounts) { _, _ in throw Broken() })
            let asker = Principal(id: "staff-1", name: "One", kind: .staff([.administrator]))
            let other = Principal(id: "staff-2", name: "Two", kind: .staff([.administrator]))
            let viewer = Principal(id: "staff-3", name: "Three", kind: .staff([.viewer]))
            let id = try await eyes.ask("probe.break", subject: "it", payload: "", reason: "", by: asker)
            #expect(try await eyes.ask("probe.break", subject: "it", payload: "", reason: "", by: asker) == id)
            await #expect(throws: FourEyesError.samePerson) { try await eyes.confirm(id, by: asker) }
            await #expect(throws: FourEyesError.notAllowed) { try await eyes.confirm(id, by: viewer) }
            await #expect(throws: FourEyesError.notAllowed) { try await eyes.refuse(id, by: viewer) }
            await #expect(throws: Broken.self) { try await eyes.confirm(id, by: other) }
            #expect(try await eyes.requests(waiting: true).map(\.id) == [id])
            centre.clock.advance(by: FourEyes.life)
            await #expect(throws: FourEyesError.over) { try await eyes.confirm(id, by: other) }
            await #expect(throws: FourEyesError.unknownKind("probe.other")) {
                try await eyes.ask("probe.other", subject: "", payload: "", reason: "", by: asker)
            }
        }
    }

    @Test("who could have signed in as the second person finds another one")
    func puppets() async throws {
        try await RunningIdentity.run { centre in
            let first = try await Self.administrator(centre, "leyla")
            let maker = try #require(try await centre.house.records.read { try AccountStore.find(.staff, login: "leyla", $0) })
            _ = try await Self.administrator(centre, "rashad")
            let made = try await first.submit("/accounts/new", to: "/accounts", ["login": "puppet", "name": "P", "roles": "viewer"])
            #expect(made.status == 200)
            let puppet = try #require(try await centre.house.records.read { try AccountStore.find(.staff, login: "puppet", $0) })
            let eyes = centre.identity.fourEyes
            let asker = Principal(id: maker.id, name: "Leyla", kind: .staff([.administrator]))
            let second = Principal(id: puppet.id, name: "P", kind: .staff([.administrator]))
            let ask: @Sendable () async throws -> String = {
                try await eyes.ask(Identity.grantKind, subject: "puppet", payload: puppet.id, reason: "", by: asker)
            }
            let id = try await ask()
            await #expect(throws: FourEyesError.dependent) { try await eyes.confirm(id, by: second) }
            centre.clock.advance(by: FourEyes.life + .seconds(1))
            let later = try await ask()
            try await eyes.confirm(later, by: second)
        }
    }

    @Test("a link alone never makes one administrator another")
    func resetOfAdministrator() async throws {
        try await RunningIdentity.run { centre in
            let first = try await Self.administrator(centre, "leyla")
            let bare = try await centre.account("rashad", roles: [.administrator])
            let reply = try await first.submit("/accounts/\(bare.id)", to: "/accounts/\(bare.id)/reset")
            #expect(reply.status == 303)
            _ = try await centre.secondFactor(bare)
            let allowed = try await first.submit("/accounts/\(bare.id)", to: "/accounts/\(bare.id)/reset")
            #expect(allowed.text.contains("http://desk.example/sign-in/with/"))
        }
    }

    @Test("a role of administrators is not given on a stale page, and a locked person's requests wait for nobody")
    func staleAndLocked() async throws {
        try await RunningIdentity.run { centre in
            let leyla = try await centre.account("leyla", roles: [.administrator])
            let rashad = try await centre.account("rashad", roles: [.administrator])
            try await centre.account("aysel", roles: [.administrator])
            // `rashad` still says administrator; the records do not any more.
            try await centre.identity.setRoles([.viewer], of: rashad, by: .operatorAtShell)
            let actor = Actor(id: leyla.id, address: "", agent: "")
            await #expect(throws: AccountError.needsTwo("rashad")) {
                try await centre.identity.setRoles([.viewer, .administrator], of: rashad, by: actor)
            }
            let asker = Principal(id: leyla.id, name: "Leyla", kind: .staff([.administrator]))
            let id = try await centre.identity.fourEyes.ask(
                Identity.grantKind, subject: "rashad", payload: rashad.id, reason: "", by: asker)
            try await centre.identity.setLocked(true, leyla, by: .operatorAtShell)
            let other = Principal(id: "staff-2", name: "Two", kind: .staff([.administrator]))
            await #expect(throws: FourEyesError.over) { try await centre.identity.fourEyes.confirm(id, by: other) }
        }
    }

    @Test("the trail names who did something, not the number of an account")
    func trailNames() async throws {
        try await RunningIdentity.run { centre in
            let first = try await Self.administrator(centre, "leyla")
            let account = try await centre.account("rashad")
            _ = try await first.submit("/accounts/\(account.id)", to: "/accounts/\(account.id)/lock")
            let maker = try #require(try await centre.house.records.read { try AccountStore.find(.staff, login: "leyla", $0) })
            let page = try await first.get("/audit?kind=locked")
            #expect(page.text.contains("leyla") && page.text.contains("rashad"))
            #expect(!page.text.contains(maker.id))
        }
    }

    @Test("the last administrator stays")
    func lastAdministrator() async throws {
        try await RunningIdentity.run { centre in
            let account = try await centre.account("leyla", roles: [.administrator])
            await #expect(throws: AccountError.lastAdministrator) {
                try await centre.identity.setRoles([.viewer], of: account, by: .operatorAtShell)
            }
            await #expect(throws: AccountError.lastAdministrator) {
                try await centre.identity.setLocked(true, account, by: .operatorAtShell)
            }
            try await centre.account("rashad", roles: [.administrator])
            try await centre.identity.setLocked(true, account, by: .operatorAtShell)
        }
    }

    @Test("every page of the administration opens in every language, for its roles alone")
    func pages() async throws {
        try await RunningIdentity.run { centre in
            let administrator = try await Self.administrator(centre, "leyla")
            let account = try await centre.account("rashad")
            let viewer = centre.browser()
            _ = try await viewer.get(
                try await centre.identity.demonstrationLink(role: .viewer).replacing("http://desk.example", with: ""))
            for path in ["/accounts", "/accounts/new", "/accounts/\(account.id)", "/tokens", "/four-eyes", "/audit", "/audit.csv"] {
                for language in ["az", "en", "ru"] {
                    administrator.cookies["__Host-keshik-language"] = language
                    let reply = try await administrator.get(path)
                    #expect(reply.status == 200, "\(path)")
                    #expect(!reply.text.contains("identity."), "a text is missing on \(path) in \(language)")
                }
                #expect(try await viewer.get(path).status == 403, "\(path)")
                #expect(try await centre.browser().get(path).status == 303, "\(path)")
            }
            for path in ["/account", "/account/password", "/account/second-factor", "/account/recovery-codes"] {
                #expect(try await viewer.get(path).status == 200, "\(path)")
            }
        }
    }

    @Test("the trail's export holds no formula, whatever a browser calls itself")
    func export() async throws {
        try await RunningIdentity.run { centre in
            try await centre.account("leyla")
            _ = try await centre.browser(agent: "=HYPERLINK(\"http://evil.example\",1)").signIn("leyla", "wrong wrong wrong")
            let auditor = centre.browser()
            _ = try await auditor.get(
                try await centre.identity.demonstrationLink(role: .auditor).replacing("http://desk.example", with: ""))
            let reply = try await auditor.get("/audit.csv?kind=sign-in-failed")
            let lines = reply.text.split(separator: "\r\n")
            #expect(lines.count == 2)
            #expect(lines[1].contains(",\"'=HYPERLINK(\"\"http://evil.example\"\",1)\","))
            #expect(reply.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(try await auditor.get("/accounts").status == 403)
        }
    }
}
