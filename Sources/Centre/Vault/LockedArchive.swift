internal import CArchive
internal import Foundation
internal import Vocabulary

extension Vault {
    /// The password of archives with files that may do harm: everybody in the field knows it, so that no mail gateway and no preview opens
    /// one by accident. It keeps nothing secret.
    public static let archivePassword = "infected"

    /// Files as one ZIP with AES-256 (WinZip AE-2) under ``archivePassword``, written as fast as it is read.
    public func archive(_ files: [VaultFile], named name: String) -> Stream {
        Stream(type: "application/zip", fileName: name) { writer in
            let archive = try LockedArchive(password: Vault.archivePassword)
            var taken: Set<String> = []
            for (place, file) in files.enumerated() {
                let name = taken.insert(file.name.lowercased()).inserted ? file.name : "\(place + 1)-\(file.name)"
                try archive.begin(name, size: file.size, modified: file.received.seconds)
                for try await piece in try await self.content(of: file.id) {
                    try archive.write(piece)
                    try await writer.write(archive.take())
                }
                try archive.endEntry()
            }
            try archive.close()
            try await writer.write(archive.take())
        }
    }
}

/// Writes an encrypted ZIP into memory, from where it is taken piece by piece.
private final class LockedArchive {
    private final class Buffer { var bytes: [UInt8] = [] }
    private let buffer = Buffer()
    private let archive: OpaquePointer

    init(password: String) throws {
        guard let archive = archive_write_new() else { throw VaultError.archive(reason: "no memory") }
        self.archive = archive
        try check(archive_write_set_format_zip(archive))
        try check(archive_write_set_options(archive, "zip:encryption=aes256"))
        try check(archive_write_set_passphrase(archive, password))
        try check(archive_write_set_bytes_per_block(archive, 0))
        try check(
            archive_write_open(
                archive, Unmanaged.passUnretained(buffer).toOpaque(), nil,
                { _, context, bytes, count in
                    guard let context, let bytes else { return -1 }
                    Unmanaged<Buffer>.fromOpaque(context).takeUnretainedValue().bytes
                        .append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                    return count
                }, nil))
    }

    deinit { archive_write_free(archive) }

    func begin(_ name: String, size: Int, modified: Int64) throws {
        guard let entry = archive_entry_new() else { throw VaultError.archive(reason: "no memory") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname_utf8(entry, name)
        archive_entry_set_size(entry, Int64(size))
        archive_entry_set_filetype(entry, UInt32(0o100000))
        archive_entry_set_perm(entry, 0o400)
        archive_entry_set_mtime(entry, Int(modified), 0)
        try check(archive_write_header(archive, entry))
    }

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { archive_write_data(archive, $0.baseAddress, $0.count) }
            guard written > 0 else { throw failure }
            rest = rest.dropFirst(written)
        }
    }

    func endEntry() throws { try check(archive_write_finish_entry(archive)) }
    func close() throws { try check(archive_write_close(archive)) }

    func take() -> [UInt8] {
        defer { buffer.bytes = [] }
        return buffer.bytes
    }

    private func check(_ code: Int32) throws { if code < ARCHIVE_WARN { throw failure } }
    private var failure: VaultError { .archive(reason: archive_error_string(archive).map { String(cString: $0) } ?? "unknown") }
}
