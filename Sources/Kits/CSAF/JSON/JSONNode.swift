/// What stands at a place of a JSON document.
public enum JSONKind: UInt8, Sendable {
    /// `null`
    case null
    /// `false`
    case `false`
    /// `true`
    case `true`
    /// A number; its text is kept as written.
    case number
    /// A text.
    case text
    /// A list of values.
    case array
    /// Members with a name each.
    case object

    /// The kind as a reader would call it.
    public var name: String {
        switch self {
        case .null: "null"
        case .false, .true: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// One value of the tree. Nodes stand in document order: a value's children follow it, `next` is the first node past them.
struct JSONNode {
    /// Where the value starts; of a text, the byte after the quotation mark.
    var start: UInt32
    /// How many bytes it has; of a text, without quotation marks.
    var length: UInt32
    /// Where the name of the member starts; of an element of a list, its position.
    var key: UInt32
    /// How many bytes the name has.
    var keyLength: UInt32
    /// The node that holds this one; its own number at the root.
    var parent: UInt32
    /// The first node past this one and all within.
    var next: UInt32
    /// How many children a list or an object has.
    var count: UInt32
    var kind: JSONKind
    var flags: Flags

    struct Flags: OptionSet {
        let rawValue: UInt8
        /// The text has escapes.
        static let escapedText = Flags(rawValue: 1)
        /// The name has escapes.
        static let escapedKey = Flags(rawValue: 2)
        /// The value is a member of an object.
        static let member = Flags(rawValue: 4)
    }
}
