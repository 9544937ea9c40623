/// Reads `DELTA_BINARY_PACKED` (Encodings.md).
enum DeltaDecoder {
    private static let truncated = FormatFault.damaged("a page of differences ends too early")

    /// Reads exactly `count` integers, which the page must say it has. Up to eight bytes behind `bytes` may be read.
    static func decode(_ bytes: UnsafeRawBufferPointer, count: Int, to target: UnsafeMutablePointer<Int64>) throws(FormatFault) {
        guard let base = bytes.baseAddress else { throw truncated }
        var decoder = CompactDecoder(base, range: 0..<bytes.count)
        let blockSize = try decoder.varint()
        let partCount = try decoder.varint()
        guard blockSize > 0, blockSize <= 1 << 20, blockSize % 128 == 0, partCount > 0, partCount <= blockSize / 32,
            blockSize % partCount == 0, blockSize / partCount % 32 == 0
        else { throw .damaged("a page of differences has blocks of \(blockSize) in \(partCount) parts") }
        guard try decoder.varint() == UInt64(count) else { throw .damaged("a page of differences has another number of values") }
        var value = try decoder.zigzag()
        guard count > 0 else { return }
        target[0] = value
        let partSize = Int(blockSize / partCount)
        var done = 1
        while done < count {
            let smallest = try decoder.zigzag()
            let widths = decoder.position
            try decoder.advance(Int(partCount))
            for part in 0..<Int(partCount) where done < count {
                let width = Int(base.load(fromByteOffset: widths &+ part, as: UInt8.self))
                guard width <= 64 else { throw .damaged("a difference is said to take \(width) bits") }
                let start = decoder.position
                try decoder.advance(width &* partSize / 8)
                let wanted = min(partSize, count &- done)
                value = unpack(base + start, width: width, count: wanted, smallest: smallest, after: value, to: target + done)
                done &+= wanted
            }
        }
    }

    /// Adds up `count` differences and returns the last value.
    @inline(__always)
    private static func unpack(
        _ source: UnsafeRawPointer, width: Int, count: Int, smallest: Int64, after previous: Int64,
        to target: UnsafeMutablePointer<Int64>
    ) -> Int64 {
        var value = previous
        if width == 0 {
            for index in 0..<count {
                value = value &+ smallest
                target[index] = value
            }
            return value
        }
        let mask = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- width)
        var bit = 0
        for index in 0..<count {
            let byte = source + (bit &>> 3)
            let shift = UInt64(truncatingIfNeeded: bit & 7)
            var delta = UInt64(littleEndian: byte.loadUnaligned(as: UInt64.self)) &>> shift
            // A wide difference may reach into a ninth byte.
            if width > 57 && Int(shift) &+ width > 64 { delta |= UInt64(byte.load(fromByteOffset: 8, as: UInt8.self)) &<< (64 &- shift) }
            value = value &+ smallest &+ Int64(bitPattern: delta & mask)
            target[index] = value
            bit &+= width
        }
        return value
    }
}
