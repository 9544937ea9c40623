import Foundation
import Testing

@testable import Events

@Suite("The registry of feeds")
struct FeedRegistryTests {
    /// A folder with these files, removed when the body is done.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("feeds-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8) }
        try body(folder.path)
    }

    private func expect(_ registry: FeedRegistry, _ asked: String, name: String?) throws {
        let definition = try registry.definition(asked)
        #expect(definition?.name == name)
    }

    private func expect(_ registry: FeedRegistry, _ asked: String, code: String) throws {
        let definition = try registry.definition(asked)
        #expect(definition?.code == code)
    }

    private static func file(_ name: String, type: String = "scanner") -> String {
        """
        provider: Example CERT
        feeds:
          - code: list
            name: \(name)
            format: csv
            constants: {classification.type: \(type)}
            columns: {ip: source.ip !}
        """
    }

    @Test("an own feed replaces a shipped one of its code, and others stay")
    func replaces() throws {
        try withFolder(["example.yaml": Self.file("Shipped"), "other.yaml": Self.file("Other")]) { shipped in
            try withFolder(["example.yaml": Self.file("Own")]) { own in
                let registry = FeedRegistry(shipped: shipped, own: own)
                let codes = try registry.feeds().map(\.code)
                #expect(codes == ["example/list", "other/list"])
                try expect(registry, "example/list", name: "Own")
                try expect(registry, "other/list", name: "Other")
            }
        }
    }

    @Test("an own file with mistakes is told, and the rest works")
    func unusable() throws {
        try withFolder(["example.yaml": Self.file("Shipped")]) { shipped in
            try withFolder(["example.yaml": Self.file("Own", type: "scaner"), "good.yaml": Self.file("Good")]) { own in
                let registry = FeedRegistry(shipped: shipped, own: own)
                try expect(registry, "example/list", name: "Shipped")
                try expect(registry, "good/list", name: "Good")
                let unusable = try registry.unusableFiles()
                #expect(unusable.count == 1)
                #expect(unusable.first?.mistakes.first?.line == 6)
            }
        }
    }

    @Test("a code without provider is enough where only one feed has it")
    func shortCode() throws {
        try withFolder(["a.yaml": Self.file("A"), "b.yaml": Self.file("B").replacingOccurrences(of: "code: list", with: "code: only")]) {
            shipped in
            let registry = FeedRegistry(shipped: shipped)
            try expect(registry, "only", code: "b/only")
            try expect(registry, "list", code: "a/list")
            try expect(registry, "nothing", name: nil)
        }
        try withFolder(["a.yaml": Self.file("A"), "b.yaml": Self.file("B")]) { shipped in
            try expect(FeedRegistry(shipped: shipped), "list", name: nil)
        }
    }

    @Test("missing definitions are an error that says where they were looked for")
    func missing() throws {
        #expect(throws: FeedRegistryError.self) { try FeedRegistry(shipped: nil).feeds() }
        #expect(throws: FeedRegistryError.self) { try FeedRegistry(shipped: "/nonexistent/feeds").feeds() }
        #expect("\(FeedRegistryError.missing(["/a", "/b"]))".contains("/a, /b"))
    }

    @Test("a folder of own definitions need not exist")
    func noFolder() throws {
        try withFolder(["a.yaml": Self.file("A")]) { shipped in
            let feeds = try FeedRegistry(shipped: shipped, own: "/nonexistent").feeds()
            #expect(feeds.count == 1)
        }
    }
}
