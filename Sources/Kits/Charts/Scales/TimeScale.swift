/// How far apart the ticks of a time axis stand.
public enum TimeStep: Sendable, Hashable {
    case minutes(Int)
    case hours(Int)
    case days(Int)
    case months(Int)
    case years(Int)

    /// About how many seconds it is.
    var seconds: Int64 {
        switch self {
        case .minutes(let count): Int64(count) * 60
        case .hours(let count): Int64(count) * 3600
        case .days(let count): Int64(count) * 86_400
        case .months(let count): Int64(count) * 2_629_746
        case .years(let count): Int64(count) * 31_556_952
        }
    }

    static let all: [TimeStep] =
        [
            .minutes(1), .minutes(5), .minutes(15), .minutes(30), .hours(1), .hours(3), .hours(6), .hours(12), .days(1), .days(2), .days(3),
            .days(7),
        ]
        + [
            .months(1), .months(2), .months(3), .months(6), .years(1), .years(2), .years(5), .years(10), .years(20), .years(50),
            .years(100),
        ]
}

/// Lays moments along an axis, with ticks at full minutes, hours, days, months or years of local time.
public struct TimeScale: Sendable {
    let scale: LinearScale
    let zoneOffset: @Sendable (Int64) -> Int64

    /// A scale between two moments, in seconds since 1970 UTC.
    public init(from: Int64, to: Int64, start: Double, end: Double, zoneOffset: @escaping @Sendable (Int64) -> Int64 = { _ in 0 }) {
        scale = LinearScale(lower: Double(from), upper: Double(to), start: start, end: end)
        self.zoneOffset = zoneOffset
    }

    /// Where a moment lies.
    public func callAsFunction(_ moment: Int64) -> Double { scale(Double(moment)) }

    /// Moments to mark, at most so many, and how far apart they are.
    public func ticks(atMost count: Int) -> (moments: [Int64], step: TimeStep) {
        // Within the years that the calendar here counts.
        let limit = 8_000_000_000_000.0
        let from = Int64(min(max(scale.lower, -limit), limit))
        let to = Int64(min(max(scale.upper, -limit), limit))
        let wanted = (to - from) / Int64(max(count, 1))
        let step = TimeStep.all.first { $0.seconds >= wanted } ?? .years(1000)
        var moments: [Int64] = []
        var local = CivilTime.floor(from + zoneOffset(from), to: step)
        while moments.count < 400 {
            let moment = local - zoneOffset(local)
            if moment > to { break }
            if moment >= from { moments.append(moment) }
            local = CivilTime.advanced(local, by: step)
        }
        return (moments, step)
    }
}

/// Days and months of the Gregorian calendar from seconds, without a time zone.
public enum CivilTime {
    /// A moment as ISO 8601 writes it, as far as a step needs: `08:30`, `24 08:00`, `11-24`, `2026-11`, `2026`.
    public static func text(_ moment: Int64, _ step: TimeStep) -> String {
        let (year, month, day) = date(floorDivided(moment, 86_400))
        let second = moment - floorDivided(moment, 86_400) * 86_400
        switch step {
        case .minutes, .hours:
            return second == 0 && step.seconds >= 3600
                ? "\(two(month))-\(two(day))" : "\(two(Int(second / 3600))):\(two(Int(second / 60 % 60)))"
        case .days: return "\(two(month))-\(two(day))"
        case .months: return "\(year)-\(two(month))"
        case .years: return "\(year)"
        }
    }

    /// A whole moment: `2026-11-24 08:30`.
    public static func text(_ moment: Int64) -> String {
        let days = floorDivided(moment, 86_400)
        let (year, month, day) = date(days)
        let second = moment - days * 86_400
        return "\(year)-\(two(month))-\(two(day)) \(two(Int(second / 3600))):\(two(Int(second / 60 % 60)))"
    }

    static func floor(_ moment: Int64, to step: TimeStep) -> Int64 {
        let days = floorDivided(moment, 86_400)
        let (year, month, _) = date(days)
        switch step {
        case .minutes, .hours: return floorDivided(moment, step.seconds) * step.seconds
        case .days(7): return floorDivided(days + 3, 7) * 7 * 86_400 - 3 * 86_400
        case .days(let count): return floorDivided(days, Int64(count)) * Int64(count) * 86_400
        case .months(let count): return self.days(year, (month - 1) / count * count + 1, 1) * 86_400
        case .years(let count): return self.days(Int(floorDivided(Int64(year), Int64(count))) * count, 1, 1) * 86_400
        }
    }

    static func advanced(_ moment: Int64, by step: TimeStep) -> Int64 {
        let (year, month, _) = date(floorDivided(moment, 86_400))
        switch step {
        case .months(let count):
            let months = year * 12 + month - 1 + count
            return days(months / 12, months % 12 + 1, 1) * 86_400
        case .years(let count): return days(year + count, 1, 1) * 86_400
        default: return moment + step.seconds
        }
    }

    /// Days since 1970 of a date (Howard Hinnant, "chrono-compatible low-level date algorithms").
    static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let year = Int64(month <= 2 ? year - 1 : year)
        let era = floorDivided(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = floorDivided(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = Int(part < 10 ? part + 3 : part - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, Int(dayOfYear - (153 * part + 2) / 5 + 1))
    }

    private static func floorDivided(_ value: Int64, _ by: Int64) -> Int64 { value / by - (value % by < 0 ? 1 : 0) }
    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
