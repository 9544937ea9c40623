extension IPAddress {
    /// Writes the canonical text and returns its length in bytes.
    ///
    /// `buffer` must have room for `maximumTextLength` bytes. IPv4 comes out as dotted decimal; IPv6 as RFC 5952 says:
    /// lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`.
    public func write(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        precondition(buffer.count >= IPAddress.maximumTextLength, "an address needs room for 45 bytes")
        if isIPv4 { return IPAddress.write(ipv4: UInt32(truncatingIfNeeded: low), into: buffer) }
        return writeIPv6(into: buffer)
    }

    private static func write(ipv4: UInt32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var length = 0
        var shift: UInt32 = 24
        while true {
            let octet = UInt8(truncatingIfNeeded: ipv4 >> shift)
            if octet >= 100 {
                buffer[length] = 0x30 &+ octet / 100
                buffer[length &+ 1] = 0x30 &+ octet / 10 % 10
                buffer[length &+ 2] = 0x30 &+ octet % 10
                length &+= 3
            } else if octet >= 10 {
                buffer[length] = 0x30 &+ octet / 10
                buffer[length &+ 1] = 0x30 &+ octet % 10
                length &+= 2
            } else {
                buffer[length] = 0x30 &+ octet
                length &+= 1
            }
            if shift == 0 { return length }
            buffer[length] = 0x2E
            length &+= 1
            shift &-= 8
        }
    }

    @inline(__always)
    private func group(_ index: Int) -> UInt16 {
        let half = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (index & 3)))
    }

    private func writeIPv6(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var longest = 0..<0
        var index = 0
        while index < 8 {
            var end = index
            while end < 8, group(end) == 0 { end += 1 }
            if end - index >= 2, end - index > longest.count { longest = index..<end }
            index = max(end, index + 1)
        }
        var length = 0
        index = 0
        while index < 8 {
            if !longest.isEmpty, index == longest.lowerBound {
                buffer[length] = 0x3A
                buffer[length + 1] = 0x3A
                length += 2
                index = longest.upperBound
                continue
            }
            if index > 0, index != longest.upperBound || longest.isEmpty {
                buffer[length] = 0x3A
                length += 1
            }
            length += IPAddress.writeHexadecimal(group(index), into: buffer, at: length)
            index += 1
        }
        return length
    }

    private static func writeHexadecimal(_ group: UInt16, into buffer: UnsafeMutableRawBufferPointer, at start: Int) -> Int {
        let digits = group >= 0x1000 ? 4 : group >= 0x100 ? 3 : group >= 0x10 ? 2 : 1
        for position in 0..<digits {
            let digit = UInt8(truncatingIfNeeded: group >> UInt16(4 * (digits - 1 - position))) & 0xF
            buffer[start + position] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
        return digits
    }
}
