internal import Centre

/// A piece of a letter, written once as plain text and once as HTML. Whatever strangers wrote stands in it as text and nothing else.
enum LetterBlock: Sendable, Hashable {
    case heading(String)
    case paragraph(String)
    case steps([String])
    /// Terms and values.
    case facts([Fact])
    case table(columns: [String], rows: [[String]])
    case links([Link])
    case small(String)
    case rule

    struct Fact: Sendable, Hashable {
        let term: String
        let value: String
    }

    struct Link: Sendable, Hashable {
        let label: String
        let address: String
    }
}

/// A letter as plain text, wrapped at 76 letters; addresses and tables are never broken.
struct PlainLetter {
    private static let width = 76

    static func text(_ blocks: [LetterBlock]) -> String {
        var parts: [String] = []
        for block in blocks {
            switch block {
            case .heading(let text): parts.append(text + "\n" + String(repeating: "-", count: min(text.count, width)))
            case .paragraph(let text), .small(let text): parts.append(wrapped(text, indent: ""))
            case .steps(let steps):
                parts.append(steps.enumerated().map { wrapped($1, first: "\($0 + 1). ", indent: "   ") }.joined(separator: "\n"))
            case .facts(let facts):
                let wide = facts.map(\.term.count).max() ?? 0
                parts.append(
                    facts.map { fact in
                        line(fact.term) + ":" + String(repeating: " ", count: wide - fact.term.count + 1) + line(fact.value)
                    }.joined(separator: "\n"))
            case .table(let columns, let rows): parts.append(table(columns, rows))
            case .links(let links): parts.append(addresses(links))
            case .rule: parts.append("-- ")
            }
        }
        // What follows the mark of a signature stands right below it.
        return parts.joined(separator: "\n\n").replacing("-- \n\n", with: "-- \n") + "\n"
    }

    /// Links that lead to the same page are one address here: the page asks again.
    private static func addresses(_ links: [LetterBlock.Link]) -> String {
        let pages = Set(links.map { $0.address.split(separator: "?")[0] })
        guard let page = pages.first, pages.count == 1, links.count > 1 else {
            return links.map { "\($0.label):\n  \($0.address)" }.joined(separator: "\n")
        }
        return links.map { "- \($0.label)" }.joined(separator: "\n") + "\n  \(page)"
    }

    private static func table(_ columns: [String], _ rows: [[String]]) -> String {
        let all = ([columns] + rows).map { $0.map { cut(line($0)) } }
        let wide = columns.indices.map { place in all.map { $0[place].unicodeScalars.count }.max() ?? 0 }
        let lines = all.map { row in
            zip(row, wide).map { $0 + String(repeating: " ", count: $1 - $0.unicodeScalars.count) }.joined(separator: "  ").trailingTrimmed
        }
        return ([lines[0], wide.map { String(repeating: "-", count: $0) }.joined(separator: "  ")] + lines.dropFirst()).joined(
            separator: "\n")
    }

    /// The longest a cell is in plain text; the file has it whole.
    private static func cut(_ text: String) -> String { text.count > 70 ? String(text.prefix(69)) + "…" : text }

    /// On one line, without control characters: nothing in a cell begins a line of its own.
    static func line(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Wide by scalars: what we write is composed, and finding the borders of letters costs more than all else here.
    private static func wrapped(_ text: String, first: String = "", indent: String) -> String {
        var lines: [String] = []
        for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var current = first
            var length = first.unicodeScalars.count
            var isStart = true
            for word in paragraph.split(separator: " ") {
                let wide = word.unicodeScalars.count
                if !isStart, length + 1 + wide > width {
                    lines.append(current)
                    current = indent
                    length = indent.unicodeScalars.count
                } else if !isStart {
                    current += " "
                    length += 1
                }
                current += word
                length += wide
                isStart = false
            }
            lines.append(current)
        }
        return lines.joined(separator: "\n")
    }
}

/// A letter as HTML, with its style in the head: mail programs load nothing, and show it without style as well.
struct HTMLLetter {
    static func text(_ blocks: [LetterBlock], language: String, title: String) -> String {
        var body = ""
        for block in blocks {
            switch block {
            case .heading(let text): body += "<h2>\(HTML.escaped(text))</h2>\n"
            case .paragraph(let text): body += "<p>\(broken(text))</p>\n"
            case .small(let text): body += "<p class=\"small\">\(broken(text))</p>\n"
            case .steps(let steps): body += "<ol>\(steps.map { "<li>\(broken($0))</li>" }.joined())</ol>\n"
            case .facts(let facts):
                let rows = facts.map { "<tr><th scope=\"row\">\(HTML.escaped($0.term))</th><td>\(HTML.escaped($0.value))</td></tr>" }
                body += "<table class=\"facts\">\(rows.joined())</table>\n"
            case .table(let columns, let rows):
                let head = columns.map { "<th scope=\"col\">\(HTML.escaped($0))</th>" }.joined()
                let lines = rows.map { "<tr>\($0.map { "<td>\(HTML.escaped(PlainLetter.line($0)))</td>" }.joined())</tr>" }
                body += "<table class=\"list\"><thead><tr>\(head)</tr></thead>\n"
                body += "<tbody>\(lines.joined(separator: "\n"))</tbody></table>\n"
            case .links(let links):
                let items = links.map { "<a class=\"button\" href=\"\(HTML.escaped($0.address))\">\(HTML.escaped($0.label))</a>" }
                body += "<p class=\"links\">\(items.joined(separator: "\n"))</p>\n"
            case .rule: body += "<hr>\n"
            }
        }
        return """
            <!doctype html>
            <html lang="\(language)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(HTML.escaped(title))</title>
            <style>\(style)</style></head>
            <body>
            \(body)</body></html>

            """
    }

    private static func broken(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { HTML.escaped($0) }.joined(separator: "<br>")
    }

    private static let style =
        "body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:46rem;margin:1.5rem auto;padding:0 1rem}"
        + "h2{font-size:1.1rem;margin:1.6rem 0 .4rem}table{border-collapse:collapse;font-size:.9rem}th,td{text-align:left;vertical-align:top;"
        + "padding:.25rem .75rem .25rem 0}.list th,.list td{border-bottom:1px solid #d0d7de}.button{display:inline-block;border:1px solid "
        + "#57606a;border-radius:.3rem;padding:.35rem .8rem;margin:.2rem .3rem .2rem 0;color:#0b4f79;text-decoration:none}.small{color:"
        + "#57606a;font-size:.85rem}hr{border:0;border-top:1px solid #d0d7de;margin:1.6rem 0}"
}

extension String {
    fileprivate var trailingTrimmed: String {
        var text = self
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
