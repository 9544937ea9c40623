import Post
import Testing
import Vocabulary

@Suite("composing a mail") struct MailMessageTests {
    @Test("a plain mail is the same bytes each time")
    func plain() throws {
        let mail = try Samples.message(subject: "Yoluxmuş cihazlar", text: "Salam, ə!\nFrom here\n").composed(boundarySeed: "s")
        let golden = """
            From: CERT <notices@cert.example>
            To: abuse@isp.example
            Subject: =?UTF-8?B?WW9sdXhtdcWf?= cihazlar
            Date: Mon, 24 Nov 2025 16:00:00 +0000
            Message-ID: <n1@cert.example>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Salam, =C9=99!
            =46rom here

            """
        #expect(String(decoding: mail.bytes, as: UTF8.self).replacing("\r\n", with: "\n") == golden)
    }

    @Test("a report for people and machines has its parts in order")
    func report() throws {
        var message = try Samples.message()
        message.html = "<p>Hello.</p>"
        message.reportType = "feedback-report"
        message.automatic = .generated
        message.inReplyTo = [try Samples.id("a@cert.example")]
        message.references = [try Samples.id("b@cert.example"), try Samples.id("a@cert.example")]
        message.unsubscribe = ListUnsubscribe(mail: "mailto:out@cert.example", web: "https://portal.cert.example/u/1", isOneClick: true)
        message.fields = [MailField("X-XARF", "PLAIN")]
        message.attachments = [
            MailAttachment(name: "", mediaType: "message/feedback-report", bytes: Samples.bytes("Feedback-Type: abuse\nVersion: 1\n")),
            MailAttachment(name: "findings.csv", mediaType: "text/csv; charset=utf-8", bytes: Samples.bytes("a,b\r\n")),
        ]
        let golden = """
            From: CERT <notices@cert.example>
            To: abuse@isp.example
            Subject: Notice
            Date: Mon, 24 Nov 2025 16:00:00 +0000
            Message-ID: <n1@cert.example>
            In-Reply-To: <a@cert.example>
            References: <b@cert.example>
             <a@cert.example>
            Auto-Submitted: auto-generated
            List-Unsubscribe: <mailto:out@cert.example>,
             <https://portal.cert.example/u/1>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            X-XARF: PLAIN
            MIME-Version: 1.0
            Content-Type: multipart/report; boundary="=_seed1.1";
            \treport-type=feedback-report

            --=_seed1.1
            Content-Type: multipart/alternative; boundary="=_seed1.2"

            --=_seed1.2
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Hello.

            --=_seed1.2
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Hello.</p>

            --=_seed1.2--

            --=_seed1.1
            Content-Type: message/feedback-report
            Content-Transfer-Encoding: 7bit

            Feedback-Type: abuse
            Version: 1

            --=_seed1.1
            Content-Type: text/csv; charset=utf-8
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename=findings.csv

            YSxiDQo=

            --=_seed1.1--

            """
        #expect(
            String(decoding: try message.composed(boundarySeed: "seed1\r\n=\"").bytes, as: UTF8.self).replacing("\r\n", with: "\n")
                == golden)
    }

    @Test("what is written is read again, in every letter and byte")
    func roundTrip() throws {
        let words = "Şəbəkənizdə yoluxmuş cihazlar: ığöüçŞƏĞIİ — Привет, 世界 🦊"
        var message = try Samples.message(
            subject: words + " " + words + " " + words, text: words + "\n" + String(repeating: "uzun söz ", count: 500) + "\n\u{0}.\n")
        message.from.name = "Milli Mərkəz, \"CERT\" <x@y.example>"
        message.cc = try (1...50).map { MailParty(try Samples.address("a\($0)@isp.example"), name: "Əli Ağayev \($0)") }
        message.replyTo = [MailParty(try Samples.address("answers@cert.example"))]
        message.html = "<p>\(words)</p>"
        message.language = .az
        message.references = try (1...60).map { try Samples.id("a-long-identifier-\($0)@cert.example") }
        let everyByte = (0...255).map { UInt8($0) } + (0...255).map { UInt8(255 - $0) }
        message.attachments = [MailAttachment(name: "hesabat şəbəkə.bin", mediaType: "application/octet-stream", bytes: everyByte)]
        let bytes = try message.composed(boundarySeed: "s").bytes
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 250 })
        #expect(lines.dropLast().allSatisfy { $0.last == 0x0D })
        let read = try ReceivedMail(bytes)
        #expect(read.from == [message.from])
        #expect(read.to == message.to)
        #expect(read.cc == message.cc)
        #expect(read.replyTo == message.replyTo)
        #expect(read.subject == message.subject)
        #expect(read.id == message.id)
        #expect(read.date == message.date)
        #expect(read.references == message.references)
        #expect(read.language == .az)
        #expect(read.text == message.text.filter { $0 != "\u{0}" })
        #expect(read.html == "<p>\(words)</p>\n")
        #expect(read.attachments.map(\.bytes) == [everyByte])
        #expect(read.attachments.map(\.name) == ["hesabat şəbəkə.bin"])
    }

    static let hostile = [
        "x\r\nBcc: victim@example.com", "x\nBcc: victim@example.com", "x\rBcc: victim@example.com", "x\u{0}y", "x\u{85}Bcc: v@example.com",
        "x\u{2028}Bcc: v@example.com", "x\u{B}y", "x\u{7F}y", "\n\nbody",
    ]

    @Test("a line break in a value of the header is refused", arguments: hostile)
    func refusesLineBreaks(value: String) throws {
        let changes: [(String, (inout MailMessage) -> Void)] = [
            ("Subject", { $0.subject = value }), ("From", { $0.from.name = value }), ("To", { $0.to[0].name = value }),
            ("Cc", { $0.cc = [MailParty($0.from.address, name: value)] }),
            ("Reply-To", { $0.replyTo = [MailParty($0.from.address, name: value)] }),
            ("X-Feed", { $0.fields = [MailField("X-Feed", value)] }),
            ("filename", { $0.attachments = [MailAttachment(name: value, mediaType: "text/csv", bytes: [])] }),
        ]
        for (field, change) in changes {
            var message = try Samples.message()
            change(&message)
            #expect(throws: MailRefusal.controlCharacter(field: field)) { try message.composed(boundarySeed: "s") }
        }
        var message = try Samples.message(subject: HeaderText.singleLine(value), text: value)
        message.html = value
        let mail = try message.composed(boundarySeed: "s")
        let header = try #require(String(decoding: mail.bytes, as: UTF8.self).split(separator: "\r\n\r\n").first)
        #expect(!header.split(separator: "\r\n").contains { $0.hasPrefix("Bcc") })
        #expect(try ReceivedMail(mail.bytes).field("Bcc") == nil)
    }

    @Test("encoded words, quotes and brackets in feed values stay what they are")
    func staysText() throws {
        for value in [
            "=?utf-8?q?x=0D=0ABcc:_v@example.com?=", "\"; filename=\"x.exe", "a\\\"b <c@example.com>,", "%0d%0aBcc: v@example.com",
        ] {
            var message = try Samples.message(subject: value)
            message.from.name = value
            let read = try ReceivedMail(message.composed(boundarySeed: "s").bytes)
            #expect(read.field("Bcc") == nil)
            #expect(read.from.map(\.address) == [message.from.address])
        }
    }

    static let refused: [(@Sendable (inout MailMessage) -> Void, MailRefusal)] = [
        ({ $0.to = [] }, .noRecipient),
        ({ $0.fields = [MailField("Bcc", "v@example.com")] }, .fieldName("Bcc")),
        ({ $0.fields = [MailField("X-A: b\r\nBcc", "v@example.com")] }, .fieldName("X-A: b\r\nBcc")),
        ({ $0.fields = [MailField("Content-Type", "text/html")] }, .fieldName("Content-Type")),
        ({ $0.attachments = [MailAttachment(name: "../../etc/passwd", mediaType: "text/csv", bytes: [])] }, .fileName("../../etc/passwd")),
        ({ $0.attachments = [MailAttachment(name: "a", mediaType: "text", bytes: [])] }, .mediaType("text")),
        (
            { $0.attachments = [MailAttachment(name: "a", mediaType: "text/csv; a=\"b\r\nBcc: v\"", bytes: [])] },
            .mediaType("text/csv; a=\"b\r\nBcc: v\"")
        ),
        ({ $0.unsubscribe = ListUnsubscribe(web: "https://x.example/\r\nBcc: v") }, .link("https://x.example/\r\nBcc: v")),
        ({ $0.unsubscribe = ListUnsubscribe(web: "javascript:alert(1)") }, .link("javascript:alert(1)")),
        ({ $0.subject = String(repeating: "x", count: 2001) }, .tooLong(field: "Subject", limit: 2000)),
    ]

    @Test("what cannot be written is refused with a reason", arguments: refused)
    func refuses(change: @Sendable (inout MailMessage) -> Void, refusal: MailRefusal) throws {
        var message = try Samples.message()
        change(&message)
        #expect(throws: refusal) { try message.composed(boundarySeed: "s") }
        #expect(!refusal.description.isEmpty)
    }

    @Test("an enclosed mail that is not ASCII is sent as message/global")
    func enclosed() throws {
        for (text, type) in [("Subject: a\n\nb\n", "message/rfc822"), ("Subject: ə\n\nb\n", "message/global")] {
            var message = try Samples.message()
            message.attachments = [MailAttachment(name: "mail.eml", mediaType: "message/rfc822", bytes: Samples.bytes(text))]
            let read = try ReceivedMail(message.composed(boundarySeed: "s").bytes)
            #expect(read.attachments.map(\.declaredType) == [type])
        }
    }

    @Test(
        "a feed value is put on one line, and cut between characters",
        arguments: [
            ("a\r\n  b\tc\u{0}", 100, "a b c"), ("", 100, ""), ("əəəəə", 9, "əəə…"), ("əəəəə", 10, "əəəəə"), ("\n\n", 5, ""),
        ])
    func singleLine(text: String, limit: Int, line: String) {
        #expect(HeaderText.singleLine(text, limit: limit) == line)
    }
}
