/// The records of one piece of a source as its format's reader found them, before any meaning: cells by column, dictionary coded.
///
/// A reader calls ``beginRow(offset:)``, then ``set(_:_:kind:)`` for each cell it found, then ``endRow(length:)``; or ``rejectRow(offset:length:reason:)`` for
/// bytes it could not read. A column that first appears late is filled with "no value" for the rows before.
///
/// Unchecked because it is filled by one worker and read by the same one.
public final class RawBatch: @unchecked Sendable {
    /// What a cell was in its source, for formats that tell (JSON). CSV cells are text.
    public enum CellKind: UInt8, Sendable {
        case text, number, boolean, json
    }

    /// One source column: a code per row (0: the record has no such cell, or it is empty) and the distinct cells.
    ///
    /// Unchecked for the same reason as the batch that owns it.
    public final class Column: @unchecked Sendable {
        /// The column's name in the source.
        public let name: String
        /// One code a row; 0 for no cell.
        public var codes: [UInt32]
        /// The distinct cells.
        public let texts: ByteDictionary
        /// For each distinct cell, in code order, what it was; empty as long as all are text.
        public fileprivate(set) var kinds: [CellKind] = []

        /// A column made from others: a code for each row.
        init(name: String, codes: [UInt32], texts: ByteDictionary) {
            self.name = name
            self.codes = codes
            self.texts = texts
        }

        init(name: String, rows: Int, capacity: Int) {
            self.name = name
            codes = []
            codes.reserveCapacity(max(capacity, rows))
            codes.append(contentsOf: repeatElement(0, count: rows))
            texts = ByteDictionary(expectedCells: capacity)
        }

        /// Notes what the cells were that are new in the rows from `start` on.
        fileprivate func note(_ cells: UnsafePointer<UInt8>, stride: Int, from start: Int) {
            var next = kinds.count
            for row in start..<codes.count where Int(codes[row]) > next {
                let kind = CellKind(rawValue: cells[(row - start) * stride]) ?? .text
                // New codes appear in order, but those of a text column are not noted until one is something else.
                if kinds.isEmpty, kind == .text { continue }
                while kinds.count < Int(codes[row]) - 1 { kinds.append(.text) }
                kinds.append(kind)
                next = kinds.count
            }
        }

        /// What each distinct cell was, in code order; empty where all are text.
        var allKinds: [CellKind] {
            kinds.isEmpty ? [] : kinds + repeatElement(.text, count: max(0, texts.count - kinds.count))
        }

        /// What the cell of a code was, 1-based.
        public func kind(_ code: UInt32) -> CellKind {
            Int(code) <= kinds.count ? kinds[Int(code) - 1] : .text
        }
    }

    /// A stretch of the piece that gave no event, and why.
    public struct Rejection: Sendable, Hashable {
        /// Offset and length in the piece.
        public var offset: Int
        /// How many bytes.
        public var length: Int
        /// A whole sentence for a person: what is wrong and where.
        public var reason: String

        /// Such a stretch of the piece.
        public init(offset: Int, length: Int, reason: String) {
            self.offset = offset
            self.length = length
            self.reason = reason
        }
    }

    /// Where a row's bytes lie in the piece, so that a row refused later can be kept whole.
    public struct RowRange: Sendable, Hashable {
        /// Bytes from the start of the piece.
        public var offset: UInt32
        /// How many bytes.
        public var length: UInt32
    }

    /// Records read so far.
    public private(set) var rowCount = 0
    /// The columns in the order in which they were first seen.
    public private(set) var columns: [Column] = []
    /// Where each record lies.
    public private(set) var rows: [RowRange] = []
    /// What could not be read.
    public var rejections: [Rejection] = []
    /// Cells (rows times columns) the piece may have: 128 MiB of codes. A piece of 32 MiB of separated values cannot reach it, since a cell
    /// takes a byte at least; records that each have other keys can, and are rejected then.
    public var cellLimit = 32 << 20
    private var byName: [String: Int] = [:]
    private let capacity: Int

    /// - Parameter capacity: rows expected, to reserve once.
    public init(capacity: Int = 1024) {
        self.capacity = capacity
        rows.reserveCapacity(capacity)
    }

    /// The place of a column, added where the name is new.
    public func place(of name: String) -> Int {
        if let place = byName[name] { return place }
        columns.append(Column(name: name, rows: rowCount, capacity: capacity))
        byName[name] = columns.count - 1
        return columns.count - 1
    }

    /// The column of that name, nil where no record had one.
    public func column(_ name: String) -> Column? { byName[name].map { columns[$0] } }

