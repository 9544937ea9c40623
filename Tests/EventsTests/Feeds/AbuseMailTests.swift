import Events
import Testing

@Suite("Abuse reports by mail")
struct AbuseMailTests {
    private static let registry = FeedRegistry()

    /// Reads a mail as the feed it is taken for.
    private func read(_ mail: String) throws -> (event: Event?, refused: [String]) {
        let bytes = Array(mail.utf8)
        let match = try bytes.withUnsafeBytes { try Self.registry.detect(fileName: "report.eml", head: $0) }
        guard case .one(let definition) = match else {
            Issue.record("it is taken for \(match)")
            return (nil, [])
        }
        #expect(definition.code == "xarf/mail")
        let reading = FeedReader.read(bytes, definition: definition)
        #expect(reading.batch.rowCount + reading.rejections.count == 1)
        return (reading.batch.rowCount == 1 ? reading.batch.event(at: 0) : nil, reading.rejections.map(\.reason))
    }

    private func mail(_ header: String, _ parts: [(type: String, body: String)]) -> String {
        var text = "From: <reports@example.net>\nTo: <abuse@example.com>\nDate: Tue, 31 Mar 2026 01:08:13 +0000\nSubject: Report\n"
        text += "MIME-Version: 1.0\n\(header)\n\n"
        for part in parts { text += "--part\nContent-Type: \(part.type)\n\n\(part.body)\n" }
        return text + "--part--\n"
    }

    @Test("a feedback report says who sent the spam and when")
    func feedback() throws {
        let report = """
            Feedback-Type: abuse
            User-Agent: Example/1.0
            Version: 1
            Arrival-Date: Tue, 31 Mar 2026 01:00:00 +0000
            Source-IP: 192.0.2.1
            Reported-Domain: www.example.org
            Reported-Uri: http://www.example.org/a
            Reported-Uri: http://www.example.org/b
            """
        let text = mail(
            "Content-Type: multipart/report; report-type=feedback-report; boundary=part",
            [
                ("text/plain", "Spam."), ("message/feedback-report", report),
                ("message/rfc822", "From: <a@example.org>\nSubject: Buy\n\nNow."),
            ])
        let event = try #require(try read(text).event)
        #expect(event[.classificationType] == .text("spam"))
        #expect(event[.sourceIP] == .text("192.0.2.1"))
        #expect(event[.sourceFQDN] == .text("www.example.org"))
        #expect(event[.sourceURL] == .text("http://www.example.org/a"))
        #expect(event[.timeSource] == .time(1_774_918_800_000_000))
        #expect(event[.extra("subject")] == .text("Buy"))
        #expect(event[.extra("reporter")] == .text("<reports@example.net>"))
    }

    @Test("that a mail was no spam is nothing to tell")
    func notSpam() throws {
        let text = mail(
            "Content-Type: multipart/report; report-type=feedback-report; boundary=part",
            [("message/feedback-report", "Feedback-Type: not-spam\nVersion: 1\nSource-IP: 192.0.2.1")])
        let bytes = Array(text.utf8)
        let definition = try #require(try Self.registry.definition("xarf/mail"))
        let reading = FeedReader.read(bytes, definition: definition)
        #expect(reading.batch.rowCount == 0 && reading.rejections.isEmpty)
    }

    @Test("X-ARF 0.2 says it in lines")
    func keyed() throws {
        let report = """
            Reported-From: reports@example.net
            Category: abuse
            Report-Type: login-attack
            Service: ssh
            Port: 22
            Report-ID: 1@example.net
            Date: Tue, 31 Mar 2026 01:00:00 +0000
            Source-Type: ip-address
            Source: 192.0.2.7
            """
        let text = mail(
            "X-ARF: YES\nContent-Type: multipart/mixed; boundary=part",
            [("text/plain", "An attack."), ("text/plain; name=report.txt", report), ("text/plain; name=logfile.log", "sshd")])
        let event = try #require(try read(text).event)
        #expect(event[.classificationType] == .text("brute-force"))
        #expect(event[.sourceIP] == .text("192.0.2.7"))
        #expect(event[.destinationPort] == .integer(22))
        #expect(event[.protocolApplication] == .text("ssh"))
        #expect(event[.timeSource] == .time(1_774_918_800_000_000))
    }

    @Test("XARF says it in JSON")
    func json() throws {
        let report = """
            {"xarf_version": "4.2.0", "report_id": "1", "timestamp": "2026-03-31T01:00:00Z", "reporter": {"org": "Example CERT"},
             "source_identifier": "192.0.2.9", "source_port": 4711, "category": "connection", "type": "port_scan"}
            """
        let text = mail(
            "X-XARF: PLAIN\nContent-Type: multipart/mixed; boundary=part",
            [("text/plain", "A scan."), ("application/json; name=xarf.json", report)])
        let event = try #require(try read(text).event)
        #expect(event[.classificationType] == .text("scanner"))
        #expect(event[.sourceIP] == .text("192.0.2.9"))
        #expect(event[.sourcePort] == .integer(4711))
        #expect(event[.timeSource] == .time(1_774_918_800_000_000))
        #expect(event[.extra("reporter")] == .text("Example CERT"))
    }

    @Test("a complaint in plain words is kept for a person")
    func plain() throws {
        let (event, refused) = try read(
            "From: <a@example.org>\nDate: Tue, 31 Mar 2026 01:08:13 +0000\nSubject: Help\n\nYour network attacks mine.\n")
        #expect(event == nil)
        #expect(refused.first?.contains("classification.type") == true)
    }
}
