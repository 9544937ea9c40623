internal import Parquet
internal import Synchronization

/// What one worker reads segments with: buffers that are used again from segment to segment.
// Unchecked because it belongs to one worker at a time; between two it lies in a pool.
final class ScanSpace: @unchecked Sendable {
    private let scratch = ReadScratch()
    private var vectors: [ColumnVector] = []
    /// For columns that are looked at one after the other.
    let passing: ColumnVector
    private var usedVectors = 0
    private var bytes: [UnsafeMutableRawBufferPointer] = []
    private var usedBytes = 0

    init() {
        passing = ColumnVector(scratch: scratch)
    }

    deinit {
        for buffer in bytes { buffer.deallocate() }
    }

    /// A vector to read a column into, good until ``reset()``.
    func vector() -> ColumnVector {
        if usedVectors == vectors.count { vectors.append(ColumnVector(scratch: scratch)) }
        usedVectors += 1
        return vectors[usedVectors - 1]
    }

    /// Room for `count` elements whose content is arbitrary, good until ``reset()``.
    func room<Element: BitwiseCopyable>(_ count: Int, of: Element.Type) -> UnsafeMutableBufferPointer<Element> {
        let needed = max(64, count * MemoryLayout<Element>.stride)
        if usedBytes == bytes.count { bytes.append(.allocate(byteCount: needed, alignment: 64)) }
        if bytes[usedBytes].count < needed {
            bytes[usedBytes].deallocate()
            bytes[usedBytes] = .allocate(byteCount: max(needed, bytes[usedBytes].count * 2), alignment: 64)
        }
        usedBytes += 1
        let start = bytes[usedBytes - 1].bindMemory(to: Element.self)
        return UnsafeMutableBufferPointer(start: start.baseAddress, count: count)
    }

    /// Room for `count` elements of zeroes.
    func zeroes<Element: BitwiseCopyable & FixedWidthInteger>(_ count: Int, of type: Element.Type) -> UnsafeMutableBufferPointer<Element> {
        let room = room(count, of: type)
        room.update(repeating: 0)
        return room
    }

    /// Takes back what was given since `body` began, when it ends.
    func lending<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let (vectors, bytes) = (usedVectors, usedBytes)
        defer { (usedVectors, usedBytes) = (vectors, bytes) }
        return try body()
    }

    /// Takes everything back.
    func reset() {
        usedVectors = 0
        usedBytes = 0
    }
}

/// Spaces that wait for their next worker.
final class ScanSpacePool: Sendable {
    private let idle = Mutex<[ScanSpace]>([])

    /// Lends a space to `body`.
    func withSpace<Result>(_ body: (ScanSpace) throws -> Result) rethrows -> Result {
        let space = idle.withLock { $0.popLast() } ?? ScanSpace()
        defer { idle.withLock { $0.append(space) } }
        return try body(space)
    }
}
