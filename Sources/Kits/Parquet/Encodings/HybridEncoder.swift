/// Writes Parquet's hybrid of run-length and bit-packed runs (Encodings.md).
enum HybridEncoder {
    /// Shorter repetitions stay within a bit-packed run: breaking it costs a reader more than it saves.
    private static let shortestRunGroups = 4

    /// Appends `count` numbers below `1 << width`. The seven numbers behind them must be writable.
    static func append(_ values: UnsafeMutablePointer<UInt32>, count: Int, width: Int, to buffer: inout GrowingBuffer) {
        guard count > 0 else { return }
        let groups = (count &+ 7) / 8
        buffer.reserve(groups &* width &+ groups &+ 64)
        // The last group is filled up with its last number, so that a run may reach into it.
        for index in count..<(groups &* 8) { values[index] = values[count &- 1] }
        var literalStart = 0
        var group = 0
        while group < groups {
            let first = values[group &* 8]
            guard isUniform(values + group &* 8, first) else {
                group &+= 1
                continue
            }
            var end = group &+ 1
            while end < groups && isUniform(values + end &* 8, first) { end &+= 1 }
            if end &- group >= shortestRunGroups {
                appendLiterals(values + literalStart &* 8, groups: group &- literalStart, width: width, to: &buffer)
                appendRun(of: first, count: min(end &* 8, count) &- group &* 8, width: width, to: &buffer)
                literalStart = end
            }
            group = end
        }
        appendLiterals(values + literalStart &* 8, groups: groups &- literalStart, width: width, to: &buffer)
    }

    @inline(__always)
    private static func isUniform(_ group: UnsafePointer<UInt32>, _ value: UInt32) -> Bool {
        // Most groups of changing values differ in their first pair.
        guard group[1] == value else { return false }
        let values = UnsafeRawPointer(group).loadUnaligned(as: SIMD8<UInt32>.self)
        return values == SIMD8(repeating: value)
    }

    @inline(__always)
    static func appendRun(of value: UInt32, count: Int, width: Int, to buffer: inout GrowingBuffer) {
        buffer.append(varint: UInt64(count) &<< 1)
        var rest = value
        for _ in 0..<((width &+ 7) / 8) {
            buffer.append(UInt8(truncatingIfNeeded: rest))
            rest = rest &>> 8
        }
    }

    @inline(__always)
    private static func appendLiterals(_ values: UnsafePointer<UInt32>, groups: Int, width: Int, to buffer: inout GrowingBuffer) {
        guard groups > 0 else { return }
        buffer.append(varint: UInt64(groups) &<< 1 | 1)
        buffer.reserve(groups &* width)
        buffer.count &+= BitPacking.pack(values, groups: groups, width: width, to: buffer.base + buffer.count)
    }

    /// Appends the definition levels of a flat optional column, one bit a row: 1 where `codes` is not 0.
    static func appendLevels(_ codes: UnsafePointer<UInt32>, count: Int, nullCount: Int, to buffer: inout GrowingBuffer) {
        if nullCount == 0 || nullCount == count {
            appendRun(of: nullCount == 0 ? 1 : 0, count: count, width: 1, to: &buffer)
            return
        }
        let groups = (count &+ 7) / 8
        buffer.reserve(2 &* groups &+ 64)
        // The bits are laid out behind the space that any run headers can take, then moved up run by run.
        let bits = (buffer.base + buffer.count + groups + 32).assumingMemoryBound(to: UInt8.self)
        let whole = count / 8
        for group in 0..<whole { bits[group] = presence(codes + group &* 8) }
        if whole < groups {
            var byte: UInt8 = 0
            for index in (whole &* 8)..<count where codes[index] != 0 { byte |= 1 &<< UInt8(truncatingIfNeeded: index & 7) }
            // Filled up with the last row's level, for the same reason as above.
            if codes[count &- 1] != 0 { byte |= 0xFF &<< UInt8(truncatingIfNeeded: count & 7) }
            bits[whole] = byte
        }
        var literalStart = 0
        var group = 0
        while group < groups {
            let byte = bits[group]
            guard byte == 0 || byte == 0xFF else {
                group &+= 1
                continue
            }
            var end = group &+ 1
            while end < groups && bits[end] == byte { end &+= 1 }
            if end &- group >= shortestRunGroups {
                appendBits(bits + literalStart, groups: group &- literalStart, to: &buffer)
                appendRun(of: UInt32(byte & 1), count: min(end &* 8, count) &- group &* 8, width: 1, to: &buffer)
                literalStart = end
            }
            group = end
        }
        appendBits(bits + literalStart, groups: groups &- literalStart, to: &buffer)
    }

    /// 0 for null and 1 for anything else. Compilers make a comparison a branch here, and nulls are hard to predict.
    @inline(__always)
    static func presence(_ code: UInt32) -> UInt32 {
        (code | (0 &- code)) &>> 31
    }

    @inline(__always)
    private static func presence(_ codes: UnsafePointer<UInt32>) -> UInt8 {
        var byte: UInt32 = 0
        for index in 0..<8 { byte |= presence(codes[index]) &<< UInt32(truncatingIfNeeded: index) }
        return UInt8(truncatingIfNeeded: byte)
    }

    @inline(__always)
    private static func appendBits(_ bits: UnsafePointer<UInt8>, groups: Int, to buffer: inout GrowingBuffer) {
        guard groups > 0 else { return }
        buffer.append(varint: UInt64(groups) &<< 1 | 1)
        // The target always lies before the source, and may overlap it.
        (buffer.base + buffer.count).copyMemory(from: bits, byteCount: groups)
        buffer.count &+= groups
    }
}
