/// A moment in UTC, counted in microseconds; leap seconds are not counted (POSIX time).
@frozen
public struct Instant: Hashable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// The moment this many microseconds after the start of 1970.
    @inlinable
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment this many whole seconds after the start of 1970.
    @inlinable
    public init(seconds: Int64) {
        microseconds = seconds * 1_000_000
    }

    /// The start of a day.
    public init(_ date: CalendarDate) {
        microseconds = date.daysSinceEpoch * Instant.microsecondsPerDay
    }

    @usableFromInline static let microsecondsPerHour: Int64 = 3_600_000_000
    @usableFromInline static let microsecondsPerDay: Int64 = 86_400_000_000
}

extension Instant: Comparable {
    /// Earlier comes first.
    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
}

extension Instant {
    /// Whole seconds since the start of 1970, rounded down.
    @inlinable
    public var seconds: Int64 { Instant.floor(microseconds, 1_000_000) }

    /// Whole hours since the start of 1970, rounded down: the key of an hourly rollup.
    @inlinable
    public var hour: Int64 { Instant.floor(microseconds, Instant.microsecondsPerHour) }

    /// Whole days since the start of 1970, rounded down.
    @inlinable
    public var daysSinceEpoch: Int64 { Instant.floor(microseconds, Instant.microsecondsPerDay) }

    /// Midnight UTC of the same day.
    @inlinable
    public var startOfDay: Instant { Instant(microseconds: daysSinceEpoch * Instant.microsecondsPerDay) }

    /// The UTC date.
    public var date: CalendarDate { CalendarDate(daysSinceEpoch: daysSinceEpoch) }

    /// The UTC year.
    public var year: Int { date.year }

    /// The UTC month, 1...12.
    public var month: Int { date.month }

    /// The UTC day of the month, from 1.
    public var day: Int { date.day }

    /// The moment `duration` later, rounded towards zero to microseconds.
    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(microseconds: instant.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    /// The moment `duration` earlier.
    public static func - (instant: Instant, duration: Duration) -> Instant { instant + (.zero - duration) }

    /// The time from `right` to `left`.
    public static func - (left: Instant, right: Instant) -> Duration { .microseconds(left.microseconds - right.microseconds) }

    @inlinable
    static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value + 1) / divisor - 1
    }
}

extension Instant: ASCIIParsable {
    /// Reads the forms that feeds use, told apart by their shape; a text without zone is UTC. See `TimestampFormat.automatic`.
    public init?(ascii: UnsafeRawBufferPointer) {
        if ascii.count >= 19, let microseconds = Instant.plainForm(ascii), let fraction = Instant.plainTail(ascii) {
            self.init(microseconds: microseconds + fraction)
            return
        }
        var reader = TimestampReader(ascii.trimmed)
        guard let microseconds = reader.automatic() else { return nil }
        self.init(microseconds: microseconds)
    }

    /// Reads a text of the named form.
    public init?(ascii: UnsafeRawBufferPointer, format: TimestampFormat) {
        if case .automatic = format {
            self.init(ascii: ascii)
            return
        }
        guard let microseconds = format.read(ascii.trimmed) else { return nil }
        self.init(microseconds: microseconds)
    }

    /// The text of the IntelMQ data format, as `iso8601`.
    public var description: String { iso8601 }

    /// `yyyy-mm-dd hh:mm:ss` (or with `T`) in the first 19 bytes: what nearly every row of a feed has.
    @inline(__always)
    static func plainForm(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x20 || text[10] == 0x54, text[13] == 0x3A, text[16] == 0x3A
        else { return nil }
        var wrong: UInt8 = 0
        @inline(__always) func pair(_ index: Int) -> Int {
            let tens = text[index].decimal
            let units = text[index &+ 1].decimal
            wrong |= (tens > 9 ? 1 : 0) | (units > 9 ? 1 : 0)
            return Int(tens) &* 10 &+ Int(units)
        }
        let year = pair(0) &* 100 &+ pair(2)
        let month = pair(5)
        let day = pair(8)
        let hour = pair(11)
        let minute = pair(14)
        let second = pair(17)
        guard wrong == 0, year > 0, month >= 1, month <= 12, day >= 1, hour < 24, minute < 60, second < 60,
            day <= 28 || day <= CalendarDate.days(inMonth: month, of: year)
        else { return nil }
        let days = CalendarDate.days(year: year, month: month, day: day)
        return (days &* 86_400 &+ Int64(hour &* 3_600 &+ minute &* 60 &+ second)) &* 1_000_000
    }

    /// What may follow the plain form without leaving UTC: nothing, a fraction, `Z` or `+00:00`; gives the microseconds.
    @inline(__always)
    private static func plainTail(_ text: UnsafeRawBufferPointer) -> Int64? {
        let count = text.count
        if count == 19 { return 0 }
        var index = 19
        var fraction: Int64 = 0
        if text[index] == 0x2E {
            index &+= 1
            let start = index
            var scale: Int64 = 100_000
            while index < count, text[index].isDigit {
                fraction &+= Int64(text[index].decimal) &* scale
                scale /= 10
                index &+= 1
            }
            guard index > start else { return nil }
        }
        switch count &- index {
        case 0: return fraction
        case 1: return text[index] == 0x5A ? fraction : nil
        case 6:
            let isUTC =
                text.loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian == 0x3A30_302B
                && text.loadUnaligned(fromByteOffset: index &+ 4, as: UInt16.self) == 0x3030
            return isUTC ? fraction : nil
        default: return nil
        }
    }
}
