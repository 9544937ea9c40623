/// The bytes of the piece a worker reads. It grows once and is used again for every piece.
final class PieceBuffer {
    private var start: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        // Eight bytes more, so that eight can be loaded at the last one.
        start = .allocate(byteCount: capacity + 8, alignment: 64)
    }

    deinit { start.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Starts over with these bytes.
    func replace(with bytes: [UInt8]) {
        reserve(bytes.count)
        bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(start: start, count: capacity).copyMemory(from: $0) }
        count = bytes.count
    }

    /// Free space behind the bytes, so that they become at most `total`.
    func room(upTo total: Int) -> UnsafeMutableRawBufferPointer {
        reserve(total)
        return UnsafeMutableRawBufferPointer(start: start + count, count: total - count)
    }

    func added(_ bytes: Int) { count += bytes }

    /// Line ends among the first bytes.
    func lineCount(upTo length: Int) -> Int64 { LineEnds.count(in: UnsafeRawBufferPointer(rebasing: bytes[..<length])) }

    private func reserve(_ wanted: Int) {
        if wanted <= capacity { return }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted + 8, alignment: 64)
        larger.copyMemory(from: start, byteCount: count)
        start.deallocate()
        start = larger
        capacity = wanted
    }
}

/// Counts line ends.
enum LineEnds {
    /// How many LF there are.
    static func count(in bytes: UnsafeRawBufferPointer) -> Int64 {
        guard let start = bytes.baseAddress else { return 0 }
        var lines: Int64 = 0
        var place = 0
        while place < bytes.count {
            // Blocks short enough for byte-wide counters, which the compiler turns into vector instructions.
            let stop = min(place &+ 255, bytes.count)
            var block: UInt8 = 0
            while place < stop {
                block &+= start.load(fromByteOffset: place, as: UInt8.self) == 0x0A ? 1 : 0
                place &+= 1
            }
            lines &+= Int64(block)
        }
        return lines
    }
}
