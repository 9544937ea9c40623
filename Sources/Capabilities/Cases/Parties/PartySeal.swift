internal import Post
internal import Vocabulary

/// Signs mail to parties with the centre's keys, encrypts it for those that gave theirs, and opens what comes back.
struct PartySeal: Sendable {
    /// Nil where GnuPG is not there: parties with a key are then not written to in the open.
    let keyring: Keyring?

    /// The mail as it may leave; nil where the party's key cannot be used, so that nothing of it may leave in the open.
    func sealed(_ mail: ComposedMail, for recipient: PartyPost.Recipient) async -> ComposedMail? {
        let wishes = [
            recipient.openPGPKey.map { (KeyStandard.openPGP, $0) }, recipient.certificate.map { (KeyStandard.sMIME, $0) },
        ].compactMap { $0 }
        guard let keyring else { return wishes.isEmpty ? mail : nil }
        for (standard, key) in wishes {
            guard
                let fingerprint = try? await keyring.import(Array(key.utf8)).first(where: {
                    $0.standard == standard && $0.obstacleToEncryption == nil
                })?.fingerprint
            else { continue }
            let signer = await signer(standard, keyring)
            // Ours among the recipients, so that the centre can read again what it sent.
            let protection = MailProtection(standard: standard, signer: signer, recipients: [fingerprint] + (signer.map { [$0] } ?? []))
            if let sealed = try? await keyring.protected(mail, by: protection) { return sealed }
            let alone = MailProtection(standard: standard, signer: signer, recipients: [fingerprint])
            if let sealed = try? await keyring.protected(mail, by: alone) { return sealed }
        }
        guard wishes.isEmpty else { return nil }
        for standard in [KeyStandard.openPGP, .sMIME] {
            guard let signer = await signer(standard, keyring) else { continue }
            if let signed = try? await keyring.protected(mail, by: MailProtection(standard: standard, signer: signer)) { return signed }
        }
        return mail
    }

    private func signer(_ standard: KeyStandard, _ keyring: Keyring) async -> String? {
        try? await keyring.keys().first { $0.isOurs && $0.obstacleToSigning == nil && $0.standard == standard }?.fingerprint
    }

    /// What a letter says once it is opened, and whether its sender signed it.
    func opened(_ raw: [UInt8], words: String) async -> (words: String, isSigned: Bool, isEncrypted: Bool) {
        guard let keyring, let opened = try? await keyring.opened(raw) else { return (words, false, false) }
        switch opened.encryption {
        case .decrypted: return (opened.mail.newWords, opened.isSignedBySender, true)
        case .failed: return (words, false, true)
        case .none: return (words, opened.isSignedBySender, false)
        }
    }
}
