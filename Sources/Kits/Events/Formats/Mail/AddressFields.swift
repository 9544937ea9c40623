/// Fields of addresses that would keep GMime busy: it takes them apart as it reads a header, in time that grows with the square of their
/// length, and groups in groups by recursion. No real mail has them; they are kept from it by another name.
enum AddressFields {
    /// The names GMime takes for lists of addresses, in lower case.
    private static let names = ["from", "sender", "reply-to", "to", "cc", "bcc"].map { Array($0.utf8) }
    /// The longest field that is left to GMime, and what all of a message may have, in bytes.
    private static let fieldLimit = 4096
    private static let totalLimit = 65_536

    /// The name a field has that was kept from GMime.
    static func otherName(_ name: String) -> String { "X" + name.dropFirst() }

    /// Where such fields begin, in order: the bytes to replace by an `X`.
    static func excessive(in bytes: UnsafeRawBufferPointer) -> [Int] {
        guard let base = bytes.baseAddress else { return [] }
        var found: [Int] = []
        var total = 0
        var start = 0
        while start < bytes.count {
            var end = ByteScan.first(0x0A, in: base, from: start, to: bytes.count)
            if isAddressField(bytes, at: start) {
                while end + 1 < bytes.count, bytes[end + 1] == 0x20 || bytes[end + 1] == 0x09 {
                    end = ByteScan.first(0x0A, in: base, from: end + 1, to: bytes.count)
                }
                if end - start > fieldLimit || total > totalLimit { found.append(start) } else { total += end - start }
            }
            start = end + 1
        }
        return found
    }

    private static func isAddressField(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        switch bytes[start] | 0x20 {
        case UInt8(ascii: "f"), UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "c"), UInt8(ascii: "b"): break
        default: return false
        }
        return names.contains { name in
            guard start + name.count < bytes.count, name.indices.allSatisfy({ bytes[start + $0] | 0x20 == name[$0] | 0x20 }) else {
                return false
            }
            let rest = bytes[(start + name.count)..<min(bytes.count, start + name.count + 64)]
            return rest.first { $0 > 0x20 } == UInt8(ascii: ":")
        }
    }
}
