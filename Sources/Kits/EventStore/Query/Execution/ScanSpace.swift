internal import Parquet

/// What one worker reads segments with: buffers that are used again from segment to segment.
final class ScanSpace {
    private let scratch = ReadScratch()
    private var vectors: [ColumnVector] = []
    private var usedVectors = 0
    private var bytes: [UnsafeMutableRawBufferPointer] = []
    private var usedBytes = 0

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

    /// Takes everything back.
    func reset() {
        usedVectors = 0
        usedBytes = 0
    }
}
