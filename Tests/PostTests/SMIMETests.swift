import Post
import Testing
import Vocabulary

@Suite("S/MIME", .enabled(if: Programs.areHere("gpgsm", "gpgconf", "openssl"), "gpgsm or openssl is not installed"), .serialized)
struct SMIMETests {
    /// A certificate authority, a certificate of ours with its key, one of an owner, and our key ring.
    private struct Certificates {
        let folder: TemporaryFolder
        let ours: Keyring
        let signer: String
        let owner: String

        init() async throws {
            folder = try TemporaryFolder()
            let path = folder.path
            try folder.write(
                Samples.bytes(
                    "subjectAltName=email:$ENV::MAIL\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=emailProtection\n"
                        + "basicConstraints=CA:FALSE\n"
                ), to: "extensions")
            try Programs.run(
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj",
                "/CN=Sample Root", "-addext", "keyUsage=critical,keyCertSign,cRLSign", in: path)
            for (name, mail) in [("cert", "notices@cert.example"), ("owner", "abuse@isp.example")] {
                try Programs.run(
                    "openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(name).key", "-out", "\(name).csr", "-subj",
                    "/CN=\(name)",
                    in: path)
                try Programs.run(
                    "env", "MAIL=\(mail)", "openssl", "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                    "-CAcreateserial",
                    "-days", "20", "-extfile", "extensions", "-out", "\(name).pem", in: path)
            }
            try Programs.run(
                "openssl", "pkcs12", "-export", "-in", "cert.pem", "-inkey", "cert.key", "-out", "cert.p12", "-passout", "pass:", "-legacy",
                in: path)
            ours = try Keyring(folder: path + "/ours")
            let authority = try #require(try await ours.import(folder.read("ca.pem")).first)
            try await ours.trustAuthority(authority.fingerprint)
            owner = try #require(try await ours.import(folder.read("owner.pem")).first).fingerprint
            let keys = try await ours.importIdentity(folder.read("cert.p12"))
            #expect(keys.map(\.isOurs) == [true])
            signer = try #require(keys.first).fingerprint
        }

        func close() async throws {
            try await ours.close()
            folder.remove()
        }
    }

    private func withCertificates(_ body: (Certificates) async throws -> Void) async throws {
        let certificates = try await Certificates()
        do {
            try await body(certificates)
        } catch {
            try await certificates.close()
            throw error
        }
        try await certificates.close()
    }

    @Test("OpenSSL finds our signature good, and bad when a letter changes", arguments: ["smime", "cms"])
    func signed(program: String) async throws {
        try await withCertificates { all in
            let plain = try Samples.message(text: "Salam, ə!\nFrom here\n").composed(boundarySeed: "s")
            let mail = try await all.ours.protected(plain, by: MailProtection(standard: .sMIME, signer: all.signer))
            for (isGood, bytes) in [
                (true, mail.bytes), (false, Array(String(decoding: mail.bytes, as: UTF8.self).replacing("Salam", with: "Salem").utf8)),
            ] {
                try all.folder.write(bytes, to: "mail.eml")
                let result = try Programs.run("openssl", program, "-verify", "-in", "mail.eml", "-CAfile", "ca.pem", in: all.folder.path)
                #expect((result.status == 0) == isGood, "\(result.errors)")
                if isGood { #expect(try ReceivedMail(Samples.bytes("Subject: x\r\n") + result.output).text == "Salam, ə!\nFrom here\n") }
                let opened = try await all.ours.opened(bytes)
                #expect(opened.signatures.map(\.verdict) == [isGood ? .valid : .broken])
                #expect(opened.isSignedBySender == isGood)
            }
        }
    }

    @Test("OpenSSL decrypts what we encrypted, and finds our signature in it", arguments: [true, false])
    func encrypted(isSigned: Bool) async throws {
        try await withCertificates { all in
            let plain = try Samples.message(text: "Salam, ə!\n").composed(boundarySeed: "s")
            let protection = MailProtection(standard: .sMIME, signer: isSigned ? all.signer : nil, recipients: [all.owner, all.signer])
            let mail = try await all.ours.protected(plain, by: protection)
            try all.folder.write(mail.bytes, to: "mail.eml")
            let result = try Programs.run(
                "openssl", "cms", "-decrypt", "-in", "mail.eml", "-recip", "owner.pem", "-inkey", "owner.key", in: all.folder.path)
            #expect(result.status == 0, "\(result.errors)")
            if isSigned {
                let inner = try Programs.run(
                    "openssl", "smime", "-verify", "-CAfile", "ca.pem", input: result.output, in: all.folder.path)
                #expect(inner.status == 0, "\(inner.errors)")
            } else {
                #expect(result.text.contains("Salam, =C9=99!"))
            }
            let opened = try await all.ours.opened(mail.bytes)
            #expect(opened.encryption == .decrypted(.sMIME))
            #expect(opened.mail.text == "Salam, ə!\n")
            #expect(opened.signatures.map(\.verdict) == (isSigned ? [.valid] : []))
        }
    }

    @Test("what an owner signs and encrypts by OpenSSL is read")
    func received() async throws {
        try await withCertificates { all in
            try all.folder.write(Samples.bytes("Content-Type: text/plain; charset=utf-8\r\n\r\nDüzəldildi.\r\n"), to: "inner")
            let head = "From: Abuse <abuse@isp.example>\nSubject: Re: Notice\n"
            let enclosed = try Programs.run(
                "openssl", "cms", "-sign", "-nodetach", "-in", "inner", "-signer", "owner.pem", "-inkey", "owner.key", in: all.folder.path)
            let beside = try Programs.run(
                "openssl", "smime", "-sign", "-in", "inner", "-signer", "owner.pem", "-inkey", "owner.key", in: all.folder.path)
            let sealed = try Programs.run(
                "openssl", "smime", "-encrypt", "-aes256", "cert.pem", input: enclosed.output, in: all.folder.path)
            for (mail, encryption) in [(enclosed, OpenedMail.Encryption.none), (beside, .none), (sealed, .decrypted(.sMIME))] {
                let opened = try await all.ours.opened(Array(head.utf8) + mail.output)
                #expect(opened.encryption == encryption)
                #expect(opened.signatures.map(\.verdict) == [.valid])
                #expect(opened.isSignedBySender)
                #expect(opened.mail.text == "Düzəldildi.\n")
            }
            // The same signature by somebody whose authority nobody knows.
            try Programs.run(
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "self.key", "-out", "self.pem", "-days", "30",
                "-subj",
                "/CN=Self", "-addext", "subjectAltName=email:abuse@isp.example", in: all.folder.path)
            let selfSigned = try Programs.run(
                "openssl", "smime", "-sign", "-in", "inner", "-signer", "self.pem", "-inkey", "self.key", in: all.folder.path)
            let opened = try await all.ours.opened(Array(head.utf8) + selfSigned.output)
            guard case .untrusted = try #require(opened.signatures.first).verdict else {
                Issue.record("It was \(opened.signatures).")
                return
            }
            #expect(!opened.isSignedBySender)
        }
    }
}
