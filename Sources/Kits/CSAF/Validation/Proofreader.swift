/// Reads texts for mistakes (tests 6.3.8 and 6.3.16).
public protocol Proofreader: Sendable {
    /// True if it knows the language.
    func reads(_ language: String) -> Bool
    /// Words that are spelled wrongly: for each the number of the text it stands in, and a sentence.
    func spellingMistakes(in texts: [String], language: String) -> [(text: Int, message: String)]
    /// Sentences that are built wrongly: for each the number of the text it stands in, and a sentence.
    func grammarMistakes(in texts: [String], language: String) -> [(text: Int, message: String)]
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
    public func spellingMistakes(in texts: [String], language: String) -> [(text: Int, message: String)] {
        var mistakes: [(text: Int, message: String)] = []
        // A document says the same words again and again.
        var seen: [UInt64: String?] = [:]
        for (place, text) in texts.enumerated() {
            Self.eachWord(of: text) { word in
                guard word.isWorthALook, !Self.knownDigests.contains(word.digest) else { return }
                let meant: String?
                if let before = seen[word.digest] {
                    meant = before
                } else {
                    meant = Self.meant(word.text.lowercased())
                    seen[word.digest] = .some(meant)
                }
                if let meant { mistakes.append((place, "“\(word.text)” looks like “\(meant)”")) }
            }
        }
        return mistakes
    }

    /// Doubled words, `a` before a plural, a modal verb before a participle.
    public func grammarMistakes(in texts: [String], language: String) -> [(text: Int, message: String)] {
        var mistakes: [(text: Int, message: String)] = []
        for (place, text) in texts.enumerated() {
            var last: Word?
            Self.eachWord(of: text) { word in
                defer { last = word }
                guard let one = last, !word.startsSentence else { return }
                if one.digest == word.digest, !Self.doubled.contains(word.digest), word.length > 1, !word.hasDigit {
                    mistakes.append((place, "“\(word.text)” stands twice"))
                }
                guard Self.openers.contains(one.digest) else { return }
                let (first, second) = (one.text.lowercased(), word.text.lowercased())
                if Self.modals.contains(first), second.hasSuffix("ed"), second.count > 4, !Self.endsInEd.contains(second) {
                    mistakes.append((place, "“\(first) \(second)” lacks “be”"))
                }
                if Self.articles.contains(first), Self.plurals.contains(second) {
                    mistakes.append((place, "“\(first) \(second)” counts one of several"))
                }
                if first == "for", Self.verbs.contains(second) { mistakes.append((place, "“for \(second)” should be “to \(second)”")) }
            }
        }
        return mistakes
    }

    private static let doubled = digests(["that", "had", "very", "no", "so"])
    private static let articles: Set<String> = ["a", "an", "every", "each"]
    private static let modals: Set<String> = ["must", "should", "can", "could", "will", "would", "may", "might", "shall", "cannot"]
    private static let openers = digests(Array(articles) + Array(modals) + ["for"])
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

    private struct Word {
        /// The word as it is written.
        var text: String
        /// A digest of the word in lower case.
        var digest: UInt64
        var length: Int
        var hasDigit: Bool
        /// True for words of at least six letters of English, no names in capitals, no parts of addresses.
        var isWorthALook: Bool
        var startsSentence: Bool
    }

    private static func digests(_ words: [String]) -> Set<UInt64> { Set(words.map { word in word.utf8.reduce(seed) { step($0, $1) } }) }
    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    @inline(__always) private static func step(_ digest: UInt64, _ byte: UInt8) -> UInt64 { (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
    private static let knownDigests = digests(Array(known))

    /// Goes through the words of a text, byte by byte.
    private static func eachWord(of text: String, _ body: (Word) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var at = 0
            var startsSentence = true
            while at < bytes.count {
                // A chunk between blanks; in addresses, paths and assignments nothing is spelled.
                while at < bytes.count, isBoundary(bytes[at]) {
                    if bytes[at] == 0x0A { startsSentence = true }
                    at += 1
                }
                let chunk = at
                var isPlain = true
                while at < bytes.count, !isBoundary(bytes[at]) {
                    switch bytes[at] {
                    case 0x40, 0x3A, 0x5C, 0x3C, 0x3E, 0x5F, 0x3D:
                        isPlain = isPlain && at + 1 < bytes.count && bytes[at] == 0x3A && isBoundary(bytes[at + 1])
                    default: break
                    }
                    at += 1
                }
                var place = chunk
                while place < at {
                    guard StringForm.isAlphanumeric(bytes[place]) || bytes[place] >= 0x80 else {
                        if [0x2E, 0x21, 0x3F, 0x3B, 0x3A].contains(bytes[place]) { startsSentence = true }
                        place += 1
                        continue
                    }
                    let start = place
                    var digest = seed
                    var (digits, capitals, others) = (0, 0, 0)
                    while place < at, StringForm.isAlphanumeric(bytes[place]) || bytes[place] >= 0x80 || bytes[place] == 0x27 {
                        let byte = bytes[place]
                        if StringForm.isDigit(byte) { digits += 1 }
                        if byte >= 0x80 || byte == 0x27 { others += 1 }
                        if 0x41...0x5A ~= byte, place > start { capitals += 1 }
                        digest = step(digest, 0x41...0x5A ~= byte ? byte | 0x20 : byte)
                        place += 1
                    }
                    let length = place - start
                    let isWorth = isPlain && length >= 6 && capitals == 0 && digits <= 1 && others == 0
                    body(
                        Word(
                            text: String(decoding: bytes[start..<place], as: UTF8.self), digest: digest, length: length,
                            hasDigit: digits > 0,
                            isWorthALook: isWorth, startsSentence: startsSentence))
                    startsSentence = false
                }
            }
        }
    }

    private static func isBoundary(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09...0x0D, 0x2F, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x22, 0x2C: true
        default: false
        }
    }

    /// The word of advisories that a word misses by one slip; `nil` where it is one itself, or far from all.
    private static func meant(_ text: String) -> String? {
        let word = Array(text.utf8)
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
