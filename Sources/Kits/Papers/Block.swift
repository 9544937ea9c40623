/// A part of a `Paper`.
public enum Block: Sendable, Hashable {
    /// A heading; level 1 stands under the title of the paper, 3 is the deepest.
    case heading(level: Int, String)
    /// Running text.
    case paragraph(PaperText)
    /// Points, numbered where `ordered`.
    case list(ordered: Bool, [PaperText])
    /// Names and what they stand for, one pair a line.
    case keyValues([KeyValue])
    /// A table.
    case table(PaperTable)
    /// Text in a typewriter face whose lines and spaces are kept.
    case code(String)
    /// What the reader must not miss, set apart by a rule.
    case note(title: String, PaperText)
    /// What follows begins a page.
    case pageBreak

    /// A paragraph without emphasis.
    public static func text(_ text: String) -> Block { .paragraph(PaperText(text)) }
}

/// A name and what it stands for.
public struct KeyValue: Sendable, Hashable {
    /// The name.
    public var key: String
    /// What it stands for.
    public var value: PaperText

    /// A pair.
    public init(_ key: String, _ value: PaperText) {
        self.key = key
        self.value = value
    }

    /// A pair whose value has no emphasis.
    public init(_ key: String, _ value: String) {
        self.init(key, PaperText(value))
    }
}

/// Text with emphasis.
public struct PaperText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// A piece of text in one face.
    public enum Run: Sendable, Hashable {
        /// As the text around it.
        case plain(String)
        /// Bold.
        case bold(String)
        /// A typewriter face: addresses, names of files, commands.
        case code(String)
        /// A link. An address that is not of the web (`http`, `https`) or mail (`mailto`) is set as plain text.
        case link(String, address: String)
    }

    /// The pieces in reading order.
    public var runs: [Run]

    /// Text of these pieces.
    public init(_ runs: [Run]) {
        self.runs = runs
    }

    /// Text without emphasis.
    public init(_ text: String) {
        runs = [.plain(text)]
    }

    /// Text without emphasis.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}
