/// Where the cells of up to 512 rows lie, row after row, so that each column's cells can then be coded in one go while its table is in the cache.
struct CellBlock {
    static let rows = 512
    private(set) var columns: Int
    private(set) var rowCount = 0
    private(set) var rowRanges: [RawBatch.RowRange] = []
    /// `columns` cells a row; a further row is kept free for the row being read.
    private(set) var cells: [ByteRange]
    /// Cells beyond `columns` of the row being read.
    private var surplus: [ByteRange] = []

    init(columns: Int) {
        self.columns = columns
        cells = [ByteRange](repeating: ByteRange(offset: 0, length: 0), count: columns * (Self.rows + 1))
        rowRanges.reserveCapacity(Self.rows)
    }

    var isFull: Bool { rowCount == Self.rows }

    /// Notes a cell of the row being read.
    @inline(__always)
    mutating func set(_ index: Int, _ range: ByteRange) {
        if index < columns {
            cells[rowCount &* columns &+ index] = range
        } else {
            if index == columns { surplus.removeAll(keepingCapacity: true) }
            surplus.append(range)
        }
    }

    /// Whether a cell of the row being read is empty.
    func isEmpty(_ index: Int) -> Bool { cell(index).length == 0 }

    /// The bytes of a cell of the row being read.
    func bytes(_ index: Int, near: UnsafeRawPointer, far: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        let range = cell(index)
        let start = range.offset & 0x8000_0000 == 0 ? near + Int(range.offset) : far + Int(range.offset & 0x7FFF_FFFF)
        return UnsafeRawBufferPointer(start: start, count: Int(range.length))
    }

    private func cell(_ index: Int) -> ByteRange {
        index < columns ? cells[rowCount * columns + index] : surplus[index - columns]
    }

    /// Takes the row being read; cells it does not have are empty.
    @inline(__always)
    mutating func add(row offset: Int, length: Int, cells count: Int) {
        if count < columns {
            for index in count..<columns { cells[rowCount &* columns &+ index].length = 0 }
        }
        rowRanges.append(RawBatch.RowRange(offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length)))
        rowCount &+= 1
    }

    /// An empty block of more columns that holds the row being read here.
    func extendedColumns(to count: Int) -> CellBlock {
        var wide = CellBlock(columns: count)
        for index in 0..<count { wide.set(index, cell(index)) }
        return wide
    }

    mutating func removeAll() {
        rowCount = 0
        rowRanges.removeAll(keepingCapacity: true)
    }
}

/// Bytes of cells that had to be unescaped; they stay where they are until the block is coded.
struct Scratch {
    private let storage = RawScratch()

    var base: UnsafeRawPointer { UnsafeRawPointer(storage.start) }

    /// Keeps the content of a quoted cell with its doubled quotes made single; the range's offset has the high bit set.
    func unescape(_ base: UnsafeRawPointer, from start: Int, to end: Int, quote: UInt8) -> ByteRange {
        let offset = storage.count
        var place = start
        while place < end {
            let byte = base.load(fromByteOffset: place, as: UInt8.self)
            storage.append(byte)
            place += byte == quote && place + 1 < end && base.load(fromByteOffset: place + 1, as: UInt8.self) == quote ? 2 : 1
        }
        return ByteRange(offset: UInt32(offset) | 0x8000_0000, length: UInt32(storage.count - offset))
    }

    func removeAll() { storage.count = 0 }

    /// Growable raw memory whose address only changes while it grows.
    private final class RawScratch {
        var start: UnsafeMutablePointer<UInt8>
        var count = 0
        private var capacity = 4096

        init() { start = .allocate(capacity: capacity) }
        deinit { start.deallocate() }

        func append(_ byte: UInt8) {
            if count == capacity {
                let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
                larger.update(from: start, count: count)
                start.deallocate()
                start = larger
                capacity *= 2
            }
            start[count] = byte
            count += 1
        }
    }
}
