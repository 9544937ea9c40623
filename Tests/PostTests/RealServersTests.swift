import Foundation
import Post
import Testing
import Vocabulary

/// Where the servers are.
private struct ServerSettings {
    var smtp: Int
    var imap: Int
    var imaps: Int
    var authority: String
    var otherAuthority: String
    var domain: String
    var password: String

    static let given: ServerSettings? = {
        let all = ProcessInfo.processInfo.environment
        guard let smtp = all["KESHIK_TEST_SMTP_PORT"].flatMap({ Int($0) }), let imap = all["KESHIK_TEST_IMAP_PORT"].flatMap({ Int($0) }),
            let imaps = all["KESHIK_TEST_IMAPS_PORT"].flatMap({ Int($0) }), let authority = all["KESHIK_TEST_AUTHORITY"],
            let other = all["KESHIK_TEST_OTHER_AUTHORITY"], let domain = all["KESHIK_TEST_DOMAIN"],
            let password = all["KESHIK_TEST_PASSWORD"]
        else { return nil }
        return ServerSettings(
            smtp: smtp, imap: imap, imaps: imaps, authority: authority, otherAuthority: other, domain: domain, password: password)
    }()
}

/// Run by `Tests/Mail/realservers.py`, which starts Postfix and Dovecot and says where they are.
@Suite("Postfix and Dovecot", .enabled(if: ServerSettings.given != nil, "run Tests/Mail/realservers.py"), .serialized)
struct RealServersTests {
    private let settings: ServerSettings

    init() throws {
        settings = try #require(ServerSettings.given)
    }

    private func server(_ port: Int, _ encryption: MailServer.Encryption, user: String? = nil) throws -> MailServer {
        var server = MailServer(
            host: try #require(Host("127.0.0.1")), port: port, encryption: encryption, user: user,
            password: user == nil ? nil : settings.password)
        server.authorityFile = settings.authority
        return server
    }

    private func address(_ name: String) throws -> EmailAddress { try Samples.address("\(name)@\(settings.domain)") }

    private func mailbox(_ user: String, _ encryption: MailServer.Encryption = .required) throws -> IMAPMailbox {
        try IMAPMailbox(server: try server(encryption == .implicit ? settings.imaps : settings.imap, encryption, user: user))
    }

    private func mail(_ id: String, words: String = "Salam, dünya: ə ğ ı ö ü ş ç\n.\n..\nFrom here\n") throws -> [UInt8] {
        var message = try Samples.message(subject: "Bildiriş \(id)", text: words)
        message.id = try Samples.id("\(id)@cert.example")
        message.attachments = [MailAttachment(name: "şəbəkə.csv", mediaType: "text/csv", bytes: Samples.bytes("a,b\r\n1,2\r\n"))]
        return try message.composed(boundarySeed: id).bytes
    }

