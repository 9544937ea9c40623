/// The identity of a finding: 128 bits of hash over its type and the fields that make it the same finding, see ``FindingKey``.
public struct FindingID: Hashable, Sendable, Comparable {
    /// The bits.
    public let bits: UInt128

    /// The identity with these bits.
    public init(bits: UInt128) {
        self.bits = bits
    }

    /// Order of the numbers, which is the order of the texts.
    public static func < (one: FindingID, other: FindingID) -> Bool { one.bits < other.bits }
}

extension FindingID: CustomStringConvertible, LosslessStringConvertible {
    /// `F-` and 26 digits of Crockford's base 32, most significant first. The first few usually suffice to tell a finding.
    public var description: String {
        "F-"
            + String(
                decoding: (0..<26).map { Self.digits[Int(truncatingIfNeeded: bits >> UInt128(125 - 5 * $0)) & 31] }, as: UTF8.self)
    }

    /// Reads a whole id.
    public init?(_ description: String) {
        guard let range = Self.range(ofPrefix: description), range.lowerBound == range.upperBound else { return nil }
        self = range.lowerBound
    }

    /// The first and the last id whose text begins so; nil where the text begins no id. `F-` may be left out; case, and O for 0, I and L
    /// for 1, do not matter.
    public static func range(ofPrefix text: some StringProtocol) -> ClosedRange<FindingID>? {
        var characters = Array(text.uppercased().utf8)
        if characters.starts(with: Array("F-".utf8)) { characters.removeFirst(2) }
        guard !characters.isEmpty, characters.count <= 26 else { return nil }
        var bits: UInt128 = 0
        for (place, character) in characters.enumerated() {
            let digit: UInt8 =
                switch character {
                case UInt8(ascii: "O"): 0
                case UInt8(ascii: "I"), UInt8(ascii: "L"): 1
                default: character
                }
            guard let value = digit < 2 ? Int(digit) : digits.firstIndex(of: digit) else { return nil }
            // The first digit stands for the 3 highest bits only: 26 x 5 = 130.
            if place == 0, value > 7 { return nil }
            bits |= UInt128(value) << UInt128(125 - 5 * place)
        }
        let free = 130 - 5 * characters.count
        let mask: UInt128 = free >= 128 ? .max : (1 << UInt128(free)) - 1
        return FindingID(bits: bits)...FindingID(bits: bits | mask)
    }

    private static let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
