internal import Events

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
    func lineCount(upTo length: Int) -> Int64 { ByteScan.lineEnds(in: UnsafeRawBufferPointer(rebasing: bytes[..<length])) }

    private func reserve(_ wanted: Int) {
        if wanted <= capacity { return }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted + 8, alignment: 64)
        larger.copyMemory(from: start, byteCount: count)
        start.deallocate()
        start = larger
        capacity = wanted
    }
}
