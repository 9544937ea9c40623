internal import Events
internal import Parquet
internal import Vocabulary

/// How a query is answered: from the hourly counts, or from which segments.
public struct QueryPlan: Sendable {
    /// Where the answer comes from.
    public enum Path: Sendable, Hashable {
        /// From the counts of one dimension.
        case rollup(RollupDimension)
        /// From the events themselves.
        case segments
    }

    /// Where the answer comes from.
    public let path: Path
    /// The segments that are read, none where the counts suffice.
    public let segments: [Segment]
    /// Segments that the catalogue's bounds did not rule out.
    public let selected: Int
    /// Of those, how many lack a column that is asked for.
    public let withoutColumn: Int
    /// Of those, how many are ruled out by what is the same in all their events.
    public let otherFeed: Int
    /// Of those, how many are ruled out by their bloom filters.
    public let bloomed: Int

    let filter: PreparedFilter
    /// The one address that is asked for.
    let address: TextBounds?

    /// Plans a query.
    public init(_ query: Query, over store: some QueryableStore, ownerIDs: (String) -> [String] = { _ in [] }) throws {
        filter = PreparedFilter(query.filter, ownerIDs: ownerIDs)
        let required = filter.required
        address = required.lazy.compactMap { $0.column == .idf(.sourceIP) ? $0.matcher.addressBounds : nil }.first
        if let dimension = RollupAnswer.dimension(for: query) {
            path = .rollup(dimension)
            segments = []
            (selected, withoutColumn, otherFeed, bloomed) = (0, 0, 0, 0)
            return
        }
        path = .segments
        let sole = required.lazy.compactMap { $0.column == .idf(.sourceIP) ? $0.matcher.soleAddress : nil }.first
        let time = query.filter.period(of: QueryVocabulary.events.time)
        let candidates = try store.segments(SegmentSelection(time: time, address: sole))
        var kept: [Segment] = []
        var (columnless, foreign, bloomed) = (0, 0, 0)
        let hash = sole.map { BloomFilter.hash($0) }
        for segment in candidates {
            if required.contains(where: { !segment.hasColumn($0.column.name) }) {
                columnless += 1
            } else if required.contains(where: { $0.column == .idf(.feedCode) && !$0.matcher.matches(.text(segment.feed)) })
                || (time.map { !segment.mayHold($0) } ?? false)
            {
                foreign += 1
            } else if let hash, try !segment.mayHold(address: hash, path: store.path(of: segment)) {
                bloomed += 1
            } else {
                kept.append(segment)
            }
        }
        segments = kept
        selected = candidates.count
        (withoutColumn, otherFeed, self.bloomed) = (columnless, foreign, bloomed)
    }

    /// What is done, for a person.
    /// - Parameter total: Segments in the store.
    public func explanation(total: Int) -> [String] {
        guard case .segments = path else {
            if case .rollup(let dimension) = path {
                return ["answered from the hourly counts by \(dimension.rawValue); no segment is read"]
            }
            return []
        }
        func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
        var lines = [
            "reads \(segments.count) of \(counted(total, "segment")), \(counted(segments.reduce(0) { $0 + $1.rowCount }, "event"))"
        ]
        func line(_ count: Int, _ reason: String) {
            if count > 0 { lines.append("  \(count) \(count == 1 ? "is" : "are") ruled out by \(reason)") }
        }
        line(total - selected, "the catalogue's bounds of time and address")
        line(withoutColumn, "a column that none of their events has")
        line(otherFeed, "their feed or the times of their events")
        line(bloomed, "their bloom filters")
        return lines
    }
}

extension Segment {
    /// Whether some event may have its moment in the range: `time.source`, else `time.observation`.
    fileprivate func mayHold(_ range: Range<Int64>) -> Bool {
        if let time, time.lowerBound < range.upperBound, time.upperBound >= range.lowerBound { return true }
        guard hasUntimedRows, let observation else { return false }
        return observation.lowerBound < range.upperBound && observation.upperBound >= range.lowerBound
    }

    /// Whether some event may have the address of this hash.
    fileprivate func mayHold(address hash: UInt64, path: @autoclosure () -> String) throws -> Bool {
        guard let column = columns.firstIndex(where: { $0.name == EventField.sourceIP.name }) else { return false }
        let own = blooms.filter { $0.column == column }
        if own.isEmpty { return true }
        let path = path()
        for bloom in own where try BloomFilter.mightContain(path: path, at: bloom.location, hash: hash) { return true }
        return false
    }
}

extension QueryFilter {
    /// The moments that a field must lie in, as far as the outermost claims say.
    func period(of field: QueryField) -> Range<Int64>? {
        var period: Range<Int64>?
        for case .term(let term) in conjuncts where term.field == field {
            guard case .matches(let patterns) = term.test else { continue }
            var lower = Int64.max
            var upper = Int64.min
            for pattern in patterns {
                guard case .instants(let range) = pattern else { return period }
                lower = min(lower, range.lowerBound)
                upper = max(upper, range.upperBound)
            }
            let current = period ?? .min..<(.max)
            let start = max(lower, current.lowerBound)
            period = start..<max(start, min(upper, current.upperBound))
        }
        return period
    }
}

extension PreparedFilter {
    /// Claims about single columns that every event must meet.
    var required: [(column: FieldKey, matcher: TermMatcher)] {
        func collect(_ node: Node) -> [(column: FieldKey, matcher: TermMatcher)] {
            switch node {
            case .all(let parts): parts.flatMap(collect)
            case .term(let columns, let matcher):
                if columns.count == 1, case .event(let key) = columns[0] { [(key, matcher)] } else { [] }
            case .everything, .text, .not, .any: []
            }
        }
        return collect(root)
    }
}
