internal import CZstd

/// A zstd compression context, kept for all pages of a writer.
struct Compressor: ~Copyable {
    private let context: OpaquePointer
    private let level: Int32

    /// Fails when there is no memory for a context.
    init?(level: Int32) {
        guard let context = ZSTD_createCCtx() else { return nil }
        self.context = context
        self.level = level
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
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
