/// Byte tests and conversions the parsers share; everything is ASCII and independent of locale.
extension UInt8 {
    /// The value of a decimal digit, or a number above 9.
    @inline(__always) var decimal: UInt8 { self &- 0x30 }

    /// True for `0`...`9`.
    @inline(__always) var isDigit: Bool { self &- 0x30 <= 9 }

    /// True for `A`...`Z` and `a`...`z`.
    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// True for space, tab, line feed and carriage return.
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    /// The byte with `A`...`Z` turned to lower case.
    @inline(__always) var lowered: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The byte with `a`...`z` turned to upper case.
    @inline(__always) var raised: UInt8 { self &- 0x61 < 26 ? self & 0xDF : self }

    /// The value of a hexadecimal digit, or 255.
    @inline(__always) var hexadecimal: UInt8 {
        if isDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : 255
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes without blanks at either end.
    var trimmed: UnsafeRawBufferPointer {
        var start = 0
        var end = count
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// The part of the buffer in `range`, itself starting at zero.
    @inline(__always) func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// True if the bytes are `text`, letters compared without case; `text` must be lower case.
    func equalsLowercased(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in 0..<count where self[index].lowered != other[index] { return false }
        return true
    }

    /// The bytes as an unsigned decimal number of at most `digits` digits; `nil` for anything else.
    func decimal(maximumDigits digits: Int = 19) -> UInt64? {
        guard count > 0, count <= digits else { return nil }
        var value: UInt64 = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            value = value &* 10 &+ UInt64(byte.decimal)
        }
        return value
    }
}

extension StringProtocol {
    /// The text without spaces, tabs and line ends at either end.
    func trimmingBlanks() -> String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, first.isBlank { bytes.removeFirst() }
        while let last = bytes.last, last.isBlank { bytes.removeLast() }
        return String(Substring(bytes))
    }
}

extension String {
    /// A text of at most `capacity` bytes, written by `write`, which returns how many; no longer than it needs to be.
    init(atMost capacity: Int, _ write: (UnsafeMutableRawBufferPointer) -> Int) {
        self = withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 1) { buffer in
            String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<write(buffer)]), as: UTF8.self)
        }
    }
}
