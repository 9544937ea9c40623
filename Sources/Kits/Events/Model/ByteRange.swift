/// Where the bytes of one entry or cell lie, relative to a base known to both sides.
@frozen
public struct ByteRange: Sendable, Hashable, BitwiseCopyable {
    /// Bytes from the base.
    public var offset: UInt32
    /// How many bytes.
    public var length: UInt32

    /// A range of these bytes.
    @inlinable
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}

/// Whether two runs of bytes are equal, eight at a time; the last eight overlap.
@inline(__always)
func equalBytes(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ count: Int) -> Bool {
    if count >= 8 {
        var index = 0
        while index &+ 8 < count {
            if one.loadUnaligned(fromByteOffset: index, as: UInt64.self) != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) {
                return false
            }
            index &+= 8
        }
        let last = count &- 8
        return one.loadUnaligned(fromByteOffset: last, as: UInt64.self) == other.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    }
    return shortWord(one, count) == shortWord(other, count)
}

/// Up to seven bytes as one word; different bytes of the same count give different words.
@inline(__always)
func shortWord(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
    if count >= 4 {
        let low = UInt64(bytes.loadUnaligned(as: UInt32.self))
        let high = UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        return low | (high &<< 32)
    }
    if count == 0 { return 0 }
    let first = UInt64(bytes.load(as: UInt8.self))
    let middle = UInt64(bytes.load(fromByteOffset: count &>> 1, as: UInt8.self))
    let last = UInt64(bytes.load(fromByteOffset: count &- 1, as: UInt8.self))
    return first | (middle &<< 8) | (last &<< 16)
}

/// A 64-bit hash of bytes for tables inside one process: multiply and fold, eight bytes at a time (after Wang Yi's wyhash).
///
/// Not for anything stored or compared between processes. Colliding values cost a table time, they are never confused.
@inline(__always)
func hashBytes(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
    var hash = (UInt64(truncatingIfNeeded: count) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    if count >= 8 {
        var index = 0
        while index &+ 8 < count {
            hash = folded(hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xA076_1D64_78BD_642F)
            index &+= 8
        }
        hash = folded(hash ^ bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self), 0xE703_7ED1_A0B4_28DB)
    } else {
        hash = folded(hash ^ shortWord(bytes, count), 0xE703_7ED1_A0B4_28DB)
    }
    return folded(hash, 0x8EBC_6AF0_9C88_C6E3)
}

@inline(__always)
private func folded(_ one: UInt64, _ other: UInt64) -> UInt64 {
    let product = one.multipliedFullWidth(by: other)
    return product.low ^ product.high
}
