extension RawBatch {
    /// Different columns one piece may have; a record that would add more is rejected.
    static var columnLimit: Int { 16_384 }

    /// Whether the piece has as many cells as it may, once `more` rows are added.
    func isFull(with more: Int = 0) -> Bool { columns.count &* (rowCount &+ more &+ 1) > cellLimit }

    /// Sets a cell of any row to a text the column has already.
    func set(_ place: Int, code: UInt32, atRow row: Int) {
        let column = columns[place]
        if column.codes.count < rowCount { column.codes.append(contentsOf: repeatElement(0, count: rowCount - column.codes.count)) }
        column.codes[row] = code
    }
}
