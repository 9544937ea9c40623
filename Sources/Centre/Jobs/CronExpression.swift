/// A timetable in the five fields of crontab: minute, hour, day of the month, month, day of the week.
///
/// Lists, ranges, steps, the names of months and days, and `@hourly` … `@yearly` are read (crontab(5)). Where both the day of the month
/// and the day of the week are restricted, either suffices, as everywhere else.
public struct CronExpression: Sendable, Hashable, CustomStringConvertible {
    /// As it was written.
    public let description: String
    /// Bit n stands for the value n.
    let minutes: UInt64
    let hours: UInt64
    let days: UInt64
    let months: UInt64
    /// Sunday is 0.
    let weekdays: UInt64
    /// True where the hour begins with `*`: such a timetable goes by elapsed time, and the change of the clocks is nothing to it.
    let isHourly: Bool
    private let isAnyDay: Bool
    private let isAnyWeekday: Bool

    /// Reads a timetable.
    /// - Throws: ``CronMistake``, also for one that never comes, such as 31 February.
    public init(_ text: String) throws(CronMistake) {
        let words = text.split(separator: " ").map(String.init)
        var fields = words
        if words.count == 1, let first = words.first, first.hasPrefix("@") {
            guard let macro = CronExpression.macros[first] else {
                throw CronMistake(expression: text, reason: "\(first) is not one of @hourly, @daily, @weekly, @monthly, @yearly")
            }
            fields = macro.split(separator: " ").map(String.init)
        }
        guard fields.count == 5 else {
            throw CronMistake(
                expression: text,
                reason: "it has \(fields.count) fields; write five: minute hour day month weekday, such as 30 6 * * MON-FRI")
        }
        description = words.joined(separator: " ")
        minutes = try CronField.minute.read(fields[0], of: text)
        hours = try CronField.hour.read(fields[1], of: text)
        days = try CronField.day.read(fields[2], of: text)
        months = try CronField.month.read(fields[3], of: text)
        let weekdays = try CronField.weekday.read(fields[4], of: text)
        self.weekdays = (weekdays | weekdays >> 7) & 0b111_1111
        isHourly = fields[1].hasPrefix("*")
        isAnyDay = fields[2].hasPrefix("*")
        isAnyWeekday = fields[4].hasPrefix("*")
        guard isAnyDay || !isAnyWeekday || comes else {
            throw CronMistake(expression: text, reason: "no such day is in the calendar, so it would never run")
        }
    }

    private static let macros = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]

    /// True where at least one of its months has one of its days.
    private var comes: Bool {
        let first = days.trailingZeroBitCount
        return (1...12).contains { month in
            let length = month == 2 ? 29 : [4, 6, 9, 11].contains(month) ? 30 : 31
            return months >> UInt64(month) & 1 == 1 && first <= length
        }
    }

    /// True where it runs on a date.
    func matches(month: Int, day: Int, weekday: Int) -> Bool {
        guard months >> UInt64(month) & 1 == 1 else { return false }
        let isDay = days >> UInt64(day) & 1 == 1
        let isWeekday = weekdays >> UInt64(weekday) & 1 == 1
        return isAnyDay || isAnyWeekday ? isDay && isWeekday : isDay || isWeekday
    }
}

/// Why a timetable could not be read.
public struct CronMistake: Error, Sendable, Hashable, CustomStringConvertible {
    /// The timetable as it was written.
    public let expression: String
    /// What is wrong with it.
    public let reason: String

    /// Both, in one sentence.
    public var description: String { "timetable “\(expression)”: \(reason)" }
}

/// One of the five fields.
enum CronField: String {
    case minute, hour, day, month, weekday

    private var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .day: 1...31
        case .month: 1...12
        case .weekday: 0...7
        }
    }

    private var names: [String] {
        switch self {
        case .month: ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        default: []
        }
    }

    /// The values of a field as bits.
    func read(_ text: String, of expression: String) throws(CronMistake) -> UInt64 {
        var bits: UInt64 = 0
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = item.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= 2, let span = parts.first else {
                throw CronMistake(expression: expression, reason: "\(rawValue) “\(item)” has more than one step")
            }
            let values = try read(span: span, of: expression)
            var step = 1
            if parts.count == 2 {
                guard let number = Int(parts[1]), number >= 1, number <= range.upperBound else {
                    throw CronMistake(
                        expression: expression, reason: "\(rawValue) step “\(parts[1])” is not a number from 1 to \(range.upperBound)")
                }
                guard span == "*" || span.contains("-") else {
                    throw CronMistake(
                        expression: expression,
                        reason: "\(rawValue) “\(item)” has a step but no range; write \(span)-\(range.upperBound)/\(number)")
                }
                step = number
            }
            for value in stride(from: values.lowerBound, through: values.upperBound, by: step) { bits |= 1 << UInt64(value) }
        }
        return bits
    }

    private func read(span: String, of expression: String) throws(CronMistake) -> ClosedRange<Int> {
        if span == "*" { return self == .weekday ? 0...6 : range }
        let ends = span.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count <= 2, let first = ends.first, let last = ends.last else {
            throw CronMistake(expression: expression, reason: "\(rawValue) “\(span)” is not a range; write it as 1-5")
        }
        let lower = try read(value: first, of: expression)
        var upper = try read(value: last, of: expression)
        // Sunday ends a range as 7 and begins one as 0.
        if self == .weekday, upper == 0, lower > 0 { upper = 7 }
        guard lower <= upper else {
            throw CronMistake(expression: expression, reason: "\(rawValue) “\(span)” runs backwards; write it as two, separated by a comma")
        }
        return lower...upper
    }

    private func read(value: String, of expression: String) throws(CronMistake) -> Int {
        if let index = names.firstIndex(of: value.lowercased()), !value.isEmpty { return index }
        guard !value.isEmpty, value.utf8.allSatisfy(\.isASCIIDigit), let number = Int(value), range.contains(number) else {
            let names = names.isEmpty ? "" : " or a name such as \(self == .month ? "JAN" : "MON")"
            throw CronMistake(
                expression: expression,
                reason: "\(rawValue) “\(value)” is not a number from \(range.lowerBound) to \(range.upperBound)\(names)")
        }
        return number
    }
}
