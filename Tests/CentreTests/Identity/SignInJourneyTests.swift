import Foundation
import Testing
import Vocabulary

@testable import Centre

@Suite("Signing in at the desk")
struct SignInJourneyTests {
    @Test("a demonstration link opens the desk once, and no other face")
    func demonstration() async throws {
        try await RunningIdentity.run { centre in
            let link = try await centre.identity.demonstrationLink(role: .analyst)
            let path = link.replacing("http://desk.example", with: "")
            #expect(try await centre.browser(.portal).get(path).status == 410)
            let browser = centre.browser()
            #expect(try await browser.get(path).location == "/")
            #expect(try await browser.get("/secret").text == "secret")
            #expect(try await centre.browser().get(path).status == 410)
        }
    }

    @Test("roles rest until the person has a second factor, and a code then opens once")
    func secondFactor() async throws {
        try await RunningIdentity.run { centre in
            try await centre.account("leyla")
            let browser = centre.browser()
            #expect(try await browser.signIn("Leyla", "seven lonely umbrellas", next: "/secret").location == "/account/second-factor")
            #expect(try await browser.get("/secret").status == 403)

            let page = try await browser.get("/account/second-factor")
            #expect(page.text.contains("<svg") && page.text.contains("name=\"secret\""))
            let sealed = try #require(page.hidden("secret"))
            let account = try #require(try await centre.house.records.read { try AccountStore.find(.staff, login: "leyla", $0) })
            let bytes = try #require(Token.bytes(base64URL: sealed))
            let secret = try #require(centre.identity.factors.seal.open(Data(bytes), for: "setup \(account.id)"))
            let totp = TOTP(secret: secret)
            let before = browser.session
            let fields = ["secret": sealed, "code": centre.code(totp), "password": "wrong"]
            #expect(try await browser.post("/account/second-factor", fields, csrf: page.hidden("csrf")).status == 422)
            let codes = try await browser.post(
                "/account/second-factor", fields.merging(["password": "seven lonely umbrellas"]) { $1 }, csrf: page.hidden("csrf"))
            #expect(codes.status == 200)
            #expect(browser.session != before)
            #expect(try await browser.get("/secret").status == 200)
            let recovery = codes.text.matches(of: /<li>([a-z2-7]{4}(?:-[a-z2-7]{4}){5})<\/li>/).map { String($0.output.1) }
            #expect(recovery.count == 10)

            // The code that set it up opens nothing more; the next does, once.
            let second = centre.browser()
            let step = try await second.signIn("leyla", "seven lonely umbrellas", next: "/secret")
            #expect(step.status == 200)
            let ticket = try #require(step.hidden("ticket"))
            #expect(try await second.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)]).status == 422)
            centre.clock.advance(by: .seconds(30))
            #expect(try await second.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)]).location == "/secret")
            #expect(try await second.get("/secret").text == "secret")
            let third = centre.browser()
            #expect(try await third.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)]).status == 422)
            #expect(try await third.post("/sign-in/code", ["ticket": ticket, "code": recovery[3].uppercased()]).location == "/secret")
            #expect(try await centre.browser().post("/sign-in/code", ["ticket": ticket, "code": recovery[3]]).status == 422)
        }
    }

