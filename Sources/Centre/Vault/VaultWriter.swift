internal import Crypto
internal import Foundation
internal import Glibc

/// Takes a file as it arrives: nothing of it is ever on the disk unsealed, and no more than a piece of it is in memory. Until ``finish()`` it lies
/// where files that broke off lie, and whoever lets go of the writer before that removes it.
public final class VaultWriter {
    /// Names the file.
    public let id: String
    private let name: String
    private let field: String
    private let limit: Int
    private let draft: String
    private let place: String
    private let wrapped: [UInt8]
    private let seal: ChunkSeal
    private var descriptor: Int32
    private var waiting: [UInt8] = []
    private var number: UInt32 = 0
    private var size = 0
    private var sha256 = SHA256()
    private var sha1 = Insecure.SHA1()
    private var md5 = Insecure.MD5()
    private var sample = ContentSample()

    init(id: String, name: String, field: String, limit: Int, incoming: String, place: String, key: SymmetricKey, wrapped: [UInt8]) throws {
        self.id = id
        self.name = SafeName.of(name)
        self.field = field
        self.limit = limit
        self.place = place
        self.wrapped = wrapped
        draft = incoming + "/" + id
        seal = ChunkSeal(key: key, file: id)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw VaultWriter.failure(draft) }
        waiting.reserveCapacity(ChunkSeal.pieceSize)
    }

    deinit { abandon() }

    /// Takes further bytes.
    /// - Throws: ``VaultError/tooLarge(limit:)``, ``VaultError/disk(path:reason:)``
    public func write(_ bytes: some Collection<UInt8>) throws {
        guard descriptor >= 0, !bytes.isEmpty else { return }
        size += bytes.count
        guard size <= limit else { throw VaultError.tooLarge(limit: limit) }
        var rest = bytes[...]
        while !rest.isEmpty {
            // The last piece is marked as such, so that one is always held back until more has come.
            if waiting.count == ChunkSeal.pieceSize {
                try put(waiting[...], isLast: false)
                waiting.removeAll(keepingCapacity: true)
            }
            let taken = rest.prefix(ChunkSeal.pieceSize - waiting.count)
            waiting.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
        }
    }

    /// Ends the file: when this returns it is whole and on the disk.
    public func finish() throws -> ArrivedFile {
        guard descriptor >= 0 else { throw VaultError.unknown(id: id) }
        try put(waiting[...], isLast: true)
        waiting = []
        guard fsync(descriptor) == 0 else { throw VaultWriter.failure(draft) }
        close(descriptor)
        descriptor = -1
        do {
            try FileActions.makeFolder(FileActions.folder(of: place))
            try FileActions.rename(draft, to: place)
            try FileActions.sync(FileActions.folder(of: place))
        } catch {
            unlink(draft)
            throw VaultError.disk(path: place, reason: "\(error)")
        }
        return ArrivedFile(
            field: field, id: id, name: name, size: size, sha256: Hex.text(sha256.finalize()), type: sample.type,
            sha1: Hex.text(sha1.finalize()), md5: Hex.text(md5.finalize()), key: wrapped)
    }

    /// Removes what has come so far.
    public func abandon() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        unlink(draft)
    }

    private func put(_ piece: ArraySlice<UInt8>, isLast: Bool) throws {
        sample.take(piece)
        piece.withUnsafeBytes { bytes in
            sha256.update(bufferPointer: bytes)
            sha1.update(bufferPointer: bytes)
            md5.update(bufferPointer: bytes)
        }
        let sealed = try seal.seal(piece, number: number, isLast: isLast)
        var offset = 0
        while offset < sealed.count {
            let written = sealed[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw VaultWriter.failure(draft) }
            offset += written
        }
        number += 1
    }

    private static func failure(_ path: String) -> VaultError { .disk(path: path, reason: String(cString: strerror(errno))) }
}

/// Bytes as hexadecimal digits.
enum Hex {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
