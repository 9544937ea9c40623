internal import GRDB
internal import GRDBSQLite

/// A prepared statement on GRDB's connection, bound and stepped through SQLite's own calls: GRDB's cost several times the work itself when
/// a transaction runs a statement thousands of times.
// Not Sendable: it lives within one access to the database.
final class RawStatement {
    private let statement: OpaquePointer
    private let connection: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(message: "the connection is closed") }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        guard code == SQLITE_OK, let statement else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)), sql: sql)
        }
        self.statement = statement
        self.connection = connection
    }

    deinit { sqlite3_finalize(statement) }

    /// Runs the statement with these numbers as its arguments.
    @inline(__always)
    func run(_ first: Int64, _ second: Int64, _ third: Int64) throws {
        sqlite3_bind_int64(statement, 1, first)
        sqlite3_bind_int64(statement, 2, second)
        sqlite3_bind_int64(statement, 3, third)
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else {
            let extended = sqlite3_extended_errcode(connection)
            throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: String(cString: sqlite3_errmsg(connection)))
        }
    }
}
