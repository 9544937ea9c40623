public import Vocabulary

/// By which standard a mail is signed and encrypted.
public enum KeyStandard: String, Hashable, Sendable, Codable, CaseIterable {
    /// OpenPGP/MIME (RFC 3156).
    case openPGP
    /// S/MIME (RFC 8551).
    case sMIME
}

/// A key or certificate of a ``Keyring``.
public struct KeyringKey: Hashable, Sendable {
    /// Its standard.
    public var standard: KeyStandard
    /// Its fingerprint in upper-case hexadecimal digits.
    public var fingerprint: String
    /// Whom it says it belongs to, as it says it.
    public var users: [String]
    /// Their mail addresses.
    public var addresses: [EmailAddress]
    /// When it was made.
    public var created: Instant?
    /// When it ends; nil where it does not.
    public var expires: Instant?
    /// Whether it has ended.
    public var isExpired: Bool
    /// Whether its owner, or who signed the certificate, took it back.
    public var isRevoked: Bool
    /// Whether it is switched off or broken.
    public var isDisabled: Bool
    /// Whether it is made for encryption, and has a part for it that has not ended.
    public var encrypts: Bool
    /// Whether it is made for signatures.
    public var signs: Bool
    /// Whether we have its secret part.
    public var isOurs: Bool

    /// Why nothing can be encrypted for it; nil where it can.
    public var obstacleToEncryption: KeyringError? { obstacle ?? (encrypts ? nil : .notForEncryption(fingerprint)) }

    /// Why nothing can be signed with it; nil where it can.
    public var obstacleToSigning: KeyringError? {
        obstacle ?? (signs ? nil : .notForSigning(fingerprint)) ?? (isOurs ? nil : .noSecret(fingerprint))
    }

    /// Whether the text is a whole fingerprint: shorter ones are anybody's.
    static func isFingerprint(_ text: String) -> Bool {
        text.utf8.count >= 40 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
    }

    private var obstacle: KeyringError? {
        if isRevoked { return .revoked(fingerprint) }
        if isExpired { return .expired(fingerprint, on: expires) }
        return isDisabled ? .disabled(fingerprint) : nil
    }
}

/// Why a key cannot be used, or a mail not be protected.
public enum KeyringError: Error, Hashable, Sendable {
    /// The programs of GnuPG are missing, or the folder cannot be used.
    case notAvailable(reason: String)
    /// There is no such key.
    case unknownKey(String)
    /// The key ended.
    case expired(String, on: Instant?)
    /// The key was taken back.
    case revoked(String)
    /// The key is switched off or broken.
    case disabled(String)
    /// The key is made for other things than encryption.
    case notForEncryption(String)
    /// The key is made for other things than signatures.
    case notForSigning(String)
    /// Only the public part of the key is here.
    case noSecret(String)
    /// The bytes hold no key.
    case noKeyInBytes(reason: String)
    /// GnuPG did not do what it was asked for.
    case failed(reason: String)
}

extension KeyringError: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .notAvailable(let reason): "GnuPG cannot be used: \(reason) Install gnupg and gpgsm, and see who owns the folder."
        case .unknownKey(let key): "There is no key \(key); import it first."
        case .expired(let key, let date): "The key \(key) ended\(date.map { " on \($0.date)" } ?? ""); ask its owner for a new one."
        case .revoked(let key): "The key \(key) was revoked; ask its owner for a new one."
        case .disabled(let key): "The key \(key) is disabled or broken; import it again."
        case .notForEncryption(let key): "Nothing can be encrypted for the key \(key); ask its owner for one made for encryption."
        case .notForSigning(let key): "The key \(key) cannot sign; choose one made for signatures."
        case .noSecret(let key): "The secret part of the key \(key) is not here; import it."
        case .noKeyInBytes(let reason):
            "No key was found: \(reason) Give an OpenPGP key (armoured or not) or a certificate (PEM, DER or PKCS #7)."
        case .failed(let reason): "GnuPG failed: \(reason)"
        }
    }
}
