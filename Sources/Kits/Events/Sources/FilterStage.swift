import CArchive

/// Unpacks one stream of bzip2, xz, zstd or lz4 through libarchive.
final class FilterStage: ByteStage {
    /// What libarchive's callback works on.
    fileprivate final class Feed {
        let upstream: any ByteStage
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        var taken: Int64 = 0
        var isAtEnd = false
        var failure: SourceError?

        init(_ upstream: any ByteStage) { self.upstream = upstream }
        deinit { buffer.deallocate() }
    }

    private let name: String
    private let feed: Feed
    private let limits: UnpackLimits
    private let archive: OpaquePointer
    private var block = UnsafeRawBufferPointer(start: nil, count: 0)
    private var unpacked: Int64 = 0
    private var isAtEnd = false

    init(_ upstream: any ByteStage, name: String, limits: UnpackLimits) throws(SourceError) {
        self.name = name
        self.limits = limits
        feed = Feed(upstream)
        guard let archive = archive_read_new() else { throw .cannotOpen(name: name, reason: "not enough memory") }
        self.archive = archive
        archive_read_support_filter_bzip2(archive)
        archive_read_support_filter_xz(archive)
        archive_read_support_filter_zstd(archive)
        archive_read_support_filter_lz4(archive)
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        // Unretained: the feed lives as long as this stage, which closes the archive before it goes.
        let client = Unmanaged.passUnretained(feed).toOpaque()
        var status = archive_read_open(archive, client, nil, readMore, nil)
        var entry: OpaquePointer?
        if status == ARCHIVE_OK { status = archive_read_next_header(archive, &entry) }
        if status == ARCHIVE_EOF {
            isAtEnd = true
        } else if status != ARCHIVE_OK && status != ARCHIVE_WARN {
            throw failure()
        }
    }

    deinit { archive_read_free(archive) }

    var consumedBytes: Int64 { feed.upstream.consumedBytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        while block.isEmpty, !isAtEnd {
            var start: UnsafeRawPointer?
            var count = 0
            var offset: Int64 = 0
            let status = archive_read_data_block(archive, &start, &count, &offset)
            if status == ARCHIVE_EOF {
                isAtEnd = true
            } else if status == ARCHIVE_OK || status == ARCHIVE_WARN {
                block = UnsafeRawBufferPointer(start: start, count: count)
                unpacked += Int64(count)
                try limits.check(name, unpacked: unpacked, consumed: feed.taken)
            } else {
                throw failure()
            }
        }
        let count = min(buffer.count, block.count)
        guard count > 0 else { return 0 }
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<count]))
        block = UnsafeRawBufferPointer(rebasing: block[count...])
        return count
    }

    private func failure() -> SourceError {
        if let failure = feed.failure { return failure }
        // Every filter says it in other words; what they share is that the data was at its end.
        if feed.isAtEnd { return .truncated(name: name, consumed: feed.taken, unpacked: unpacked) }
        return .damaged(name: name, consumed: feed.taken, unpacked: unpacked, reason: ZipArchive.reason(archive))
    }
}

/// libarchive asks for more compressed bytes.
private func readMore(
    _ archive: OpaquePointer?, _ client: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> Int {
    guard let client, let buffer else { return -1 }
    let feed = Unmanaged<FilterStage.Feed>.fromOpaque(client).takeUnretainedValue()
    buffer.pointee = UnsafeRawPointer(feed.buffer.baseAddress)
    do throws(SourceError) {
        let count = try feed.upstream.read(into: feed.buffer)
        feed.taken += Int64(count)
        if count == 0 { feed.isAtEnd = true }
        return count
    } catch {
        feed.failure = error
        return -1
    }
}
