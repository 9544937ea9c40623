/// A day of the Gregorian calendar, counted without a time zone or a clock.
public struct CalendarDay: Sendable, Hashable {
    /// Year, 1970 to 9999.
    public let year: Int
    /// Month, 1 to 12.
    public let month: Int
    /// Day of the month, from 1.
    public let day: Int

    /// 2026-03-31: the day a sample nation's story ends when nothing else is asked for.
    public static let standardEnd = CalendarDay(daysSince1970: 20_543)

    /// Throws `SampleError.noSuchDay` for a day that the calendar does not have.
    public init(year: Int, month: Int, day: Int) throws(SampleError) {
        let refusal = SampleError.noSuchDay(year: year, month: month, day: day)
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { throw refusal }
        let candidate = CalendarDay(daysSince1970: CalendarDay.count(year, month, day))
        guard candidate.month == month, candidate.day == day else { throw refusal }
        self = candidate
    }

    /// The day that is `daysSince1970` days after 1970-01-01.
    init(daysSince1970: Int) {
        // Years begin in March here, so that the leap day is the last day of a year.
        let shifted = daysSince1970 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var daysSince1970: Int { CalendarDay.count(year, month, day) }

    /// 0 for Sunday to 6 for Saturday.
    var weekday: Int { (daysSince1970 + 4) % 7 }

    /// The day `days` later, or earlier when negative.
    func advanced(by days: Int) -> CalendarDay { CalendarDay(daysSince1970: daysSince1970 + days) }

    private static func count(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
