/// Character separated values (RFC 4180 and what providers make of it): CSV, TSV, pipes, hashes.
///
/// A quoted cell may hold delimiters, doubled quotes and line ends. A row with another number of cells than the header is a dead letter, but for empty
/// cells too many at its end. A quote that is never closed costs its own line, not the rest of the file.
public struct SeparatedValuesFormat: RecordFormat {
    let layout: FormatSpecification.SeparatedValues
    private let comment: [UInt8]

    /// Reads values laid out like this.
    public init(_ layout: FormatSpecification.SeparatedValues) {
        self.layout = layout
        comment = Array((layout.comment ?? "").utf8)
    }

    // MARK: Start of the source

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue {
        switch layout.header {
        case .fixed(let names):
            return Prologue(columns: names)
        case .firstLine, .replaced:
            let line = firstLine(bytes) { !isComment(bytes, $0) && !isBlank(bytes, $0) }
            guard let line else { return Prologue() }
            let names: [String] =
                if case .replaced(let names) = layout.header { names } else { cells(bytes, line.content) }
            return Prologue(columns: names, length: line.next, identity: Array(bytes[line.content]))
        case .lastComment:
            return commentPrologue(bytes, startingWith: nil)
        case .comment(let start):
            return commentPrologue(bytes, startingWith: Array(start.utf8))
        }
    }

    /// abuse.ch writes the column names as the last comment before the first record, sometimes after a rule of dashes; Zeek as the comment that
    /// starts with a word of its own.
    private func commentPrologue(_ bytes: UnsafeRawBufferPointer, startingWith word: [UInt8]?) -> Prologue {
        var names: [String] = []
        var identity: [UInt8] = []
        var place = 0
        while let line = line(bytes, at: place) {
            guard isComment(bytes, line.content) || isBlank(bytes, line.content) else { break }
            place = line.next
            if isBlank(bytes, line.content) { continue }
            var text = Array(bytes[line.content].dropFirst(comment.count).drop { $0 == 0x20 || $0 == 0x09 })
            if let word {
                guard text.starts(with: word) else { continue }
                text = Array(text.dropFirst(word.count).drop { $0 == 0x20 || $0 == 0x09 })
            }
            if text.contains(layout.delimiter) {
                identity = text
                names = text.withUnsafeBytes { cells($0, 0..<$0.count) }.map { trimmed($0) }
            }
        }
        return Prologue(columns: names, length: place, identity: identity)
    }

