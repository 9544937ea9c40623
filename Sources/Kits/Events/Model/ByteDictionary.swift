internal import CPrefetch

/// Distinct byte strings of one column, numbered from 1 in the order they appeared; 0 stands for "no value".
///
/// Open addressing with linear probing over 32-bit entry numbers. The bytes live in the dictionary's own arena, so a code stays
/// valid whatever happens to the buffer the bytes came from. All storage is raw: this is the innermost loop of reading a feed.
public final class ByteDictionary {
    // Only ever touched by the thread that owns the dictionary, and never by two calls at once: no closure is called while it is changed.
    @exclusivity(unchecked) private var table: Table

    /// Cells the column will have, as far as one can tell; 0 where one cannot.
    private let expectedCells: Int

    /// - Parameters:
    ///   - expectedCount: distinct strings to make room for at once; it grows as needed.
    ///   - expectedCells: cells the column will have; where most of the first ones are distinct, room is made for all at once.
    public init(expectedCount: Int = 16, expectedCells: Int = 0) {
        table = Table(expectedCount: expectedCount)
        self.expectedCells = expectedCells
    }

    deinit { table.deallocate() }

    /// How many distinct strings there are.
    public var count: Int { table.count }

    /// Where each entry's bytes lie from `base`; entry k-1 is that of code k. Valid until the next new code.
    public var ranges: UnsafeBufferPointer<ByteRange> { UnsafeBufferPointer(start: table.entries, count: table.count) }

    /// Start of the bytes that `ranges` index. Valid until the next new code.
    public var base: UnsafeRawPointer { UnsafeRawPointer(table.arena) }

    /// Bytes of all entries together.
    public var byteCount: Int { table.arenaCount }

    /// The bytes of a code's entry, 1-based. Valid until the next new code.
    public func bytes(_ code: UInt32) -> UnsafeRawBufferPointer {
        precondition(code >= 1 && Int(code) <= table.count, "a code of this dictionary")
        let range = table.entries[Int(code) - 1]
        return UnsafeRawBufferPointer(start: table.arena + Int(range.offset), count: Int(range.length))
    }

    /// The entry as text; bytes that are not UTF-8 become U+FFFD.
    public func string(_ code: UInt32) -> String {
        String(decoding: bytes(code), as: UTF8.self)
    }

    /// The code of these bytes, a new one where they were not seen before.
    public func code(for bytes: UnsafeRawBufferPointer) -> UInt32 {
        table.code(start: bytes.baseAddress ?? base, length: bytes.count)
    }

