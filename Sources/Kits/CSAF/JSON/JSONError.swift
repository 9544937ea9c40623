/// Why bytes are not a JSON document (RFC 8259, with the restrictions of RFC 7493: UTF-8, no member twice).
public struct JSONError: Error, Equatable, Sendable {
    /// What is wrong.
    public let problem: Problem
    /// The byte it is at, from 0.
    public let offset: Int
    /// The line it is on, from 1.
    public let line: Int
    /// The character within the line, from 1.
    public let column: Int

    /// What can be wrong.
    public enum Problem: Equatable, Sendable {
        /// The document ends in the middle of a value.
        case unexpectedEnd
        /// No value starts here.
        case expectedValue
        /// A member must start with its name in quotation marks.
        case expectedKey
        /// `:` is missing.
        case expectedColon
        /// `,` or the closing bracket is missing.
        case expectedCommaOrEnd
        /// Something follows the document.
        case trailingContent
        /// A text is not closed.
        case unclosedText
        /// A control character stands in a text without an escape.
        case controlCharacter(UInt8)
        /// There is no such escape.
        case invalidEscape
        /// Half of a surrogate pair.
        case loneSurrogate
        /// Bytes that are no UTF-8.
        case invalidUTF8
        /// A number that JSON does not write like this.
        case invalidNumber
        /// An object has a member twice.
        case duplicateKey(String)
        /// More levels than allowed.
        case tooDeep(limit: Int)
        /// More bytes than allowed.
        case tooLong(limit: Int)
        /// More values than allowed.
        case tooManyValues(limit: Int)
    }

    init(_ problem: Problem, at offset: Int, in bytes: UnsafeRawBufferPointer) {
        self.problem = problem
        self.offset = offset
        var line = 1
        var column = 1
        for byte in bytes[..<min(offset, bytes.count)] {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.line = line
        self.column = column
    }
}

extension JSONError: CustomStringConvertible {
    /// The place and what is wrong: `line 3, column 7: ':' is missing after the name of a member`.
    public var description: String { "line \(line), column \(column): \(problem)" }
}

extension JSONError.Problem: CustomStringConvertible {
    /// What is wrong, in a few words.
    public var description: String {
        switch self {
        case .unexpectedEnd: "the document ends in the middle of a value"
        case .expectedValue: "a value is missing"
        case .expectedKey: "the name of a member in double quotation marks is missing"
        case .expectedColon: "':' is missing after the name of a member"
        case .expectedCommaOrEnd: "',' or the closing bracket is missing"
        case .trailingContent: "something follows the end of the document"
        case .unclosedText: "a text is not closed by '\"'"
        case .controlCharacter(let byte): "the control character \(byte) in a text must be escaped"
        case .invalidEscape: "there is no such escape in JSON"
        case .loneSurrogate: "half of a surrogate pair"
        case .invalidUTF8: "bytes that are not UTF-8"
        case .invalidNumber: "not a number as JSON writes it"
        case .duplicateKey(let key): "the member \"\(key)\" stands twice in one object"
        case .tooDeep(let limit): "more than \(limit) levels of nesting"
        case .tooLong(let limit): "longer than \(limit) bytes"
        case .tooManyValues(let limit): "more than \(limit) values"
        }
    }
}

/// How much a reader takes before it gives up.
public struct JSONLimits: Sendable {
    /// Bytes of a document.
    public var bytes: Int
    /// Levels of lists and objects within each other.
    public var depth: Int
    /// Values in all.
    public var values: Int

    /// Limits; what is left out stays generous for advisories: 256 MiB, 256 levels, 32 million values.
    public init(bytes: Int = 256 << 20, depth: Int = 256, values: Int = 32_000_000) {
        self.bytes = min(bytes, Int(UInt32.max) - 1)
        self.depth = depth
        self.values = min(values, Int(UInt32.max) - 1)
    }
}
