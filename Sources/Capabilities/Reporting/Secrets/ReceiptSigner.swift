internal import Centre
internal import Crypto
internal import Foundation

/// Signs receipts with a key of the centre (Ed25519, RFC 8032), as JSON Web Signature in its flattened form (RFC 7515 section 7.2.2, RFC 8037), so that any
/// program can check that the centre had what it says it received.
struct ReceiptSigner: Sendable {
    private static let name = "reporting.receipt-key"
    private let key: Curve25519.Signing.PrivateKey
    /// The key's thumbprint (RFC 7638).
    let keyID: String

    private init(_ key: Curve25519.Signing.PrivateKey) {
        self.key = key
        keyID = Token.base64URL(Array(SHA256.hash(data: Data(Self.publicPart(key).utf8))))
    }

    /// Opens the key, which is made at the first start.
    static func open(_ secrets: Secrets) async throws -> ReceiptSigner {
        if try await secrets.names().contains(name) {
            return try await secrets.use(name) { ReceiptSigner(try Curve25519.Signing.PrivateKey(rawRepresentation: Data($0.bytes))) }
        }
        let key = Curve25519.Signing.PrivateKey()
        try await secrets.set(name, to: Array(key.rawRepresentation))
        return ReceiptSigner(key)
    }

    /// A value as signed JSON.
    func signed(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let payload = Token.base64URL(Array(try encoder.encode(value)))
        let protected = Token.base64URL(Array("{\"alg\":\"EdDSA\",\"kid\":\"\(keyID)\",\"typ\":\"keshik-receipt+jws\"}".utf8))
        let signature = Token.base64URL(Array(try key.signature(for: Data("\(protected).\(payload)".utf8))))
        return Array("{\"payload\":\"\(payload)\",\"protected\":\"\(protected)\",\"signature\":\"\(signature)\"}\n".utf8)
    }

    /// The public key as a set of keys (RFC 7517 section 5).
    var keySet: [UInt8] {
        let x = Token.base64URL(Array(key.publicKey.rawRepresentation))
        return Array(
            "{\"keys\":[{\"alg\":\"EdDSA\",\"crv\":\"Ed25519\",\"kid\":\"\(keyID)\",\"kty\":\"OKP\",\"use\":\"sig\",\"x\":\"\(x)\"}]}\n"
                .utf8)
    }

    private static func publicPart(_ key: Curve25519.Signing.PrivateKey) -> String {
        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"\(Token.base64URL(Array(key.publicKey.rawRepresentation)))\"}"
    }
}
