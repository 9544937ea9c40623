/// A reused buffer that text and numbers are written into without making strings.
struct Bytes {
    private(set) var buffer: [UInt8] = []

    init(capacity: Int) { buffer.reserveCapacity(capacity) }

    var count: Int { buffer.count }

    mutating func empty() { buffer.removeAll(keepingCapacity: true) }

    mutating func shorten(to count: Int) { buffer.removeLast(buffer.count - count) }

    @inline(__always)
    mutating func byte(_ byte: UInt8) { buffer.append(byte) }

    @inline(__always)
    mutating func raw(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }

    @inline(__always)
    mutating func text(_ text: StaticString) {
        buffer.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func string(_ string: String) { buffer.append(contentsOf: string.utf8) }

    mutating func number(_ number: Int) {
        guard number >= 0 else {
            byte(0x2D)
            return self.number(-number)
        }
        if number < 10 { return byte(0x30 + UInt8(truncatingIfNeeded: number)) }
        var divisor = 10
        while number / divisor >= 10 { divisor *= 10 }
        var rest = number
        while divisor > 0 {
            byte(0x30 + UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }

    /// At least `width` digits, zeros in front.
    mutating func padded(_ number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            byte(0x30 + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// `digits` hexadecimal digits drawn from the generator.
    mutating func hex(_ digits: Int, from source: inout Generator, uppercase: Bool = false) {
        let letters: UInt8 = uppercase ? 0x37 : 0x57
        var word: UInt64 = 0
        for position in 0..<digits {
            if position & 15 == 0 { word = source.next() }
            let nibble = UInt8(truncatingIfNeeded: word & 15)
            byte(nibble < 10 ? 0x30 + nibble : letters + nibble)
            word >>= 4
        }
    }

    /// A fingerprint of `octets` octets as `AB:CD:…`.
    mutating func fingerprint(_ octets: Int, from source: inout Generator) {
        var word: UInt64 = 0
        for position in 0..<octets {
            if position > 0 { byte(0x3A) }
            if position & 7 == 0 { word = source.next() }
            let (high, low) = (UInt8(truncatingIfNeeded: word >> 4 & 15), UInt8(truncatingIfNeeded: word & 15))
            byte(high < 10 ? 0x30 + high : 0x37 + high)
            byte(low < 10 ? 0x30 + low : 0x37 + low)
            word >>= 8
        }
    }

    /// Hours, minutes and seconds as `12:34:56`.
    mutating func clock(_ second: Int) {
        padded(second / 3600, width: 2)
        byte(0x3A)
        padded(second / 60 % 60, width: 2)
        byte(0x3A)
        padded(second % 60, width: 2)
    }

    mutating func date(_ day: CalendarDay) {
        padded(day.year, width: 4)
        byte(0x2D)
        padded(day.month, width: 2)
        byte(0x2D)
        padded(day.day, width: 2)
    }

    mutating func address(_ address: UInt32, separator: UInt8 = 0x2E) {
        number(Int(address >> 24))
        byte(separator)
        number(Int(address >> 16 & 255))
        byte(separator)
        number(Int(address >> 8 & 255))
        byte(separator)
        number(Int(address & 255))
    }

    mutating func address(_ address: Address) {
        switch address {
        case .four(let four): self.address(four)
        case .six(let high, let low): self.address(high, low)
        }
    }

    /// An IPv6 address in the form of RFC 5952.
    mutating func address(_ high: UInt64, _ low: UInt64) {
        func group(_ index: Int) -> UInt64 { (index < 4 ? high >> UInt64(48 - 16 * index) : low >> UInt64(112 - 16 * index)) & 0xFFFF }
        var best = (start: 8, length: 1)
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, group(end) == 0 { end += 1 }
            if end - start > best.length { best = (start, end - start) }
            start = max(end, start + 1)
        }
        var index = 0
        while index < 8 {
            if index == best.start {
                text("::")
                index += best.length
                continue
            }
            if index > 0, index != best.start + best.length { byte(0x3A) }
            let value = group(index)
            for shift: UInt64 in [12, 8, 4, 0] where shift == 0 || value >> shift > 0 {
                let nibble = UInt8(truncatingIfNeeded: value >> shift & 15)
                byte(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            }
            index += 1
        }
    }
}

/// An address of either family.
enum Address: Hashable {
    case four(UInt32)
    case six(UInt64, UInt64)
}
