import Foundation
import Testing
import Vocabulary

@testable import Centre

@Suite("Tokens of programs")
struct TokenTests {
    private static func ask(_ centre: RunningIdentity, _ path: String, _ token: String, _ face: Face = .portal) async throws -> Int {
        try await centre.browser(face).get(path, headers: ["authorization": "Bearer \(token)", "accept": "application/json"]).status
    }

    @Test("a program's token opens what its scope says, until it expires or is revoked")
    func program() async throws {
        try await RunningIdentity.run { centre in
            let link = try await centre.identity.demonstrationLink(role: .administrator).replacing("http://desk.example", with: "")
            let browser = centre.browser()
            _ = try await browser.get(link)
            #expect(try await browser.submit("/tokens", to: "/tokens", ["name": "feeder", "scope": "identity.accounts"]).status == 422)
            // No program makes accounts, whatever an administrator ticks.
            #expect(centre.identity.offered.map(\.name) == ["probe.read"])
            let made = try await browser.submit("/tokens", to: "/tokens", ["name": "feeder", "scope": "probe.read", "life": "30"])
            let token = try #require(made.text.firstMatch(of: /ksh_[0-9A-Za-z]{38}/).map { String($0.output) })
            #expect(try await Self.ask(centre, "/api/v1/findings", token) == 200)
            #expect(try await Self.ask(centre, "/mine", token) == 403)
            #expect(try await Self.ask(centre, "/account", token) == 403)
            #expect(try await Self.ask(centre, "/accounts", token, .desk) == 403)
            #expect(try await Self.ask(centre, "/api/v1/findings", String(token.dropLast()) + "x") == 401)
            #expect(try await Self.ask(centre, "/api/v1/findings", "") == 401)
            centre.clock.advance(by: .seconds(30 * 86_400))
            #expect(try await Self.ask(centre, "/api/v1/findings", token) == 401)
        }
    }

    @Test("an owner's token sees that owner's own, is revoked at once, and opens no other face")
    func owner() async throws {
        let contacts = [ListedOwners.contact("c1", owner: "owner-a", "noc@example.net")]
        try await RunningIdentity.run(contacts: contacts) { centre in
            let link = try #require(try await centre.identity.demonstrationPortalLink()).replacing("http://portal.example", with: "")
            let browser = centre.browser(.portal)
            #expect(try await browser.get(link).location == "/")
            let made = try await browser.submit("/account", to: "/account/tokens", ["name": "our scanner"])
            let token = try #require(made.text.firstMatch(of: /ksh_[0-9A-Za-z]{38}/).map { String($0.output) })
            #expect(try await Self.ask(centre, "/api/v1/own", token) == 200)
            #expect(try await Self.ask(centre, "/mine", token) == 403)
            #expect(try await Self.ask(centre, "/api/v1/findings", token) == 403)
            #expect(try await Self.ask(centre, "/", token, .desk) == 401)
            let page = try await browser.get("/account")
            let path = try #require(page.text.firstMatch(of: /\/account\/tokens\/token-[A-Za-z0-9_-]+\/revoke/).map { String($0.output) })
            #expect(try await browser.post(path, [:], csrf: page.hidden("csrf")).status == 303)
            #expect(try await Self.ask(centre, "/api/v1/own", token) == 401)
        }
    }

    @Test(
        "a browser is shown by name",
        arguments: [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
            ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
            ("curl/8.0", "curl"), ("<script>", "<script>"), ("", ""),
        ])
    func browserNames(agent: String, name: String) { #expect(BrowserName.of(agent) == name) }

    @Test("a token is told from other texts by its checksum")
    func checksum() {
        let token = APIToken.random()
        #expect(APIToken.isToken(token))
        #expect(APIToken.random() != token)
        for place in [4, 20, 35, 41] {
            var changed = Array(token)
            changed[place] = changed[place] == "a" ? "b" : "a"
            #expect(!APIToken.isToken(String(changed)))
        }
        #expect(!APIToken.isToken("") && !APIToken.isToken(token + "0") && !APIToken.isToken("xyz_" + token.dropFirst(4)))
    }
}
