extension RawBatch {
    /// Different columns one piece may have; a record that would add more is rejected.
    static var columnLimit: Int { 16_384 }

    /// Cells (rows times columns) one piece may have: 256 MiB of codes. A piece of 32 MiB of separated values cannot reach it, since a cell
    /// takes a byte at least; records that each have other keys can.
    static var cellLimit: Int { 64 << 20 }

    /// Whether the piece has as many cells as it may.
    var isFull: Bool { columns.count &* (rowCount &+ 1) > Self.cellLimit }

    /// Sets a cell of any row to a text the column has already.
    func set(_ place: Int, code: UInt32, atRow row: Int) {
        let column = columns[place]
        if column.codes.count < rowCount { column.codes.append(contentsOf: repeatElement(0, count: rowCount - column.codes.count)) }
        column.codes[row] = code
    }
}
