internal import Foundation

/// Gives a file that lies under a name of our own the name that its sender gave it: feeds are recognised by names. Each lies in a folder of
/// its own, which is removed with it.
enum NamedFile {
    /// - Parameter folder: where the file's folder is made, on the same disk
    /// - Returns: the file's path
    static func make(of path: String, called name: String, in folder: String) throws -> String {
        let own = folder + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
        let target = own + "/" + safe(name)
        do {
            try FileManager.default.moveItem(atPath: path, toPath: target)
        } catch {
            try? FileManager.default.removeItem(atPath: own)
            throw error
        }
        return target
    }

    /// Removes a file made here, with its folder.
    static func remove(_ path: String) {
        guard let slash = path.lastIndex(of: "/") else { return }
        try? FileManager.default.removeItem(atPath: String(path[..<slash]))
    }

    /// Without anything that leads elsewhere.
    static func safe(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let kept = last.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "._-".unicodeScalars.contains(scalar)
                ? Character(scalar) : "_"
        }
        let plain = String(String(kept).drop { $0 == "." }.prefix(100))
        return plain.isEmpty ? "file" : plain
    }
}
