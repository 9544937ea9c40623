internal import Glibc

/// A piece of the file of entries in memory, moved forward as it is read.
struct EntryWindow {
    /// No line is longer, in bytes.
    static let longest = 1_024
    private static let length = 1 << 20

    private let file: LogFile
    private var start = 0
    private var bytes: [UInt8] = []

    init(_ file: LogFile) { self.file = file }

    /// The place behind the line end of the line that begins at `from`; nil where none comes soon enough.
    mutating func lineEnd(from: Int) throws -> Int? {
        try load(from, EntryWindow.longest)
        let (from, start) = (from, start)
        return bytes.withUnsafeBytes { buffer -> Int? in
            let count = min(EntryWindow.longest, buffer.count - (from - start))
            guard count > 0, let base = buffer.baseAddress, let found = memchr(base + (from - start), 0x0A, count) else { return nil }
            return start + (UnsafeRawPointer(found) - base) + 1
        }
    }

    /// The hash of a leaf with the bytes of a range.
    mutating func leaf(_ range: Range<Int>) throws -> TreeHash {
        try load(range.lowerBound, range.count)
        let (low, high) = (range.lowerBound - start, min(range.upperBound - start, bytes.count))
        return bytes.withUnsafeBytes { .leaf(UnsafeRawBufferPointer(rebasing: $0[low..<max(low, high)])) }
    }

    /// Whether the line at a place says that it is entry `place`.
    mutating func starts(at offset: Int, with place: Int) throws -> Bool {
        let text = Array("{\"sequence\":\(place),".utf8)
        try load(offset, text.count)
        return bytes[(offset - start)...].starts(with: text)
    }

    private mutating func load(_ offset: Int, _ count: Int) throws {
        if offset >= start, offset + count <= start + bytes.count { return }
        // At the end of the file fewer bytes come than were asked for, whatever is loaded.
        if offset >= start, offset < start + bytes.count, bytes.count < EntryWindow.length { return }
        bytes = try file.read(at: offset, count: max(count, EntryWindow.length))
        start = offset
    }
}
