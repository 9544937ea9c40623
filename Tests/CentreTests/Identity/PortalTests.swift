import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Centre

@Suite("Coming into the portal")
struct PortalTests {
    private static let contacts = [
        ListedOwners.contact("c1", owner: "owner-b", "noc@example.net", language: "ru"),
        ListedOwners.contact("c2", owner: "owner-a", "noc@example.net"), ListedOwners.contact("c3", owner: "owner-c", "abuse@example.org"),
    ]

    private static func path(_ text: String) throws -> String {
        try #require(text.firstMatch(of: /http:\/\/portal\.example(\/sign-in\/with\/\S+)/).map { String($0.output.1) })
    }

    @Test("a contact gets a link in their language, which a mail scanner does not use up, and is in for all their owners")
    func journey() async throws {
        try await RunningIdentity.run(contacts: Self.contacts) { centre in
            let browser = centre.browser(.portal)
            #expect(try await browser.get("/mine").location == "/sign-in?next=%2Fmine")
            let unknown = try await browser.post("/sign-in", ["email": "who@example.net", "next": "/mine"])
            let known = try await browser.post("/sign-in", ["email": "noc@example.net", "next": "/mine"])
            #expect(known.status == 200 && unknown.status == 200)
            let same = [known, unknown].map {
                $0.text.replacing(/(noc|who)@example\.net/, with: "X").replacing(/nonce="[^"]*"/, with: "").replacing(
                    $0.headers["x-request-id"] ?? "?", with: "")
            }
            #expect(same[0] == same[1])
            let letters = await centre.letters(1)
            #expect(letters[0].to == "noc@example.net")
            #expect(letters[0].text.contains("Здравствуйте"))
            let path = try Self.path(letters[0].text)

            for _ in 0..<3 { #expect(try await centre.browser(.portal).get(path).status == 200) }
            #expect(try await centre.browser(.desk).get(path).status == 410)
            #expect(try await browser.post(path).location == "/mine")
            #expect(try await browser.get("/mine").text == "owner-a,owner-b")
            #expect(try await centre.browser(.portal).post(path).status == 410)
            #expect(try await browser.get("/account").text.contains("noc@example.net"))

            // Who is no contact any more is out within ten seconds.
            centre.owners.set([Self.contacts[1], Self.contacts[2]])
            centre.clock.advance(by: .seconds(11))
            #expect(try await browser.get("/mine").text == "owner-a")
            centre.owners.set([Self.contacts[2]])
            centre.clock.advance(by: .seconds(11))
            #expect(try await browser.get("/mine").status == 303)
        }
    }

    @Test("a link is too old after a quarter of an hour")
    func old() async throws {
        try await RunningIdentity.run(contacts: Self.contacts) { centre in
            let path = try await centre.identity.link(for: Self.contacts[2], to: "/mine", valid: .seconds(900))
                .replacing("http://portal.example", with: "")
            centre.clock.advance(by: .seconds(899))
            #expect(try await centre.browser(.portal).get(path).status == 200)
            centre.clock.advance(by: .seconds(1))
            #expect(try await centre.browser(.portal).get(path).status == 410)
            #expect(try await centre.browser(.portal).post(path).status == 410)
        }
    }

