import FoundationEssentials

/// Definition files on disk, for tests.
enum FeedFolder {
    /// Every file of a folder with its bytes.
    static func files(in folder: String) throws -> [(path: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            let path = folder + "/" + name
            return (path, Array(FileManager.default.contents(atPath: path) ?? FoundationEssentials.Data()))
        }
    }
}
