import Events
import Foundation
import Testing

/// Mails and reports of others, read where they lie beside the repository.
private let sharedData = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../../../../shared/data").standardizedFileURL

private func files(_ folder: String, _ suffix: String) -> [URL] {
    let root = sharedData.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted().map { root.appendingPathComponent($0) }
}

private let sharedMails = files("exchange/arf", ".eml")

@Suite("Mails to the abuse desk")
struct MailFormatTests {
    private func read(_ text: String) -> ReadRecords { ReadRecords(MailFormat(), text) }

    private func multipart(_ type: String, header: String = "", _ parts: [String]) -> String {
        "From: Desk <desk@example.net>\nSubject: =?utf-8?B?xZ5pa2F5yZl0?=\nDate: Fri, 2 Jan 2026 03:04:05 +0000\n"
            + "Message-ID: <1@example.net>\n\(header)MIME-Version: 1.0\nContent-Type: \(type); boundary=\"cut\"\n\n"
            + parts.map { "--cut\n\($0)\n" }.joined() + "--cut--\n"
    }

    private let ofMail = [
        "mail.subject": "Şikayət", "mail.from": "Desk <desk@example.net>", "mail.date": "Fri, 2 Jan 2026 03:04:05 +0000",
        "mail.message-id": "<1@example.net>",
    ]
    private let note = "Content-Type: text/plain; charset=utf-8\n\nPlease look."
    private let feedback = "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\nSource-IP: 192.0.2.1\n"

    // MARK: Texts

    @Test("a mail that is HTML only gives what a person would read of it, with where its links lead")
    func htmlOnly() {
        let html = """
            <html><head><title>no</title><style>p { color: red }</style></head><body><!-- <p>not this</p> -->
            <p>Dear&nbsp;team,<br>please look at <a href="http://bank.example/?a=1&amp;b=2" title="x>y">our bank</a>.</p>
            <script>alert("no")</script><table><tr><td>192.0.2.1</td><td>&#x430;&#1073;&lt;&unknown;</td></tr></table>
            <a href='https://a.example/'>https://a.example/</a> 3 < 4 & so</body></html>
            """
        let row = read(multipart("multipart/alternative", ["Content-Type: text/html; charset=utf-8\n\n" + html])).rows.first
        let expected = [
            "Dear team,", "please look at our bank <http://bank.example/?a=1&b=2>.", "", "192.0.2.1 аб<&unknown;", "",
            "https://a.example/ 3 < 4 & so",
        ]
        #expect(row?["text"]?.split(separator: "\n", omittingEmptySubsequences: true).map { String($0) } == expected.filter { !$0.isEmpty })
        let both = read(multipart("multipart/alternative", [note, "Content-Type: text/html\n\n<p>Other words"])).rows.first
        #expect(both?["text"] == "Please look.")
    }

    @Test(
        "words of a subject that stand side by side are read to the last, padded or cut within a letter",
        arguments: [
            ("=?utf-8?B?YQ==?= =?utf-8?B?Yg==?=", "ab"), ("=?UTF-8?b?xQ==?=\n =?utf-8?B?nw==?= x", "ş x"),
            ("=?utf-8?B?YQ==?= b =?utf-8?B?Yw==?=", "a b c"), ("=?utf-8?B?YQ==?= =?utf-8?Q?b?=", "ab"),
        ])
    func neighbouringWords(subject: String, text: String) {
        let row = read("From: a@example.net\nSubject: \(subject)\n\nx").rows.first
        #expect(row?["subject"] == text)
    }

    @Test(
        "HTML that ends anywhere gives a text, never a trap",
        arguments: ["<", "<a", "<a href", "<a href=", "<a href='x", "</", "<!--", "&", "&#", "&#x;", "<script", "<style>x</", "<p><"])
    func brokenHTML(_ html: String) {
        let row = read(multipart("multipart/alternative", ["Content-Type: text/html\n\nA\(html)"])).rows.first
        #expect(row?["text"]?.hasPrefix("A") == true)
    }

