internal import Vocabulary

/// Reads RSS 2.0, RDF and Atom feeds. Only elements are read: there is no document type, so there are no entities to grow or to fetch.
struct FeedReader: Sendable {
    /// Why bytes are no feed.
    enum Mistake: Error, Sendable, Hashable, CustomStringConvertible {
        case tooLarge, notText, declaresEntities, tooDeep, noFeed

        var description: String {
            switch self {
            case .tooLarge: "it is larger than 20 MB"
            case .notText: "it is not UTF-8"
            case .declaresEntities: "it declares entities of its own, which no feed needs"
            case .tooDeep: "its elements nest deeper than 64"
            case .noFeed: "it is neither RSS nor Atom"
            }
        }
    }

    static let limit = 20 << 20
    /// Items of one reading; a feed that has more gives its first.
    static let itemLimit = 2_000

    static func items(_ bytes: [UInt8]) throws(Mistake) -> [SourceItem] {
        guard bytes.count <= limit else { throw .tooLarge }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        var reader = FeedReader(text: text)
        try reader.read()
        guard reader.isFeed else { throw .noFeed }
        return reader.items
    }

    private let text: String
    private var items: [SourceItem] = []
    private var isFeed = false
    private var path: [String] = []
    /// The values of the item that is open, by element.
    private var values: [String: String]?
    private var link: String?

    private init(text: String) { self.text = text }

    private mutating func read() throws(Mistake) {
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<") {
            take(text: rest[..<open])
            rest = rest[open...]
            if rest.hasPrefix("<![CDATA[") {
                let end = Self.end(of: rest, "]]>")
                let inner = rest.dropFirst(9)
                take(raw: inner[..<(end.map { min($0, inner.endIndex) } ?? inner.endIndex)])
                guard let end else { break }
                rest = rest[end...].dropFirst(3)
            } else if rest.hasPrefix("<!--") {
                guard let end = Self.end(of: rest, "-->") else { break }
                rest = rest[end...].dropFirst(3)
            } else if rest.hasPrefix("<!") {
                guard let end = rest.firstIndex(of: ">") else { break }
                if rest[..<end].contains("[") || rest.prefix(9).uppercased().hasPrefix("<!ENTITY") { throw .declaresEntities }
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix("<?") {
                guard let end = Self.end(of: rest, "?>") else { break }
                rest = rest[end...].dropFirst(2)
            } else {
                guard let end = Self.tagEnd(rest) else { break }
                try take(tag: rest[rest.index(after: rest.startIndex)..<end])
                rest = rest[rest.index(after: end)...]
            }
            if items.count >= Self.itemLimit { break }
        }
    }

    private static func end(of text: Substring, _ mark: String) -> Substring.Index? {
        var rest = text
        while let found = rest.firstIndex(of: mark[mark.startIndex]) {
            if rest[found...].hasPrefix(mark) { return found }
            rest = rest[rest.index(after: found)...]
        }
        return nil
    }

    /// The `>` of a tag, which may stand within quotation marks, too.
    private static func tagEnd(_ text: Substring) -> Substring.Index? {
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ">" {
                return index
            }
        }
        return nil
    }

    private mutating func take(tag: Substring) throws(Mistake) {
        if tag.hasPrefix("/") {
            let name = Self.name(tag.dropFirst())
            // A feed that closes what it never opened is read on.
            guard let place = path.lastIndex(of: name) else { return }
            path.removeSubrange(place...)
            if name == "item" || name == "entry" { finish() }
            return
        }
        let name = Self.name(tag)
        if ["rss", "rdf", "feed"].contains(name) { isFeed = true }
        if name == "item" || name == "entry" {
            values = [:]
            link = nil
        }
        if name == "link", values != nil, let href = Self.attribute("href", of: tag) {
            let relation = Self.attribute("rel", of: tag) ?? "alternate"
            if relation == "alternate" || link == nil { link = XMLEntities.decoded(href) }
        }
        if tag.hasSuffix("/") { return }
        guard path.count < 64 else { throw .tooDeep }
        path.append(name)
    }

    private mutating func take(text: Substring) { add(XMLEntities.decoded(text)) }
    private mutating func take(raw: Substring) { add(String(raw)) }

    private mutating func add(_ text: String) {
        guard values != nil, let element = path.last(where: { Self.wanted.contains($0) }) else { return }
        guard (values?[element]?.utf8.count ?? 0) < 100_000 else { return }
        values?[element, default: ""] += text
    }

    private static let wanted: Set = [
        "title", "link", "guid", "id", "description", "summary", "content", "encoded", "pubdate", "published", "updated", "date",
    ]

    private mutating func finish() {
        guard let values else { return }
        self.values = nil
        func value(_ names: String...) -> String? {
            for name in names {
                if let text = values[name], let first = text.firstIndex(where: { !$0.isWhitespace }),
                    let last = text.lastIndex(where: { !$0.isWhitespace })
                {
                    return String(text[first...last])
                }
            }
            return nil
        }
        let url = link ?? value("link")
        guard let title = value("title"), let id = value("guid", "id") ?? url else { return }
        let time = value("pubdate", "published", "updated", "date")
        items.append(
            SourceItem(
                id: id, url: url, title: title, summary: value("description", "summary", "encoded", "content") ?? "",
                published: time.flatMap(FeedTime.instant)))
    }

    private static func name(_ tag: Substring) -> String {
        let name = tag.prefix { !$0.isWhitespace && $0 != "/" && $0 != ">" }
        return (name.split(separator: ":").last ?? name).lowercased()
    }

    private static func attribute(_ name: String, of tag: Substring) -> Substring? {
        var rest = tag
        while let equals = rest.firstIndex(of: "=") {
            let key = rest[..<equals].split(whereSeparator: \.isWhitespace).last ?? ""
            let tail = rest[rest.index(after: equals)...].drop(while: \.isWhitespace)
            guard let quote = tail.first, quote == "\"" || quote == "'" else { return nil }
            let value = tail.dropFirst()
            guard let end = value.firstIndex(of: quote) else { return nil }
            if key.lowercased() == name { return value[..<end] }
            rest = value[value.index(after: end)...]
        }
        return nil
    }
}

/// Times of feeds: RFC 3339, or RFC 5322 with its day names and zones.
enum FeedTime {
    static func instant(_ text: String) -> Instant? {
        if let instant = Instant(text) { return instant }
        let parts = text.split { $0 == " " || $0 == "," }
        guard let place = parts.firstIndex(where: { $0.first?.isLetter == true && months[$0.prefix(3).lowercased()] != nil }),
            place > 0, parts.count > place + 2, let day = Int(parts[place - 1]), let month = months[parts[place].prefix(3).lowercased()],
            let year = Int(parts[place + 1]), let date = CalendarDate(year: year < 100 ? 2000 + year : year, month: month, day: day)
        else { return nil }
        let clock = parts[place + 2].split(separator: ":").compactMap { Int64($0) }
        guard clock.count >= 2, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]) else { return nil }
        var seconds = Instant(date).seconds + clock[0] * 3_600 + clock[1] * 60 + (clock.count > 2 ? min(clock[2], 59) : 0)
        if parts.count > place + 3, let zone = Int64(parts[place + 3]), abs(zone) <= 1_400 {
            let minutes = (abs(zone) / 100) * 60 + abs(zone) % 100
            seconds -= (zone < 0 ? -1 : 1) * minutes * 60
        }
        return Instant(seconds: seconds)
    }

    private static let months = [
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    ]
}
