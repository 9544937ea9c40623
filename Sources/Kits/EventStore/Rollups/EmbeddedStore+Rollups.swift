internal import GRDB
internal import Synchronization

extension RollupDimension {
    /// The dimension's table in the catalogue.
    var table: String { "rollup_" + rawValue }

    /// Whether its values are numbers that stand for themselves, not for a row of `name`.
    var isNumeric: Bool { self == .asn }
}

extension EmbeddedStore {
    /// Adds the counts of a batch, in the order of the tables' keys.
    func enter(_ rollups: RollupDelta, feed: String, in db: Database) throws {
        for dimension in RollupDimension.allCases {
            guard let table = rollups.tables[dimension] else { continue }
            let values = dimension == .feed ? [.text(feed)] : table.values
            let ids = try values.map { value -> Int64 in
                switch value {
                case .none: 0
                case .number(let number): dimension.isNumeric ? number : try nameID(String(number), in: db)
                case .text(let text): try nameID(text, in: db)
                }
            }
            let statement = try RawStatement(
                db,
                """
                INSERT INTO \(dimension.table) (hour, name, count) VALUES (?, ?, ?)
                ON CONFLICT (hour, name) DO UPDATE SET count = count + excluded.count
                """)
            let cells = table.cells.map { (hour: $0.hour, name: ids[Int($0.value)], count: Int64($0.count)) }
                .sorted { ($0.hour, $0.name) < ($1.hour, $1.name) }
            for cell in cells { try statement.run(cell.hour, cell.name, cell.count) }
        }
    }

    /// The number of a name, a new one where it has none.
    private func nameID(_ text: String, in db: Database) throws -> Int64 {
        if text.isEmpty { return 0 }
        if let known = shared.withLock({ $0.names[text] }) { return known }
        var id = try Int64.fetchOne(db.cachedStatement(sql: "SELECT id FROM name WHERE text = ?"), arguments: [text])
        if id == nil {
            try db.cachedStatement(sql: "INSERT INTO name (text) VALUES (?)").execute(arguments: [text])
            id = db.lastInsertedRowID
        }
        guard let id else { throw StoreError.misuse("the name \(text) could not be entered") }
        shared.withLock { $0.names[text] = id }
        return id
    }

    /// Events counted by a dimension and by hour or UTC day, sorted by time, then value.
    /// - Parameter hours: Whole hours since 1970 UTC, the upper bound not part of it.
    public func counts(by dimension: RollupDimension, hours: Range<Int64>, span: RollupSpan) throws -> [RollupCount] {
        // SQLite's division rounds towards zero; hours before 1970 must go down too.
        let start = span == .hour ? "hour" : "hour - ((hour % 24) + 24) % 24"
        let value =
            dimension.isNumeric ? "CASE name WHEN 0 THEN '' ELSE CAST(name AS TEXT) END" : "(SELECT text FROM name WHERE id = sums.name)"
        return try reading { db in
            let cursor = try Row.fetchCursor(
                db,
                sql: """
                    SELECT start, \(value) AS value, count FROM (
                        SELECT \(start) AS start, name, sum(count) AS count FROM \(dimension.table) WHERE hour >= ? AND hour < ? GROUP BY 1, 2
                    ) AS sums ORDER BY start, value
                    """, arguments: [hours.lowerBound, hours.upperBound])
            var counts: [RollupCount] = []
            while let row = try cursor.next() {
                counts.append(RollupCount(start: (row[0] as Int64) * 3_600_000_000, value: row[1] ?? "", count: row[2]))
            }
            return counts
        }
    }
}
