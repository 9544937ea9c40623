/// Where the bytes of one entry lie, relative to the dictionary's base.
@frozen
public struct ByteRange: Sendable, Hashable {
    public var offset: UInt32
    public var length: UInt32

    @inlinable
    public init(offset: UInt32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}

/// Distinct byte strings of one column, numbered from 1 in the order they appeared; 0 stands for "no value".
///
/// Open addressing with linear probing over 32-bit entry numbers. The bytes live in the dictionary's own arena, so a code stays
/// valid whatever happens to the buffer the bytes came from.
public final class ByteDictionary {
    /// Entry k-1 is the entry of code k.
    public private(set) var ranges: [ByteRange] = []
    private var hashes: [UInt32] = []
    private var arena: UnsafeMutableRawPointer
    private var arenaCapacity: Int
    public private(set) var arenaCount = 0
    private var slots: [UInt32]
    private var mask: Int
    private var lastCode: UInt32 = 0

    public init(expectedCount: Int = 16) {
        var capacity = 32
        while capacity < expectedCount * 2 { capacity *= 2 }
        slots = [UInt32](repeating: 0, count: capacity)
        mask = capacity - 1
        arenaCapacity = 1024
        arena = .allocate(byteCount: arenaCapacity, alignment: 16)
    }

    deinit { arena.deallocate() }

    /// How many distinct strings there are.
    public var count: Int { ranges.count }

    /// Start of the bytes that `ranges` index. Valid until the next `code(for:)`.
    public var base: UnsafeRawPointer { UnsafeRawPointer(arena) }

    /// The bytes of a code's entry, 1-based. Valid until the next `code(for:)`.
    public func bytes(_ code: UInt32) -> UnsafeRawBufferPointer {
        let range = ranges[Int(code) - 1]
        return UnsafeRawBufferPointer(start: arena + Int(range.offset), count: Int(range.length))
    }

    /// The entry as text; bytes that are not UTF-8 become U+FFFD.
    public func string(_ code: UInt32) -> String {
        String(decoding: bytes(code), as: UTF8.self)
    }

    /// The code of these bytes, a new one where they were not seen before.
    public func code(for bytes: UnsafeRawBufferPointer) -> UInt32 {
        let length = bytes.count
        // The same value as in the row before is the commonest case of all.
        if lastCode != 0 {
            let last = ranges[Int(lastCode) &- 1]
            if Int(last.length) == length, equalBytes(arena + Int(last.offset), bytes.baseAddress, length) { return lastCode }
        }
        let hash = hashBytes(bytes)
        let short = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let code = slots[slot]
            if code == 0 { break }
            let index = Int(code) &- 1
            if hashes[index] == short {
                let range = ranges[index]
                if Int(range.length) == length, equalBytes(arena + Int(range.offset), bytes.baseAddress, length) {
                    lastCode = code
                    return code
                }
            }
            slot = (slot &+ 1) & mask
        }
        let code = append(bytes, short: short)
        slots[slot] = code
        if ranges.count &* 2 > mask { grow() }
        lastCode = code
        return code
    }

    private func append(_ bytes: UnsafeRawBufferPointer, short: UInt32) -> UInt32 {
        let length = bytes.count
        if arenaCount + length > arenaCapacity {
            var capacity = arenaCapacity * 2
            while capacity < arenaCount + length { capacity *= 2 }
            let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
            larger.copyMemory(from: arena, byteCount: arenaCount)
            arena.deallocate()
            arena = larger
            arenaCapacity = capacity
        }
        if length > 0, let source = bytes.baseAddress {
            (arena + arenaCount).copyMemory(from: source, byteCount: length)
        }
        ranges.append(ByteRange(offset: UInt32(arenaCount), length: UInt32(length)))
        hashes.append(short)
        arenaCount += length
        return UInt32(ranges.count)
    }

    private func grow() {
        let capacity = (mask + 1) * 4
        slots = [UInt32](repeating: 0, count: capacity)
        mask = capacity - 1
        for index in ranges.indices {
            let range = ranges[index]
            let hash = hashBytes(UnsafeRawBufferPointer(start: arena + Int(range.offset), count: Int(range.length)))
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }
}

/// Whether two runs of bytes are equal, compared eight at a time.
@inlinable
@inline(__always)
func equalBytes(_ one: UnsafeRawPointer, _ other: UnsafeRawPointer?, _ count: Int) -> Bool {
    guard let other else { return count == 0 }
    var index = 0
    while index &+ 8 <= count {
        if one.loadUnaligned(fromByteOffset: index, as: UInt64.self) != other.loadUnaligned(fromByteOffset: index, as: UInt64.self) {
            return false
        }
        index &+= 8
    }
    while index < count {
        if one.load(fromByteOffset: index, as: UInt8.self) != other.load(fromByteOffset: index, as: UInt8.self) { return false }
        index &+= 1
    }
    return true
}

/// A 64-bit hash of bytes for tables inside one process: multiply and fold, eight bytes at a time.
///
/// Not for anything stored or compared between processes, nor against an adversary who can choose millions of colliding values: a
/// table only slows down under collisions, it never confuses two values.
@inlinable
@inline(__always)
func hashBytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* multiplier
    guard let base = bytes.baseAddress else { return hash }
    let count = bytes.count
    var index = 0
    while index &+ 8 <= count {
        let product = (hash ^ base.loadUnaligned(fromByteOffset: index, as: UInt64.self)).multipliedFullWidth(by: multiplier)
        hash = product.low ^ product.high
        index &+= 8
    }
    if index < count {
        var tail: UInt64 = 0
        while index < count {
            tail = (tail << 8) | UInt64(base.load(fromByteOffset: index, as: UInt8.self))
            index &+= 1
        }
        let product = (hash ^ tail ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: multiplier)
        hash = product.low ^ product.high
    }
    let product = (hash ^ 0xE703_7ED1_A0B4_28DB).multipliedFullWidth(by: multiplier)
    return product.low ^ product.high
}
