/// Something wrong in a feed definition file, where it is and what to do about it.
public struct Mistake: Sendable, Hashable, Comparable {
    /// Line in the file, from 1.
    public var line: Int
    /// Column in the line, from 1.
    public var column: Int
    /// What is wrong, a whole sentence.
    public var message: String
    /// What was probably meant, or what may stand there; nil where nothing can be said.
    public var suggestion: String?

    /// A mistake at a place.
    public init(line: Int, column: Int, message: String, suggestion: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.suggestion = suggestion
    }

    /// By place in the file.
    public static func < (one: Mistake, other: Mistake) -> Bool {
        (one.line, one.column, one.message) < (other.line, other.column, other.message)
    }
}

extension Mistake: CustomStringConvertible {
    /// `12:5: There is no field “source.ipp”. Did you mean “source.ip”?`
    public var description: String {
        "\(line):\(column): \(message)" + (suggestion.map { " \($0)" } ?? "")
    }
}

/// A feed definition file that cannot be used.
public struct UnusableFeedFile: Error, Sendable, CustomStringConvertible {
    /// The file.
    public var path: String
    /// Everything that is wrong in it, by line.
    public var mistakes: [Mistake]

    /// One mistake a line, each with file, line and column.
    public var description: String {
        mistakes.map { "\(path):\($0)" }.joined(separator: "\n")
    }
}