    // MARK: Where a piece may end

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        if isLast { return bytes.count }
        guard let base = bytes.baseAddress, var end = ByteScan.last(0x0A, in: bytes, before: bytes.count) else { return nil }
        guard let quote = layout.quote else { return end + 1 }
        let lastEnd = end
        var quotes = ByteScan.count(quote, in: base, from: 0, to: end)
        // An odd count means that this line end lies within a quoted cell, or that a row before is broken.
        while quotes & 1 == 1 {
            guard lastEnd - end < 65_536, let earlier = ByteScan.last(0x0A, in: bytes, before: end) else { return lastEnd + 1 }
            quotes -= ByteScan.count(quote, in: base, from: earlier, to: end)
            end = earlier
        }
        return end + 1
    }

    // MARK: Rows

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        guard let base = bytes.baseAddress else { return }
        var names = prologue.columns
        Self.makeDistinct(&names)
        let isFixed = if case .fixed = layout.header { true } else { false }
        let isTooWide = names.count > RawBatch.columnLimit
        if isTooWide { names = [] }
        var block = CellBlock(columns: names.count)
        var rows = RowTokenizer(base: base, end: bytes.count, layout: layout)
        let first = names.map { batch.place(of: $0) }

        while rows.place < rows.end {
            if rows.isAtLineEnd { rows.place += 1; continue }
            if !comment.isEmpty, rows.starts(with: comment) { rows.skipLine(); continue }
            let start = rows.place
            var cells = rows.readRow(into: &block)
            if rows.spansLines && cells != names.count {
                // A stray quote swallowed the following lines: give up the first line only.
                rows.place = start
                rows.skipLine()
                batch.rejections.append(
                    .init(offset: start, length: lineLength(base, start, rows.place), reason: "a quoted cell is not closed"))
                continue
            }
            while cells > names.count, block.isEmpty(cells - 1) { cells -= 1 }
            let length = lineLength(base, start, rows.place)
            let refusal: String? =
                if isTooWide {
                    "the header names \(prologue.columns.count) columns; no more than \(RawBatch.columnLimit) can be kept"
                } else if isFixed, cells > RawBatch.columnLimit {
                    "the row has \(cells) cells; no more than \(RawBatch.columnLimit) can be kept"
                } else if batch.isFull(with: block.rowCount) {
                    "the rows before it, with \(names.count) columns each, are as many as can be kept together; give it in smaller files"
                } else {
                    nil
                }
            if let refusal {
                batch.rejections.append(.init(offset: start, length: length, reason: refusal))
                continue
            }
            if cells > names.count, isFixed {
                let wide = block.extendedColumns(to: cells)
                names += (names.count..<cells).map { "column-\($0 + 1)" }
                flush(&block, places: places(names, batch), into: batch, base: base, scratch: rows.scratch)
                block = wide
                block.add(row: start, length: length, cells: cells)
                continue
            }
            if cells > names.count || (cells + layout.missingCells < names.count && !isFixed) {
                let reason = "the row has \(cells) \(cells == 1 ? "cell" : "cells") where the header names \(names.count)"
                batch.rejections.append(.init(offset: start, length: length, reason: reason))
                continue
            }
            block.add(row: start, length: length, cells: cells)
            if block.isFull {
                flush(
                    &block, places: first.count == names.count ? first : places(names, batch), into: batch, base: base,
                    scratch: rows.scratch)
                rows.scratch.removeAll()
            }
        }
        flush(&block, places: first.count == names.count ? first : places(names, batch), into: batch, base: base, scratch: rows.scratch)
    }

    /// Columns without a name get one from their place; of columns with the same name, later ones get a number.
    private static func makeDistinct(_ names: inout [String]) {
        var seen: [String: Int] = [:]
        for index in names.indices {
            if names[index].isEmpty { names[index] = "column-\(index + 1)" }
            seen[names[index], default: 0] += 1
            var name = names[index]
            while let count = seen[name], count > 1 {
                name = "\(names[index])-\(count)"
                seen[name, default: 0] += 1
            }
            names[index] = name
        }
    }

    private func places(_ names: [String], _ batch: RawBatch) -> [Int] { names.map { batch.place(of: $0) } }

    private func flush(_ block: inout CellBlock, places: [Int], into batch: RawBatch, base: UnsafeRawPointer, scratch: Scratch) {
        batch.append(block, places: places, near: base, far: scratch.base)
        block.removeAll()
    }

    private func lineLength(_ base: UnsafeRawPointer, _ start: Int, _ next: Int) -> Int {
        var end = next
        while end > start,
            base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0A || base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0D
        {
            end -= 1
        }
        return end - start
    }

    // MARK: Lines of the prologue

    private struct Line {
        var content: Range<Int>
        var next: Int
    }

    private func line(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Line? {
        guard place < bytes.count, let base = bytes.baseAddress else { return nil }
        let end = ByteScan.first(0x0A, or: 0x0D, in: base, from: place, to: bytes.count)
        var next = min(end + 1, bytes.count)
        if end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { next = end + 2 }
        return Line(content: place..<end, next: next)
    }

    private func firstLine(_ bytes: UnsafeRawBufferPointer, where isWanted: (Range<Int>) -> Bool) -> Line? {
        var place = 0
        while let line = line(bytes, at: place) {
            if isWanted(line.content) { return line }
            place = line.next
        }
        return nil
    }

    private func isComment(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        !comment.isEmpty && bytes[range].starts(with: comment)
    }

    private func isBlank(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    /// The cells of a header line as text.
    private func cells(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> [String] {
        guard let base = bytes.baseAddress else { return [] }
        var rows = RowTokenizer(base: base, end: range.upperBound, layout: layout)
        rows.place = range.lowerBound
        var block = CellBlock(columns: 64)
        let count = rows.readRow(into: &block)
        return (0..<count).map { String(decoding: block.bytes($0, near: base, far: rows.scratch.base), as: UTF8.self) }
    }

    private func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
