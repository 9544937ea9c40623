/// Reads Parquet's hybrid of run-length and bit-packed runs (Encodings.md).
enum HybridDecoder {
    private static let truncated = FormatFault.damaged("an encoded run ends too early")

    /// One run: `count` times `value`, or `count` numbers packed from `literal` on.
    private struct Run {
        var count: Int
        var literal: UnsafeRawPointer?
        var value: UInt32
    }

    /// Walks the runs of a section of bytes.
    private struct Runs {
        private let base: UnsafeRawPointer
        private let end: Int
        private let width: Int
        private var position = 0

        init(_ bytes: UnsafeRawBufferPointer, base: UnsafeRawPointer, width: Int) {
            self.base = base
            end = bytes.count
            self.width = width
        }

        /// The next run, cut to the `wanted` numbers still needed.
        @inline(__always)
        mutating func next(_ wanted: Int) throws(FormatFault) -> Run {
            var head: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                guard position < end, shift < 35 else { throw truncated }
                let byte = base.load(fromByteOffset: position, as: UInt8.self)
                position &+= 1
                head |= UInt64(byte & 0x7F) &<< shift
                if byte < 0x80 { break }
                shift &+= 7
            }
            if head & 1 == 1 {
                let groups = min(Int(head &>> 1), (wanted &+ 7) / 8)
                let byteCount = groups &* width
                guard groups > 0, byteCount <= end &- position else { throw truncated }
                let run = Run(count: min(groups &* 8, wanted), literal: base + position, value: 0)
                position &+= byteCount
                return run
            }
            let valueBytes = (width &+ 7) / 8
            guard head > 0, valueBytes <= end &- position else { throw truncated }
            var value: UInt32 = 0
            for index in 0..<valueBytes {
                value |= UInt32(base.load(fromByteOffset: position &+ index, as: UInt8.self)) &<< UInt32(truncatingIfNeeded: index &* 8)
            }
            // The value takes whole bytes and so could be larger than a packed one.
            guard width >= 32 || value &>> UInt32(truncatingIfNeeded: width) == 0 else {
                throw .damaged("a run repeats a number of more than \(width) bits")
            }
            position &+= valueBytes
            return Run(count: min(Int(head &>> 1), wanted), literal: nil, value: value)
        }
    }

    /// Unpacks `count` numbers of `width` bits (0 to 32) and adds `bias` to each. Up to seven numbers behind them may be
    /// overwritten, and up to eight bytes behind `bytes` read.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, width: Int, count: Int, bias: UInt32, to target: UnsafeMutablePointer<UInt32>
    ) throws(FormatFault) {
        guard count > 0 else { return }
        guard let base = bytes.baseAddress else { throw truncated }
        var runs = Runs(bytes, base: base, width: width)
        var done = 0
        while done < count {
            let run = try runs.next(count &- done)
            if let literal = run.literal {
                BitPacking.unpack(literal, groups: (run.count &+ 7) / 8, width: width, bias: bias, to: target + done)
            } else {
                (target + done).update(repeating: run.value &+ bias, count: run.count)
            }
            done &+= run.count
        }
    }

    /// How many of the `count` one-bit levels in `bytes` are 1.
    static func presentCount(_ bytes: UnsafeRawBufferPointer, count: Int) throws(FormatFault) -> Int {
        guard count > 0 else { return 0 }
        guard let base = bytes.baseAddress else { throw truncated }
        var runs = Runs(bytes, base: base, width: 1)
        var done = 0
        var present = 0
        while done < count {
            let run = try runs.next(count &- done)
            if let literal = run.literal {
                let whole = run.count / 8
                var at = 0
                while at &+ 8 <= whole {
                    present &+= literal.loadUnaligned(fromByteOffset: at, as: UInt64.self).nonzeroBitCount
                    at &+= 8
                }
                while at < whole {
                    present &+= literal.load(fromByteOffset: at, as: UInt8.self).nonzeroBitCount
                    at &+= 1
                }
                if run.count & 7 != 0 {
                    let mask = UInt8(truncatingIfNeeded: (1 &<< (run.count & 7)) &- 1)
                    present &+= (literal.load(fromByteOffset: whole, as: UInt8.self) & mask).nonzeroBitCount
                }
            } else {
                guard run.value <= 1 else { throw .damaged("a definition level is larger than 1") }
                if run.value == 1 { present &+= run.count }
            }
            done &+= run.count
        }
        return present
    }

    /// Lays the numbers of `dense` out over `count` rows: a row whose level is 1 takes the next number, another one 0.
    /// `presentCount` has found the levels sound; eight numbers behind those of `dense` may be read, seven behind the
    /// rows overwritten.
    static func spread(
        _ dense: UnsafePointer<UInt32>, levels bytes: UnsafeRawBufferPointer, count: Int, to target: UnsafeMutablePointer<UInt32>
    ) throws(FormatFault) {
        guard count > 0 else { return }
        guard let base = bytes.baseAddress else { throw truncated }
        try spreadPositions.withUnsafeBufferPointer { table throws(FormatFault) in
            guard let positions = table.baseAddress else { return }
            try spread(dense, Runs(bytes, base: base, width: 1), count: count, positions, to: target)
        }
    }

    /// For each byte of levels and each of its bits, which of the next numbers the row takes, 8 for none; behind all of
    /// these, how many numbers each byte takes.
    private static let spreadPositions: [UInt8] = {
        var table: [UInt8] = []
        var counts: [UInt8] = []
        for byte in 0..<256 {
            var taken: UInt8 = 0
            for bit in 0..<8 {
                let isPresent = (byte >> bit) & 1 == 1
                table.append(isPresent ? taken : 8)
                if isPresent { taken += 1 }
            }
            counts.append(taken)
        }
        return table + counts
    }()

    private static func spread(
        _ dense: UnsafePointer<UInt32>, _ levels: Runs, count: Int, _ positions: UnsafePointer<UInt8>,
        to target: UnsafeMutablePointer<UInt32>
    ) throws(FormatFault) {
        var runs = levels
        var done = 0
        var next = dense
        // The next eight numbers and a zero, so that a row takes its number without asking whether it has one.
        try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { window throws(FormatFault) in
            guard let window = window.baseAddress else { return }
            window.initialize(repeating: 0, count: 16)
            while done < count {
                let run = try runs.next(count &- done)
                let out = target + done
                if let literal = run.literal {
                    for group in 0..<((run.count &+ 7) / 8) {
                        let byte = literal.load(fromByteOffset: group, as: UInt8.self)
                        let numbers = UnsafeRawPointer(next).loadUnaligned(as: SIMD8<UInt32>.self)
                        UnsafeMutableRawPointer(window).storeBytes(of: numbers, as: SIMD8<UInt32>.self)
                        let position = positions + Int(byte) &* 8
                        let rows = out + group &* 8
                        for index in 0..<8 { rows[index] = window[Int(position[index])] }
                        next += Int(positions[2048 &+ Int(byte)])
                    }
                    if run.count & 7 != 0 {
                        // Levels behind the last row have taken numbers that were never theirs.
                        let byte = literal.load(fromByteOffset: run.count / 8, as: UInt8.self)
                        next -= (byte &>> UInt8(truncatingIfNeeded: run.count & 7)).nonzeroBitCount
                    }
                } else if run.value == 1 {
                    out.update(from: next, count: run.count)
                    next += run.count
                } else {
                    out.update(repeating: 0, count: run.count)
                }
                done &+= run.count
            }
        }
    }
}
