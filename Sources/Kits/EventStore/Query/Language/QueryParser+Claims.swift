internal import Events
internal import Vocabulary

/// Claims about fields: `field:value`, comparisons, lists, and the words for times.
extension QueryParser {
    private enum Relation {
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
    }

    /// Reads what follows a name; the reading position is at the operator.
    mutating func claim(_ name: String, _ range: Range<Int>) throws(QueryMistake) -> QueryFilter {
        let relation = try relation()
        switch name.lowercased() {
        case "has": return try existence()
        case "since", "until", "on", "between": return try timeClaim(name.lowercased(), relation, range)
        default: break
        }
        let field = try field(name, range)
        switch relation {
        case .equal: return .term(QueryTerm(field, .matches(try list(field))))
        case .unequal: return .not(.term(QueryTerm(field, .matches(try list(field)))))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return .term(QueryTerm(field, .matches([try comparison(field, relation)])))
        }
    }

    private mutating func relation() throws(QueryMistake) -> Relation {
        let start = scanner.position
        if scanner.take(":") || scanner.take("=") { return .equal }
        if scanner.take("<") { return scanner.take("=") ? .lessOrEqual : .less }
        if scanner.take(">") { return scanner.take("=") ? .greaterOrEqual : .greater }
        if scanner.take("!"), scanner.take("=") { return .unequal }
        throw scanner.mistake(start..<scanner.position, "A claim has one of : = != < <= > >= between field and value.")
    }

    func field(_ name: String, _ range: Range<Int>) throws(QueryMistake) -> QueryField {
        if let field = vocabulary.field(name) { return field }
        if IPPrefix(lenient: scanner.part(range.lowerBound..<endOfBareWord())) != nil {
            throw scanner.mistake(
                range, "An address is written with its field.", suggestion: "ip:" + scanner.part(range.lowerBound..<endOfBareWord()))
        }
        if ["http", "https", "ftp", "hxxp", "hxxps"].contains(name.lowercased()) {
            throw scanner.mistake(range, "A web address is written with its field, as in url:\"https://www.example.com/\".")
        }
        if name.isEmpty { throw scanner.mistake(range, "The name of a field is missing here.") }
        throw scanner.mistake(
            range, "There is no field '\(name)'; a provider's own column is named extra.\(name).",
            suggestion: Resemblance.nearest(to: name, among: vocabulary.names + ["since", "until", "on", "between", "has"]))
    }

    private func endOfBareWord() -> Int {
        var end = scanner.position
        while end < scanner.text.utf8.count, !QueryScanner.endsValue(scanner.peek(end - scanner.position)) { end += 1 }
        return end
    }

    private mutating func existence() throws(QueryMistake) -> QueryFilter {
        let start = scanner.position
        let name = try fieldName()
        return .term(QueryTerm(try field(name, start..<scanner.position), .exists))
    }

    /// Reads one value, or several in brackets.
    private mutating func list(_ field: QueryField) throws(QueryMistake) -> [QueryPattern] {
        let start = scanner.position
        guard scanner.take("(") else {
            let pattern = try pattern(field)
            if scanner.peek() == UInt8(ascii: ",") {
                throw scanner.mistake(
                    scanner.position..<scanner.position + 1,
                    "Several values stand in brackets, as in \(field.name):(a,b); a value with a comma in it stands in quotation marks.")
            }
            return [pattern]
        }
        var patterns: [QueryPattern] = []
        repeat {
            scanner.skipBlanks()
            let pattern = try pattern(field)
            if !patterns.contains(pattern) { patterns.append(pattern) }
            scanner.skipBlanks()
        } while scanner.take(",")
        guard scanner.take(")") else {
            guard scanner.isAtEnd else {
                throw scanner.mistake(scanner.position..<scanner.position + 1, "The values of a list are separated by commas.")
            }
            throw scanner.mistake(start..<start + 1, "This bracket is never closed.")
        }
        return patterns
    }

    private mutating func pattern(_ field: QueryField) throws(QueryMistake) -> QueryPattern {
        let word = try scanner.word()
        if word.range.isEmpty {
            throw scanner.mistake(word.range, "The value of '\(field.name)' is missing; has:\(field.name) asks whether there is one.")
        }
        return try pattern(field, word)
    }

    private mutating func comparison(_ field: QueryField, _ relation: Relation) throws(QueryMistake) -> QueryPattern {
        let word = try scanner.word()
        guard let text = word.literal, !text.isEmpty else {
            throw scanner.mistake(word.range, "A number or a time is missing here.")
        }
        switch field.kind {
        case .integer:
            guard let bound = Int64(integerText(text, of: field)), let range = integers(relation, bound) else {
                throw scanner.mistake(word.range, "'\(text)' is not a whole number that '\(field.name)' can be compared with.")
            }
            return .integers(range)
        case .real, nil:
            guard let bound = Double(text), bound.isFinite else {
                throw scanner.mistake(word.range, "'\(text)' is not a number that '\(field.name)' can be compared with.")
            }
            switch relation {
            case .less: return .numbers(-.infinity...bound.nextDown)
            case .lessOrEqual: return .numbers(-.infinity...bound)
            case .greater: return .numbers(bound.nextUp...(.infinity))
            default: return .numbers(bound...(.infinity))
            }
        case .time:
            let span = try span(word)
            let after = span.isMoment ? span.end + 1 : span.end
            switch relation {
            case .less: return .instants(.min..<span.start)
            case .lessOrEqual: return .instants(.min..<after)
            case .greater: return .instants(after..<(.max))
            default: return .instants(span.start..<(.max))
            }
        case .text, .address, .network, .json, .boolean:
            throw scanner.mistake(word.range, "The values of '\(field.name)' are not larger or smaller; write \(field.name):value.")
        }
    }

    private func integers(_ relation: Relation, _ bound: Int64) -> ClosedRange<Int64>? {
        switch relation {
        case .less: bound == .min ? nil : .min...bound - 1
        case .lessOrEqual: .min...bound
        case .greater: bound == .max ? nil : bound + 1...(.max)
        default: bound...(.max)
        }
    }

    private mutating func timeClaim(_ name: String, _ relation: Relation, _ range: Range<Int>) throws(QueryMistake) -> QueryFilter {
        guard case .equal = relation else {
            throw scanner.mistake(range.lowerBound..<scanner.position, "'\(name)' is followed by a colon, as in \(name):2026-03-01.")
        }
        let word = try scanner.word()
        let instants: Range<Int64>
        switch name {
        case "since": instants = try span(word).start..<(.max)
        case "until": instants = .min..<(try span(word).end)
        case "on":
            let span = try span(word)
            guard !span.isMoment else {
                throw scanner.mistake(word.range, "'on' is followed by a day, month or year, as in on:2026-03-01.")
            }
            instants = span.start..<span.end
        default:
            guard let found = try instantRange(word) else {
                throw scanner.mistake(word.range, "'between' is followed by two times, as in between:2026-03-01..2026-03-07.")
            }
            instants = found
        }
        return .term(QueryTerm(vocabulary.time, .matches([.instants(instants)])))
    }
}
