internal import EventStore
internal import Events
internal import Foundation

/// Takes in the files of a folder below `incoming` of the data folder: other folders of the machine are out of its reach.
struct FolderCollector {
    let incoming: String
    let collector: Collector
    let now: Date

    /// A file that is still being written changes; it waits for the next time.
    private static let settled: TimeInterval = 5

    /// - Throws: ``CollectorError/noFolder(_:)``
    func fetch() throws -> Fetched {
        let folder = try Self.folder(collector.settings.place, in: incoming)
        var fetched = Fetched()
        var seen: [String: String] = [:]
        var moved: [(from: String, to: String)] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where !name.hasPrefix(".") {
            let path = folder + "/" + name
            let facts = try FileManager.default.attributesOfItem(atPath: path)
            // Neither folders nor links that lead elsewhere.
            guard facts[.type] as? FileAttributeType == .typeRegular, let changed = facts[.modificationDate] as? Date else { continue }
            let stamp = "\(facts[.size] as? Int ?? 0) \(changed.timeIntervalSince1970)"
            guard now.timeIntervalSince(changed) >= Self.settled else { continue }
            if collector.mark[name] == stamp {
                seen[name] = stamp
                continue
            }
            seen[name] = stamp
            fetched.sources.append(
                IngestSource(name: name, byteCount: facts[.size] as? Int64) { try ByteSource.members(of: path) })
            if collector.settings.movesFiles { moved.append((path, folder + "/done/" + name)) }
        }
        fetched.mark = collector.settings.movesFiles ? [:] : seen
        let files = moved
        fetched.whenStored = {
            guard !files.isEmpty else { return }
            try FileManager.default.createDirectory(atPath: folder + "/done", withIntermediateDirectories: true)
            for file in files {
                try? FileManager.default.removeItem(atPath: file.to)
                try FileManager.default.moveItem(atPath: file.from, toPath: file.to)
            }
        }
        return fetched
    }

    /// - Throws: ``CollectorError``
    static func folder(_ name: String, in incoming: String) throws -> String {
        guard isAllowed(name) else { throw CollectorError.refused("a folder's name has letters, digits, - and _ only") }
        let path = incoming + "/" + name
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw CollectorError.noFolder(path)
        }
        return path
    }

    static func isAllowed(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 80
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
