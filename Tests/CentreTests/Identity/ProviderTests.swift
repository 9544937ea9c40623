import Crypto
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Testing
import Vocabulary

@testable import Centre

/// A provider on loopback that says what a test wants it to.
final class OwnProvider: Sendable {
    /// How a token is wrong.
    enum Fault: String, Sendable, CaseIterable {
        case otherIssuer, otherAudience, otherParty, runOut, fromTheFuture, otherNonce, noSubject, otherKey, unsigned, sharedKey
    }

    private struct State {
        var challenge = ""
        var nonce = ""
        var claims: [String: ClaimValue] = [:]
        var fault: Fault?
        var asked = 0
    }

    let key = P256.Signing.PrivateKey()
    private let state = Mutex(State())
    private let clock: @Sendable () -> Instant
    private let port: Mutex<Int> = Mutex(0)

    init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

    var issuer: String { "http://127.0.0.1:\(port.withLock { $0 })" }

    /// The person consents: the code "code-1" will be given for what the address asks.
    func consent(_ address: String, claims: [String: ClaimValue], fault: Fault? = nil) throws -> String {
        let query = try Form(urlEncoded: String(address.split(separator: "?", maxSplits: 1)[1]))
        #expect(query["response_type"] == "code" && query["code_challenge_method"] == "S256" && query["client_id"] == "keshik")
        state.withLock {
            $0.challenge = query["code_challenge"] ?? ""
            $0.nonce = query["nonce"] ?? ""
            $0.claims = claims
            $0.fault = fault
        }
        return query["state"] ?? ""
    }

    private func token() throws -> String {
        let state = state.withLock { $0 }
        let now = Double(clock().seconds)
        var claims = state.claims
        claims["iss"] = .text(state.fault == .otherIssuer ? "https://other.example" : issuer)
        claims["aud"] = .text(state.fault == .otherAudience ? "another" : "keshik")
        if state.fault == .otherParty { claims["azp"] = .text("another") }
        claims["exp"] = .number(state.fault == .runOut ? now - 61 : now + 300)
        claims["iat"] = .number(state.fault == .fromTheFuture ? now + 120 : now)
        claims["nonce"] = .text(state.fault == .otherNonce ? "another" : state.nonce)
        if state.fault == .noSubject { claims["sub"] = nil }
        let algorithm = state.fault == .unsigned ? "none" : state.fault == .sharedKey ? "HS256" : "ES256"
        let head = Token.base64URL(Array("{\"alg\":\"\(algorithm)\",\"kid\":\"k1\",\"typ\":\"JWT\"}".utf8))
        let text = head + "." + Token.base64URL(Array(try JSONEncoder().encode(claims)))
        switch state.fault {
        case .unsigned: return text + "."
        case .sharedKey:
            let shared = SymmetricKey(data: key.publicKey.x963Representation)
            return text + "." + Token.base64URL(Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: shared)))
        default:
            let signer = state.fault == .otherKey ? P256.Signing.PrivateKey() : key
            return text + "." + Token.base64URL(Array(try signer.signature(for: Data(text.utf8)).rawRepresentation))
        }
    }

    /// Serves while `body` runs.
    func serve(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let router = Router()
        router.get("/.well-known/openid-configuration") { [self] _, _ in
            """
            {"issuer":"\(issuer)","authorization_endpoint":"\(issuer)/authorize","token_endpoint":"\(issuer)/token",\
            "jwks_uri":"\(issuer)/keys"}
            """
        }
        router.get("/keys") { [self] _, _ in
            let point = Array(key.publicKey.x963Representation)
            return """
                {"keys":[{"kty":"EC","crv":"P-256","kid":"k1","use":"sig","x":"\(Token.base64URL(point[1..<33]))",\
                "y":"\(Token.base64URL(point[33...]))"}]}
                """
        }
        router.post("/token") { [self] request, _ -> String in
            let body = try await request.body.collect(upTo: 1 << 16)
            let form = try Form(urlEncoded: String(buffer: body))
            let challenge = state.withLock { $0.challenge }
            guard form["code"] == "code-1", ProviderSignIn.challenge(form.text("code_verifier")) == challenge,
                request.headers[.authorization] == "Basic " + Data("keshik:very%20secret".utf8).base64EncodedString()
            else { throw HTTPError(.badRequest) }
            return "{\"token_type\":\"Bearer\",\"access_token\":\"unused\",\"id_token\":\"\(try token())\"}"
        }
        let (started, announce) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { announce.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [application], gracefulShutdownSignals: [], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in started {
                self.port.withLock { $0 = port }
                break
            }
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
    }
}

@Suite("Signing in with an account elsewhere")
struct ProviderTests {
    private static let leyla: [String: ClaimValue] = [
        "sub": .text("4711"), "email": .text("leyla@cert.example"), "email_verified": .flag(true), "name": .text("Leyla"),
        "groups": .list([.text("soc"), .text("everyone")]),
    ]

    private static func run(
        domains: Set<String> = [], _ body: @escaping @Sendable (RunningIdentity, OwnProvider) async throws -> Void
    ) async throws {
        let provider = OwnProvider(clock: { TestClock.start })
        try await provider.serve {
            var options = IdentitySettings()
            var settings = OpenIDProvider(label: "House", issuer: provider.issuer, clientID: "keshik", secret: "identity.provider")
            settings.rolesClaim = "groups"
            settings.roles = ["soc": .analyst, "boss": .administrator]
            settings.domains = domains
            options.provider = settings
            try await RunningIdentity.run(options: options) { centre in
                try await centre.house.secrets.set("identity.provider", to: Array("very secret".utf8))
                try await body(centre, provider)
            }
        }
    }

