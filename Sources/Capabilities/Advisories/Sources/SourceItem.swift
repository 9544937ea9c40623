internal import Foundation
internal import Vocabulary

/// One thing that a source said: a notice of a vendor, an article, a record of a vulnerability.
struct SourceItem: Sendable, Hashable {
    /// What the source calls it; the same again is the same.
    let id: String
    /// Where it can be read; nil where the source gives none that may stand in a link.
    let url: String?
    let title: String
    let summary: String
    let published: Instant?
    /// What it is about, as far as it says: `CVE-2026-12345`.
    let cves: [String]

    /// With its texts made plain: markup is taken off, control characters and what is too long are left out.
    init(id: String, url: String?, title: String, summary: String, published: Instant?, cves: [String] = []) {
        self.id = String(id.prefix(500)).oneLine
        self.url = url.flatMap(WebAddress.checked)
        self.title = String(PlainText.of(title).prefix(300)).oneLine
        self.summary = String(PlainText.of(summary).prefix(4_000))
        self.published = published
        let named = CVENames.all(in: self.title + " " + self.summary)
        self.cves = Array(Set(cves + named)).sorted()
    }

    /// The words of the title that tell it from others.
    var words: Set<String> { ItemWords.of(title) }
}

/// The words by which two titles are held against each other.
enum ItemWords {
    private static let common: Set = [
        "the", "and", "for", "with", "from", "that", "this", "are", "has", "have", "new", "security", "vulnerability", "vulnerabilities",
        "update", "advisory", "multiple", "critical", "high", "patch", "patches", "fixes", "flaw", "flaws", "in", "of", "to", "a", "an",
        "on",
    ]

    static func of(_ title: String) -> Set<String> {
        Set(title.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count > 1 && !common.contains($0) })
    }

    /// How alike two titles are, 0 to 1: the share of words that both have (Jaccard).
    static func likeness(_ left: Set<String>, _ right: Set<String>) -> Double {
        guard !left.isEmpty, !right.isEmpty else { return 0 }
        return Double(left.intersection(right).count) / Double(left.union(right).count)
    }
}

/// Identifiers of vulnerabilities in a text.
enum CVENames {
    static func all(in text: String) -> [String] {
        var found: [String] = []
        var rest = Substring(text.uppercased())
        while let start = rest.range(of: "CVE-") {
            let tail = rest[start.upperBound...]
            let year = tail.prefix { $0.isASCII && $0.isNumber }
            let after = tail[year.endIndex...]
            if year.count == 4, after.first == "-" {
                let number = after.dropFirst().prefix { $0.isASCII && $0.isNumber }
                if let cve = CVEID("CVE-\(year)-\(number)") { found.append("\(cve)") }
            }
            rest = tail
            if found.count >= 200 { break }
        }
        return Array(Set(found)).sorted()
    }
}

/// Text out of what may be HTML: nothing that a page could take for markup is left to be believed, and templates escape it again.
enum PlainText {
    static func of(_ text: String) -> String {
        guard text.contains("<") || text.contains("&") else { return collapsed(text) }
        var out = ""
        var index = text.startIndex
        var hidden: String?
        while index < text.endIndex {
            let character = text[index]
            if character == "<", let end = text[index...].firstIndex(of: ">") {
                let tag = text[text.index(after: index)..<end].lowercased()
                let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter })
                if let inside = hidden {
                    if tag.hasPrefix("/"), name == inside { hidden = nil }
                } else if ["script", "style", "template", "iframe", "object"].contains(name), !tag.hasPrefix("/"), !tag.hasSuffix("/") {
                    hidden = name
                } else if ["p", "br", "div", "li", "tr", "h"].contains(name) || name.hasPrefix("h") {
                    out.append("\n")
                } else {
                    out.append(" ")
                }
                index = text.index(after: end)
                continue
            }
            if hidden == nil { out.append(character) }
            index = text.index(after: index)
        }
        return collapsed(XMLEntities.decoded(out))
    }

    private static func collapsed(_ text: String) -> String {
        var lines: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
            if !words.isEmpty { lines.append(words.joined(separator: " ")) }
        }
        return lines.joined(separator: "\n")
    }
}

/// The five entities of XML and numbers, and a few of HTML; others stand as they are. Nothing is looked up, nothing grows.
enum XMLEntities {
    private static let named = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—", "hellip": "…", "rsquo": "’",
        "lsquo": "‘", "rdquo": "”", "ldquo": "“",
    ]

    static func decoded(_ text: some StringProtocol) -> String {
        guard text.contains("&") else { return String(text) }
        var out = ""
        var rest = text[...]
        while let amp = rest.firstIndex(of: "&") {
            out += rest[..<amp]
            let tail = rest[rest.index(after: amp)...]
            let name = tail.prefix(12)
            if let end = name.firstIndex(of: ";"), let value = value(String(name[..<end])) {
                out += value
                rest = tail[tail.index(after: end)...]
            } else {
                out += "&"
                rest = tail
            }
        }
        return out + rest
    }

    private static func value(_ name: String) -> String? {
        if let known = named[name] { return known }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number = digits.hasPrefix("x") || digits.hasPrefix("X") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number >= 0x20 || number == 9 || number == 10, let scalar = Unicode.Scalar(number) else { return nil }
        return String(Character(scalar))
    }
}