    /// Starts a row that begins at `offset` of the piece.
    public func beginRow(offset: Int) {
        rows.append(RowRange(offset: UInt32(truncatingIfNeeded: offset), length: 0))
        rowCount += 1
    }

    /// Sets a cell of the row begun last. An empty text is no value. The last cell of a name wins.
    public func set(_ place: Int, _ bytes: UnsafeRawBufferPointer, kind: CellKind = .text) {
        if bytes.isEmpty && kind == .text { return }
        let code = code(of: bytes, kind: kind, in: place)
        let column = columns[place]
        while column.codes.count < rowCount - 1 { column.codes.append(0) }
        if column.codes.count < rowCount { column.codes.append(code) } else { column.codes[rowCount - 1] = code }
    }

    /// The code of a cell in a column, new or known, without setting it in any row.
    func code(of bytes: UnsafeRawBufferPointer, kind: CellKind, in place: Int) -> UInt32 {
        let column = columns[place]
        let code = column.texts.code(for: bytes)
        if kind != .text || !column.kinds.isEmpty {
            while column.kinds.count < column.texts.count {
                column.kinds.append(column.kinds.count == column.texts.count - 1 ? kind : .text)
            }
        }
        return code
    }

    /// Sets a cell by text.
    public func set(_ place: Int, _ text: String, kind: CellKind = .text) {
        var text = text
        text.withUTF8 { set(place, UnsafeRawBufferPointer($0), kind: kind) }
    }

    /// Ends the row begun last; `length` counts its bytes in the piece.
    public func endRow(length: Int) {
        rows[rowCount - 1].length = UInt32(truncatingIfNeeded: length)
    }

    /// Takes back the row begun last and notes why.
    public func rejectRow(length: Int, reason: String) {
        let offset = Int(rows[rowCount - 1].offset)
        rows.removeLast()
        rowCount -= 1
        for column in columns where column.codes.count > rowCount { column.codes.removeLast(column.codes.count - rowCount) }
        rejections.append(Rejection(offset: offset, length: length, reason: reason))
    }

    /// Brings every column to `rowCount` codes; call once after the last row.
    public func finish() {
        for column in columns where column.codes.count < rowCount {
            column.codes.append(contentsOf: repeatElement(0, count: rowCount - column.codes.count))
        }
    }

    /// Appends a block of rows of separated values, column by column.
    func append(_ block: CellBlock, places: [Int], near: UnsafeRawPointer, far: UnsafeRawPointer) {
        let count = block.rowCount
        guard count > 0 else { return }
        block.cells.withUnsafeBufferPointer { cells in
            guard let first = cells.baseAddress else { return }
            for (index, place) in places.enumerated() where index < block.columns {
                let column = columns[place]
                if column.codes.count < rowCount {
                    column.codes.append(contentsOf: repeatElement(0, count: rowCount - column.codes.count))
                }
                let start = column.codes.count
                column.codes.append(contentsOf: repeatElement(0, count: count))
                column.codes.withUnsafeMutableBufferPointer { codes in
                    guard let target = codes.baseAddress else { return }
                    column.texts.codes(of: first + index, stride: block.columns, count: count, near: near, far: far, into: target + start)
                }
            }
        }
        rows.append(contentsOf: block.rowRanges)
        rowCount += count
    }

    /// Appends a block of rows whose columns stand at their own places; a cell of length 0 is no value.
    /// - Parameters:
    ///   - places: the columns that a row may have a cell of.
    ///   - cells: `stride` cells a row, each at the place of its column.
    ///   - kinds: what each cell was, laid out like `cells`.
    ///   - near: what offsets below 2^31 are relative to; `far`: what those above are.
    func append(
        rows ranges: [RowRange], places: [Int], cells: UnsafePointer<ByteRange>, kinds: UnsafePointer<UInt8>, stride: Int,
        near: UnsafeRawPointer, far: UnsafeRawPointer
    ) {
        let count = ranges.count
        guard count > 0 else { return }
        for place in places {
            let column = columns[place]
            if column.codes.count < rowCount {
                column.codes.append(contentsOf: repeatElement(0, count: rowCount - column.codes.count))
            }
            let start = column.codes.count
            let known = column.texts.count
            column.codes.append(contentsOf: repeatElement(0, count: count))
            column.codes.withUnsafeMutableBufferPointer { codes in
                guard let target = codes.baseAddress else { return }
                column.texts.codes(of: cells + place, stride: stride, count: count, near: near, far: far, into: target + start)
            }
            if column.texts.count > known { column.note(kinds + place, stride: stride, from: start) }
        }
        rows.append(contentsOf: ranges)
        rowCount += count
    }
}
