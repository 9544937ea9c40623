/// Comparisons of text as bytes, ASCII letters without case.
enum ASCIIText {
    @inline(__always)
    static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Whether the bytes are the text; `text` is in lower case.
    static func equal(_ bytes: UnsafeRawBufferPointer, _ text: [UInt8]) -> Bool {
        bytes.count == text.count && matches(bytes, at: 0, text)
    }

    /// Whether a name is the domain or lies below it.
    static func isName(_ bytes: UnsafeRawBufferPointer, atOrBelow domain: [UInt8]) -> Bool {
        let start = bytes.count - domain.count
        guard start >= 0, matches(bytes, at: start, domain) else { return false }
        return start == 0 || bytes[start - 1] == UInt8(ascii: ".")
    }

    /// Whether the text consists of the pieces in order with anything between them.
    static func fits(_ bytes: UnsafeRawBufferPointer, pieces: [[UInt8]]) -> Bool {
        guard let first = pieces.first, let last = pieces.last, pieces.count > 1 else {
            return pieces.first.map { equal(bytes, $0) } ?? false
        }
        guard bytes.count >= first.count + last.count, matches(bytes, at: 0, first), matches(bytes, at: bytes.count - last.count, last)
        else { return false }
        var position = first.count
        let end = bytes.count - last.count
        for piece in pieces[1..<pieces.count - 1] {
            guard let found = find(piece, in: UnsafeRawBufferPointer(rebasing: bytes[position..<end])) else { return false }
            position += found + piece.count
        }
        return true
    }

    /// Where `text`, in lower case, first stands in the bytes.
    static func find(_ text: [UInt8], in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let first = text.first else { return 0 }
        var index = 0
        let end = bytes.count - text.count
        while index <= end {
            if lowered(bytes[index]) == first, matches(bytes, at: index, text) { return index }
            index += 1
        }
        return nil
    }

    /// Whether some part of a list that `;`, `,` or blanks separate meets the condition.
    static func elements(of bytes: UnsafeRawBufferPointer, contain condition: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        var start = 0
        for index in 0...bytes.count {
            if index < bytes.count, bytes[index] != UInt8(ascii: ";"), bytes[index] != UInt8(ascii: ","), bytes[index] != 0x20 { continue }
            if index > start, condition(UnsafeRawBufferPointer(rebasing: bytes[start..<index])) { return true }
            start = index + 1
        }
        return false
    }

    @inline(__always)
    private static func matches(_ bytes: UnsafeRawBufferPointer, at start: Int, _ text: [UInt8]) -> Bool {
        for index in text.indices where lowered(bytes[start &+ index]) != text[index] { return false }
        return true
    }
}
