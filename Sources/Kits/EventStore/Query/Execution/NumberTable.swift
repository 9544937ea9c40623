/// Numbers each given a place of their own, counted from 0: open addressing, key and place side by side so that a look costs one
/// line of the cache.
struct NumberTable: ~Copyable {
    private struct Slot {
        var key: UInt64
        /// The place and one; 0 for a free slot.
        var place: UInt32
    }

    private var keys: UnsafeMutablePointer<UInt64>
    private var slots: UnsafeMutablePointer<Slot>
    /// How many keys there may be before the table grows: 5 of 8 slots.
    private var capacity: Int
    private var mask: Int
    private(set) var count = 0

    init(expectedCount: Int = 16) {
        var size = 64
        while size / 8 * 5 < expectedCount { size *= 2 }
        mask = size - 1
        capacity = size / 8 * 5
        keys = .allocate(capacity: capacity)
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(key: 0, place: 0), count: size)
    }

    deinit {
        keys.deallocate()
        slots.deallocate()
    }

    /// Bytes it takes.
    var byteCount: Int { capacity * 8 + (mask + 1) * MemoryLayout<Slot>.stride }

    /// The key at a place.
    subscript(place: Int) -> UInt64 {
        @inline(__always) get { keys[place] }
    }

    /// The place of a key; `isNew` tells whether it was not there before.
    @inline(__always)
    mutating func place(of key: UInt64, isNew: inout Bool) -> UInt32 {
        var slot = Self.slot(key) & mask
        while true {
            let found = slots[slot]
            if found.place == 0 { break }
            if found.key == key {
                isNew = false
                return found.place &- 1
            }
            slot = (slot &+ 1) & mask
        }
        isNew = true
        return append(key, slot: slot)
    }

    /// The place of a key.
    @inline(__always)
    mutating func place(of key: UInt64) -> UInt32 {
        var isNew = false
        return place(of: key, isNew: &isNew)
    }

    /// Reads what looking for the key will need, so that many keys can wait for memory together; the result means nothing.
    @inline(__always)
    func touch(_ key: UInt64) -> UInt32 { slots[Self.slot(key) & mask].place }

    @inline(never)
    private mutating func append(_ key: UInt64, slot: Int) -> UInt32 {
        var slot = slot
        if count == capacity {
            grow()
            slot = Self.slot(key) & mask
            while slots[slot].place != 0 { slot = (slot &+ 1) & mask }
        }
        keys[count] = key
        count += 1
        slots[slot] = Slot(key: key, place: UInt32(truncatingIfNeeded: count))
        return UInt32(truncatingIfNeeded: count - 1)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 2)
        larger.update(from: keys, count: count)
        keys.deallocate()
        keys = larger
        capacity *= 2
        slots.deallocate()
        mask = mask * 2 + 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: Slot(key: 0, place: 0), count: mask + 1)
        for place in 0..<count {
            var slot = Self.slot(keys[place]) & mask
            while slots[slot].place != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = Slot(key: keys[place], place: UInt32(truncatingIfNeeded: place + 1))
        }
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return Int(truncatingIfNeeded: product.low ^ product.high)
    }
}
