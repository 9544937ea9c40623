internal import Foundation

/// What is made unreadable in the texts that go along: words that a person names, and kinds of personal data.
struct Redaction: Sendable, Hashable {
    /// A kind of data that is found by its form.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case email, phone, address

        fileprivate var pattern: String {
            switch self {
            case .email: #"[\p{L}0-9._%+\-]+@[\p{L}0-9.\-]+\.[\p{L}]{2,}"#
            case .phone: #"(?<![\w.])\+?\d[\d ()\-]{6,16}\d(?![\w.])"#
            case .address: #"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F:]{1,39}(?![\w:])"#
            }
        }
    }

    /// What stands in the place of what was taken out.
    static let mark = "█████"

    /// Words that a person named, one a line.
    var terms: [String] = []
    var kinds: Set<Kind> = []

    /// The text without what is to be unreadable, and how many places that were.
    func applied(to text: String) -> (text: String, count: Int) {
        var result = text
        var count = 0
        // Before the words: an address must go whole, not what is left of it.
        for kind in Kind.allCases where kinds.contains(kind) {
            guard let expression = try? NSRegularExpression(pattern: kind.pattern) else { continue }
            for match in expression.matches(in: result, range: NSRange(result.startIndex..., in: result)).reversed() {
                guard let range = Range(match.range, in: result) else { continue }
                result.replaceSubrange(range, with: Redaction.mark)
                count += 1
            }
        }
        // Longer words first: a part of one must not be taken out before the whole.
        for term in terms.filter({ !$0.isEmpty }).sorted(by: { $0.count > $1.count }) {
            while let range = result.range(of: term, options: [.caseInsensitive, .diacriticInsensitive]) {
                result.replaceSubrange(range, with: Redaction.mark)
                count += 1
            }
        }
        return (result, count)
    }
}
