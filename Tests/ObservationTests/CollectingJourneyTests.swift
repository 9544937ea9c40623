import Centre
import CentreTesting
import EventStore
import Foundation
import Testing
import Vocabulary

@testable import Observation

@Suite("Collecting")
struct CollectingJourneyTests {
    private static let batch = Nation.event("spam", "192.0.2.99", "2026-11-24T10:00:00", owner: nil) + "\n"
    private static let token = ["authorization": "Bearer program:observation.collect"]

    @Test("a batch that a program sends twice is stored once, with or without a key")
    func twice() async throws {
        try await World.use([]) { (world: World) async throws in
            let portal = world.running.browser(.portal)
            let body = Data(Self.batch.utf8)
            let first = try await portal.send("POST", "/api/v1/events", headers: Self.token, body: body)
            #expect(first.status == 200)
            #expect(first.contains("\"events\": 1"))
            let second = try await portal.send("POST", "/api/v1/events", headers: Self.token, body: body)
            #expect(second.contains("\"events\": 0"))
            var keyed = Self.token
            keyed["idempotency-key"] = "batch-1"
            _ = try await portal.send("POST", "/api/v1/events", headers: keyed, body: body)
            let other = try await portal.send("POST", "/api/v1/events", headers: keyed, body: body + body)
            #expect(other.status == 422)
            #expect(try world.store.statistics().events == 1)
        }
    }

    @Test("events are refused without the right token")
    func unasked() async throws {
        try await World.use([]) { (world: World) async throws in
            let portal = world.running.browser(.portal)
            #expect(try await portal.send("POST", "/api/v1/events", body: Data(Self.batch.utf8)).status == 401)
            let wrong = ["authorization": "Bearer program:observation.own/odlar"]
            #expect(try await portal.send("POST", "/api/v1/events", headers: wrong, body: Data(Self.batch.utf8)).status == 403)
            #expect(try world.store.statistics().events == 0)
        }
    }

    @Test("a report given by hand is recognised, stored and noted")
    func upload() async throws {
        try await World.use([]) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/collect")
            let done = try await desk.upload("/collect/upload", files: [("file", "events.jsonl", "text/plain", Data(Self.batch.utf8))])
            #expect(done.status == 303)
            #expect(try world.store.statistics().events == 1)
            #expect(try await desk.get("/collect").contains("idf/lines"))
        }
    }

    @Test("a folder's files are taken in once and moved away; a name that leads elsewhere is refused")
    func folder() async throws {
        try await World.use([]) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/collect/new/folder")
            let fields = [("name", "Drop"), ("schedule", "*/5 * * * *"), ("moves", "yes"), ("enabled", "yes")]
            #expect(try await desk.post("/collect/new/folder", fields + [("place", "../../etc")]).status == 422)
            let done = try await desk.post("/collect/new/folder", fields + [("place", "drop")])
            #expect(done.status == 303)
            let place = world.running.folder.path + "/incoming/drop"
            try Data(Self.batch.utf8).write(to: URL(fileURLWithPath: place + "/events.jsonl"))
            let settled = Date(timeIntervalSince1970: Double(World.noon.seconds) - 60)
            try FileManager.default.setAttributes([.modificationDate: settled], ofItemAtPath: place + "/events.jsonl")
            let jobs = try #require(world.observation.collecting)
            let id = try #require(done.location?.split(separator: "/").last.map(String.init))
            _ = try await jobs.run(id)
            #expect(try world.store.statistics().events == 1)
            #expect(FileManager.default.fileExists(atPath: place + "/done/events.jsonl"))
            #expect(try await jobs.run(id).hasSuffix("nothing new"))
        }
    }

    @Test("a web address is fetched with its token, which is never shown, and not again while nothing changed")
    func web() async throws {
        let provider = Provider()
        try await World.use([], provider: provider) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/collect/new/https")
            let place = "http://127.0.0.1:\(world.running.port(.public))/reports/list.txt"
            let fields = [
                ("name", "List"), ("place", place), ("credential", "basic"), ("user", "cert"), ("secret", "open-sesame"),
                ("feed", "blocklistde/all"),
                ("schedule", "0 * * * *"), ("enabled", "yes"),
            ]
            let done = try await desk.post("/collect/new/https", fields)
            let id = try #require(done.location?.split(separator: "/").last.map(String.init))
            let jobs = try #require(world.observation.collecting)
            _ = try await jobs.run(id)
            #expect(try world.store.statistics().events == 2)
            #expect(try await jobs.run(id).hasSuffix("nothing new"))
            #expect(
                provider.asked.all.map { $0.headers["authorization"] } == [
                    "Basic Y2VydDpvcGVuLXNlc2FtZQ==", "Basic Y2VydDpvcGVuLXNlc2FtZQ==",
                ])
            #expect(provider.asked.all.map { $0.headers["tag"] } == ["", "\"v1\""])
            for path in ["/collect", "/collect/\(id)", "/collect/\(id)/edit"] {
                #expect(try await !desk.get(path).contains("open-sesame"), "\(path)")
            }
            // Left empty, the token stays.
            _ = try await desk.get("/collect/\(id)/edit")
            let kept = try await desk.post("/collect/\(id)/edit", fields.filter { $0.0 != "secret" })
            #expect(kept.status == 303)
        }
    }

    @Test(
        "addresses that are not encrypted, or carry a password, are refused",
        arguments: ["http://feeds.example/x", "https://a:b@feeds.example/", "file:///etc/passwd", "x"])
    func unsafe(address: String) { #expect(throws: CollectorError.self) { try WebFetch.checked(address) } }

    @Test(
        "a sender's file name leads nowhere else",
        arguments: [
            ("2026-11-23-scan_telnet-country.csv.gz", "2026-11-23-scan_telnet-country.csv.gz"), ("../../etc/passwd", "passwd"),
            ("..", "file"), ("a\\b.csv", "b.csv"), ("a b\n.csv", "a_b_.csv"), (".hidden", "hidden"), ("", "file"),
        ])
    func fileNames(name: String, kept: String) { #expect(NamedFile.safe(name) == kept) }

    @Test("Shadowserver's list is asked for with a signed body, and each report fetched once")
    func shadowserver() async throws {
        let provider = Provider()
        try await World.use([], provider: provider) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/collect/new/shadowserver")
            let done = try await desk.post(
                "/collect/new/shadowserver",
                [
                    ("name", "Shadowserver"), ("place", "http://127.0.0.1:\(world.running.port(.public))/api2/"), ("user", "key"),
                    ("secret", "secret"), ("days", "2"), ("schedule", "0 6 * * *"), ("enabled", "yes"),
                ])
            let id = try #require(done.location?.split(separator: "/").last.map(String.init))
            let jobs = try #require(world.observation.collecting)
            _ = try await jobs.run(id)
            let list = try #require(provider.asked.all.first)
            #expect(list.body == #"{"apikey":"key","date":"2026-11-22:2026-11-24"}"#)
            // printf '%s' '{"apikey":"key","date":"2026-11-22:2026-11-24"}' | openssl dgst -sha256 -hmac secret
            #expect(list.headers["hmac2"] == "f5d1f5a0c1b78d6bb61dd1e00e02bbab77e520ea2412dcb5b8a6f0d10240f38d")
            #expect(try world.store.statistics().events == 1)
            _ = try await jobs.run(id)
            #expect(provider.asked.all.filter { $0.path.contains("download") }.count == 1)
        }
    }
}
