/// Sets of small numbers, one for each group: a hash table of its own while it is small, a bitmap once that takes less room.
///
/// The numbers are those of an interner, which counts from 1, so that even a large set is at most a bit for each value there is.
final class NumberSets {
    private struct Members {
        /// Numbers (0: free) or, in a bitmap, 64-bit words.
        var storage: UnsafeMutableRawPointer?
        /// Slots or words.
        var size: UInt32 = 0
        var count: UInt32 = 0
        var isBitmap = false

        var byteCount: Int { Int(size) * (isBitmap ? 8 : 4) }
    }

    private var sets: UnsafeMutablePointer<Members>
    private var capacity: Int
    private var setCount = 0
    private var storageBytes = 0

    init() {
        capacity = 16
        sets = .allocate(capacity: 16)
    }

    deinit {
        for set in 0..<setCount { sets[set].storage?.deallocate() }
        sets.deallocate()
    }

    /// Bytes it takes.
    var byteCount: Int { capacity * MemoryLayout<Members>.stride + storageBytes }

    /// Adds an empty set, whose number is how many there were.
    func addSet() {
        if setCount == capacity {
            let larger = UnsafeMutablePointer<Members>.allocate(capacity: capacity * 2)
            larger.moveInitialize(from: sets, count: setCount)
            sets.deallocate()
            sets = larger
            capacity *= 2
        }
        (sets + setCount).initialize(to: Members())
        setCount += 1
    }

    /// How many numbers a set has.
    func count(_ set: Int) -> Int { Int(sets[set].count) }

    /// Puts a number above 0 into a set.
    /// - Parameter universe: Numbers there are at the moment.
    @inline(__always)
    func insert(_ number: UInt32, into set: Int, universe: Int) {
        if sets[set].isBitmap {
            if number >> 6 >= sets[set].size { growBitmap(set, to: max(universe, Int(number) + 1)) }
            guard let words = sets[set].storage?.assumingMemoryBound(to: UInt64.self) else { return }
            let bit = UInt64(1) << UInt64(number & 63)
            let word = words[Int(number >> 6)]
            words[Int(number >> 6)] = word | bit
            sets[set].count += word & bit == 0 ? 1 : 0
        } else {
            insertSmall(number, into: set, universe)
        }
    }

    private func insertSmall(_ number: UInt32, into set: Int, _ universe: Int) {
        if sets[set].count * 4 >= sets[set].size * 3 { growSmall(set, universe) }
        if sets[set].isBitmap { return insert(number, into: set, universe: universe) }
        guard let slots = sets[set].storage?.assumingMemoryBound(to: UInt32.self) else { return }
        if Self.put(number, slots, mask: sets[set].size - 1) { sets[set].count += 1 }
    }

    @inline(__always)
    private static func put(_ number: UInt32, _ slots: UnsafeMutablePointer<UInt32>, mask: UInt32) -> Bool {
        var slot = (number &* 0x9E37_79B1) >> 7 & mask
        while slots[Int(slot)] != 0 {
            if slots[Int(slot)] == number { return false }
            slot = (slot &+ 1) & mask
        }
        slots[Int(slot)] = number
        return true
    }

    private func growSmall(_ set: Int, _ universe: Int) {
        let old = sets[set]
        let size = max(4, Int(old.size) * 2)
        if size * 32 >= universe, size > 64 {
            sets[set] = Members(storage: nil, size: 0, count: 0, isBitmap: true)
            growBitmap(set, to: universe)
            forEach(in: old) { insert($0, into: set, universe: universe) }
        } else {
            let slots = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
            slots.initialize(repeating: 0, count: size)
            forEach(in: old) { _ = Self.put($0, slots, mask: UInt32(size - 1)) }
            sets[set].storage = UnsafeMutableRawPointer(slots)
            sets[set].size = UInt32(size)
            storageBytes += size * 4
        }
        storageBytes -= old.byteCount
        old.storage?.deallocate()
    }

    private func growBitmap(_ set: Int, to universe: Int) {
        let old = sets[set]
        // Room for the values of the next segments as well.
        let size = universe / 64 + universe / 256 + 16
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
        words.initialize(repeating: 0, count: size)
        if let storage = old.storage { words.update(from: storage.assumingMemoryBound(to: UInt64.self), count: Int(old.size)) }
        sets[set].storage = UnsafeMutableRawPointer(words)
        sets[set].size = UInt32(size)
        storageBytes += size * 8 - old.byteCount
        old.storage?.deallocate()
    }

    /// Calls `body` with each number of a set.
    func forEach(in set: Int, _ body: (UInt32) -> Void) { forEach(in: sets[set], body) }

    private func forEach(in members: Members, _ body: (UInt32) -> Void) {
        guard let storage = members.storage else { return }
        if members.isBitmap {
            let words = storage.assumingMemoryBound(to: UInt64.self)
            for place in 0..<Int(members.size) {
                var word = words[place]
                while word != 0 {
                    body(UInt32(place * 64 + word.trailingZeroBitCount))
                    word &= word - 1
                }
            }
        } else {
            let slots = storage.assumingMemoryBound(to: UInt32.self)
            for slot in 0..<Int(members.size) where slots[slot] != 0 { body(slots[slot]) }
        }
    }
}
