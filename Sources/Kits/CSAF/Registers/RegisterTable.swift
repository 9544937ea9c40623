/// What the tables of the registers are made of: numbers in Base64, and digests instead of texts that belong to others.
enum RegisterTable {
    /// The bytes behind a Base64 text (RFC 4648 §4).
    static func bytes(_ text: String) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            let value: UInt8
            switch character {
            case 0x41...0x5A: value = character - 0x41
            case 0x61...0x7A: value = character - 0x61 + 26
            case 0x30...0x39: value = character - 0x30 + 52
            case 0x2B: value = 62
            case 0x2F: value = 63
            default: continue
            }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count % 4 == 0 {
                out.append(UInt8(truncatingIfNeeded: bits >> 16))
                out.append(UInt8(truncatingIfNeeded: bits >> 8))
                out.append(UInt8(truncatingIfNeeded: bits))
            }
        }
        if count % 4 == 2 { out.append(UInt8(truncatingIfNeeded: bits >> 4)) }
        if count % 4 == 3 {
            out.append(UInt8(truncatingIfNeeded: bits >> 10))
            out.append(UInt8(truncatingIfNeeded: bits >> 2))
        }
        return out
    }

    /// The numbers of four bytes each, little-endian.
    static func numbers(_ text: String) -> [UInt32] {
        let bytes = bytes(text)
        return stride(from: 0, to: bytes.count - 3, by: 4).map { at in
            var number: UInt32 = 0
            for place in 0..<4 { number |= UInt32(bytes[at + place]) << UInt32(8 * place) }
            return number
        }
    }

    /// A digest of a text: 64-bit FNV-1a, its halves folded into one. It tells names apart, and is no protection against forgery.
    static func digest(_ text: String) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }

    /// True if `value` is among `sorted`.
    static func contains(_ sorted: [UInt32], _ value: UInt32) -> Bool {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == value
    }
}
