import CentreTesting
import EventStore
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import Observation

@Suite("Collecting from a mailbox")
struct MailboxJourneyTests {
    /// A mail with a report attached.
    static func mail(_ id: String, from: String = "reports@provider.example", ip: String, name: String = "events.jsonl") -> String {
        let report = Data((Nation.event("spam", ip, "2026-11-24T10:00:00", owner: nil) + "\n").utf8).base64EncodedString()
        return """
            From: Reports <\(from)>
            To: feeds@cert.example
            Subject: Report
            Message-ID: <\(id)@provider.example>
            Date: Tue, 24 Nov 2026 10:00:00 +0000
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain

            See the attachment.
            --b
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="\(name)"

            \(report)
            --b--

            """
    }

    private static func fields(_ place: String, more: [(String, String)] = []) -> [(String, String)] {
        [
            ("name", "Mailbox"), ("place", place), ("encryption", "starttls"), ("user", "feeds"), ("mailbox", "INBOX"),
            ("schedule", "*/10 * * * *"), ("enabled", "yes"),
        ] + more
    }

    private func collector(_ world: World, _ fields: [(String, String)]) async throws -> String {
        let desk = world.desk()
        _ = try await desk.get("/collect/new/mailbox")
        let done = try await desk.post("/collect/new/mailbox", fields)
        return try #require(done.location?.split(separator: "/").last.map(String.init), "\(done.status) \(done.text)")
    }

    @Test("a report that comes as a mail's attachment is stored once, however the server numbers it, and the password is never shown")
    func attachments() async throws {
        try await LoopbackIMAP.use { server in
            try await World.use([]) { (world: World) async throws in
                let id = try await collector(world, Self.fields("127.0.0.1:\(server.port)", more: [("secret", "open-sesame")]))
                server.put(3, Self.mail("one", ip: "192.0.2.61"))
                let jobs = try #require(world.observation.collecting)
                _ = try await jobs.run(id)
                #expect(try world.store.statistics().events == 1)
                #expect(try await jobs.run(id).hasSuffix("nothing new"))
                #expect(server.state.withLock { $0.fetched } == [3])
                server.put(4, Self.mail("two", ip: "192.0.2.62"))
                _ = try await jobs.run(id)
                #expect(try world.store.statistics().events == 2)
                // Numbered anew: the same mails, one of them with its attachment changed, and a new one.
                server.state.withLock {
                    $0.mails = [:]
                    $0.validity = 2
                }
                server.put(1, Self.mail("one", ip: "192.0.2.99"))
                server.put(2, Self.mail("three", ip: "192.0.2.63"))
                _ = try await jobs.run(id)
                #expect(try world.store.statistics().events == 3)
                let desk = world.desk()
                for path in ["/collect", "/collect/\(id)", "/collect/\(id)/edit"] {
                    let page = try await desk.get(path)
                    #expect(page.status == 200 && !page.contains("open-sesame"), "\(path)")
                }
                #expect(server.state.withLock { Set($0.passwords) } == ["open-sesame"])
                #expect(try FileManager.default.contentsOfDirectory(atPath: world.running.folder.path + "/collected").isEmpty)
            }
        }
    }

    @Test("a report that is the mail itself is stored; a mail that says nothing readable is put aside and stops nothing")
    func bodies() async throws {
        try await LoopbackIMAP.use { server in
            try await World.use([]) { (world: World) async throws in
                let id = try await collector(world, Self.fields("127.0.0.1:\(server.port)", more: [("secret", "open-sesame")]))
                server.put(
                    1, "From: a@b.example\nSubject: hello\nMessage-ID: <hello@b.example>\nContent-Type: text/plain\n\nJust words.\n")
                server.put(
                    2,
                    """
                    From: reports@provider.example
                    Subject: complaint
                    Message-ID: <arf@provider.example>
                    MIME-Version: 1.0
                    Content-Type: multipart/report; report-type=feedback-report; boundary="r"

                    --r
                    Content-Type: text/plain

                    A complaint.
                    --r
                    Content-Type: message/feedback-report

                    Feedback-Type: abuse
                    User-Agent: Sample/1.0
                    Version: 1
                    Source-IP: 192.0.2.70
                    Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0000

                    --r
                    Content-Type: text/rfc822-headers

                    From: spammer@example.net
                    Subject: offer

                    --r--

                    """)
                server.put(3, Self.mail("after", ip: "192.0.2.64"))
                let jobs = try #require(world.observation.collecting)
                _ = try await jobs.run(id)
                #expect(try world.store.statistics().events == 2)
                // It goes on behind them.
                server.put(4, Self.mail("later", ip: "192.0.2.65"))
                _ = try await jobs.run(id)
                #expect(try world.store.statistics().events == 3)
                #expect(server.state.withLock { $0.fetched } == [1, 2, 3, 4])
            }
        }
    }

    @Test("only mails of the senders that were named are read")
    func senders() async throws {
        try await LoopbackIMAP.use { server in
            try await World.use([]) { (world: World) async throws in
                let more = [("secret", "open-sesame"), ("senders", "provider.example, other@example.net")]
                let id = try await collector(world, Self.fields("127.0.0.1:\(server.port)", more: more))
                server.put(1, Self.mail("one", from: "x@evilprovider.example", ip: "192.0.2.71"))
                server.put(2, Self.mail("two", from: "x@sub.provider.example", ip: "192.0.2.72"))
                server.put(3, Self.mail("three", from: "other@example.net", ip: "192.0.2.73"))
                server.put(4, Self.mail("four", from: "another@example.net", ip: "192.0.2.74"))
                _ = try await (try #require(world.observation.collecting)).run(id)
                #expect(try world.store.statistics().events == 2)
            }
        }
    }

    @Test("a wrong password and a server that is away are said, and what is missing in the form as well")
    func failures() async throws {
        try await LoopbackIMAP.use { server in
            try await World.use([]) { (world: World) async throws in
                let desk = world.desk()
                _ = try await desk.get("/collect/new/mailbox")
                for (fields, status) in [
                    (Self.fields("imap.example.net"), 422), (Self.fields("https://imap.example.net/", more: [("secret", "x")]), 422),
                    (Self.fields("imap.example.net:99999", more: [("secret", "x")]), 422),
                    (Self.fields("imap.example.net", more: [("secret", "x"), ("mailbox", "IN\"BOX")]).filter { $0.1 != "INBOX" }, 422),
                ] {
                    #expect(try await desk.post("/collect/new/mailbox", fields).status == status)
                }
                let id = try await collector(world, Self.fields("127.0.0.1:\(server.port)", more: [("secret", "wrong")]))
                let jobs = try #require(world.observation.collecting)
                await #expect(throws: (any Error).self) { try await jobs.run(id) }
                #expect(try await desk.get("/collect/\(id)").contains("refuses the name or password"))
                let away = try await collector(world, Self.fields("127.0.0.1:1", more: [("secret", "open-sesame")]))
                await #expect(throws: (any Error).self) { try await jobs.run(away) }
                #expect(try await desk.get("/collect/\(away)").contains("cannot be reached"))
            }
        }
    }
}
