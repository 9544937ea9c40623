/// Packs unsigned numbers into `width` bits each, least significant bit first (Encodings.md, "RLE / bit-packing hybrid").
enum BitPacking {
    /// The bits needed for every number from 0 to `largest`.
    @inline(__always)
    static func width(of largest: UInt32) -> Int {
        32 &- largest.leadingZeroBitCount
    }

    /// Packs `groups` groups of eight numbers and returns the bytes written, `groups * width`. Up to 16 bytes behind
    /// them may be overwritten.
    static func pack(_ source: UnsafePointer<UInt32>, groups: Int, width: Int, to target: UnsafeMutableRawPointer) -> Int {
        switch width {
        case 1: packAll(1, source, groups, target)
        case 2: packAll(2, source, groups, target)
        case 3: packAll(3, source, groups, target)
        case 4: packAll(4, source, groups, target)
        case 5: packAll(5, source, groups, target)
        case 6: packAll(6, source, groups, target)
        case 7: packAll(7, source, groups, target)
        case 8: packAll(8, source, groups, target)
        case 9: packAll(9, source, groups, target)
        case 10: packAll(10, source, groups, target)
        case 11: packAll(11, source, groups, target)
        case 12: packAll(12, source, groups, target)
        case 13: packAll(13, source, groups, target)
        case 14: packAll(14, source, groups, target)
        case 15: packAll(15, source, groups, target)
        case 16: packAll(16, source, groups, target)
        case 17: packAll(17, source, groups, target)
        default: packAll(width, source, groups, target)
        }
        return groups &* width
    }

    /// Inlined with a constant `width` so that every shift is an immediate.
    @inline(__always)
    private static func packAll(_ width: Int, _ source: UnsafePointer<UInt32>, _ groups: Int, _ target: UnsafeMutableRawPointer) {
        var at = source
        var out = target
        let bits = UInt64(truncatingIfNeeded: width)
        for _ in 0..<groups {
            if width <= 8 {
                let low = four(at, bits)
                let high = four(at + 4, bits)
                out.storeBytes(of: (low | high &<< (4 &* bits)).littleEndian, as: UInt64.self)
            } else if width <= 16 {
                let low = four(at, bits)
                let high = four(at + 4, bits)
                // At 16 bits the low half fills its word and shifting by 64 would wrap.
                let joined = width == 16 ? low : low | high &<< (4 &* bits)
                let rest = width == 16 ? high : high &>> (64 &- 4 &* bits)
                out.storeBytes(of: joined.littleEndian, as: UInt64.self)
                out.storeBytes(of: rest.littleEndian, toByteOffset: 8, as: UInt64.self)
            } else {
                var word: UInt64 = 0
                var filled: UInt64 = 0
                var place = 0
                for index in 0..<8 {
                    let value = UInt64(at[index])
                    word |= value &<< filled
                    filled &+= bits
                    if filled >= 64 {
                        out.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
                        place &+= 8
                        filled &-= 64
                        word = filled == 0 ? 0 : value &>> (bits &- filled)
                    }
                }
                out.storeBytes(of: word.littleEndian, toByteOffset: place, as: UInt64.self)
            }
            at += 8
            out += width
        }
    }

    @inline(__always)
    private static func four(_ at: UnsafePointer<UInt32>, _ bits: UInt64) -> UInt64 {
        let first = UInt64(at[0]) | UInt64(at[1]) &<< bits
        let second = UInt64(at[2]) | UInt64(at[3]) &<< bits
        return first | second &<< (2 &* bits)
    }

    /// Unpacks `groups` groups of eight numbers of `width` bits, adding `bias` to each. Up to 8 bytes behind the source
    /// may be read.
    static func unpack(
        _ source: UnsafeRawPointer, groups: Int, width: Int, bias: UInt32, to target: UnsafeMutablePointer<UInt32>
    ) {
        switch width {
        case 1: unpackAll(1, source, groups, bias, target)
        case 2: unpackAll(2, source, groups, bias, target)
        case 3: unpackAll(3, source, groups, bias, target)
        case 4: unpackAll(4, source, groups, bias, target)
        case 5: unpackAll(5, source, groups, bias, target)
        case 6: unpackAll(6, source, groups, bias, target)
        case 7: unpackAll(7, source, groups, bias, target)
        case 8: unpackAll(8, source, groups, bias, target)
        case 9: unpackAll(9, source, groups, bias, target)
        case 10: unpackAll(10, source, groups, bias, target)
        case 11: unpackAll(11, source, groups, bias, target)
        case 12: unpackAll(12, source, groups, bias, target)
        case 13: unpackAll(13, source, groups, bias, target)
        case 14: unpackAll(14, source, groups, bias, target)
        case 15: unpackAll(15, source, groups, bias, target)
        case 16: unpackAll(16, source, groups, bias, target)
        case 17: unpackAll(17, source, groups, bias, target)
        default: unpackAll(width, source, groups, bias, target)
        }
    }

    @inline(__always)
    private static func unpackAll(
        _ width: Int, _ source: UnsafeRawPointer, _ groups: Int, _ bias: UInt32, _ target: UnsafeMutablePointer<UInt32>
    ) {
        var at = source
        var out = target
        let bits = UInt64(truncatingIfNeeded: width)
        let mask: UInt64 = width == 0 ? 0 : UInt64.max &>> (64 &- bits)
        for _ in 0..<groups {
            if width <= 8 {
                let word = UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
                for index in 0..<8 {
                    out[index] = UInt32(truncatingIfNeeded: (word &>> (UInt64(truncatingIfNeeded: index) &* bits)) & mask) &+ bias
                }
            } else {
                for index in 0..<8 {
                    let bit = index &* width
                    let word = UInt64(littleEndian: at.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
                    out[index] = UInt32(truncatingIfNeeded: (word &>> UInt64(truncatingIfNeeded: bit & 7)) & mask) &+ bias
                }
            }
            at += width
            out += 8
        }
    }
}
