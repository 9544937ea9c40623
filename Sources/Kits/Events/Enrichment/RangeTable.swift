public import Vocabulary

/// Disjoint ranges of addresses, each with a number: what a longest-prefix table is once its nesting is flattened.
///
/// IPv4: the first 16 bits index a block, inside it a binary search over 16-bit starts. IPv6: the first 16 bits narrow a binary
/// search over the upper (and, where any range is that fine, lower) 64 bits. About 6 bytes an IPv4 range, 12 to 20 an IPv6 range.
public struct RangeTable: Sendable {
    /// Where each of the 65,536 blocks begins in `starts4`, and the end; empty where there is no IPv4 range.
    private let blocks4: [UInt32]
    private let starts4: [UInt16]
    private let values4: [UInt32]
    /// How many ranges begin before each of the 65,536 blocks, and their number; empty where there is no IPv6 range.
    private let blocks6: [UInt32]
    private let highs6: [UInt64]
    /// Empty where all ranges begin at a border of 64 bits.
    private let lows6: [UInt64]
    private let values6: [UInt32]

    /// The number of the range an address lies in; 0 where it lies in none.
    @inline(__always)
    public func value(_ address: IPAddress) -> UInt32 {
        if let ipv4 = address.ipv4 { return value(ipv4: ipv4) }
        return value(high: address.high, low: address.low)
    }

    /// The number of the range an IPv4 address lies in; 0 where it lies in none.
    @inline(__always)
    func value(ipv4 address: UInt32) -> UInt32 {
        if blocks4.isEmpty { return 0 }
        let block = Int(address >> 16)
        let key = UInt16(truncatingIfNeeded: address)
        var base = Int(blocks4[block])
        var count = Int(blocks4[block &+ 1]) &- base
        while count > 1 {
            let half = count >> 1
            base = starts4[base &+ half] <= key ? base &+ half : base
            count &-= half
        }
        return values4[base]
    }

    private func value(high: UInt64, low: UInt64) -> UInt32 {
        if blocks6.isEmpty { return 0 }
        let block = Int(high >> 48)
        // The last range that begins before the block reaches into it; the first of all begins at `::`.
        var base = max(Int(blocks6[block]) &- 1, 0)
        var count = Int(blocks6[block &+ 1]) &- base
        if lows6.isEmpty {
            while count > 1 {
                let half = count >> 1
                base = highs6[base &+ half] <= high ? base &+ half : base
                count &-= half
            }
        } else {
            while count > 1 {
                let middle = base &+ count >> 1
                let start = highs6[middle]
                base = start < high || (start == high && lows6[middle] <= low) ? middle : base
                count &-= count >> 1
            }
        }
        return values6[base]
    }

    /// Memory the table takes, in bytes.
    public var byteCount: Int {
        (blocks4.count + blocks6.count) * 4 + starts4.count * 2 + (values4.count + values6.count) * 4 + (highs6.count + lows6.count) * 8
    }

    /// Number of ranges kept, counting an IPv4 range once for each block it begins or continues in.
    public var rangeCount: Int { values4.count + values6.count }
}

extension RangeTable {
    /// Collects ranges in ascending order of their starts, each family for itself.
    struct Builder {
        private var starts4: [UInt32] = []
        private var values4: [UInt32] = []
        private var highs6: [UInt64] = []
        private var lows6: [UInt64] = []
        private var values6: [UInt32] = []
        private var hasFineStarts = false

        /// From this IPv4 address on the number is `value`; 0 ends a range.
        mutating func append(ipv4 start: UInt32, value: UInt32) {
            if starts4.last == start {
                values4[values4.count - 1] = value
            } else if values4.last ?? 0 != value {
                starts4.append(start)
                values4.append(value)
            }
        }

        /// From this IPv6 address on the number is `value`; 0 ends a range.
        mutating func append(ipv6 start: UInt128, value: UInt32) {
            let high = UInt64(truncatingIfNeeded: start >> 64)
            let low = UInt64(truncatingIfNeeded: start)
            if highs6.last == high, lows6.last == low {
                values6[values6.count - 1] = value
            } else if values6.last ?? 0 != value {
                highs6.append(high)
                lows6.append(low)
                values6.append(value)
                if low != 0 { hasFineStarts = true }
            }
        }

        func table() -> RangeTable {
            let (blocks4, blockStarts4, blockValues4) = blocksOfIPv4()
            let (blocks6, highs, lows, values) = blocksOfIPv6()
            return RangeTable(
                blocks4: blocks4, starts4: blockStarts4, values4: blockValues4, blocks6: blocks6, highs6: highs, lows6: lows,
                values6: values)
        }

        /// Every block gets an entry at its own beginning, so that a search never leaves its block.
        private func blocksOfIPv4() -> ([UInt32], [UInt16], [UInt32]) {
            if starts4.isEmpty { return ([], [], []) }
            var blocks: [UInt32] = []
            blocks.reserveCapacity(65_537)
            var starts: [UInt16] = []
            var values: [UInt32] = []
            starts.reserveCapacity(starts4.count + 65_536)
            values.reserveCapacity(starts4.count + 65_536)
            var next = 0
            var current: UInt32 = 0
            for block in 0..<UInt32(65_536) {
                blocks.append(UInt32(starts.count))
                if next == starts4.count || starts4[next] != block << 16 {
                    starts.append(0)
                    values.append(current)
                }
                while next < starts4.count, starts4[next] >> 16 == block {
                    current = values4[next]
                    starts.append(UInt16(truncatingIfNeeded: starts4[next]))
                    values.append(current)
                    next += 1
                }
            }
            blocks.append(UInt32(starts.count))
            return (blocks, starts, values)
        }

        private func blocksOfIPv6() -> ([UInt32], [UInt64], [UInt64], [UInt32]) {
            if highs6.isEmpty { return ([], [], [], []) }
            var highs = highs6
            var lows = lows6
            var values = values6
            if highs[0] != 0 || lows[0] != 0 {
                highs.insert(0, at: 0)
                lows.insert(0, at: 0)
                values.insert(0, at: 0)
            }
            var blocks: [UInt32] = []
            blocks.reserveCapacity(65_537)
            var next = 0
            for block in 0..<UInt64(65_536) {
                while next < highs.count, highs[next] >> 48 < block { next += 1 }
                blocks.append(UInt32(next))
            }
            blocks.append(UInt32(highs.count))
            return (blocks, highs, hasFineStarts ? lows : [], values)
        }
    }
}
