import Glibc
public import Vocabulary

/// A moment as CSAF writes it (RFC 3339), to the last digit of its fraction.
public struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970; a leap second counts as the one after it.
    public let seconds: Int64
    /// Billionths of a billionth of a second beyond that; further digits are of no account.
    public let attoseconds: UInt64
    /// True for the 60th second of a minute.
    public let isLeapSecond: Bool
    /// True where `T` and `Z` are capital letters, as CSAF 2.1 wants them.
    public let isStrict: Bool

    /// Reads a moment; `nil` where the text is none.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Timestamp(ascii: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads a moment; `nil` where the bytes are none.
    public init?(ascii bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 20 else { return nil }
        func digits(_ range: Range<Int>) -> Int? {
            var value = 0
            for at in range {
                guard at < bytes.count, 0x30...0x39 ~= bytes[at] else { return nil }
                value = value * 10 + Int(bytes[at] - 0x30)
            }
            return value
        }
        guard let year = digits(0..<4), bytes[4] == 0x2D, let month = digits(5..<7), bytes[7] == 0x2D, let day = digits(8..<10),
            bytes[10] == 0x54 || bytes[10] == 0x74, let hour = digits(11..<13), bytes[13] == 0x3A, let minute = digits(14..<16),
            bytes[16] == 0x3A, let second = digits(17..<19), hour < 24, minute < 60, second <= 60,
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        var isStrict = bytes[10] == 0x54
        var at = 19
        var attoseconds: UInt64 = 0
        if bytes[at] == 0x2E {
            at += 1
            let start = at
            while at < bytes.count, 0x30...0x39 ~= bytes[at] {
                if at - start < 18 { attoseconds = attoseconds * 10 + UInt64(bytes[at] - 0x30) }
                at += 1
            }
            guard at > start else { return nil }
            for _ in 0..<max(0, 18 - (at - start)) { attoseconds *= 10 }
        }
        var offset = 0
        guard at < bytes.count else { return nil }
        switch bytes[at] {
        case 0x5A, 0x7A:
            if bytes[at] == 0x7A { isStrict = false }
            at += 1
        case 0x2B, 0x2D:
            guard at + 6 <= bytes.count, let hours = digits((at + 1)..<(at + 3)), bytes[at + 3] == 0x3A,
                let minutes = digits((at + 4)..<(at + 6)), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[at] == 0x2B ? 60 : -60)
            at += 6
        default: return nil
        }
        guard at == bytes.count else { return nil }
        let local = Int64(hour * 3600 + minute * 60 + second - offset)
        // A leap second is the last of a day in UTC.
        if second == 60, (local % 86_400 + 86_400) % 86_400 != 0 { return nil }
        seconds = date.daysSinceEpoch * 86_400 + local
        self.attoseconds = attoseconds
        isLeapSecond = second == 60
        self.isStrict = isStrict
    }

    /// A moment in seconds since 1970.
    public init(seconds: Int64) {
        self.seconds = seconds
        attoseconds = 0
        isLeapSecond = false
        isStrict = true
    }

    /// This moment, to the second.
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec))
    }

    /// The moment, to the microsecond.
    public var instant: Instant { Instant(microseconds: seconds * 1_000_000 + Int64(attoseconds / 1_000_000_000_000)) }

    /// The moment in UTC to the second, as CSAF writes it: `2024-01-24T10:00:00Z`.
    public var text: String { String(Instant(seconds: seconds).iso8601.prefix(19)) + "Z" }

    /// The day in UTC: `2024-01-24`.
    public var day: String { String(Instant(seconds: seconds).iso8601.prefix(10)) }
}

extension Timestamp: Comparable {
    /// Order in time, whatever the time zones.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.attoseconds) < (right.seconds, right.attoseconds)
    }

    /// The same moment.
    public static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds && left.attoseconds == right.attoseconds
    }

    /// Hashes the moment.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(seconds)
        hasher.combine(attoseconds)
    }
}
