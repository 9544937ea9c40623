import CentreTesting
import EventStore
import Foundation
import Testing

@testable import Observation

/// Run by `Tests/Mail/realservers.py`, which starts Postfix and Dovecot and says where they are.
@Suite(
    "A mailbox of Dovecot",
    .enabled(if: ProcessInfo.processInfo.environment["KESHIK_TEST_IMAP_PORT"] != nil, "run Tests/Mail/realservers.py"))
struct RealMailboxTests {
    @Test("reports that Postfix delivered are read from Dovecot, each once")
    func reports() async throws {
        let all = ProcessInfo.processInfo.environment
        let (smtp, imap) = (try #require(all["KESHIK_TEST_SMTP_PORT"]), try #require(all["KESHIK_TEST_IMAP_PORT"]))
        let password = try #require(all["KESHIK_TEST_PASSWORD"])
        for (place, id) in ["first", "second"].enumerated() {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).eml")
            let text = MailboxJourneyTests.mail("\(id)-\(UUID().uuidString)", ip: "192.0.2.\(81 + place)")
            try Data(text.replacingOccurrences(of: "\n", with: "\r\n").utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let curl = Process()
            curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
            curl.arguments = [
                "--silent", "--show-error", "--url", "smtp://127.0.0.1:\(smtp)", "--mail-from", "reports@provider.example", "--mail-rcpt",
                "bounces@isp.example", "--upload-file", file.path,
            ]
            try curl.run()
            curl.waitUntilExit()
            #expect(curl.terminationStatus == 0)
        }
        try await World.use([]) { (world: World) async throws in
            let desk = world.desk()
            _ = try await desk.get("/collect/new/mailbox")
            let done = try await desk.post(
                "/collect/new/mailbox",
                [
                    ("name", "Dovecot"), ("place", "127.0.0.1:\(imap)"), ("encryption", "starttls"), ("user", "bounces"),
                    ("secret", password), ("senders", "provider.example"), ("schedule", "*/10 * * * *"), ("enabled", "yes"),
                ])
            let id = try #require(done.location?.split(separator: "/").last.map(String.init))
            let jobs = try #require(world.observation.collecting)
            // Delivery goes on after Postfix has taken a mail.
            for _ in 0..<100 where try world.store.statistics().events < 2 {
                _ = try await jobs.run(id)
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(try world.store.statistics().events == 2)
            #expect(try await jobs.run(id).hasSuffix("nothing new"))
        }
    }
}
