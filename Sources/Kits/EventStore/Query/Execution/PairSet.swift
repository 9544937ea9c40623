/// A set of 64-bit numbers that only grows: open addressing, the keys in the slots themselves.
struct PairSet: ~Copyable {
    /// No key is this number.
    private static let empty = UInt64.max
    private var slots: UnsafeMutablePointer<UInt64>
    private var mask: Int
    private(set) var count = 0

    init() {
        mask = 1023
        slots = .allocate(capacity: 1024)
        slots.initialize(repeating: Self.empty, count: 1024)
    }

    deinit { slots.deallocate() }

    /// Bytes it takes.
    var byteCount: Int { (mask + 1) * 8 }

    /// Adds a key, which is not the largest number; true if it was not there before.
    @inline(__always)
    mutating func insert(_ key: UInt64) -> Bool {
        var slot = Self.slot(key) & mask
        while slots[slot] != Self.empty {
            if slots[slot] == key { return false }
            slot = (slot &+ 1) & mask
        }
        slots[slot] = key
        count += 1
        if count * 2 > mask { grow() }
        return true
    }

    /// Calls `body` with each key.
    func forEach(_ body: (UInt64) -> Void) {
        for slot in 0...mask where slots[slot] != Self.empty { body(slots[slot]) }
    }

    private mutating func grow() {
        let old = slots
        let oldMask = mask
        mask = mask * 4 + 3
        slots = .allocate(capacity: mask + 1)
        slots.initialize(repeating: Self.empty, count: mask + 1)
        for place in 0...oldMask where old[place] != Self.empty {
            var slot = Self.slot(old[place]) & mask
            while slots[slot] != Self.empty { slot = (slot &+ 1) & mask }
            slots[slot] = old[place]
        }
        old.deallocate()
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        let product = (key ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        return Int(truncatingIfNeeded: product.low ^ product.high)
    }
}
