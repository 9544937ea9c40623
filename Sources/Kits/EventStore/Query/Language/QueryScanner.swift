/// The text of a query and how far it has been read.
struct QueryScanner {
    /// A value as it was written: the pieces between unquoted asterisks.
    struct Word {
        var pieces: [String]
        /// Whether any of it was in quotation marks, which takes the meaning from dots and dashes.
        var isQuoted: Bool
        var range: Range<Int>

        /// The text where no asterisk was in it.
        var literal: String? { pieces.count == 1 ? pieces[0] : nil }
    }

    let text: String
    private let bytes: [UInt8]
    var position = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position >= bytes.count }

    /// The byte at the reading position or `distance` behind it, 0 past the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    mutating func skipBlanks() {
        while !isAtEnd, Self.isBlank(peek()) { position += 1 }
    }

    /// Takes the byte if it is the next one.
    mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard !isAtEnd, peek() == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    /// Takes the word if it is the next one, letters compared without case.
    mutating func takeKeyword(_ keyword: String) -> Bool {
        guard nextBareWord().lowercased() == keyword else { return false }
        position += keyword.utf8.count
        return true
    }

    /// The letters, digits and punctuation up to the next blank, bracket, comma, quotation mark or operator.
    func nextBareWord() -> String {
        var end = position
        while end < bytes.count, Self.isName(bytes[end]) { end += 1 }
        return part(position..<end)
    }

    func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func mistake(_ range: Range<Int>, _ message: String, suggestion: String? = nil) -> QueryMistake {
        QueryMistake(text: text, range: range, message: message, suggestion: suggestion)
    }

    /// Reads a value: bare up to the next blank, bracket or comma, or in quotation marks with `\"` and `\\`, or one after the other.
    mutating func word() throws(QueryMistake) -> Word {
        let start = position
        var pieces: [String] = []
        var current: [UInt8] = []
        var isQuoted = false
        while !isAtEnd {
            let byte = peek()
            if byte == UInt8(ascii: "\"") {
                isQuoted = true
                current += try quoted()
            } else if byte == UInt8(ascii: "*") {
                pieces.append(String(decoding: current, as: UTF8.self))
                current = []
                position += 1
            } else if Self.endsValue(byte) {
                break
            } else {
                current.append(byte)
                position += 1
            }
        }
        pieces.append(String(decoding: current, as: UTF8.self))
        return Word(pieces: pieces, isQuoted: isQuoted, range: start..<position)
    }

    /// Reads text in quotation marks; the reading position is at the first.
    mutating func quoted() throws(QueryMistake) -> [UInt8] {
        let start = position
        position += 1
        var content: [UInt8] = []
        while !isAtEnd {
            let byte = peek()
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return content
            case UInt8(ascii: "\\") where !isAtEnd:
                content.append(peek())
                position += 1
            default: content.append(byte)
            }
        }
        throw mistake(start..<position, "The quotation mark is never closed; write \\\" for one that belongs to the text.")
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    /// Whether a bare value ends before the byte.
    static func endsValue(_ byte: UInt8) -> Bool {
        isBlank(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: ",")
            || byte == UInt8(ascii: "\"")
    }

    static func isOperator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            || byte == UInt8(ascii: "!")
    }

    private static func isName(_ byte: UInt8) -> Bool { !endsValue(byte) && !isOperator(byte) }
}