    private static func comeBack(
        _ browser: Browser, _ provider: OwnProvider, _ claims: [String: ClaimValue], fault: OwnProvider.Fault? = nil
    ) async throws -> Browser.Reply {
        let away = try await browser.get("/sign-in/provider?next=/secret")
        let state = try provider.consent(try #require(away.location), claims: claims, fault: fault)
        return try await browser.get("/sign-in/provider/answer?code=code-1&state=\(state)")
    }

    @Test("a person with an account here comes in, is bound to it, and has the roles of their group")
    func known() async throws {
        try await Self.run { centre, provider in
            let account = try await centre.identity.addAccount(
                login: "leyla", name: "Leyla", email: "Leyla@cert.example", roles: [.viewer], by: .operatorAtShell)
            #expect(try await centre.browser().get("/sign-in").text.contains("Sign in with House"))
            let browser = centre.browser()
            #expect(try await Self.comeBack(browser, provider, Self.leyla).location == "/secret")
            #expect(try await browser.get("/secret").status == 200)
            let bound = try await centre.house.records.read { try AccountStore.find(account.id, $0) }
            #expect(bound?.subject == "\(provider.issuer) 4711" && bound?.roles == [.analyst])
            // From now on the subject counts; another one with the same address is somebody else.
            let other = Self.leyla.merging(["sub": .text("4712")]) { $1 }
            #expect(try await Self.comeBack(centre.browser(), provider, other).status == 403)
            let moved = Self.leyla.merging(["email": .text("new@cert.example"), "groups": .list([.text("boss"), .text("soc")])]) { $1 }
            #expect(try await Self.comeBack(centre.browser(), provider, moved).location == "/secret")
            let same = try await centre.house.records.read { try AccountStore.find(account.id, $0) }
            #expect(same?.roles == [.analyst], "a provider makes no administrator")
        }
    }

    @Test("nobody becomes an administrator by a provider's word: such an account is not bound by its mail address")
    func administrator() async throws {
        try await Self.run { centre, provider in
            let account = try await centre.identity.addAccount(
                login: "leyla", name: "Leyla", email: "leyla@cert.example", roles: [.administrator], by: .operatorAtShell)
            let browser = centre.browser()
            #expect(try await Self.comeBack(browser, provider, Self.leyla).status == 403)
            #expect(browser.session == nil)
            #expect(try await centre.house.records.read { try AccountStore.find(account.id, $0) }?.subject == nil)
        }
    }

    @Test("strangers get no account, but for the people of a configured domain with a verified address and a role")
    func strangers() async throws {
        try await Self.run(domains: ["cert.example"]) { centre, provider in
            let first = try await Self.comeBack(centre.browser(), provider, Self.leyla)
            #expect(first.location == "/secret")
            let wrong: [[String: ClaimValue]] = [
                ["email": .text("eve@evil.example"), "sub": .text("1")], ["email_verified": .flag(false), "sub": .text("2")],
                ["groups": .list([.text("everyone")]), "sub": .text("3"), "email": .text("guest@cert.example")],
                ["email": .nothing, "sub": .text("4")],
            ]
            for change in wrong {
                let claims = Self.leyla.merging(change) { $1 }
                let reply = try await Self.comeBack(centre.browser(), provider, claims)
                #expect(reply.status == 403)
            }
            #expect(try await centre.identity.staff().count == 1)
        }
    }

    @Test("a token that is wrong in any one thing opens nothing", arguments: OwnProvider.Fault.allCases)
    func faults(fault: OwnProvider.Fault) async throws {
        try await Self.run(domains: ["cert.example"]) { centre, provider in
            let browser = centre.browser()
            let reply = try await Self.comeBack(browser, provider, Self.leyla, fault: fault)
            #expect(reply.status == 502)
            #expect(browser.session == nil)
        }
    }

    @Test("an answer belongs to the browser that set out, once, and to its state")
    func states() async throws {
        try await Self.run(domains: ["cert.example"]) { centre, provider in
            let browser = centre.browser()
            let away = try await browser.get("/sign-in/provider?next=//evil.example")
            let state = try provider.consent(try #require(away.location), claims: Self.leyla)
            let path = "/sign-in/provider/answer?code=code-1&state=\(state)"
            #expect(try await centre.browser().get(path).status == 502)
            let other = centre.browser()
            other.cookies = browser.cookies
            #expect(try await other.get(path + "x").status == 502)
            let mixed = centre.browser()
            mixed.cookies = browser.cookies
            #expect(try await mixed.get(path + "&iss=https%3A%2F%2Fother.example").status == 502)
            #expect(try await browser.get(path).location == "/")
            #expect(try await browser.get(path).status == 502)
        }
    }

    @Test("an issuer without https is refused, but for this machine")
    func plainIssuer() async throws {
        var options = IdentitySettings()
        options.provider = OpenIDProvider(label: "House", issuer: "http://login.example", clientID: "keshik", secret: nil)
        await #expect(throws: ProviderError.self) { try await RunningIdentity.run(options: options) { _ in } }
    }
}
