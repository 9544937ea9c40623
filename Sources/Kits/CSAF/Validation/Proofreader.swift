/// Reads texts for mistakes (tests 6.3.8 and 6.3.16).
public protocol Proofreader: Sendable {
    /// True if it knows the language.
    func reads(_ language: String) -> Bool
    /// Words that are spelled wrongly, a sentence for each.
    func spellingMistakes(in text: String, language: String) -> [String]
    /// Sentences that are built wrongly, a sentence for each.
    func grammarMistakes(in text: String, language: String) -> [String]
}

/// A proofreader without a dictionary: it knows the words of advisories, and points out words that are one slip away from them.
///
/// It finds `Secruity` and `vulnerapility`, and passes over names and words of other fields. For a whole dictionary give
/// ``ValidationContext`` another proofreader.
public struct AdvisoryProofreader: Proofreader {
    /// A proofreader of English.
    public init() {}

    /// True for English.
    public func reads(_ language: String) -> Bool { FixedTerms.isEnglish(language) }

    /// Words that are one slip away from a word of advisories.
    public func spellingMistakes(in text: String, language: String) -> [String] {
        Self.words(text).compactMap { word in
            guard let meant = Self.meant(word) else { return nil }
            return "“\(word)” looks like “\(meant)”"
        }
    }

    /// Doubled words, `a` before a plural, a modal verb before a participle.
    public func grammarMistakes(in text: String, language: String) -> [String] {
        var mistakes: [String] = []
        for sentence in text.split(whereSeparator: { ".!?;:\n".contains($0) }) {
            let words = sentence.split { !$0.isLetter && $0 != "'" && $0 != "-" }.map { $0.lowercased() }
            for (one, two) in zip(words, words.dropFirst()) {
                if one == two, !["that", "had", "very", "no", "so"].contains(one), one.count > 1 {
                    mistakes.append("“\(one)” stands twice")
                }
                if Self.modals.contains(one), two.hasSuffix("ed"), two.count > 4, !Self.endsInEd.contains(two) {
                    mistakes.append("“\(one) \(two)” lacks “be”")
                }
                if one == "a" || one == "an" || one == "every" || one == "each", Self.plurals.contains(two) {
                    mistakes.append("“\(one) \(two)” counts one of several")
                }
                if one == "for", Self.verbs.contains(two) { mistakes.append("“for \(two)” should be “to \(two)”") }
            }
        }
        return mistakes
    }

    private static let modals: Set<String> = ["must", "should", "can", "could", "will", "would", "may", "might", "shall", "cannot"]
    /// Verbs that end so without being participles.
    private static let endsInEd: Set<String> = ["embed", "exceed", "proceed", "succeed", "speed", "shred", "need", "feed", "bleed", "heed"]
    private static let plurals: Set<String> = [
        "products", "vulnerabilities", "systems", "devices", "attackers", "versions", "updates", "patches", "files", "users", "issues",
        "advisories", "servers", "networks", "components", "services", "accounts", "passwords", "requests", "packages", "certificates",
    ]
    private static let verbs: Set<String> = [
        "ensure", "execute", "obtain", "install", "mitigate", "prevent", "disable", "enable", "verify", "identify", "exploit", "bypass",
    ]

    // MARK: Words

