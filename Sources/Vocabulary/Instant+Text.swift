extension Instant {
    /// The text of the IntelMQ data format: `2018-07-26T02:07:16+00:00`, with six more digits where there is a fraction.
    public var iso8601: String {
        String(atMost: Instant.maximumTextLength) { write(into: $0) }
    }

    /// The room `write(into:)` asks for, in bytes.
    public static let maximumTextLength = 40

    /// Writes `iso8601` and returns its length in bytes; `buffer` must have room for `maximumTextLength` bytes.
    public func write(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        precondition(buffer.count >= Instant.maximumTextLength, "an instant needs room for 40 bytes")
        let days = daysSinceEpoch
        let date = CalendarDate(daysSinceEpoch: days)
        let rest = microseconds - days * Instant.microsecondsPerDay
        let second = Int(rest / 1_000_000)
        let fraction = Int(rest % 1_000_000)
        var length = 0

        func put(_ byte: UInt8) {
            buffer[length] = byte
            length += 1
        }
        func put(_ number: Int, digits: Int) {
            var divisor = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                put(0x30 + UInt8(number / divisor % 10))
                divisor /= 10
            }
        }

        // Outside years 0...9999 ISO 8601 §4.1.2.4 wants a sign and agreed extra digits.
        if date.year < 0 || date.year > 9999 {
            put(date.year < 0 ? 0x2D : 0x2B)
            put(abs(date.year), digits: 6)
        } else {
            put(date.year, digits: 4)
        }
        put(0x2D)
        put(date.month, digits: 2)
        put(0x2D)
        put(date.day, digits: 2)
        put(0x54)
        put(second / 3_600, digits: 2)
        put(0x3A)
        put(second / 60 % 60, digits: 2)
        put(0x3A)
        put(second % 60, digits: 2)
        if fraction != 0 {
            put(0x2E)
            put(fraction, digits: 6)
        }
        for byte in [0x2B, 0x30, 0x30, 0x3A, 0x30, 0x30] as [UInt8] { put(byte) }
        return length
    }
}
