import Post
import Testing
import Vocabulary

@Suite("reading a mail") struct ReceivedMailTests {
    private func nested(_ depth: Int, enclosed: Bool = false) -> [UInt8] {
        if enclosed {
            return Samples.bytes(
                String(repeating: "Subject: n\nContent-Type: message/rfc822\n\n", count: depth) + "Subject: last\n\nwords\n")
        }
        let parts = (0..<depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
        return Samples.bytes("Subject: nested\n" + parts + "Content-Type: text/plain\n\nwords\n")
    }

    @Test("an answer is read with its thread")
    func answer() throws {
        let mail = try ReceivedMail(
            Samples.bytes(
                """
                From: =?windows-1251?B?yOLg7Q==?= <ivan@isp.example>
                To: notices@cert.example
                Subject: Re: =?utf-8?q?Yoluxmu=C5=9F?= cihazlar
                Date: Tue, 24 Nov 2026 10:00:00 +0400
                Message-ID: <r1@isp.example>
                In-Reply-To: <n2@cert.example>
                References: <n1@cert.example>
                 <n2@cert.example>
                Content-Type: text/plain; charset=windows-1251
                Content-Transfer-Encoding: base64

                yOsg8ODh7vLg5e4u
                """))
        #expect(mail.from == [MailParty(try Samples.address("ivan@isp.example"), name: "Иван")])
        #expect(mail.subject == "Re: Yoluxmuş cihazlar")
        #expect(mail.date == Instant("2026-11-24T06:00:00Z"))
        #expect(mail.threadReferences.map(\.text) == ["n2@cert.example", "n1@cert.example"])
        #expect(mail.text == "Ил работаео.")
        #expect(!mail.isAutomatic)
    }

    @Test(
        "encoded words side by side are read whole",
        arguments: [
            ("=?utf-8?B?YQ==?= =?UTF-8?B?YmI=?=\n =?utf-8?Q?c=20_d?= e", "abbc  d e"), ("=?utf-8?B?yQ==?= =?utf-8?B?mQ==?=", "ə"),
            ("=?utf-8?q?=C9?= =?utf-8?q?=99?=", "ə"), ("=?utf-8?B?YQ==?= =?windows-1251?B?yA==?=", "aИ"),
            ("=?utf-8?B?YQ==?= b =?utf-8?B?Yg==?=", "a b b"),
            ("=?utf-8?X?YQ==?= =?", "=?utf-8?X?YQ==?= =?"), ("=?=?=?=", "=?=?=?="),
        ])
    func encodedWords(value: String, text: String) throws {
        let mail = try ReceivedMail(
            Samples.bytes(
                "From: \(value.contains("=?=") ? "x" : value) <a@isp.example>\nSubject: \(value)\nContent-Type: text/csv\n"
                    + "Content-Disposition: attachment; filename=\"\(value)\"\n\na"
            ))
        #expect(mail.subject == HeaderText.singleLine(text))
        if !value.contains("=?=") { #expect(mail.from.map(\.name) == [HeaderText.singleLine(text)]) }
        #expect(mail.attachments.map(\.name) == [HeaderText.singleLine(text)])
    }

    static let automatic = [
        "Auto-Submitted: auto-replied (vacation)", "Auto-Submitted: auto-generated", "Auto-Submitted: something", "Precedence: bulk",
        "Return-Path: <>", "X-Autoreply: yes",
    ]

    @Test("what a program wrote is known by its header", arguments: automatic)
    func isAutomatic(field: String) throws {
        #expect(try ReceivedMail(Samples.bytes("From: a@isp.example\n\(field)\n\nI am away.\n")).isAutomatic)
        #expect(try !ReceivedMail(Samples.bytes("From: a@isp.example\nAuto-Submitted: no\n\nI am here.\n")).isAutomatic)
    }

    @Test("nesting is followed up to the limit and refused beyond", arguments: [false, true])
    func nesting(enclosed: Bool) throws {
        #expect(try ReceivedMail(nested(30, enclosed: enclosed)).fields.isEmpty == false)
        for depth in [33, 1000, 20_000] {
            #expect(throws: UnreadableMail.tooDeep(limit: 32)) { try ReceivedMail(nested(depth, enclosed: enclosed)) }
        }
    }

    @Test("a huge mail is refused")
    func huge() {
        var limits = MailLimits()
        limits.total = 1000
        #expect(throws: UnreadableMail.tooLarge(limit: 1000)) {
            try ReceivedMail(Samples.bytes("Subject: a\n\n" + String(repeating: "x", count: 1000)), limits: limits)
        }
    }

    @Test("a header of 50 MB is refused, in one field or in many")
    func hugeHeader() {
        let many = String(repeating: "X-Field: \(String(repeating: "x", count: 990))\n", count: 50_000)
        #expect(throws: UnreadableMail.headerTooLarge(limit: 256 << 10)) { try ReceivedMail(Samples.bytes(many + "\nwords\n")) }
        let one = "Subject: a\nX-Field: " + String(repeating: "x\n ", count: 17_000_000)
        #expect(throws: UnreadableMail.headerTooLarge(limit: 256 << 10)) { try ReceivedMail(Samples.bytes(one + "\n\nwords\n")) }
        let inPart =
            "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; x="
            + String(repeating: "x", count: 40_000) + "\n\nw\n"
        #expect(throws: UnreadableMail.fieldTooLong(name: "Content-Type", limit: 8 << 10)) { try ReceivedMail(Samples.bytes(inPart)) }
        let fields = "Subject: a\nContent-Type: message/rfc822\n\n" + String(repeating: "X-A: b\n", count: 1_000_000)
        #expect(throws: UnreadableMail.tooManyFields(limit: 200_000)) { try ReceivedMail(Samples.bytes(fields)) }
        let addresses = String(repeating: "To: \(String(repeating: "a@isp.example,", count: 2000))\n", count: 40)
        let enclosed = "Subject: a\nContent-Type: message/rfc822\n\n" + addresses + "\nw\n"
        #expect(throws: UnreadableMail.tooManyAddresses(limit: 1 << 20)) { try ReceivedMail(Samples.bytes(enclosed)) }
    }

    @Test("too many parts are refused")
    func manyParts() {
        let head = "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n"
        for count in [1001, 50_000, 2_000_000] {
            #expect(throws: UnreadableMail.tooManyParts(limit: 1000)) {
                try ReceivedMail(Samples.bytes(head + String(repeating: "--b\n\nx\n", count: count)))
            }
        }
    }