    @Test("in an mbox, one sign is taken from lines that were escaped; in a mail by itself none")
    func escapedLines() {
        let mail = "From: a@example.net\nSubject: x\n\n>From here on\n>>From there\n> From a quote\n"
        let boxed = read("From a@example.net Fri Jan  2 03:04:05 2026\n" + mail).rows
        #expect(boxed.map { $0["text"] } == ["From here on\n>From there\n> From a quote\n"])
        #expect(read(mail).rows.map { $0["text"] } == [">From here on\n>>From there\n> From a quote\n"])
    }

    // MARK: ARF

    @Test("a feedback report becomes cells named as in RFC 5965, beside the header of the mail and of what it complains about")
    func arf() {
        let records = read(
            multipart(
                "multipart/report; report-type=feedback-report",
                [
                    note,
                    feedback
                        + "Arrival-Date: Fri,\n 2 Jan 2026 03:00:00 +0000\n"
                        + "Reported-URI: http://a.example/\nReported-URI: http://b.example/\n",
                    "Content-Type: message/rfc822\n\nFrom: spammer@example.com\nSubject: =?iso-8859-1?Q?caf=E9?=\n"
                        + "Date: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-ID: <2@example.com>\n\nBuy",
                ]))
        let expected = [
            "report-format": "arf", "feedback-type": "abuse", "version": "1", "source-ip": "192.0.2.1",
            "arrival-date": "Fri, 2 Jan 2026 03:00:00 +0000", "reported-uri": "http://a.example/\nhttp://b.example/",
            "original.from": "spammer@example.com", "original.subject": "café", "original.date": "Thu, 1 Jan 2026 00:00:00 +0000",
            "original.message-id": "<2@example.com>",
        ]
        #expect(records.rows == [expected.merging(ofMail) { $1 }])
    }

    @Test("a feedback report in base64, with only the header of what it complains about")
    func arfHeaders() {
        let body = Data("Feedback-Type: fraud\r\nVersion: 1\r\nSource-IP: 2001:db8::1\r\n".utf8).base64EncodedString()
        let row = read(
            multipart(
                "multipart/report",
                [
                    note, "Content-Type: message/feedback-report\nContent-Transfer-Encoding: base64\n\n\(body)",
                    "Content-Type: text/rfc822-headers\n\nFrom: x@example.com\nSubject: =?utf-8?Q?=C5=9E?=\n folded\n",
                ])
        ).rows.first
        #expect(row?["source-ip"] == "2001:db8::1")
        #expect(row?["original.subject"] == "Ş folded")
    }

    @Test("a report that was forwarded as an attachment is read")
    func forwarded() {
        let report = multipart("multipart/report; report-type=feedback-report", [note, feedback]).replacing("cut", with: "inner")
        let row = read(multipart("multipart/mixed", [note, "Content-Type: message/rfc822\n\n" + report])).rows.first
        #expect(row?["source-ip"] == "192.0.2.1")
        #expect(row?["mail.from"] == "Desk <desk@example.net>")
    }

    // MARK: X-ARF and XARF

    @Test("an X-ARF 0.2 report becomes its lines", arguments: ["X-XARF: PLAIN\n", "X-ARF: YES\n"])
    func keyed(header: String) {
        let row = read(
            multipart(
                "multipart/mixed", header: header,
                [
                    note,
                    "Content-Type: text/plain; charset=utf-8; name=\"report.txt\"\n\n---\nReported-From: desk@example.net\n"
                        + "Category: abuse\nReport-Type: login-attack\nSource: 192.0.2.1\nPort: \"22\"\nAttachment: ~\n"
                        + "Date: Fri, 02 Jan 2026 03:00:00 +0000\n",
                ])
        ).rows.first
        let expected = [
            "report-format": "x-arf-0.2", "reported-from": "desk@example.net", "category": "abuse", "report-type": "login-attack",
            "source": "192.0.2.1", "port": "22", "date": "Fri, 02 Jan 2026 03:00:00 +0000",
        ]
        #expect(row == expected.merging(ofMail) { $1 })
    }

