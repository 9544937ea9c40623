import ArgumentParser
import EventStore
import Events
import FoundationEssentials

/// Files named on the command line, folders walked in the order of their names.
enum SourcePaths {
    static func sources(_ paths: [String]) throws -> [IngestSource] {
        var sources: [IngestSource] = []
        for path in paths {
            if path == "-" {
                sources.append(IngestSource(name: "-") { [try ByteSource.standardInput()] })
                continue
            }
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ValidationError("\(path) does not exist; name a file, a folder, or - for standard input")
            }
            for file in isFolder ? files(below: path) : [path] { sources.append(source(file)) }
        }
        return sources
    }

    private static func files(below folder: String) -> [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }.sorted()
        return names.flatMap { name -> [String] in
            let path = folder + "/" + name
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            return isFolder ? files(below: path) : [path]
        }
    }

    private static func source(_ path: String) -> IngestSource {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64).flatMap { $0 }
        return IngestSource(name: path, byteCount: size.map { Int64($0) }) { try ByteSource.members(of: path) }
    }
}