    @Test("what is no mail is refused", arguments: ["", "\n", "\n\n\nwords"])
    func noMail(text: String) {
        #expect(throws: UnreadableMail.noHeader) { try ReceivedMail(Samples.bytes(text)) }
    }

    @Test(
        "broken base64 gives what is left, and is said to be broken",
        arguments: [
            ("SGVsbG8=", false), ("SGVs\nbG8=\n", false), ("SGVsbG8", true), ("SGVs*bG8=", true), ("SGVsbG8=SGVs", true), ("ə", true),
            ("", false),
        ])
    func brokenBase64(content: String, isDamaged: Bool) throws {
        let mail = try ReceivedMail(
            Samples.bytes("Subject: a\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n\(content)\n"))
        #expect(mail.attachments.map(\.isDamaged) == [isDamaged])
    }

    @Test(
        "a file is taken for what it is, not for what it says",
        arguments: [
            ("MZ\u{1}\u{0}", "application/pdf", "application/vnd.microsoft.portable-executable", true),
            ("%PDF-1.7", "application/pdf", "application/pdf", false), ("<html><script>", "image/png", "text/html", true),
            ("a,b\n", "text/csv", "text/plain", false),
            (
                "PK\u{3}\u{4}....word/....[Content_Types].xml", "application/zip",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document", true
            ),
        ])
    func sniffs(content: String, declared: String, sniffed: String, isDisguised: Bool) throws {
        let mail = try ReceivedMail(Samples.bytes("Subject: a\nContent-Type: \(declared); name=\"../../a\u{202E}b.exe\"\n\n\(content)"))
        let file = try #require(mail.attachments.first)
        #expect(file.name == "ab.exe")
        #expect(file.declaredType == declared)
        #expect(file.sniffedType == sniffed)
        #expect(file.isDisguised == isDisguised)
    }

    @Test("the words of HTML are read where there are no others")
    func htmlOnly() throws {
        let mail = try ReceivedMail(
            Samples.bytes("Subject: a\nContent-Type: text/html; charset=utf-8\n\n<p>Salam <b>dünya</b></p><script>x()</script>"))
        #expect(mail.text == "Salam dünya")
    }

    @Test("an enclosed mail is a file with all its bytes, and its words are not those of the mail")
    func enclosed() throws {
        let inner = "From: phisher@bank.example\nSubject: Win\n\nClick here\n"
        let mail = try ReceivedMail(
            Samples.bytes(
                "Subject: Fwd\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\n"
                    + "Content-Type: message/rfc822\n\n\(inner)--b--\n"
            ))
        #expect(mail.text.hasPrefix("See below."))
        let file = try #require(mail.attachments.first)
        #expect(file.declaredType == "message/rfc822")
        #expect(String(decoding: file.bytes, as: UTF8.self).trimmingSuffix == inner.trimmingSuffix)
    }

    @Test("any bytes are read or refused, and never more", arguments: 0..<200)
    func anyBytes(seed: UInt64) {
        var random = SmallRandom(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        var bytes =
            nested(3)
            + Samples.bytes("--b2\nContent-Type: message/delivery-status\n\nA: b\n\nFinal-Recipient: rfc822; a@b.example\n--b1--\n")
        for _ in 0..<(1 + random.next() % 40) { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
        do throws(UnreadableMail) {
            let mail = try ReceivedMail(bytes)
            #expect(mail.text.utf8.count <= bytes.count * 3)
        } catch {
            #expect(!error.description.isEmpty)
        }
    }
}

extension String {
    fileprivate var trimmingSuffix: Substring { self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)] }
}

/// Numbers that are the same in each run.
struct SmallRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
