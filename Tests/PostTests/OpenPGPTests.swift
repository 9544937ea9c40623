import Post
import Testing
import Vocabulary

/// Our key ring, and that of an owner who uses GnuPG by hand.
private struct Rings {
    let folder: TemporaryFolder
    let ours: Keyring
    let signer: String
    let owner: String
    var home: String { folder.path + "/owner" }

    init() async throws {
        folder = try TemporaryFolder()
        ours = try Keyring(folder: folder.path + "/ours")
        try Programs.run("mkdir", "-m", "700", folder.path + "/owner")
        for (home, user) in [("ours", "CERT <notices@cert.example>"), ("owner", "Abuse <abuse@isp.example>")] {
            try Programs.run(
                "gpg", "--homedir", "\(folder.path)/\(home)", "--batch", "--passphrase", "", "--quick-gen-key", user, "future-default",
                "default",
                "never")
        }
        signer = try #require(try await ours.keys(matching: "notices@cert.example").first).fingerprint
        let theirs = try Programs.run("gpg", "--homedir", folder.path + "/owner", "--armor", "--export", "abuse@isp.example").output
        owner = try #require(try await ours.import(theirs).first).fingerprint
        try Programs.run("gpg", "--homedir", folder.path + "/owner", "--batch", "--import", input: try await ours.export(signer))
    }

    func gpg(_ words: String..., input: [UInt8] = []) throws -> Programs.Result {
        switch words.count {
        case 1: try Programs.run("gpg", "--homedir", home, "--batch", "--status-fd", "2", words[0], input: input)
        default: try Programs.run("gpg", "--homedir", home, "--batch", "--status-fd", "2", words[0], words[1], words[2], input: input)
        }
    }

    func close() async throws {
        try await ours.close()
        try Programs.run("gpgconf", "--homedir", home, "--kill", "all")
        folder.remove()
    }
}

@Suite("OpenPGP", .enabled(if: Programs.areHere("gpg", "gpgconf"), "GnuPG is not installed"), .serialized)
struct OpenPGPTests {
    private func withRings(_ body: (Rings) async throws -> Void) async throws {
        let rings = try await Rings()
        do {
            try await body(rings)
        } catch {
            try await rings.close()
            throw error
        }
        try await rings.close()
    }

    /// What stands between the boundaries, as another program would cut it.
    private func parts(_ mail: ComposedMail) throws -> [String] {
        let text = String(decoding: mail.bytes, as: UTF8.self)
        let boundary = try #require(text.firstMatch(of: /multipart\/[a-z]+;(?s:.*?)boundary="([^"]+)"/)).1
        return text.split(separator: "\r\n--\(boundary)").dropFirst().map { String($0.dropFirst(1)) }
    }

    @Test("GnuPG finds our signature good, and bad when a letter changes")
    func signed() async throws {
        try await withRings { rings in
            let plain = try Samples.message(subject: "Bildiriş", text: "Salam, ə!\nFrom here\n").composed(boundarySeed: "s")
            let mail = try await rings.ours.protected(plain, by: MailProtection(standard: .openPGP, signer: rings.signer))
            let parts = try parts(mail)
            #expect(parts.count == 3)
            let signature = try #require(parts[1].split(separator: "\r\n\r\n", maxSplits: 1).last)
            try rings.folder.write(Array(signature.utf8), to: "sig")
            for (content, isGood) in [(parts[0], true), (parts[0].replacing("Salam", with: "Salem"), false)] {
                try rings.folder.write(Array(content.utf8), to: "content")
                let result = try rings.gpg("--verify", rings.folder.path + "/sig", rings.folder.path + "/content")
                #expect((result.status == 0) == isGood)
                #expect(result.errors.contains("[GNUPG:] GOODSIG") == isGood)
            }
            let micalg = try #require(String(decoding: mail.bytes, as: UTF8.self).firstMatch(of: /micalg=(pgp-sha[0-9]+)/)).1
            #expect(["pgp-sha256", "pgp-sha512"].contains(micalg))

            let opened = try await rings.ours.opened(mail.bytes)
            #expect(opened.signatures.map(\.verdict) == [.valid])
            #expect(opened.isSignedBySender)
            #expect(opened.mail.text == "Salam, ə!\nFrom here\n")
            // Folders on disk keep mails with line feeds.
            let stored = Array(String(decoding: mail.bytes, as: UTF8.self).replacing("\r\n", with: "\n").utf8)
            #expect(try await rings.ours.opened(stored).signatures.map(\.verdict) == [.valid])
            let changed = Array(String(decoding: mail.bytes, as: UTF8.self).replacing("Salam", with: "Salem").utf8)
            let broken = try await rings.ours.opened(changed)
            #expect(broken.signatures.map(\.verdict) == [.broken])
            #expect(!broken.isSignedBySender)
        }
    }

