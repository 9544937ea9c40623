import Crypto
import Foundation

/// Checks a receipt as a stranger's program does, from RFC 7515 and RFC 8037 alone.
enum ReceiptCheck {
    struct Wrong: Error {}

    static func payload(_ receipt: Data, keys: Data) throws -> [String: Any] {
        guard let parts = try JSONSerialization.jsonObject(with: receipt) as? [String: String],
            let set = try JSONSerialization.jsonObject(with: keys) as? [String: [[String: String]]], let payload = parts["payload"],
            let protected = parts["protected"], let signature = parts["signature"].flatMap(bytes),
            let header = bytes(protected).flatMap({ try? JSONSerialization.jsonObject(with: $0) as? [String: String] }),
            header["alg"] == "EdDSA", let key = set["keys"]?.first(where: { $0["kid"] == header["kid"] }), let x = key["x"].flatMap(bytes)
        else { throw Wrong() }
        let verifier = try Curve25519.Signing.PublicKey(rawRepresentation: x)
        guard verifier.isValidSignature(signature, for: Data("\(protected).\(payload)".utf8)), let body = bytes(payload),
            let object = try JSONSerialization.jsonObject(with: body) as? [String: Any]
        else { throw Wrong() }
        return object
    }

    private static func bytes(_ text: String) -> Data? {
        let plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
