/// Why a query could not be read: what is wrong, where in its text, and what was perhaps meant.
public struct QueryMistake: Error, Hashable, Sendable {
    /// The query as it was written.
    public var text: String
    /// The part that is wrong, in bytes of UTF-8. Empty where something is missing.
    public var range: Range<Int>
    /// A whole sentence for the person who wrote it.
    public var message: String
    /// What was perhaps meant, to be written in place of the wrong part.
    public var suggestion: String?

    /// A mistake in a part of `text`.
    public init(text: String, range: Range<Int>, message: String, suggestion: String? = nil) {
        self.text = text
        self.range = range
        self.message = message
        self.suggestion = suggestion
    }

    /// The column at which the wrong part begins, in characters from 1.
    public var column: Int { String(decoding: text.utf8.prefix(range.lowerBound), as: UTF8.self).count + 1 }
}

extension QueryMistake: CustomStringConvertible {
    /// Three lines: the query, carets below the wrong part, and what is wrong with it.
    public var description: String {
        let bytes = Array(text.utf8)
        // Line ends and tabs would move the carets away from what they point at.
        func plain(_ part: ArraySlice<UInt8>) -> String {
            String(decoding: part.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
        }
        let start = min(range.lowerBound, bytes.count)
        let end = max(start, min(range.upperBound, bytes.count))
        let indent = DisplayWidth.of(plain(bytes[..<start]))
        let length = max(1, DisplayWidth.of(plain(bytes[start..<end])))
        let carets = String(repeating: " ", count: indent) + String(repeating: "^", count: length)
        let explanation =
            suggestion.map { "\(message.hasSuffix(".") ? String(message.dropLast()) : message); did you mean '\($0)'?" } ?? message
        return "\(plain(bytes[...]))\n\(carets)\n\(explanation)"
    }
}
