/// Whether bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
    /// Whether all bytes are UTF-8.
    static func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            buffer.baseAddress.map { firstInvalid($0, from: 0, to: buffer.count) == nil } ?? true
        }
    }

    /// The offset of the first byte that does not belong, nil where all is well.
    static func firstInvalid(_ base: UnsafeRawPointer, from start: Int, to end: Int) -> Int? {
        var place = start
        while place < end {
            if place &+ 8 <= end, base.loadUnaligned(fromByteOffset: place, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
                place &+= 8
                continue
            }
            let byte = base.load(fromByteOffset: place, as: UInt8.self)
            if byte < 0x80 {
                place &+= 1
                continue
            }
            let length: Int
            // What the second byte may be narrows for the ends of the range (RFC 3629 section 4).
            var lowest: UInt8 = 0x80
            var highest: UInt8 = 0xBF
            switch byte {
            case 0xC2...0xDF: length = 2
            case 0xE0: (length, lowest) = (3, 0xA0)
            case 0xED: (length, highest) = (3, 0x9F)
            case 0xE1...0xEF: length = 3
            case 0xF0: (length, lowest) = (4, 0x90)
            case 0xF4: (length, highest) = (4, 0x8F)
            case 0xF1...0xF3: length = 4
            default: return place
            }
            guard place &+ length <= end else { return place }
            let second = base.load(fromByteOffset: place &+ 1, as: UInt8.self)
            guard second >= lowest, second <= highest else { return place }
            for offset in 2..<length where base.load(fromByteOffset: place &+ offset, as: UInt8.self) & 0xC0 != 0x80 {
                return place
            }
            place &+= length
        }
        return nil
    }
}
