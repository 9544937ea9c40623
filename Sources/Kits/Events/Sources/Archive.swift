import CArchive

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where an archive lies that is read with seeking: on disk, in memory, or in a spooled copy.
enum ArchiveOrigin {
    case path(String)
    case memory([UInt8])
    case spool(Spool)
}

/// A regular file inside an archive.
struct ArchiveMember {
    /// Its number among all entries.
    var index: Int
    var name: String
    var size: Int64?
    var isEncrypted: Bool
}

/// One opening of a ZIP archive through libarchive, which goes through its entries in order.
final class ZipArchive {
    let name: String
    private let archive: OpaquePointer
    private var entry: OpaquePointer?
    private var index = -1
    /// Keeps memory or descriptor alive as long as libarchive reads from it.
    private let origin: ArchiveOrigin
    private var memory: UnsafeMutableRawBufferPointer?

    init(_ origin: ArchiveOrigin, name: String) throws(SourceError) {
        guard let archive = archive_read_new() else { throw .cannotOpen(name: name, reason: "not enough memory") }
        self.archive = archive
        self.origin = origin
        self.name = name
        archive_read_support_format_zip(archive)
        let status: Int32
        switch origin {
        case .path(let path):
            status = archive_read_open_filename(archive, path, 128 * 1024)
        case .memory(let bytes):
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
            copy.copyBytes(from: bytes)
            memory = copy
            status = archive_read_open_memory(archive, copy.baseAddress, bytes.count)
        case .spool(let spool):
            spool.rewind()
            status = archive_read_open_fd(archive, spool.descriptor, 128 * 1024)
        }
        guard status == ARCHIVE_OK else {
            // The destructor runs too, since all properties are set.
            throw .cannotOpen(name: name, reason: Self.reason(archive))
        }
    }

    deinit {
        archive_read_free(archive)
        memory?.deallocate()
    }

    static func reason(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
    }

    /// Goes to the next regular file; nil at the end.
    func next() throws(SourceError) -> ArchiveMember? {
        // libarchive turns names into the characters of the thread's locale, and a program that sets none has ASCII.
        let unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        let usual = uselocale(unicode)
        defer {
            uselocale(usual)
            freelocale(unicode)
        }
        while true {
            let status = archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return nil }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                throw .damaged(name: name, consumed: archive_filter_bytes(archive, -1), unpacked: 0, reason: Self.reason(archive))
            }
            index += 1
            guard keshik_archive_is_file(entry) != 0 else { continue }
            let text = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
            return ArchiveMember(
                index: index, name: text.map { String(cString: $0) } ?? "member-\(index + 1)",
                size: archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil,
                isEncrypted: archive_entry_is_encrypted(entry) != 0)
        }
    }

    /// The next block of the current member; nil at its end. The bytes are valid until the next call.
    func block(unpacked: Int64, name: String) throws(SourceError) -> UnsafeRawBufferPointer? {
        var start: UnsafeRawPointer?
        var count = 0
        var offset: Int64 = 0
        let status = archive_read_data_block(archive, &start, &count, &offset)
        if status == ARCHIVE_EOF { return nil }
        // A warning here means a checksum that does not fit, so it is no less than damage.
        guard status == ARCHIVE_OK else {
            let reason = Self.reason(archive)
            if reason.lowercased().contains("truncated") {
                throw .truncated(name: name, consumed: archive_filter_bytes(archive, -1), unpacked: unpacked)
            }
            throw .damaged(name: name, consumed: archive_filter_bytes(archive, -1), unpacked: unpacked, reason: reason)
        }
        return UnsafeRawBufferPointer(start: start, count: count)
    }
}

/// One member of a ZIP archive. Its bytes count as its own: consumed is what came out.
final class ZipMemberStage: ByteStage {
    private let zip: ZipArchive
    private let name: String
    private let archiveSize: Int64
    private let limits: UnpackLimits
    private var block = UnsafeRawBufferPointer(start: nil, count: 0)
    private var isAtEnd = false
    private(set) var consumedBytes: Int64 = 0
    private var unpacked: Int64 = 0

    init(_ origin: ArchiveOrigin, member: ArchiveMember, archive: String, archiveSize: Int64, limits: UnpackLimits) throws(SourceError) {
        name = archive + "/" + member.name
        self.archiveSize = archiveSize
        self.limits = limits
        if member.isEncrypted { throw .encrypted(name: name) }
        zip = try ZipArchive(origin, name: archive)
        while let next = try zip.next(), next.index < member.index {}
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        while block.isEmpty, !isAtEnd {
            if let next = try zip.block(unpacked: unpacked, name: name) { block = next } else { isAtEnd = true }
            unpacked += Int64(block.count)
            try limits.check(name, unpacked: unpacked, consumed: archiveSize)
        }
        let count = min(buffer.count, block.count)
        guard count > 0 else { return 0 }
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<count]))
        block = UnsafeRawBufferPointer(rebasing: block[count...])
        consumedBytes += Int64(count)
        return count
    }
}
