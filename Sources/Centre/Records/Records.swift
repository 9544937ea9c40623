public import GRDB
internal import Glibc

/// The records of the centre: everything but events, in `<data>/records.sqlite`.
///
/// SQLite with a write-ahead log, one writer and several readers at a time, foreign keys on, every commit on the disk before it is
/// confirmed. Capabilities write their SQL against GRDB's `Database`:
/// ```swift
/// let open = try await house.records.read { db in
///     try Int.fetchOne(db, sql: "SELECT count(*) FROM notices_notice WHERE answered IS NULL") ?? 0
/// }
/// ```
/// Errors of SQLite come out as ``RecordsError``; what the closure throws itself comes out unchanged.
public final class Records: Sendable {
    /// The data folder.
    public let data: String
    /// The database file.
    public let path: String
    /// What was done to the database when it was opened.
    public let migrated: MigrationReport
    let pool: DatabasePool
    /// Held for as long as the database is open, so that no other process changes its form or replaces it.
    private let lock: RecordsLock

    init(data: String, path: String, migrated: MigrationReport, pool: DatabasePool, lock: RecordsLock) {
        self.data = data
        self.path = path
        self.migrated = migrated
        self.pool = pool
        self.lock = lock
    }

    /// Reads in one snapshot: what others write meanwhile is not seen.
    /// - Throws: ``RecordsError``, `CancellationError`, or what `body` throws.
    public func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(body)
        } catch let error as DatabaseError {
            throw RecordsError(error, path)
        }
    }

    /// Writes in one transaction: all of it, or nothing where `body` throws. When it returns the change is on the disk.
    /// - Throws: ``RecordsError``, `CancellationError`, or what `body` throws.
    @discardableResult
    public func write<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.write(body)
        } catch let error as DatabaseError {
            throw RecordsError(error, path)
        }
    }

    /// As `write`, for callers that cannot wait asynchronously, such as a call back from a C library: it blocks the thread.
    @discardableResult
    public func writeBlocking<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try pool.write(body)
        } catch let error as DatabaseError {
            throw RecordsError(error, path)
        }
    }

    /// Closes the database; later reads and writes throw. Whoever lets go of the last reference closes it as well.
    public func close() throws {
        try Records.close(pool, path)
        lock.release()
    }
}

/// What opening did to the form of the database.
public struct MigrationReport: Sendable, Hashable {
    /// The steps that were applied now, in order.
    public let applied: [String]
    /// The copy made before them, `nil` where nothing was applied or there was nothing to copy.
    public let backup: String?
}

/// What may differ between installations.
public struct RecordsOptions: Sendable, Hashable {
    /// How many of the automatic backups are kept; those made by hand are never removed.
    public var backupsKept: Int
    /// How many readers may work at once.
    public var readers: Int
    /// How long a write waits for another process, in seconds.
    public var patience: Double

    /// The usual: ten backups, four readers, ten seconds.
    public init(backupsKept: Int = 10, readers: Int = 4, patience: Double = 10) {
        self.backupsKept = backupsKept
        self.readers = readers
        self.patience = patience
    }
}
