/// Cells of up to 512 records whose columns are found as they are read (JSON), so that each column can be coded in one go while its table
/// is in the cache.
///
/// A cell is where its bytes lie: in the piece, or, with the high bit of the offset set, among the texts kept here.
struct RecordBlock: ~Copyable {
    /// Rows of a full block, fewer where there are many columns.
    private static let rows = 512
    /// Cells of a block at most, 1.2 MB.
    private static let cellLimit = 128 * 1024

    private var cells: UnsafeMutablePointer<ByteRange>
    private var kinds: UnsafeMutablePointer<UInt8>
    /// The columns that some row of the block has, and 1 for each of them by place. The others cost nothing: their cells are always clear.
    private var usedPlaces: [Int] = []
    private var used: UnsafeMutablePointer<UInt8>
    /// Columns there is room for.
    private var stride: Int
    private var rowLimit: Int
    private(set) var rowCount = 0
    private var rowRanges: [RawBatch.RowRange] = []
    /// Cells whose code is known: row, column, code.
    private var coded: [(row: Int, place: Int, code: UInt32)] = []
    private var texts = ByteScratch()
    private var start = 0

    init() {
        stride = 32
        rowLimit = Self.rows
        cells = .allocate(capacity: stride * rowLimit)
        cells.initialize(repeating: ByteRange(offset: 0, length: 0), count: stride * rowLimit)
        kinds = .allocate(capacity: stride * rowLimit)
        kinds.initialize(repeating: 0, count: stride * rowLimit)
        used = .allocate(capacity: stride)
        used.initialize(repeating: 0, count: stride)
        rowRanges.reserveCapacity(Self.rows)
    }

    deinit {
        cells.deallocate()
        kinds.deallocate()
        used.deallocate()
    }

    /// Starts a row at an offset of the piece; without ``endRow(end:)`` it is as if it had not been.
    @inline(__always)
    mutating func beginRow(offset: Int) {
        start = offset
    }

    /// Sets a cell to bytes of the piece.
    @inline(__always)
    mutating func set(_ place: Int, offset: Int, length: Int, kind: RawBatch.CellKind) {
        let index = rowCount &* stride &+ place
        cells[index] = ByteRange(offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length))
        kinds[index] = kind.rawValue
        if used[place] == 0 {
            used[place] = 1
            usedPlaces.append(place)
        }
    }

    /// Sets a cell to bytes that lie elsewhere; they are copied.
    mutating func set(_ place: Int, copy bytes: UnsafeRawBufferPointer, kind: RawBatch.CellKind) {
        let offset = texts.count
        texts.append(bytes)
        set(place, offset: offset | 0x8000_0000, length: bytes.count, kind: kind)
    }

    /// Sets a cell to a text its column has already.
    mutating func set(_ place: Int, code: UInt32) { coded.append((rowCount, place, code)) }

    /// Takes the row begun last, which ends before `end`.
    @inline(__always)
    mutating func endRow(end: Int) {
        rowRanges.append(RawBatch.RowRange(offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: end &- start)))
        rowCount &+= 1
    }

    /// Forgets what was set since the last whole row.
    mutating func dropRow() {
        clear(rowCount..<rowCount + 1)
        while let last = coded.last, last.row == rowCount { coded.removeLast() }
    }

    private func clear(_ rows: Range<Int>) {
        for place in usedPlaces {
            for row in rows { cells[row * stride + place].length = 0 }
        }
    }

    /// Forgets the rows behind the first `count` of the block.
    mutating func truncate(to count: Int) {
        guard count < rowCount else { return }
        clear(count..<rowCount)
        rowRanges.removeLast(rowCount - count)
        rowCount = count
        while let last = coded.last, last.row >= count { coded.removeLast() }
    }

    /// Whether the rows must go to the batch before another begins.
    var isFull: Bool { rowCount >= rowLimit || texts.count > 32 << 20 }

    /// Makes room for a column, keeping the row being read; rows before it go to the batch.
    mutating func makeRoom(for place: Int, batch: RawBatch, near: UnsafeRawPointer) {
        guard place >= stride else { return }
        flushWholeRows(into: batch, near: near)
        let wider = max(stride * 2, place + 1)
        let limit = max(2, min(Self.rows, Self.cellLimit / wider))
        let newCells = UnsafeMutablePointer<ByteRange>.allocate(capacity: wider * limit)
        newCells.initialize(repeating: ByteRange(offset: 0, length: 0), count: wider * limit)
        newCells.update(from: cells, count: stride)
        let newKinds = UnsafeMutablePointer<UInt8>.allocate(capacity: wider * limit)
        newKinds.initialize(repeating: 0, count: wider * limit)
        newKinds.update(from: kinds, count: stride)
        let newUsed = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
        newUsed.initialize(repeating: 0, count: wider)
        newUsed.update(from: used, count: stride)
        cells.deallocate()
        kinds.deallocate()
        used.deallocate()
        cells = newCells
        kinds = newKinds
        used = newUsed
        stride = wider
        rowLimit = limit
    }

    /// Hands the whole rows over and moves the row being read to the front.
    private mutating func flushWholeRows(into batch: RawBatch, near: UnsafeRawPointer) {
        guard rowCount > 0 else { return }
        let current = rowCount
        var pending: [(place: Int, cell: ByteRange, kind: UInt8)] = []
        for place in usedPlaces where cells[current * stride + place].length > 0 {
            pending.append((place, cells[current * stride + place], kinds[current * stride + place]))
        }
        let pendingCodes = coded.filter { $0.row == current }
        coded.removeAll { $0.row == current }
        // The texts stay: cells of the row being read may lie there.
        append(to: batch, near: near, clearing: current + 1)
        for cell in pending {
            set(
                cell.place, offset: Int(cell.cell.offset), length: Int(cell.cell.length),
                kind: RawBatch.CellKind(rawValue: cell.kind) ?? .text)
        }
        coded = pendingCodes.map { (0, $0.place, $0.code) }
    }

    /// Hands all rows to the batch; no row is being read.
    mutating func flush(into batch: RawBatch, near: UnsafeRawPointer) {
        append(to: batch, near: near, clearing: rowCount)
        texts.removeAll()
    }

    private mutating func append(to batch: RawBatch, near: UnsafeRawPointer, clearing rows: Int) {
        let first = batch.rowCount
        let far = texts.bytes.baseAddress ?? near
        batch.append(rows: rowRanges, places: usedPlaces, cells: cells, kinds: kinds, stride: stride, near: near, far: far)
        for cell in coded { batch.set(cell.place, code: cell.code, atRow: first + cell.row) }
        clear(0..<rows)
        for place in usedPlaces { used[place] = 0 }
        usedPlaces.removeAll(keepingCapacity: true)
        rowRanges.removeAll(keepingCapacity: true)
        coded.removeAll(keepingCapacity: true)
        rowCount = 0
    }
}