    @Test("GnuPG decrypts what we encrypted, with our signature where there is one", arguments: [true, false])
    func encrypted(isSigned: Bool) async throws {
        try await withRings { rings in
            var message = try Samples.message(subject: "Bildiriş", text: "Salam, ə!\n")
            message.attachments = [MailAttachment(name: "a.csv", mediaType: "text/csv", bytes: Samples.bytes("a,b\r\n"))]
            let protection = MailProtection(standard: .openPGP, signer: isSigned ? rings.signer : nil, recipients: [rings.owner])
            let mail = try await rings.ours.protected(message.composed(boundarySeed: "s"), by: protection)
            #expect(!String(decoding: mail.bytes, as: UTF8.self).contains("text/csv"))
            let parts = try parts(mail)
            #expect(parts[0].contains("Version: 1"))
            let result = try rings.gpg("--decrypt", input: Array(parts[1].split(separator: "\r\n\r\n", maxSplits: 1)[1].utf8))
            #expect(result.status == 0)
            #expect(result.errors.contains("GOODSIG") == isSigned)
            let inner = try ReceivedMail(Samples.bytes("Subject: x\r\n") + result.output)
            #expect(inner.text == "Salam, ə!\n")
            #expect(inner.attachments.map(\.bytes) == [Samples.bytes("a,b\r\n")])

            let unread = try await rings.ours.opened(mail.bytes)
            guard case .failed(.openPGP, _) = unread.encryption else {
                Issue.record("It was \(unread.encryption).")
                return
            }
        }
    }

    @Test("what an owner encrypts to us is read, within MIME and without")
    func received() async throws {
        try await withRings { rings in
            let inner = "Content-Type: text/plain; charset=utf-8\r\n\r\nDüzəldildi.\r\n"
            let sealed = try Programs.run(
                "gpg", "--homedir", rings.home, "--batch", "--armor", "--trust-model", "always", "--sign", "--encrypt", "-r", rings.signer,
                input: Array(inner.utf8)
            ).text
            let head = "From: Abuse <abuse@isp.example>\r\nSubject: Re: Notice\r\nIn-Reply-To: <n1@cert.example>\r\n"
            let mail =
                head + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n\(sealed)\r\n--b--\r\n"
            let opened = try await rings.ours.opened(Array(mail.utf8))
            #expect(opened.encryption == .decrypted(.openPGP))
            #expect(opened.mail.text == "Düzəldildi.\n")
            #expect(opened.mail.threadReferences == [try Samples.id("n1@cert.example")])
            #expect(opened.isSignedBySender)

            let text = try Programs.run(
                "gpg", "--homedir", rings.home, "--batch", "--armor", "--trust-model", "always", "--encrypt", "-r", rings.signer,
                input: Array("Düzəldildi.\n".utf8)
            ).text
            let bare = try await rings.ours.opened(Array((head + "\r\n" + text).utf8))
            #expect(bare.encryption == .decrypted(.openPGP))
            #expect(bare.mail.text == "Düzəldildi.\n")
            #expect(bare.signatures.isEmpty && !bare.isSignedBySender)

            let clear = try Programs.run("gpg", "--homedir", rings.home, "--batch", "--clear-sign", input: Array("Fixed.\n".utf8)).text
            #expect(try await rings.ours.opened(Array((head + "\r\n" + clear).utf8)).isSignedBySender)
            // Words around what is signed would pass for signed.
            let around = try await rings.ours.opened(Array((head + "\r\nNot fixed.\r\n" + clear).utf8))
            #expect(around.signatures.isEmpty)

            let cut = String(mail.replacing(sealed, with: sealed.prefix(sealed.count / 2)))
            guard case .failed = try await rings.ours.opened(Array(cut.utf8)).encryption else {
                Issue.record("A cut mail was decrypted.")
                return
            }
            var limits = MailLimits()
            limits.total = 1 << 20
            let bomb = try Programs.run(
                "gpg", "--homedir", rings.home, "--batch", "--armor", "--trust-model", "always", "--encrypt", "-r", rings.signer,
                input: [UInt8](repeating: 0x61, count: 5_000_000)
            ).text
            guard case .failed(_, let reason) = try await rings.ours.opened(Array((head + "\r\n" + bomb).utf8), limits: limits).encryption
            else {
                Issue.record("A bomb was opened.")
                return
            }
            #expect(reason.contains("1048576"))
        }
    }

