import CGPGME
import Glibc
import Vocabulary

/// One piece of work for GnuPG by one standard in one folder.
final class GPGContext {
    let context: gpgme_ctx_t
    private let passphrase: UnsafeMutablePointer<CChar>?

    private static let isReady: Bool = gpgme_check_version(nil) != nil

    init(standard: KeyStandard, folder: String, passphrase: String?) throws(KeyringError) {
        guard Self.isReady else { throw .notAvailable(reason: "GPGME is too old.") }
        var made: gpgme_ctx_t?
        var error = gpgme_new(&made)
        guard error == 0, let made else { throw .notAvailable(reason: Self.text(error)) }
        let proto = standard == .openPGP ? GPGME_PROTOCOL_OpenPGP : GPGME_PROTOCOL_CMS
        error = gpgme_set_protocol(made, proto)
        if error == 0 { error = gpgme_ctx_set_engine_info(made, proto, nil, folder) }
        if error == 0 { error = gpgme_engine_check_version(proto) }
        guard error == 0 else {
            gpgme_release(made)
            throw .notAvailable(reason: Self.text(error))
        }
        context = made
        self.passphrase = passphrase.flatMap { strdup($0) }
        // No server is asked about keys or certificates while a mail waits.
        gpgme_set_offline(made, 1)
        if standard == .openPGP { cgpgme_set_passphrase(made, self.passphrase) }
    }

    deinit {
        gpgme_release(context)
        free(passphrase)
    }

    /// Forgets what the piece of work before was told.
    func clear() {
        gpgme_signers_clear(context)
        gpgme_set_armor(context, 0)
        // Says which keys have their secret part here in the same run of the program.
        gpgme_set_keylist_mode(context, gpgme_keylist_mode_t(GPGME_KEYLIST_MODE_LOCAL | GPGME_KEYLIST_MODE_WITH_SECRET))
    }

    // MARK: Keys

    /// The keys that have the text in fingerprint, name or address; all for nil.
    func keys(_ pattern: String?, standard: KeyStandard) throws(KeyringError) -> [KeyringKey] {
        try check(gpgme_op_keylist_start(context, pattern, 0))
        var keys: [KeyringKey] = []
        var key: gpgme_key_t?
        while gpgme_op_keylist_next(context, &key) == 0, let found = key {
            keys.append(Self.key(found, standard: standard))
            gpgme_key_unref(found)
            key = nil
        }
        gpgme_op_keylist_end(context)
        return keys
    }

    /// The key for GPGME's own use, which the caller releases, and what it is.
    func handle(_ fingerprint: String, standard: KeyStandard) throws(KeyringError) -> (gpgme_key_t, KeyringKey) {
        var key: gpgme_key_t?
        guard KeyringKey.isFingerprint(fingerprint), gpgme_get_key(context, fingerprint, &key, 0) == 0, let key else {
            throw .unknownKey(fingerprint)
        }
        return (key, Self.key(key, standard: standard))
    }

    private static func key(_ key: gpgme_key_t, standard: KeyStandard) -> KeyringKey {
        var users: [String] = []
        var addresses: [EmailAddress] = []
        var user = key.pointee.uids
        while let current = user {
            let text = current.pointee.uid.map { HeaderText.singleLine(String(cString: $0)) } ?? ""
            if !text.isEmpty { users.append(text) }
            // Certificates write `<a@isp.example>`.
            let address = current.pointee.email.map { String(cString: $0).filter { $0 != "<" && $0 != ">" } }.flatMap { EmailAddress($0) }
            if let address, !addresses.contains(address) { addresses.append(address) }
            user = current.pointee.next
        }
        let first = key.pointee.subkeys?.pointee
        let moment: (Int) -> Instant? = { $0 > 0 && $0 < 253_402_300_800 ? Instant(seconds: Int64($0)) : nil }
        return KeyringKey(
            standard: standard, fingerprint: (key.pointee.fpr ?? first?.fpr).map { String(cString: $0) } ?? "", users: users,
            addresses: addresses, created: first.flatMap { moment($0.timestamp) }, expires: first.flatMap { moment($0.expires) },
            isExpired: cgpgme_key_is_expired(key), isRevoked: cgpgme_key_is_revoked(key), isDisabled: cgpgme_key_is_disabled(key),
            encrypts: cgpgme_key_encrypts(key), signs: cgpgme_key_signs(key), isOurs: cgpgme_key_is_secret(key))
    }

    // MARK: Errors

    func check(_ error: gpgme_error_t) throws(KeyringError) {
        guard error == 0 else { throw .failed(reason: Self.text(error)) }
    }

    static func text(_ error: gpgme_error_t) -> String { gpgme_strerror(error).map { String(cString: $0) + "." } ?? "Error \(error)." }
}

/// Bytes for GPGME to read.
final class GPGInput {
    let data: gpgme_data_t

    init(_ bytes: [UInt8]) throws(KeyringError) {
        var made: gpgme_data_t?
        let error = bytes.withUnsafeBytes { bytes in
            gpgme_data_new_from_mem(&made, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, 1)
        }
        guard error == 0, let made else { throw .failed(reason: GPGContext.text(error)) }
        data = made
    }

    deinit { gpgme_data_release(data) }
}

/// Bytes that GPGME writes, up to a limit: a few encrypted bytes may hold gigabytes.
final class GPGOutput {
    private let sink: UnsafeMutablePointer<cgpgme_sink>
    let data: gpgme_data_t

    init(limit: Int) throws(KeyringError) {
        let sink = UnsafeMutablePointer<cgpgme_sink>.allocate(capacity: 1)
        sink.initialize(to: cgpgme_sink(bytes: nil, count: 0, capacity: 0, limit: limit, is_over: false))
        var made: gpgme_data_t?
        let error = cgpgme_data_into(&made, sink)
        guard error == 0, let made else {
            sink.deallocate()
            throw .failed(reason: GPGContext.text(error))
        }
        self.sink = sink
        data = made
    }

    deinit {
        gpgme_data_release(data)
        free(sink.pointee.bytes)
        sink.deallocate()
    }

    /// Whether there was more than the limit.
    var isOver: Bool { sink.pointee.is_over }

    var bytes: [UInt8] {
        guard let bytes = sink.pointee.bytes else { return [] }
        return Array(UnsafeRawBufferPointer(start: bytes, count: sink.pointee.count))
    }
}
