extension RawBatch {
    /// Different columns one piece may have; a record that would add more is rejected.
    static var columnLimit: Int { 16_384 }

    /// Cells (rows times columns) one piece may have: 256 MiB of codes. A piece of 32 MiB of separated values cannot reach it, since a cell takes a byte
    /// at least; records that each have other keys can.
    static var cellLimit: Int { 64 << 20 }

    /// Whether the piece has as many cells as it may.
    var isFull: Bool { columns.count &* (rowCount &+ 1) > Self.cellLimit }

    /// Sets a cell of the row begun last to a text the column has already.
    @inline(__always)
    func set(_ place: Int, code: UInt32) {
        let column = columns[place]
        while column.codes.count < rowCount - 1 { column.codes.append(0) }
        if column.codes.count < rowCount { column.codes.append(code) } else { column.codes[rowCount - 1] = code }
    }

    /// The code of a cell of the row begun last.
    func code(_ place: Int) -> UInt32 {
        let codes = columns[place].codes
        return codes.count == rowCount && rowCount > 0 ? codes[rowCount - 1] : 0
    }
}
