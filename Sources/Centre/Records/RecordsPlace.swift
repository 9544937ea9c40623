internal import GRDB

/// Where the records of a data folder and their backups lie.
struct RecordsPlace: Sendable {
    let data: String

    init(_ data: String) { self.data = data }

    var database: String { data + "/records.sqlite" }
    var lock: String { data + "/records.lock" }
    var backups: String { data + "/backups" }

    /// A name in the backup folder that nothing has yet.
    func free(_ name: String) throws(RecordsError) -> String {
        try FileActions.makeFolder(backups)
        var path = "\(backups)/\(name).sqlite"
        var number = 2
        while FileActions.exists(path) {
            path = "\(backups)/\(name)-\(number).sqlite"
            number += 1
        }
        return path
    }

    /// Copies a database into the backup folder while it may be in use.
    func copy(_ source: some DatabaseReader, named name: String) throws(RecordsError) -> String {
        let target = try free(name)
        try RecordsPlace.copy(source, to: target)
        return target
    }

    /// Copies a database through SQLite's online backup. The copy is one file, whole, and on the disk before it has its name.
    static func copy(_ source: some DatabaseReader, to target: String) throws(RecordsError) {
        let draft = target + ".partial"
        try FileActions.remove(draft)
        try FileActions.makePrivateFile(draft)
        do {
            let copy = try DatabaseQueue(path: draft)
            try source.backup(to: copy)
            // The copy inherits the write-ahead mode, in which it would need side files.
            try copy.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        } catch {
            try? FileActions.remove(draft)
            if let error = error as? DatabaseError { throw RecordsError(error, draft) }
            throw .unusable(path: draft, reason: "\(error)")
        }
        try FileActions.sync(draft)
        try FileActions.rename(draft, to: target)
        try FileActions.sync(FileActions.folder(of: target))
    }

    /// Removes the oldest automatic backups beyond the number to keep.
    func prune(keeping count: Int) throws(RecordsError) {
        let automatic = FileActions.names(in: backups).filter {
            $0.hasPrefix("records-") && $0.hasSuffix(".sqlite") && $0.contains("-before-")
        }
        for name in automatic.dropLast(max(count, 1)) { try FileActions.remove("\(backups)/\(name)") }
    }
}
