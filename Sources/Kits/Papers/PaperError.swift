/// Why a paper could not be made.
public enum PaperError: Error, Sendable, Hashable {
    /// None of the fonts that papers are set in is on this machine.
    case noFont(wanted: [String])
    /// A table has no column, or more than a page has room for.
    case columns(count: Int)
    /// A row, counted from 1, has not one cell for each column.
    case row(number: Int, cells: Int, columns: Int)
    /// A column's width is not a number above 0.
    case width(column: String)
    /// Cairo, which writes the PDF, gave up.
    case cairo(String)
    /// What cairo wrote has not the form that this program knows.
    case form(String)
}

extension PaperError: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noFont(let wanted):
            "no font for documents was found (\(wanted.joined(separator: ", "))); install one: apt install fonts-dejavu-core"
        case .columns(let count):
            "a table of a document has \(count) columns; it can have 1 to \(PaperTable.mostColumns)"
        case .row(let number, let cells, let columns):
            "row \(number) of a table of a document has \(cells) cells for \(columns) columns; give each column one"
        case .width(let column):
            "the column \"\(column)\" of a table of a document has no width above 0; give it one"
        case .cairo(let reason):
            "the PDF could not be written: \(reason)"
        case .form(let what):
            "the PDF library wrote a file without \(what); use cairo 1.16 or later"
        }
    }
}
