internal import Crypto
internal import Foundation
internal import Glibc

/// The content of a file of the vault, piece by piece, each opened only when it is asked for.
public struct VaultReader: AsyncSequence, Sendable {
    /// Up to 64 KiB of content.
    public typealias Element = [UInt8]

    let id: String
    let path: String
    let key: SymmetricKey

    /// Begins at the start of the file.
    public func makeAsyncIterator() -> Iterator { Iterator(source: VaultSource(id: id, path: path, key: key)) }

    /// Gives one piece after the other.
    public struct Iterator: AsyncIteratorProtocol {
        let source: VaultSource

        /// The next piece; nil at the end, which is reached only if nothing is missing.
        /// - Throws: ``VaultError``
        public mutating func next() async throws -> [UInt8]? { try source.next() }
    }

    /// All of it, for files that are known to be small.
    /// - Throws: ``VaultError/tooLarge(limit:)`` where it has more bytes than `limit`.
    public func bytes(upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await piece in self {
            guard all.count + piece.count <= limit else { throw VaultError.tooLarge(limit: limit) }
            all.append(contentsOf: piece)
        }
        return all
    }
}

/// An open file of the vault.
final class VaultSource {
    private let id: String
    private let path: String
    private let seal: ChunkSeal
    private var descriptor: Int32 = -1
    private var number: UInt32 = 0
    private var ahead: [UInt8] = []
    private var isOver = false

    init(id: String, path: String, key: SymmetricKey) {
        self.id = id
        self.path = path
        seal = ChunkSeal(key: key, file: id)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func next() throws -> [UInt8]? {
        if isOver { return nil }
        if descriptor < 0 {
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw errno == ENOENT ? VaultError.unknown(id: id) : .disk(path: path, reason: String(cString: strerror(errno)))
            }
            ahead = try read()
        }
        // A piece is the last where nothing follows it; that it was written as the last is what its nonce proves.
        let present = ahead
        ahead = present.count == ChunkSeal.sealedSize ? try read() : []
        let isLast = ahead.isEmpty
        guard let piece = try? seal.open(present[...], number: number, isLast: isLast) else {
            throw VaultError.damaged(id: id, piece: Int(number))
        }
        number += 1
        isOver = isLast
        return isLast && piece.isEmpty ? nil : piece
    }

    private func read() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: ChunkSeal.sealedSize)
        var filled = 0
        while filled < buffer.count {
            let count = buffer.withUnsafeMutableBytes { bytes in
                Glibc.read(descriptor, bytes.baseAddress?.advanced(by: filled), bytes.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw VaultError.disk(path: path, reason: String(cString: strerror(errno))) }
            if count == 0 { break }
            filled += count
        }
        buffer.removeLast(buffer.count - filled)
        return buffer
    }
}
