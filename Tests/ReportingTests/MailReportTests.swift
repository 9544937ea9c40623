import Centre
import CentreTesting
import Foundation
import Post
import Testing
import Vocabulary

@testable import Reporting

@Suite("Reports by mail")
struct MailReportTests {
    private static func mail(_ number: Int = 1, extra: String = "", text: String = "Salam, mənə saxta sayt barədə mesaj gəldi.") -> String {
        """
        From: Reporter Three <reporter.three@example.org>
        To: cert@cert.example
        Subject: Question
        Message-ID: <m\(number)@example.org>
        \(extra)MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        \(text)
        """
    }

    @Test("a mail becomes one report however often it is read, and its writer gets one receipt with the number in the mail's language")
    func receipt() async throws {
        try await ReportingHouse.use { house async throws in
            let letter = try house.letter(Self.mail())
            for _ in 0..<2 { #expect(try await house.reporting.take(letter)) }
            let report = try #require(try await house.reports().first)
            #expect(try await house.reports().count == 1)
            #expect(report.language == "az")
            #expect(report.hasContact)
            let mails = try await house.mails(atLeast: 1)
            #expect(mails.count == 1)
            #expect(mails[0].subject.contains("CERT-R-2026-00001"))
            #expect(mails[0].text.contains("məktubunuz qəbul edildi"))
            #expect(mails[0].automatic == .replied)
            #expect(mails[0].inReplyTo.map(\.text) == ["m1@example.org"])
            #expect(try await house.house.vault.files(of: report.reference).map(\.name) == ["mail.eml"])
        }
    }

    @Test(
        "programs get no receipt, but what they send is kept",
        arguments: ["Auto-Submitted: auto-generated\n", "Precedence: bulk\n", "List-Id: <l.example.org>\n", "Return-Path: <>\n"])
    func automatic(header: String) async throws {
        try await ReportingHouse.use { house async throws in
            #expect(try await house.reporting.take(try house.letter(Self.mail(extra: header))))
            #expect(try await house.reports().count == 1)
            let planned = try await house.house.outward.deliveries(.init(capability: "reporting"), limit: 10)
            #expect(planned.isEmpty)
        }
    }

    @Test("one writer gets at most four receipts a day, so that two programs cannot talk for ever")
    func loops() async throws {
        try await ReportingHouse.use { house async throws in
            for number in 0..<10 { #expect(try await house.reporting.take(try house.letter(Self.mail(number)))) }
            #expect(try await house.reports().count == 10)
            #expect(try await house.house.outward.deliveries(.init(capability: "reporting"), limit: 50).count == 4)
        }
    }

    @Test(
        "letters are in the language they are written in",
        arguments: [
            ("Dear team, please have a look at this page, it is fake.", "en"), ("Здравствуйте, пришло поддельное письмо от банка", "ru"),
            ("Salam, mənə saxta məktub gəlib", "az"), ("Salam, bu mesaj menim ucun supheli gorundu", "az"),
        ])
    func languages(text: String, code: String) {
        #expect(LetterLanguage.of(text, said: nil) == code)
    }

    @Test("a feedback report is read into events with the common field names")
    func feedback() async throws {
        try await ReportingHouse.use { house async throws in
            let letter = try house.letter(
                """
                From: Abuse desk <abuse@isp.example>
                To: cert@cert.example
                Subject: FW: Earn money
                Date: Mon, 02 Mar 2026 10:00:00 +0000
                Message-ID: <arf-1@isp.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

                --b1
                Content-Type: text/plain; charset="US-ASCII"

                This is an email abuse report for a message received from 192.0.2.1.

                --b1
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: SomeGenerator/1.0
                Version: 1
                Source-IP: 192.0.2.1
                Arrival-Date: Mon, 02 Mar 2026 09:00:00 +0000

                --b1
                Content-Type: message/rfc822

                From: <somespammer@example.net>
                To: <Undisclosed Recipients>
                Subject: Earn money
                Message-ID: <8787KJKJ3K4J3K4J3K4J3.mail@example.net>

                Spam Spam Spam
                --b1--
                """)
            #expect(try await house.reporting.take(letter))
            let report = try #require(try await house.reports().first)
            let events = try await house.house.records.read { try ReportStore.events(of: report.id, $0) }
            #expect(events.count == 1)
            #expect(events.first?.contains("\"source.ip\": \"192.0.2.1\"") == true)
            #expect(report.type == .spam)
        }
    }

    @Test("an attachment goes into the vault as what it is, whatever the mail calls it")
    func attachment() async throws {
        try await ReportingHouse.use { house async throws in
            let program = Data([0x4D, 0x5A] + [UInt8](repeating: 0, count: 100)).base64EncodedString()
            let letter = try house.letter(
                """
                From: reporter.three@example.org
                Subject: look
                Message-ID: <att-1@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b1"

                --b1
                Content-Type: text/plain

                see
                --b1
                Content-Type: image/png; name="../../invoice.png"
                Content-Disposition: attachment; filename="../../invoice.png"
                Content-Transfer-Encoding: base64

                \(program)
                --b1--
                """)
            #expect(try await house.reporting.take(letter))
            let report = try #require(try await house.reports().first)
            let file = try #require(try await house.house.vault.files(of: report.reference).first { $0.name != "mail.eml" })
            #expect(file.name == "invoice.png")
            #expect(file.type.danger == .program)
        }
    }
}
