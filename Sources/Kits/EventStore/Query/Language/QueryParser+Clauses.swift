internal import Events

/// What stands behind the filter: `group by`, `select`, `sort by`, `limit`.
extension QueryParser {
    private typealias Placed = (item: QueryItem, range: Range<Int>)

    mutating func clauses(into query: inout Query) throws(QueryMistake) {
        var groups: [Placed] = []
        var selection: [Placed] = []
        var order: [(key: QueryOrder, range: Range<Int>)] = []
        var seen: Set<String> = []
        while true {
            scanner.skipBlanks()
            if scanner.isAtEnd { break }
            let start = scanner.position
            guard let keyword = clauseKeyword() else {
                if scanner.peek() == UInt8(ascii: ")") {
                    throw scanner.mistake(start..<start + 1, "This bracket was never opened.")
                }
                let end = start + max(1, scanner.nextBareWord().utf8.count)
                throw scanner.mistake(start..<end, "Claims stand before 'group by', 'select', 'sort by' and 'limit'.")
            }
            scanner.position += keyword.utf8.count
            guard seen.insert(keyword).inserted else {
                throw scanner.mistake(start..<scanner.position, "'\(keyword)' stands only once in a query.")
            }
            switch keyword {
            case "group":
                try by(keyword, start)
                groups = try items(isGroup: true)
            case "select": selection = try items(isGroup: false)
            case "sort":
                try by(keyword, start)
                order = try keys()
            case "order":
                throw scanner.mistake(start..<scanner.position, "The order of a result is given by 'sort by'.", suggestion: "sort")
            default: query.limit = try limit()
            }
        }
        query.groups = groups.map(\.item)
        query.selection = selection.map(\.item)
        query.order = order.map(\.key)
        try check(query, selection, order)
    }

    private mutating func by(_ keyword: String, _ start: Int) throws(QueryMistake) {
        scanner.skipBlanks()
        guard scanner.takeKeyword("by") else {
            throw scanner.mistake(start..<start + keyword.utf8.count, "'\(keyword)' is followed by 'by', as in \(keyword) by asn.")
        }
    }

    private mutating func items(isGroup: Bool) throws(QueryMistake) -> [Placed] {
        var items: [Placed] = []
        repeat {
            scanner.skipBlanks()
            let start = scanner.position
            let item = try item()
            let range = start..<scanner.position
            if isGroup {
                guard !item.isAggregate else {
                    throw scanner.mistake(range, "'\(item)' is worked out for each group; it stands behind 'select'.")
                }
                if case .field(let field) = item, !field.isSingle {
                    throw scanner.mistake(range, "'\(field.name)' looks into several columns and cannot make groups.")
                }
            }
            guard !items.contains(where: { $0.item == item }) else { throw scanner.mistake(range, "'\(item)' is named twice.") }
            items.append((item, range))
            scanner.skipBlanks()
        } while scanner.take(",")
        return items
    }

    private mutating func keys() throws(QueryMistake) -> [(key: QueryOrder, range: Range<Int>)] {
        var keys: [(key: QueryOrder, range: Range<Int>)] = []
        repeat {
            scanner.skipBlanks()
            let start = scanner.position
            let item = try item()
            let range = start..<scanner.position
            scanner.skipBlanks()
            let isDescending = scanner.takeKeyword("desc")
            if !isDescending { _ = scanner.takeKeyword("asc") }
            keys.append((QueryOrder(item, isDescending: isDescending), range))
            scanner.skipBlanks()
        } while scanner.take(",")
        return keys
    }

    private mutating func limit() throws(QueryMistake) -> Int {
        scanner.skipBlanks()
        let start = scanner.position
        let word = scanner.nextBareWord()
        scanner.position += word.utf8.count
        guard let limit = Int(word), limit > 0 else {
            throw scanner.mistake(start..<scanner.position, "'limit' is followed by a number of rows, as in limit 20.")
        }
        return limit
    }

    private mutating func item() throws(QueryMistake) -> QueryItem {
        let start = scanner.position
        let name = try fieldName()
        let range = start..<scanner.position
        var argument: QueryField?
        if scanner.take("(") {
            scanner.skipBlanks()
            let start = scanner.position
            let name = try fieldName()
            argument = try field(name, start..<scanner.position)
            scanner.skipBlanks()
            guard scanner.take(")") else { throw scanner.mistake(range.upperBound..<range.upperBound + 1, "This bracket is never closed.") }
        }
        if let unit = TimeUnit(rawValue: name.lowercased()) {
            return .period(unit, of: try timeField(argument, name, range))
        }
        switch name.lowercased() {
        case "count" where argument == nil: return .count
        case "first": return .first(try timeField(argument, name, range))
        case "last": return .last(try timeField(argument, name, range))
        case "distinct":
            guard let argument, argument.isSingle else {
                throw scanner.mistake(range, "'distinct' is followed by a field in brackets, as in distinct(ip).")
            }
            return .distinct(argument)
        default: break
        }
        guard argument == nil else {
            throw scanner.mistake(
                range, "'\(name)' is not worked out over events; there are count, distinct(ip), first and last.",
                suggestion: Resemblance.nearest(to: name, among: ["distinct", "first", "last", "hour", "day", "week", "month"]))
        }
        guard !name.isEmpty else { throw scanner.mistake(range, "The name of a field is missing here.") }
        guard let field = vocabulary.field(name) else {
            let names = vocabulary.names + TimeUnit.allCases.map(\.rawValue) + ["count", "distinct", "first", "last"]
            throw scanner.mistake(range, "There is no field '\(name)'.", suggestion: Resemblance.nearest(to: name, among: names))
        }
        return .field(field)
    }

    private func timeField(_ argument: QueryField?, _ name: String, _ range: Range<Int>) throws(QueryMistake) -> QueryField {
        let field = argument ?? vocabulary.time
        guard field.kind == .time, field.isSingle else {
            throw scanner.mistake(range, "'\(name)' is worked out from times, and '\(field.name)' is none.")
        }
        return field
    }

    /// Whether what is selected and sorted by is there.
    private func check(
        _ query: Query, _ selection: [Placed], _ order: [(key: QueryOrder, range: Range<Int>)]
    ) throws(QueryMistake) {
        guard query.isGrouped else {
            for (item, range) in selection + order.map({ ($0.key.item, $0.range) }) {
                if case .field(let field) = item, field.isSingle { continue }
                throw scanner.mistake(range, "'\(item)' is no column of an event; 'group by' makes groups.")
            }
            return
        }
        for (item, range) in selection where !item.isAggregate && !query.groups.contains(item) {
            throw scanner.mistake(range, "'\(item)' is not among what is grouped by; add it there, or select distinct(\(item)).")
        }
        for (key, range) in order where !query.groups.contains(key.item) && !query.aggregates.contains(key.item) {
            throw scanner.mistake(range, "'\(key.item)' is no column of the result; group by it or select it.")
        }
    }
}
