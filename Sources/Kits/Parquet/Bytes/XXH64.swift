/// XXH64 with seed 0, the hash of Parquet's bloom filters (xxHash specification, version 0.1.1).
enum XXH64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    @inline(__always)
    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
        (value &<< bits) | (value &>> (64 &- bits))
    }

    @inline(__always)
    private static func round(_ accumulator: UInt64, _ lane: UInt64) -> UInt64 {
        rotate(accumulator &+ lane &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func merge(_ hash: UInt64, _ accumulator: UInt64) -> UInt64 {
        (hash ^ round(0, accumulator)) &* prime1 &+ prime4
    }

    static func hash(_ start: UnsafeRawPointer, count: Int) -> UInt64 {
        var at = start
        var left = count
        var hash: UInt64
        if count >= 32 {
            var a = prime1 &+ prime2
            var b = prime2
            var c: UInt64 = 0
            var d = 0 &- prime1
            repeat {
                a = round(a, UInt64(littleEndian: at.loadUnaligned(as: UInt64.self)))
                b = round(b, UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
                c = round(c, UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 16, as: UInt64.self)))
                d = round(d, UInt64(littleEndian: at.loadUnaligned(fromByteOffset: 24, as: UInt64.self)))
                at += 32
                left &-= 32
            } while left >= 32
            hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
            hash = merge(merge(merge(merge(hash, a), b), c), d)
        } else {
            hash = prime5
        }
        hash &+= UInt64(truncatingIfNeeded: count)
        while left >= 8 {
            hash = rotate(hash ^ round(0, UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))), 27) &* prime1 &+ prime4
            at += 8
            left &-= 8
        }
        if left >= 4 {
            hash = rotate(hash ^ UInt64(UInt32(littleEndian: at.loadUnaligned(as: UInt32.self))) &* prime1, 23) &* prime2 &+ prime3
            at += 4
            left &-= 4
        }
        while left > 0 {
            hash = rotate(hash ^ UInt64(at.load(as: UInt8.self)) &* prime5, 11) &* prime1
            at += 1
            left &-= 1
        }
        hash = (hash ^ (hash &>> 33)) &* prime2
        hash = (hash ^ (hash &>> 29)) &* prime3
        return hash ^ (hash &>> 32)
    }
}