    @Test("an invitation leads where it should, and asks for the code of who has a second factor")
    func secondFactor() async throws {
        try await RunningIdentity.run(contacts: Self.contacts) { centre in
            let link = { (path: String) in
                try await centre.identity.link(for: Self.contacts[2], to: path, valid: .seconds(3600))
                    .replacing("http://portal.example", with: "")
            }
            let browser = centre.browser(.portal)
            #expect(try await browser.post(try await link("/mine")).location == "/mine")
            #expect(try await browser.post(try await link("//evil.example")).status == 403)
            let account = try #require(
                try await centre.house.records.read { try AccountStore.find(.portal, login: "abuse@example.org", $0) })
            let totp = try await centre.secondFactor(account)
            let second = centre.browser(.portal)
            let step = try await second.post(try await link("//evil.example"))
            #expect(step.status == 200)
            let ticket = try #require(step.hidden("ticket"))
            #expect(try await second.get("/mine").status == 303)
            #expect(try await second.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)]).location == "/")
            #expect(try await second.get("/mine").text == "owner-c")
        }
    }

    @Test("whoever asks in a contact's name, there is always a link in the mailbox that opens")
    func noLockOut() {
        let throttle = Throttle()
        var now = Instant(seconds: 1_790_000_000)
        var sent = 0
        var last = now
        // A stranger asks every ten seconds for six hours.
        for _ in 0..<2_160 {
            if throttle.charge("m:noc@example.net", Throttle.mailbox, now: now) == nil {
                sent += 1
                last = now
            }
            #expect(now - last < PortalLetters.life)
            now = now + .seconds(10)
        }
        #expect(sent < 80)
    }

    @Test("a contact's session outlives the browser as long as it may rest, and trails name the contact")
    func cookieAndName() async throws {
        let contact = ContactCard(
            id: "c9", owner: "owner-d", purpose: "abuse", name: "Aygün Əliyeva", email: EmailAddress("aygun@example.com"), language: "en")
        try await RunningIdentity.run(contacts: [contact]) { centre in
            let browser = centre.browser(.portal)
            let link = try await centre.identity.link(for: contact, to: "/", valid: .seconds(900))
            let reply = try await browser.post(link.replacing("http://portal.example", with: ""))
            let cookie = try #require(reply.cookies.first { $0.hasPrefix("__Host-keshik-portal=") })
            #expect(cookie.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=86400"))
            #expect(try await browser.get("/").text == "hello Aygün Əliyeva, aygun@example.com")
            let value = try #require(browser.session)
            let principal = try #require(try await centre.identity.session(cookie: value, on: .portal)?.principal)
            #expect(principal.contacts == ["c9"])
            // With a new value the time begins anew.
            centre.clock.advance(by: .seconds(16 * 60))
            let renewed = try await browser.get("/").cookies.first { $0.hasPrefix("__Host-keshik-portal=") }
            #expect(renewed?.hasSuffix("Max-Age=86400") == true)
            let desk = centre.browser()
            try await centre.account("leyla")
            let staff = try await desk.signIn("leyla", "seven lonely umbrellas").cookies.first { $0.hasPrefix("__Host-keshik-desk=") }
            #expect(staff?.contains("Max-Age") == false)
        }
    }

    @Test("a step of the desk is not finished in the portal, nor the other way round")
    func facesApart() async throws {
        try await RunningIdentity.run(contacts: Self.contacts) { centre in
            let staff = try await centre.account("leyla")
            let totp = try await centre.secondFactor(staff)
            let ticket = try #require(try await centre.browser().signIn("leyla", "seven lonely umbrellas").hidden("ticket"))
            let portal = centre.browser(.portal)
            _ = try await portal.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)])
            #expect(portal.session == nil)
            #expect(try await portal.get("/").status == 303)
            // Were there such a session, it would open nothing.
            let by = Actor(id: staff.id, address: "", agent: "")
            let now = centre.clock.now
            let value = try await centre.house.records.write {
                try SessionStore.open(staff.id, on: .portal, factors: .both, by: by, now: now, $0)
            }
            #expect(try await centre.identity.session(cookie: value, on: .portal) == nil)
            #expect(try await centre.browser().post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)]).status == 303)
        }
    }

    @Test("a mailbox is not flooded by whoever asks")
    func flood() async throws {
        try await RunningIdentity.run(contacts: Self.contacts) { centre in
            for number in 0..<8 {
                let browser = centre.browser(.portal, from: "10.0.\(number).1")
                #expect(try await browser.post("/sign-in", ["email": "noc@example.net"]).status == 200)
            }
            #expect(await centre.letters(3).count == 3)
            let links = try await centre.house.records.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM identity_link") }
            #expect(links == 3)
        }
    }
}
