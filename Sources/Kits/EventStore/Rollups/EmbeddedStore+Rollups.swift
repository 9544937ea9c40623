internal import GRDB
internal import Synchronization

extension RollupDimension {
    /// The dimension's table in the catalogue.
    var table: String { "rollup_" + rawValue }

    /// Whether its values are numbers that stand for themselves, not for a row of `name`.
    var isNumeric: Bool { self == .asn }
}

extension EmbeddedStore {
    /// Adds the counts of a batch.
    func enter(_ rollups: RollupDelta, feed: String, in db: Database) throws {
        if rollups.rowCount == 0 { return }
        var cells: [RollupDimension: [PendingCounts.Cell]] = [:]
        for (dimension, table) in rollups.tables {
            let values = dimension == .feed ? [.text(feed)] : table.values
            let names = try values.map { value -> Int64 in
                switch value {
                case .none: 0
                case .number(let number): dimension.isNumeric ? number : try nameID(String(number), in: db)
                case .text(let text): try nameID(text, in: db)
                }
            }
            cells[dimension] = table.cells.map {
                PendingCounts.Cell(hour: $0.hour, name: names[Int($0.value)], count: Int64($0.count))
            }
        }
        let counts = PendingCounts.encode { cells[$0] ?? [] }
        try db.execute(sql: "INSERT INTO rollup_pending (counts) VALUES (?)", arguments: [counts])
        try foldPendingCounts(in: db)
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
        struct Place: Hashable {
            var start: Int64
            var name: Int64
        }
        // SQLite's division rounds towards zero; hours before 1970 must go down too.
        let start = span == .hour ? "hour" : "hour - ((hour % 24) + 24) % 24"
        return try reading { db in
            var sums: [Place: Int64] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT \(start), name, sum(count) FROM \(dimension.table) WHERE hour >= ? AND hour < ? GROUP BY 1, 2
                    """, arguments: [hours.lowerBound, hours.upperBound])
            while let row = try rows.next() { sums[Place(start: row[0], name: row[1])] = row[2] }
            for pending in try PendingCounts.all(in: db) {
                pending.forEach(dimension) { cell in
                    guard hours.contains(cell.hour) else { return }
                    let start = span == .hour ? cell.hour : cell.hour.dividedDown(by: 24) * 24
                    sums[Place(start: start, name: cell.name), default: 0] += cell.count
                }
            }
            let values = dimension.isNumeric ? [:] : try names(Set(sums.keys.map(\.name)), in: db)
            return sums.map { place, count in
                let value = dimension.isNumeric ? place.name == 0 ? "" : String(place.name) : values[place.name] ?? ""
                return RollupCount(start: place.start * 3_600_000_000, value: value, count: count)
            }.sorted { ($0.start, $0.value) < ($1.start, $1.value) }
        }
    }

    private func names(_ ids: Set<Int64>, in db: Database) throws -> [Int64: String] {
        let statement = try db.cachedStatement(sql: "SELECT text FROM name WHERE id = ?")
        return try Dictionary(uniqueKeysWithValues: ids.map { ($0, try String.fetchOne(statement, arguments: [$0]) ?? "") })
    }
}
