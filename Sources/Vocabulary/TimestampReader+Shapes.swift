extension TimestampReader {
    /// Any form that feeds use, chosen by what the text begins with.
    mutating func automatic() -> Int64? {
        let digits = digitsAhead
        if digits == text.count || (digits == 10 && text[digits] == 0x2E) { return bareNumber(digits: digits) }
        if next.isLetter { return wordFirst() }
        guard digits > 0 else { return nil }
        if digits == 4 || digits == 8 || digits == 14 { return yearFirst() }
        guard digits <= 2, digits < text.count else { return nil }
        switch text[digits] {
        case 0x2F: return slashes()
        case 0x2E: return dots()
        case 0x20, 0x2D: return dayFirst()
        default: return nil
        }
    }

    /// Digits alone: Unix time by their number, or a date without marks.
    private mutating func bareNumber(digits: Int) -> Int64? {
        switch digits {
        case 10: return epoch(microsecondsPerUnit: 1_000_000)
        case 13: return epoch(microsecondsPerUnit: 1_000)
        case 16: return epoch(microsecondsPerUnit: 1)
        case 8, 14: return yearFirst()
        default: return nil
        }
    }

    /// A count since 1970 with sign and decimal fraction.
    mutating func epoch(microsecondsPerUnit unit: Int64) -> Int64? {
        let isNegative = accept(0x2D)
        let digits = digitsAhead
        guard digits > 0, digits <= 18, let whole = number(1, 18) else { return nil }
        let (scaled, overflow) = Int64(whole).multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        var value = scaled
        if accept(0x2E) {
            guard let fraction = fractionDigits() else { return nil }
            value += fraction * unit / 1_000_000
        }
        return isAtEnd ? (isNegative ? -value : value) : nil
    }

    /// ISO 8601 and RFC 3339: `yyyy-mm-dd`, `yyyy/mm/dd`, `yyyymmdd`, then nothing or a time after `T`, blank or nothing.
    mutating func yearFirst() -> Int64? {
        let digits = digitsAhead
        let isBasic = digits == 8 || digits == 14
        guard digits == 4 || isBasic, let year = number(4, 4) else { return nil }
        self.year = year
        if isBasic {
            guard let month = number(2, 2), let day = number(2, 2) else { return nil }
            self.month = month
            self.day = day
        } else {
            let mark = next
            guard mark == 0x2D || mark == 0x2F else { return nil }
            index += 1
            if let named = monthName() {
                month = named
            } else {
                guard let number = number(1, 2) else { return nil }
                month = number
            }
            guard accept(mark), let day = number(1, 2) else { return nil }
            self.day = day
        }
        if isAtEnd { return microseconds }
        if digits != 14 {
            let mark = next
            guard mark | 0x20 == 0x74 || mark.isBlank || mark == 0x2C || mark == 0x5F else { return zoneAndEnd() }
            index += 1
            skipBlanks()
            // A date with a zone alone: `2024-01-31 UTC`.
            guard next.isDigit else { return zoneAndEnd() }
        }
        guard clock(basic: true) else { return nil }
        return zoneAndEnd()
    }

    /// `31/Jan/2024:02:03:04 +0000` of web servers, or `01/31/2024 02:03:04` with the month first.
    private mutating func slashes() -> Int64? {
        guard let first = number(1, 2), accept(0x2F) else { return nil }
        if next.isLetter {
            guard let named = monthName() else { return nil }
            month = named
            day = first
        } else {
            guard let second = number(1, 2) else { return nil }
            // Never guessed from which number exceeds 12: such a feed would be read both ways.
            month = first
            day = second
        }
        guard accept(0x2F), digitsAhead == 4, let year = number(4, 4) else { return nil }
        self.year = year
        return timeAndEnd(after: [0x3A, 0x20, 0x2C])
    }

    /// `31.01.2024 02:03:04`.
    private mutating func dots() -> Int64? {
        guard let day = number(1, 2), accept(0x2E), let month = number(1, 2), accept(0x2E), digitsAhead == 4, let year = number(4, 4)
        else { return nil }
        self.day = day
        self.month = month
        self.year = year
        return timeAndEnd(after: [0x20, 0x2C, 0x54])
    }

    /// `31 Jan 2024 02:03:04 +0100`, `31-Jan-2024`, `31-Jan-24` (RFC 850), with the weekday already read.
    private mutating func dayFirst() -> Int64? {
        guard let day = number(1, 2) else { return nil }
        self.day = day
        let mark = next
        guard mark == 0x2D || mark.isBlank else { return nil }
        index += 1
        skipBlanks()
        guard let named = monthName() else { return nil }
        month = named
        guard mark == 0x2D ? accept(mark) : true else { return nil }
        _ = accept(0x2C)
        skipBlanks()
        guard let year = yearOfMail() else { return nil }
        self.year = year
        return timeAndEnd(after: [0x20, 0x2C, 0x3A])
    }

    /// A text that begins with a weekday or a month.
    private mutating func wordFirst() -> Int64? {
        if let named = monthName() { return monthFirst(named) }
        guard TimestampNames.isWeekday(word()) else { return nil }
        _ = accept(0x2C)
        skipBlanks()
        if let named = monthName() { return monthFirst(named) }
        // `Wed, 2024-01-31 02:03:04`.
        return digitsAhead == 4 ? yearFirst() : dayFirst()
    }

    /// `Jan 31 02:03:04 2024 GMT`, `Jan 31 02:03:04 UTC 2024`, `Jan 31, 2024 02:03:04`.
    private mutating func monthFirst(_ month: Int) -> Int64? {
        self.month = month
        guard next.isBlank || next == 0x2E else { return nil }
        index += 1
        skipBlanks()
        guard let day = number(1, 2) else { return nil }
        self.day = day
        _ = accept(0x2C)
        skipBlanks()
        if digitsAhead == 4 {
            guard let year = number(4, 4) else { return nil }
            self.year = year
            return timeAndEnd(after: [0x20, 0x2C, 0x3A])
        }
        guard clock() else { return nil }
        skipBlanks()
        if next.isLetter {
            guard zone() else { return nil }
            skipBlanks()
        }
        guard digitsAhead == 4, let year = number(4, 4) else { return nil }
        self.year = year
        return zoneAndEnd()
    }

    /// Four digits, or two as RFC 5322 §4.3 reads them.
    private mutating func yearOfMail() -> Int? {
        let digits = digitsAhead
        guard digits == 4 || digits == 2, let value = number(2, 4) else { return nil }
        return digits == 4 ? value : value < 50 ? 2000 + value : 1900 + value
    }

    /// The end, or one of `marks` and a time of day with its zone.
    private mutating func timeAndEnd(after marks: InlineArray<3, UInt8>) -> Int64? {
        if isAtEnd { return microseconds }
        guard next == marks[0] || next == marks[1] || next == marks[2] else { return nil }
        index += 1
        skipBlanks()
        guard next.isDigit else { return zoneAndEnd() }
        guard clock() else { return nil }
        return zoneAndEnd()
    }
}
