internal import Glibc

/// A findings run opened for reading: its tables and index in memory, its blocks read when asked for. See ``RunFormat``.
// Unchecked because it holds a buffer by pointer; nothing changes after init, and reads are `pread`s.
final class RunFile: @unchecked Sendable {
    /// A stretch of records.
    struct Block: Sendable {
        var firstKey: UInt128
        var offset: Int
        var count: Int
        var payloadBytes: Int
        var keysChecksum: UInt64
        var payloadChecksum: UInt64
    }

    let path: String
    let byteCount: Int
    let recordCount: Int
    let eventCount: Int
    let feeds: [RunFeed]
    let blocks: [Block]
    private let descriptor: Int32
    private let tables: UnsafeMutableRawBufferPointer
    private let profileRanges: [Range<Int>]

    /// Opens a run and checks all of it but its blocks, which are checked when they are read.
    init(path: String) throws(StoreError) {
        self.path = path
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileActions.failure("open", path) }
        do throws(StoreError) {
            let contents = try Self.readEnd(of: descriptor, path: path)
            self.descriptor = descriptor
            byteCount = contents.byteCount
            recordCount = Int(contents.footer.recordCount)
            eventCount = Int(contents.footer.eventCount)
            tables = contents.tables
            feeds = contents.feeds
            profileRanges = contents.profileRanges
            blocks = contents.blocks
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        close(descriptor)
        tables.deallocate()
    }

    /// How many profiles the table has.
    var profileCount: Int { profileRanges.count }

