import Yams

extension RuleReader {
    private static let formats = ["csv", "tsv", "json", "jsonl", "xml", "lines", "key-value", "mail"]

    /// The layout that a `format` node describes: a name, or a mapping with `type` and what differs from the usual.
    mutating func format(_ node: Node) -> FormatSpecification? {
        if let name = node.scalar?.string { return format(name, [:], at: node) }
        guard let mapping = node.mapping else {
            note(node, "`format` is a name or a mapping with a `type`.")
            return nil
        }
        var options: [String: (key: Node, value: Node)] = [:]
        for (key, value) in mapping { options[key.scalar?.string ?? ""] = (key, value) }
        guard let type = options.removeValue(forKey: "type")?.value, let name = type.scalar?.string else {
            note(node, "`format` needs a `type`.", "It is one of: \(Self.formats.joined(separator: ", ")).")
            return nil
        }
        return format(name, options, at: type)
    }

    private mutating func format(_ name: String, _ options: [String: (key: Node, value: Node)], at node: Node) -> FormatSpecification? {
        func allow(_ keys: [String]) {
            for (key, option) in options.sorted(by: { $0.key < $1.key }) where !keys.contains(key) {
                note(option.key, "The format “\(name)” has no option “\(key)”.", NearestName.suggestion(for: key, among: keys))
            }
        }
        switch name {
        case "csv", "tsv":
            allow(["delimiter", "quote", "comment", "header", "skip-first-line", "trim", "missing-cells"])
            return .separated(separated(options, isTabbed: name == "tsv"))
        case "json", "jsonl":
            allow(["records", "optional"])
            let paths = options["records"].map { texts($0.value) } ?? []
            let records = FormatSpecification.JSONRecords(paths: paths, optional: options["optional"]?.value.bool ?? false)
            return name == "json" ? .json(records) : .jsonLines(records)
        case "xml":
            allow(["records"])
            guard let path = options["records"]?.value.scalar?.string, !path.isEmpty else {
                note(node, "The format “xml” needs `records`, the path of the elements that are records.")
                return nil
            }
            return .xml(path: path)
        case "lines":
            allow(["patterns", "comment"])
            guard let patterns = options["patterns"] else {
                note(node, "The format “lines” needs `patterns`, for example [\"{ip} - {reason}\"].")
                return nil
            }
            let texts = texts(patterns.value)
            for (item, text) in zip(patterns.value.sequence.map(Array.init) ?? [patterns.value], texts) where !Self.isPattern(text) {
                note(item, "A pattern of lines names at least one column in braces and closes every brace.")
            }
            return .lines(FormatSpecification.LinePatterns(patterns: texts, comment: options["comment"]?.value.scalar?.string))
        case "key-value":
            allow(["pairs", "assign", "comment"])
            return .keyValue(
                pairSeparator: options["pairs"]?.value.scalar?.string ?? " ",
                keyValueSeparator: options["assign"]?.value.scalar?.string ?? "=",
                comment: options["comment"]?.value.scalar?.string)
        case "mail":
            allow([])
            return .mail
        default:
            note(node, "There is no format “\(name)”.", NearestName.suggestion(for: name, among: Self.formats))
            return nil
        }
    }

    private mutating func separated(_ options: [String: (key: Node, value: Node)], isTabbed: Bool) -> FormatSpecification.SeparatedValues {
        var layout = FormatSpecification.SeparatedValues()
        if isTabbed {
            layout.delimiter = UInt8(ascii: "\t")
            layout.quote = nil
        }
        if let delimiter = options["delimiter"]?.value {
            layout.delimiter = byte(delimiter, "A delimiter is one ASCII character.") ?? layout.delimiter
        }
        if let quote = options["quote"]?.value {
            layout.quote = quote.scalar?.string == "none" ? nil : byte(quote, "A quote is one ASCII character, or none.")
        }
        layout.comment = options["comment"]?.value.scalar?.string
        if let trim = options["trim"]?.value {
            if let flag = trim.bool { layout.trim = flag } else { note(trim, "`trim` is true or false.") }
        }
        if let missing = options["missing-cells"]?.value {
            if let count = missing.int, (0...100).contains(count) {
                layout.missingCells = count
            } else {
                note(missing, "`missing-cells` is a number.")
            }
        }
        let skips = options["skip-first-line"]?.value.bool ?? false
        guard let header = options["header"]?.value else { return layout }
        if let word = header["comment"]?.scalar?.string {
            layout.header = .comment(startingWith: word)
            if layout.comment == nil { note(header, "A header in a comment needs `comment`.") }
            return layout
        }
        switch header.scalar?.string {
        case "first-line": layout.header = .firstLine
        case "last-comment":
            layout.header = .lastComment
            if layout.comment == nil { note(header, "`header: last-comment` needs `comment`.") }
        case let text?:
            note(header, "“\(text)” is no place of a header.", "It is first-line, last-comment or a list of column names.")
        case nil:
            let names = texts(header)
            layout.header = skips ? .replaced(names) : .fixed(names)
        }
        return layout
    }

    private mutating func byte(_ node: Node, _ message: String) -> UInt8? {
        if let text = node.scalar?.string, text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80 { return byte }
        note(node, message)
        return nil
    }

    private static func isPattern(_ text: String) -> Bool {
        var isOpen = false
        var names = 0
        for character in text {
            if character == "{" {
                if isOpen { return false }
                isOpen = true
                names += 1
            } else if character == "}" {
                if !isOpen { return false }
                isOpen = false
            }
        }
        return names > 0 && !isOpen
    }
}
