import Centre
import CentreTesting
import EventStore
import Events
import Foundation
import HTTPTypes
import Synchronization
import Vocabulary

@testable import Observation

/// A centre with a small nation: three owners of one sector, some findings, and a fixed noon.
struct World: Sendable {
    static let noon = Instant(seconds: 1_795_521_600)  // 2026-11-24T12:00:00Z

    let running: RunningCentre
    let observation: Observation
    let store: EmbeddedStore
    let intake: TestIntake

    /// Starts the centre with events and lets a test walk through it.
    static func use(
        _ events: [String] = Nation.events, owners: [OwnerCard] = Nation.owners, provider: Provider? = nil,
        _ body: (World) async throws -> Void
    ) async throws {
        let made = Mutex<(Observation, EmbeddedStore, TestIntake)?>(nil)
        try await RunningCentre.use(capabilities: [Observation.self], clock: { noon }) { house in
            let store = try EmbeddedStore.open(at: house.data + "/store")
            let intake = TestIntake(store: store, feeds: house.data + "/feeds")
            if !events.isEmpty {
                _ = try await intake.take([.text(events.joined(separator: "\n") + "\n", name: "events.jsonl")], feed: "idf/lines")
            }
            let observation = Observation(house, store: store, owners: FixedDirectory(cards: owners), intake: intake)
            made.withLock { $0 = (observation, store, intake) }
            return (OpenDoor(), [observation] + (provider.map { [$0] } ?? []))
        } _: { running in
            guard let (observation, store, intake) = made.withLock({ $0 }) else { return }
            try await observation.refresh()
            try await body(World(running: running, observation: observation, store: store, intake: intake))
        }
    }

    func desk(_ role: Role = .analyst) -> Browser { running.browser(.desk).signIn(as: "staff:\(role.rawValue)") }
    func portal(_ owners: String...) -> Browser { running.browser(.portal).signIn(as: "owner:\(owners.joined(separator: ","))") }

    /// The ids of all findings by the address they are about.
    func ids() throws -> [String: String] {
        var ids: [String: String] = [:]
        try store.findings(now: Self.noon.microseconds) { finding, _ in
            ids[finding.ip?.description ?? ""] = "\(finding.id)"
            return true
        }
        return ids
    }
}

/// What the tests' country looks like.
enum Nation {
    static let owners = [
        OwnerCard(
            id: "odlar", names: ["az": "Odlar Telekom", "en": "Odlar Telecom"], sector: "telecommunications", isCritical: true, parent: nil),
        OwnerCard(id: "xezer", names: ["az": "Xəzər Bank", "en": "Caspian Bank"], sector: "banking", isCritical: true, parent: nil),
    ]

    static let events = [
        event("infected-system", "192.0.2.7", "2026-11-23T10:00:00", owner: "odlar", more: #""malware.name": "mirai", "severity": "high""#),
        event("infected-system", "192.0.2.7", "2026-11-24T09:00:00", owner: "odlar", more: #""malware.name": "mirai", "severity": "high""#),
        event("vulnerable-system", "192.0.2.8", "2026-11-24T08:00:00", owner: "odlar", more: #""source.port": 23, "severity": "medium""#),
        event("vulnerable-system", "198.51.100.9", "2026-11-24T07:00:00", owner: "xezer", more: #""source.port": 443"#),
        event("scanner", "203.0.113.5", "2026-11-10T07:00:00", owner: nil),
    ]

    static func event(_ type: String, _ ip: String, _ time: String, owner: String?, more: String = "") -> String {
        let owner = owner.map { ", \"constituency\": \"\($0)\"" } ?? ""
        let more = more.isEmpty ? "" : ", " + more
        return """
            {"classification.type": "\(type)", "source.ip": "\(ip)", "source.asn": 64500, "time.source": "\(time)+00:00"\(owner)\(more)}
            """
    }
}

/// Takes in what tests send, without enrichment.
actor TestIntake: EventIntake {
    let store: EmbeddedStore
    let feeds: String

    init(store: EmbeddedStore, feeds: String) {
        self.store = store
        self.feeds = feeds
    }

    func take(_ sources: [IngestSource], feed: String?) async throws -> IngestSummary {
        let registry = FeedRegistry(own: feeds)
        let options = Ingest<EmbeddedStore>.Options(feed: try feed.flatMap { try registry.definition($0) }, workers: 1)
        try store.lockForIngest {}
        defer { store.unlockIngest() }
        return try await Ingest(store: store, registry: registry, options: options) { World.noon }.run(sources, progress: IngestProgress())
    }

    func retry(feed: String?) async throws -> DeadLetterRetry.Outcome {
        try store.lockForIngest {}
        defer { store.unlockIngest() }
        return try DeadLetterRetry(store: store, registry: FeedRegistry(own: feeds), enrichment: { nil }, now: { World.noon }).run(
            feed: feed)
    }
}

extension IngestSource {
    static func text(_ text: String, name: String) -> IngestSource {
        IngestSource(name: name) { try ByteSource.members(ofMemory: Array(text.utf8), name: name) }
    }
}

struct FixedDirectory: OwnerDirectory {
    let cards: [OwnerCard]

    func owner(_ id: String) async throws -> OwnerCard? { cards.first { $0.id == id } }
    func owners() async throws -> [OwnerCard] { cards }
    func contacts(of owner: String) async throws -> [ContactCard] { [] }
    func contacts(withEmail email: EmailAddress) async throws -> [ContactCard] { [] }
    func mark(contact: String, bounced reason: String?) async throws {}
}

/// A provider of reports on the public face of the same centre: what collectors fetch from.
struct Provider: Capability {
    let name = "provider"
    /// What was asked of it, by path.
    let asked = Asked()

    final class Asked: Sendable {
        private let requests = Mutex<[(path: String, headers: [String: String], body: String)]>([])
        func note(_ path: String, _ headers: [String: String], _ body: String = "") {
            requests.withLock { $0.append((path, headers, body)) }
        }
        var all: [(path: String, headers: [String: String], body: String)] { requests.withLock { $0 } }
    }

    static let list = "192.0.2.40\n192.0.2.41\n"

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/reports/list.txt", .anyone) { request in
            asked.note(
                request.path, ["authorization": request.header("authorization") ?? "", "tag": request.header("if-none-match") ?? ""])
            if request.header("if-none-match") == "\"v1\"" { return Content([], type: "text/plain", status: .notModified) }
            return Content(Array(Self.list.utf8), type: "text/plain", headers: [("etag", "\"v1\"")])
        }
        routes.post(.public, "/api2/reports/list", .anyone, body: .stream(limit: 10_000)) { request in
            let body = String(decoding: try await request.bytes(upTo: 10_000), as: UTF8.self)
            asked.note(request.path, ["hmac2": request.header("hmac2") ?? ""], body)
            return Content(
                #"[{"id": "r1", "file": "2026-11-23-scan_telnet-country.csv", "report": "country", "type": "scan_telnet"}]"#,
                type: "application/json")
        }
        routes.get(.public, "/api2/reports/download/:id", .anyone) { request in
            asked.note(request.path, [:])
            return Content("timestamp,ip,port,protocol\n\"2026-11-23 01:00:00\",192.0.2.50,23,tcp\n", type: "text/csv")
        }
    }
}
