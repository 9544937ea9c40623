/// Two letters that name a country, in upper case (ISO 3166-1 alpha-2 in form; not checked against the list).
@frozen
public struct CountryCode: Hashable, Sendable {
    /// The letters, the first in the upper byte.
    public let letters: UInt16
}

extension CountryCode: Comparable {
    /// Alphabetical order.
    public static func < (left: CountryCode, right: CountryCode) -> Bool { left.letters < right.letters }
}

extension CountryCode: ASCIIParsable {
    /// Reads two letters in either case.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count == 2, ascii[0].isLetter, ascii[1].isLetter else { return nil }
        letters = UInt16(ascii[0].raised) << 8 | UInt16(ascii[1].raised)
    }

    /// The two letters: `AZ`.
    public var description: String {
        String(decoding: [UInt8(letters >> 8), UInt8(letters & 0xFF)], as: UTF8.self)
    }
}
