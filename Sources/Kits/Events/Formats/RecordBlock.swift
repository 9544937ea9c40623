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
        kinds = .allocate(capacity: stride * rowLimit)
        rowRanges.reserveCapacity(Self.rows)
    }

    deinit {
        cells.deallocate()
        kinds.deallocate()
    }

    /// Starts a row at an offset of the piece; without ``endRow(end:)`` it is as if it had not been.
    @inline(__always)
    mutating func beginRow(offset: Int) {
        start = offset
        let row = cells + rowCount &* stride
        for index in 0..<stride { row[index] = ByteRange(offset: 0, length: 0) }
    }

    /// Sets a cell to bytes of the piece.
    @inline(__always)
    mutating func set(_ place: Int, offset: Int, length: Int, kind: RawBatch.CellKind) {
        let index = rowCount &* stride &+ place
        cells[index] = ByteRange(offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length))
        kinds[index] = kind.rawValue
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
        while let last = coded.last, last.row == rowCount { coded.removeLast() }
    }

    /// Forgets the rows behind the first `count` of the block.
    mutating func truncate(to count: Int) {
        guard count < rowCount else { return }
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
        let newKinds = UnsafeMutablePointer<UInt8>.allocate(capacity: wider * limit)
        newCells.update(from: cells, count: stride)
        newKinds.update(from: kinds, count: stride)
        for index in stride..<wider { newCells[index] = ByteRange(offset: 0, length: 0) }
        cells.deallocate()
        kinds.deallocate()
        cells = newCells
        kinds = newKinds
        stride = wider
        rowLimit = limit
    }

    /// Hands the whole rows over and moves the row being read to the front.
    private mutating func flushWholeRows(into batch: RawBatch, near: UnsafeRawPointer) {
        guard rowCount > 0 else { return }
        let current = rowCount
        let pending = coded.filter { $0.row == current }
        coded.removeAll { $0.row == current }
        // The texts stay: cells of the row being read may lie there.
        append(to: batch, near: near)
        cells.update(from: cells + current * stride, count: stride)
        kinds.update(from: kinds + current * stride, count: stride)
        coded = pending.map { (0, $0.place, $0.code) }
    }

    /// Hands all rows to the batch; no row is being read.
    mutating func flush(into batch: RawBatch, near: UnsafeRawPointer) {
        append(to: batch, near: near)
        texts.removeAll()
    }

    private mutating func append(to batch: RawBatch, near: UnsafeRawPointer) {
        let known = coded
        let first = batch.rowCount
        let far = texts.bytes.baseAddress ?? near
        batch.append(rows: rowRanges, cells: cells, kinds: kinds, stride: stride, near: near, far: far)
        for cell in known { batch.set(cell.place, code: cell.code, atRow: first + cell.row) }
        rowRanges.removeAll(keepingCapacity: true)
        coded.removeAll(keepingCapacity: true)
        rowCount = 0
    }
}
