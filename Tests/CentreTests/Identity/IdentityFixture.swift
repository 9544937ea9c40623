import AsyncHTTPClient
import Foundation
import GRDB
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Vocabulary

@testable import Centre

/// Owners and contacts of a test.
final class ListedOwners: OwnerDirectory {
    private let cards: Mutex<[ContactCard]>

    init(_ cards: [ContactCard]) { self.cards = Mutex(cards) }

    func set(_ cards: [ContactCard]) { self.cards.withLock { $0 = cards } }

    static func contact(_ id: String, owner: String, _ email: String, language: String? = "en") -> ContactCard {
        ContactCard(id: id, owner: owner, purpose: "abuse", email: EmailAddress(email), language: language)
    }

    func owner(_ id: String) async throws -> OwnerCard? {
        OwnerCard(id: id, names: ["en": id], sector: nil, isCritical: false, parent: nil)
    }

    func owners() async throws -> [OwnerCard] {
        Set(cards.withLock { $0.map(\.owner) }).sorted().map {
            OwnerCard(id: $0, names: ["en": $0], sector: nil, isCritical: false, parent: nil)
        }
    }

    func contacts(of owner: String) async throws -> [ContactCard] { cards.withLock { $0.filter { $0.owner == owner } } }

    func contacts(withEmail email: EmailAddress) async throws -> [ContactCard] { cards.withLock { $0.filter { $0.email == email } } }

    func mark(contact: String, bounced reason: String?) async throws {}
}

/// Pages that show what the frame made of who asks.
struct ProbeCapability: Capability {
    static let read = Permission("probe.read", [.analyst, .administrator])
    static let own = Permission("probe.own", [])
    let name = "probe"

    func routes(_ routes: inout Routes) {
        for face in [Face.desk, .portal] {
            routes.get(face, "/", .signedIn) { Content("hello \(try $0.asker().name)") }
            routes.get(face, "/secret", .permission(Self.read)) { _ in Content("secret") }
        }
        routes.get(.portal, "/mine", .owner) { Content(try $0.asker().owners.joined(separator: ",")) }
        routes.get(.portal, "/api/v1/findings", .token(Self.read)) { _ in Content("findings") }
        routes.get(.portal, "/api/v1/own", .token(Self.own)) { Content(try $0.asker().owners.joined(separator: ",")) }
        routes.post(.desk, "/act", .permission(Self.read)) { _ in Redirect("/") }
    }
}

/// A centre with accounts on loopback, for the time of a test.
struct RunningIdentity: Sendable {
    let identity: Identity
    let house: House
    let clock: TestClock
    let owners: ListedOwners
    let ports: [Face: Int]
    let client: HTTPClient
    /// What was slept away, had there been no test.
    let pauses: Notebook<Duration>
    /// Mails as they leave.
    let letters: AsyncStream<Letter>

    struct Letter: Sendable {
        let to: String
        let text: String
    }

    /// So many mails, the first first.
    func letters(_ count: Int) async -> [Letter] {
        var all: [Letter] = []
        for await letter in letters {
            all.append(letter)
            if all.count == count { break }
        }
        return all
    }

