internal import Centre
internal import Vocabulary

/// Writes feeds of what is public: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.
struct FeedWriter: Sendable {
    enum Format: String, Sendable, Hashable, CaseIterable {
        case atom, rss, json

        var mediaType: String {
            switch self {
            case .atom: "application/atom+xml; charset=utf-8"
            case .rss: "application/rss+xml; charset=utf-8"
            case .json: "application/feed+json; charset=utf-8"
            }
        }
    }

    struct Item: Sendable {
        let id: String
        let url: String
        let title: String
        let text: String
        let first: Instant
        let updated: Instant
        let categories: [String]
        let language: String
    }

    let title: String
    /// The feed's own address and that of the page it is a list of.
    let address: String
    let home: String
    let language: String
    let author: String
    let items: [Item]
    /// The moment of an empty feed.
    let moment: Instant

    private var updated: Instant { items.map(\.updated).max() ?? moment }

    func text(_ format: Format) -> String {
        switch format {
        case .atom: atom
        case .rss: rss
        case .json: json
        }
    }

    private var atom: String {
        var lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#, #"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\#(Self.xml(language))">"#,
            "<id>\(Self.xml(address))</id>", "<title>\(Self.xml(title))</title>", "<updated>\(Self.time(updated))</updated>",
            #"<link rel="self" type="application/atom+xml" href="\#(Self.xml(address))"/>"#,
            #"<link rel="alternate" type="text/html" href="\#(Self.xml(home))"/>"#,
            "<author><name>\(Self.xml(author))</name></author>",
        ]
        for item in items {
            lines += [
                "<entry>", "<id>\(Self.xml(item.id))</id>", "<title>\(Self.xml(item.title))</title>",
                #"<link rel="alternate" type="text/html" href="\#(Self.xml(item.url))"/>"#,
                "<published>\(Self.time(item.first))</published>",
                "<updated>\(Self.time(item.updated))</updated>",
                #"<summary xml:lang="\#(Self.xml(item.language))">\#(Self.xml(item.text))</summary>"#,
            ]
            lines += item.categories.map { #"<category term="\#(Self.xml($0))"/>"# } + ["</entry>"]
        }
        return lines.joined(separator: "\n") + "\n</feed>\n"
    }

    private var rss: String {
        var lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#, #"<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">"#, "<channel>",
            "<title>\(Self.xml(title))</title>", "<link>\(Self.xml(home))</link>", "<description>\(Self.xml(author))</description>",
            "<language>\(Self.xml(language))</language>", "<lastBuildDate>\(updated.imfFixdate)</lastBuildDate>",
            #"<atom:link rel="self" type="application/rss+xml" href="\#(Self.xml(address))"/>"#,
        ]
        for item in items {
            lines += [
                "<item>", "<title>\(Self.xml(item.title))</title>", "<link>\(Self.xml(item.url))</link>",
                #"<guid isPermaLink="false">\#(Self.xml(item.id))</guid>"#, "<pubDate>\(item.updated.imfFixdate)</pubDate>",
                "<description>\(Self.xml(item.text))</description>",
            ]
            lines += item.categories.map { "<category>\(Self.xml($0))</category>" } + ["</item>"]
        }
        return lines.joined(separator: "\n") + "\n</channel>\n</rss>\n"
    }

    private var json: String {
        let entries = items.map { item in
            let tags = item.categories.map(JSON.quoted).joined(separator: ",")
            return """
                {"id":\(JSON.quoted(item.id)),"url":\(JSON.quoted(item.url)),"title":\(JSON.quoted(item.title)),\
                "content_text":\(JSON.quoted(item.text)),"date_published":"\(Self.time(item.first))",\
                "date_modified":"\(Self.time(item.updated))","language":\(JSON.quoted(item.language)),"tags":[\(tags)]}
                """
        }
        return """
            {"version":"https://jsonfeed.org/version/1.1","title":\(JSON.quoted(title)),"home_page_url":\(JSON.quoted(home)),\
            "feed_url":\(JSON.quoted(address)),"language":\(JSON.quoted(language)),"authors":[{"name":\(JSON.quoted(author))}],\
            "items":[\(entries.joined(separator: ","))]}

            """
    }

    private static func time(_ instant: Instant) -> String { String(instant.iso8601.prefix(19)) + "Z" }

    /// A text within XML 1.0; characters that it cannot hold are left out.
    static func xml(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: break
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
