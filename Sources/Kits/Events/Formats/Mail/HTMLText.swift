/// What a person would read of an HTML mail, roughly: tags taken out, line breaks where blocks end, character references undone. Where a link
/// leads is put behind what it says, since that is often what the mail is reported for.
///
/// This is no parser of HTML and makes nothing of style: what is hidden from the eye is text here, which is how those who look into mails want it.
struct HTMLText {
    private let bytes: [UInt8]
    private let limit: Int
    private var place = 0
    private var text: [UInt8] = []
    private var link: (target: [UInt8], start: Int)?

    /// Elements whose content is no text.
    private static let silent: Set<String> = ["script", "style", "head", "title", "template"]
    /// Elements behind which a line ends.
    private static let blocks: Set<String> = [
        "address", "article", "blockquote", "br", "dd", "div", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
        "ol",
        "p", "pre", "section", "table", "tr", "ul",
    ]

    private init(_ bytes: [UInt8], _ limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    /// The text of a document in UTF-8, in about `limit` bytes at most.
    static func plain(_ bytes: [UInt8], limit: Int) -> [UInt8] {
        var reader = HTMLText(bytes, limit)
        while reader.place < bytes.count, reader.text.count < limit { reader.step() }
        reader.endLine()
        while reader.text.last == 0x0A { reader.text.removeLast() }
        return reader.text
    }

    private mutating func step() {
        let byte = bytes[place]
        if byte == UInt8(ascii: "<"), let next = following, next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
            place = bytes[place...].starts(with: "<!--".utf8) ? end(of: Array("-->".utf8)) : end(of: [UInt8(ascii: ">")])
        } else if byte == UInt8(ascii: "<"), let next = following, isLetter(next) || next == UInt8(ascii: "/") {
            tag()
        } else if byte == UInt8(ascii: "&") {
            reference()
        } else {
            place += 1
            append(byte)
        }
    }

    private var following: UInt8? { place + 1 < bytes.count ? bytes[place + 1] : nil }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Behind the next `mark`, or the end.
    private func end(of mark: [UInt8]) -> Int {
        var start = place
        while start < bytes.count {
            guard let found = bytes[start...].firstIndex(of: mark[0]) else { return bytes.count }
            if bytes[found...].starts(with: mark) { return found + mark.count }
            start = found + 1
        }
        return bytes.count
    }

    // MARK: Tags

    private mutating func tag() {
        let start = place + 1
        let isEnd = bytes[start] == UInt8(ascii: "/")
        // A quoted value may hold the sign that ends a tag.
        var quote: UInt8?
        var stop = start
        while stop < bytes.count {
            let byte = bytes[stop]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                break
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), bytes[stop - 1] == UInt8(ascii: "=") {
                quote = byte
            }
            stop += 1
        }
        let content = bytes[(isEnd ? start + 1 : start)..<max(stop, isEnd ? start + 1 : start)]
        place = min(stop + 1, bytes.count)
        let name = String(
            decoding: content.prefix { isLetter($0) || (0x30...0x39).contains($0) }.prefix(16).map { $0 | 0x20 }, as: UTF8.self)
        let element = String(decoding: name.utf8.map { (0x10...0x19).contains($0) ? $0 | 0x30 : $0 }, as: UTF8.self)
        if Self.silent.contains(element), !isEnd {
            place = endOfElement(element)
        } else if element == "a" {
            endLink()
            if !isEnd { link = target(content).map { ($0, text.count) } }
        } else if Self.blocks.contains(element) {
            endLine()
        } else if element == "td" || element == "th" {
            append(0x20)
        }
    }

    /// Behind the tag that ends an element whose content is passed over.
    private func endOfElement(_ name: String) -> Int {
        var start = place
        while let found = bytes[start...].firstIndex(of: UInt8(ascii: "<")) {
            let rest = bytes[found...].dropFirst()
            if rest.first == UInt8(ascii: "/"),
                rest.dropFirst().prefix(name.utf8.count).elementsEqual(name.utf8, by: { $0 | 0x20 == $1 | 0x20 })
            {
                return (bytes[found...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1) + 1
            }
            start = found + 1
        }
        return bytes.count
    }

    /// The value of `href`.
    private func target(_ tag: ArraySlice<UInt8>) -> [UInt8]? {
        let name = Array("href=".utf8)
        var start = tag.startIndex
        while let found = tag[start...].firstIndex(where: { $0 | 0x20 == name[0] }) {
            if tag[found...].prefix(name.count).elementsEqual(name, by: { $0 | 0x20 == $1 | 0x20 }) {
                let value = tag[(found + name.count)...]
                guard let first = value.first else { return nil }
                let isQuoted = first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
                let target = isQuoted ? value.dropFirst().prefix { $0 != first } : value.prefix { $0 > 0x20 }
                // Anchors of the mail itself lead nowhere.
                return target.isEmpty || target.first == UInt8(ascii: "#") ? nil : Self.withoutReferences(Array(target))
            }
            start = found + 1
        }
        return nil
    }

    private static func withoutReferences(_ target: [UInt8]) -> [UInt8] {
        var reader = HTMLText(target, .max)
        while reader.place < target.count {
            if target[reader.place] == UInt8(ascii: "&") {
                reader.reference()
            } else {
                reader.text.append(target[reader.place]); reader.place += 1
            }
        }
        return reader.text
    }

    private mutating func endLink() {
        guard let (target, start) = link else { return }
        link = nil
        let said = text[min(start, text.count)...]
        if !target.isEmpty, !said.elementsEqual(target) { text += [0x20, UInt8(ascii: "<")] + target + [UInt8(ascii: ">")] }
    }

    // MARK: Text

    /// Blanks become one, none at the start of a line.
    private mutating func append(_ byte: UInt8) {
        if byte > 0x20 {
            text.append(byte)
        } else if let last = text.last, last != 0x20, last != 0x0A {
            text.append(0x20)
        }
    }

    private mutating func endLine() {
        if text.last == 0x20 { text.removeLast() }
        // A line between paragraphs is enough.
        if let last = text.last, last != 0x0A || text.dropLast().last != 0x0A { text.append(0x0A) }
    }

    private static let named: [String: UInt32] = ["amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27, "nbsp": 0x20]

    /// A character reference, or an ampersand that is none.
    private mutating func reference() {
        let body = bytes[(place + 1)...].prefix(10).prefix { $0 != UInt8(ascii: ";") }
        let name = String(decoding: body, as: UTF8.self)
        let isClosed = body.endIndex < bytes.count && bytes[body.endIndex] == UInt8(ascii: ";")
        let value: UInt32? =
            if name.hasPrefix("#x") || name.hasPrefix("#X") {
                UInt32(name.dropFirst(2), radix: 16)
            } else if name.hasPrefix("#") {
                UInt32(name.dropFirst())
            } else {
                Self.named[name.lowercased()]
            }
        guard isClosed, let value, let scalar = Unicode.Scalar(value), value != 0 else {
            place += 1
            append(UInt8(ascii: "&"))
            return
        }
        place = body.endIndex + 1
        for byte in String(Character(scalar)).utf8 { append(byte) }
    }
}
