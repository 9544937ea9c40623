internal import Events
internal import Vocabulary

extension Query: CustomStringConvertible {
    /// The query as text that reads back as the same query. Times are written out, so it means the same tomorrow.
    public var description: String {
        var parts: [String] = []
        if filter != .everything { parts.append(filter.description) }
        if !groups.isEmpty { parts.append("group by " + groups.map(\.description).joined(separator: ",")) }
        if !selection.isEmpty { parts.append("select " + selection.map(\.description).joined(separator: ",")) }
        if !order.isEmpty { parts.append("sort by " + order.map(\.description).joined(separator: ",")) }
        if let limit { parts.append("limit \(limit)") }
        return parts.joined(separator: " ")
    }
}

extension QueryItem: CustomStringConvertible {
    /// The item as it is written in queries and stands above its column.
    public var description: String {
        switch self {
        case .field(let field): return field.writtenName
        case .period(let unit, let field): return Self.call(unit.rawValue, field)
        case .count: return "count"
        case .distinct(let field): return "distinct(\(field.writtenName))"
        case .first(let field): return Self.call("first", field)
        case .last(let field): return Self.call("last", field)
        }
    }

    private static func call(_ name: String, _ field: QueryField) -> String {
        field == QueryVocabulary.events.time || field == QueryVocabulary.findings.time ? name : "\(name)(\(field.writtenName))"
    }
}

extension QueryOrder: CustomStringConvertible {
    /// The key as it is written behind `sort by`.
    public var description: String { item.description + (isDescending ? " desc" : "") }
}

extension QueryField {
    /// The name as it must be written: a provider's own name with unusual characters stands in quotation marks.
    var writtenName: String {
        guard kind == nil, name.hasPrefix("extra.") else { return name }
        let own = String(name.dropFirst(6))
        let isPlain = own.utf8.allSatisfy { !QueryScanner.endsValue($0) && !QueryScanner.isOperator($0) && $0 != UInt8(ascii: "\\") }
        return isPlain ? name : "extra." + QueryPattern.quote(own)
    }
}

extension QueryFilter: CustomStringConvertible {
    /// The filter as text that reads back as the same filter.
    public var description: String {
        switch self {
        case .everything: ""
        case .term(let term): term.description
        case .text(let text): QueryPattern.quote(text)
        case .not(let inner): "-" + inner.grouped
        case .all(let parts): parts.map { if case .any = $0 { $0.grouped } else { $0.description } }.joined(separator: " ")
        case .any(let parts): parts.map(\.description).joined(separator: " or ")
        }
    }

    private var grouped: String {
        switch self {
        case .all, .any: "(\(description))"
        default: description
        }
    }
}

extension QueryTerm: CustomStringConvertible {
    /// The claim as text that reads back as the same claim.
    public var description: String {
        guard case .matches(let patterns) = test else { return "has:" + field.writtenName }
        if patterns.count == 1, case .instants(let range) = patterns[0],
            field == QueryVocabulary.events.time || field == QueryVocabulary.findings.time
        {
            if range.upperBound == .max, range.lowerBound != .min { return "since:" + QueryTimes.text(range.lowerBound) }
            if range.lowerBound == .min, range.upperBound != .max { return "until:" + QueryTimes.text(range.upperBound) }
            return "between:" + patterns[0].description
        }
        let values = patterns.map(\.description).joined(separator: ",")
        return field.writtenName + ":" + (patterns.count == 1 ? values : "(\(values))")
    }
}

extension QueryPattern: CustomStringConvertible {
    /// The pattern as it is written behind a field's name.
    public var description: String {
        switch self {
        case .text(let text): Self.isPlain(text) ? text : Self.quote(text)
        case .pieces(let pieces): pieces.map { $0.isEmpty || Self.isPlain($0) ? $0 : Self.quote($0) }.joined(separator: "*")
        case .integers(let range):
            range.lowerBound == range.upperBound
                ? "\(range.lowerBound)"
                : (range.lowerBound == .min ? "" : "\(range.lowerBound)") + ".." + (range.upperBound == .max ? "" : "\(range.upperBound)")
        case .numbers(let range):
            // Always with dots: a number alone is a text where a provider's column is asked.
            (range.lowerBound == -.infinity ? "" : "\(range.lowerBound)") + ".."
                + (range.upperBound == .infinity ? "" : "\(range.upperBound)")
        case .network(let network):
            network.length == (network.isIPv4 ? 32 : 128) ? network.address.description : network.description
        case .addresses(let range): "\(range.lowerBound)-\(range.upperBound)"
        case .instants(let range):
            (range.lowerBound == .min ? "" : QueryTimes.text(range.lowerBound)) + ".."
                + (range.upperBound == .max ? "" : QueryTimes.text(range.upperBound))
        case .boolean(let flag): flag ? "true" : "false"
        }
    }

    /// Whether a text can stand without quotation marks and still be that text.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.contains("..")
            && text.utf8.allSatisfy { !QueryScanner.endsValue($0) && $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
    }

    static func quote(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return quoted + "\""
    }
}
