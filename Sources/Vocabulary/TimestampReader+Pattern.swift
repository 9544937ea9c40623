extension TimestampReader {
    /// Reads the whole text by a `strptime` pattern; a blank in the pattern stands for any number of blanks, also none.
    mutating func pattern(_ pattern: UnsafeRawBufferPointer) -> Int64? {
        var parts = PatternParts()
        guard follow(pattern, &parts), isAtEnd else { return nil }
        if let isPM = parts.isPM {
            guard hour >= 1, hour <= 12 else { return nil }
            hour = hour % 12 + (isPM ? 12 : 0)
        }
        if let seconds = parts.epochSeconds { return seconds * 1_000_000 + fraction }
        if let dayOfYear = parts.dayOfYear {
            guard dayOfYear >= 1, dayOfYear <= (CalendarDate.isLeap(year) ? 366 : 365),
                let first = CalendarDate(year: year, month: 1, day: 1)
            else { return nil }
            let date = CalendarDate(daysSinceEpoch: first.daysSinceEpoch + Int64(dayOfYear - 1))
            month = date.month
            day = date.day
        }
        return microseconds
    }

    /// What a pattern may give besides the parts of date and clock.
    private struct PatternParts {
        var isPM: Bool?
        var dayOfYear: Int?
        var epochSeconds: Int64?
    }

    private mutating func follow(_ pattern: UnsafeRawBufferPointer, _ parts: inout PatternParts) -> Bool {
        var position = 0
        while position < pattern.count {
            let byte = pattern[position]
            position += 1
            if byte.isBlank {
                skipBlanks()
            } else if byte != 0x25 {
                guard accept(byte) else { return false }
            } else {
                guard position < pattern.count, directive(pattern[position], &parts) else { return false }
                position += 1
            }
        }
        return true
    }

    private mutating func directive(_ letter: UInt8, _ parts: inout PatternParts) -> Bool {
        switch UnicodeScalar(letter) {
        case "Y": return Self.assign(&year, number(4, 4))
        case "m": return Self.assign(&month, number(1, 2))
        case "d": return Self.assign(&day, number(1, 2))
        case "e":
            skipBlanks()
            return Self.assign(&day, number(1, 2))
        case "H": return Self.assign(&hour, number(1, 2))
        case "I": return Self.assign(&hour, number(1, 2).flatMap { 1...12 ~= $0 ? $0 : nil })
        case "M": return Self.assign(&minute, number(1, 2))
        case "S": return Self.assign(&second, number(1, 2))
        case "y": return Self.assign(&year, number(2, 2).map { $0 < 69 ? 2000 + $0 : 1900 + $0 })
        case "b", "B", "h": return Self.assign(&month, monthName())
        case "a", "A": return TimestampNames.isWeekday(word())
        case "f":
            guard let digits = fractionDigits() else { return false }
            fraction = digits
            return true
        case "z": return next.isLetter || next == 0x2B || next == 0x2D ? zone() : false
        case "Z":
            guard let seconds = TimestampNames.zone(word()) else { return false }
            offset = seconds
            return true
        case "p":
            let letters = word()
            parts.isPM = letters.equalsLowercased("pm")
            return parts.isPM == true || letters.equalsLowercased("am")
        case "j":
            parts.dayOfYear = number(1, 3)
            return parts.dayOfYear != nil
        case "s":
            parts.epochSeconds = digitsAhead <= 12 ? number(1, 12).map(Int64.init) : nil
            return parts.epochSeconds != nil
        case "T": return follow("%H:%M:%S", &parts)
        case "R": return follow("%H:%M", &parts)
        case "D": return follow("%m/%d/%y", &parts)
        case "F": return follow("%Y-%m-%d", &parts)
        case "n", "t":
            skipBlanks()
            return true
        case "%": return accept(0x25)
        default: return false
        }
    }

    private mutating func follow(_ pattern: StaticString, _ parts: inout PatternParts) -> Bool {
        follow(UnsafeRawBufferPointer(start: pattern.utf8Start, count: pattern.utf8CodeUnitCount), &parts)
    }

    private static func assign(_ part: inout Int, _ value: Int?) -> Bool {
        guard let value else { return false }
        part = value
        return true
    }
}
