internal import FoundationEssentials

/// Neighbouring base64 words of RFC 2047 made one.
///
/// GMime 3.2 decodes neighbours in one go and stops at the first that is padded: of `=?utf-8?B?YQ==?= =?utf-8?B?Yg==?=` it gives `a`.
/// Each by itself could not be decoded either, since programs cut words within characters.
enum PaddedWords {
    /// Longer values are nobody's subject.
    private static let longest = 65_536

    /// The value of a header field with each run of neighbouring base64 words of one charset as one word; nil where there is no such run.
    static func joined(_ value: String) -> String? {
        guard value.contains("=?="), value.utf8.count <= longest else { return nil }
        var joined = ""
        var hasRun = false
        var rest = Substring(value)
        while let start = rest.place(of: "=?") {
            joined += rest[..<start]
            rest = rest[start...]
            guard var word = Word(rest) else {
                joined += rest.prefix(2)
                rest = rest.dropFirst(2)
                continue
            }
            var count = 1
            while let next = Word(word.rest.drop { $0 == " " || $0 == "\t" || $0.isNewline }), next.charset == word.charset,
                word.rest.first?.isWhitespace ?? false
            {
                word.content += next.content
                word.rest = next.rest
                count += 1
            }
            if count > 1 {
                hasRun = true
                joined += "=?\(word.charset)?B?\(word.content.base64EncodedString())?="
            } else {
                joined += rest[..<word.rest.startIndex]
            }
            rest = word.rest
        }
        return hasRun ? joined + rest : nil
    }

    /// `=?charset?B?content?=` at the beginning of a text.
    private struct Word {
        let charset: String
        var content: Data
        var rest: Substring

        init?(_ text: Substring) {
            let parts = text.prefix(250).split(separator: "?", maxSplits: 4, omittingEmptySubsequences: false)
            guard parts.count == 5, parts[0] == "=", parts[2].lowercased() == "b", parts[4].first == "=", !parts[1].isEmpty else {
                return nil
            }
            charset = parts[1].lowercased()
            // Padding left out is no reason to lose the word.
            let letters = parts[3].prefix { $0 != "=" }
            let padding = String(repeating: "=", count: (4 - letters.utf8.count % 4) % 4)
            guard let content = Data(base64Encoded: letters + padding) else { return nil }
            self.content = content
            rest = text[text.index(after: parts[4].startIndex)...]
        }
    }
}

extension Substring {
    /// Where a text begins.
    fileprivate func place(of text: String) -> Index? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(text) { return place }
            formIndex(after: &place)
        }
        return nil
    }
}