    @Test("an expired, revoked or unknown key is not encrypted for")
    func refused() async throws {
        try await withRings { rings in
            let mail = try Samples.message().composed(boundarySeed: "s")
            try Programs.run(
                "gpg", "--homedir", rings.home, "--batch", "--faked-system-time", "20200101T000000", "--passphrase", "", "--quick-gen-key",
                "Old <old@isp.example>", "future-default", "default", "1y")
            try Programs.run(
                "gpg", "--homedir", rings.home, "--batch", "--passphrase", "", "--quick-gen-key", "Sign <sign@isp.example>", "ed25519",
                "sign", "never")
            let old = try #require(
                try await rings.ours.import(Programs.run("gpg", "--homedir", rings.home, "--export", "old@isp.example").output).first)
            #expect(old.isExpired && old.obstacleToEncryption == .expired(old.fingerprint, on: old.expires))
            #expect(old.expires?.date.year == 2020 || old.expires?.date.year == 2021)
            let signs = try #require(
                try await rings.ours.import(Programs.run("gpg", "--homedir", rings.home, "--export", "sign@isp.example").output).first)
            #expect(signs.obstacleToEncryption == .notForEncryption(signs.fingerprint))
            #expect(signs.obstacleToSigning == .noSecret(signs.fingerprint))
            let revocation = String(
                decoding: try rings.folder.read("owner/openpgp-revocs.d/\(rings.owner).rev"), as: UTF8.self
            ).replacing(":-----BEGIN", with: "-----BEGIN")
            try Programs.run("gpg", "--homedir", rings.home, "--batch", "--import", input: Array(revocation.utf8))
            let revoked = try #require(
                try await rings.ours.import(Programs.run("gpg", "--homedir", rings.home, "--export", rings.owner).output).first)
            #expect(revoked.isRevoked)
            for (key, error) in [
                (old.fingerprint, KeyringError.expired(old.fingerprint, on: old.expires)), (rings.owner, .revoked(rings.owner)),
                (String(repeating: "A", count: 40), .unknownKey(String(repeating: "A", count: 40))),
                ("abuse@isp.example", .unknownKey("abuse@isp.example")),
            ] {
                await #expect(throws: error) {
                    try await rings.ours.protected(mail, by: MailProtection(standard: .openPGP, recipients: [rings.signer, key]))
                }
            }
            await #expect(throws: KeyringError.self) { try await rings.ours.import(Samples.bytes("no key")) }
            try await rings.ours.remove(old.fingerprint)
            #expect(try await rings.ours.keys(matching: "old@isp.example").isEmpty)
        }
    }

    @Test("a key with a passphrase signs where the passphrase is right")
    func passphrase() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let home = folder.path + "/k"
        _ = try Keyring(folder: home)
        try Programs.run(
            "gpg", "--homedir", home, "--batch", "--pinentry-mode", "loopback", "--passphrase", "correct", "--quick-gen-key",
            "CERT <c@cert.example>",
            "future-default", "default", "never")
        let mail = try Samples.message().composed(boundarySeed: "s")
        for (passphrase, isRight) in [("wrong", false), (nil, false), ("correct", true)] {
            let ring = try Keyring(folder: home, passphrase: passphrase)
            // The program that keeps the keys forgets the passphrases it knows.
            try Programs.run("gpgconf", "--homedir", home, "--reload", "gpg-agent")
            let signer = try #require(try await ring.keys(matching: "c@cert.example").first).fingerprint
            let signed = try? await ring.protected(mail, by: MailProtection(standard: .openPGP, signer: signer))
            #expect((signed != nil) == isRight)
        }
        try await Keyring(folder: home).close()
    }
}
