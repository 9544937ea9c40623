internal import Centre
internal import Crypto
internal import Foundation
internal import Post
internal import Vocabulary

/// Signs mail with the centre's keys and encrypts it for contacts that gave theirs.
actor NoticeSeal {
    private let keyring: Keyring?
    private var signers: [KeyStandard: String] = [:]
    /// Fingerprints of contacts' keys by what they are imported from.
    private var known: [String: String] = [:]

    /// - Parameter keyring: nil where GnuPG is not there: contacts with a key then get no detail by mail
    init(_ keyring: Keyring?) { self.keyring = keyring }

    /// Looks which keys of ours there are.
    func refresh() async {
        signers = [:]
        known = [:]
        guard let keys = try? await keyring?.keys() else { return }
        for key in keys where key.isOurs && key.obstacleToSigning == nil && signers[key.standard] == nil {
            signers[key.standard] = key.fingerprint
        }
    }

    /// Whether nothing has to be done to mail for a contact.
    func isIdle(for contact: ContactCard) -> Bool { signers.isEmpty && contact.openPGPKey == nil && contact.certificate == nil }

    /// The mail as it may leave; nil where the contact's key cannot be used, so that nothing of it may leave in the open.
    func sealed(_ mail: ComposedMail, for contact: ContactCard) async -> ComposedMail? {
        let wishes: [(KeyStandard, String)] = [
            contact.openPGPKey.map { (.openPGP, $0) }, contact.certificate.map { (.sMIME, $0) },
        ].compactMap { $0 }
        guard let keyring else { return wishes.isEmpty ? mail : nil }
        for (standard, key) in wishes {
            guard let fingerprint = await fingerprint(of: key, standard, keyring) else { continue }
            // Ours among the recipients, so that the centre can read again what it sent.
            let recipients = [fingerprint] + (signers[standard].map { [$0] } ?? [])
            let protection = MailProtection(standard: standard, signer: signers[standard], recipients: recipients)
            if let sealed = try? await keyring.protected(mail, by: protection) { return sealed }
            let alone = MailProtection(standard: standard, signer: signers[standard], recipients: [fingerprint])
            if let sealed = try? await keyring.protected(mail, by: alone) { return sealed }
        }
        return wishes.isEmpty ? await signed(mail) : nil
    }

    /// Signed where the centre has a key.
    func signed(_ mail: ComposedMail) async -> ComposedMail {
        guard let keyring, let standard = [KeyStandard.openPGP, .sMIME].first(where: { signers[$0] != nil }) else { return mail }
        return (try? await keyring.protected(mail, by: MailProtection(standard: standard, signer: signers[standard]))) ?? mail
    }

    private func fingerprint(of key: String, _ standard: KeyStandard, _ keyring: Keyring) async -> String? {
        let digest = SHA256.hash(data: Data(key.utf8)).map { String($0, radix: 16) }.joined()
        if let fingerprint = known[digest] { return fingerprint }
        guard
            let found = try? await keyring.import(Array(key.utf8)).first(where: {
                $0.standard == standard && $0.obstacleToEncryption == nil
            })
        else { return nil }
        known[digest] = found.fingerprint
        return found.fingerprint
    }
}
