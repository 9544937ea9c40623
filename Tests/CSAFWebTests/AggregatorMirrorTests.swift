import CSAF
import CSAFWeb
import Foundation
import Testing

@Suite("Mirroring providers", .timeLimit(.minutes(5)))
struct AggregatorMirrorTests {
    /// Two providers on servers of their own, and a folder to gather them in.
    private final class Stage {
        let providers: [SampleProvider]
        let root: String
        private let servers: [SmallServer]

        init() async throws {
            servers = [try await .start(), try await .start()]
            providers = try zip(["one", "two"], servers).map { try SampleProvider($0, server: $1) }
            root = FileManager.default.temporaryDirectory.appending(path: "csaf-mirror-\(UUID().uuidString)").path
            try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        }

        var sources: [String] { servers.map(\.root) }

        func gather(
            _ category: AggregatorDocument.Category = .aggregator, tools: SignatureTools? = nil, key: ProviderSettings.Key? = nil,
            sign: (@Sendable ([UInt8]) async throws -> [UInt8])? = nil, sources: [String]? = nil,
            each: (AggregatorMirror.Outcome) -> Void = { _ in }
        ) async throws -> [AggregatorMirror.Outcome] {
            let reader = WebReader(isLocal: true)
            let party = AggregatorMirror.Party(
                category: category, name: "Example CERT", namespace: "https://cert.example", baseURL: "https://cert.example/aggregator",
                key: key)
            let mirror = AggregatorMirror(into: .init(root: root), as: party, reader: reader, tools: tools, sign: sign)
            do {
                let outcomes = try await mirror.run(sources ?? self.sources, each: each)
                await reader.close()
                return outcomes
            } catch {
                await reader.close()
                throw error
            }
        }

        var current: String { root + "/current" }

