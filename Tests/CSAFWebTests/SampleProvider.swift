import CSAF
import Foundation
import Post

/// A provider's tree, published by the library itself and served by a ``SmallServer`` under `/.well-known/csaf`.
struct SampleProvider {
    let server: SmallServer
    let name: String
    let root: String

    init(_ name: String, server: SmallServer) throws {
        self.server = server
        self.name = name
        root = FileManager.default.temporaryDirectory.appending(path: "csaf-web-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    var base: String { server.root + "/.well-known/csaf" }

    static func document(_ id: String, label: String = "WHITE", publisher: String = "Example CERT") -> [UInt8] {
        let draft: JSONDraft = [
            "document": [
                "category": "csaf_base", "csaf_version": "2.0",
                "distribution": ["tlp": ["label": .text(label)]], "lang": "en",
                "publisher": ["category": "coordinator", "name": .text(publisher), "namespace": "https://cert.example"],
                "title": .text("About \(id)"),
                "tracking": [
                    "current_release_date": "2024-01-01T00:00:00Z", "id": .text(id), "initial_release_date": "2024-01-01T00:00:00Z",
                    "revision_history": [["date": "2024-01-01T00:00:00Z", "number": "1", "summary": "First"]], "status": "final",
                    "version": "1",
                ],
            ]
        ]
        return draft.bytes()
    }

    /// Publishes documents and puts the tree on the server.
    func publish(
        _ documents: [[UInt8]], role: ProviderSettings.Role = .provider, key: ProviderSettings.Key? = nil, isListed: Bool = true,
        isMirrored: Bool = true, sign: ProviderPublisher.Sign? = nil
    ) throws {
        let settings = ProviderSettings(
            baseURL: base, role: role,
            publisher: ["category": "coordinator", "name": .text(name), "namespace": .text("https://\(name).example")], title: name,
            isListed: isListed, isMirrored: isMirrored, keys: key.map { [$0] } ?? [])
        let publisher = ProviderPublisher(root: root, settings: settings, sign: sign)
        try publisher.publish(documents)
        try serve(folder: publisher.current, under: "/.well-known/csaf")
    }

    /// Puts every file below a folder on the server, and lists of the folders.
    func serve(folder: String, under path: String) throws {
        let real = URL(filePath: folder).resolvingSymlinksInPath().path
        for file in try FileManager.default.subpathsOfDirectory(atPath: real) {
            if let names = try? FileManager.default.contentsOfDirectory(atPath: real + "/" + file) {
                server.serve("\(path)/\(file)/", names.map { "<a href=\"\($0)\">\($0)</a>" }.joined(), type: "text/html")
            } else {
                server["\(path)/\(file)"] = .init(bytes: [UInt8](try Data(contentsOf: URL(filePath: real + "/" + file))))
            }
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: root) }
}
