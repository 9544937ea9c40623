/// Numbers each given a place of their own, counted from 0: open addressing over 64-bit keys.
struct NumberTable: ~Copyable {
    private var keys: UnsafeMutablePointer<UInt64>
    private var slots: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    private var mask: Int
    private(set) var count = 0

    init(expectedCount: Int = 16) {
        var size = 64
        while size < expectedCount * 2 { size *= 2 }
        mask = size - 1
        capacity = size / 2
        keys = .allocate(capacity: capacity)
        slots = .allocate(capacity: size)
        slots.initialize(repeating: 0, count: size)
    }

    deinit {
        keys.deallocate()
        slots.deallocate()
    }

    /// Bytes it takes.
    var byteCount: Int { capacity * 8 + (mask + 1) * 4 }

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
            if found == 0 { break }
            if keys[Int(found) &- 1] == key {
                isNew = false
                return found &- 1
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

    @inline(never)
    private mutating func append(_ key: UInt64, slot: Int) -> UInt32 {
        if count == capacity {
            grow()
            var slot = Self.slot(key) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            return put(key, slot)
        }
        return put(key, slot)
    }

    @inline(__always)
    private mutating func put(_ key: UInt64, _ slot: Int) -> UInt32 {
        keys[count] = key
        count += 1
        slots[slot] = UInt32(truncatingIfNeeded: count)
        return UInt32(truncatingIfNeeded: count - 1)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 2)
        larger.update(from: keys, count: count)
        keys.deallocate()
        keys = larger
        capacity *= 2
        slots.deallocate()
        mask = capacity * 2 - 1
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: 0, count: mask + 1)
        for place in 0..<count {
            var slot = Self.slot(keys[place]) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: place + 1)
        }
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return Int(truncatingIfNeeded: product.low ^ product.high)
    }
}
