internal import Events
internal import GRDB
internal import GRDBSQLite

extension EmbeddedStore: QueryableStore {
    /// The absolute path of a segment's file.
    public func path(of segment: Segment) -> String { url(of: segment) }

    /// Counts of a dimension hour by hour, as they lie in the catalogue.
    public func hourlyCounts(by dimension: RollupDimension, hours: Range<Int64>) throws -> HourlyCounts {
        try reading { db in
            var result = HourlyCounts()
            var places: [Int64: UInt32] = [:]
            var names: [Int64] = []
            func add(_ hour: Int64, _ name: Int64, _ count: Int64) {
                if let place = places[name] { return result.add(hour: hour, place: place, count: count) }
                let place = UInt32(names.count)
                places[name] = place
                names.append(name)
                result.add(hour: hour, place: place, count: count)
            }
            try step(through: "SELECT hour, name, count FROM \(dimension.table) WHERE hour >= ?1 AND hour < ?2", hours, in: db, add)
            for pending in try PendingCounts.all(in: db) {
                pending.forEach(dimension) { cell in
                    if hours.contains(cell.hour) { add(cell.hour, cell.name, cell.count) }
                }
            }
            let statement = try db.cachedStatement(sql: "SELECT text FROM name WHERE id = ?")
            for name in names {
                let value: Value? =
                    name == 0
                    ? nil : dimension.isNumeric ? .integer(name) : try String.fetchOne(statement, arguments: [name]).map { .text($0) }
                _ = result.add(value: value)
            }
            return result
        }
    }

    /// Steps through rows of three numbers with SQLite's own calls: a month by owner and hour is a million of them.
    private func step(
        through sql: String, _ hours: Range<Int64>, in db: Database, _ body: (Int64, Int64, Int64) -> Void
    ) throws {
        guard let connection = db.sqliteConnection else { throw DatabaseError(message: "the connection is closed") }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        var code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        if code == SQLITE_OK {
            sqlite3_bind_int64(statement, 1, hours.lowerBound)
            sqlite3_bind_int64(statement, 2, hours.upperBound)
            code = sqlite3_step(statement)
            while code == SQLITE_ROW {
                body(sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 2))
                code = sqlite3_step(statement)
            }
        }
        guard code == SQLITE_DONE else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)), sql: sql)
        }
    }
}
