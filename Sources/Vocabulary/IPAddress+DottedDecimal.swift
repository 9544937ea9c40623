extension IPAddress {
    /// The 32 bits of a strict dotted decimal text.
    ///
    /// Octets of feeds have one to three digits in no order a branch predictor learns, so the dots are found for all bytes at
    /// once and the octets taken without branches: half the time of a loop over the bytes.
    @inline(__always)
    static func ipv4Bits(_ text: UnsafeRawBufferPointer) -> UInt32? {
        let count = text.count
        guard count >= 7, count <= 15 else { return nil }
        // Bit n is set where byte n is no digit; those must be three dots.
        var marks: UInt32
        if count >= 8 {
            let head = text.loadUnaligned(as: UInt64.self).littleEndian
            let tail = text.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).littleEndian
            guard onlyDigitsAndDots(head), onlyDigitsAndDots(tail) else { return nil }
            marks = nonDigits(head) | nonDigits(tail) &<< UInt32(truncatingIfNeeded: count &- 8)
        } else {
            let head = UInt64(text.loadUnaligned(as: UInt32.self).littleEndian)
            let tail = UInt64(text.loadUnaligned(fromByteOffset: 3, as: UInt32.self).littleEndian)
            let all = head | tail << 24 | 0x30 << 56
            guard onlyDigitsAndDots(all) else { return nil }
            marks = nonDigits(all)
        }
        guard marks.nonzeroBitCount == 3 else { return nil }
        let first = marks.trailingZeroBitCount
        marks &= marks &- 1
        let second = marks.trailingZeroBitCount
        marks &= marks &- 1
        let third = marks.trailingZeroBitCount

        var isValid = true
        // With a digit in each of the first two octets only the first can have fewer than three bytes before its end.
        guard first >= 1, first <= 3, second >= first &+ 2 else { return nil }
        let leading = text.loadUnaligned(as: UInt32.self).littleEndian &<< UInt32(truncatingIfNeeded: 8 &* (3 &- first)) & 0xFF_FFFF
        var value = octet(leading, length: first, &isValid)
        value = value << 8 | octet(bytes(text, before: second), length: second &- first &- 1, &isValid)
        value = value << 8 | octet(bytes(text, before: third), length: third &- second &- 1, &isValid)
        value = value << 8 | octet(bytes(text, before: count), length: count &- third &- 1, &isValid)
        return isValid ? value : nil
    }

    /// Reads dotted decimal of four times three digits, as a few lists pad it: `192.000.002.061`.
    ///
    /// Only this full form is taken, so nothing that others read as octal becomes an address by accident.
    public init?(zeroPadded ascii: UnsafeRawBufferPointer) {
        guard ascii.count == 15 else { return nil }
        var value: UInt32 = 0
        for start in stride(from: 0, to: 15, by: 4) {
            guard let octet = ascii.part(start..<start + 3).decimal(), octet <= 255, start == 12 || ascii[start + 3] == 0x2E else {
                return nil
            }
            value = value << 8 | UInt32(octet)
        }
        self.init(ipv4: value)
    }

    /// The three bytes that end before `end`, the first lowest.
    @inline(__always)
    private static func bytes(_ text: UnsafeRawBufferPointer, before end: Int) -> UInt32 {
        UInt32(text.loadUnaligned(fromByteOffset: end &- 3, as: UInt16.self).littleEndian) | UInt32(text[end &- 1]) << 16
    }

    /// The number in the last `length` of three bytes; clears `isValid` for a wrong length, a leading zero or more than 255.
    @inline(__always)
    private static func octet(_ bytes: UInt32, length: Int, _ isValid: inout Bool) -> UInt32 {
        let isOneToThree = length >= 1 && length <= 3
        let digits = (bytes ^ 0x30_3030) & (0xFF_FFFF &<< UInt32(truncatingIfNeeded: 8 &* (3 &- length)))
        let value = (digits & 0xFF) &* 100 &+ (digits >> 8 & 0xFF) &* 10 &+ (digits >> 16 & 0xFF)
        // 0, 10 and 100 are the least numbers of one, two and three digits.
        let least = (0x64_0A00 as UInt32) &>> UInt32(truncatingIfNeeded: 8 &* (length &- 1)) & 0xFF
        isValid = isValid && isOneToThree && value <= 255 && value >= least
        return value
    }

    /// One bit for each byte that is no digit, the first byte's lowest; the bytes are digits and dots.
    @inline(__always)
    private static func nonDigits(_ bytes: UInt64) -> UInt32 {
        // Digits have bit 4 set, a dot has not.
        let dots = ~bytes >> 4 & 0x0101_0101_0101_0101
        return UInt32(truncatingIfNeeded: (dots &* 0x0102_0408_1020_4080) >> 56)
    }

    @inline(__always)
    private static func onlyDigitsAndDots(_ bytes: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let fromZero = bytes ^ 0x3030_3030_3030_3030
        let notDigits = ((fromZero & low) &+ 0x7676_7676_7676_7676 | fromZero) & high
        let fromDot = bytes ^ 0x2E2E_2E2E_2E2E_2E2E
        let notDots = ((fromDot & low) &+ low | fromDot) & high
        return notDigits & notDots == 0
    }
}
