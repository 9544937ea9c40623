/// Looking for a byte eight at a time within a register (Hacker's Delight §6-1, "find first zero byte").
public enum ByteScan {
    /// The first place at or after `start` where `one` stands, or `end`.
    @inline(__always)
    static func first(_ one: UInt8, in bytes: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
        let pattern = UInt64(one) &* 0x0101_0101_0101_0101
        var place = start
        while place &+ 8 <= end {
            let found = zeroBytes(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ pattern)
            if found != 0 { return place &+ found.trailingZeroBitCount &>> 3 }
            place &+= 8
        }
        while place < end {
            if bytes.load(fromByteOffset: place, as: UInt8.self) == one { return place }
            place &+= 1
        }
        return end
    }

    /// The first place at or after `start` where either byte stands, or `end`.
    @inline(__always)
    static func first(_ one: UInt8, or other: UInt8, in bytes: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
        let onePattern = UInt64(one) &* 0x0101_0101_0101_0101
        let otherPattern = UInt64(other) &* 0x0101_0101_0101_0101
        var place = start
        while place &+ 8 <= end {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let found = zeroBytes(word ^ onePattern) | zeroBytes(word ^ otherPattern)
            if found != 0 { return place &+ found.trailingZeroBitCount &>> 3 }
            place &+= 8
        }
        while place < end {
            let byte = bytes.load(fromByteOffset: place, as: UInt8.self)
            if byte == one || byte == other { return place }
            place &+= 1
        }
        return end
    }

    /// The first place at or after `start` where one of three bytes stands, or `end`.
    @inline(__always)
    static func first(_ one: UInt8, or other: UInt8, or third: UInt8, in bytes: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
        let onePattern = UInt64(one) &* 0x0101_0101_0101_0101
        let otherPattern = UInt64(other) &* 0x0101_0101_0101_0101
        let thirdPattern = UInt64(third) &* 0x0101_0101_0101_0101
        var place = start
        while place &+ 8 <= end {
            let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let found = zeroBytes(word ^ onePattern) | zeroBytes(word ^ otherPattern) | zeroBytes(word ^ thirdPattern)
            if found != 0 { return place &+ found.trailingZeroBitCount &>> 3 }
            place &+= 8
        }
        while place < end {
            let byte = bytes.load(fromByteOffset: place, as: UInt8.self)
            if byte == one || byte == other || byte == third { return place }
            place &+= 1
        }
        return end
    }

    /// The last place before `end` where the byte stands, or nil.
    static func last(_ one: UInt8, in bytes: UnsafeRawBufferPointer, before end: Int) -> Int? {
        var place = end &- 1
        while place >= 0 {
            if bytes[place] == one { return place }
            place &-= 1
        }
        return nil
    }

    /// How many LF there are.
    public static func lineEnds(in bytes: UnsafeRawBufferPointer) -> Int64 {
        bytes.baseAddress.map { Int64(count(0x0A, in: $0, from: 0, to: bytes.count)) } ?? 0
    }

    /// How often the byte stands between two places.
    static func count(_ one: UInt8, in bytes: UnsafeRawPointer, from start: Int, to end: Int) -> Int {
        var count = 0
        var place = start
        // Blocks short enough for byte-wide counters, which the compiler turns into vector instructions.
        while place < end {
            let stop = min(place &+ 255, end)
            var block: UInt8 = 0
            while place < stop {
                block &+= bytes.load(fromByteOffset: place, as: UInt8.self) == one ? 1 : 0
                place &+= 1
            }
            count &+= Int(block)
        }
        return count
    }

    /// A high bit in each byte that is zero; the lowest one set is exact, higher ones may be false.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
