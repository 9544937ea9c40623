internal import Events
internal import Parquet

/// The moments of a field that holds times, in one row group: those of its first column, and where that has none, of its second.
struct MomentColumn {
    /// A code a row: 0 for no moment, `k` for entry `k - 1` of `moments`.
    let codes: UnsafeBufferPointer<UInt32>
    /// What the codes stand for, some of them perhaps twice.
    let moments: UnsafeBufferPointer<Int64>

    /// The columns of a field that are there, the later only where the earlier leaves rows without moment.
    private static func columns(_ field: QueryField, _ scan: RowGroupScan) throws(ParquetError) -> [Int] {
        var columns: [Int] = []
        for case .event(let key) in field.columns {
            guard let column = scan.place(of: key), scan.file.schema[column].type.form == .int64 else { continue }
            let statistics = try scan.statistics(column)
            if statistics.nullCount == scan.groupRows { continue }
            columns.append(column)
            if statistics.nullCount == 0 { break }
        }
        return columns
    }

    /// Bounds of the moments of all rows, where every row has one and the statistics say so.
    static func bounds(_ field: QueryField, _ scan: RowGroupScan) throws(ParquetError) -> ClosedRange<Int64>? {
        let columns = try columns(field, scan)
        guard columns.count == 1 else { return nil }
        let statistics = try scan.statistics(columns[0])
        guard statistics.nullCount == 0, case .int64(let minimum)? = statistics.minimum, case .int64(let maximum)? = statistics.maximum,
            minimum <= maximum
        else { return nil }
        return minimum...maximum
    }

    /// Reads them; nil where no row has one.
    init?(_ field: QueryField, _ scan: RowGroupScan) throws(ParquetError) {
        let columns = try Self.columns(field, scan)
        guard let first = columns.first else { return nil }
        let vector = try scan.vector(first)
        guard case .int64(let moments) = vector.values else { return nil }
        guard columns.count > 1 else {
            codes = vector.codes
            self.moments = moments
            return
        }
        let substitute = try scan.vector(columns[1])
        guard case .int64(let others) = substitute.values else { return nil }
        let joined = scan.space.room(moments.count + others.count, of: Int64.self)
        for (index, moment) in moments.enumerated() { joined[index] = moment }
        for (index, moment) in others.enumerated() { joined[moments.count + index] = moment }
        let room = scan.space.room(scan.rowCount, of: UInt32.self)
        let (own, other) = (vector.codes, substitute.codes)
        let offset = UInt32(truncatingIfNeeded: moments.count)
        for row in 0..<scan.rowCount { room[row] = own[row] != 0 ? own[row] : other[row] == 0 ? 0 : other[row] &+ offset }
        codes = UnsafeBufferPointer(room)
        self.moments = UnsafeBufferPointer(joined)
    }
}
