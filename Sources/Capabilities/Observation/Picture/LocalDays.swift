internal import Centre
internal import Vocabulary

/// Days by the centre's clocks, numbered from 1970.
struct LocalDays: Sendable {
    /// Seconds that local time is ahead of UTC; taken once for a picture, which spans weeks: a change of the clocks moves an hour.
    let offset: Int64

    init(_ zone: Zone, at now: Instant) { offset = Int64(zone.offset(at: now)) }

    func day(_ instant: Instant) -> Int64 { Self.floor(instant.seconds + offset, 86_400) }
    func day(microseconds: Int64) -> Int64 { day(Instant(microseconds: microseconds)) }
    func day(hour: Int64) -> Int64 { Self.floor(hour * 3600 + offset, 86_400) }
    func hourOfDay(hour: Int64) -> Int { Int(hour * 3600 + offset - day(hour: hour) * 86_400) / 3600 }
    /// Monday is 1.
    func weekday(_ day: Int64) -> Int { Int(((day + 3) % 7 + 7) % 7) + 1 }
    func start(_ day: Int64) -> Instant { Instant(seconds: day * 86_400 - offset) }
    /// The first whole hour of a day.
    func hour(_ day: Int64) -> Int64 { start(day).hour }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 { value / divisor - (value % divisor < 0 ? 1 : 0) }
}

/// What is usual, by the values there were.
struct Normal: Sendable, Hashable {
    let median: Double
    let lower: Double
    let upper: Double
    /// How many values it is made of.
    let count: Int

    /// Median with three times the scaled median deviation, at least a quarter of the median, to both sides. Nil for fewer than three values:
    /// two days say nothing about what is usual.
    init?(_ values: [Double]) {
        guard values.count >= 3 else { return nil }
        median = Self.median(values)
        let deviation = Self.median(values.map { [median] in ($0 - median).magnitude }) * 1.4826 * 3
        let margin = max(deviation, median / 4)
        lower = max(0, median - margin)
        upper = median + margin
        count = values.count
    }

    /// The same weekday of the last weeks where at least three of them have values, else all days there are.
    init?(day: Int64, counts: [Int64: Int], first: Int64, weeks: Int64 = 8) {
        let sameWeekday = (1...weeks).map { day - $0 * 7 }.filter { $0 >= first }
        let days = sameWeekday.count >= 3 ? sameWeekday : (first..<max(first, day)).suffix(Int(weeks) * 7).map { $0 }
        self.init(days.map { Double(counts[$0] ?? 0) })
    }

    func contains(_ value: Double) -> Bool { value >= lower && value <= upper }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
