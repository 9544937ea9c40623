internal import CZstd

/// A zstd compression context, kept for all pages of a writer.
struct Compressor: ~Copyable {
    private let context: OpaquePointer
    private let level: Int32
    /// A second level to try, and memory for what it makes.
    private let otherLevel: Int32?
    private var other = GrowingBuffer()

    /// Fails when there is no memory for a context.
    init?(level: Int32, otherLevel: Int32? = nil) {
        guard let context = ZSTD_createCCtx() else { return nil }
        self.context = context
        self.level = level
        self.otherLevel = otherLevel
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        // The fast levels leave single bytes as they are unless told otherwise, and digits are half of what there is. Where the library does
        // not know the parameter, files are only larger.
        ZSTD_CCtx_setParameter(context, ZSTD_c_experimentalParam5, 1)
        // The frame's content size lets any reader check what it got; pages have a CRC of their own already.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 0)
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    static func bound(_ count: Int) -> Int {
        ZSTD_compressBound(count)
    }

    /// The number of bytes written to `target`, or nil when zstd refuses (it does not with room for ``bound(_:)``).
    mutating func compress(_ source: UnsafeRawPointer, count: Int, to target: UnsafeMutableRawPointer, capacity: Int) -> Int? {
        guard let otherLevel else { return pack(source, count, target, capacity) }
        other.count = 0
        other.reserve(capacity)
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, otherLevel)
        let second = pack(source, count, other.base, capacity)
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        guard let first = pack(source, count, target, capacity) else { return nil }
        guard let second, second < first else { return first }
        target.copyMemory(from: other.base, byteCount: second)
        return second
    }

    private func pack(_ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutableRawPointer, _ capacity: Int) -> Int? {
        let written = ZSTD_compress2(context, target, capacity, source, count)
        return ZSTD_isError(written) == 0 ? written : nil
    }
}

/// A zstd decompression context, made when it is first needed.
struct Decompressor: ~Copyable {
    private var context: OpaquePointer?

    init() {}

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// The unpacked size that a frame states, if it does.
    static func announcedSize(_ source: UnsafeRawPointer, count: Int) -> Int? {
        let size = ZSTD_getFrameContentSize(source, count)
        // The two largest values mean "unknown" and "not a frame".
        return size >= UInt64.max - 1 ? nil : Int(clamping: size)
    }

    /// Unpacks exactly `expected` bytes into `target`.
    mutating func decompress(
        _ source: UnsafeRawPointer, count: Int, to target: UnsafeMutableRawPointer, expected: Int
    ) throws(FormatFault) {
        if context == nil { context = ZSTD_createDCtx() }
        guard let context else { throw .system(operation: "make a decompression context for", code: 12) }
        let written = ZSTD_decompressDCtx(context, target, expected, source, count)
        guard ZSTD_isError(written) == 0 else {
            throw .damaged("zstd: \(String(cString: ZSTD_getErrorName(written)))")
        }
        guard written == expected else {
            throw .damaged("a page unpacks to \(written) bytes instead of \(expected)")
        }
    }
}
