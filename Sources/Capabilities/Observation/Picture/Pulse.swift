internal import EventStore
internal import Events
internal import Vocabulary

/// How many events there were, by hour and day, type and feed: from the hourly counts alone.
struct Pulse: Sendable {
    /// How many days back the counts go: eight weeks of the same weekday, and today.
    static let span: Int64 = 57

    let at: Instant
    let today: Int64
    /// The first day with any event, within the span.
    var firstDay: Int64
    var total = 0
    var byDay: [Int64: Int] = [:]
    /// Events of today, up to the hour that is under way.
    var soFar = 0
    /// The same hours on each day before.
    var soFarByDay: [Int64: Int] = [:]
    var byTaxonomyAndDay: [String: [Int64: Int]] = [:]
    var byTypeAndDay: [String: [Int64: Int]] = [:]
    /// Sums over the last four whole weeks by weekday (Monday first) and hour.
    var week = [[Int]](repeating: [Int](repeating: 0, count: 24), count: 7)
    var weeks = 0
    var feeds: [String: FeedCounts] = [:]

    /// What came of a feed.
    struct FeedCounts: Sendable {
        var total = 0
        var byDay: [Int64: Int] = [:]
        /// The last whole hour with an event, counted from 1970.
        var lastHour: Int64 = .min
    }

    init(at: Instant, days: LocalDays, types: HourlyCounts, feeds: HourlyCounts) {
        self.at = at
        today = days.day(at)
        firstDay = today
        countTypes(types, days)
        countFeeds(feeds, days)
    }

    private mutating func countTypes(_ counts: HourlyCounts, _ days: LocalDays) {
        let hourNow = days.hourOfDay(hour: at.hour)
        let names = counts.values.map { value in if case .text(let text)? = value { text } else { "" } }
        let taxonomies = names.map { IncidentType(name: $0)?.taxonomy.name ?? "other" }
        // Dense sums first: the names are only looked up once each.
        let start = today - Self.span + 1
        var cells = [[Int]](repeating: [Int](repeating: 0, count: Int(Self.span)), count: names.count)
        var first = Int64.max
        for index in counts.hours.indices {
            let hour = counts.hours[index]
            let day = days.day(hour: hour)
            let count = Int(counts.counts[index])
            guard day >= start, day <= today else { continue }
            first = min(first, day)
            cells[Int(counts.places[index])][Int(day - start)] += count
            let hourOfDay = days.hourOfDay(hour: hour)
            if hourOfDay <= hourNow { soFarByDay[day, default: 0] += count }
            if day < today, day >= today - 28 { week[days.weekday(day) - 1][hourOfDay] += count }
        }
        firstDay = min(first, today)
        weeks = max(1, min(4, Int((today - firstDay + 6) / 7)))
        for (place, name) in names.enumerated() {
            for (offset, count) in cells[place].enumerated() where count > 0 {
                let day = start + Int64(offset)
                byDay[day, default: 0] += count
                byTypeAndDay[name, default: [:]][day, default: 0] += count
                byTaxonomyAndDay[taxonomies[place], default: [:]][day, default: 0] += count
                total += count
            }
        }
        soFar = soFarByDay[today] ?? 0
    }

    private mutating func countFeeds(_ counts: HourlyCounts, _ days: LocalDays) {
        let start = today - Self.span + 1
        var all = [FeedCounts](repeating: FeedCounts(), count: counts.values.count)
        for index in counts.hours.indices {
            let place = Int(counts.places[index])
            let count = Int(counts.counts[index])
            all[place].total += count
            all[place].lastHour = max(all[place].lastHour, counts.hours[index])
            let day = days.day(hour: counts.hours[index])
            if day >= start { all[place].byDay[day, default: 0] += count }
        }
        for (place, value) in counts.values.enumerated() {
            if case .text(let code)? = value { feeds[code] = all[place] }
        }
    }

    /// The last day that is over.
    var lastWholeDay: Int64 { today - 1 }

    /// What is usual on a day.
    func normal(_ day: Int64) -> Normal? { Normal(day: day, counts: byDay, first: firstDay) }

    /// What is usual up to this hour on a day such as today.
    var normalSoFar: Normal? { Normal(day: today, counts: soFarByDay, first: firstDay) }
}
