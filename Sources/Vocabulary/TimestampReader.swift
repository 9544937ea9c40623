/// A cursor over the text of a time, and the parts read so far.
struct TimestampReader {
    let text: UnsafeRawBufferPointer
    var index = 0

    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var fraction: Int64 = 0
    /// Seconds east of UTC.
    var offset = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    var isAtEnd: Bool { index >= text.count }

    /// The byte at the cursor, 0 at the end.
    var next: UInt8 { index < text.count ? text[index] : 0 }

    /// Microseconds since 1970 of the parts, `nil` if calendar or clock has no such moment.
    var microseconds: Int64? {
        guard let date = CalendarDate(year: year, month: month, day: day), minute < 60, second <= 60 else { return nil }
        // ISO 8601 lets a day end at 24:00.
        guard hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0) else { return nil }
        // POSIX time has no leap second: it becomes the second before it.
        let clock = hour * 3_600 + minute * 60 + min(second, 59)
        return (date.daysSinceEpoch * 86_400 + Int64(clock - offset)) * 1_000_000 + fraction
    }

    // MARK: Pieces

    mutating func accept(_ byte: UInt8) -> Bool {
        guard next == byte, !isAtEnd else { return false }
        index += 1
        return true
    }

    mutating func skipBlanks() {
        while next.isBlank { index += 1 }
    }

    /// How many digits stand at the cursor.
    var digitsAhead: Int {
        var end = index
        while end < text.count, text[end].isDigit { end += 1 }
        return end - index
    }

    /// A number of `minimum` to `maximum` digits.
    mutating func number(_ minimum: Int, _ maximum: Int) -> Int? {
        let start = index
        var value = 0
        while index - start < maximum, next.isDigit {
            value = value * 10 + Int(next.decimal)
            index += 1
        }
        return index - start >= minimum ? value : nil
    }

    /// Digits after a decimal mark as microseconds; digits beyond the sixth are dropped.
    mutating func fractionDigits() -> Int64? {
        guard next.isDigit else { return nil }
        var value: Int64 = 0
        var scale: Int64 = 100_000
        while next.isDigit {
            value += Int64(next.decimal) * scale
            scale /= 10
            index += 1
        }
        return value
    }

    /// The run of letters at the cursor.
    mutating func word() -> UnsafeRawBufferPointer {
        let start = index
        while next.isLetter { index += 1 }
        return text.part(start..<index)
    }

    /// A month by its English name, in full or its first three letters, 1...12.
    mutating func monthName() -> Int? {
        let start = index
        let name = word()
        guard let month = TimestampNames.month(name) else {
            index = start
            return nil
        }
        return month
    }

    /// `hh:mm[:ss[.f]]`, also `hhmm[ss]` where `basic` is set, and a following AM or PM.
    mutating func clock(basic: Bool = false) -> Bool {
        let digits = digitsAhead
        let compact = basic && (digits == 4 || digits == 6)
        guard let hour = number(compact ? 2 : 1, 2), compact || accept(0x3A), let minute = number(2, 2) else { return false }
        self.hour = hour
        self.minute = minute
        if compact ? digits == 6 : accept(0x3A) {
            guard let second = number(2, 2) else { return false }
            self.second = second
            if next == 0x2E || next == 0x2C {
                index += 1
                guard let fraction = fractionDigits() else { return false }
                self.fraction = fraction
            }
        }
        return halfOfDay()
    }

    /// AM or PM where one follows; false if the hour does not suit it.
    mutating func halfOfDay() -> Bool {
        let start = index
        skipBlanks()
        let letters = word()
        let isPM = letters.equalsLowercased("pm")
        guard isPM || letters.equalsLowercased("am") else {
            index = start
            return true
        }
        guard hour >= 1, hour <= 12 else { return false }
        hour = hour % 12 + (isPM ? 12 : 0)
        return true
    }

    /// A zone where one follows: `Z`, a name, `±hh[[:]mm]`, or both as in `GMT+0100`; false if it is none of these.
    mutating func zone() -> Bool {
        if next.isLetter {
            guard let seconds = TimestampNames.zone(word()) else { return false }
            offset = seconds
            // `GMT+0100`: the name only says what the offset counts from.
            guard offset == 0 else { return true }
        }
        guard next == 0x2B || next == 0x2D else { return true }
        let sign = next == 0x2D ? -1 : 1
        index += 1
        let digits = digitsAhead
        guard digits == 1 || digits == 2 || digits == 4, let hours = number(1, 2) else { return false }
        var minutes = 0
        if digits == 4 || accept(0x3A) {
            guard let read = number(2, 2) else { return false }
            minutes = read
        }
        guard hours < 24, minutes < 60 else { return false }
        offset = sign * (hours * 3_600 + minutes * 60)
        return true
    }

    /// A zone, a comment in parentheses (RFC 5322 §3.2.2) and then the end of the text.
    mutating func zoneAndEnd() -> Int64? {
        skipBlanks()
        guard zone() else { return nil }
        skipBlanks()
        if accept(0x28) {
            while !isAtEnd, next != 0x29 { index += 1 }
            guard accept(0x29) else { return nil }
        }
        return isAtEnd ? microseconds : nil
    }
}
