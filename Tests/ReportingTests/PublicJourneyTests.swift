import Centre
import CentreTesting
import Foundation
import Synchronization
import Testing
import Vocabulary

@testable import Reporting

@Suite("Somebody reports")
struct PublicJourneyTests {
    @Test(
        "two pages and a receipt: the report is there whole, its files sealed, and it stands in the queue at once",
        arguments: ["az", "en", "ru"])
    func journey(language: String) async throws {
        try await ReportingHouse.use { house async throws in
            let browser = house.running.browser(.public).cookie("__Host-keshik-language", language)
            let start = try await browser.get("/report")
            #expect(start.status == 200)
            #expect(start.contains("value=\"phishing\""))
            let details = try await browser.post(
                "/report/details", [("happening", "phishing"), ("text", "Saxta sayt kart məlumatımı istədi")])
            #expect(details.status == 200)
            #expect(details.contains("<option value=\"phishing\" selected>"))
            let submission = try #require(hidden("submission", in: details.text))
            let receipt = try await browser.upload(
                "/report",
                [
                    ("text", "Saxta sayt kart məlumatımı istədi"), ("happening", "phishing"), ("proposed", "phishing"),
                    ("type", "phishing"),
                    ("target", "bank.example"), ("sharing", "police"), ("submission", submission),
                ],
                files: [
                    ("evidence", "ekran.png", "image/png", Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])),
                    ("evidence", "mail.eml", "text/plain", Data("From: a@example.org\r\n\r\nhi".utf8)),
                ])
            #expect(receipt.status == 201)
            #expect(receipt.contains("CERT-R-2026-00001"))
            let report = try #require(try await house.reports().first)
            #expect(report.type == .phishing)
            #expect(report.sharing == .police)
            #expect(report.target == "bank.example")
            #expect(!report.hasContact)
            let files = try await house.house.vault.files(of: report.reference)
            #expect(Set(files.map(\.type.label)) == ["PNG", "mail"])
            let desk = try await house.running.browser(.desk).signIn(as: "staff:analyst").get("/reports")
            #expect(desk.contains("CERT-R-2026-00001"))
        }
    }

    @Test("the same form sent twice gives one report and the same words")
    func twice() async throws {
        try await ReportingHouse.use { house async throws in
            let submission = Token.random(bytes: 18)
            let first = try await house.submit(fields: [("submission", submission)])
            let second = try await house.submit(fields: [("submission", submission)])
            #expect(try await house.reports().count == 1)
            #expect(ReportingHouse.words(first) == ReportingHouse.words(second))
            #expect(!ReportingHouse.words(first).isEmpty)
        }
    }

    @Test("the mailbox opens with the words, shows what the centre wrote, and takes more")
    func mailbox() async throws {
        try await ReportingHouse.use { house async throws in
            let words = ReportingHouse.words(try await house.submit())
            let report = try #require(try await house.reports().first)
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            _ = try await desk.get("/reports/\(report.id)")
            #expect(try await desk.post("/reports/\(report.id)/reply", [("text", "Which bank was it?"), ("kind", "answer")]).status == 303)
            #expect(try await desk.post("/reports/\(report.id)/reply", [("text", "inside only"), ("kind", "note")]).status == 303)

            let browser = house.running.browser(.public).cookie("__Host-keshik-language", "en")
            let open = try await browser.post("/report/mailbox", [("words", words.uppercased())])
            #expect(open.status == 200)
            #expect(open.contains("Which bank was it?"))
            #expect(!open.contains("inside only"))
            let pass = try #require(hidden("pass", in: open.text))
            let ticket = try #require(hidden("ticket", in: open.text))
            for _ in 0..<2 {
                let sent = try await browser.upload(
                    "/report/mailbox/words", [("pass", pass), ("ticket", ticket), ("text", "The Example Bank")],
                    files: [("evidence", "a.txt", "text/plain", Data("more".utf8))])
                #expect(sent.contains("The Example Bank"))
            }
            let messages = try await house.house.records.read { try ReportStore.messages(of: report.reference, $0) }
            #expect(messages.count { $0.text == "The Example Bank" } == 1, "sent twice, said once")
            #expect(try await house.house.vault.files(of: report.reference).count == 1)
            #expect(try await desk.get("/reports").contains("Reporter waits"))
        }
    }

    @Test("words of another mailbox, wrong words and a forged pass open nothing, and guessing is slowed")
    func strangers() async throws {
        try await ReportingHouse.use { house async throws in
            let first = ReportingHouse.words(try await house.submit("the first secret story"))
            _ = try await house.submit("the second secret story")
            let browser = house.running.browser(.public).cookie("__Host-keshik-language", "en")
            let open = try await browser.post("/report/mailbox", [("words", first)])
            #expect(open.contains("the first secret story"))
            #expect(!open.contains("the second secret story"))
            let pass = try #require(hidden("pass", in: open.text))
            let other = try #require(try await house.reports().first { $0.text.contains("second") })
            let parts = pass.split(separator: ".")
            let forged = "\(other.id).\(parts[1]).\(parts[2])"
            #expect(try await browser.post("/report/mailbox", [("pass", forged)]).status == 410)
            #expect(try await browser.post("/report/receipt.json", [("pass", forged)]).status == 410)
            #expect(try await browser.upload("/report/mailbox/words", [("pass", forged), ("text", "x")], files: []).status == 410)
            house.clock.advance(.seconds(3_601))
            #expect(try await browser.post("/report/mailbox", [("pass", pass)]).status == 410, "a pass is good for an hour")
            var last = 0
            for _ in 0..<7 {
                last = try await browser.post("/report/mailbox", [("words", "one two three four five six seven eight nine")]).status
            }
            #expect(last == 429)
            #expect(try await browser.post("/report/mailbox", [("words", first)]).status == 429, "also right words wait then")
            house.clock.advance(.seconds(1_000))
            #expect(try await browser.post("/report/mailbox", [("words", first)]).status == 200)
        }
    }

    @Test("only a digest of the words is kept")
    func hashed() async throws {
        try await ReportingHouse.use { house async throws in
            let words = ReportingHouse.words(try await house.submit())
            for name in try FileManager.default.contentsOfDirectory(atPath: house.house.data) where name.hasPrefix("records") {
                let content = try Data(contentsOf: URL(filePath: house.house.data + "/" + name))
                #expect(content.range(of: Data(words.utf8)) == nil)
                #expect(content.range(of: Data(words.split(separator: "-").prefix(3).joined(separator: "-").utf8)) == nil)
            }
        }
    }

    @Test("the receipt for programs is signed with the published key and names the digests of the files")
    func receipt() async throws {
        try await ReportingHouse.use { house async throws in
            let answer = try await house.submit(files: [("evidence", "a.txt", "text/plain", Data("abc".utf8))])
            let pass = try #require(hidden("pass", in: answer.text))
            let browser = house.running.browser(.public)
            let receipt = try await browser.post("/report/receipt.json", [("pass", pass)])
            let keys = try await browser.get("/report/keys.json")
            let body = try ReceiptCheck.payload(receipt.body, keys: keys.body)
            #expect(body["number"] as? String == "CERT-R-2026-00001")
            let files = try #require(body["files"] as? [[String: Any]])
            #expect(files.first?["sha256"] as? String == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            var changed = try #require(try JSONSerialization.jsonObject(with: receipt.body) as? [String: String])
            changed["payload"] = Token.base64URL(Array("{}".utf8))
            let forged = try JSONSerialization.data(withJSONObject: changed)
            #expect(throws: ReceiptCheck.Wrong.self) { try ReceiptCheck.payload(forged, keys: keys.body) }
        }
    }

    @Test("advice and the numbers that are configured come first; a number that is not configured is not shown")
    func care() async throws {
        let settings = """
            numbers:
              fraud-in-progress: [{ name: { en: Example Bank hotline, az: Örnək Bank }, phone: "+994 12 000 00 00" }]
              all: [{ name: { en: Emergency }, phone: "112" }]
            """
        try await ReportingHouse.use(settings: settings) { house async throws in
            let browser = house.running.browser(.public).cookie("__Host-keshik-language", "en")
            let fraud = try await browser.get("/report/care/fraud-in-progress")
            #expect(fraud.contains("href=\"tel:+994120000000\""))
            #expect(fraud.contains("112"))
            let child = try await browser.get("/report/care/child-safety")
            #expect(!child.contains("+994"))
            let details = try await browser.post("/report/details", [("text", "Somebody is calling me now from the bank and wants a code")])
            let advice = try #require(details.text.range(of: "Example Bank hotline"))
            let form = try #require(details.text.range(of: "action=\"/report\""))
            #expect(advice.lowerBound < form.lowerBound)
        }
    }

    @Test("without files, without a choice, with nothing at all")
    func sparse() async throws {
        try await ReportingHouse.use { house async throws in
            let browser = house.running.browser(.public).cookie("__Host-keshik-language", "en")
            #expect(try await browser.post("/report/details", []).status == 422)
            #expect(try await house.submit("", fields: [("happening", "other")]).status == 201)
            #expect(try await house.submit("").status == 422)
            #expect(try await house.reports().count == 1)
        }
    }
}
