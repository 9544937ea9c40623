/// The identifier of a publicly known vulnerability: `CVE-2014-0160`.
@frozen
public struct CVEID: Hashable, Sendable {
    /// The year in the identifier, from 1999.
    public let year: UInt16
    /// The sequence number within the year.
    public let number: UInt64

    /// The identifier; `nil` for a year outside 1999...9999 or a number of more than 19 digits.
    public init?(year: UInt16, number: UInt64) {
        guard year >= 1999, year <= 9999, number <= 9_999_999_999_999_999_999 else { return nil }
        self.year = year
        self.number = number
    }
}

extension CVEID: Comparable {
    /// Order of year, then number.
    public static func < (left: CVEID, right: CVEID) -> Bool {
        (left.year, left.number) < (right.year, right.number)
    }
}

extension CVEID: ASCIIParsable {
    /// Reads `CVE-yyyy-n` in either case, `n` of 4 to 19 digits without superfluous zeros.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count >= 13, ascii.part(0..<4).equalsLowercased("cve-"), ascii[8] == 0x2D,
            let year = ascii.part(4..<8).decimal(), let number = ascii.part(9..<ascii.count).decimal(maximumDigits: 19),
            ascii.count == 13 || ascii[9] != 0x30
        else { return nil }
        self.init(year: UInt16(year), number: number)
    }

    /// The identifier, its number padded to four digits.
    public var description: String {
        let digits = String(number)
        return "CVE-\(year)-" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
