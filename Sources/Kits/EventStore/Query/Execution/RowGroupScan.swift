internal import Events
internal import Parquet

/// One row group of a segment, open for one query: its columns are read when they are first asked for, and not at all where the
/// file's statistics say enough.
final class RowGroupScan {
    /// What is known of a column.
    enum Content {
        /// No row has a value.
        case empty
        /// Every row has this value.
        case constant(StatisticValue)
        /// A code a row and what the codes stand for.
        case vector(ColumnVector)
    }

    let file: ParquetFile
    let space: ScanSpace
    /// The rows that are looked at.
    private(set) var window: Range<Int>
    let rowGroup: Int
    let groupRows: Int
    private var statistics: [Int: ColumnStatistics] = [:]
    private var vectors: [Int: ColumnVector] = [:]

    init(_ file: ParquetFile, rowGroup: Int, space: ScanSpace) {
        self.file = file
        self.space = space
        self.rowGroup = rowGroup
        groupRows = file.rowGroups[rowGroup].rowCount
        window = 0..<groupRows
    }

    /// Rows that are looked at.
    var rowCount: Int { window.count }

    /// Whether all rows of the group are looked at.
    var isWhole: Bool { window.count == groupRows }

    /// The place of a column, nil where the segment has none of that name.
    func place(of key: FieldKey) -> Int? { file.columnIndex(named: key.name) }

    /// Null count and bounds of a column.
    func statistics(_ column: Int) throws(ParquetError) -> ColumnStatistics {
        if let known = statistics[column] { return known }
        let read = try file.statistics(rowGroup: rowGroup, column: column)
        statistics[column] = read
        return read
    }

    /// A column by the cheapest way.
    func content(_ column: Int?) throws(ParquetError) -> Content {
        guard let column else { return .empty }
        let known = try statistics(column)
        if known.nullCount == groupRows { return .empty }
        if let value = known.soleValue { return .constant(value) }
        return .vector(try vector(column))
    }

    /// A column by the cheapest way for somebody who is done with it before the next one is asked for: it is read into memory that the next
    /// one takes over, unless it has been read already.
    func passingContent(_ column: Int) throws(ParquetError) -> Content {
        let known = try statistics(column)
        if known.nullCount == groupRows { return .empty }
        if let value = known.soleValue { return .constant(value) }
        if let vector = vectors[column] { return .vector(vector) }
        try read(column, into: space.passing)
        return .vector(space.passing)
    }

    /// A column's rows.
    func vector(_ column: Int) throws(ParquetError) -> ColumnVector {
        if let vector = vectors[column] { return vector }
        let vector = space.vector()
        try read(column, into: vector)
        vectors[column] = vector
        return vector
    }

    private func read(_ column: Int, into vector: ColumnVector) throws(ParquetError) {
        if window.count == groupRows {
            try file.read(rowGroup: rowGroup, column: column, into: vector)
        } else {
            try file.read(rowGroup: rowGroup, column: column, rows: window, into: vector)
        }
    }

    /// A column's dictionary alone; nil where it must be read whole, or has been.
    func dictionary(_ column: Int) throws(ParquetError) -> ColumnVector? {
        guard vectors[column] == nil else { return nil }
        let vector = space.vector()
        return try file.readDictionary(rowGroup: rowGroup, column: column, into: vector) ? vector : nil
    }

    /// Looks only at the rows whose pages may hold such texts; the rows are sorted by this column.
    func narrow(_ column: Int, to texts: TextBounds) throws(ParquetError) {
        guard vectors.isEmpty, groupRows > 0 else { return }
        var first: Int?
        var end = 0
        for page in try file.pages(rowGroup: rowGroup, column: column) where texts.mayOccur(in: page.statistics) {
            first = first ?? page.rows.lowerBound
            end = page.rows.upperBound
        }
        if let first { window = first..<end }
    }

    /// Looks only at these rows.
    func narrow(to rows: Range<Int>) {
        guard vectors.isEmpty else { return }
        window = rows.clamped(to: 0..<groupRows)
    }
}

extension ColumnStatistics {
    /// The one value that every row has, where the statistics say so.
    var soleValue: StatisticValue? {
        guard nullCount == 0, let minimum, minimum == maximum, isMinimumExact, isMaximumExact else { return nil }
        return minimum
    }
}

/// What all wanted texts of a column have in common, to be held against bounds.
enum TextBounds {
    case equal([UInt8])
    case beginning([UInt8])

    /// Whether values with these statistics may be wanted.
    func mayOccur(in statistics: ColumnStatistics) -> Bool {
        guard case .bytes(let minimum)? = statistics.minimum, case .bytes(let maximum)? = statistics.maximum else { return true }
        return mayOccur(from: minimum, to: maximum)
    }

    /// Whether a wanted text may lie between two others.
    func mayOccur(from minimum: [UInt8], to maximum: [UInt8]) -> Bool {
        switch self {
        case .equal(let text):
            return !text.lexicographicallyPrecedes(minimum) && !maximum.lexicographicallyPrecedes(text)
        case .beginning(let text):
            if maximum.lexicographicallyPrecedes(text) { return false }
            return minimum.starts(with: text) || minimum.lexicographicallyPrecedes(text)
        }
    }
}