    /// The codes of many cells at once, one column of a block of rows.
    ///
    /// - Parameters:
    ///   - cells: first cell of the column; cells lie `stride` apart. A length of 0 is no value.
    ///   - near: what offsets below 2^31 are relative to.
    ///   - far: what offsets from 2^31 on are relative to, less 2^31 (cells that had to be unescaped).
    func codes(
        of cells: UnsafePointer<ByteRange>, stride: Int, count: Int, near: UnsafeRawPointer, far: UnsafeRawPointer,
        into codes: UnsafeMutablePointer<UInt32>
    ) {
        // A copy, so that the loop keeps the pointers in registers.
        var table = table
        defer {
            table.cells &+= count
            if !table.hasLookedAhead, table.cells >= Self.sample { table.lookAhead(to: expectedCells) }
            self.table = table
        }
        if table.isRepetitive {
            var repeats = 0
            for row in 0..<count {
                let cell = cells[row &* stride]
                if cell.length == 0 {
                    codes[row] = 0
                    continue
                }
                let start = cell.offset & 0x8000_0000 == 0 ? near + Int(cell.offset) : far + Int(cell.offset & 0x7FFF_FFFF)
                // The same value as in the row before is the commonest case of all.
                if let last = table.lastCode(start: start, length: Int(cell.length)) {
                    codes[row] = last
                    repeats &+= 1
                } else {
                    codes[row] = table.find(start: start, length: Int(cell.length))
                }
            }
            table.isRepetitive = repeats &* 4 > count
        } else {
            // Values that hardly ever repeat at once: looking at the last one first would only mislead the processor's prediction. What costs
            // is waiting for the slot to come from memory, so many are on their way at once.
            var repeats = 0
            var last: UInt32 = 0
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.lookAhead) { hashes in
                var first = 0
                while first < count {
                    let end = min(first &+ Self.lookAhead, count)
                    for row in first..<end {
                        let cell = cells[row &* stride]
                        let start = cell.offset & 0x8000_0000 == 0 ? near + Int(cell.offset) : far + Int(cell.offset & 0x7FFF_FFFF)
                        let hash = hashBytes(start, Int(cell.length))
                        hashes[row &- first] = hash
                        table.prefetchSlot(of: hash)
                    }
                    for row in first..<end {
                        let cell = cells[row &* stride]
                        if cell.length == 0 {
                            codes[row] = 0
                            continue
                        }
                        let start = cell.offset & 0x8000_0000 == 0 ? near + Int(cell.offset) : far + Int(cell.offset & 0x7FFF_FFFF)
                        let code = table.find(start: start, length: Int(cell.length), hash: hashes[row &- first])
                        codes[row] = code
                        if code == last { repeats &+= 1 }
                        last = code
                    }
                    first = end
                }
            }
            table.isRepetitive = repeats &* 4 > count
        }
    }

    /// Cells after which it is guessed how many distinct ones there will be.
    private static let sample = 1024
    /// Cells whose slots are looked up ahead.
    private static let lookAhead = 32

    /// The storage: raw pointers in a value, so that the loop above works on registers and not on a shared object.
    private struct Table {
        var entries: UnsafeMutablePointer<ByteRange>
        var count = 0
        var arena: UnsafeMutableRawPointer
        var arenaCount = 0
        private var entryCapacity: Int
        private var arenaCapacity: Int
        /// A code in the low half, the hash's high half in the high one; 0 is free. Both in one word, so that one look at memory says nearly
        /// always whether a value is there. A value's first slot is given by the hash's high half too, so growing needs no bytes.
        private var slots: UnsafeMutablePointer<UInt64>
        private var mask: Int
        private var lastStart: UnsafeRawPointer
        private var lastLength = -1
        private var lastCode: UInt32 = 0
        /// Whether a value is often the one of the row before.
        var isRepetitive = true
        /// Cells seen by whole columns.
        var cells = 0
        private(set) var hasLookedAhead = false

        init(expectedCount: Int) {
            var capacity = 32
            while capacity < expectedCount * 2 { capacity *= 2 }
            slots = .allocate(capacity: capacity)
            slots.initialize(repeating: 0, count: capacity)
            mask = capacity - 1
            entryCapacity = capacity / 2
            entries = .allocate(capacity: entryCapacity)
            arenaCapacity = capacity * 8
            arena = .allocate(byteCount: arenaCapacity, alignment: 16)
            lastStart = UnsafeRawPointer(arena)
        }

        func deallocate() {
            slots.deallocate()
            entries.deallocate()
            arena.deallocate()
        }

        @inline(__always)
        func lastCode(start: UnsafeRawPointer, length: Int) -> UInt32? {
            lastLength == length && equalBytes(lastStart, start, length) ? lastCode : nil
        }

        @inline(__always)
        mutating func code(start: UnsafeRawPointer, length: Int) -> UInt32 {
            lastCode(start: start, length: length) ?? find(start: start, length: length)
        }

        /// Has the slot fetched where a value of this hash is looked for first.
        @inline(__always)
        func prefetchSlot(of hash: UInt64) { prefetch(slots + (Int(truncatingIfNeeded: hash &>> 32) & mask)) }

        @inline(__always)
        mutating func find(start: UnsafeRawPointer, length: Int) -> UInt32 {
            find(start: start, length: length, hash: hashBytes(start, length))
        }

        @inline(__always)
        mutating func find(start: UnsafeRawPointer, length: Int, hash: UInt64) -> UInt32 {
            let tag = hash &>> 32
            var slot = Int(truncatingIfNeeded: tag) & mask
            while true {
                let word = slots[slot]
                if word == 0 { break }
                if word &>> 32 == tag {
                    let code = UInt32(truncatingIfNeeded: word)
                    let entry = entries[Int(code) &- 1]
                    let bytes = UnsafeRawPointer(arena + Int(entry.offset))
                    if Int(entry.length) == length, equalBytes(bytes, start, length) {
                        lastStart = bytes
                        lastLength = length
                        lastCode = code
                        return code
                    }
                }
                slot = (slot &+ 1) & mask
            }
            return append(start, length: length, tag: tag, slot: slot)
        }

        @inline(never)
        private mutating func append(_ start: UnsafeRawPointer, length: Int, tag: UInt64, slot: Int) -> UInt32 {
            if arenaCount + length > arenaCapacity { moveArena(to: max(arenaCapacity * 2, arenaCount + length)) }
            precondition(arenaCount + length <= Int(UInt32.max), "a column of one piece holds less than 4 GiB")
            let bytes = arena + arenaCount
            bytes.copyMemory(from: start, byteCount: length)
            if count == entryCapacity {
                entryCapacity *= 2
                entries = grown(entries, from: count, to: entryCapacity)
            }
            entries[count] = ByteRange(offset: UInt32(arenaCount), length: UInt32(length))
            count += 1
            arenaCount += length
            slots[slot] = tag &<< 32 | UInt64(count)
            // Full slots are cheap to pass by, scattered ones are not: what counts is how much of the table the cache holds.
            if count &* 8 > mask &* 5 { growSlots(to: (mask + 1) * 2) }
            lastStart = UnsafeRawPointer(bytes)
            lastLength = length
            lastCode = UInt32(count)
            return lastCode
        }

        /// Makes room at once where most cells so far were distinct: growing by doubling would move every entry once more.
        mutating func lookAhead(to expected: Int) {
            hasLookedAhead = true
            guard expected > cells, count &* 2 > cells else { return }
            let (distinct, bytes) = (count &* expected / cells, arenaCount &* expected / cells)
            if distinct > entryCapacity {
                entryCapacity = distinct
                entries = grown(entries, from: count, to: entryCapacity)
            }
            if bytes > arenaCapacity { moveArena(to: bytes) }
            var capacity = mask + 1
            while distinct &* 8 > capacity &* 5 { capacity *= 2 }
            if capacity > mask + 1 { growSlots(to: capacity) }
        }

        private mutating func moveArena(to capacity: Int) {
            arenaCapacity = capacity
            let larger = UnsafeMutableRawPointer.allocate(byteCount: arenaCapacity, alignment: 16)
            larger.copyMemory(from: arena, byteCount: arenaCount)
            // What was compared last lies in the arena.
            lastLength = -1
            arena.deallocate()
            arena = larger
        }

        private mutating func growSlots(to capacity: Int) {
            let (old, oldMask) = (slots, mask)
            slots = .allocate(capacity: capacity)
            slots.initialize(repeating: 0, count: capacity)
            mask = capacity - 1
            for index in 0...oldMask where old[index] != 0 {
                var slot = Int(truncatingIfNeeded: old[index] &>> 32) & mask
                while slots[slot] != 0 { slot = (slot &+ 1) & mask }
                slots[slot] = old[index]
            }
            old.deallocate()
        }
    }
}

/// A larger copy of an array of trivial elements; the old one is given back.
private func grown<Element: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Element>, from count: Int, to capacity: Int
) -> UnsafeMutablePointer<Element> {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.update(from: old, count: count)
    old.deallocate()
    return larger
}
