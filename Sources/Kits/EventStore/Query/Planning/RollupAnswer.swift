internal import Events
internal import Vocabulary

/// Answers from the hourly counts: groups by one dimension and by periods, counted, with no claims but about that dimension and the time.
enum RollupAnswer {
    private static let microsecondsPerHour: Int64 = 3_600_000_000

    /// The dimension whose counts answer a query, nil where events must be read.
    static func dimension(for query: Query) -> RollupDimension? {
        guard query.isGrouped, query.aggregates.allSatisfy({ $0 == .count }) else { return nil }
        var dimension: RollupDimension?
        for item in query.groups {
            switch item {
            case .field(let field):
                guard dimension == nil, let own = Self.dimension(of: field) else { return nil }
                dimension = own
            case .period(_, let field):
                guard field == QueryVocabulary.events.time else { return nil }
            case .count, .distinct, .first, .last: return nil
            }
        }
        for part in query.filter.conjuncts {
            if isPeriod(part) { continue }
            guard let own = soleDimension(part), dimension == nil || dimension == own else { return nil }
            dimension = own
        }
        // The fewest counts are those by feed.
        return dimension ?? .feed
    }

    private static func dimension(of field: QueryField) -> RollupDimension? {
        guard field.columns.count == 1, case .event(.idf(let key)) = field.columns[0] else { return nil }
        return switch key {
        case .classificationType: .type
        case .sourceASN: .asn
        case .sourceGeolocationCC: .country
        case .constituency: .owner
        case .feedCode: .feed
        default: nil
        }
    }

    /// Whether a filter asks for whole hours.
    private static func isPeriod(_ filter: QueryFilter) -> Bool {
        guard case .term(let term) = filter, term.field == QueryVocabulary.events.time, case .matches(let patterns) = term.test,
            patterns.count == 1, case .instants(let range) = patterns[0]
        else { return false }
        return [range.lowerBound, range.upperBound].allSatisfy { $0 == .min || $0 == .max || $0 % microsecondsPerHour == 0 }
    }

    /// The dimension that a filter speaks of, where it speaks of one and of nothing else.
    private static func soleDimension(_ filter: QueryFilter) -> RollupDimension? {
        switch filter {
        case .everything, .text: return nil
        case .term(let term): return dimension(of: term.field)
        case .not(let inner): return soleDimension(inner)
        case .all(let parts), .any(let parts):
            let dimensions = parts.map(soleDimension)
            guard let first = dimensions.first, let own = first, dimensions.allSatisfy({ $0 == own }) else { return nil }
            return own
        }
    }

    /// Fills totals with the counts.
    static func fill(
        _ totals: GroupTotals, _ query: Query, _ dimension: RollupDimension, from store: some QueryableStore, ownerIDs: (String) -> [String]
    ) throws {
        let period = query.filter.period(of: QueryVocabulary.events.time) ?? .min..<(.max)
        // Within what a moment in microseconds can be.
        let bound = Int64.max / microsecondsPerHour
        let hours = max(-bound, period.lowerBound / microsecondsPerHour)..<min(bound, period.upperBound / microsecondsPerHour)
        if hours.isEmpty { return }
        let counts = try store.hourlyCounts(by: dimension, hours: hours)
        let claims = PreparedFilter(.conjunction(query.filter.conjuncts.filter { !isPeriod($0) }), ownerIDs: ownerIDs)
        let own = column(of: dimension)
        let isAsked = counts.values.map { value in claims.matches({ $0 == own ? value : nil }, texts: { [] }) }
        let fields = query.groups.indices.filter { if case .field = query.groups[$0] { true } else { false } }
        let numbers = fields.map { index in counts.values.indices.map { isAsked[$0] ? totals.keys[index].number(of: counts.values[$0]) : 0 }
        }
        let periods = query.groups.indices.compactMap { index in
            if case .period(let unit, _) = query.groups[index] { (index: index, unit: unit) } else { nil }
        }
        let values = UnsafeMutablePointer<UInt32>.allocate(capacity: query.groups.count + 1)
        defer { values.deallocate() }
        var lastHour: Int64?
        for index in counts.counts.indices {
            let place = Int(counts.places[index])
            guard isAsked[place] else { continue }
            // Hours come in order, so what a period makes of one is worked out once.
            if counts.hours[index] != lastHour {
                lastHour = counts.hours[index]
                for period in periods {
                    let start = period.unit.start(period.unit.number(counts.hours[index] * microsecondsPerHour))
                    values[period.index] = totals.keys[period.index].number(time: start)
                }
            }
            for (number, field) in fields.enumerated() { values[field] = numbers[number][place] }
            totals.add(group: totals.group(values), count: counts.counts[index])
        }
    }

    private static func column(of dimension: RollupDimension) -> QueryColumn {
        let field: EventField =
            switch dimension {
            case .type: .classificationType
            case .asn: .sourceASN
            case .country: .sourceGeolocationCC
            case .owner: .constituency
            case .feed: .feedCode
            }
        return .event(.idf(field))
    }
}

extension ValueInterner {
    /// The number of a value.
    func number(of value: Value?) -> UInt32 {
        switch value {
        case nil: return 0
        case .text(var text)?: return text.withUTF8 { number(bytes: UnsafeRawBufferPointer($0)) }
        case .json(var text)?: return text.withUTF8 { number(bytes: UnsafeRawBufferPointer($0), isJSON: true) }
        case .integer(let number)?: return self.number(integer: number)
        case .time(let moment)?: return self.number(time: moment)
        case .real(let number)?: return self.number(real: number)
        case .boolean(let flag)?: return number(boolean: flag)
        }
    }
}
