/// Lines of a piece: they end in LF or CR LF, or in CR alone where there is no LF at all.
struct SourceLines: Sequence, IteratorProtocol {
    private let bytes: UnsafeRawBufferPointer
    private let end: UInt8
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        end = bytes.contains(0x0A) ? 0x0A : 0x0D
    }

    /// The next line without its end.
    mutating func next() -> Range<Int>? {
        guard place < bytes.count, let base = bytes.baseAddress else { return nil }
        let start = place
        var stop = ByteScan.first(end, in: base, from: start, to: bytes.count)
        place = stop + 1
        if end == 0x0A, stop > start, bytes[stop - 1] == 0x0D { stop -= 1 }
        return start..<stop
    }

    /// Where a piece of lines may end: behind its last line end.
    static func cut(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int? {
        if isLast { return bytes.count }
        if let line = ByteScan.last(0x0A, in: bytes, before: bytes.count) { return line + 1 }
        // A carriage return at the very end may be half of CR LF.
        return ByteScan.last(0x0D, in: bytes, before: bytes.count - 1).map { $0 + 1 }
    }
}

extension UnsafeRawBufferPointer {
    /// The part of a range without blanks at its ends.
    func withoutBlanks(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// Whether `text` stands at `place`, all of it before `end`.
    func has(_ text: [UInt8], at place: Int, before end: Int) -> Bool {
        place + text.count <= end && self[place..<place + text.count].elementsEqual(text)
    }

    /// A part of the buffer that begins at 0.
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}

extension UInt8 {
    /// Space, tab and what ends lines.
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }
}
