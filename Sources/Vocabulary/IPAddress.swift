/// An IPv4 or IPv6 address in 128 bits.
///
/// IPv4 is kept as its IPv4-mapped address `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), so both families live in one ordered
/// space; the IPv6 text `::ffff:192.0.2.1` is therefore the same value as `192.0.2.1`.
@frozen
public struct IPAddress: Sendable {
    /// The first 64 bits in network order.
    public let high: UInt64
    /// The last 64 bits in network order.
    public let low: UInt64

    /// The address with these 128 bits.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The IPv4 address with these 32 bits, first octet highest.
    @inlinable
    public init(ipv4: UInt32) {
        high = 0
        low = 0xFFFF_0000_0000 | UInt64(ipv4)
    }

    /// True for an IPv4 address.
    @inlinable
    public var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// The 32 bits of an IPv4 address, `nil` for IPv6.
    @inlinable
    public var ipv4: UInt32? { isIPv4 ? UInt32(truncatingIfNeeded: low) : nil }
}

extension IPAddress: Hashable, Comparable {
    /// True if all 128 bits agree.
    @inlinable
    public static func == (left: IPAddress, right: IPAddress) -> Bool {
        left.high == right.high && left.low == right.low
    }

    /// Order of the 128-bit numbers: IPv4 stands as one block among the IPv6 addresses.
    @inlinable
    public static func < (left: IPAddress, right: IPAddress) -> Bool {
        left.high < right.high || (left.high == right.high && left.low < right.low)
    }

    /// Feeds the 128 bits.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        hasher.combine(high)
        hasher.combine(low)
    }
}

extension IPAddress: ASCIIParsable {
    /// Reads dotted decimal or an RFC 4291 §2.2 form from all of the bytes, without allocating.
    ///
    /// Refuses octets with leading zeros (read as octal elsewhere) or above 255, zone identifiers and blanks.
    public init?(ascii: UnsafeRawBufferPointer) {
        if let bits = IPAddress.ipv4Bits(ascii) {
            self.init(ipv4: bits)
        } else if let bits = IPAddress.ipv6Bits(ascii) {
            self.init(bits: bits)
        } else {
            return nil
        }
    }

    /// The canonical text: dotted decimal, or RFC 5952.
    public var description: String {
        String(atMost: IPAddress.maximumTextLength) { write(into: $0) }
    }

    /// The room `write(into:)` asks for, in bytes.
    public static let maximumTextLength = 45
}

extension IPAddress {
    /// The address with these 128 bits.
    @inline(__always)
    init(bits: UInt128) {
        self.init(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
    }

    /// The address as one number.
    @inline(__always)
    var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    /// The 128 bits of an IPv6 text, `::` standing for at least one group.
    static func ipv6Bits(_ text: UnsafeRawBufferPointer) -> UInt128? {
        let end = text.count
        guard end >= 2, end <= maximumTextLength else { return nil }
        var bits: UInt128 = 0
        var groups = 0
        var gap = -1
        var index = 0
        if text[0] == 0x3A {
            guard text[1] == 0x3A else { return nil }
            gap = 0
            index = 2
        }
        while index < end {
            guard groups < 8 else { return nil }
            let start = index
            var group: UInt32 = 0
            while index < end, index &- start < 4 {
                let digit = text[index].hexadecimal
                guard digit < 16 else { break }
                group = group << 4 | UInt32(digit)
                index &+= 1
            }
            guard index > start else { return nil }
            if index < end, text[index] == 0x2E {
                guard groups <= 6, let tail = ipv4Bits(text.part(start..<end)) else { return nil }
                bits = bits << 32 | UInt128(tail)
                groups += 2
                break
            }
            bits = bits << 16 | UInt128(group)
            groups += 1
            if index == end { break }
            guard text[index] == 0x3A else { return nil }
            index += 1
            guard index < end else { return nil }
            if text[index] == 0x3A {
                guard gap < 0 else { return nil }
                gap = groups
                index += 1
            }
        }
        if gap < 0 { return groups == 8 ? bits : nil }
        guard groups < 8 else { return nil }
        let tail = 16 * (groups - gap)
        return (bits >> tail) << (16 * (8 - gap)) | (bits & ((1 << tail) - 1))
    }
}
