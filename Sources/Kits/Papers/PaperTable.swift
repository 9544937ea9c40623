/// A table of a `Paper`. Its header stands on every page it reaches; a row that is higher than a page is continued on the next.
public struct PaperTable: Sendable, Hashable {
    /// One column.
    public struct Column: Sendable, Hashable {
        /// What its cells are.
        public var title: String
        /// Its share of the width of the page, beside those of the other columns: 1 and 3 give a quarter and three quarters.
        public var width: Double
        /// Where its text stands; numbers stand at the end.
        public var alignment: Alignment

        /// A column.
        ///
        /// - Parameter width: its share of the width, greater than 0
        public init(_ title: String, width: Double = 1, alignment: Alignment = .start) {
            self.title = title
            self.width = width
            self.alignment = alignment
        }
    }

    /// Where text stands in its column.
    public enum Alignment: Sendable, Hashable {
        /// Where reading begins.
        case start
        /// In the middle.
        case centre
        /// Where reading ends.
        case end
    }

    /// The columns in reading order.
    public var columns: [Column]
    /// The rows from above to below, each with a cell for each column.
    public var rows: [[PaperText]]

    /// A table.
    public init(columns: [Column], rows: [[PaperText]]) {
        self.columns = columns
        self.rows = rows
    }

    /// A table whose cells have no emphasis.
    public init(columns: [Column], rows: [[String]]) {
        self.init(columns: columns, rows: rows.map { $0.map { PaperText($0) } })
    }

    /// The most columns a page has room for.
    static let mostColumns = 24

    func check() throws(PaperError) {
        guard 1...PaperTable.mostColumns ~= columns.count else { throw .columns(count: columns.count) }
        for (number, row) in rows.enumerated() where row.count != columns.count {
            throw .row(number: number + 1, cells: row.count, columns: columns.count)
        }
        for column in columns where !(column.width.isFinite && column.width > 0) { throw .width(column: column.title) }
    }
}
