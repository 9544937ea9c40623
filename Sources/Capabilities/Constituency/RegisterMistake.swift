/// Something wrong in a file that is to be imported, where it is and what would be right.
public struct RegisterMistake: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// Line, from 1.
    public let line: Int
    /// Column, from 1.
    public let column: Int
    /// What is wrong, a whole sentence.
    public let message: String

    /// A mistake at a place.
    public init(path: String, line: Int, column: Int = 1, message: String) {
        self.path = path
        self.line = line
        self.column = column
        self.message = message
    }

    /// `owners.yaml:12:5: …`
    public var description: String { "\(path):\(line):\(column): \(message)" }

    /// By file and place.
    public static func < (one: RegisterMistake, other: RegisterMistake) -> Bool {
        (one.path, one.line, one.column, one.message) < (other.path, other.line, other.column, other.message)
    }
}
