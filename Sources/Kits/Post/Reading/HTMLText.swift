/// Reads the words out of HTML: no markup, no scripts, no pictures, links behind their words, quotations marked by `>`.
///
/// It goes through the bytes once and keeps no tree, so that no nesting can hurt it.
public enum HTMLText {
    /// The words as plain text with line feeds.
    public static func plain(_ html: String) -> String {
        var scanner = HTMLScanner(Array(html.utf8))
        return scanner.scan()
    }
}

private struct HTMLScanner {
    private let bytes: [UInt8]
    private var index = 0
    private var out = PlainLines()
    private var link: (target: String, start: Int)?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func scan() -> String {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "<"): markup()
            case UInt8(ascii: "&"): out.put(reference())
            default:
                let start = index
                while index < bytes.count, bytes[index] != UInt8(ascii: "<"), bytes[index] != UInt8(ascii: "&") { index += 1 }
                out.put(bytes[start..<index])
            }
        }
        return out.text()
    }

    // MARK: Markup

    private mutating func markup() {
        let rest = bytes[index...]
        if rest.starts(with: Array("<!--".utf8)) { return skip(past: "-->") }
        guard let next = rest.dropFirst().first else {
            index += 1
            return out.put("<".utf8)
        }
        if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") { return skip(past: ">") }
        let isEnd = next == UInt8(ascii: "/")
        let nameStart = index + (isEnd ? 2 : 1)
        var nameEnd = nameStart
        while nameEnd < bytes.count, isNameByte(bytes[nameEnd]) { nameEnd += 1 }
        guard nameEnd > nameStart else {
            index += 1
            return out.put("<".utf8)
        }
        let name = String(decoding: bytes[nameStart..<min(nameEnd, nameStart + 20)], as: UTF8.self).lowercased()
        index = nameEnd
        let attributes = attributes(wanted: name == "a" ? "href" : name == "img" ? "alt" : nil)
        isEnd ? end(name) : begin(name, attributes)
    }

    private mutating func begin(_ name: String, _ attribute: String?) {
        switch name {
        case "script", "style", "title", "template", "svg", "object": skip(past: "</" + name, then: ">")
        case "br": out.breakLine()
        case "hr", "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl": out.breakParagraph()
        case "div", "tr", "section", "article", "header", "footer", "address", "dt", "dd", "form": out.endLine()
        case "li":
            out.endLine()
            out.put("- ".utf8)
        case "td", "th": out.put(" ".utf8)
        case "pre":
            out.breakParagraph()
            out.isVerbatim = true
        case "blockquote": out.quote(1)
        case "img": if let attribute, !attribute.isEmpty { out.put("[\(attribute)]".utf8) }
        case "a": if let attribute, attribute.hasPrefix("http://") || attribute.hasPrefix("https://") { link = (attribute, out.count) }
        default: break
        }
    }

    private mutating func end(_ name: String) {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl": out.breakParagraph()
        case "div", "tr", "li", "section", "article", "header", "footer", "address", "dt", "dd", "form": out.endLine()
        case "pre":
            out.isVerbatim = false
            out.breakParagraph()
        case "blockquote": out.quote(-1)
        case "a":
            guard let link else { break }
            self.link = nil
            if !out.isSaid(link.target, since: link.start) { out.put(" <\(link.target)>".utf8) }
        default: break
        }
    }

    /// Goes to the end of the tag; the value of the attribute that is wanted.
    private mutating func attributes(wanted: String?) -> String? {
        var found: String?
        while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
            guard isNameByte(bytes[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, isNameByte(bytes[index]) || bytes[index] == UInt8(ascii: "-") { index += 1 }
            let isWanted = wanted.map { bytes[start..<index].map { $0 | 0x20 }.elementsEqual($0.utf8) } ?? false
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
            let value = attributeValue()
            if isWanted, found == nil { found = HeaderText.singleLine(Self.decoded(value), limit: 2000) }
        }
        index = min(index + 1, bytes.count)
        return found
    }

    private mutating func attributeValue() -> ArraySlice<UInt8> {
        guard index < bytes.count else { return [] }
        let quote = bytes[index]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let start = index + 1
            index = start
            while index < bytes.count, bytes[index] != quote { index += 1 }
            let value = bytes[start..<index]
            index = min(index + 1, bytes.count)
            return value
        }
        let start = index
        while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ">") { index += 1 }
        return bytes[start..<index]
    }

    private static func decoded(_ value: ArraySlice<UInt8>) -> String {
        guard value.contains(UInt8(ascii: "&")) else { return String(decoding: value, as: UTF8.self) }
        var inner = HTMLScanner(Array(value))
        var text: [UInt8] = []
        while inner.index < inner.bytes.count {
            if inner.bytes[inner.index] == UInt8(ascii: "&") {
                text += inner.reference()
            } else {
                text.append(inner.bytes[inner.index])
                inner.index += 1
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func skip(past first: String, then second: String? = nil) {
        for word in [first, second].compactMap({ $0 }).map({ Array($0.utf8) }) {
            while index < bytes.count {
                if bytes[index] == word[0], index + word.count <= bytes.count,
                    zip(bytes[index..<index + word.count], word).allSatisfy({ $0 == $1 || ($0 | 0x20 == $1 && $1 >= 0x61) })
                {
                    index += word.count
                    break
                }
                index += 1
            }
        }
    }

    private func isNameByte(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x3A }

    // MARK: Character references

    private mutating func reference() -> [UInt8] {
        let reach = bytes[(index + 1)..<min(bytes.count, index + 12)]
        guard let end = reach.firstIndex(of: UInt8(ascii: ";")), let scalar = Self.scalar(reach[..<end]) else {
            index += 1
            return [UInt8(ascii: "&")]
        }
        index = end + 1
        return Array(String(Character(scalar)).utf8)
    }

    private static func scalar(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let text = String(decoding: name, as: UTF8.self)
        guard text.hasPrefix("#") else { return names[text] }
        let number = text.dropFirst()
        let value = number.first == "x" || number.first == "X" ? UInt32(number.dropFirst(), radix: 16) : UInt32(number)
        guard let value, value >= 0x20 || value == 9 || value == 10 else { return nil }
        return Unicode.Scalar(value)
    }

    private static let names: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®", "trade": "™", "laquo": "«",
        "raquo": "»", "ndash": "–", "mdash": "—", "hellip": "…", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "bdquo": "„",
        "bull": "•", "middot": "·", "euro": "€", "pound": "£", "sect": "§", "deg": "°", "times": "×", "ouml": "ö", "uuml": "ü", "auml": "ä",
        "Ouml": "Ö", "Uuml": "Ü", "Auml": "Ä", "szlig": "ß", "ccedil": "ç", "Ccedil": "Ç", "eacute": "é", "egrave": "è", "agrave": "à",
        "rarr": "→", "larr": "←",
    ]
}

/// Lines that grow word by word: blanks are one, blank lines are one, quotations have their marks.
private struct PlainLines {
    private var bytes: [UInt8] = []
    private var depth = 0
    private var wantsBlank = false
    private var isAtStart = true
    var isVerbatim = false

    /// Quotations in quotations that are marked: marks cost room in every line.
    private static let markedDepth = 8

    var count: Int { bytes.count }

    mutating func put(_ text: some Sequence<UInt8>) {
        for byte in text {
            if byte == 0x0A, isVerbatim {
                breakLine()
            } else if byte <= 0x20, !isVerbatim {
                wantsBlank = true
            } else if byte >= 0x20 || byte == 0x09 {
                if isAtStart { for _ in 0..<min(depth, Self.markedDepth) { bytes += [UInt8(ascii: ">"), 0x20] } }
                if wantsBlank, !isAtStart { bytes.append(0x20) }
                wantsBlank = false
                isAtStart = false
                bytes.append(byte)
            }
        }
    }

    mutating func breakLine() {
        bytes.append(0x0A)
        wantsBlank = false
        isAtStart = true
    }

    mutating func endLine() {
        if !isAtStart { breakLine() }
        wantsBlank = false
    }

    mutating func breakParagraph() {
        endLine()
        if !bytes.isEmpty, !bytes.suffix(2).elementsEqual([0x0A, 0x0A]) { bytes.append(0x0A) }
    }

    mutating func quote(_ step: Int) {
        breakParagraph()
        depth = max(0, depth + step)
    }

    /// Whether the words since `start` say the target already.
    func isSaid(_ target: String, since start: Int) -> Bool {
        let said = String(decoding: bytes[min(start, bytes.count)...], as: UTF8.self).trimmingBlanks
        return said.isEmpty || said == target || target == said + "/" || target.hasSuffix("://" + said)
            || target.hasSuffix("://" + said + "/")
    }

    func text() -> String {
        var lines: [Substring] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            let isBlank = line.allSatisfy { $0 == " " || $0 == "\u{A0}" }
            if isBlank, lines.last?.isEmpty ?? true { continue }
            lines.append(isBlank ? "" : line)
        }
        while lines.last?.isEmpty ?? false { lines.removeLast() }
        return lines.joined(separator: "\n").replacing("\u{A0}", with: " ")
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmingBlanks: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[start...end])
    }
}
