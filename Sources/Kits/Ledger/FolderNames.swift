internal import Foundation

/// What lies in a folder.
enum FolderNames {
    /// Sorted names; none where there is no such folder.
    static func of(_ path: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
