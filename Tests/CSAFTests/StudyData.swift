import Foundation

/// Documents of others to test with, kept outside the project; tests that need them are skipped where they are not there.
enum StudyData {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data").standardized
    static let isThere = FileManager.default.fileExists(atPath: root.appending(path: "csaf").path)
    static let note = "needs ../shared/data"

    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: root.appending(path: path))) }
    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }
    static func lines(_ path: String) throws -> [Substring] { try text(path).split(separator: "\n") }

    /// JSON files below a folder, in the order of their paths.
    static func documents(_ path: String) -> [String] {
        let base = root.appending(path: path)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".json") }.sorted().map { path + "/" + $0 }
    }
}
