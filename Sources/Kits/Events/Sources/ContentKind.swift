/// What the first bytes of a source say it is.
enum ContentKind: Equatable {
    case plain, gzip
    /// bzip2, xz, zstd or lz4: one stream.
    case filtered
    case zip
    /// Something that is an archive but is not unpacked here; its name with an article.
    case unsupported(String)

    /// Bytes that `init` looks at.
    static let headLength = 4096

    init(_ head: UnsafeRawBufferPointer) {
        func starts(_ magic: [UInt8], at offset: Int = 0) -> Bool {
            head.count >= offset + magic.count && head[offset..<offset + magic.count].elementsEqual(magic)
        }
        if starts([0x1F, 0x8B, 0x08]) {
            self = .gzip
        } else if starts([0x28, 0xB5, 0x2F, 0xFD]) || starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) || starts([0x04, 0x22, 0x4D, 0x18])
            || head.count >= 10 && starts([0x42, 0x5A, 0x68]) && head[3] &- 0x31 < 9
                && (starts([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4) || starts([0x17, 0x72, 0x45, 0x38, 0x50, 0x90], at: 4))
        {
            self = .filtered
        } else if starts([0x50, 0x4B, 0x03, 0x04]) || starts([0x50, 0x4B, 0x05, 0x06])
            || starts([0x50, 0x4B, 0x30, 0x30, 0x50, 0x4B, 0x03, 0x04])
        {
            self = .zip
        } else if starts(Array("ustar".utf8), at: 257) {
            self = .unsupported("a tar archive")
        } else if starts([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
            self = .unsupported("a 7z archive")
        } else if starts(Array("Rar!".utf8) + [0x1A, 0x07]) {
            self = .unsupported("a RAR archive")
        } else {
            self = .plain
        }
    }
}

/// How a source writes its characters.
enum ContentEncoding: Equatable {
    /// UTF-8, or anything else that is passed on as it is. `mark` counts the bytes of a byte order mark.
    case bytes(mark: Int)
    case utf16(isBigEndian: Bool, mark: Int)
    /// UTF-32 has no use in reports and is not read.
    case utf32

    init(_ head: UnsafeRawBufferPointer) {
        func starts(_ mark: [UInt8]) -> Bool { head.count >= mark.count && head.prefix(mark.count).elementsEqual(mark) }
        if starts([0xEF, 0xBB, 0xBF]) {
            self = .bytes(mark: 3)
        } else if starts([0xFF, 0xFE, 0, 0]) || starts([0, 0, 0xFE, 0xFF]) {
            self = .utf32
        } else if starts([0xFF, 0xFE]) {
            self = .utf16(isBigEndian: false, mark: 2)
        } else if starts([0xFE, 0xFF]) {
            self = .utf16(isBigEndian: true, mark: 2)
        } else {
            self = Self.guess(head)
        }
    }

    /// Without a mark: reports begin with ASCII, so every other byte of UTF-16 is NUL.
    private static func guess(_ head: UnsafeRawBufferPointer) -> ContentEncoding {
        let pairs = min(head.count / 2, 32)
        guard pairs >= 4 else { return .bytes(mark: 0) }
        var even = 0
        var odd = 0
        for pair in 0..<pairs {
            if head[pair * 2] == 0 { even += 1 }
            if head[pair * 2 + 1] == 0 { odd += 1 }
        }
        if even == 0, odd * 4 >= pairs * 3 { return .utf16(isBigEndian: false, mark: 0) }
        if odd == 0, even * 4 >= pairs * 3 { return .utf16(isBigEndian: true, mark: 0) }
        return .bytes(mark: 0)
    }
}
