/// Writes `DELTA_BINARY_PACKED` (Encodings.md): differences in blocks of 128, each in four parts with a width of its own.
/// Instants that nearly ascend take a third of their plain size, and no compression pays beyond that.
enum DeltaEncoder {
    static let blockSize = 128
    static let partSize = 32

    /// Appends `count` 64-bit integers.
    static func append(_ values: UnsafePointer<Int64>, count: Int, to buffer: inout GrowingBuffer) {
        buffer.append(varint: UInt64(blockSize))
        buffer.append(varint: UInt64(blockSize / partSize))
        buffer.append(varint: UInt64(count))
        buffer.append(varint: zigzag(count > 0 ? values[0] : 0))
        guard count > 1 else { return }
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockSize) { deltas in
            guard let deltas = deltas.baseAddress else { return }
            var start = 1
            while start < count {
                appendBlock(values + start, count: min(blockSize, count &- start), deltas, to: &buffer)
                start &+= blockSize
            }
        }
    }

    /// One block; `values[-1]` is the value before it.
    private static func appendBlock(
        _ values: UnsafePointer<Int64>, count: Int, _ deltas: UnsafeMutablePointer<UInt64>, to buffer: inout GrowingBuffer
    ) {
        var smallest = Int64.max
        for index in 0..<count {
            let delta = values[index] &- values[index &- 1]
            deltas[index] = UInt64(bitPattern: delta)
            smallest = min(smallest, delta)
        }
        for index in 0..<count { deltas[index] = deltas[index] &- UInt64(bitPattern: smallest) }
        // What is left of the last part is filled up; parts without a value take no space and have the width 0.
        for index in count..<blockSize { deltas[index] = 0 }
        buffer.reserve(16 &+ blockSize &* 8)
        buffer.append(varint: zigzag(smallest))
        let widths = buffer.count
        buffer.count &+= blockSize / partSize
        for part in 0..<(blockSize / partSize) {
            let values = deltas + part &* partSize
            var union: UInt64 = 0
            for index in 0..<partSize { union |= values[index] }
            let width = 64 &- union.leadingZeroBitCount
            buffer.base.storeBytes(of: UInt8(truncatingIfNeeded: width), toByteOffset: widths &+ part, as: UInt8.self)
            guard part &* partSize < count else { continue }
            pack(values, width: UInt64(truncatingIfNeeded: width), to: buffer.base + buffer.count)
            buffer.count &+= width &* partSize / 8
        }
    }

    @inline(__always)
    private static func pack(_ values: UnsafePointer<UInt64>, width: UInt64, to target: UnsafeMutableRawPointer) {
        var word: UInt64 = 0
        var filled: UInt64 = 0
        var out = target
        for index in 0..<partSize {
            let value = values[index]
            word |= value &<< filled
            filled &+= width
            if filled >= 64 {
                out.storeBytes(of: word.littleEndian, as: UInt64.self)
                out += 8
                filled &-= 64
                // A shift by 64 would wrap: with nothing left over there is nothing to keep.
                word = filled == 0 ? 0 : value &>> (width &- filled)
            }
        }
        out.storeBytes(of: word.littleEndian, as: UInt64.self)
    }

    @inline(__always)
    private static func zigzag(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
    }
}
