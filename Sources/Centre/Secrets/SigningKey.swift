internal import Crypto
internal import Foundation

/// A key for signing what leaves the house and comes back, such as links in mails and form tokens: HMAC with SHA-256 (RFC 2104).
public struct SigningKey: Sendable {
    private let key: SymmetricKey

    init(_ key: SymmetricKey) { self.key = key }

    /// A key from bytes that come from elsewhere, such as the shared secret of a partner.
    public init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

    /// The signature of a message, 32 bytes.
    public func signature(of message: some Sequence<UInt8>) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(message), using: key))
    }

    /// True where a signature is that of the message; takes as long whichever it is.
    public func verify(_ signature: some Sequence<UInt8>, of message: some Sequence<UInt8>) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(Data(signature), authenticating: Data(message), using: key)
    }
}
