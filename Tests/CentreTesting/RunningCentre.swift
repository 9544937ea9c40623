public import Centre
public import Foundation
internal import Logging
internal import ServiceLifecycle
internal import Synchronization
public import Vocabulary

/// A centre in a temporary folder, on free ports of the loopback, without TLS: tests walk through it as people do.
public struct RunningCentre: Sendable {
    /// The centre.
    public let centre: Centre
    /// What it keeps.
    public let house: House
    /// The data folder.
    public let folder: URL
    private let ports: [Face: Int]

    /// Starts a centre, lets a test use it, and stops it in order.
    /// - Parameters:
    ///   - capabilities: their kinds, for the migrations
    ///   - adjust: changes the settings
    ///   - compose: gives doorkeeper and capabilities of a house
    public static func use(
        capabilities: [any Capability.Type] = [], clock: @escaping @Sendable () -> Instant = { now() },
        adjust: (inout CentreSettings) -> Void = { _ in }, compose: (House) async throws -> (any Doorkeeper, [any Capability]),
        _ body: (RunningCentre) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("keshik-test-" + Token.random(bytes: 9))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let house = try await House.open(
            data: folder.path, capabilities: capabilities, key: .file(folder.path + "/keys/secrets.key"), zone: .utc, logger: logger,
            clock: clock)
        let (doorkeeper, parts) = try await compose(house)
        let any = ListenAddress(host: "127.0.0.1", port: 0)
        var settings = CentreSettings(
            naming: WebFrame.Naming(full: ["az": "Sınaq mərkəzi", "en": "Test centre", "ru": "Тестовый центр"], short: "TEST"),
            listening: Dictionary(
                uniqueKeysWithValues: Face.allCases.map {
                    ($0, CentreSettings.Listening(address: any, protection: .proxy, url: "http://127.0.0.1"))
                }), version: "test")
        adjust(&settings)
        let centre = try Centre(settings, house, doorkeeper: doorkeeper) { parts }
        let (started, feed) = AsyncStream.makeStream(of: (Face, Int).self)
        let services = centre.services { face, address in feed.yield((face, address.port)) }
        let group = ServiceGroup(configuration: .init(services: services, logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var ports: [Face: Int] = [:]
            for await (face, port) in started {
                ports[face] = port
                if ports.count == Face.allCases.count { break }
            }
            let running = RunningCentre(centre: centre, house: house, folder: folder, ports: ports)
            let outcome: Result<Void, any Error>
            do {
                outcome = .success(try await body(running))
            } catch {
                outcome = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try outcome.get()
        }
    }

    /// A browser that looks at a face, not signed in.
    public func browser(_ face: Face) -> Browser { Browser(port: port(face)) }

    /// The port of a face.
    public func port(_ face: Face) -> Int { ports[face] ?? 0 }

    /// The time.
    public static func now() -> Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}

/// Lets in whoever names themselves: the cookie `staff:<role>,…`, `owner:<id>`, or the bearer token `program:<permission>,…`.
public struct OpenDoor: Doorkeeper {
    /// With its values.
    public init() {}

    /// The person named by the cookie itself.
    public func session(cookie: String, on face: Face) async throws -> SignedIn? {
        let parts = cookie.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        let words = parts[1].split(separator: ",").map(String.init)
        switch (parts[0], face) {
        case ("staff", .desk):
            let principal = Principal(id: cookie, name: "Aygün Əliyeva", kind: .staff(Set(words.compactMap(Role.init(rawValue:)))))
            return SignedIn(principal: principal, session: cookie)
        case ("owner", .portal):
            return SignedIn(principal: Principal(id: cookie, name: "Rəşad Hüseynov", kind: .owner(words)), session: cookie)
        default: return nil
        }
    }

    /// The program named by the token itself.
    public func program(token: String, on face: Face) async throws -> Principal? {
        let parts = token.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0] == "program", face != .desk else { return nil }
        let (scope, owners) = (parts[1].split(separator: "/").first ?? "", parts[1].split(separator: "/").dropFirst().first ?? "")
        return Principal(
            id: token, name: "program",
            kind: .program(scope: Set(scope.split(separator: ",").map(String.init)), owners: owners.split(separator: ",").map(String.init)))
    }
}