    /// The words of a text that are worth a look: letters with perhaps a digit among them, not names in capitals, not parts of addresses.
    private static func words(_ text: String) -> [Substring] {
        text.split { $0.isWhitespace || "/()[]{}\"“”,;".contains($0) }
            .filter { chunk in !chunk.contains { "@:\\<>_=".contains($0) } }
            .flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "'" } }
            .filter { word in
                word.utf8.count >= 6 && word.utf8.allSatisfy { StringForm.isAlphanumeric($0) }
                    && word.dropFirst().allSatisfy { !$0.isUppercase } && word.utf8.count { StringForm.isDigit($0) } <= 1
            }
    }

    /// The word of advisories that a word misses by one slip; `nil` where it is one itself, or far from all.
    private static func meant(_ word: Substring) -> String? {
        let word = Array(word.lowercased().utf8)
        if known.contains(String(decoding: word, as: UTF8.self)) { return nil }
        for base in stems(word) where known.contains(base) { return nil }
        // Words of one slip share all letters but a few: candidates have the same first or last letters.
        for candidate in candidates(word) where isOneSlip(word, candidate) { return String(decoding: candidate, as: UTF8.self) }
        return nil
    }

    private static let known: Set<String> = Set(lexicon.split(separator: " ").map(String.init))
    private static let longWords: [[UInt8]] = known.filter { $0.utf8.count >= 6 }.sorted().map { Array($0.utf8) }
    /// Long words by their length and first letter, and by their length and last letter.
    private static let byStart: [[UInt8]: [[UInt8]]] = Dictionary(grouping: longWords) { [UInt8($0.count), $0[0]] }
    private static let byEnd: [[UInt8]: [[UInt8]]] = Dictionary(grouping: longWords) { [UInt8($0.count), $0[$0.count - 1], 0] }

    private static func candidates(_ word: [UInt8]) -> [[UInt8]] {
        guard let first = word.first, let last = word.last, word.count < 40 else { return [] }
        var out: [[UInt8]] = []
        for length in word.count - 1...word.count + 1 {
            out += byStart[[UInt8(length), first]] ?? []
            out += byEnd[[UInt8(length), last, 0]] ?? []
        }
        return out
    }

    /// What a word may be built from: its endings taken away.
    private static func stems(_ word: [UInt8]) -> [String] {
        let text = String(decoding: word, as: UTF8.self)
        var out: [String] = []
        for (ending, replacements) in endings where text.hasSuffix(ending) {
            let stem = String(text.dropLast(ending.count))
            out += replacements.map { stem + $0 }
        }
        for prefix in ["un", "re", "in", "non", "pre", "mis", "de", "dis", "over", "sub", "multi", "auto"] where text.hasPrefix(prefix) {
            out.append(String(text.dropFirst(prefix.count)))
        }
        return out
    }

    private static let endings: [(String, [String])] = [
        ("s", [""]), ("es", ["", "e"]), ("ies", ["y"]), ("ed", ["", "e"]), ("ing", ["", "e"]), ("ly", ["", "le"]), ("er", ["", "e"]),
        ("ers", ["", "e"]), ("able", ["", "e"]), ("ness", [""]), ("ment", [""]), ("ion", ["", "e"]), ("ions", ["", "e"]),
        ("al", ["", "e"]),
        ("ally", [""]), ("ity", ["", "e"]), ("ization", ["ize", ""]), ("or", ["", "e"]), ("ors", ["", "e"]), ("ive", ["", "e"]),
        ("y", [""]),
        ("'s", [""]), ("ied", ["y"]), ("ise", ["ize"]), ("ised", ["ize"]), ("ising", ["ize"]), ("isation", ["ize"]), ("ier", ["y"]),
    ]

    /// One letter too many, too few, another, or two changed places.
    private static func isOneSlip(_ word: [UInt8], _ other: [UInt8]) -> Bool {
        guard (word.count - other.count).magnitude <= 1 else { return false }
        var start = 0
        while start < min(word.count, other.count), word[start] == other[start] { start += 1 }
        let (left, right) = (word[start...], other[start...])
        switch word.count - other.count {
        case 0:
            if left.dropFirst().elementsEqual(right.dropFirst()) { return true }
            return left.count >= 2 && left[start] == right[start + 1] && left[start + 1] == right[start]
                && left.dropFirst(2).elementsEqual(right.dropFirst(2))
        case 1: return left.dropFirst().elementsEqual(right)
        default: return left.elementsEqual(right.dropFirst())
        }
    }
}
