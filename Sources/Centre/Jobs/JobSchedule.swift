public import Vocabulary

/// When a job runs by itself: a timetable and the zone whose clocks it means.
public struct JobSchedule: Sendable, Hashable {
    /// The timetable, as in crontab: `30 6 * * MON-FRI`. See ``CronExpression``.
    public let expression: String
    /// The name of the zone in the IANA time zone database: `Asia/Baku`.
    public let zone: String

    /// A timetable by the clocks of a zone. Whether both can be read is found when the centre starts.
    public init(_ expression: String, zone: String = "UTC") {
        self.expression = expression
        self.zone = zone
    }

    /// The times of the timetable.
    /// - Throws: ``CronMistake`` where timetable or zone cannot be read.
    public func times() throws(CronMistake) -> JobTimes {
        guard let offsets = ZoneOffsets(zone) else {
            throw CronMistake(
                expression: expression,
                reason: "the zone “\(zone)” is not known here; write it as Asia/Baku, and see that tzdata is installed")
        }
        return JobTimes(expression: try CronExpression(expression), offsets: offsets)
    }
}

extension JobSchedule: CustomStringConvertible {
    /// `30 6 * * MON-FRI (Asia/Baku)`
    public var description: String { "\(expression) (\(zone))" }
}

/// The moments of a timetable in a zone.
///
/// When clocks go forward, a time that is skipped comes at the moment of the change, once. When they go back, a time that comes twice is
/// taken at the first. A timetable whose hour is `*` goes by elapsed time instead: it skips what is skipped and repeats what is repeated.
public struct JobTimes: Sendable {
    let expression: CronExpression
    let offsets: ZoneOffsets

    /// The first moment of the timetable after another.
    public func next(after moment: Instant) -> Instant? {
        let after = moment.seconds
        // From the day before, because going back at midnight makes parts of a day come after its end. Within 8 years every 29 February
        // comes, also across a century that has none.
        let today = Instant(seconds: after + offsets.offset(at: after)).daysSinceEpoch
        for day in (today - 1)...(today + 8 * 366) {
            let date = CalendarDate(daysSinceEpoch: day)
            let weekday = Int((day % 7 + 11) % 7)
            guard expression.matches(month: date.month, day: date.day, weekday: weekday) else { continue }
            if let found = first(onDay: day, after: after) { return Instant(seconds: found) }
        }
        return nil
    }

    private func first(onDay day: Int64, after: Int64) -> Int64? {
        let midnight = day * 86_400
        let around = [midnight - 86_400, midnight + 43_200, midnight + 2 * 86_400]
        let known = Set(around.map(offsets.offset(at:)))
        if known.count == 1, let offset = known.first {
            for time in times {
                let moment = midnight + time - offset
                if moment > after { return moment }
            }
            return nil
        }
        return times.flatMap { moments(local: midnight + $0, offsets: known, between: around[0]...around[2]) }.filter { $0 > after }.min()
    }

    /// Seconds after midnight, in order.
    private var times: [Int64] {
        var times: [Int64] = []
        for hour in 0..<24 where expression.hours >> UInt64(hour) & 1 == 1 {
            for minute in 0..<60 where expression.minutes >> UInt64(minute) & 1 == 1 { times.append(Int64(hour * 3600 + minute * 60)) }
        }
        return times
    }

    /// The moments at which a local time, on a day around which the clocks change, is taken.
    private func moments(local: Int64, offsets known: Set<Int64>, between range: ClosedRange<Int64>) -> [Int64] {
        let moments = known.map { local - $0 }.filter { $0 + offsets.offset(at: $0) == local }.sorted()
        if expression.isHourly { return moments }
        if let first = moments.first { return [first] }
        var (early, late) = (range.lowerBound, range.upperBound)
        while late - early > 1 {
            let middle = (early + late) / 2
            if middle + offsets.offset(at: middle) > local { late = middle } else { early = middle }
        }
        return [late]
    }
}