        func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: current + "/" + file) }

        var failed: [Int] { ProviderCheck(path: current).run().filter { $0.state == .failed }.map(\.number) }

        func end() async throws {
            for provider in providers { provider.remove() }
            try? FileManager.default.removeItem(atPath: root)
            for server in servers { try await server.stop() }
        }
    }

    private static func id(_ number: Int) -> [UInt8] { SampleProvider.document("EX-2024-\(number)") }

    @Test("copies what everybody may read and meets 21 to 23")
    func copies() async throws {
        let stage = try await Stage()
        try stage.providers[0].publish([Self.id(1), Self.id(2), SampleProvider.document("EX-2024-3", label: "AMBER")])
        try stage.providers[1].publish([Self.id(1)])
        let outcomes = try await stage.gather()
        #expect(outcomes.map(\.state) == [.mirrored, .mirrored])
        #expect(outcomes.map(\.documents) == [2, 1])
        #expect(outcomes.map(\.folder) == ["one.example", "two.example"])
        #expect(outcomes[0].remarks.contains { $0.contains("TLP:AMBER") })
        #expect(stage.failed == [])
        let copied = try Data(contentsOf: URL(filePath: stage.current + "/one.example/white/2024/ex-2024-1.json"))
        #expect([UInt8](copied) == Self.id(1))
        let list = try JSONTree([UInt8](Data(contentsOf: URL(filePath: stage.current + "/aggregator.json"))))
        let first = list.root["csaf_providers"]?[0]
        #expect(first?["mirrors"]?[0]?.text == "https://cert.example/aggregator/one.example/provider-metadata.json")
        #expect(first?["metadata"]?["url"]?.text == stage.sources[0] + "/.well-known/csaf/provider-metadata.json")
        try await stage.end()
    }

    @Test("a provider that lies about a digest is reported and not copied; its copy of the day before stays")
    func lies() async throws {
        let stage = try await Stage()
        try stage.providers[0].publish([Self.id(1)])
        try stage.providers[1].publish([Self.id(1)])
        stage.providers[1].server.change("/.well-known/csaf/white/2024/ex-2024-1.json.sha512") {
            $0.bytes = Array(String(repeating: "a", count: 128).utf8)
        }
        let first = try await stage.gather()
        #expect(first.map(\.state) == [.mirrored, .failed])
        #expect(
            first[1].remarks == ["\(stage.sources[1])/.well-known/csaf/white/2024/ex-2024-1.json.sha512 is not the digest of the document"])
        #expect(stage.has("one.example/provider-metadata.json") && !stage.has("two.example/provider-metadata.json"))
        #expect(stage.failed == [])

        // Honest on the second day, a liar on the third.
        try stage.providers[1].publish([Self.id(1), Self.id(2)])
        #expect(try await stage.gather().map(\.state) == [.mirrored, .mirrored])
        stage.providers[1].server.change("/.well-known/csaf/white/2024/ex-2024-1.json") { $0.bytes.append(0x20) }
        #expect(try await stage.gather().map(\.state) == [.mirrored, .kept])
        #expect(stage.has("two.example/white/2024/ex-2024-2.json"))
        let kept = try Data(contentsOf: URL(filePath: stage.current + "/two.example/white/2024/ex-2024-1.json"))
        #expect([UInt8](kept) == Self.id(1))
        #expect(stage.failed == [])
        try await stage.end()
    }

    @Test("a provider that does not answer keeps its copy, and one that breaks off too")
    func outage() async throws {
        let stage = try await Stage()
        try stage.providers[0].publish([Self.id(1)])
        try stage.providers[1].publish([Self.id(1), Self.id(2)])
        _ = try await stage.gather()
        stage.providers[1].server["/.well-known/csaf/white/2024/ex-2024-2.json"] = .init(status: 500)
        #expect(try await stage.gather().map(\.state) == [.mirrored, .kept])
        stage.providers[1].server.removeAll()
        let outcomes = try await stage.gather()
        #expect(outcomes.map(\.state) == [.mirrored, .kept])
        #expect(stage.has("two.example/white/2024/ex-2024-2.json"))
        #expect(stage.failed == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: stage.root + "/releases").sorted() == ["00000002", "00000003"])
        try await stage.end()
    }

    @Test("who does not want to be listed or copied is not")
    func wishes() async throws {
        let stage = try await Stage()
        let server = try await SmallServer.start()
        let third = try SampleProvider("three", server: server)
        try stage.providers[0].publish([Self.id(1)])
        try stage.providers[1].publish([Self.id(1)], isMirrored: false)
        try third.publish([Self.id(1)], isListed: false)
        let outcomes = try await stage.gather(sources: stage.sources + [server.root])
        #expect(outcomes.map(\.state) == [.mirrored, .listed, .failed])
        #expect(!stage.has("two.example/provider-metadata.json"))
        let text = try String(contentsOfFile: stage.current + "/aggregator.json", encoding: .utf8)
        #expect(text.contains("two.example") && !text.contains("three.example"))
        third.remove()
        try await server.stop()
        try await stage.end()
    }

    @Test("a lister lists and copies nothing; with one party alone nothing is shown")
    func lister() async throws {
        let stage = try await Stage()
        try stage.providers[0].publish([Self.id(1)])
        try stage.providers[1].publish([Self.id(1)])
        #expect(try await stage.gather(.lister).map(\.state) == [.listed, .listed])
        #expect(stage.failed == [])
        #expect(!stage.has("one.example"))
        var told: [AggregatorMirror.Outcome.State] = []
        await #expect(throws: ProviderError.self) {
            try await stage.gather(.lister, sources: [stage.sources[0]], each: { told.append($0.state) })
        }
        #expect(told == [.listed])
        #expect(stage.failed == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: stage.root + "/releases") == ["00000001"])
        try await stage.end()
    }

    @Test("a document that is not valid is left out and reported, the rest is copied")
    func invalid() async throws {
        let stage = try await Stage()
        try stage.providers[0].publish([Self.id(1), Self.id(2)])
        try stage.providers[1].publish([Self.id(1)])
        let path = "/.well-known/csaf/white/2024/ex-2024-2.json"
        let broken = Array("{\"document\": {}}".utf8)
        stage.providers[0].server.change(path) { $0.bytes = broken }
        for ending in [".sha256", ".sha512"] { stage.providers[0].server[path + ending] = nil }
        for file in ["feed-tlp-white.json"] {
            stage.providers[0].server.change("/.well-known/csaf/" + file) {
                let text = String(decoding: $0.bytes, as: UTF8.self)
                $0.bytes = Array(text.replacing("ex-2024-2.json.sha", with: "ex-2024-2.json.none").utf8)
            }
        }
        let outcomes = try await stage.gather()
        #expect(outcomes[0].state == .mirrored)
        #expect(outcomes[0].documents == 1)
        #expect(outcomes[0].remarks.contains { $0.contains("ex-2024-2.json is left out") })
        try await stage.end()
    }
}
