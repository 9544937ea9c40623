internal import Centre
internal import Charts
internal import EventStore
internal import Events
internal import Vocabulary

/// When the events of a question were and what they have in common, from as few readings as possible.
struct EventSummary: Sendable {
    var total = 0
    var unit = TimeUnit.day
    /// Starts of periods in microseconds, with their counts.
    var periods: [(start: Int64, count: Int)] = []
    var facets: [(field: String, values: [(value: Value?, count: Int)])] = []

    static let fields = ["type", "asn", "cc", "feed", "owner", "port"]

    static func of(_ filter: QueryFilter, reader: StoreReader, now: Instant) async throws -> EventSummary {
        var summary = EventSummary()
        summary.unit = try await unit(filter, reader: reader, now: now)
        let named = fields.compactMap { name in QueryVocabulary.events.field(name).map { (name: name, field: $0) } }
        let answers = try await reader.groups(
            [Query(filter: filter, groups: [.period(summary.unit, of: QueryVocabulary.events.time)])]
                + named.map { Query(filter: filter, groups: [.field($0.field)], limit: 6) })
        summary.periods = answers[0].rows.compactMap { row in
            guard case .time(let start)? = row[0], case .integer(let count)? = row[1] else { return nil }
            return (start, Int(count))
        }
        summary.total = answers[0].rows.reduce(0) { sum, row in if case .integer(let count)? = row[1] { sum + Int(count) } else { sum } }
        for (name, groups) in zip(named.map(\.name), answers.dropFirst()) {
            let values = groups.rows.compactMap { row -> (value: Value?, count: Int)? in
                guard case .integer(let count)? = row[1] else { return nil }
                return (row[0], Int(count))
            }
            if !values.isEmpty { summary.facets.append((name, values)) }
        }
        return summary
    }

    /// Hours for up to three days, days for up to four months, then weeks and months.
    private static func unit(_ filter: QueryFilter, reader: StoreReader, now: Instant) async throws -> TimeUnit {
        var first = Int64.min
        var last = now.microseconds
        for case .term(let term) in filter.conjuncts where term.field == QueryVocabulary.events.time {
            guard case .matches(let patterns) = term.test, patterns.count == 1, case .instants(let range) = patterns[0] else { continue }
            first = max(first, range.lowerBound)
            last = min(last, range.upperBound)
        }
        if first == .min {
            let store = reader.store
            first = try await reader.reading { try store.statistics().time?.lowerBound } ?? last
        }
        switch (last - first) / 3_600_000_000 {
        case ..<73: return .hour
        case ..<(24 * 124): return .day
        case ..<(24 * 730): return .week
        default: return .month
        }
    }

    /// The histogram; each bar narrows the question to its period.
    func chart(_ text: String, _ query: Query, _ words: Words, _ zone: Zone) -> ChartView? {
        guard periods.count > 1 else { return nil }
        let bins = periods.map { period in
            let start = Instant(microseconds: period.start)
            let end = end(start)
            return Histogram.Bin(
                lower: Double(start.seconds), upper: Double(end.seconds), counts: [Double(period.count)],
                address: "/events?q=" + Form.encoded(QueryFilter.adding("between:\(start)..\(end)", to: text)))
        }
        return ChartView(
            Histogram(
                head: ChartHead(id: "events-histogram", title: words["observation.events.histogram.\(unit.rawValue)"], width: 1100),
                axis: .time, bins: bins, plotHeight: 100, format: ChartFormat(words, unit == .hour ? zone : .utc),
                endName: { words.short(Instant(seconds: Int64($0)), unit == .hour ? zone : .utc).text }))
    }

    private func end(_ start: Instant) -> Instant {
        switch unit {
        case .hour: start + .seconds(3_600)
        case .day: start + .seconds(86_400)
        case .week: start + .seconds(7 * 86_400)
        case .month: unit.start(of: start + .seconds(32 * 86_400))
        }
    }
}

/// What events have in common, as links that narrow the question.
struct EventFacets {
    let words: Words
    let book: OwnerBook
    let text: String
    let query: Query

    func views(_ summary: EventSummary) -> [FacetView] {
        summary.facets.compactMap { facet in
            let values = facet.values.map { value in
                let plain = value.value.map { $0.plain(words) }
                let term = plain.map { QueryText.term(facet.field, $0) } ?? "-has:\(facet.field)"
                return FacetView.Value(
                    label: label(facet.field, plain), count: words.number(value.count),
                    href: "/events?q=" + Form.encoded(QueryFilter.adding(term, to: text)))
            }
            return values.count > 1 || summary.total > facet.values[0].count
                ? FacetView(title: words["observation.facet.\(facet.field)"], values: values) : nil
        }
    }

    private func label(_ field: String, _ value: String?) -> String {
        guard let value else { return words["common.word.none"] }
        switch field {
        case "type": return words.type(value)
        case "asn": return "AS" + value
        case "owner": return book.name(value, words)
        default: return value
        }
    }
}
