import CSAF
import Foundation
import Testing

@Suite("Publishing documents")
struct ProviderTests {
    private static func folder() throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "csaf-provider-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.path
    }

    private static func settings(_ version: CSAFVersion) -> ProviderSettings {
        ProviderSettings(
            baseURL: "https://cert.example/.well-known/csaf/", version: version, role: .trustedProvider,
            publisher: ["category": "coordinator", "name": "Example CERT", "namespace": "https://cert.example"], title: "Advisories",
            keys: [
                .init(
                    fingerprint: "8F5F267907B2C4559DB360DB2294BA7D2B2298B1",
                    armored: Array("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n".utf8))
            ])
    }

    private static let sign: ProviderPublisher.Sign = {
        Array("-----BEGIN PGP SIGNATURE-----\n\n\($0.count)\n-----END PGP SIGNATURE-----\n".utf8)
    }

    private static func documents(_ version: CSAFVersion) throws -> [[UInt8]] {
        var second = try SampleDocuments.base(version)
        second.set("/document/tracking/id", to: "\"ESA-2024-0002\"")
        second.set("/document/tracking/current_release_date", to: "\"2024-03-01T00:00:00Z\"")
        var closed = try SampleDocuments.base(version)
        closed.set("/document/tracking/id", to: "\"ESA-2024-0003\"")
        closed.set("/document/distribution/tlp/label", to: "\"RED\"")
        return try [SampleDocuments.base(version), second, closed].map { $0.bytes() }
    }

    private static func failed(_ path: String) -> [Int] { ProviderCheck(path: path).run().filter { $0.state == .failed }.map(\.number) }

    @Test("what is published meets every requirement that files can meet", arguments: CSAFVersion.allCases)
    func published(version: CSAFVersion) throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let publisher = ProviderPublisher(root: root, settings: Self.settings(version), sign: Self.sign)
        try publisher.publish(Self.documents(version), at: #require(Timestamp("2024-04-01T00:00:00Z")))
        let results = ProviderCheck(path: publisher.current).run()
        #expect(results.map(\.number) == Array(1...20))
        for result in results { #expect(result.state != .failed, "requirement \(result.number): \(result.findings)") }
        #expect(results.filter { $0.state == .passed }.map(\.number) == [1, 2, 5, 7, 11, 12, 13, 15, 16, 17, 18, 19, 20])
        let open = version == .v2_0 ? "white" : "clear"
        let index = try String(contentsOfFile: publisher.current + "/\(open)/index.txt", encoding: .utf8)
        #expect(index == "2024/esa-2024-0002.json\n2024/esa-2024-0001.json\n")
        #expect(try !String(contentsOfFile: publisher.current + "/feed-tlp-\(open).json", encoding: .utf8).contains("0003"))
    }

    @Test(
        "a tree that was tampered with is found out",
        arguments: [
            ("white/2024/esa-2024-0001.json.sha256", 18), ("white/2024/esa-2024-0001.json.asc", 19), ("white/index.txt", 12),
            ("white/changes.csv", 13), ("feed-tlp-white.json", 15), ("service.json", 16), ("provider-metadata.json", 7),
            ("openpgp/8F5F267907B2C4559DB360DB2294BA7D2B2298B1.asc", 20), ("white/2024/esa-2024-0002.json", 12),
            ("category-white.json", 17),
        ])
    func tampered(file: String, requirement: Int) throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let publisher = ProviderPublisher(root: root, settings: Self.settings(.v2_0), sign: Self.sign)
        try publisher.publish(Self.documents(.v2_0))
        #expect(Self.failed(publisher.current) == [])
        let path = publisher.current + "/" + file
        try Data("{\"x\": 1}\n".utf8).write(to: URL(filePath: path))
        #expect(Self.failed(publisher.current).contains(requirement))
    }

    @Test("a document that is not valid is not published, and what was there stays")
    func refused() throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let publisher = ProviderPublisher(root: root, settings: Self.settings(.v2_0), sign: Self.sign)
        let first = try publisher.publish(Self.documents(.v2_0))
        var broken = try SampleDocuments.base(.v2_0)
        broken.set("/document/title", to: nil)
        #expect(throws: ProviderError.self) { try publisher.publish([broken.bytes()]) }
        #expect(throws: ProviderError.self) { try publisher.publish([Array("{".utf8)]) }
        let base = try SampleDocuments.base(.v2_0).bytes()
        #expect(throws: ProviderError.self) { try publisher.publish([base, base]) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: publisher.current) == "releases/" + first)
        #expect(Self.failed(publisher.current) == [])
    }

    @Test("a crash in the midst of publishing leaves the tree before, whole")
    func crash() throws {
        struct Crash: Error {}
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let settings = Self.settings(.v2_0)
        let publisher = ProviderPublisher(root: root, settings: settings, sign: Self.sign)
        let first = try publisher.publish([Self.documents(.v2_0)[0]])
        // A signature that fails for the second document stands for a program that ends there.
        let failing = ProviderPublisher(root: root, settings: settings) { bytes in
            if String(decoding: bytes, as: UTF8.self).contains("ESA-2024-0002") { throw Crash() }
            return try Self.sign(bytes)
        }
        #expect(throws: ProviderError.self) { try failing.publish(Self.documents(.v2_0)) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: publisher.current) == "releases/" + first)
        #expect(Self.failed(publisher.current) == [])
        // What an earlier crash left half-written is no obstacle.
        try FileManager.default.createDirectory(atPath: root + "/releases/00000002.part/white", withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(filePath: root + "/releases/00000002.part/white/index.txt"))
        try publisher.publish(Self.documents(.v2_0))
        #expect(Self.failed(publisher.current) == [])
    }

    @Test("the tree before stays for its readers, older ones go")
    func old() throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        let publisher = ProviderPublisher(root: root, settings: Self.settings(.v2_1), sign: Self.sign)
        for _ in 0..<3 { try publisher.publish(Self.documents(.v2_1)) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/releases").sorted() == ["00000002", "00000003"])
    }

    @Test("an aggregator lists two parties and has whole mirrors")
    func aggregator() throws {
        let root = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: root) }
        func party(_ name: String) -> String {
            """
            {"metadata":{"last_updated":"2024-01-01T00:00:00Z","publisher":{"category":"vendor","name":"\(name)","namespace":"https://\(name).example"},
            "role":"csaf_provider","url":"https://\(name).example/provider-metadata.json"}}
            """
        }
        func write(_ parties: [String], _ category: String) throws {
            let text = """
                {"aggregator":{"category":"\(category)","name":"A","namespace":"https://a.example"},"aggregator_version":"2.0",
                "canonical_url":"https://a.example/aggregator.json","csaf_providers":[\(parties.map(party).joined(separator: ","))],
                "last_updated":"2024-01-01T00:00:00Z"}
                """
            try Data(text.utf8).write(to: URL(filePath: root + "/aggregator.json"))
        }
        try write(["one", "two"], "lister")
        #expect(Self.failed(root) == [])
        try write(["one"], "lister")
        #expect(Self.failed(root) == [22])
        try write(["one", "two"], "aggregator")
        #expect(Self.failed(root) == [23])
        let mirror = ProviderPublisher(root: root + "/store", settings: Self.settings(.v2_0), sign: Self.sign)
        try mirror.publish(Self.documents(.v2_0))
        try FileManager.default.copyItem(atPath: root + "/store/releases/00000001", toPath: root + "/one")
        try FileManager.default.removeItem(atPath: root + "/store")
        #expect(Self.failed(root) == [])
    }
}
