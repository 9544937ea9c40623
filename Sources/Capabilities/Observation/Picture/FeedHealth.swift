internal import Centre
internal import EventStore
internal import Events
internal import Vocabulary

/// How a feed is doing, and what is to be done where it is not well.
struct FeedHealth: Sendable, Hashable {
    /// What is wrong with a feed.
    enum Trouble: Sendable, Hashable {
        /// Nothing for longer than two of its intervals: how many seconds.
        case late(seconds: Int)
        /// Its last delivery held no rows.
        case empty
        /// Columns that its latest deliveries have or lack, against those before.
        case schemaChanged(gone: [String], new: [String])
        /// Events of the last whole day, and what is usual.
        case volume(count: Int, lower: Int, upper: Int)
        /// Its last collection failed: why.
        case failed(String)
        /// Rows that could not be read.
        case deadLetters(Int)

        /// The key of its texts: `observation.trouble.<name>` and `observation.remedy.<name>`.
        var name: String {
            switch self {
            case .late: "late"
            case .empty: "empty"
            case .schemaChanged: "schema"
            case .volume(let count, let lower, _): count < lower ? "few" : "many"
            case .failed: "failed"
            case .deadLetters: "dead"
            }
        }

        /// Whether something is broken; else somebody should look.
        var isBad: Bool {
            switch self {
            case .late, .failed, .schemaChanged: true
            case .empty, .volume, .deadLetters: false
            }
        }
    }

    let code: String
    let name: String
    let provider: String
    /// Seconds.
    let interval: Int
    let total: Int
    /// The end of the last hour with an event.
    let last: Instant?
    /// Events of the last 30 days, today last.
    let byDay: [Int]
    let deadLetters: Int
    let troubles: [Trouble]

    var isWell: Bool { troubles.isEmpty }
}

/// Looks at what came of each feed.
struct FeedExamination {
    let now: Instant
    let days: LocalDays
    let summaries: [String: FeedSummary]
    let deadLetters: [String: Int]
    /// Columns gone and new by feed, where its latest deliveries differ from those before.
    let changes: [String: SchemaChange]
    /// What became of the last collection of a feed.
    let collections: [String: CollectionMark]

    /// How a feed is doing.
    func health(_ code: String, _ counts: Pulse.FeedCounts) -> FeedHealth {
        let summary = summaries[code]
        let interval = summary?.interval ?? 86_400
        let today = days.day(now)
        var troubles: [FeedHealth.Trouble] = []
        let last = counts.lastHour == .min ? nil : Instant(seconds: (counts.lastHour + 1) * 3600)
        if let last {
            let silence = Int(now.seconds - last.seconds)
            // A daily report speaks of yesterday and comes today, so that two intervals are still usual.
            if silence > 2 * max(interval, 3600) { troubles.append(.late(seconds: silence)) }
        }
        switch collections[code] {
        case .failed(let reason)?: troubles.append(.failed(reason))
        case .empty?: troubles.append(.empty)
        case .done?, nil: break
        }
        if let change = changes[code] { troubles.append(.schemaChanged(gone: change.gone, new: change.new)) }
        if case .none = troubles.first(where: { if case .late = $0 { true } else { false } }), let volume = volume(counts, today) {
            troubles.append(volume)
        }
        let dead = deadLetters[code] ?? 0
        // A stray row now and then is in every feed; it stands on the feed's page.
        if dead >= max(5, counts.total / 100) { troubles.append(.deadLetters(dead)) }
        return FeedHealth(
            code: code, name: summary?.name ?? code, provider: summary?.provider ?? String(code.split(separator: "/").first ?? ""),
            interval: interval, total: counts.total, last: last, byDay: (0..<30).map { counts.byDay[today - 29 + $0] ?? 0 },
            deadLetters: dead, troubles: troubles)
    }

    /// The last day with events that is over, against those before.
    private func volume(_ counts: Pulse.FeedCounts, _ today: Int64) -> FeedHealth.Trouble? {
        guard let first = counts.byDay.keys.min(), let day = counts.byDay.keys.filter({ $0 < today }).max() else { return nil }
        let before = (first..<day).map { counts.byDay[$0] ?? 0 }.filter { $0 > 0 }.suffix(28)
        guard before.count >= 5, let normal = Normal(before.map(Double.init)), let count = counts.byDay[day] else { return nil }
        // Half and double of what is usual are looked at in any case, small feeds jump more.
        let lower = min(normal.lower, normal.median / 2)
        let upper = max(normal.upper, normal.median * 2, 20)
        guard Double(count) < lower || Double(count) > upper else { return nil }
        return .volume(count: count, lower: Int(lower), upper: Int(upper))
    }
}

/// Columns that came or went.
struct SchemaChange: Sendable, Hashable {
    let gone: [String]
    let new: [String]

    /// Compares the columns of the segments of a feed's newest day with those of the weeks before. Columns that only some deliveries have
    /// are not missed.
    init?(_ segments: [Segment]) {
        let dated = segments.compactMap { segment in segment.observation.map { (day: $0.upperBound / 86_400_000_000, segment) } }
        guard let newest = dated.map(\.day).max() else { return nil }
        let recent = dated.filter { $0.day == newest }.map(\.1)
        let before = dated.filter { $0.day < newest && $0.day >= newest - 28 }
        guard Set(before.map(\.day)).count >= 3, recent.reduce(0, { $0 + $1.rowCount }) >= 20 else { return nil }
        let now = Set(recent.flatMap { $0.columns.map(\.name) })
        let known = Set(before.flatMap { $0.1.columns.map(\.name) })
        let always = before.dropFirst().reduce(Set(before[0].1.columns.map(\.name))) { $0.intersection($1.1.columns.map(\.name)) }
        gone = always.subtracting(now).filter { $0.hasPrefix("extra.") }.sorted()
        new = now.subtracting(known).filter { $0.hasPrefix("extra.") && $0 != "extra.warning_list" }.sorted()
        if gone.isEmpty, new.isEmpty { return nil }
    }
}

/// How the last collection of a feed ended.
enum CollectionMark: Sendable, Hashable {
    case done
    case empty
    case failed(String)
}
