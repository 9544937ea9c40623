import Events
import Testing
import Vocabulary

@testable import EventStore

@Suite("Queries written and read back")
struct QueryRoundTripTests {
    @Test("a query written as text reads back as the same query", arguments: 0..<150)
    func roundTrip(seed: Int) throws {
        var maker = QueryMaker(seed: UInt64(seed))
        for _ in 0..<10 {
            let vocabulary = seed % 4 == 0 ? QueryVocabulary.findings : .events
            let query = maker.query(vocabulary)
            let text = query.description
            let back = try Query.parse(text, now: noon, over: vocabulary)
            #expect(back == query, "\(text)")
            #expect(back.description == text)
        }
    }
}

/// Makes queries as reading would: flattened, ranges the right way round, values of the field's kind.
private struct QueryMaker {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(truncatingIfNeeded: state >> 33) % bound
    }

    mutating func query(_ vocabulary: QueryVocabulary) -> Query {
        var query = Query(filter: next(8) == 0 ? .everything : filter(vocabulary, depth: 3))
        if next(2) == 0 {
            let groups: [QueryItem] = [.field(single(vocabulary)), .period(TimeUnit.allCases[next(4)], of: vocabulary.time)]
            query.groups = Array(groups.prefix(next(3)))
            if next(2) == 0 || query.groups.isEmpty {
                query.selection = [.count, .distinct(single(vocabulary)), .first(vocabulary.time), .last(vocabulary.time)].filter { _ in
                    next(2) == 0
                }
            }
            query.order = (query.groups + query.aggregates).filter { _ in query.isGrouped && next(3) == 0 }.map {
                QueryOrder($0, isDescending: next(2) == 0)
            }
        } else {
            query.selection = next(2) == 0 ? [] : [.field(single(vocabulary))]
            query.order = next(2) == 0 ? [] : [QueryOrder(.field(single(vocabulary)), isDescending: true)]
        }
        if next(2) == 0 { query.limit = 1 + next(1000) }
        return query
    }

    private mutating func single(_ vocabulary: QueryVocabulary) -> QueryField {
        while true {
            let field = anyField(vocabulary)
            if field.columns.count == 1 { return field }
        }
    }

    private mutating func anyField(_ vocabulary: QueryVocabulary) -> QueryField {
        let extras = ["extra.tag", "extra.my column", "extra.a:b", "extra.ünïcode", "extra.back\\slash", "extra.a.b"]
        let names = vocabulary.names
        let name = next(4) == 0 ? extras[next(extras.count)] : names[next(names.count)]
        return vocabulary.field(name) ?? vocabulary.time
    }

    private mutating func filter(_ vocabulary: QueryVocabulary, depth: Int) -> QueryFilter {
        switch depth == 0 ? next(4) : next(8) {
        case 0: return .text(text())
        case 1, 2, 3:
            let field = anyField(vocabulary)
            if next(6) == 0 { return .term(QueryTerm(field, .exists)) }
            var patterns: [QueryPattern] = []
            for _ in 0...(next(3)) {
                let pattern = pattern(field, vocabulary)
                if !patterns.contains(pattern) { patterns.append(pattern) }
            }
            return .term(QueryTerm(field, .matches(patterns)))
        case 4: return .not(filter(vocabulary, depth: depth - 1))
        case 5: return .disjunction((0...next(3)).map { _ in filter(vocabulary, depth: depth - 1) })
        default: return .conjunction((0...next(3)).map { _ in filter(vocabulary, depth: depth - 1) })
        }
    }

    private mutating func text() -> String {
        let pieces = [
            "a", "or", "not", "limit", "-x", "a\"b", "\\", "ə", " ", "x:y", "(", ",", "1..2", "http://example.com/", "*", "\n", "=", "7d",
        ]
        return (0...next(3)).map { _ in pieces[next(pieces.count)] }.joined()
    }

    private mutating func integer() -> Int64 { [.min, -5, 0, 1, 23, 64_500, .max][next(7)] }

    private mutating func pattern(_ field: QueryField, _ vocabulary: QueryVocabulary) -> QueryPattern {
        if let known = vocabulary.knownValues(of: field) { return .text(known[next(known.count)]) }
        switch field.kind {
        case .text, .json: return next(3) == 0 ? .pieces([text(), "", text()]) : .text(next(9) == 0 ? "" : text())
        case .integer:
            let one = integer()
            let other = integer()
            let range = min(one, other)...max(one, other)
            return range == .min ... .max ? .integers(5...5) : .integers(range)
        case .real: return .numbers([0.1...0.1, -2.5...1e300, 3...(.infinity), -.infinity...0][next(4)])
        case .boolean: return .boolean(next(2) == 0)
        case .time:
            let start = Int64(next(2_000_000_000)) * 1_000_000 + Int64(next(3))
            return .instants([start..<start + 1, start..<(.max), .min..<start, start..<start + 86_400_000_000][next(4)])
        case .address, .network:
            let address = IPAddress(ipv4: UInt32(truncatingIfNeeded: 0xC000_0200 + next(256)))
            switch next(4) {
            case 0: return .network(IPPrefix(host: address))
            case 1: return .network(IPPrefix("2001:db8::/32") ?? IPPrefix(host: address))
            case 2: return .addresses(address...IPAddress(ipv4: 0xC000_02FF))
            default: return .pieces(["192.0.2.", ""])
            }
        case nil: return [.text(text()), .pieces(["", text()]), .numbers(1...5), .numbers(2...2), .numbers(-.infinity...1.5)][next(5)]
        }
    }
}
