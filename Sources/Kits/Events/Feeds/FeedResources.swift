import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the shipped definitions lie. The program may be moved: nothing of the machine it was built on is looked at.
public enum FeedResources {
    /// The folders that are looked at, in order: `$KESHIK_RESOURCES/feeds`, the resources beside the program, and `../share/keshik/feeds`.
    public static var folders: [String] {
        var folders: [String] = []
        if let root = ProcessInfo.processInfo.environment["KESHIK_RESOURCES"], !root.isEmpty { folders.append(root + "/feeds") }
        let program = programFolder
        folders.append(program + "/keshik_Events.resources/feeds")
        folders.append(program + "/../share/keshik/feeds")
        return folders
    }

    /// The first of the folders that is there; nil where none is.
    public static var folder: String? {
        folders.first { path in
            var isFolder: Bool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
        }
    }

    private static var programFolder: String {
        #if os(Linux)
            let path = realPath("/proc/self/exe") ?? realPath(CommandLine.arguments[0])
        #else
            let path = realPath(CommandLine.arguments[0])
        #endif
        return path.flatMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } } ?? "."
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