    /// The mails behind the mark, once there are as many: delivery goes on after the server has taken them.
    private func wait(for count: Int, in mailbox: IMAPMailbox, behind mark: MailboxMark? = nil) async throws -> MailboxListing {
        for _ in 0..<300 {
            let listing = try await mailbox.mails(behind: mark)
            if listing.uids.count >= count { return listing }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await mailbox.mails(behind: mark)
    }

    @Test("mails go out over TLS and are read again letter by letter, each once")
    func thereAndBack() async throws {
        let mailbox = try mailbox("abuse")
        let before = try await mailbox.mails(behind: nil)
        let mark = MailboxMark(validity: before.validity, uid: before.uids.last ?? 0)
        let delivery = SMTPDelivery(server: try server(settings.smtp, .required), hello: DomainName("cert.example"))
        let start = ContinuousClock.now
        for number in 1...100 {
            let outcomes = await delivery.send(
                try mail("m\(number)"), envelope: MailEnvelope(sender: try address("bounces"), recipients: [try address("abuse")]))
            #expect(outcomes.map(\.outcome.isAccepted) == [true])
        }
        print("100 mails handed over in \(ContinuousClock.now - start)")
        let listing = try await wait(for: 100, in: mailbox, behind: mark)
        #expect(listing.uids.count == 100 && !listing.startsAnew)
        var ids: Set<String> = []
        for uid in listing.uids {
            let bytes = try await mailbox.fetch(uid, validity: listing.validity)
            let read = try ReceivedMail(bytes)
            #expect(read.text == "Salam, dünya: ə ğ ı ö ü ş ç\n.\n..\nFrom here\n")
            #expect(read.attachments.map(\.name) == ["şəbəkə.csv"])
            #expect(read.attachments.map(\.bytes) == [Samples.bytes("a,b\r\n1,2\r\n")])
            ids.insert(try #require(read.id).text)
        }
        #expect(ids == Set((1...100).map { "m\($0)@cert.example" }))
        #expect(try await mailbox.mails(behind: MailboxMark(validity: listing.validity, uid: try #require(listing.uids.last))).uids.isEmpty)
        let anew = try await mailbox.mails(behind: MailboxMark(validity: listing.validity &+ 1, uid: .max))
        #expect(anew.startsAnew && anew.uids.count >= 100)
    }

    @Test("an authority that did not sign the server's certificate ends it before a word is sent")
    func wrongAuthority() async throws {
        var server = try server(settings.smtp, .required)
        server.authorityFile = settings.otherAuthority
        let outcomes = await SMTPDelivery(server: server).send(
            try mail("w"), envelope: MailEnvelope(sender: nil, recipients: [try address("abuse")]))
        guard case .unreachable(let reason) = try #require(outcomes.first).outcome else {
            Issue.record("It was \(outcomes).")
            return
        }
        #expect(reason.lowercased().contains("certificate"))
        var mailServer = try self.server(settings.imap, .required, user: "abuse")
        mailServer.authorityFile = settings.otherAuthority
        let mailbox = try IMAPMailbox(server: mailServer)
        await #expect(throws: MailboxError.self) { try await mailbox.mails(behind: nil) }
    }

    @Test("the server's outcome for each recipient is told")
    func outcomes() async throws {
        let delivery = SMTPDelivery(server: try server(settings.smtp, .required))
        let recipients = try [address("nobody"), address("abuse"), address("later"), Samples.address("x@elsewhere.example")]
        let outcomes = await delivery.send(try mail("o"), envelope: MailEnvelope(sender: try address("bounces"), recipients: recipients))
        guard case .refused(let gone) = outcomes[0].outcome, case .accepted = outcomes[1].outcome,
            case .later(let later) = outcomes[2].outcome,
            case .refused(let relay) = outcomes[3].outcome
        else {
            Issue.record("It was \(outcomes).")
            return
        }
        #expect(gone.code == 550 && gone.status == EnhancedStatus("5.1.1"))
        #expect(later.code == 450 && later.status == EnhancedStatus("4.2.1"))
        #expect(relay.code == 454 || relay.code == 554)
        let big = await delivery.send(
            try mail("big", words: String(repeating: "words\n", count: 1_500_000)),
            envelope: MailEnvelope(sender: try address("bounces"), recipients: [try address("abuse")]))
        guard case .refused(let tooBig) = big[0].outcome else {
            Issue.record("It was \(big).")
            return
        }
        #expect(tooBig.code == 552)
    }

    @Test("with name and password mails go elsewhere, and come back as bounces that are understood")
    func bounce() async throws {
        let wrong = {
            var server = try server(settings.smtp, .required, user: "abuse")
            server.password = "wrong"
            return server
        }
        let recipient = try Samples.address("x@elsewhere.example")
        let envelope = MailEnvelope(sender: try address("bounces"), recipients: [recipient])
        guard case .unreachable = await SMTPDelivery(server: try wrong()).send(try mail("b0"), envelope: envelope)[0].outcome else {
            Issue.record("A wrong password was taken.")
            return
        }
        let mailbox = try mailbox("bounces", .implicit)
        let before = try await mailbox.mails(behind: nil)
        let outcomes = await SMTPDelivery(server: try server(settings.smtp, .required, user: "abuse")).send(
            try mail("b1"), envelope: envelope)
        #expect(outcomes.map(\.outcome.isAccepted) == [true], "\(outcomes)")
        let listing = try await wait(for: 1, in: mailbox, behind: MailboxMark(validity: before.validity, uid: before.uids.last ?? 0))
        let uid = try #require(listing.uids.last)
        let report = try ReceivedMail(await mailbox.fetch(uid, validity: listing.validity))
        #expect(report.isAutomatic)
        let bounce = try #require(report.bounces.first)
        #expect(bounce.recipient == recipient)
        #expect(bounce.action == .failed && bounce.status == EnhancedStatus("5.7.1") && bounce.isPermanent)
        #expect(bounce.diagnostic.contains("Relay access denied"))
        #expect(bounce.originalID == (try Samples.id("b1@cert.example")))
    }

    @Test("a signature is good after its way, and what is encrypted opens", .enabled(if: Programs.areHere("gpg", "gpgconf"), "no GnuPG"))
    func protected() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let ring = try Keyring(folder: folder.path + "/k")
        try Programs.run(
            "gpg", "--homedir", folder.path + "/k", "--batch", "--passphrase", "", "--quick-gen-key", "CERT <notices@cert.example>",
            "future-default", "default", "never")
        let key = try #require(try await ring.keys(matching: "notices@cert.example").first).fingerprint
        let mailbox = try mailbox("abuse", .implicit)
        let delivery = SMTPDelivery(server: try server(settings.smtp, .required))
        for recipients in [[], [key]] {
            let before = try await mailbox.mails(behind: nil)
            let words = "From here: ə \n.\n trailing blanks  \n\ttab\n\n-- \nCERT\n"
            let plain = try Samples.message(text: words).composed(boundarySeed: "s")
            let mail = try await ring.protected(plain, by: MailProtection(standard: .openPGP, signer: key, recipients: recipients))
            let outcomes = await delivery.send(mail.bytes, envelope: MailEnvelope(sender: nil, recipients: [try address("abuse")]))
            #expect(outcomes.map(\.outcome.isAccepted) == [true])
            let listing = try await wait(for: 1, in: mailbox, behind: MailboxMark(validity: before.validity, uid: before.uids.last ?? 0))
            let opened = try await ring.opened(await mailbox.fetch(try #require(listing.uids.last), validity: listing.validity))
            #expect(opened.isSignedBySender)
            #expect(opened.mail.text == words)
            #expect(opened.encryption == (recipients.isEmpty ? .none : .decrypted(.openPGP)))
        }
        try await ring.close()
    }

    @Test("a mailbox is marked, emptied into another, and refuses what is wrong")
    func mailboxes() async throws {
        let mailbox = try mailbox("abuse")
        _ = await SMTPDelivery(server: try server(settings.smtp, .required)).send(
            try mail("x"), envelope: MailEnvelope(sender: nil, recipients: [try address("abuse")]))
        let listing = try await wait(for: 1, in: mailbox)
        let uid = try #require(listing.uids.last)
        let validity = listing.validity
        await #expect(throws: MailboxError.tooLarge(uid, limit: 100)) { try await mailbox.fetch(uid, validity: validity, limit: 100) }
        await #expect(throws: MailboxError.renumbered) { try await mailbox.fetch(uid, validity: validity &+ 1) }
        await #expect(throws: MailboxError.noSuchMail(4_000_000)) { try await mailbox.fetch(4_000_000, validity: validity) }
        try await mailbox.mark(uid, validity: validity, isSeen: true)
        try await mailbox.mark(uid, validity: validity, isSeen: false)
        try await mailbox.makeMailbox("Read")
        try await mailbox.makeMailbox("Read")
        await #expect(throws: MailboxError.self) { try await mailbox.move(uid, validity: validity, to: "Missing") }
        try await mailbox.move(uid, validity: validity, to: "Read")
        #expect(try await !mailbox.mails(behind: nil).uids.contains(uid))
        let moved = try IMAPMailbox(server: try server(settings.imaps, .implicit, user: "abuse"), mailbox: "Read")
        #expect(try await moved.mails(behind: nil).uids.count >= 1)
        #expect(throws: MailboxError.mailboxName("a\"\r\nDELETE INBOX")) {
            try IMAPMailbox(server: try server(settings.imap, .required), mailbox: "a\"\r\nDELETE INBOX")
        }
        var wrong = try server(settings.imap, .required, user: "abuse")
        wrong.password = "wrong"
        let refused = try IMAPMailbox(server: wrong)
        await #expect(throws: MailboxError.signInRefused) { try await refused.mails(behind: nil) }
    }
}
