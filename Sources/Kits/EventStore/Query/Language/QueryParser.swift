public import Vocabulary

extension Query {
    /// Reads a query.
    ///
    /// - Parameters:
    ///   - text: For example `type:vulnerable-system asn:64500 since:7d group by asn,day`; empty asks for everything.
    ///   - now: What `7d`, `today` and their like count from.
    ///   - vocabulary: What can be named.
    /// - Throws: ``QueryMistake`` with the place of the first thing that is wrong.
    public static func parse(_ text: String, now: Instant, over vocabulary: QueryVocabulary = .events) throws(QueryMistake) -> Query {
        var parser = QueryParser(text, now: now, vocabulary: vocabulary)
        return try parser.query()
    }
}

/// Recursive descent over the grammar of docs/query.md: the filter. Values and clauses have files of their own.
struct QueryParser {
    /// Brackets and negations may nest this deep.
    static let maximumDepth = 64
    static let maximumLength = 65_536

    var scanner: QueryScanner
    let now: Instant
    let vocabulary: QueryVocabulary
    private var depth = 0

    init(_ text: String, now: Instant, vocabulary: QueryVocabulary) {
        scanner = QueryScanner(text)
        self.now = now
        self.vocabulary = vocabulary
    }

    mutating func query() throws(QueryMistake) -> Query {
        guard scanner.text.utf8.count <= Self.maximumLength else {
            throw scanner.mistake(0..<1, "The query is longer than \(Self.maximumLength) bytes; ask for less at once.")
        }
        var query = Query()
        scanner.skipBlanks()
        if !scanner.isAtEnd, clauseKeyword() == nil { query.filter = try disjunction() }
        try clauses(into: &query)
        return query
    }

    private mutating func disjunction() throws(QueryMistake) -> QueryFilter {
        var parts = [try conjunction()]
        while scanner.takeKeyword("or") {
            scanner.skipBlanks()
            parts.append(try conjunction())
        }
        return .disjunction(parts)
    }

    private mutating func conjunction() throws(QueryMistake) -> QueryFilter {
        var parts: [QueryFilter] = []
        while true {
            parts.append(try negation())
            scanner.skipBlanks()
            if scanner.takeKeyword("and") {
                scanner.skipBlanks()
                continue
            }
            if scanner.isAtEnd || scanner.peek() == UInt8(ascii: ")") || clauseKeyword() != nil
                || scanner.nextBareWord().lowercased() == "or"
            {
                return .conjunction(parts)
            }
        }
    }

    private mutating func negation() throws(QueryMistake) -> QueryFilter {
        depth += 1
        defer { depth -= 1 }
        let start = scanner.position
        guard depth <= Self.maximumDepth else {
            throw scanner.mistake(start..<start + 1, "Brackets and negations are nested more than \(Self.maximumDepth) deep.")
        }
        if scanner.take("-") { return .not(try negation()) }
        if scanner.nextBareWord().lowercased() == "not", !QueryScanner.isOperator(scanner.peek(3)) {
            scanner.position += 3
            scanner.skipBlanks()
            return .not(try negation())
        }
        if scanner.take("(") {
            scanner.skipBlanks()
            let inner = try disjunction()
            scanner.skipBlanks()
            guard scanner.take(")") else {
                throw scanner.mistake(start..<start + 1, "This bracket is never closed.")
            }
            return inner
        }
        return try primary()
    }

    private mutating func primary() throws(QueryMistake) -> QueryFilter {
        let start = scanner.position
        guard !scanner.isAtEnd, scanner.peek() != UInt8(ascii: ")") else {
            throw scanner.mistake(start..<min(start + 1, scanner.text.utf8.count), "A claim such as port:23 is missing here.")
        }
        if scanner.peek() == UInt8(ascii: "\"") {
            let text = String(decoding: try scanner.quoted(), as: UTF8.self)
            guard !text.isEmpty else { throw scanner.mistake(start..<scanner.position, "There is no text to look for.") }
            return .text(text)
        }
        let name = try fieldName()
        if QueryScanner.isOperator(scanner.peek()) { return try claim(name, start..<scanner.position) }
        if ["or", "and"].contains(name.lowercased()) {
            throw scanner.mistake(start..<scanner.position, "'\(name)' stands between two claims; the one before it is missing.")
        }
        guard !name.isEmpty else {
            throw scanner.mistake(start..<start + 1, "A claim such as port:23 cannot begin so; put text to look for in quotation marks.")
        }
        return .text(name)
    }

    /// Reads a field's name; a provider's own column may have its name in quotation marks: `extra."some column"`.
    mutating func fieldName() throws(QueryMistake) -> String {
        var name = scanner.nextBareWord()
        scanner.position += name.utf8.count
        if name == "extra.", scanner.peek() == UInt8(ascii: "\"") {
            name += String(decoding: try scanner.quoted(), as: UTF8.self)
        }
        return name
    }

    /// The clause that begins at the reading position.
    func clauseKeyword() -> String? {
        let word = scanner.nextBareWord().lowercased()
        guard ["group", "select", "sort", "limit", "order"].contains(word) else { return nil }
        // `limit:5` would be a field, and is told so.
        return QueryScanner.isOperator(scanner.peek(word.utf8.count)) ? nil : word
    }
}
