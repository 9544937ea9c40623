/// Where messages begin in an mbox: at a line `From sender date` behind a blank line.
enum MailboxBorders {
    /// How the line begins.
    static let word = Array("From ".utf8)
    /// The longest such line, in bytes.
    private static let lineLimit = 512

    /// The first message behind `start` that begins behind a blank line; nil where none does.
    static func next(in bytes: UnsafeRawBufferPointer, after start: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var index = start + 1
        while index < bytes.count {
            let newline = ByteScan.first(0x0A, in: base, from: index, to: bytes.count)
            guard newline < bytes.count else { return nil }
            if isBorder(bytes, at: newline + 1) { return newline + 1 }
            index = newline + 1
        }
        return nil
    }

    /// The last message that begins in the bytes and not with them.
    static func last(in bytes: UnsafeRawBufferPointer) -> Int? {
        var end = bytes.count
        while end > 1, let newline = bytes[..<end].lastIndex(of: 0x0A) {
            if isBorder(bytes, at: newline + 1) { return newline + 1 }
            end = newline
        }
        return nil
    }

    /// The place behind the `From ` line at `start`.
    static func headerStart(in bytes: UnsafeRawBufferPointer, at start: Int, end: Int) -> Int {
        guard bytes[start..<end].starts(with: word) else { return start }
        return bytes[start..<end].firstIndex(of: 0x0A).map { $0 + 1 } ?? end
    }

    /// The message with one `>` taken from each line that begins with some and `From `: whoever wrote the mbox put it there (mboxrd). Nil where
    /// no line does.
    static func unescaped(_ message: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let base = message.baseAddress else { return nil }
        var result: [UInt8] = []
        var copied = 0
        var line = 0
        while line < message.count {
            if message[line] == UInt8(ascii: ">") {
                var place = line
                while place < message.count, message[place] == UInt8(ascii: ">") { place += 1 }
                if message[place...].starts(with: word) {
                    result += message[copied..<line]
                    copied = line + 1
                }
            }
            line = ByteScan.first(0x0A, in: base, from: line, to: message.count) + 1
        }
        return copied == 0 ? nil : result + message[copied...]
    }

    /// Whether a line that begins a message stands there, behind a blank one: it names a time of day.
    private static func isBorder(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard start + word.count < bytes.count, bytes[start] == word[0], bytes[start...].starts(with: word) else { return false }
        guard start >= 2, bytes[start - 2] == 0x0A || (start >= 3 && bytes[start - 2] == 0x0D && bytes[start - 3] == 0x0A) else {
            return false
        }
        let reach = bytes[start..<min(bytes.count, start + lineLimit)]
        guard let end = reach.firstIndex(of: 0x0A) else { return false }
        let line = bytes[start..<end]
        return line.indices.contains { index in
            line[index] == UInt8(ascii: ":") && index - 2 >= start && index + 2 < end
                && [index - 2, index - 1, index + 1, index + 2].allSatisfy { (0x30...0x39).contains(bytes[$0]) }
        }
    }
}
