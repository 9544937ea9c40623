internal import Events
internal import Glibc

/// A feed as a run knows it.
struct RunFeed: Sendable, Hashable {
    var code: String
    /// Usual interval in seconds.
    var interval: Int
}

/// Writes a findings run, record by record in rising order of keys. See ``RunFormat``. A file that is not finished is removed with its
/// writer.
struct RunWriter: ~Copyable {
    /// What was written.
    struct Summary: Sendable, Hashable {
        var recordCount: Int
        var eventCount: Int
        var byteCount: Int
    }

    let path: String
    private let feeds: [RunFeed]
    private let descriptor: Int32
    private var isOpen = true
    private let profiles = ByteDictionary()
    private var out = ByteSink(capacity: 1 << 18)
    private var keys = ByteSink(capacity: RunFormat.blockRecords * 16)
    private var payloads = ByteSink(capacity: RunFormat.blockPayload * 2)
    private var index = ByteSink()
    private var firstKey: UInt128 = 0
    private var written = 0
    private var blockRecords = 0
    private var footer = RunFormat.Footer()

    /// - Parameter feeds: Sorted by code; records name them by place.
    init(path: String, feeds: [RunFeed]) throws(StoreError) {
        self.path = path
        self.feeds = feeds
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileActions.failure("create", path) }
        out.append(fixed: RunFormat.magic)
    }

    deinit {
        if isOpen {
            close(descriptor)
            unlink(path)
        }
    }

    /// How records name a profile: a number, or 0 where the table is full and the record must hold it.
    func reference(to profile: UnsafeRawBufferPointer) -> UInt32 {
        profiles.count >= RunFormat.profileLimit ? 0 : profiles.code(for: profile)
    }

    /// Adds a record.
    /// - Parameter payload: Profile, feeds, episodes, attributes.
    @inline(__always)
    mutating func append(key: UInt128, events: UInt64, payload: UnsafeRawBufferPointer) throws(StoreError) {
        if blockRecords == 0 { firstKey = key }
        keys.append(fixed: UInt64(truncatingIfNeeded: key >> 64))
        keys.append(fixed: UInt64(truncatingIfNeeded: key))
        payloads.append(varint: UInt64(truncatingIfNeeded: payload.count))
        payloads.append(payload)
        blockRecords &+= 1
        footer.eventCount &+= events
        if blockRecords == RunFormat.blockRecords || payloads.count >= RunFormat.blockPayload { try endBlock() }
    }

    private mutating func endBlock() throws(StoreError) {
        if blockRecords == 0 { return }
        index.append(fixed: UInt64(truncatingIfNeeded: firstKey >> 64))
        index.append(fixed: UInt64(truncatingIfNeeded: firstKey))
        index.append(fixed: UInt64(written + out.count))
        index.append(fixed: UInt64(blockRecords))
        index.append(fixed: UInt64(payloads.count))
        index.append(fixed: RunFormat.checksum(keys.bytes))
        index.append(fixed: RunFormat.checksum(payloads.bytes))
        footer.blockCount += 1
        footer.recordCount += UInt64(blockRecords)
        out.append(keys.bytes)
        out.append(payloads.bytes)
        keys.removeAll()
        payloads.removeAll()
        blockRecords = 0
        if out.count >= 1 << 17 { try flush() }
    }

    private mutating func flush() throws(StoreError) {
        try FileActions.write(out.bytes, to: descriptor, path: path)
        written += out.count
        out.removeAll()
    }

    /// Ends the file and makes it last.
    mutating func finish() throws(StoreError) -> Summary {
        try endBlock()
        footer.tablesOffset = UInt64(written + out.count)
        var tables = ByteSink()
        tables.append(varint: UInt64(feeds.count))
        for feed in feeds {
            tables.append(text: feed.code)
            tables.append(varint: UInt64(feed.interval))
        }
        tables.append(varint: UInt64(profiles.count))
        for code in 1...UInt32(max(1, profiles.count)) where profiles.count > 0 {
            let profile = profiles.bytes(code)
            tables.append(varint: UInt64(profile.count))
            tables.append(profile)
        }
        footer.tablesBytes = UInt64(tables.count)
        footer.tablesChecksum = RunFormat.checksum(tables.bytes)
        out.append(tables.bytes)
        footer.indexOffset = UInt64(written + out.count)
        footer.indexChecksum = RunFormat.checksum(index.bytes)
        out.append(index.bytes)
        footer.write(to: &out)
        try flush()
        guard fsync(descriptor) == 0 else { throw FileActions.failure("sync", path) }
        isOpen = false
        guard close(descriptor) == 0 else { throw FileActions.failure("close", path) }
        return Summary(recordCount: Int(footer.recordCount), eventCount: Int(footer.eventCount), byteCount: written)
    }
}
