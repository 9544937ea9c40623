internal import Crypto
internal import Foundation

/// How a file lies in the vault: pieces of 64 KiB, each sealed with AES-256-GCM (NIST SP 800-38D) under the file's own key.
///
/// A piece's number and whether it is the last go into its nonce, so that pieces that were left out, put in another place or cut off at the end
/// do not open (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The file's id is authenticated with each piece, so that
/// pieces of another file do not open either.
struct ChunkSeal {
    /// Bytes of content in each piece but the last, which may have fewer, also none.
    static let pieceSize = 65_536
    static let tagSize = 16
    static let sealedSize = pieceSize + tagSize

    private let key: SymmetricKey
    private let context: Data

    init(key: SymmetricKey, file: String) {
        self.key = key
        context = Data("keshik vault file 1: \(file)".utf8)
    }

    func seal(_ piece: some DataProtocol, number: UInt32, isLast: Bool) throws -> [UInt8] {
        let box = try AES.GCM.seal(piece, using: key, nonce: ChunkSeal.nonce(number, isLast), authenticating: context)
        var sealed: [UInt8] = []
        sealed.reserveCapacity(box.ciphertext.count + ChunkSeal.tagSize)
        sealed.append(contentsOf: box.ciphertext)
        sealed.append(contentsOf: box.tag)
        return sealed
    }

    func open(_ sealed: ArraySlice<UInt8>, number: UInt32, isLast: Bool) throws -> [UInt8] {
        guard sealed.count >= ChunkSeal.tagSize else { throw CryptoKitError.authenticationFailure }
        let border = sealed.endIndex - ChunkSeal.tagSize
        let box = try AES.GCM.SealedBox(
            nonce: ChunkSeal.nonce(number, isLast), ciphertext: sealed[..<border], tag: sealed[border...])
        return Array(try AES.GCM.open(box, using: key, authenticating: context))
    }

    /// The key is used for one file alone, so that the number is enough to never use a nonce twice.
    private static func nonce(_ number: UInt32, _ isLast: Bool) throws -> AES.GCM.Nonce {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        return try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 7) + bytes + [isLast ? 1 : 0])
    }
}
