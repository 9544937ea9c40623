internal import GRDB
internal import Glibc
internal import Synchronization

/// How much the store keeps of what grows without bound.
public struct StoreLimits: Sendable, Hashable {
    /// Dead letters kept; those beyond are only counted.
    public var deadLetters: Int64

    /// Limits; without arguments the usual ones.
    public init(deadLetters: Int64 = 100_000) {
        self.deadLetters = deadLetters
    }
}

/// The store of one machine, a folder:
///
///     catalogue.sqlite            ledger, segment catalogue, rollups, dead letters, decisions
///     events/2026-03/*.parquet    events, immutable, readable by every Parquet tool
///     findings/*.run              findings, immutable sorted runs
///     ingest.lock
///
/// A file counts when a row of the catalogue names it. It is written under a temporary name, made to last, renamed, and then named in the
/// one transaction that also enters its piece in the ledger; whatever a crash leaves behind is named by no row and removed by the next
/// ingest.
///
/// There is no inbox for small batches: sealing one costs a few milliseconds, and small segments and runs are merged in tiers of eight
/// (``compactIfNeeded()``), so that an event is rewritten no more than five times even if each came alone. An inbox would be a second form
/// of events that every reader had to know.
public final class EmbeddedStore: EventStore {
    /// The folder.
    public let path: String
    /// What is kept of what grows without bound.
    public let limits: StoreLimits
    /// Whether it was opened for reading only.
    public let isReadOnly: Bool

    let pool: DatabasePool
    let shared = Mutex(SharedState())

    /// What calls on several threads share.
    struct SharedState {
        var lock: IngestLock?
        /// Ids of names in the catalogue, as far as this process met them. Nobody else adds names while it holds the ingest lock.
        var names: [String: Int64] = [:]
        /// Folders whose own entry is known to be on disk.
        var syncedFolders: Set<String> = []
        var columns: [Int64: [SegmentColumn]] = [:]
    }

    private init(path: String, limits: StoreLimits, isReadOnly: Bool, pool: DatabasePool) {
        self.path = path
        self.limits = limits
        self.isReadOnly = isReadOnly
        self.pool = pool
    }

    /// Opens the store in a folder, makes it where there is none.
    /// - Throws: ``StoreError/missing(path:)`` when a store to be read does not exist, ``StoreError/newer(path:migration:)``.
    public static func open(at path: String, readOnly: Bool = false, limits: StoreLimits = StoreLimits()) throws -> EmbeddedStore {
        let file = path + "/catalogue.sqlite"
        if readOnly {
            guard try FileActions.size(file) != nil else { throw StoreError.missing(path: path) }
        } else {
            for folder in [path, path + "/events", path + "/findings"] { try FileActions.makeFolder(folder) }
        }
        // Two programs that make or upgrade the same store do so one after the other: SQLite's own locks do not cover a migration as a
        // whole.
        let opening = readOnly ? nil : try IngestLock(path: path + "/catalogue.lock", waiting: {})
        defer { withExtendedLifetime(opening) {} }
        do {
            var configuration = Configuration()
            configuration.readonly = readOnly
            configuration.busyMode = .timeout(30)
            configuration.label = "keshik.store"
            configuration.maximumReaderCount = 4
            let pool = try DatabasePool(path: file, configuration: configuration)
            if let migration = try pool.read({ db in try CatalogueMigrations.unknownMigration(in: db) }) {
                throw StoreError.newer(path: file, migration: migration)
            }
            if !readOnly {
                // GRDB sets NORMAL, where a power cut may undo the last transactions. But files are removed and sources told that their
                // bytes are safe once a transaction ends, so it must last: one more sync a piece.
                try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
                try CatalogueMigrations.migrator.migrate(pool)
            } else if try pool.read({ db in try !CatalogueMigrations.migrator.hasCompletedMigrations(db) }) {
                throw StoreError.misuse(
                    "\(file) was written by an older version; run any command that writes to it once to bring it up to date")
            }
            return EmbeddedStore(path: path, limits: limits, isReadOnly: readOnly, pool: pool)
        } catch let error as DatabaseError {
            throw StoreError(error, file)
        }
    }

    /// Closes the store and gives up the ingest lock.
    public func close() throws {
        unlockIngest()
        try pool.close()
    }

    // MARK: - Lock

    /// Takes the right to put events in and to move files, which ``seal(_:feed:)``, ``commit(_:as:rejections:)``, compaction and retention
    /// need. Then removes files that a crash left behind.
    /// - Parameter waiting: Called once if another process holds it; then this call waits.
    public func lockForIngest(waiting: () -> Void = {}) throws {
        guard !isReadOnly else { throw StoreError.readOnly(operation: "ingest") }
        if shared.withLock({ $0.lock != nil }) { return }
        let lock = try IngestLock(path: path + "/ingest.lock", waiting: waiting)
        shared.withLock { state in
            state.lock = lock
            state.names = [:]
        }
        try removeLeftovers()
    }

    /// Gives the right back.
    public func unlockIngest() {
        shared.withLock { $0.lock = nil }
    }

    func requireLock(for operation: String) throws(StoreError) {
        guard shared.withLock({ $0.lock != nil }) else { throw .notLocked(operation: operation) }
    }

    /// Removes segments, runs and temporary files that no row names.
    private func removeLeftovers() throws {
        let named = try reading { db in
            try Set(String.fetchAll(db, sql: "SELECT path FROM segment UNION ALL SELECT path FROM finding_run"))
        }
        for file in try storedFiles() where !named.contains(file) { try FileActions.remove(path + "/" + file) }
    }

    /// Paths, below the store's folder, of all files that look like the store's own.
    func storedFiles() throws(StoreError) -> [String] {
        var files: [String] = []
        for month in try FileActions.names(in: path + "/events") where month.count == 7 {
            files += try FileActions.names(in: path + "/events/" + month).map { "events/\(month)/\($0)" }
        }
        files += try FileActions.names(in: path + "/findings").map { "findings/" + $0 }
        return files.filter { file in [".parquet", ".parquet.tmp", ".run", ".run.tmp"].contains { file.hasSuffix($0) } }
    }

    // MARK: - Access

    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try pool.read(body)
        } catch let error as DatabaseError {
            throw StoreError(error, path + "/catalogue.sqlite")
        }
    }

    func writing<Result>(_ operation: String, _ body: (Database) throws -> Result) throws -> Result {
        guard !isReadOnly else { throw StoreError.readOnly(operation: operation) }
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw StoreError(error, path + "/catalogue.sqlite")
        }
    }
}

extension StoreError {
    /// What SQLite said, with a full disk told apart.
    init(_ error: DatabaseError, _ path: String) {
        switch error.extendedResultCode {
        case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE: self = .diskFull(path: path)
        default:
            self = .catalogue(path: path, message: error.message ?? "no reason given", code: error.extendedResultCode.rawValue)
        }
    }
}
