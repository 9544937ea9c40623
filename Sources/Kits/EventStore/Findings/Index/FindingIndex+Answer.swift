extension FindingIndex {
    /// Answers a question.
    /// - Parameter now: Microseconds since 1970 UTC.
    public func answer(_ question: FindingQuestion, now: Int64) -> FindingAnswer {
        var answer = FindingAnswer()
        let claim = RowClaim(question.filter.root, rows)
        let isOwned = question.owners.map { owners in rows.owners.texts.map { owners.contains($0) } }
        let states = FindingState.Name.allCases
        var counts = [Int](repeating: 0, count: rows.profiles.count * states.count)
        var part = Part(question, self)
        forEachState(now) { row, value, state in
            if let isOwned, !isOwned[rows.profiles[Int(value.profile)].owner] { return }
            guard claim.holds(row, value, state: state.name, rows) else { return }
            if let since = question.fixedSince, fixedAt(value, state, now).map({ $0 < since }) ?? true { return }
            counts[Int(value.profile) &* states.count &+ state.name.number] &+= 1
            part.take(row, value)
        }
        for (place, count) in counts.enumerated() where count > 0 {
            let profile = rows.profiles[place / states.count]
            answer.total += count
            answer.byState[states[place % states.count], default: 0] += count
            answer.byType[rows.types.texts[profile.type], default: 0] += count
            answer.byOwner[rows.owners.texts[profile.owner], default: 0] += count
        }
        part.finish(&answer)
        return answer
    }

    /// Calls `body` with each row and its state.
    private func forEachState(_ now: Int64, _ body: (Int, IndexRows.Row, FindingState) -> Void) {
        // The rows that people decided about, in order; the last is a row that is not there.
        let decided =
            decisions.keys.compactMap { id in
                let place = rows.place(of: id)
                return place < rows.rows.count && rows.rows[place].id == id ? place : nil
            }.sorted() + [rows.rows.count]
        var next = 0
        rows.rows.withUnsafeBufferPointer { all in
            for row in 0..<all.count {
                var mine: [Decision] = []
                if row == decided[next] {
                    mine = decisions[all[row].id] ?? []
                    next &+= 1
                }
                let set = all[row].feeds
                let state = FindingState(
                    sights: (all[row].first, all[row].last), hasReturned: all[row].hasReturned, interval: rows.feedSets[set].interval,
                    watchedUntil: watchedUntil[set], decisions: mine, now: now, policy: policy)
                body(row, all[row], state)
            }
        }
    }

    /// When a fixed finding came to be fixed: once it was silent for long enough, or when a person verified it; nil for others.
    private func fixedAt(_ row: IndexRows.Row, _ state: FindingState, _ now: Int64) -> Int64? {
        guard state == .fixed else { return nil }
        let silent = row.last &+ policy.fixedAfter &* rows.feedSets[row.feeds].interval
        if silent <= min(now, watchedUntil[row.feeds] ?? .max) { return silent }
        return decisions[row.id]?.last { $0.kind == .verifyFixed }?.at ?? silent
    }
}

/// Gathers the part of a list that is asked for.
private struct Part {
    /// A row with what it is sorted by.
    private struct Entry {
        var number: Int64
        var last: Int64
        var row: Int

        @inline(__always)
        func precedes(_ other: Entry) -> Bool {
            if number != other.number { return number > other.number }
            return last != other.last ? last > other.last : row < other.row
        }
    }

    private let rows: IndexRows
    private let order: FindingQuestion.Order
    private let limit: Int
    private let isRising: Bool
    private let isBackwards: Bool
    /// By profile, what type and owner are sorted by: the first in the alphabet has the greatest number.
    private let ranks: [Int64]
    private var bound: Entry?
    /// Those kept, the worst of which is known once there are enough.
    private var kept: [Entry] = []
    private var worst: Entry?
    /// Rows on this and on the other side of the bound.
    private var inside = 0
    private var outside = 0

    init(_ question: FindingQuestion, _ index: FindingIndex) {
        rows = index.rows
        order = question.order
        limit = max(1, question.limit)
        isRising = question.isRising
        isBackwards = question.before != nil
        ranks =
            switch question.order {
            case .type: Self.ranks(rows.types.texts, rows.profiles.map(\.type))
            // Without owner comes last.
            case .owner: Self.ranks(rows.owners.texts.map { $0.isEmpty ? "~" : $0 }, rows.profiles.map(\.owner))
            case .lastSeen, .firstSeen, .seen, .severity: []
            }
        if let place = question.before ?? question.after {
            let row = rows.place(of: place.id)
            var number = place.number
            if !ranks.isEmpty, row < rows.rows.count { number = ranks[Int(rows.rows[row].profile)] }
            bound = Entry(number: number, last: place.last, row: row)
        }
    }

    private static func ranks(_ names: [String], _ places: [Int]) -> [Int64] {
        var ranks = [Int64](repeating: 0, count: names.count)
        for (rank, name) in names.indices.sorted(by: { names[$0] < names[$1] }).enumerated() { ranks[name] = Int64(-rank) }
        return places.map { ranks[$0] }
    }

    /// Whether one comes before another in the direction that is read in.
    @inline(__always)
    private func precedes(_ one: Entry, _ other: Entry) -> Bool { isRising != isBackwards ? other.precedes(one) : one.precedes(other) }

    @inline(__always)
    mutating func take(_ row: Int, _ value: IndexRows.Row) {
        let number: Int64 =
            switch order {
            case .lastSeen: value.last
            case .firstSeen: value.first
            case .seen: value.count
            case .severity: Int64(rows.profiles[Int(value.profile)].severity)
            case .type, .owner: ranks[Int(value.profile)]
            }
        let entry = Entry(number: number, last: value.last, row: row)
        if let bound, !precedes(bound, entry) {
            outside &+= 1
            return
        }
        inside &+= 1
        if let worst, precedes(worst, entry) { return }
        kept.append(entry)
        if kept.count >= limit * 2 + 200 { cut() }
    }

    private mutating func cut() {
        let sorted = kept.sorted { precedes($0, $1) }
        kept = Array(sorted.prefix(limit))
        if kept.count == limit { worst = kept.last }
    }

    mutating func finish(_ answer: inout FindingAnswer) {
        cut()
        let more = inside - kept.count
        if isBackwards { kept.reverse() }
        answer.skipped = isBackwards ? more : outside
        answer.ids = kept.map { rows.rows[$0.row].id }
        func place(_ entry: Entry?) -> FindingPlace? {
            entry.map { FindingPlace(number: $0.number, last: $0.last, id: rows.rows[$0.row].id) }
        }
        let isLast = isBackwards ? outside == 0 : more == 0
        answer.next = isLast ? nil : place(kept.last)
        answer.previous = answer.skipped > 0 ? place(kept.first) : nil
    }
}
