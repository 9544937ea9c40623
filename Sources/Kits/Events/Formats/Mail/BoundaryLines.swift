/// Lines that may separate parts. GMime compares each with the boundaries of all multiparts it is in, so that many of both would keep it
/// busy for minutes.
enum BoundaryLines {
    /// Comparisons that are allowed: about a second.
    private static let limit = 100_000_000
    /// Multiparts in multiparts that GMime goes into.
    private static let depthLimit = 1024

    /// Whether the message has more of them than any real one.
    static func areTooMany(in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        var lines = 0
        var start = 0
        while start + 1 < bytes.count {
            if bytes[start] == UInt8(ascii: "-"), bytes[start + 1] == UInt8(ascii: "-") { lines += 1 }
            start = ByteScan.first(0x0A, in: base, from: start, to: bytes.count) + 1
        }
        guard lines > limit / depthLimit else { return false }
        return lines * min(boundaries(bytes), depthLimit) > limit
    }

    /// How often the word stands in the bytes.
    private static func boundaries(_ bytes: UnsafeRawBufferPointer) -> Int {
        let word = Array("boundary".utf8)
        var count = 0
        for index in bytes.indices.dropLast(word.count) where bytes[index] | 0x20 == word[0] {
            if word.indices.allSatisfy({ bytes[index + $0] | 0x20 == word[$0] }) { count += 1 }
        }
        return max(count, 1)
    }
}
