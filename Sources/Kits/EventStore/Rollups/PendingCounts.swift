internal import FoundationEssentials
internal import GRDB

/// The counts of one batch as they wait in the catalogue.
///
/// A batch of a hundred thousand events has some twenty thousand pairs of hour and owner, and the next batches of that day have the same
/// ones again. Adding each batch to the tables cost a fifth of a microsecond an event; so a batch's counts are one row of bytes until
/// there are ``foldedAt`` of them, which are then added up and go into the tables together.
struct PendingCounts {
    /// How many events a value has in an hour.
    struct Cell: Hashable {
        /// Whole hours since 1970 UTC.
        var hour: Int64
        /// Its number in `name`, or the AS number.
        var name: Int64
        var count: Int64
    }

    /// How many batches wait at most. Reading counts decodes them all: a few milliseconds.
    static let foldedAt = 16

    private let bytes: Data

    /// The counts that wait.
    static func all(in db: Database) throws -> [PendingCounts] {
        try Data.fetchAll(db, sql: "SELECT counts FROM rollup_pending ORDER BY id").map(PendingCounts.init(bytes:))
    }

    private init(bytes: Data) {
        self.bytes = bytes
    }

    /// For each dimension the number of cells and the cells: hour and name as steps from those before, and the count.
    static func encode(_ cells: (RollupDimension) -> [Cell]) -> Data {
        var sink = ByteSink(capacity: 65_536)
        for dimension in RollupDimension.allCases {
            let cells = cells(dimension)
            sink.append(varint: UInt64(cells.count))
            var (hour, name): (Int64, Int64) = (0, 0)
            for cell in cells {
                sink.append(varint: UInt64(zigzag: cell.hour &- hour))
                sink.append(varint: UInt64(zigzag: cell.name &- name))
                sink.append(varint: UInt64(bitPattern: cell.count))
                (hour, name) = (cell.hour, cell.name)
            }
        }
        return Data(sink.bytes)
    }

    /// Calls `body` with each cell of a dimension.
    func forEach(_ dimension: RollupDimension, _ body: (Cell) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            for other in RollupDimension.allCases {
                var (hour, name): (Int64, Int64) = (0, 0)
                for _ in 0..<cursor.varint() {
                    hour &+= Int64(unzigzag: cursor.varint())
                    name &+= Int64(unzigzag: cursor.varint())
                    let count = Int64(bitPattern: cursor.varint())
                    if cursor.isShort { return }
                    if other == dimension { body(Cell(hour: hour, name: name, count: count)) }
                }
                if other == dimension { return }
            }
        }
    }

    /// All events of a dimension.
    func total(of dimension: RollupDimension) -> Int64 {
        var total: Int64 = 0
        forEach(dimension) { total &+= $0.count }
        return total
    }
}

extension EmbeddedStore {
    /// Adds the counts that wait to the tables, if there are enough of them.
    func foldPendingCounts(in db: Database) throws {
        let waiting = try Int.fetchOne(db, sql: "SELECT count(*) FROM rollup_pending") ?? 0
        guard waiting >= PendingCounts.foldedAt else { return }
        let pending = try PendingCounts.all(in: db)
        for dimension in RollupDimension.allCases {
            var cells: [PendingCounts.Cell] = []
            for counts in pending { counts.forEach(dimension) { cells.append($0) } }
            // In the order of the table's key, so that neighbours are written together.
            cells.sort { ($0.hour, $0.name) < ($1.hour, $1.name) }
            let statement = try RawStatement(
                db,
                """
                INSERT INTO \(dimension.table) (hour, name, count) VALUES (?, ?, ?)
                ON CONFLICT (hour, name) DO UPDATE SET count = count + excluded.count
                """)
            var start = 0
            while start < cells.count {
                var count = cells[start].count
                var end = start + 1
                while end < cells.count, cells[end].hour == cells[start].hour, cells[end].name == cells[start].name {
                    count += cells[end].count
                    end += 1
                }
                try statement.run(cells[start].hour, cells[start].name, count)
                start = end
            }
        }
        try db.execute(sql: "DELETE FROM rollup_pending")
    }
}