    @Test("an unknown name, a wrong password and a locked account get the same answer for the same work")
    func uniformAnswers() async throws {
        try await RunningIdentity.run { centre in
            try await centre.account("leyla")
            let locked = try await centre.account("rashad")
            try await centre.identity.setLocked(true, locked, by: .operatorAtShell)
            var answers: Set<String> = []
            var work: [Int] = []
            for (name, password) in [
                ("leyla", "seven wrong umbrellas"), ("nobody", "seven lonely umbrellas"), ("rashad", "seven lonely umbrellas"),
            ] {
                let before = await centre.identity.desk.worked
                let reply = try await centre.browser().signIn(name, password)
                work.append(await centre.identity.desk.worked - before)
                #expect(reply.status == 422)
                answers.insert(
                    reply.text.replacing(name, with: "NAME").replacing(/nonce="[^"]*"/, with: "").replacing(
                        reply.headers["x-request-id"] ?? "?", with: ""))
            }
            #expect(answers.count == 1)
            #expect(work == [1, 1, 1])
            // What was typed for a name that does not exist is not kept: it may be a password.
            let names = try await centre.house.records.read {
                try EventStore.list(EventFilter(kind: .signInFailed), limit: 10, $0).map(\.name)
            }
            #expect(names == ["rashad", "", "leyla"])
        }
    }

    @Test(
        "after signing in a person is led on only within the desk",
        arguments: [
            ("/findings?q=1", "/findings?q=1"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"),
            ("/a\r\nSet-Cookie: x=y", "/"), ("javascript:alert(1)", "/"), ("", "/"), ("/sign-out", "/"),
        ])
    func openRedirect(next: String, leadsTo: String) async throws {
        var options = IdentitySettings()
        options.requiresSecondFactor = false
        try await RunningIdentity.run(options: options) { centre in
            try await centre.account("leyla")
            #expect(try await centre.browser().signIn("leyla", "seven lonely umbrellas", next: next).location == leadsTo)
            let page = try await centre.browser().get("/sign-in?next=\(Form.encoded(next))")
            #expect(page.hidden("next") == HTML.escaped(leadsTo).replacing("&amp;", with: "&"))
        }
    }

    @Test("a form without the session's ticket, or from another site, does nothing")
    func forgedForms() async throws {
        var options = IdentitySettings()
        options.requiresSecondFactor = false
        try await RunningIdentity.run(options: options) { centre in
            try await centre.account("leyla")
            let browser = centre.browser()
            _ = try await browser.signIn("leyla", "seven lonely umbrellas")
            for path in ["/account/language", "/account/password", "/account/sessions/end-others", "/sign-out", "/act"] {
                #expect(try await browser.post(path, ["language": "ru"]).status == 403, "\(path) without a ticket")
                #expect(try await browser.post(path, [:], csrf: "AAAA").status == 403, "\(path) with another ticket")
            }
            let ticket = try await browser.get("/account").hidden("csrf")
            let crossing = try await browser.post("/account/language", [:], csrf: ticket, headers: ["sec-fetch-site": "cross-site"])
            #expect(crossing.status == 403)
            // Signing a person in as somebody else from another site is refused as well.
            let login = try await centre.browser().post(
                "/sign-in", ["name": "leyla", "password": "seven lonely umbrellas"], headers: ["sec-fetch-site": "cross-site"])
            #expect(login.status == 403)
            #expect(try await browser.get("/secret").status == 200)
            #expect(try await browser.submit("/account", to: "/sign-out").location == "/sign-in")
            #expect(try await browser.get("/secret").status == 303)
        }
    }

    @Test("a reset link lets its owner choose a good password, once, and ends what was open")
    func resetLink() async throws {
        var options = IdentitySettings()
        options.requiresSecondFactor = false
        try await RunningIdentity.run(options: options) { centre in
            let account = try await centre.account("leyla")
            let old = centre.browser()
            _ = try await old.signIn("leyla", "seven lonely umbrellas")
            let first = try await centre.identity.resetLink(for: account, by: .operatorAtShell).replacing("http://desk.example", with: "")
            let path = try await centre.identity.resetLink(for: account, by: .operatorAtShell).replacing("http://desk.example", with: "")
            let browser = centre.browser()
            #expect(try await browser.get(first).status == 410)
            #expect(try await browser.get(path).status == 200)
            #expect(try await browser.post(path, ["new": "short"]).status == 422)
            #expect(try await browser.post(path, ["new": "leyla leyla leyla"]).status == 422)
            #expect(try await browser.post(path, ["new": "eight quiet lanterns"]).location == "/sign-in")
            #expect(try await browser.post(path, ["new": "nine quiet lanterns"]).status == 410)
            #expect(try await old.get("/secret").status == 303)
            #expect(try await browser.signIn("leyla", "seven lonely umbrellas").status == 422)
            #expect(try await browser.signIn("leyla", "eight quiet lanterns").location == "/")
        }
    }
}
