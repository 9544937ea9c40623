internal import GRDB
internal import Glibc

extension EmbeddedStore {
    /// Copies the store to a new folder while it may be in use: the catalogue through SQLite's own backup, then the files that this copy
    /// of the catalogue names, as second names of the same file where the file system is the same (they never change), as copies
    /// elsewhere. The copy is a store like any other.
    /// - Throws: ``StoreError/misuse(_:)`` where there is something at `target` already.
    public func backup(to target: String) throws {
        guard try FileActions.names(in: target).isEmpty else {
            throw StoreError.misuse("\(target) is not empty; name a new folder for the backup")
        }
        for folder in [target, target + "/events", target + "/findings"] { try FileActions.makeFolder(folder) }
        var attempts = 1
        while try !copyCatalogueAndFiles(to: target) {
            // A merge replaced a file between the copy of the catalogue and that of the file; a new copy names the new one.
            attempts += 1
            if attempts > 10 { throw StoreError.misuse("the store changed faster than it could be copied; try again") }
        }
        try FileActions.syncFolder(target)
    }

    /// False where a file that the copy of the catalogue names was merged into another meanwhile.
    private func copyCatalogueAndFiles(to target: String) throws -> Bool {
        let files = try copyCatalogue(to: target + "/catalogue.sqlite")
        do {
            try copyFiles(files, to: target)
            return true
        } catch StoreError.system(_, _, ENOENT) {
            return false
        }
    }

    /// The files that the copy names.
    private func copyCatalogue(to file: String) throws -> [String] {
        do {
            let copy = try DatabaseQueue(path: file)
            try pool.backup(to: copy)
            let files = try copy.read { db in
                try String.fetchAll(db, sql: "SELECT path FROM segment UNION ALL SELECT path FROM finding_run")
            }
            try copy.close()
            return files
        } catch let error as DatabaseError {
            throw StoreError(error, file)
        }
    }

    private func copyFiles(_ files: [String], to target: String) throws(StoreError) {
        let wanted = Set(files)
        var folders: Set<String> = []
        for file in files {
            let folder = target + "/" + file.split(separator: "/").dropLast().joined(separator: "/")
            if folders.insert(folder).inserted { try FileActions.makeFolder(folder) }
            if try FileActions.size(target + "/" + file) == nil { try FileActions.linkOrCopy(path + "/" + file, to: target + "/" + file) }
        }
        // From an attempt before this one.
        for folder in folders {
            for name in try FileActions.names(in: folder) {
                let file = String(folder.dropFirst(target.count + 1)) + "/" + name
                if !wanted.contains(file) { try FileActions.remove(target + "/" + file) }
            }
            try FileActions.syncFolder(folder)
        }
        try FileActions.syncFolder(target + "/events")
    }
}
