import Post
import Testing
import Vocabulary

@Suite("mails in a folder") struct MaildirTests {
    private let temporary: TemporaryFolder
    private let folder: MaildirFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = try MaildirFolder(path: temporary.path + "/mail")
    }

    @Test("are kept in the order they came, seen, moved and removed")
    func story() throws {
        defer { temporary.remove() }
        let second = try folder.deliver(Samples.bytes("Subject: 2\n\n"), at: Instant(seconds: 1_764_000_001))
        let first = try folder.deliver(Samples.bytes("Subject: 1\n\n"), at: Instant(seconds: 1_764_000_000))
        #expect(try folder.names() == [first, second])
        #expect(try folder.newNames() == [first, second])
        try folder.markSeen(first)
        try folder.markSeen(first)
        #expect(try folder.newNames() == [second])
        #expect(try folder.read(first) == Samples.bytes("Subject: 1\n\n"))
        let archive = try MaildirFolder(path: temporary.path + "/archive")
        try folder.move(first, to: archive)
        #expect(try archive.names() == [first])
        #expect(try archive.newNames().isEmpty)
        try folder.remove(second)
        #expect(try folder.names().isEmpty)
        // Opened again, all is there.
        #expect(try MaildirFolder(path: archive.path).read(first) == Samples.bytes("Subject: 1\n\n"))
    }

    @Test("too large ones, unknown ones and names with folders are refused")
    func refusals() throws {
        defer { temporary.remove() }
        let name = try folder.deliver(Samples.bytes("Subject: 1\n\n"), at: Instant(seconds: 0))
        #expect(throws: MaildirFolder.Refusal.tooLarge(name, limit: 5)) { try folder.read(name, limit: 5) }
        for name in ["none", "../new/\(name)", "", "."] {
            #expect(throws: MaildirFolder.Refusal.name(name)) { try folder.read(name) }
        }
        #expect(throws: MaildirFolder.Refusal.self) { try MaildirFolder(path: "/proc/nothing/mail") }
    }

    @Test("are what was to be sent, with their envelope")
    func delivery() async throws {
        defer { temporary.remove() }
        let delivery = MaildirDelivery(folder: folder) { Instant(seconds: 1_764_000_000) }
        let recipients = [try Samples.address("a@isp.example"), try Samples.address("b@isp.example")]
        let outcomes = await delivery.send(
            try Samples.message().composed(boundarySeed: "s").bytes,
            envelope: MailEnvelope(sender: try Samples.address("bounces@cert.example"), recipients: recipients))
        #expect(outcomes.map(\.recipient) == recipients)
        #expect(outcomes.map(\.outcome.isAccepted) == [true, true])
        let name = try #require(try folder.names().first)
        let mail = try ReceivedMail(folder.read(name))
        #expect(mail.field("Return-Path") == "<bounces@cert.example>")
        #expect(mail.fields.filter { $0.name == "X-Original-To" }.map(\.value) == ["a@isp.example", "b@isp.example"])
        #expect(mail.subject == "Notice")
    }
}
