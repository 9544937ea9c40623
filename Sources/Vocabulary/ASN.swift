/// The number of an autonomous system (RFC 6793, 32 bits).
@frozen
public struct ASN: Hashable, Sendable {
    /// The number; 0 is never assigned (RFC 7607) and does not come from text.
    public let number: UInt32

    /// The system with this number.
    @inlinable
    public init(_ number: UInt32) {
        self.number = number
    }
}

extension ASN: Comparable {
    /// Order of the numbers.
    @inlinable
    public static func < (left: ASN, right: ASN) -> Bool { left.number < right.number }
}

extension ASN: ASCIIParsable {
    /// Reads `AS64496`, `64496` or asdot (`AS1.10`, `1.10`, RFC 5396), letters in either case; refuses 0 and leading zeros.
    public init?(ascii: UnsafeRawBufferPointer) {
        var digits = ascii
        if digits.count > 2, digits[0].lowered == 0x61, digits[1].lowered == 0x73 {
            digits = digits.part(2..<digits.count)
        }
        guard digits.count > 0, digits.count <= 11 else { return nil }
        var number: UInt64 = 0
        var highHalf: UInt64?
        var length = 0
        for byte in digits {
            if byte.isDigit {
                guard length == 0 || number > 0 else { return nil }
                number = number &* 10 &+ UInt64(byte.decimal)
                length &+= 1
            } else {
                guard byte == 0x2E, highHalf == nil, length > 0, number <= 0xFFFF else { return nil }
                highHalf = number
                number = 0
                length = 0
            }
        }
        guard length > 0 else { return nil }
        if let highHalf {
            guard number <= 0xFFFF else { return nil }
            number |= highHalf << 16
        }
        guard number > 0, number <= UInt64(UInt32.max) else { return nil }
        self.init(UInt32(number))
    }

    /// The asplain text with its prefix: `AS64496`.
    public var description: String { "AS\(number)" }

    /// The asdot text of RFC 5396 without prefix: `1.10`, and plain below 65,536.
    public var asdot: String {
        number > 0xFFFF ? "\(number >> 16).\(number & 0xFFFF)" : "\(number)"
    }
}
