/// Turns UTF-16 into UTF-8. A surrogate without its other half, and half a code unit at the end, become U+FFFD.
final class UTF16Stage: ByteStage {
    private static let inputLength = 64 * 1024

    private let upstream: any ByteStage
    private let isBigEndian: Bool
    private let input: UnsafeMutableRawPointer
    /// Bytes in the buffer, and how many of them are done.
    private var filled = 0
    private var done = 0
    private var isAtEnd = false

    init(_ upstream: any ByteStage, isBigEndian: Bool) {
        self.upstream = upstream
        self.isBigEndian = isBigEndian
        input = .allocate(byteCount: Self.inputLength, alignment: 16)
    }

    deinit { input.deallocate() }

    var consumedBytes: Int64 { upstream.consumedBytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        guard let output = buffer.baseAddress else { return 0 }
        var written = 0
        // A scalar value takes up to four bytes.
        while written + 4 <= buffer.count {
            if filled - done < 4, !isAtEnd { try refill() }
            if done >= filled { break }
            if filled - done == 1 {
                done += 1
                written += write(0xFFFD, to: output + written)
                continue
            }
            var scalar = UInt32(unit(at: done))
            done += 2
            if scalar & 0xF800 == 0xD800 {
                let low = filled - done >= 2 ? UInt32(unit(at: done)) : 0
                if scalar < 0xDC00, low & 0xFC00 == 0xDC00 {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
                    done += 2
                } else {
                    scalar = 0xFFFD
                }
            }
            written += write(scalar, to: output + written)
        }
        return written
    }

    private func unit(at offset: Int) -> UInt16 {
        let unit = input.loadUnaligned(fromByteOffset: offset, as: UInt16.self)
        return isBigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit)
    }

    private func refill() throws(SourceError) {
        input.copyMemory(from: input + done, byteCount: filled - done)
        filled -= done
        done = 0
        while filled < 4 {
            let count = try upstream.read(into: UnsafeMutableRawBufferPointer(start: input + filled, count: Self.inputLength - filled))
            filled += count
            if count == 0 {
                isAtEnd = true
                return
            }
        }
    }

    private func write(_ scalar: UInt32, to output: UnsafeMutableRawPointer) -> Int {
        let bytes = output.assumingMemoryBound(to: UInt8.self)
        switch scalar {
        case ..<0x80:
            bytes[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case ..<0x800:
            bytes[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            bytes[1] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 2
        case ..<0x10000:
            bytes[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            bytes[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            bytes[2] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 3
        default:
            bytes[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
            bytes[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
            bytes[2] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
            bytes[3] = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
            return 4
        }
    }
}
