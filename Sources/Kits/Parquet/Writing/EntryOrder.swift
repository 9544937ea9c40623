internal import Glibc

/// How the entries of a dictionary compare, in the order that Parquet defines for their type.
protocol EntryOrder {
    /// Whether the entry takes part in the order at all (NaN does not).
    func isOrdered(_ entry: Int) -> Bool
    func isLess(_ left: Int, _ right: Int) -> Bool
}

/// Signed integers.
struct Int64Order: EntryOrder {
    let values: UnsafePointer<Int64>

    @inline(__always)
    func isOrdered(_ entry: Int) -> Bool { true }
    @inline(__always)
    func isLess(_ left: Int, _ right: Int) -> Bool { values[left] < values[right] }
}

/// Numbers, without NaN.
struct DoubleOrder: EntryOrder {
    let values: UnsafePointer<Double>

    @inline(__always)
    func isOrdered(_ entry: Int) -> Bool { !values[entry].isNaN }
    @inline(__always)
    func isLess(_ left: Int, _ right: Int) -> Bool { values[left] < values[right] }
}

/// False before true.
struct BoolOrder: EntryOrder {
    let values: UnsafePointer<Bool>

    @inline(__always)
    func isOrdered(_ entry: Int) -> Bool { true }
    @inline(__always)
    func isLess(_ left: Int, _ right: Int) -> Bool { !values[left] && values[right] }
}

/// Bytes as unsigned numbers, one after the other. The first eight, kept as one number, nearly always decide.
struct BytesOrder: EntryOrder {
    let base: UnsafeRawPointer
    let spans: UnsafePointer<ByteSpan>
    let prefixes: UnsafePointer<UInt64>

    @inline(__always)
    func isOrdered(_ entry: Int) -> Bool { true }

    @inline(__always)
    func isLess(_ left: Int, _ right: Int) -> Bool {
        prefixes[left] != prefixes[right] ? prefixes[left] < prefixes[right] : isLessBeyondPrefix(left, right)
    }

    private func isLessBeyondPrefix(_ left: Int, _ right: Int) -> Bool {
        if left == right { return false }
        let (a, b) = (spans[left], spans[right])
        if a.length <= 16 && b.length <= 16 && a.length >= 8 && b.length >= 8 {
            // Addresses share their first bytes so often that a call for each would show.
            let left = Self.prefix(base + Int(a.offset) + 8, length: a.length &- 8)
            let right = Self.prefix(base + Int(b.offset) + 8, length: b.length &- 8)
            return left != right ? left < right : a.length < b.length
        }
        let order = memcmp(base + Int(a.offset), base + Int(b.offset), Int(min(a.length, b.length)))
        return order != 0 ? order < 0 : a.length < b.length
    }

    /// The first eight bytes of a value as a number, zeros behind a shorter one.
    @inline(__always)
    static func prefix(_ start: UnsafeRawPointer, length: UInt32) -> UInt64 {
        if length >= 8 { return UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)) }
        let shift = UInt64(8 &- length) &* 8
        if length >= 4 {
            let head = UInt64(UInt32(bigEndian: start.loadUnaligned(as: UInt32.self)))
            let tail = UInt64(UInt32(bigEndian: start.loadUnaligned(fromByteOffset: Int(length) &- 4, as: UInt32.self)))
            return head &<< 32 | tail &<< shift
        }
        if length == 0 { return 0 }
        let middle = UInt64(length &>> 1)
        let first = UInt64(start.load(as: UInt8.self)) &<< 56
        let second = UInt64(start.load(fromByteOffset: Int(middle), as: UInt8.self)) &<< (56 &- 8 &* middle)
        let third = UInt64(start.load(fromByteOffset: Int(length) &- 1, as: UInt8.self)) &<< shift
        return first | second | third
    }
}
