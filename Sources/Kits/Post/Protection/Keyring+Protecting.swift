import CGPGME

extension Keyring {
    /// Signs and encrypts a mail. Its header stays readable, the subject among it.
    ///
    /// - Throws: Which key cannot be used and why: an expired or revoked key is never encrypted for.
    public func protected(_ mail: ComposedMail, by protection: MailProtection) throws(KeyringError) -> ComposedMail {
        var entity = mail.entity
        switch (protection.standard, protection.signer, protection.recipients) {
        case (_, nil, []): break
        case (let standard, let signer?, []):
            entity = try signed(entity, standard, by: signer, boundary: mail.protectionBoundary(1))
        case (.openPGP, let signer, let recipients):
            let sealed = try encrypted(entity, .openPGP, for: recipients, signer: signer)
            entity = ProtectedEntity.openPGPEncrypted(sealed, boundary: mail.protectionBoundary(2))
        case (.sMIME, let signer, let recipients):
            if let signer { entity = try signed(entity, .sMIME, by: signer, boundary: mail.protectionBoundary(1)) }
            entity = ProtectedEntity.sMIMEEncrypted(try encrypted(entity, .sMIME, for: recipients, signer: nil))
        }
        return ComposedMail(id: mail.id, seed: mail.seed, header: mail.header, entity: entity)
    }

    /// A signature of its own on some bytes: armoured OpenPGP, or CMS in DER. A bundle of evidence is sealed by it.
    public func detachedSignature(of bytes: [UInt8], _ standard: KeyStandard, by signer: String) throws(KeyringError) -> [UInt8] {
        try signature(of: bytes, standard, by: signer).bytes
    }

    private func signed(_ entity: [UInt8], _ standard: KeyStandard, by signer: String, boundary: String) throws(KeyringError) -> [UInt8] {
        // RFC 2046 §5.1.1: the line end in front of a boundary belongs to the boundary.
        let (signature, hash) = try signature(of: entity, standard, by: signer)
        return standard == .openPGP
            ? ProtectedEntity.openPGPSigned(entity, signature: signature, hash: hash, boundary: boundary)
            : ProtectedEntity.sMIMESigned(entity, signature: signature, hash: hash, boundary: boundary)
    }

    private func signature(
        of bytes: [UInt8], _ standard: KeyStandard, by signer: String
    ) throws(KeyringError) -> (bytes: [UInt8], hash: String) {
        let gpg = try context(standard)
        try add(signer, standard, to: gpg)
        gpgme_set_armor(gpg.context, standard == .openPGP ? 1 : 0)
        let input = try GPGInput(bytes)
        let output = try GPGOutput(limit: 1 << 20)
        try gpg.check(gpgme_op_sign(gpg.context, input.data, output.data, GPGME_SIG_MODE_DETACH))
        guard let made = gpgme_op_sign_result(gpg.context)?.pointee.signatures else { throw .failed(reason: "There is no signature.") }
        let hash = gpgme_hash_algo_name(made.pointee.hash_algo).map { String(cString: $0).lowercased() } ?? "sha256"
        return (output.bytes, hash)
    }

    private func encrypted(
        _ entity: [UInt8], _ standard: KeyStandard, for recipients: [String], signer: String?
    ) throws(KeyringError) -> [UInt8] {
        let gpg = try context(standard)
        var keys: [gpgme_key_t?] = []
        defer { for key in keys { gpgme_key_unref(key) } }
        for recipient in recipients {
            let (handle, key) = try gpg.handle(recipient, standard: standard)
            keys.append(handle)
            if let obstacle = key.obstacleToEncryption { throw obstacle }
        }
        keys.append(nil)
        gpgme_set_armor(gpg.context, standard == .openPGP ? 1 : 0)
        let input = try GPGInput(entity)
        let output = try GPGOutput(limit: 1 << 30)
        guard let signer else {
            try gpg.check(gpgme_op_encrypt(gpg.context, &keys, GPGME_ENCRYPT_ALWAYS_TRUST, input.data, output.data))
            return output.bytes
        }
        try add(signer, standard, to: gpg)
        try gpg.check(gpgme_op_encrypt_sign(gpg.context, &keys, GPGME_ENCRYPT_ALWAYS_TRUST, input.data, output.data))
        return output.bytes
    }

    private func add(_ signer: String, _ standard: KeyStandard, to gpg: GPGContext) throws(KeyringError) {
        let (handle, key) = try gpg.handle(signer, standard: standard)
        defer { gpgme_key_unref(handle) }
        if let obstacle = key.obstacleToSigning { throw obstacle }
        try gpg.check(gpgme_signers_add(gpg.context, handle))
    }
}