    /// Runs a centre, lets `body` use it, and stops it.
    static func run(
        options: IdentitySettings = IdentitySettings(), contacts: [ContactCard] = [], url: String = "http://desk.example",
        _ body: @escaping @Sendable (RunningIdentity) async throws -> Void
    ) async throws {
        let folder = DataFolder()
        let clock = TestClock()
        let owners = ListedOwners(contacts)
        let pauses = Notebook<Duration>()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let house = try await House.open(
            data: folder.path, capabilities: [Identity.self, ProbeCapability.self], key: .file(folder.path + "/secrets.key"), zone: .utc,
            logger: logger, clock: clock.read)
        let letters = folder.path + "/letters"
        house.outward.add(FolderChannel(name: "mail", folder: letters))
        let (sent, send) = AsyncStream<Letter>.makeStream()
        house.outward.watch("identity") { delivery, _ in
            guard delivery.state == .accepted else { return }
            let text = try String(contentsOfFile: "\(letters)/\(delivery.id).txt", encoding: .utf8)
            send.yield(Letter(to: delivery.recipient, text: text))
        }
        let local = { (url: String) in
            CentreSettings.Listening(address: ListenAddress(host: "127.0.0.1", port: 0), protection: .proxy, url: url)
        }
        let settings = CentreSettings(
            naming: .init(full: ["en": "Test Centre"], short: "TC"),
            listening: [.desk: local(url), .portal: local("http://portal.example")], proxies: ["127.0.0.1"], version: "test")
        let identity = try await Identity(
            house, settings: settings, directory: owners, options: options, hash: PasswordHash(memory: 64, passes: 1)
        ) { pauses.note($0) }
        identity.offer(scopes: [ProbeCapability.read, ProbeCapability.own] + identity.permissions)
        let centre = try Centre(settings, house, doorkeeper: identity) {
            identity
            ProbeCapability()
        }
        let (started, announce) = AsyncStream<(Face, Int)>.makeStream()
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: centre.services { face, address in announce.yield((face, address.port)) }, gracefulShutdownSignals: [],
                logger: logger))
        let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                var ports: [Face: Int] = [:]
                for await (face, port) in started {
                    ports[face] = port
                    if ports.count == 2 { break }
                }
                let running = RunningIdentity(
                    identity: identity, house: house, clock: clock, owners: owners, ports: ports, client: client, pauses: pauses,
                    letters: sent)
                let result: Result<Void, any Error>
                do { result = .success(try await body(running)) } catch { result = .failure(error) }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                try result.get()
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        withExtendedLifetime(folder) {}
    }

    /// A browser at a face.
    func browser(_ face: Face = .desk, agent: String = "Test/1", from address: String? = nil) -> Browser {
        Browser(client: client, port: ports[face] ?? 0, agent: agent, address: address ?? "198.51.100.7")
    }

    /// An account of staff with a password.
    @discardableResult func account(
        _ login: String, password: String? = "seven lonely umbrellas", roles: Set<Role> = [.analyst]
    ) async throws -> Account {
        let account = try await identity.addAccount(login: login, name: login.capitalized, email: nil, roles: roles, by: .operatorAtShell)
        guard let password else { return account }
        let text = try await identity.desk.text(of: password)
        try await house.records.write { try AccountStore.set(account.id, password: text, $0) }
        return account
    }

    /// Gives an account a second factor.
    func secondFactor(_ account: Account) async throws -> TOTP {
        let totp = TOTP.random()
        let factors = identity.factors
        try await house.records.write { try factors.set(totp, for: account.id, step: 0, $0) }
        return totp
    }

    func code(_ totp: TOTP) -> String { totp.code(step: TOTP.step(at: clock.now.seconds)) }

    /// Kinds of events, the first first.
    func events() async throws -> [String] {
        try await house.records.read { try String.fetchAll($0, sql: "SELECT kind FROM identity_event ORDER BY id") }
    }
}

/// Remembers cookies, sends forms, follows nothing by itself.
final class Browser: Sendable {
    struct Reply: Sendable {
        let status: Int
        let location: String?
        let text: String
        let cookies: [String]
        let headers: [String: String]

        /// The value of the first hidden field of a name.
        func hidden(_ name: String) -> String? {
            guard let start = text.range(of: "name=\"\(name)\" value=\"") else { return nil }
            return String(text[start.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
        }
    }

    private let client: HTTPClient
    let port: Int
    private let agent: String
    private let address: String
    private let jar = Mutex<[String: String]>([:])

    init(client: HTTPClient, port: Int, agent: String, address: String) {
        self.client = client
        self.port = port
        self.agent = agent
        self.address = address
    }

    var cookies: [String: String] {
        get { jar.withLock { $0 } }
        set { jar.withLock { $0 = newValue } }
    }

    /// The value of the session's cookie.
    var session: String? { cookies.first { $0.key == "__Host-keshik-desk" || $0.key == "__Host-keshik-portal" }?.value }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply { try await send("GET", path, nil, headers) }

    /// Sends a form; with the ticket of the last page, unless told otherwise.
    @discardableResult func post(
        _ path: String, _ fields: [String: String] = [:], csrf: String? = nil, headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = fields
        if let csrf { fields["csrf"] = csrf }
        let body = fields.map { Form.encoded($0.key) + "=" + Form.encoded($0.value) }.joined(separator: "&")
        return try await send("POST", path, body, headers)
    }

    /// Loads a page and sends a form of it.
    @discardableResult func submit(_ path: String, to action: String, _ fields: [String: String] = [:]) async throws -> Reply {
        let page = try await get(path)
        return try await post(action, fields, csrf: page.hidden("csrf") ?? "")
    }

    func signIn(_ name: String, _ password: String, next: String? = nil) async throws -> Reply {
        var fields = ["name": name, "password": password]
        if let next { fields["next"] = next }
        return try await post("/sign-in", fields)
    }

    private func send(_ method: String, _ path: String, _ body: String?, _ headers: [String: String]) async throws -> Reply {
        let url = path.hasPrefix("http") ? path : "http://127.0.0.1:\(port)\(path)"
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "user-agent", value: agent)
        request.headers.add(name: "accept-language", value: "en")
        request.headers.add(name: "x-forwarded-for", value: address)
        let cookies = cookies
        if !cookies.isEmpty {
            request.headers.add(name: "cookie", value: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
        }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await client.execute(request, timeout: .seconds(30))
        let text = String(buffer: try await response.body.collect(upTo: 4 << 20))
        let set = response.headers["set-cookie"]
        jar.withLock { jar in
            for cookie in set {
                let pair = cookie.split(separator: ";")[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                jar[String(pair[0])] = cookie.contains("Max-Age=0") ? nil : String(pair[1])
            }
        }
        return Reply(
            status: Int(response.status.code), location: response.headers.first(name: "location"), text: text, cookies: set,
            headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first })
    }
}
