public import Vocabulary

/// A mail without its protection, and what the protection was worth.
public struct OpenedMail: Sendable {
    /// The mail with what was encrypted in place, where it could be decrypted.
    public var mail: ReceivedMail
    /// Whether something was encrypted, and what came of it.
    public var encryption: Encryption
    /// The signatures, outer ones first. Only what all of the mail's content is signed by counts.
    public var signatures: [MailSignature]

    /// What came of decrypting.
    public enum Encryption: Hashable, Sendable {
        /// Nothing was encrypted.
        case none
        /// It was decrypted.
        case decrypted(KeyStandard)
        /// It could not be decrypted: the reason.
        case failed(KeyStandard, reason: String)
    }

    /// Whether somebody's valid signature is on it who has the address it says it is from.
    public var isSignedBySender: Bool {
        guard mail.from.count == 1, let sender = mail.from.first?.address else { return false }
        return signatures.contains { $0.verdict == .valid && $0.names(sender) }
    }
}

/// A signature on a mail.
public struct MailSignature: Hashable, Sendable {
    /// What it is worth.
    public enum Verdict: Hashable, Sendable {
        /// It is by the key, which we know, or which an authority we trust knows; the content is as it was signed.
        case valid
        /// The content or the signature was changed.
        case broken
        /// We do not have the key.
        case unknownKey
        /// It, or the key, had ended.
        case expired
        /// The key was taken back.
        case revoked
        /// The content is as it was signed, by somebody no authority we trust knows.
        case untrusted(reason: String)
        /// It could not be examined.
        case unreadable(reason: String)
    }

    /// Its standard.
    public var standard: KeyStandard
    /// The fingerprint of the key, or of the part of it that signed; empty where it is not known.
    public var fingerprint: String
    /// The key, where we have it.
    public var key: KeyringKey?
    /// When it says it was made.
    public var signedAt: Instant?
    /// What it is worth.
    public var verdict: Verdict

    /// Whether the key says that it belongs to the address.
    public func names(_ address: EmailAddress) -> Bool {
        key?.addresses.contains { $0.host == address.host && $0.local.lowercased() == address.local.lowercased() } ?? false
    }
}
