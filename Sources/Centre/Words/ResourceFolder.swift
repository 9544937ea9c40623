#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A folder with `Templates/`, `Locales/` and, in the frame's own, `Assets/`.
public struct ResourceFolder: Sendable, Hashable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// The files below a folder whose names end in a certain way, sorted.
    func files(in folder: String, ending: String) -> [String] {
        let root = path + "/" + folder
        guard let found = FileManager.default.subpathsSorted(atPath: root) else { return [] }
        return found.filter { $0.hasSuffix(ending) }.map { root + "/" + $0 }
    }
}

extension FileManager {
    fileprivate func subpathsSorted(atPath path: String) -> [String]? {
        guard let names = try? contentsOfDirectory(atPath: path) else { return nil }
        var found: [String] = []
        for name in names.sorted() {
            if let below = subpathsSorted(atPath: path + "/" + name) {
                found += below.map { name + "/" + $0 }
            } else {
                found.append(name)
            }
        }
        return found
    }
}
