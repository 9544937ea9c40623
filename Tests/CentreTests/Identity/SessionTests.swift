import Foundation
import Testing
import Vocabulary

@testable import Centre

@Suite("Sessions")
struct SessionTests {
    private static var withoutSecondFactor: IdentitySettings {
        var options = IdentitySettings()
        options.requiresSecondFactor = false
        return options
    }

    private static func signedIn(_ centre: RunningIdentity, _ name: String = "leyla") async throws -> Browser {
        let browser = centre.browser()
        _ = try await browser.signIn(name, "seven lonely umbrellas")
        return browser
    }

    @Test("of two requests at once after fifteen minutes one gets the new value, and both are served")
    func rotation() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            let browser = try await Self.signedIn(centre)
            let old = try #require(browser.session)
            centre.clock.advance(by: .seconds(899))
            #expect(try await browser.get("/").cookies.isEmpty)
            centre.clock.advance(by: .seconds(2))
            let replies = try await withThrowingTaskGroup(of: Browser.Reply.self) { tasks in
                for _ in 0..<8 {
                    let tab = centre.browser()
                    tab.cookies = browser.cookies
                    tasks.addTask { try await tab.get("/") }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.status == 200 })
            let renewed = replies.flatMap(\.cookies)
            #expect(renewed.count == 1)
            let new = try #require(renewed.first?.split(separator: ";").first?.split(separator: "=").last.map(String.init))
            #expect(new != old)

            centre.clock.advance(by: .seconds(58))
            #expect(try await centre.identity.session(cookie: old, on: .desk) != nil)
            #expect(try await centre.identity.session(cookie: new, on: .desk)?.renewed == nil)
            centre.clock.advance(by: .seconds(62))
            // Somebody copied the old value: the session ends for both.
            #expect(try await centre.identity.session(cookie: old, on: .desk) == nil)
            #expect(try await centre.identity.session(cookie: new, on: .desk) == nil)
            #expect(try await centre.events().last == "session-replayed")
        }
    }

    @Test("where the answer with the new value got lost, the one before goes on and is renewed again")
    func lostAnswer() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            let browser = try await Self.signedIn(centre)
            let old = try #require(browser.session)
            centre.clock.advance(by: .seconds(901))
            let lost = try #require(try await centre.identity.session(cookie: old, on: .desk)?.renewed)
            centre.clock.advance(by: .seconds(120))
            let second = try #require(try await centre.identity.session(cookie: old, on: .desk)?.renewed)
            #expect(try await centre.identity.session(cookie: lost, on: .desk) == nil)
            #expect(try await centre.identity.session(cookie: second, on: .desk) != nil)
            #expect(try await centre.identity.session(cookie: old, on: .desk) != nil)
            centre.clock.advance(by: .seconds(61))
            #expect(try await centre.identity.session(cookie: old, on: .desk) == nil)
        }
    }

    @Test("a session ends when it was idle, and at its age", arguments: [(1801, 1), (600, 72)])
    func timeouts(step: Int, steps: Int) async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            let browser = try await Self.signedIn(centre)
            for number in 1...steps {
                centre.clock.advance(by: .seconds(step))
                let reply = try await browser.get("/")
                #expect(reply.status == (number == steps ? 303 : 200), "after \(number * step) s")
            }
        }
    }

    @Test("new roles hold at once and give the session a new value; a lock ends it")
    func rolesAndLock() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            let account = try await centre.account("leyla")
            let browser = try await Self.signedIn(centre)
            let before = browser.session
            #expect(try await browser.get("/secret").status == 200)
            try await centre.identity.setRoles([.viewer], of: account, by: .operatorAtShell)
            _ = try await browser.get("/")
            #expect(browser.session != before)
            #expect(try await browser.get("/secret").status == 403)
            try await centre.identity.setLocked(true, account, by: .operatorAtShell)
            #expect(try await browser.get("/").status == 303)
        }
    }

    @Test("a person ends their own sessions elsewhere, and nobody else's")
    func revoke() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            try await centre.account("rashad")
            let here = try await Self.signedIn(centre)
            let there = try await Self.signedIn(centre)
            let stranger = try await Self.signedIn(centre, "rashad")
            let page = try await here.get("/account")
            let path = try #require(page.text.firstMatch(of: /\/account\/sessions\/[A-Za-z0-9_-]{16}\/end/)).output
            #expect(try await stranger.submit("/account", to: String(path)).status == 404)
            #expect(try await there.get("/").status == 200)
            #expect(try await here.post(String(path), [:], csrf: page.hidden("csrf")).status == 303)
            #expect(try await there.get("/").status == 303)
            #expect(try await here.get("/").status == 200)
        }
    }

    @Test("a changed password ends the other sessions and renews this one")
    func passwordChange() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            let here = try await Self.signedIn(centre)
            let there = try await Self.signedIn(centre)
            let before = here.session
            let wrong = ["current": "not it at all", "new": "eight quiet lanterns"]
            #expect(try await here.submit("/account/password", to: "/account/password", wrong).status == 422)
            let right = ["current": "seven lonely umbrellas", "new": "eight quiet lanterns"]
            #expect(try await here.submit("/account/password", to: "/account/password", right).location == "/account")
            #expect(here.session != before)
            #expect(try await here.get("/").status == 200)
            #expect(try await there.get("/").status == 303)
        }
    }

    @Test("a session of one face opens no other, and a session that was there before signing in does not go on")
    func faces() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            let browser = try await Self.signedIn(centre)
            let value = try #require(browser.session)
            #expect(try await centre.identity.session(cookie: value, on: .portal) == nil)
            let page = try await browser.get("/account")
            _ = try await browser.post(
                "/sign-in", ["name": "leyla", "password": "seven lonely umbrellas"], csrf: page.hidden("csrf"))
            #expect(browser.session != value)
            #expect(try await centre.identity.session(cookie: value, on: .desk) == nil)
        }
    }

    @Test("that a session is in use is written at most once a minute")
    func seldomWrites() async throws {
        try await RunningIdentity.run(options: Self.withoutSecondFactor) { centre in
            try await centre.account("leyla")
            let browser = try await Self.signedIn(centre)
            var seen: Set<Int64> = []
            for _ in 0..<24 {
                centre.clock.advance(by: .seconds(11))
                _ = try await browser.get("/")
                seen.insert(
                    try await centre.house.records.read { database in
                        try AccountStore.all(.staff, database).flatMap { try SessionStore.all(of: $0.id, database) }[0].seen.seconds
                    })
            }
            #expect(seen.count == 5)
        }
    }
}
