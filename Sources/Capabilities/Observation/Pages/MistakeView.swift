internal import Centre
internal import EventStore

/// What is wrong with a question, below its field: the question again with the wrong part marked.
struct MistakeView: Sendable {
    let before: String
    let wrong: String
    let after: String
    let message: String
    let suggestion: Parts.Link?

    init(_ mistake: QueryMistake, _ words: Words, path: String) {
        let bytes = Array(mistake.text.utf8)
        let start = min(mistake.range.lowerBound, bytes.count)
        let end = max(start, min(mistake.range.upperBound, bytes.count))
        before = String(decoding: bytes[..<start], as: UTF8.self)
        // Where something is missing there is nothing to mark but the place.
        wrong = start == end ? "\u{2038}" : String(decoding: bytes[start..<end], as: UTF8.self)
        after = String(decoding: bytes[end...], as: UTF8.self)
        message = mistake.message
        suggestion = mistake.suggestion.map { text in
            let mended = String(decoding: bytes[..<start], as: UTF8.self) + text + String(decoding: bytes[end...], as: UTF8.self)
            return Parts.Link(text, "\(path)?q=\(Form.encoded(mended))")
        }
    }

    /// A question that was understood and cannot be answered.
    init(refusal: String) {
        before = ""
        wrong = ""
        after = ""
        message = refusal
        suggestion = nil
    }
}
