internal import GRDB
public import Vocabulary

extension Records {
    /// Puts a backup in the place of the records, and the records aside: `keshik db restore`. Refused while a centre uses them, and for a
    /// file that is damaged or newer than this program. However the process ends, the data folder has the old records or the restored.
    /// - Returns: Where the old records lie now, `nil` where there were none.
    public static func restore(data: String, from backup: String, migrations: [Migration], now: Instant) throws(RecordsError) -> String? {
        let plan = try MigrationPlan(migrations)
        let place = RecordsPlace(data)
        try FileActions.makeFolder(data)
        let lock = try RecordsLock(path: place.lock)
        guard try lock.own() else { throw .inUse(path: place.database) }
        defer { lock.release() }

        let draft = place.database + ".restored"
        try FileActions.remove(draft)
        guard FileActions.exists(backup) else { throw .notRestorable(path: backup, reason: "there is no such file") }
        let reader: DatabaseQueue
        do {
            reader = try openReader(backup)
        } catch .unusable(_, let reason) {
            throw .notRestorable(path: backup, reason: reason)
        }
        try judge(reader, plan, backup)
        try RecordsPlace.copy(reader, to: draft)
        try RecordsError.naming(backup) { try reader.close() }

        let aside = try putAside(place, now)
        try FileActions.rename(draft, to: place.database)
        try FileActions.sync(data)
        return aside
    }

    private static func judge(_ reader: DatabaseQueue, _ plan: MigrationPlan, _ path: String) throws(RecordsError) {
        let check: RecordsCheck
        do {
            check = try RecordsCheck(reader, plan, path)
        } catch {
            throw .notRestorable(path: path, reason: "\(error)")
        }
        let newer = check.mistakes.compactMap { if case .newer(let name) = $0 { name } else { nil } }
        guard newer.isEmpty else {
            throw .notRestorable(path: path, reason: "a newer Keshik made it (\(newer.joined(separator: ", "))); restore it with that one")
        }
        guard !check.isEmpty else { throw .notRestorable(path: path, reason: "it holds no records of a centre") }
        if let damage = check.mistakes.first(where: { if case .damaged = $0 { true } else { false } }) {
            throw .notRestorable(path: path, reason: damage.description)
        }
    }

    /// Gives the old records a second name among the backups. Their write-ahead log is folded in first; where that fails, because they
    /// are damaged, it goes aside with them, since it would be read into the restored file.
    private static func putAside(_ place: RecordsPlace, _ now: Instant) throws(RecordsError) -> String? {
        guard let size = FileActions.size(place.database), size > 0 else { return nil }
        do {
            let old = try DatabaseQueue(path: place.database)
            try old.inDatabase { _ = try $0.checkpoint(.truncate) }
            try old.close()
        } catch {}
        let aside = try place.free("records-\(now.fileStamp)-put-aside")
        try FileActions.linkOrCopy(place.database, to: aside)
        if let left = FileActions.size(place.database + "-wal"), left > 0 {
            try FileActions.linkOrCopy(place.database + "-wal", to: aside + "-wal")
        }
        try FileActions.sync(place.backups)
        for side in ["-wal", "-shm", "-journal"] { try FileActions.remove(place.database + side) }
        return aside
    }
}
