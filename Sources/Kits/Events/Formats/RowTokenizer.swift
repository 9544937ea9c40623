/// Finds the cells of one row of separated values after the other, in place.
struct RowTokenizer {
    let base: UnsafeRawPointer
    let end: Int
    var place = 0
    /// Unescaped cells of the rows read since it was last emptied.
    var scratch = Scratch()
    /// Whether a quoted cell of the row read last holds a line end.
    private(set) var spansLines = false
    private let delimiter: UInt8
    private let quote: UInt8
    private let hasQuote: Bool
    private let trim: Bool

    init(base: UnsafeRawPointer, end: Int, layout: FormatSpecification.SeparatedValues) {
        self.base = base
        self.end = end
        delimiter = layout.delimiter
        quote = layout.quote ?? 0
        hasQuote = layout.quote != nil
        trim = layout.trim
    }

    var isAtLineEnd: Bool { let byte = byte(place); return byte == 0x0A || byte == 0x0D }

    func starts(with text: [UInt8]) -> Bool {
        guard place + text.count <= end else { return false }
        for index in text.indices where byte(place + index) != text[index] { return false }
        return true
    }

    mutating func skipLine() {
        place = ByteScan.first(0x0A, or: 0x0D, in: base, from: place, to: end)
        skipLineEnd()
    }

    /// Reads the row that begins at `place` and moves behind its line end.
    /// - Returns: the number of cells.
    mutating func readRow(into block: inout CellBlock) -> Int {
        var cell = 0
        spansLines = false
        while true {
            if trim, hasQuote { skipBlanksBeforeQuote() }
            if hasQuote, place < end, byte(place) == quote, let range = quotedCell() {
                block.set(cell, range)
            } else {
                block.set(cell, bareCell())
            }
            cell &+= 1
            if place >= end { return cell }
            if byte(place) == delimiter {
                place &+= 1
                continue
            }
            skipLineEnd()
            return cell
        }
    }

    @inline(__always)
    private func byte(_ offset: Int) -> UInt8 { base.load(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    private mutating func skipLineEnd() {
        if place < end, byte(place) == 0x0D { place &+= 1 }
        if place < end, byte(place) == 0x0A { place &+= 1 }
    }

    /// Some providers write blanks between a delimiter and the quote behind it.
    private mutating func skipBlanksBeforeQuote() {
        var next = place
        while next < end, isBlank(byte(next)), byte(next) != delimiter { next &+= 1 }
        if next < end, byte(next) == quote { place = next }
    }

    /// A cell without quotes: everything to the next delimiter or line end (LF, CR LF, or the lone CR of old files).
    @inline(__always)
    private mutating func bareCell() -> ByteRange {
        var start = place
        place = ByteScan.first(delimiter, or: 0x0A, or: 0x0D, in: base, from: start, to: end)
        var last = place
        if trim {
            while start < last, isBlank(byte(start)) { start &+= 1 }
            while last > start, isBlank(byte(last &- 1)) { last &-= 1 }
        }
        return ByteRange(offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: last &- start))
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A cell that begins with a quote; nil (and nothing moved) where it is not closed or something other than a delimiter follows, so that it is read as bare.
    @inline(__always)
    private mutating func quotedCell() -> ByteRange? {
        let start = place &+ 1
        var scan = start
        var isEscaped = false
        var holdsLineEnd = false
        while true {
            scan = ByteScan.first(quote, or: 0x0A, in: base, from: scan, to: end)
            if scan >= end { return nil }
            if byte(scan) == 0x0A {
                holdsLineEnd = true
                scan &+= 1
                continue
            }
            let next = scan &+ 1
            if next < end, byte(next) == quote {
                isEscaped = true
                scan &+= 2
                continue
            }
            guard next >= end || byte(next) == delimiter || byte(next) == 0x0A || byte(next) == 0x0D else { return nil }
            place = next
            if holdsLineEnd { spansLines = true }
            if isEscaped { return scratch.unescape(base, from: start, to: scan, quote: quote) }
            return ByteRange(offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: scan &- start))
        }
    }
}