    private static let sample =
        #"{"xarf_version":"4.0.0","source_identifier":"192.0.2.1","source_port":7,"reporter":{"org":"o"},"evidence":[1]}"#

    @Test(
        "an XARF report in JSON becomes its members, wherever it stands",
        arguments: [
            "Content-Type: application/json; name=\"xarf.json\"\n\n" + sample,
            "Content-Type: application/json\nContent-Transfer-Encoding: base64\n\n" + Data(sample.utf8).base64EncodedString(),
            "Content-Type: application/octet-stream; name=\"report.json\"\n\n" + sample,
            "Content-Type: text/plain\n\n" + sample,
        ])
    func xarf(part: String) {
        let records = read(multipart("multipart/mixed", header: "X-XARF: PLAIN\n", [note, part]))
        let expected = [
            "report-format": "xarf", "xarf_version": "4.0.0", "source_identifier": "192.0.2.1", "source_port": "7", "reporter.org": "o",
            "evidence": "[1]",
        ]
        #expect(records.rows == [expected.merging(ofMail) { $1 }])
        #expect(records.kinds.first?["source_port"] == .number)
        #expect(records.kinds.first?["evidence"] == .json)
    }

    @Test("JSON as the only body is read")
    func body() {
        let row = read("From: a@example.com\nContent-Type: application/json\n\n" + Self.sample).rows.first
        #expect(row?["source_identifier"] == "192.0.2.1")
    }

    // MARK: Refusals

