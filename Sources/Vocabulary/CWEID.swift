/// The identifier of a kind of weakness: `CWE-79`.
@frozen
public struct CWEID: Hashable, Sendable {
    /// The number, 1...999,999.
    public let number: UInt32

    /// The identifier; `nil` outside 1...999,999 (CSAF 2.0 §3.2.3.4).
    public init?(number: UInt32) {
        guard number >= 1, number <= 999_999 else { return nil }
        self.number = number
    }
}

extension CWEID: Comparable {
    /// Order of the numbers.
    public static func < (left: CWEID, right: CWEID) -> Bool { left.number < right.number }
}

extension CWEID: ASCIIParsable {
    /// Reads `CWE-n` in either case, `n` without leading zeros.
    public init?(ascii: UnsafeRawBufferPointer) {
        guard ascii.count >= 5, ascii.part(0..<4).equalsLowercased("cwe-"), ascii[4] != 0x30,
            let number = ascii.part(4..<ascii.count).decimal(maximumDigits: 6)
        else { return nil }
        self.init(number: UInt32(number))
    }

    /// The identifier: `CWE-79`.
    public var description: String { "CWE-\(number)" }
}
