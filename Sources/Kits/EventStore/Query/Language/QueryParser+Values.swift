internal import Events
internal import Vocabulary

/// Values by what a field holds: numbers, addresses, times, texts, and ranges of them.
extension QueryParser {
    /// What a written value stands for.
    func pattern(_ field: QueryField, _ word: QueryScanner.Word) throws(QueryMistake) -> QueryPattern {
        switch field.kind {
        case .text, .json: return try textPattern(field, word)
        case .address, .network: return try addressPattern(field, word)
        case .integer: return try integerPattern(field, word)
        case .real: return try numberPattern(field, word)
        case .boolean:
            switch word.literal?.lowercased() {
            case "true", "yes", "1": return .boolean(true)
            case "false", "no", "0": return .boolean(false)
            default: throw scanner.mistake(word.range, "'\(field.name)' is true or false.")
            }
        case .time:
            if let range = try instantRange(word) { return .instants(range) }
            let span = try span(word)
            return .instants(span.start..<(span.isMoment ? span.end + 1 : span.end))
        case nil:
            if !word.isQuoted, let text = word.literal, let ends = Self.ends(text), let range = Self.numbers(ends) {
                return .numbers(range)
            }
            return word.pieces.count > 1 ? .pieces(word.pieces) : .text(word.pieces[0])
        }
    }

    private func textPattern(_ field: QueryField, _ word: QueryScanner.Word) throws(QueryMistake) -> QueryPattern {
        guard let text = word.literal else { return .pieces(word.pieces) }
        guard let known = vocabulary.knownValues(of: field) else { return .text(text) }
        if let value = known.first(where: { $0 == text.lowercased() }) { return .text(value) }
        // Older names that feeds and people still use.
        if field.name == "type", let type = IncidentType(name: text) { return .text(type.name) }
        if field.name == "taxonomy", let taxonomy = Taxonomy(name: text) { return .text(taxonomy.name) }
        if field.name == "tlp", let marking = TLP(text), let value = known.first(where: { TLP($0) == marking }) { return .text(value) }
        let suggestion = Resemblance.nearest(to: text, among: known)
        let choice = known.count <= 8 ? "; it is one of \(known.joined(separator: ", "))" : ""
        throw scanner.mistake(word.range, "No \(field.name) is called '\(text)'\(suggestion == nil ? choice : "").", suggestion: suggestion)
    }

    private func addressPattern(_ field: QueryField, _ word: QueryScanner.Word) throws(QueryMistake) -> QueryPattern {
        guard let text = word.literal else { return .pieces(word.pieces) }
        if let network = IPPrefix(lenient: text) { return .network(network) }
        let ends = Self.ends(text) ?? Self.dashed(text)
        if let ends, let first = IPAddress(ends.first), let last = IPAddress(ends.last), first.isIPv4 == last.isIPv4 {
            guard first <= last else { throw scanner.mistake(word.range, "The range runs backwards; write the smaller address first.") }
            return .addresses(first...last)
        }
        throw scanner.mistake(word.range, "'\(text)' is not an address, a network such as 192.0.2.0/24 or a range of addresses.")
    }

    private func integerPattern(_ field: QueryField, _ word: QueryScanner.Word) throws(QueryMistake) -> QueryPattern {
        guard let text = word.literal else {
            throw scanner.mistake(word.range, "'\(field.name)' is a number; write a range such as \(field.name):1-1024.")
        }
        if let number = Int64(integerText(text, of: field)) { return .integers(number...number) }
        guard let ends = Self.ends(text) ?? Self.dashed(text),
            let first = ends.first.isEmpty ? .min : Int64(integerText(ends.first, of: field)),
            let last = ends.last.isEmpty ? .max : Int64(integerText(ends.last, of: field))
        else {
            throw scanner.mistake(word.range, "'\(text)' is not a whole number or a range such as 1-1024.")
        }
        guard first <= last else { throw scanner.mistake(word.range, "The range runs backwards; write the smaller number first.") }
        return .integers(first...last)
    }

    private func numberPattern(_ field: QueryField, _ word: QueryScanner.Word) throws(QueryMistake) -> QueryPattern {
        if let text = word.literal {
            if let number = Double(text), number.isFinite { return .numbers(number...number) }
            if let ends = Self.ends(text), let range = Self.numbers(ends) { return .numbers(range) }
        }
        throw scanner.mistake(word.range, "'\(field.name)' is a number or a range such as 1.5..3.")
    }

    /// The text of a number without the letters that AS numbers are written with.
    func integerText(_ text: String, of field: QueryField) -> String {
        guard field.name == "asn" || field.name == "destination.asn" else { return text }
        return ASN(text).map { String($0.number) } ?? text
    }

    /// Reads a time or says what times look like.
    func span(_ word: QueryScanner.Word) throws(QueryMistake) -> QueryTimes.Span {
        if let text = word.literal, let span = QueryTimes.read(text, now: now) { return span }
        throw scanner.mistake(
            word.range,
            "A time is written as 2026-03-01, 2026-03, \"2026-03-01 12:30\", 2026-03-01T12:30:00Z, 12h, 7d, 4w, today or yesterday.")
    }

    /// Two times with two dots between; either may be missing.
    func instantRange(_ word: QueryScanner.Word) throws(QueryMistake) -> Range<Int64>? {
        guard let text = word.literal, let ends = Self.ends(text) else { return nil }
        var bounds = word
        bounds.pieces = [ends.first]
        let first = ends.first.isEmpty ? Int64.min : try span(bounds).start
        bounds.pieces = [ends.last]
        let last = ends.last.isEmpty ? Int64.max : try span(bounds).end
        guard first <= last else { throw scanner.mistake(word.range, "The range runs backwards; write the earlier time first.") }
        return first..<last
    }

    /// The parts of `first..last`, not both empty.
    private static func ends(_ text: String) -> (first: String, last: String)? {
        let bytes = Array(text.utf8)
        guard bytes.count > 2 else { return nil }
        for index in 0..<bytes.count - 1 where bytes[index] == UInt8(ascii: ".") && bytes[index + 1] == UInt8(ascii: ".") {
            return (String(decoding: bytes[..<index], as: UTF8.self), String(decoding: bytes[(index + 2)...], as: UTF8.self))
        }
        return nil
    }

    /// The parts of `first-last`, neither empty.
    private static func dashed(_ text: String) -> (first: String, last: String)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    private static func numbers(_ ends: (first: String, last: String)) -> ClosedRange<Double>? {
        guard let first = ends.first.isEmpty ? -.infinity : Double(ends.first),
            let last = ends.last.isEmpty ? .infinity : Double(ends.last),
            first <= last
        else { return nil }
        return first...last
    }
}
