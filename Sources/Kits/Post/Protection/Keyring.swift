import CGPGME
import Glibc
internal import Vocabulary

/// Keys and certificates in a folder of our own, and what GnuPG does with them.
///
/// A key that is imported is trusted: who imports it has seen to it that it is its owner's. A certificate is trusted where its authority is
/// (``trustAuthority(_:)``). No server is asked for anything; revocation lists are not fetched.
///
/// GnuPG's programs are waited for on a thread of its own.
public actor Keyring {
    let folder: String
    let passphrase: String?
    private var kept: GPGContext?
    private let thread = BlockingThread(label: "keshik.post.keyring")

    /// The thread it waits on.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens the folder, which is made where it is missing.
    ///
    /// - Parameters:
    ///   - folder: GnuPG's home folder. Its path should be short: sockets stand in it (at most about 90 bytes).
    ///   - passphrase: What protects our OpenPGP keys; nil where nothing does. Our S/MIME keys must have none.
    public init(folder: String, passphrase: String? = nil) throws(KeyringError) {
        self.folder = folder
        self.passphrase = passphrase
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST, chmod(folder, 0o700) == 0 else {
            throw .notAvailable(reason: "The folder “\(folder)” cannot be made: \(String(cString: strerror(errno))).")
        }
        for (name, lines) in [
            ("gpg.conf", "no-auto-key-retrieve\nauto-key-locate local\ndisable-dirmngr\n"),
            ("gpgsm.conf", "disable-crl-checks\ndisable-dirmngr\n"),
        ] where access("\(folder)/\(name)", F_OK) != 0 {
            try Self.write(Array(lines.utf8), to: "\(folder)/\(name)")
        }
    }

    /// Imports all keys or certificates in the bytes, secret ones too.
    ///
    /// - Returns: The keys as they are now, the ones that were here before too.
    public func `import`(_ bytes: [UInt8]) throws(KeyringError) -> [KeyringKey] {
        let standard = Self.standard(of: bytes)
        let gpg = try context(standard)
        let input = try GPGInput(bytes)
        let error = gpgme_op_import(gpg.context, input.data)
        guard error == 0, let result = gpgme_op_import_result(gpg.context) else { throw .noKeyInBytes(reason: GPGContext.text(error)) }
        var fingerprints: [String] = []
        var status = result.pointee.imports
        while let current = status {
            let fingerprint = current.pointee.fpr.map { String(cString: $0) } ?? ""
            if current.pointee.result == 0, !fingerprint.isEmpty, !fingerprints.contains(fingerprint) { fingerprints.append(fingerprint) }
            status = current.pointee.next
        }
        guard !fingerprints.isEmpty else { throw .noKeyInBytes(reason: "The bytes are none.") }
        var keys: [KeyringKey] = []
        for fingerprint in fingerprints { keys += try self.keys(matching: fingerprint, standard: standard) }
        return keys
    }

    /// Imports a certificate of ours with its secret key: PKCS #12 with an empty password, since gpgsm would keep the key under the
    /// password and ask a person at the machine for it. The rights of the folder protect the key.
    ///
    /// - Returns: The certificates that can sign or decrypt now and could not before.
    public func importIdentity(_ bytes: [UInt8]) throws(KeyringError) -> [KeyringKey] {
        let before = Set(try keys(standard: .sMIME).filter(\.isOurs).map(\.fingerprint))
        let file = folder + "/identity.p12"
        try Self.write(bytes, to: file, isPrivate: true)
        defer { unlink(file) }
        try run(
            ["gpgsm", "--homedir", folder, "--batch", "--pinentry-mode", "loopback", "--passphrase-fd", "0", "--import", file],
            input: [0x0A])
        let keys = try keys(standard: .sMIME).filter { $0.isOurs && !before.contains($0.fingerprint) }
        guard !keys.isEmpty else {
            throw .noKeyInBytes(reason: "They have a password, or hold no new secret key.")
        }
        return keys
    }

    /// The keys that have the text in fingerprint, name or address; all for nil. Without a standard those of all that are installed.
    public func keys(matching text: String? = nil, standard: KeyStandard? = nil) throws(KeyringError) -> [KeyringKey] {
        if let standard { return try context(standard).keys(text, standard: standard) }
        var keys: [KeyringKey] = []
        var missing: [KeyringError] = []
        for standard in KeyStandard.allCases {
            do throws(KeyringError) {
                keys += try context(standard).keys(text, standard: standard)
            } catch {
                guard case .notAvailable = error else { throw error }
                missing.append(error)
            }
        }
        if missing.count == KeyStandard.allCases.count, let error = missing.first { throw error }
        return keys
    }

    /// The key with the fingerprint.
    public func key(_ fingerprint: String, standard: KeyStandard? = nil) throws(KeyringError) -> KeyringKey {
        guard KeyringKey.isFingerprint(fingerprint), let key = try keys(matching: fingerprint, standard: standard).first
        else { throw .unknownKey(fingerprint) }
        return key
    }

    /// A key's public part, to be given to others: armoured OpenPGP, or PEM.
    public func export(_ fingerprint: String) throws(KeyringError) -> [UInt8] {
        let key = try key(fingerprint)
        let gpg = try context(key.standard)
        gpgme_set_armor(gpg.context, 1)
        let output = try GPGOutput(limit: 1 << 20)
        try gpg.check(gpgme_op_export(gpg.context, fingerprint, 0, output.data))
        return output.bytes
    }

    /// Forgets a key with all its parts.
    public func remove(_ fingerprint: String) throws(KeyringError) {
        let key = try key(fingerprint)
        let gpg = try context(key.standard)
        let (handle, _) = try gpg.handle(fingerprint, standard: key.standard)
        defer { gpgme_key_unref(handle) }
        try gpg.check(gpgme_op_delete_ext(gpg.context, handle, UInt32(GPGME_DELETE_ALLOW_SECRET) | UInt32(GPGME_DELETE_FORCE)))
    }

    /// Trusts what an authority, or a certificate that signed itself, has signed; it must have been imported.
    public func trustAuthority(_ fingerprint: String) throws(KeyringError) {
        let key = try key(fingerprint)
        guard key.standard == .sMIME else { throw .unknownKey(fingerprint) }
        let path = folder + "/trustlist.txt"
        guard let file = fopen(path, "a") else { throw .notAvailable(reason: "\(path) cannot be written.") }
        let line = "\(fingerprint) S relax\n"
        let isWritten = fputs(line, file) >= 0
        guard fclose(file) == 0, isWritten else { throw .notAvailable(reason: "\(path) cannot be written.") }
        try run(["gpgconf", "--homedir", folder, "--reload", "gpg-agent"])
    }

    /// Stops the programs that keep this folder's keys.
    public func close() throws(KeyringError) { try run(["gpgconf", "--homedir", folder, "--kill", "all"]) }

    // MARK: Inside

    /// Ready for a piece of work. Those for OpenPGP are kept for the next one: GPGME asks gpg for its version each time one is made.
    /// Those for S/MIME are not: they talk with one gpgsm that is lost after a failure.
    func context(_ standard: KeyStandard) throws(KeyringError) -> GPGContext {
        if standard == .openPGP, let kept {
            kept.clear()
            return kept
        }
        let made = try GPGContext(standard: standard, folder: folder, passphrase: passphrase)
        made.clear()
        if standard == .openPGP { kept = made }
        return made
    }

    private func run(_ words: [String], input: [UInt8] = []) throws(KeyringError) {
        var made: gpgme_ctx_t?
        guard gpgme_new(&made) == 0, let made, gpgme_set_protocol(made, GPGME_PROTOCOL_SPAWN) == 0 else {
            throw .notAvailable(reason: "GPGME cannot start programs.")
        }
        defer { gpgme_release(made) }
        let data = try GPGInput(input)
        // What is written is of no interest; that nothing more can be written says that the program has ended.
        let output = try GPGOutput(limit: 1 << 20)
        var arguments = words.map { strdup($0).map { UnsafePointer($0) } } + [nil]
        defer { for argument in arguments { free(UnsafeMutablePointer(mutating: argument)) } }
        let error = gpgme_op_spawn(made, "/usr/bin/" + words[0], &arguments, data.data, output.data, nil, 0)
        guard error == 0 else { throw .failed(reason: "\(words[0]): \(GPGContext.text(error))") }
    }

    /// OpenPGP says itself that it is; everything else is a certificate.
    private static func standard(of bytes: [UInt8]) -> KeyStandard {
        if bytes.prefix(4096).split(separator: 0x0A).contains(where: { $0.starts(with: Array("-----BEGIN PGP".utf8)) }) { return .openPGP }
        // A packet of a public or secret key (RFC 9580 §4.2); DER begins with 0x30, PEM with a dash.
        if let first = bytes.first, [0x98, 0x99, 0x94, 0x95, 0xC5, 0xC6].contains(first) { return .openPGP }
        return .sMIME
    }

    private static func write(_ bytes: [UInt8], to path: String, isPrivate: Bool = false) throws(KeyringError) {
        if isPrivate { unlink(path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | (isPrivate ? O_EXCL : O_TRUNC) | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
        guard descriptor >= 0 else { throw .notAvailable(reason: "\(path) cannot be written.") }
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard Glibc.close(descriptor) == 0, count == bytes.count else { throw .notAvailable(reason: "\(path) cannot be written.") }
    }
}
