internal import GRDB
internal import Glibc
public import Vocabulary

extension Records {
    /// Opens the records of a data folder, made where there are none, and brings them to the form this program expects; before an
    /// existing database is changed it is copied to `<data>/backups`.
    /// - Parameters:
    ///   - migrations: The steps of all capabilities in order; the centre's own come before them by themselves.
    ///   - now: The time, for the name of the backup.
    public static func open(data: String, migrations: [Migration], options: RecordsOptions = RecordsOptions(), now: Instant)
        throws(RecordsError) -> Records
    {
        let plan = try MigrationPlan(migrations)
        let place = RecordsPlace(data)
        try FileActions.makeFolder(data)
        try FileActions.makePrivateFile(place.database)
        let lock = try RecordsLock(path: place.lock)
        var report = MigrationReport(applied: [], backup: nil)
        var tries = 0
        while true {
            if try lock.share() {
                do throws(RecordsError) {
                    let pool = try openPool(place.database, options)
                    let state = try inspect(pool, plan, place.database)
                    guard state.unknown.isEmpty else { throw .newer(path: place.database, migrations: state.unknown) }
                    if state.pending.isEmpty { return Records(data: data, path: place.database, migrated: report, pool: pool, lock: lock) }
                    try close(pool, place.database)
                } catch .busy(let path) {
                    // A process that closes the database a moment earlier takes its log away, and SQLite does not wait for that.
                    tries += 1
                    lock.release()
                    guard Double(tries) * 0.05 < options.patience else { throw .busy(path: path) }
                    usleep(50_000)
                    continue
                }
                lock.release()
            }
            if try lock.own() {
                report = try migrateAlone(place, plan, options, now)
                lock.release()
                continue
            }
            // Another process is migrating, which soon leaves nothing to do here, or has the old form open, which does not end by itself.
            tries += 1
            guard Double(tries) * 0.05 < options.patience else { throw .inUse(path: place.database) }
            usleep(50_000)
        }
    }

    /// Brings the records of a data folder to the form this program expects, and closes them: `keshik db migrate`.
    public static func migrate(data: String, migrations: [Migration], options: RecordsOptions = RecordsOptions(), now: Instant)
        throws(RecordsError) -> MigrationReport
    {
        let records = try open(data: data, migrations: migrations, options: options, now: now)
        try close(records.pool, records.path)
        return records.migrated
    }

    /// Applies what is pending while nobody else has the database open.
    private static func migrateAlone(_ place: RecordsPlace, _ plan: MigrationPlan, _ options: RecordsOptions, _ now: Instant)
        throws(RecordsError) -> MigrationReport
    {
        let pool = try openPool(place.database, options)
        let state = try inspect(pool, plan, place.database)
        guard state.unknown.isEmpty else { throw .newer(path: place.database, migrations: state.unknown) }
        guard let first = state.pending.first else {
            try close(pool, place.database)
            return MigrationReport(applied: [], backup: nil)
        }
        var backup: String?
        if state.pending.count < plan.migrations.count {
            backup = try place.copy(pool, named: "records-\(now.fileStamp)-before-\(first)")
            try place.prune(keeping: options.backupsKept)
        }
        do {
            try plan.migrator().migrate(pool)
        } catch let error as RecordsError {
            throw error
        } catch {
            let left = (try? inspect(pool, plan, place.database).pending) ?? state.pending
            let reason = (error as? DatabaseError).map { $0.message ?? "SQLite error \($0.resultCode.rawValue)" } ?? "\(error)"
            throw .migrationFailed(name: left.first ?? first, reason: reason, backup: backup)
        }
        try close(pool, place.database)
        return MigrationReport(applied: state.pending, backup: backup)
    }

    static func openPool(_ path: String, _ options: RecordsOptions) throws(RecordsError) -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "records"
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = options.readers
        configuration.busyMode = .timeout(options.patience)
        configuration.prepareDatabase { database in
            // A damaged or crafted schema cannot call functions; what was deleted is overwritten, because it may be about people.
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON")
        }
        return try RecordsError.naming(path) {
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB chooses NORMAL, with which a power cut may take back what was confirmed: a notice would then go out twice.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
    }

    static func inspect(_ pool: DatabasePool, _ plan: MigrationPlan, _ path: String) throws(RecordsError) -> MigrationPlan.State {
        try RecordsError.naming(path) { try pool.read { try plan.state(of: $0) } }
    }

    static func close(_ pool: DatabasePool, _ path: String) throws(RecordsError) {
        try RecordsError.naming(path) {
            try pool.close()
            // GRDB closes the writer before the readers, but only a last connection that may write folds the write-ahead log in.
            let last = try DatabaseQueue(path: path)
            _ = try last.inDatabase { try $0.checkpoint(.passive) }
            try last.close()
        }
    }
}

extension Instant {
    /// As it stands in names of files: `20260301T040506Z`.
    var fileStamp: String { String(iso8601.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z" }
}
