internal import Crypto
internal import FoundationEssentials
internal import GRDB

/// How a store tells the bytes of one piece from those of another.
///
/// A store that was made with a key takes SHA-256 over the parent's identity, the length, and the bytes' GMAC under that key (NIST SP 800-38D): a
/// universal hash, ten times as fast as SHA-256 over the bytes themselves. Two different pieces of n bytes have the same one with a
/// probability of at most (n / 16 + 1) / 2^128, whoever chose them: the key never leaves the catalogue, and the fixed nonce tells nothing,
/// because what is kept of a GMAC is its SHA-256. A store without a key takes SHA-256 over parent and bytes.
public struct PieceDigest: Sendable {
    private let key: SymmetricKey?

    /// The digest of a store without a key.
    public static let plain = PieceDigest(key: nil)

    private init(key: SymmetricKey?) { self.key = key }

    /// The digest of a store with a key of 16 bytes.
    init(key: [UInt8]) { self.init(key: SymmetricKey(data: key)) }

    /// The identity of the piece with these bytes that follows another.
    /// - Throws: `CryptoKitError` where the library refuses to work.
    func identity(of bytes: UnsafeRawBufferPointer, after parent: PieceID) throws -> PieceID {
        var hash = SHA256()
        hash.update(data: parent.bytes)
        if let key {
            let nonce = try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 12))
            let mark = try AES.GCM.seal([UInt8](), using: key, nonce: nonce, authenticating: bytes).tag
            withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: mark)
        } else {
            hash.update(bufferPointer: bytes)
        }
        return PieceID(digest: hash.finalize())
    }
}

extension PieceDigest {
    /// What a new catalogue gets: a key. One that knows pieces already goes on as it began.
    static func makeKey(_ database: Database) throws {
        guard try Int.fetchOne(database, sql: "SELECT 1 FROM piece LIMIT 1") == nil else { return }
        let key = SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }
        try database.execute(sql: "INSERT INTO piece_key (id, key) VALUES (1, ?)", arguments: [Data(key)])
    }

    /// The digest of a catalogue.
    init(_ database: Database) throws {
        self = try Data.fetchOne(database, sql: "SELECT key FROM piece_key").map { PieceDigest(key: Array($0)) } ?? .plain
    }
}
