#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A folder with `Templates/`, `Locales/` and, in the frame's own, `Assets/`.
public struct ResourceFolder: Sendable, Hashable {
    /// Its path.
    public let path: String

    /// With its values.
    public init(_ path: String) { self.path = path }

    /// The resources of a module of this package, `Centre`: in `$KESHIK_RESOURCES`, beside the program, or in `../share/keshik`. The
    /// program may be moved: nothing of the machine it was built on is looked at.
    public static func of(_ module: String) -> ResourceFolder {
        var folders: [String] = []
        if let root = ProcessInfo.processInfo.environment["KESHIK_RESOURCES"], !root.isEmpty { folders.append(root + "/" + module) }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        let place = program.lastIndex(of: "/").map { String(program[..<$0]) } ?? "."
        folders += ["\(place)/keshik_\(module).resources/Resources", "\(place)/../share/keshik/\(module)"]
        return ResourceFolder(folders.first { FileManager.default.fileExists(atPath: $0) } ?? folders[folders.count - 2])
    }

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
