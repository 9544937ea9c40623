/// A number for each IPv4 address: open addressing, address and number together in one word of eight bytes, because looking up a hundred
/// thousand addresses a segment is nothing but waiting for memory.
struct AddressTable: ~Copyable {
    /// The address in the upper half, its number in the lower; 0 is free, as no address has the number 0.
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private(set) var count = 0

    init() {
        mask = 63
        slots = .allocate(capacity: 64)
        slots.initialize(repeating: 0, count: 64)
    }

    deinit { slots.deallocate() }

    /// Bytes it takes.
    var byteCount: Int { (mask + 1) * 8 }

    /// Where looking for an address begins. Eight neighbours share a line of the cache: segments are sorted by address.
    @inline(__always)
    private func slot(_ address: UInt32) -> Int {
        let mixed = UInt64(address &>> 3) &* 0x9E37_79B9_7F4A_7C15
        return (Int(truncatingIfNeeded: mixed &>> 29) &<< 3 | Int(address & 7)) & mask
    }

    /// Reads what looking for the address will need, so that many can wait for memory together; the result means nothing.
    @inline(__always)
    func touch(_ address: UInt32) -> UInt64 { slots[slot(address)] }

    /// The number of an address, 0 where it has none.
    @inline(__always)
    func number(of address: UInt32) -> UInt32 {
        var slot = slot(address)
        while slots[slot] != 0 {
            if UInt32(truncatingIfNeeded: slots[slot] &>> 32) == address { return UInt32(truncatingIfNeeded: slots[slot]) }
            slot = (slot &+ 1) & mask
        }
        return 0
    }

    /// Gives an address that has none its number, which is not 0.
    mutating func insert(_ address: UInt32, number: UInt32) {
        if count * 3 > mask * 2 { grow() }
        put(UInt64(address) << 32 | UInt64(number))
        count += 1
    }

    private func put(_ word: UInt64) {
        var slot = slot(UInt32(word >> 32))
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = word
    }

    private mutating func grow() {
        let old = slots
        let oldCount = mask + 1
        mask = mask * 2 + 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: 0, count: mask + 1)
        for place in 0..<oldCount where old[place] != 0 { put(old[place]) }
        old.deallocate()
    }
}
