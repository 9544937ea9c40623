import Post
import Testing
import Vocabulary

@Suite("bounces") struct BounceReportTests {
    private func dsn(_ recipients: String, original: String = "text/rfc822-headers") -> [UInt8] {
        Samples.bytes(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.isp.example
            To: bounces@cert.example
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"

            --b
            Content-Type: text/plain

            I'm sorry.

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.isp.example
            Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0000

            \(recipients)

            --b
            Content-Type: \(original)

            From: notices@cert.example
            Message-ID:
              <n1@cert.example>
            Subject: Notice

            --b--

            """)
    }

    @Test("a report for machines tells each recipient", arguments: ["text/rfc822-headers", "message/rfc822"])
    func standard(original: String) throws {
        let mail = try ReceivedMail(
            dsn(
                """
                Original-Recipient: rfc822;abuse@isp.example
                Final-Recipient: rfc822; forwarded@other.example
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 <forwarded@other.example>:
                    user unknown

                Final-Recipient: rfc822; full@isp.example
                Action: delayed
                Status: 4.2.2 (mailbox full)

                Final-Recipient: not an address
                Action: failed
                """, original: original))
        #expect(
            mail.bounces == [
                BounceReport(
                    recipient: try Samples.address("abuse@isp.example"), action: .failed, status: EnhancedStatus("5.1.1"),
                    diagnostic: "550 5.1.1 <forwarded@other.example>: user unknown", originalID: try Samples.id("n1@cert.example"),
                    isFromWords: false),
                BounceReport(
                    recipient: try Samples.address("full@isp.example"), action: .delayed, status: EnhancedStatus("4.2.2"), diagnostic: "",
                    originalID: try Samples.id("n1@cert.example"), isFromWords: false),
            ])
        #expect(mail.bounces.map(\.isPermanent) == [true, false])
        #expect(mail.isAutomatic)
    }

    @Test("Exim's bounces are read out of their words")
    func exim() throws {
        let mail = try ReceivedMail(
            Samples.bytes(
                """
                Return-path: <>
                X-Failed-Recipients: abuse@isp.example
                Auto-Submitted: auto-replied
                From: Mail Delivery System <Mailer-Daemon@mx.isp.example>
                Subject: Mail delivery failed: returning message to sender

                A message that you sent could not be delivered.

                  abuse@isp.example
                    host mx.isp.example [192.0.2.1]
                    SMTP error from remote mail server after RCPT TO: 550 5.1.1 User unknown

                ------ This is a copy of the message, including all the headers. ------

                From: notices@cert.example
                Message-ID: <n1@cert.example>

                """))
        let bounce = try #require(mail.bounces.first)
        #expect(bounce.recipient.description == "abuse@isp.example")
        #expect(bounce.status == EnhancedStatus("5.1.1"))
        #expect(bounce.originalID?.text == "n1@cert.example")
        #expect(bounce.isFromWords && bounce.isPermanent)
    }

    @Test("qmail's bounces are read out of their words")
    func qmail() throws {
        let mail = try ReceivedMail(
            Samples.bytes(
                """
                From: MAILER-DAEMON@mx.isp.example
                Subject: failure notice

                Hi. This is the qmail-send program at mx.isp.example.
                I'm afraid I wasn't able to deliver your message to the following addresses.

                <abuse@isp.example>:
                Sorry, no mailbox here by that name. (#5.1.1)

                <other@isp.example>:
                Over quota. (#4.2.2)

                --- Below this line is a copy of the message.

                Message-ID: <n1@cert.example>

                """))
        #expect(mail.bounces.map(\.recipient.description) == ["abuse@isp.example", "other@isp.example"])
        #expect(mail.bounces.map { $0.status?.description } == ["5.1.1", "4.2.2"])
        #expect(mail.bounces.allSatisfy { $0.originalID?.text == "n1@cert.example" })
    }

    @Test("an answer that talks of a failure is no bounce")
    func noBounce() throws {
        let mail = try ReceivedMail(
            Samples.bytes("From: ivan@isp.example\nSubject: failure notice\n\n<abuse@isp.example>:\nno mailbox (#5.1.1)\n"))
        #expect(mail.bounces.isEmpty)
    }

    @Test(
        "a status has three numbers",
        arguments: [
            ("5.1.1", "5.1.1"), ("4.2.2", "4.2.2"), ("3.1.1", nil), ("5.1", nil), ("5.1.1234", nil), ("192.0.2", nil), ("5..1", nil),
            ("", nil),
        ])
    func status(text: String, read: String?) {
        #expect(EnhancedStatus(text)?.description == read)
    }
}