    @Test("a report that lacks what it must have is refused, and the reason says what")
    func refusals() {
        let report = "multipart/report; report-type=feedback-report"
        let table: [(mail: String, reason: String)] = [
            (multipart(report, [note, "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n"]), "no field “Version”"),
            (multipart(report, [note, "Content-Type: message/feedback-report\n\nVersion: 1\n"]), "no field “Feedback-Type”"),
            (multipart(report, [note]), "no message/feedback-report part"),
            (multipart("multipart/mixed", header: "X-XARF: PLAIN\n", [note]), "neither a report.txt nor JSON"),
            (
                multipart("multipart/mixed", header: "X-ARF: YES\n", [note, "Content-Type: text/plain; name=report.txt\n\nA: b\n"]),
                "no field “Report-Type”"
            ),
            (multipart("multipart/mixed", [note, "Content-Type: application/json\n\n{\"a\" 1}"]), "JSON in the message cannot be read"),
            ("just text\n", "This is no mail"), ("\0\u{1}\u{2}", "This is no mail"), ("X-A: b\n\nbody", "This is no mail"),
        ]
        for row in table {
            let records = read(row.mail)
            #expect(records.rows.isEmpty)
            #expect(
                records.rejections.count == 1 && records.rejections[0].reason.contains(row.reason), "\(row.reason): \(records.rejections)")
            #expect(records.rejectedTexts == [row.mail])
        }
        #expect(read(" \n").rejections.isEmpty)
    }

    // MARK: Any mail

    @Test("a mail in plain words is its header and its text, whatever it is encoded in")
    func plain() {
        let records = read(
            "From: a@example.com\nTo: b@example.com\nSubject: spam from you\nContent-Type: text/plain; charset=iso-8859-9\n"
                + "Content-Transfer-Encoding: quoted-printable\n\nBa=FE =\nlang=FD=E7")
        let expected = [
            "report-format": "text", "from": "a@example.com", "to": "b@example.com", "subject": "spam from you", "text": "Baş langıç",
            "mail.from": "a@example.com", "mail.subject": "spam from you",
        ]
        #expect(records.rows == [expected])
    }

    @Test("of a long text 64 KiB are kept, and no half character")
    func longText() {
        let text = read("From: a@example.com\n\nx" + String(repeating: "ş", count: 50_000)).rows.first?["text"]
        #expect(text?.utf8.count == MailFormat.textLimit - 1)
        #expect(text?.hasSuffix("ş") == true)
    }

    @Test("each message of an mbox is a record, at any buffer length", arguments: [50, 100, 4096, .max])
    func mailbox(buffer: Int) {
        let mails = (0..<5).map {
            "From a@example.com Fri Jan  2 03:04:05 2026\nFrom: a@example.com\nSubject: number \($0)\n"
                + "\nFrom here\n\nFrom there\n>From x\n\n"
        }
        let records = ReadRecords(MailFormat(), mails.joined(), buffer: buffer)
        #expect(records.rows.map { $0["subject"] } == (0..<5).map { "number \($0)" })
        #expect(records.rowTexts == mails)
    }

    // MARK: Damage

    @Test("broken MIME gives what can be made of it")
    func broken() {
        let head = "From: a@example.com\nSubject: s\nMIME-Version: 1.0\nContent-Type: "
        let table: [(rest: String, text: String?)] = [
            ("multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nnever closed", "never closed"),
            ("multipart/mixed\n\nno boundary at all", nil), ("text/plain; charset=no-such-set\n\nx", "x"),
            ("text/plain\nContent-Transfer-Encoding: base64\n\n!!!!", nil), ("text/plain\nContent-Transfer-Encoding: x-none\n\nx", "x"),
            ("text/plain\n\na\0b", "a\0b"),
        ]
        for row in table {
            let records = read(head + row.rest)
            #expect(records.rows.count == 1 && records.rows.first?["subject"] == "s", "\(row.rest)")
            #expect(records.rows.first?["text"] == row.text, "\(row.rest)")
        }
        let latin = Array((head + "text/plain\n\ncaf").utf8) + [0xE9]
        #expect(ReadRecords(MailFormat(), latin).rows.first?["text"] == "café")
        #expect(read(head + ";;;===\n\nx").rows.count == 1)
    }

    @Test("parts ten thousand deep or ten thousand wide are a record or a refusal")
    func deepAndWide() {
        var deep = "From: a@example.com\n"
        for level in 0..<10_000 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        #expect(read(deep + "Content-Type: text/plain\n\nx").rejections.first?.reason.contains("deeper than 16") == true)
        let inner = String(repeating: "Content-Type: message/rfc822\n\nFrom: x@example.com\n", count: 10_000)
        #expect(read("From: a@example.com\n" + inner + "\nx").rows.count == 1)
        #expect(read(multipart("multipart/mixed", Array(repeating: note, count: 10_000))).rows.first?["text"] == "Please look.")
    }

    @Test("a message of nothing but borders is refused before it keeps the parser busy")
    func borders() {
        var mail = "From: a@example.com\n"
        for level in 0..<1000 { mail += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        mail += "Content-Type: text/plain\n\n" + String(repeating: "--\n", count: 150_000)
        #expect(read(mail).rejections.first?.reason.contains("than any mail needs") == true)
    }

    @Test(
        "a header of a million bytes is read",
        arguments: ["(", "a,", "a:b,", "\"", "<", "=?utf-8?Q?x?= ", "a@b,(c)", ";a=b", "\\", "\n ", "a*0=b;", "=?a?b?"])
    func hugeHeader(unit: String) {
        let value = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        for name in ["From", "Content-Type: text/plain; x", "Subject", "Date", "References", "Received", "Content-Disposition: x;"] {
            #expect(read("Subject: s\n\(name): \(value)\n\nx").rows.count == 1)
        }
    }

    @Test("any change of bytes gives records and refusals inside their piece", arguments: 1...4)
    func mutations(seed: UInt64) {
        var numbers = SeededNumbers(seed)
        let report = multipart(
            "multipart/report; report-type=feedback-report", [note, feedback, "Content-Type: message/rfc822\n\n" + Self.sample])
        let other = multipart("multipart/mixed", header: "X-XARF: PLAIN\n", [note, "Content-Type: application/json\n\n" + Self.sample])
        let envelope = "From a@example.com Fri Jan  2 03:04:05 2026\n"
        let seeds = [report, other, envelope + report + "\n" + envelope + other].map { Array($0.utf8) }
        for round in 0..<600 {
            let bytes = mutated(seeds[round % seeds.count], using: &numbers)
            let records = ReadRecords(MailFormat(), bytes, buffer: round.isMultiple(of: 2) ? .max : 200)
            #expect(records.rows.count + records.rejections.count <= 4)
            bytes.withUnsafeBytes { _ = MailFormat.attachments($0) }
        }
    }

    // MARK: Attachments

    @Test("the files a mail carries can be read as sources")
    func attachments() {
        let packed: [UInt8] = [0x50, 0x4B, 3, 4, 0, 0xFF, 0x0D, 0x0A, 0]
        let mail = multipart(
            "multipart/mixed",
            [
                note,
                "Content-Type: text/csv; name=\"x.csv\"\n"
                    + "Content-Disposition: attachment; filename=\"../2026-01-02-scan.csv\"\n\nip\n192.0.2.1",
                "Content-Type: application/zip\nContent-Disposition: attachment; filename=\"scan.zip\"\n"
                    + "Content-Transfer-Encoding: base64\n\n" + Data(packed).base64EncodedString(),
                "Content-Type: image/png; name=logo.png\nContent-Transfer-Encoding: base64\n\nAAAA",
                "Content-Type: application/pgp-signature; name=signature.asc\n\nx",
            ])
        let files = Array(mail.utf8).withUnsafeBytes { MailFormat.attachments($0) }
        #expect(files.map(\.name) == ["2026-01-02-scan.csv", "scan.zip"])
        #expect(files.first.map { String(decoding: $0.bytes, as: UTF8.self) } == "ip\n192.0.2.1")
        #expect(files.last?.bytes == packed)
    }

    // MARK: Reports of others

    @Test("every ARF mail of the collection is one record", .enabled(if: !sharedMails.isEmpty, "../shared/data is absent"))
    func samples() throws {
        for file in sharedMails {
            let records = ReadRecords(MailFormat(), Array(try Data(contentsOf: file)))
            let name = file.lastPathComponent
            if name == "invalid-no-version.eml" {
                #expect(records.rejections.first?.reason.contains("“Version”") == true)
                continue
            }
            let row = try #require(records.rows.first, "\(name): \(records.rejections.first?.reason ?? "")")
            let isPlain = name.contains("plain_text_only")
            #expect(row["report-format"] == (isPlain ? "text" : "arf"), "\(name)")
            #expect(isPlain || (row["source-ip"] != nil && row["original.from"] != nil), "\(name)")
        }
    }

    @Test("every XARF report gives in a mail what it gives by itself", .enabled(if: !sharedMails.isEmpty, "../shared/data is absent"))
    func xarfSamples() throws {
        let reports = files("intelmq-cases/xarf", ".json").filter { !$0.path.contains("test-definitions/") }
        #expect(reports.count > 50)
        for file in reports {
            let bytes = Array(try Data(contentsOf: file))
            let alone = ReadRecords(JSONFormat(), bytes)
            let mail = multipart(
                "multipart/mixed", header: "X-XARF: PLAIN\n",
                [note, "Content-Type: application/json\nContent-Transfer-Encoding: base64\n\n" + Data(bytes).base64EncodedString()])
            let cells = read(mail).rows.first?.filter { $0.key != "report-format" && !$0.key.hasPrefix("mail.") }
            let isReport =
                alone.rows.count == 1
                && !alone.rows[0].keys.filter { ["xarf_version", "Version", "Report.ReportType"].contains($0) }.isEmpty
            #expect(cells == (isReport ? alone.rows.first : nil), "\(file.path)")
        }
    }
}
