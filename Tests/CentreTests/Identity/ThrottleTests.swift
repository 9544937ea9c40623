import Foundation
import Testing
import Vocabulary

@testable import Centre

@Suite("Many tries")
struct ThrottleTests {
    private static let password = "seven lonely umbrellas"

    private static var options: IdentitySettings {
        var options = IdentitySettings()
        options.requiresSecondFactor = false
        return options
    }

    @Test("who guesses has to wait, and cannot keep the person out")
    func lockOut() async throws {
        try await RunningIdentity.run(options: Self.options) { centre in
            try await centre.account("leyla")
            let own = centre.browser(from: "203.0.113.80")
            #expect(try await own.signIn("leyla", Self.password).location == "/")

            let guesser = centre.browser(from: "203.0.113.66")
            for _ in 0..<5 { #expect(try await guesser.signIn("leyla", "wrong wrong wrong").status == 422) }
            // From then on even the right password waits, in the same network and without the mark of an earlier sign-in.
            #expect(try await guesser.signIn("leyla", Self.password).status == 429)
            #expect(try await centre.browser(from: "203.0.113.67").signIn("leyla", Self.password).status == 429)
            // The person comes in: from elsewhere, and from the guesser's network in the browser used before.
            #expect(try await centre.browser(from: "198.51.100.9").signIn("leyla", Self.password).location == "/")
            let known = centre.browser(from: "203.0.113.80")
            known.cookies = own.cookies.filter { $0.key.hasSuffix("-device") }
            #expect(known.cookies.count == 1)
            #expect(try await known.signIn("leyla", Self.password).location == "/")
            // Another account from that network is not touched.
            try await centre.account("rashad")
            #expect(try await centre.browser(from: "203.0.113.66").signIn("rashad", Self.password).location == "/")
            centre.clock.advance(by: .seconds(31))
            #expect(try await guesser.signIn("leyla", Self.password).location == "/")
        }
    }

    @Test("a mark of another account, a forged one and an old one are none")
    func deviceMarks() async throws {
        let key = SigningKey(bytes: Array(repeating: 7, count: 32))
        let now = TestClock.start
        let cookie = DeviceCookie(key: key)
        let value = String(cookie.setting("staff-1", on: .desk, now: now).split(separator: ";")[0].split(separator: "=", maxSplits: 1)[1])
        #expect(cookie.device(value, of: "staff-1", now: now) != nil)
        #expect(cookie.device(value, of: "staff-2", now: now) == nil)
        #expect(cookie.device(value, of: "staff-1", now: now + DeviceCookie.life) == nil)
        #expect(cookie.device(value + "A", of: "staff-1", now: now) == nil)
        #expect(DeviceCookie(key: SigningKey(bytes: [1])).device(value, of: "staff-1", now: now) == nil)
    }

    @Test("codes are not guessed, also not from many places; the known browser goes on")
    func codes() async throws {
        try await RunningIdentity.run(options: Self.options) { centre in
            let account = try await centre.account("leyla")
            let totp = try await centre.secondFactor(account)
            let own = centre.browser()
            let first = try await own.signIn("leyla", Self.password)
            let ticket = try #require(first.hidden("ticket"))
            #expect(try await own.post("/sign-in/code", ["ticket": ticket, "code": centre.code(totp)]).location == "/")

            let thief = centre.browser(from: "203.0.113.5")
            let stolen = try #require(try await thief.signIn("leyla", Self.password).hidden("ticket"))
            for number in 0..<5 {
                let elsewhere = centre.browser(from: "203.0.\(100 + number).5")
                #expect(try await elsewhere.post("/sign-in/code", ["ticket": stolen, "code": "000000"]).status == 422)
            }
            centre.clock.advance(by: .seconds(30))
            #expect(try await thief.post("/sign-in/code", ["ticket": stolen, "code": centre.code(totp)]).status == 429)
            let known = centre.browser()
            known.cookies = own.cookies.filter { $0.key.hasSuffix("-device") }
            #expect(try await known.post("/sign-in/code", ["ticket": stolen, "code": centre.code(totp)]).location == "/")
        }
    }

    @Test("guesses from everywhere make an account slow, and never shut")
    func slowDown() async throws {
        try await RunningIdentity.run(options: Self.options) { centre in
            try await centre.account("leyla")
            for number in 0..<20 { _ = try await centre.browser(from: "10.0.\(number).1").signIn("leyla", "wrong wrong wrong") }
            #expect(try await centre.browser(from: "10.1.0.1").signIn("leyla", Self.password).location == "/")
            #expect(centre.pauses.all.last == .milliseconds(500))
            #expect(centre.pauses.all.allSatisfy { $0 <= .seconds(4) })
        }
    }

    @Test("a flood of sign-ins waits in line, and those too many are sent away")
    func flood() async throws {
        let desk = PasswordDesk(parameters: PasswordHash(memory: 8192, passes: 1), atOnce: 1, limit: 3)
        let outcomes = await withTaskGroup(of: Bool.self) { tasks in
            for _ in 0..<40 { tasks.addTask { (try? await desk.matches("x", nil, lane: .unknown)) != nil } }
            return await tasks.reduce(into: [Bool]()) { $0.append($1) }
        }
        let served = outcomes.count(where: \.self)
        #expect(served >= 4 && served < 40)
        #expect(try await desk.matches("x", nil, lane: .known) == false)
    }

    @Test("waits double to their limit, and are forgotten")
    func waits() {
        let throttle = Throttle()
        var now = TestClock.start
        var waits: [Duration] = []
        while waits.count < 8 {
            if let wait = throttle.charge("k", Throttle.pair, now: now) {
                waits.append(wait)
                now = now + wait
            }
        }
        let expected: [Duration] = [30, 60, 120, 240, 480, 900, 900, 900].map { .seconds($0) }
        #expect(waits == expected)
        now = now + .seconds(3601)
        for _ in 0..<5 { #expect(throttle.charge("k", Throttle.pair, now: now) == nil) }
        #expect(throttle.charge("k", Throttle.pair, now: now) == .seconds(30))
    }

    @Test("places are networks", arguments: [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"), ("x", "x")])
    func places(address: String, place: String) { #expect(Throttle.place(address) == place) }
}
