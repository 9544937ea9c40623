/// SipHash-2-4 with 128 bits of output (Aumasson, Bernstein 2012): how the parts of a finding's key are hashed.
///
/// The key is fixed, so that a finding has the same id in every store and after every new ingest. Two findings of 100 million share an id
/// by chance with probability 10⁻²³; nothing that must be secret or unforgeable hangs on it.
struct KeyHash: Hashable, Sendable {
    var high: UInt64
    var low: UInt64

    /// What stands for a field without value.
    static let absent = KeyHash(high: 0, low: 0)

    @inline(__always)
    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The hash of these bytes.
    init(_ bytes: UnsafeRawBufferPointer, key: (UInt64, UInt64) = (0x6B69_6873_654B, 0x7367_6E69_646E_6966)) {
        var v0 = key.0 ^ 0x736F_6D65_7073_6575
        var v1 = key.1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
        var v2 = key.0 ^ 0x6C79_6765_6E65_7261
        var v3 = key.1 ^ 0x7465_6462_7974_6573

        @inline(__always)
        func round() {
            v0 &+= v1
            v1 = v1 << 13 | v1 >> 51
            v1 ^= v0
            v0 = v0 << 32 | v0 >> 32
            v2 &+= v3
            v3 = v3 << 16 | v3 >> 48
            v3 ^= v2
            v0 &+= v3
            v3 = v3 << 21 | v3 >> 43
            v3 ^= v0
            v2 &+= v1
            v1 = v1 << 17 | v1 >> 47
            v1 ^= v2
            v2 = v2 << 32 | v2 >> 32
        }

        let count = bytes.count
        var index = 0
        while index &+ 8 <= count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            v3 ^= word
            round()
            round()
            v0 ^= word
            index &+= 8
        }
        var last = UInt64(truncatingIfNeeded: count) << 56
        var shift: UInt64 = 0
        while index < count {
            last |= UInt64(bytes[index]) << shift
            shift &+= 8
            index &+= 1
        }
        v3 ^= last
        round()
        round()
        v0 ^= last
        v2 ^= 0xEE
        for _ in 0..<4 { round() }
        low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        for _ in 0..<4 { round() }
        high = v0 ^ v1 ^ v2 ^ v3
    }

    /// The hash of a whole number.
    init(_ number: Int64) {
        self = withUnsafeBytes(of: number.littleEndian) { KeyHash($0) }
    }

    /// The hash of a text.
    init(_ text: String) {
        var text = text
        self = text.withUTF8 { KeyHash(UnsafeRawBufferPointer($0)) }
    }

    /// Takes in the next part of a key; order matters. The parts are hashes themselves, so a multiplication each suffices to mix them.
    @inline(__always)
    mutating func absorb(_ part: KeyHash) {
        let one = (high ^ part.high).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        let other = (low ^ part.low).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        high = one.low ^ one.high ^ (low << 29 | low >> 35)
        low = (other.low ^ other.high) &+ high
    }

    @inline(__always)
    var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }
}
