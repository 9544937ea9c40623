import CGPGME
import Vocabulary

extension Keyring {
    /// Layers of protection that are taken off one mail.
    private static let layerLimit = 4

    /// Takes a mail apart like ``ReceivedMail``, decrypted and with its signatures examined.
    ///
    /// Only protection of all of the content is taken off: parts that are encrypted next to others that are not are left as they are, since
    /// who sends them on may have put anything around them.
    ///
    /// - Throws: Which limit the mail breaks, or what was encrypted in it.
    public func opened(_ bytes: [UInt8], limits: MailLimits = .usual) throws(UnreadableMail) -> OpenedMail {
        var bytes = bytes
        var encryption = OpenedMail.Encryption.none
        var signatures: [MailSignature] = []
        for _ in 0..<Self.layerLimit {
            // Looked at before each layer: it is a stranger's again.
            let mail = try ReceivedMail(bytes, limits: limits)
            guard let layer = ProtectionLayer(RawEntity(bytes[...])) else {
                return OpenedMail(mail: mail, encryption: encryption, signatures: signatures)
            }
            let opening = open(layer, limit: limits.total)
            signatures += opening.signatures
            if let failure = opening.failure {
                encryption = .failed(layer.standard, reason: failure)
                return OpenedMail(mail: mail, encryption: encryption, signatures: signatures)
            }
            if opening.isDecrypted { encryption = .decrypted(layer.standard) }
            guard let content = opening.content else {
                return OpenedMail(mail: mail, encryption: encryption, signatures: signatures)
            }
            bytes = RawEntity(bytes[...]).headerWithoutContent + content
        }
        return OpenedMail(mail: try ReceivedMail(bytes, limits: limits), encryption: encryption, signatures: signatures)
    }

    /// What a detached signature on some bytes is worth, one verdict a signature in it.
    public func signatures(
        _ signature: [UInt8], on content: [UInt8], _ standard: KeyStandard
    ) throws(KeyringError) -> [MailSignature] {
        try verified(signature, of: content, standard)
    }

    private struct Opening {
        /// The entity inside.
        var content: [UInt8]?
        var isDecrypted = false
        var signatures: [MailSignature] = []
        var failure: String?
    }

    private func open(_ layer: ProtectionLayer, limit: Int) -> Opening {
        do throws(KeyringError) {
            switch layer.kind {
            case .signed(let content, let signature):
                return Opening(content: content, signatures: try verified(signature, of: content, layer.standard))
            case .encrypted(let sealed, let isText):
                var opening = try decrypted(sealed, layer.standard, limit: limit)
                if isText, let content = opening.content { opening.content = ProtectionLayer.textEntity(content) }
                return opening
            case .enclosed(let signed, let isText):
                var opening = try unwrapped(signed, layer.standard, limit: limit)
                if isText, let content = opening.content { opening.content = ProtectionLayer.textEntity(content) }
                return opening
            }
        } catch {
            if case .signed(let content, _) = layer.kind {
                let verdict = MailSignature.Verdict.unreadable(reason: error.description)
                return Opening(content: content, signatures: [MailSignature(standard: layer.standard, fingerprint: "", verdict: verdict)])
            }
            return Opening(failure: error.description)
        }
    }

    private func decrypted(_ sealed: [UInt8], _ standard: KeyStandard, limit: Int) throws(KeyringError) -> Opening {
        let gpg = try context(standard)
        let input = try GPGInput(sealed)
        let output = try GPGOutput(limit: limit)
        // CMS has no signature beside the encryption.
        let error =
            standard == .openPGP
            ? gpgme_op_decrypt_verify(gpg.context, input.data, output.data) : gpgme_op_decrypt(gpg.context, input.data, output.data)
        if output.isOver { throw .failed(reason: "What was encrypted has more than \(limit) bytes.") }
        try gpg.check(error)
        let signatures = standard == .openPGP ? try self.signatures(gpg, standard) : []
        return Opening(content: output.bytes, isDecrypted: true, signatures: signatures)
    }

    /// A signature with the content in it.
    private func unwrapped(_ signed: [UInt8], _ standard: KeyStandard, limit: Int) throws(KeyringError) -> Opening {
        let gpg = try context(standard)
        let input = try GPGInput(signed)
        let output = try GPGOutput(limit: limit)
        let error = gpgme_op_verify(gpg.context, input.data, nil, output.data)
        if output.isOver { throw .failed(reason: "What was signed has more than \(limit) bytes.") }
        try gpg.check(error)
        return Opening(content: output.bytes, signatures: try signatures(gpg, standard))
    }

    private func verified(_ signature: [UInt8], of content: [UInt8], _ standard: KeyStandard) throws(KeyringError) -> [MailSignature] {
        let gpg = try context(standard)
        let input = try GPGInput(signature)
        let signed = try GPGInput(content)
        try gpg.check(gpgme_op_verify(gpg.context, input.data, signed.data, nil))
        return try signatures(gpg, standard)
    }

    private func signatures(_ gpg: GPGContext, _ standard: KeyStandard) throws(KeyringError) -> [MailSignature] {
        var signatures: [MailSignature] = []
        var next = gpgme_op_verify_result(gpg.context)?.pointee.signatures
        while let current = next, signatures.count < 10 {
            let fingerprint = current.pointee.fpr.map { String(cString: $0) } ?? ""
            let made = Int64(exactly: current.pointee.timestamp) ?? 0
            signatures.append(
                MailSignature(
                    standard: standard, fingerprint: fingerprint, key: nil,
                    signedAt: (1..<253_402_300_800).contains(made) ? Instant(seconds: made) : nil,
                    verdict: Self.verdict(current.pointee, standard)))
            next = current.pointee.next
        }
        // A subkey may have signed: the key is looked up by it, in another context, since this one's results would go.
        for index in signatures.indices where !signatures[index].fingerprint.isEmpty {
            signatures[index].key = try keys(matching: signatures[index].fingerprint, standard: standard).first
        }
        return signatures
    }

    private static func verdict(_ signature: _gpgme_signature, _ standard: KeyStandard) -> MailSignature.Verdict {
        let summary = signature.summary.rawValue
        if summary & GPGME_SIGSUM_KEY_REVOKED.rawValue != 0 { return .revoked }
        switch gpg_err_code_t(rawValue: cgpgme_code(signature.status)) {
        case GPG_ERR_NO_ERROR: break
        case GPG_ERR_BAD_SIGNATURE: return .broken
        case GPG_ERR_NO_PUBKEY: return .unknownKey
        case GPG_ERR_SIG_EXPIRED, GPG_ERR_KEY_EXPIRED, GPG_ERR_CERT_EXPIRED: return .expired
        case GPG_ERR_CERT_REVOKED: return .revoked
        default: return .unreadable(reason: GPGContext.text(signature.status))
        }
        if summary & (GPGME_SIGSUM_SIG_EXPIRED.rawValue | GPGME_SIGSUM_KEY_EXPIRED.rawValue) != 0 { return .expired }
        if summary & GPGME_SIGSUM_RED.rawValue != 0 { return .broken }
        // Whoever imported an OpenPGP key has seen whose it is; a certificate comes with the mail, and only its authority counts.
        if standard == .openPGP || summary & GPGME_SIGSUM_VALID.rawValue != 0 { return .valid }
        let reason = signature.validity_reason == 0 ? "Its authority is not trusted." : GPGContext.text(signature.validity_reason)
        return .untrusted(reason: reason)
    }
}
