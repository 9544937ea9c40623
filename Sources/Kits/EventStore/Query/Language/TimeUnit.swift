public import Vocabulary

/// A stretch of the UTC calendar that times are grouped by. Weeks begin on Monday (ISO 8601).
public enum TimeUnit: String, Hashable, Sendable, CaseIterable {
    case hour, day, week, month

    private static let microsecondsPerHour: Int64 = 3_600_000_000
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The number of the period in which a moment lies, counted from the one that holds the start of 1970.
    func number(_ microseconds: Int64) -> Int64 {
        switch self {
        case .hour: Self.floor(microseconds, Self.microsecondsPerHour)
        case .day: Self.floor(microseconds, Self.microsecondsPerDay)
        // 1970-01-01 was a Thursday: the week that holds it began three days before.
        case .week: Self.floor(Self.floor(microseconds, Self.microsecondsPerDay) + 3, 7)
        case .month: Self.month(CalendarDate(daysSinceEpoch: Self.floor(microseconds, Self.microsecondsPerDay)))
        }
    }

    /// When the period of that number begins, in microseconds since 1970.
    func start(_ number: Int64) -> Int64 {
        switch self {
        case .hour: return number * Self.microsecondsPerHour
        case .day: return number * Self.microsecondsPerDay
        case .week: return (number * 7 - 3) * Self.microsecondsPerDay
        case .month:
            let year = Self.floor(number, 12)
            let date = CalendarDate(year: 1970 + Int(year), month: Int(number - year * 12) + 1, day: 1)
            return (date?.daysSinceEpoch ?? 0) * Self.microsecondsPerDay
        }
    }

    /// The first moment of the period in which `moment` lies.
    public func start(of moment: Instant) -> Instant { Instant(microseconds: start(number(moment.microseconds))) }

    private static func month(_ date: CalendarDate) -> Int64 { Int64(date.year - 1970) * 12 + Int64(date.month - 1) }

    @inline(__always)
    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value + 1) / divisor - 1
    }
}
