import CSAF
import CSAFWeb
import Foundation
import Testing

@Suite("Checking a provider over the web", .timeLimit(.minutes(5)))
struct ProviderWebCheckTests {
    /// Runs a test against a provider of two documents that the library itself published.
    private func withProvider(
        _ body: (SampleProvider, () async throws -> [Int: ProviderCheck.Result]) async throws -> Void
    ) async throws {
        let server = try await SmallServer.start()
        let provider = try SampleProvider("one", server: server)
        defer { provider.remove() }
        try provider.publish([SampleProvider.document("EX-2024-1"), SampleProvider.document("EX-2024-2")])
        try await body(provider) {
            let reader = WebReader(isLocal: true)
            let results = try await ProviderWebCheck(reader: reader).run(server.root)
            await reader.close()
            #expect(results.map(\.number) == Array(1...23))
            return Dictionary(uniqueKeysWithValues: results.map { ($0.number, $0) })
        }
        try await server.stop()
    }

    @Test("what the library publishes meets all it can meet without TLS")
    func sound() async throws {
        try await withProvider { _, check in
            let results = try await check()
            let failed = results.values.filter { $0.state == .failed }.sorted { $0.number < $1.number }
            #expect(failed.map(\.number) == [3], "\(failed.map { ($0.number, $0.findings) })")
            let met = results.values.filter { $0.state == .passed }.map(\.number).sorted()
            #expect(met == [1, 2, 4, 6, 7, 9, 11, 12, 13, 14, 15, 16, 17])
            #expect(results[10]?.findings.first?.hasPrefix("one of 8 to 10 is enough") == true)
            #expect(results[18]?.findings == ["for trusted providers"])
        }
    }

    @Test(
        "each requirement that is broken is named",
        arguments: [
            ("white/2024/ex-2024-1.json", 1), ("provider-metadata.json", 7), ("white/index.txt", 12), ("white/changes.csv", 13),
            ("white/", 14), ("feed-tlp-white.json", 15), ("service.json", 16), ("category-white.json", 17),
            ("white/2024/ex-2024-1.json.sha256", 18),
        ])
    func broken(file: String, requirement: Int) async throws {
        try await withProvider { provider, check in
            let path = "/.well-known/csaf/" + file
            if requirement == 7 {
                provider.server.change(path) {
                    let text = String(decoding: $0.bytes, as: UTF8.self)
                    $0.bytes = Array(
                        text.replacing("\"list_on_CSAF_aggregators\": true", with: "\"list_on_CSAF_aggregators\": \"yes\"").utf8)
                }
            } else if requirement == 18 {
                provider.server.change(path) { $0.bytes = Array(String(repeating: "0", count: 64).utf8) }
            } else {
                provider.server.change(path) { $0.bytes = Array("{\"x\": 1}\n".utf8) }
            }
            let result = try #require(try await check()[requirement])
            #expect(result.state == .failed)
            #expect(!result.findings.isEmpty)
        }
    }

    @Test("a redirection, a wrong name, a wrong year and a document that is gone are named")
    func lists() async throws {
        try await withProvider { provider, check in
            let server = provider.server
            let path = "/.well-known/csaf/white/2024/ex-2024-1.json"
            let document = server[path]
            server["/.well-known/csaf/white/2023/other.json"] = document
            server[path] = .init(status: 302, headers: [("location", "/.well-known/csaf/white/2023/other.json")])
            server.change("/.well-known/csaf/white/index.txt") {
                $0.bytes += Array("2023/other.json\n2024/gone.json\n../../secret.json\n".utf8)
            }
            let results = try await check()
            for number in [2, 6, 11, 12, 13, 15] { #expect(results[number]?.state == .failed, "\(number)") }
            #expect(results[12]?.findings.contains { $0.contains("gone.json") && $0.contains("404") } == true)
            #expect(results[12]?.findings.contains { $0.contains("secret.json") } == true)
        }
    }

    @Test("a restricted document that anybody can read is named, one that is protected is not")
    func restricted() async throws {
        let server = try await SmallServer.start()
        let provider = try SampleProvider("one", server: server)
        defer { provider.remove() }
        try provider.publish([SampleProvider.document("EX-2024-1"), SampleProvider.document("EX-2024-2", label: "RED")])
        func state() async throws -> ProviderCheck.State? {
            let reader = WebReader(isLocal: true)
            let results = try await ProviderWebCheck(reader: reader).run(server.root)
            await reader.close()
            return results.first { $0.number == 5 }?.state
        }
        #expect(try await state() == .failed)
        for path in ["feed-tlp-red.json", "red/index.txt", "red/changes.csv", "red/2024/ex-2024-2.json", "red/"] {
            server["/.well-known/csaf/" + path] = .init(status: 401)
        }
        #expect(try await state() == .passed)
        try await server.stop()
    }

    @Test("a provider is found by its security.txt")
    func securityText() async throws {
        try await withProvider { provider, check in
            let server = provider.server
            let metadata = server["/.well-known/csaf/provider-metadata.json"]
            server["/.well-known/csaf/provider-metadata.json"] = nil
            server["/csaf/provider-metadata.json"] = metadata
            server.change("/csaf/provider-metadata.json") {
                let text = String(decoding: $0.bytes, as: UTF8.self)
                $0.bytes = Array(text.replacing("/.well-known/csaf/provider-metadata.json", with: "/csaf/provider-metadata.json").utf8)
            }
            server.serve("/.well-known/security.txt", "Contact: mailto:a@example.org\nCSAF: \(server.root)/csaf/provider-metadata.json\n")
            let results = try await check()
            #expect(results[8]?.state == .passed)
            #expect(results[9]?.state == .skipped)
            server["/.well-known/security.txt"] = nil
            let reader = WebReader(isLocal: true)
            let error = await #expect(throws: WebError.self) { try await ProviderWebCheck(reader: reader).run(server.root) }
            guard case .noProvider(_, let tried) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(tried.count == 3)
            await reader.close()
        }
    }
}
