internal import Events
internal import Vocabulary

/// What a batch adds to the counts by hour: for each dimension, how many events each value has in each hour.
struct RollupDelta: Sendable {
    /// A value of a dimension.
    enum Value: Sendable, Hashable {
        case none
        case text(String)
        /// An AS number.
        case number(Int64)
    }

    /// How many events a value has in an hour.
    struct Cell: Sendable {
        /// Whole hours since 1970 UTC.
        var hour: Int64
        /// Place in `values`.
        var value: UInt32
        var count: UInt32
    }

    /// A dimension's values and cells.
    struct Table: Sendable {
        var values: [Value]
        var cells: [Cell]
    }

    var tables: [RollupDimension: Table] = [:]
    var rowCount: Int

    /// Counts all rows.
    /// - Parameter times: When each row was seen, microseconds.
    init(_ batch: EventBatch, times: RowTimes) {
        rowCount = batch.rowCount
        if batch.rowCount == 0 { return }
        tables[.type] = Self.count(batch[.classificationType], times)
        tables[.asn] = Self.count(batch[.sourceASN], times)
        tables[.country] = Self.count(batch[.sourceGeolocationCC], times)
        tables[.owner] = Self.count(batch[.constituency], times)
        // All rows are of one feed, whose code the catalogue puts in: it is the only value.
        tables[.feed] = Self.count(nil, times)
    }

    private static func count(_ column: EventColumn?, _ times: RowTimes) -> Table {
        let width = (column?.values.count ?? 0) + 1
        let hours = times.hours.count
        let values: [Value] =
            [.none]
            + (1..<UInt32(width)).map { code in
                guard let column else { return .none }
                if column.kind.isBytes { return .text(column.values.texts.string(code)) }
                return .number(column.values.integers[Int(code) - 1])
            }
        var table = Table(values: values, cells: [])
        let cells = width.multipliedReportingOverflow(by: hours)
        if !cells.overflow, cells.partialValue <= times.hourOfRow.count * 8 + 65_536 {
            countDensely(column, times, width: width, into: &table)
        } else {
            countSorted(column, times, into: &table)
        }
        return table
    }

    private static func countDensely(_ column: EventColumn?, _ times: RowTimes, width: Int, into table: inout Table) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: width * times.hours.count) { counts in
            counts.initialize(repeating: 0)
            times.hourOfRow.withUnsafeBufferPointer { hours in
                if let column {
                    column.codes.withUnsafeBufferPointer { codes in
                        for row in hours.indices { counts[Int(hours[row]) &* width &+ Int(codes[row])] &+= 1 }
                    }
                } else {
                    for hour in hours { counts[Int(hour) &* width] &+= 1 }
                }
            }
            for (place, hour) in times.hours.enumerated() {
                for value in 0..<width where counts[place * width + value] > 0 {
                    table.cells.append(Cell(hour: hour, value: UInt32(value), count: counts[place * width + value]))
                }
            }
        }
    }

    /// For batches of many hours and many values, where a table of all pairs would be mostly empty.
    private static func countSorted(_ column: EventColumn?, _ times: RowTimes, into table: inout Table) {
        var pairs = times.hourOfRow.indices.map { row in UInt64(times.hourOfRow[row]) << 32 | UInt64(column?.codes[row] ?? 0) }
        pairs.sort()
        var start = 0
        while start < pairs.count {
            var end = start + 1
            while end < pairs.count, pairs[end] == pairs[start] { end += 1 }
            let hour = times.hours[Int(pairs[start] >> 32)]
            table.cells.append(Cell(hour: hour, value: UInt32(truncatingIfNeeded: pairs[start]), count: UInt32(end - start)))
            start = end
        }
    }
}
