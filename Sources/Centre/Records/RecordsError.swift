internal import GRDB
internal import Glibc

/// Why the records database could not be opened, read or written.
public enum RecordsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The database has steps that this program does not know: a newer program made them.
    case newer(path: String, migrations: [String])
    /// Another process has the database open, so that it cannot be migrated or replaced now.
    case inUse(path: String)
    /// The file cannot be used.
    case unusable(path: String, reason: String)
    /// There is no room left.
    case diskFull(path: String)
    /// The program's own list of steps is wrong.
    case wrongMigration(name: String, reason: String)
    /// A step failed and was undone; `backup` is the copy made before the first step, where there was something to copy.
    case migrationFailed(name: String, reason: String, backup: String?)
    /// What was named as a backup cannot be restored.
    case notRestorable(path: String, reason: String)
    /// There is no database in the data folder.
    case absent(path: String)
    /// A write broke a rule of the tables: a key that exists already, a reference to nothing.
    case conflict(reason: String)
    /// Another process kept the database locked for longer than a write waits.
    case busy(path: String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .newer(let path, let migrations):
            "\(path): the records were made by a newer Keshik (\(migrations.joined(separator: ", "))), which this one would damage. "
                + "Start the newer program again, or restore a backup from before it with: keshik db restore FILE"
        case .inUse(let path): "\(path): another Keshik has the records open. Stop it, then try again."
        case .unusable(let path, let reason): "\(path): the records cannot be used: \(reason). See what is wrong with: keshik db check"
        case .diskFull(let path): "\(path): the disk is full. Make room; nothing that was confirmed is lost."
        case .wrongMigration(let name, let reason): "migration \(name): \(reason)"
        case .migrationFailed(let name, let reason, let backup):
            "migration \(name) failed and was undone: \(reason)."
                + (backup.map { " The records as they were before lie in \($0); go back with: keshik db restore \($0)" } ?? "")
        case .notRestorable(let path, let reason):
            "\(path): not a backup that can be restored: \(reason). The records were left as they are."
        case .absent(let path): "\(path): there are no records yet. Name the data folder with --data, or start the centre once."
        case .conflict(let reason): "the records refuse this: \(reason)"
        case .busy(let path):
            "\(path): the records were locked by another process for too long. Try again; if it stays so, see who has the file open."
        }
    }
}

extension RecordsError {
    /// SQLite's error in the words of this one.
    init(_ error: DatabaseError, _ path: String) {
        let reason = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: self = .conflict(reason: reason)
        default: self = .unusable(path: path, reason: reason)
        }
    }

    /// Runs what uses a database file; whatever it throws comes out in these words.
    static func naming<Value>(_ path: String, _ body: () throws -> Value) throws(RecordsError) -> Value {
        do {
            return try body()
        } catch let error as RecordsError {
            throw error
        } catch let error as DatabaseError {
            throw RecordsError(error, path)
        } catch {
            throw .unusable(path: path, reason: "\(error)")
        }
    }

    /// The failure of a system call on a file.
    static func system(_ operation: String, _ path: String, code: Int32 = errno) -> RecordsError {
        if code == ENOSPC || code == EDQUOT { return .diskFull(path: path) }
        return .unusable(path: path, reason: "cannot \(operation): \(String(cString: strerror(code)))")
    }
}
