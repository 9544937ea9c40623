/// A cell that holds several values itself, each of which becomes a cell `column.name`.
///
/// A cell that is not of the form stays as it is; of one that is, nothing is left under the column's own name.
public struct Unpacking: Sendable, Hashable {
    /// How the values lie in the cell.
    public enum Form: Sendable, Hashable {
        /// `name: value; name: value`. A part without assignment becomes `column.text`.
        case pairs(separator: String, assign: String)
        /// A JSON object, as text or as base64 of it; nested names are joined by dots.
        case json
        /// A regular expression with named groups.
        case pattern(String)
    }

    /// The column whose cells are unpacked.
    public var column: String
    /// How the values lie in them.
    public var form: Form
    /// What the names of the new columns begin with, before a dot; the column's own name unless another is given.
    public var name: String

    /// A column and the form of its cells.
    public init(column: String, form: Form, name: String? = nil) {
        self.column = column
        self.form = form
        self.name = name ?? column
    }
}
