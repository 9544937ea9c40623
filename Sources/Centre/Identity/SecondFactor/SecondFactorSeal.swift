internal import Crypto
internal import Foundation

/// Seals secrets of second factors, each for its account (AES-GCM), with a key that hangs from the root of the centre's secrets: a copy
/// of the records alone does not tell them.
struct SecondFactorSeal: Sendable {
    let key: SigningKey

    func seal(_ secret: [UInt8], for account: String) throws -> Data {
        let box = try AES.GCM.seal(Data(secret), using: key(of: account), authenticating: Data(account.utf8))
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    /// nil where the records were changed by somebody else.
    func open(_ sealed: Data, for account: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed) else { return nil }
        return (try? AES.GCM.open(box, using: key(of: account), authenticating: Data(account.utf8))).map(Array.init)
    }

    private func key(of account: String) -> SymmetricKey { SymmetricKey(data: key.signature(of: "second factor \(account)".utf8)) }
}
