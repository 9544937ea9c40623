import Foundation

/// The folder of real data that conformance is tested against. It lies beside the repository and is not part of it.
enum StudyData {
    /// `../shared/data` seen from the repository's root.
    static let folder: URL = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appendingPathComponent("shared/data")
    }()

    /// Whether it is there; tests that need it are skipped otherwise.
    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    static let skipped = "../shared/data is absent"

    /// Files below a folder of it whose names end so, by path.
    static func files(_ path: String, ending: String) -> [URL] {
        let root = folder.appendingPathComponent(path)
        guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var found: [URL] = []
        for case let name as String in walk where name.hasSuffix(ending) { found.append(root.appendingPathComponent(name)) }
        return found.sorted { $0.path < $1.path }
    }

    /// The bytes of a file of it.
    static func bytes(_ file: URL) throws -> [UInt8] { try [UInt8](Data(contentsOf: file)) }
}
