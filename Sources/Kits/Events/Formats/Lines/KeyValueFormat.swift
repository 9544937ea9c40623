/// Lines of `key=value` pairs, as firewalls and mail servers log them.
///
/// Parts without the sign between key and value are passed over (a time or host in front). A value may stand in double quotes, with `\"`
/// and `\\` in it. A pair separator of blanks stands for any run of blanks. A line without any pair is rejected.
public struct KeyValueFormat: RecordFormat {
    private let pairSeparator: [UInt8]
    private let assignment: [UInt8]
    private let comment: [UInt8]
    /// Whether pairs are apart by blanks.
    private let isBlank: Bool

    /// Reads pairs with these separators; lines that begin with `comment` are passed over.
    public init(pairSeparator: String = " ", keyValueSeparator: String = "=", comment: String? = nil) {
        self.pairSeparator = Array(pairSeparator.utf8)
        assignment = keyValueSeparator.isEmpty ? [UInt8(ascii: "=")] : Array(keyValueSeparator.utf8)
        self.comment = Array((comment ?? "").utf8)
        isBlank = self.pairSeparator.allSatisfy(\.isBlank)
    }

    /// See ``RecordFormat/prologue(_:)``.
    public func prologue(_ bytes: UnsafeRawBufferPointer) -> Prologue { Prologue() }

    /// See ``RecordFormat/cut(_:prologue:isLast:)``.
    public func cut(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, isLast: Bool) -> Int? {
        SourceLines.cut(bytes, isLast: isLast)
    }

    /// See ``RecordFormat/read(_:prologue:into:)``.
    public func read(_ bytes: UnsafeRawBufferPointer, prologue: Prologue, into batch: RawBatch) {
        let scratch = ByteScratch()
        for line in SourceLines(bytes) {
            let text = bytes.withoutBlanks(line)
            if text.isEmpty || !comment.isEmpty && bytes.has(comment, at: text.lowerBound, before: text.upperBound) { continue }
            batch.beginRow(offset: line.lowerBound)
            var pairs = 0
            var refusal: String?
            var place = text.lowerBound
            while place < text.upperBound, refusal == nil {
                let part = nextPart(bytes, from: &place, before: text.upperBound)
                guard let part else { continue }
                pairs += 1
                refusal = set(part, of: bytes, in: batch, scratch: scratch)
            }
            if pairs == 0 { refusal = "the line has no pair of a key and a value" }
            if let refusal {
                batch.rejectRow(length: line.count, reason: refusal)
            } else {
                batch.endRow(length: line.count)
            }
        }
    }

    private struct Pair {
        var key: Range<Int>
        var value: Range<Int>
        var isQuoted: Bool
    }

    /// The pair at `place`, nil where the part there is none; `place` moves behind it and its separator.
    private func nextPart(_ bytes: UnsafeRawBufferPointer, from place: inout Int, before end: Int) -> Pair? {
        let start = place
        while place < end {
            if isSeparator(bytes, at: place, before: end) {
                skipSeparator(bytes, &place, before: end)
                return nil
            }
            if bytes.has(assignment, at: place, before: end) {
                let key = bytes.withoutBlanks(start..<place)
                place += assignment.count
                guard !key.isEmpty else { continue }
                return value(bytes, key: key, from: &place, before: end)
            }
            place += 1
        }
        return nil
    }

    private func value(_ bytes: UnsafeRawBufferPointer, key: Range<Int>, from place: inout Int, before end: Int) -> Pair {
        let start = place
        if start < end, bytes[start] == UInt8(ascii: "\"") {
            var close = start + 1
            while close < end, bytes[close] != UInt8(ascii: "\"") { close += bytes[close] == UInt8(ascii: "\\") ? 2 : 1 }
            // A quote that is never closed is part of the text.
            if close < end, close + 1 == end || isSeparator(bytes, at: close + 1, before: end) {
                place = close + 1
                skipSeparator(bytes, &place, before: end)
                return Pair(key: key, value: start + 1..<close, isQuoted: true)
            }
        }
        while place < end, !isSeparator(bytes, at: place, before: end) { place += 1 }
        let value = bytes.withoutBlanks(start..<place)
        skipSeparator(bytes, &place, before: end)
        return Pair(key: key, value: value, isQuoted: false)
    }

    private func isSeparator(_ bytes: UnsafeRawBufferPointer, at place: Int, before end: Int) -> Bool {
        isBlank ? place < end && bytes[place].isBlank : bytes.has(pairSeparator, at: place, before: end)
    }

    private func skipSeparator(_ bytes: UnsafeRawBufferPointer, _ place: inout Int, before end: Int) {
        guard !isBlank else {
            while place < end, bytes[place].isBlank { place += 1 }
            return
        }
        if place < end { place += pairSeparator.count }
    }

    /// Sets the cell; gives a reason where that cannot be.
    private func set(_ pair: Pair, of bytes: UnsafeRawBufferPointer, in batch: RawBatch, scratch: ByteScratch) -> String? {
        guard pair.key.count <= JSONShape.nameLimit else { return "a key is longer than \(JSONShape.nameLimit) bytes" }
        guard batch.columns.count < RawBatch.columnLimit, !batch.isFull() else { return "the lines before it have too many different keys" }
        let place = batch.place(of: String(decoding: bytes[pair.key], as: UTF8.self))
        let value = bytes.slice(pair.value)
        guard pair.isQuoted, value.contains(UInt8(ascii: "\\")) else {
            batch.set(place, value)
            return nil
        }
        scratch.removeAll()
        var isEscaped = false
        for byte in value {
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                // Only the quote and the backslash are escaped; `C:\dir` is a path.
                if isEscaped, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { scratch.append(UInt8(ascii: "\\")) }
                scratch.append(byte)
                isEscaped = false
            }
        }
        batch.set(place, scratch.bytes)
        return nil
    }
}
