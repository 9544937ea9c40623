import CSAF
import Foundation
import Testing

@Suite("Listing providers")
struct AggregatorDocumentTests {
    private static func provider(_ name: String, isListed: Bool = true, isMirrored: Bool = true) throws -> AggregatorDocument.Provider {
        let text = """
            {"canonical_url":"https://\(name).example/provider-metadata.json","last_updated":"2024-01-01T00:00:00Z",
            "list_on_CSAF_aggregators":\(isListed),"metadata_version":"2.0","mirror_on_CSAF_aggregators":\(isMirrored),
            "publisher":{"category":"vendor","name":"\(name)","namespace":"https://\(name).example"},"role":"csaf_provider"}
            """
        return AggregatorDocument.Provider(
            metadata: try JSONTree(text), mirrors: ["https://list.example/\(name)/provider-metadata.json"])
    }

    @Test("a lister's document meets the requirements on it", arguments: CSAFVersion.allCases)
    func lister(version: CSAFVersion) throws {
        let document = AggregatorDocument(
            version: version, category: .lister, name: "Example CERT", namespace: "https://cert.example",
            canonicalURL: "https://cert.example/.well-known/csaf-aggregator/aggregator.json",
            providers: try [Self.provider("one"), Self.provider("two"), Self.provider("three", isListed: false)])
        let folder = FileManager.default.temporaryDirectory.appending(path: "csaf-lister-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(document.json().bytes()).write(to: folder.appending(path: "aggregator.json"))
        let results = ProviderCheck(path: folder.path).run()
        for result in results { #expect(result.state != .failed, "requirement \(result.number): \(result.findings)") }
        let listed = try JSONTree(document.json().bytes()).root["csaf_providers"]?.count
        #expect(listed == 2)
    }

    @Test("who does not want copies has none")
    func mirrors() throws {
        let document = AggregatorDocument(
            category: .aggregator, name: "A", namespace: "https://a.example", canonicalURL: "https://a.example/aggregator.json",
            providers: try [Self.provider("one"), Self.provider("two", isMirrored: false)])
        let providers = try JSONTree(document.json().bytes()).root["csaf_providers"]
        let haveMirrors = (0..<2).map { providers?[$0]?["mirrors"] != nil }
        #expect(haveMirrors == [true, false])
    }
}
