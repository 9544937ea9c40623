/// How a mail is kept from being read or changed on its way.
public struct MailProtection: Hashable, Sendable {
    /// By which standard.
    public var standard: KeyStandard
    /// The fingerprint of our key it is signed with; nil for no signature.
    public var signer: String?
    /// The fingerprints of the keys it is encrypted for; empty for no encryption. Ours must be among them for us to read it again.
    public var recipients: [String]

    /// Signing, encrypting or both.
    public init(standard: KeyStandard, signer: String? = nil, recipients: [String] = []) {
        self.standard = standard
        self.signer = signer
        self.recipients = recipients
    }
}