    /// A profile by its number, from 1. A number the table lacks gives an empty profile.
    func profile(_ number: UInt32) -> UnsafeRawBufferPointer {
        guard number >= 1, Int(number) <= profileRanges.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: tables[profileRanges[Int(number) - 1]])
    }

    /// Reads the keys of a block and, unless `keysOnly`, its payloads behind them; checks both.
    func read(_ block: Block, keysOnly: Bool, into buffer: UnsafeMutableRawBufferPointer) throws(StoreError) {
        let keys = block.count * 16
        let bytes = keysOnly ? keys : keys + block.payloadBytes
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<bytes])
        guard try FileActions.read(part, from: descriptor, at: block.offset, path: path) else {
            throw damage(block, "the file ends too early")
        }
        guard RunFormat.checksum(UnsafeRawBufferPointer(rebasing: part[..<keys])) == block.keysChecksum else {
            throw damage(block, "the checksum of the keys does not agree")
        }
        if !keysOnly, RunFormat.checksum(UnsafeRawBufferPointer(rebasing: part[keys...])) != block.payloadChecksum {
            throw damage(block, "the checksum of the records does not agree")
        }
    }

    /// The largest buffer that ``read(_:keysOnly:into:)`` needs.
    func bufferSize(keysOnly: Bool) -> Int {
        blocks.reduce(64) { max($0, $1.count * 16 + (keysOnly ? 0 : $1.payloadBytes)) }
    }

    func damage(_ block: Block, _ reason: String) -> StoreError {
        .damaged(path: path, place: "the block at byte \(block.offset)", reason: reason)
    }

    // MARK: - The end of the file

    private struct Contents {
        var byteCount: Int
        var footer: RunFormat.Footer
        var tables: UnsafeMutableRawBufferPointer
        var feeds: [RunFeed]
        var profileRanges: [Range<Int>]
        var blocks: [Block]
    }

    private static func readEnd(of descriptor: Int32, path: String) throws(StoreError) -> Contents {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileActions.failure("look at", path) }
        let size = Int(status.st_size)
        let footerBytes = RunFormat.Footer.byteCount
        guard size >= footerBytes + 8 else {
            throw StoreError.damaged(path: path, place: "its end", reason: "it is too short to be a findings run")
        }
        let ends = UnsafeMutableRawBufferPointer.allocate(byteCount: footerBytes + 8, alignment: 8)
        defer { ends.deallocate() }
        let (last, head) = (
            UnsafeMutableRawBufferPointer(rebasing: ends[..<footerBytes]), UnsafeMutableRawBufferPointer(rebasing: ends[footerBytes...])
        )
        guard try FileActions.read(last, from: descriptor, at: size - footerBytes, path: path),
            try FileActions.read(head, from: descriptor, at: 0, path: path),
            let footer = RunFormat.Footer(UnsafeRawBufferPointer(last)),
            UInt64(littleEndian: head.loadUnaligned(as: UInt64.self)) == RunFormat.magic
        else { throw StoreError.damaged(path: path, place: "its first or last bytes", reason: "it is no findings run of a known version") }
        let indexBytes = footer.blockCount.multipliedReportingOverflow(by: UInt64(RunFormat.indexEntryBytes))
        let body = UInt64(size - footerBytes)
        guard footer.tablesOffset <= body, footer.tablesBytes <= body - footer.tablesOffset,
            footer.indexOffset == footer.tablesOffset + footer.tablesBytes, !indexBytes.overflow,
            indexBytes.partialValue == body - footer.indexOffset
        else { throw StoreError.damaged(path: path, place: "its last bytes", reason: "tables and index do not lie where it says") }
        let tables = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(body - footer.tablesOffset), alignment: 16)
        do throws(StoreError) {
            guard try FileActions.read(tables, from: descriptor, at: Int(footer.tablesOffset), path: path) else {
                throw StoreError.damaged(path: path, place: "its tables", reason: "the file ends too early")
            }
            let split = Int(footer.tablesBytes)
            let tablesPart = UnsafeRawBufferPointer(rebasing: tables[..<split])
            let indexPart = UnsafeRawBufferPointer(rebasing: tables[split...])
            guard RunFormat.checksum(tablesPart) == footer.tablesChecksum, RunFormat.checksum(indexPart) == footer.indexChecksum else {
                throw StoreError.damaged(path: path, place: "its tables", reason: "their checksum does not agree")
            }
            var contents = Contents(byteCount: size, footer: footer, tables: tables, feeds: [], profileRanges: [], blocks: [])
            guard readTables(tablesPart, into: &contents), readIndex(indexPart, into: &contents) else {
                throw StoreError.damaged(path: path, place: "its tables", reason: "they contradict each other")
            }
            return contents
        } catch {
            tables.deallocate()
            throw error
        }
    }

    private static func readTables(_ bytes: UnsafeRawBufferPointer, into contents: inout Contents) -> Bool {
        var cursor = ByteCursor(bytes)
        for _ in 0..<cursor.varint() {
            let code = cursor.text()
            contents.feeds.append(RunFeed(code: code, interval: Int(truncatingIfNeeded: cursor.varint())))
            if cursor.isShort { return false }
        }
        for _ in 0..<cursor.varint() {
            let length = cursor.varint()
            let start = cursor.offset
            _ = cursor.bytes(length)
            if cursor.isShort { return false }
            contents.profileRanges.append(start..<cursor.offset)
        }
        return true
    }

    private static func readIndex(_ bytes: UnsafeRawBufferPointer, into contents: inout Contents) -> Bool {
        var cursor = ByteCursor(bytes)
        var records = 0
        for _ in 0..<contents.footer.blockCount {
            let high: UInt64 = cursor.fixed()
            let low: UInt64 = cursor.fixed()
            let offset: UInt64 = cursor.fixed()
            let count: UInt64 = cursor.fixed()
            let payload: UInt64 = cursor.fixed()
            let limit = contents.footer.tablesOffset
            guard offset <= limit, count <= limit / 16, payload <= limit, offset + count * 16 + payload <= limit, count > 0 else {
                return false
            }
            let block = Block(
                firstKey: UInt128(high) << 64 | UInt128(low), offset: Int(offset), count: Int(count), payloadBytes: Int(payload),
                keysChecksum: cursor.fixed(), payloadChecksum: cursor.fixed())
            contents.blocks.append(block)
            records += block.count
        }
        return !cursor.isShort && records == Int(contents.footer.recordCount)
    }
}
