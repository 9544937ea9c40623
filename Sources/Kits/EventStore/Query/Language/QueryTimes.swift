internal import Vocabulary

/// The moments and days that queries speak of.
enum QueryTimes {
    /// What a text stands for: the microseconds from its start up to its end. A moment is as long as nothing.
    struct Span {
        var start: Int64
        var end: Int64

        var isMoment: Bool { start == end }
    }

    /// Reads `2026`, `2026-03`, `2026-03-01`, a date with a time of day, `7d` and its like, `now`, `today`, `yesterday`.
    static func read(_ text: String, now: Instant) -> Span? {
        let text = text.lowercased()
        switch text {
        case "now": return Span(start: now.microseconds, end: now.microseconds)
        case "today": return day(now.daysSinceEpoch)
        case "yesterday": return day(now.daysSinceEpoch - 1)
        default: return relative(text, now: now) ?? calendar(text) ?? moment(text)
        }
    }

    private static func day(_ number: Int64) -> Span {
        Span(start: TimeUnit.day.start(number), end: TimeUnit.day.start(number + 1))
    }

    /// `30m`, `12h`, `7d`, `4w`, `3mo`, `1y` before now. All but minutes begin at a full hour, which is what rollups count by.
    private static func relative(_ text: String, now: Instant) -> Span? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 6, let amount = Int64(digits) else { return nil }
        let minute: Int64 = 60_000_000
        let back: Int64
        switch text.dropFirst(digits.count) {
        case "m", "min":
            let start = now.microseconds - amount * minute
            return Span(start: start, end: start)
        case "h": back = amount * 60 * minute
        case "d": back = amount * 1_440 * minute
        case "w": back = amount * 10_080 * minute
        case "mo": return months(amount, before: now)
        case "y": return months(amount * 12, before: now)
        default: return nil
        }
        let start = TimeUnit.hour.start(TimeUnit.hour.number(now.microseconds - back))
        return Span(start: start, end: start)
    }

    /// The same day of an earlier month, or that month's last day.
    private static func months(_ amount: Int64, before now: Instant) -> Span? {
        let number = TimeUnit.month.number(now.microseconds) - amount
        let first = TimeUnit.month.start(number)
        let length = (TimeUnit.month.start(number + 1) - first) / TimeUnit.day.start(1)
        let day = min(Int64(now.day), length) - 1
        let hours = TimeUnit.hour.number(now.microseconds - now.startOfDay.microseconds)
        let start = first + TimeUnit.day.start(day) + TimeUnit.hour.start(hours)
        return number < -20_000 ? nil : Span(start: start, end: start)
    }

    /// A year, month or day.
    private static func calendar(_ text: String) -> Span? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 3, parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ (1...2).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        let month = numbers.count > 1 ? numbers[1] : 1
        guard let date = CalendarDate(year: numbers[0], month: month, day: numbers.count > 2 ? numbers[2] : 1) else { return nil }
        if numbers.count == 3 { return day(date.daysSinceEpoch) }
        let number = Int64(date.year - 1970) * 12 + Int64(month - 1)
        return Span(start: TimeUnit.month.start(number), end: TimeUnit.month.start(number + (numbers.count == 2 ? 1 : 12)))
    }

    /// A date with a time of day, which without zone is UTC.
    private static func moment(_ text: String) -> Span? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 13, bytes[4] == UInt8(ascii: "-"), bytes[0..<4].allSatisfy({ (0x30...0x39).contains($0) }),
            let instant = Instant(text.uppercased())
        else { return nil }
        return Span(start: instant.microseconds, end: instant.microseconds)
    }

    /// The moment as queries are printed, which reads back exactly.
    static func text(_ microseconds: Int64) -> String {
        let text = Instant(microseconds: microseconds).iso8601
        return text.hasSuffix("+00:00") ? text.dropLast(6) + "Z" : text
    }
}
