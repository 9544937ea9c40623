import Centre
import CentreTesting
import Foundation
import Post
import Synchronization
import Testing
import Vocabulary

@testable import Reporting

@Suite("Reports at the desk")
struct DeskTests {
    @Test("who is behind a report is nowhere on its page until somebody gives a reason, and the opening is in the ledger")
    func sealed() async throws {
        try await ReportingHouse.use { house async throws in
            _ = try await house.submit(fields: [("contact", "reporter.one@example.org")])
            let report = try #require(try await house.reports().first)
            let analyst = house.running.browser(.desk).signIn(as: "staff:analyst")
            #expect(try await analyst.get("/reports/\(report.id)").contains("reporter.one") == false)
            #expect(try await analyst.post("/reports/\(report.id)/identity", [("reason", "curious about it")]).status == 403)
            let officer = house.running.browser(.desk).signIn(as: "staff:duty-officer")
            let page = try await officer.get("/reports/\(report.id)")
            #expect(page.contains("reporter.one") == false)
            #expect(try await officer.post("/reports/\(report.id)/identity", [("reason", "")]).status == 422)
            #expect(house.book.lines.withLock { $0.isEmpty })
            let opened = try await officer.post("/reports/\(report.id)/identity", [("reason", "threat to life, case 17")])
            #expect(opened.contains("reporter.one@example.org"))
            let line = try #require(house.book.lines.withLock { $0.first })
            #expect(line.deed == "open-sealed")
            #expect(line.reference == report.reference)
            #expect(try await officer.get("/reports/\(report.id)").contains("reporter.one") == false, "the page shows it once")
            #expect(try await officer.get("/reports/\(report.id)").contains("threat to life, case 17"))
        }
    }

    @Test("a report becomes a case once, and what the reporter adds follows it there")
    func cases() async throws {
        try await ReportingHouse.use { house async throws in
            let words = ReportingHouse.words(
                try await house.submit(files: [("evidence", "a.txt", "text/plain", Data("abc".utf8))]))
            let report = try #require(try await house.reports().first)
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            #expect(try await desk.get("/reports/\(report.id)").contains("/reports/\(report.id)/case"))
            for _ in 0..<2 { #expect(try await desk.post("/reports/\(report.id)/case").location == "/cases/c1") }
            let opening = try #require(house.cases.opened.withLock { $0.first })
            #expect(house.cases.opened.withLock { $0.count } == 1)
            #expect(opening.files.count == 1)
            #expect(opening.party == "reporter:1")
            let browser = house.running.browser(.public)
            let pass = try #require(hidden("pass", in: try await browser.post("/report/mailbox", [("words", words)]).text))
            _ = try await browser.upload("/report/mailbox/words", [("pass", pass), ("text", "one thing more")], files: [])
            #expect(house.cases.notes.withLock { $0.map(\.text) } == ["one thing more"])
        }
    }

    @Test("where there are no cases there is no button, and its address answers nothing")
    func withoutCases() async throws {
        try await ReportingHouse.use(withCases: false) { house async throws in
            _ = try await house.submit()
            let report = try #require(try await house.reports().first)
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            #expect(try await desk.get("/reports/\(report.id)").contains("/reports/\(report.id)/case") == false)
            #expect(try await desk.post("/reports/\(report.id)/case").status == 404)
        }
    }

    @Test("a call is taken with words for the caller, and its type can be corrected")
    func call() async throws {
        try await ReportingHouse.use { house async throws in
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            #expect(try await desk.get("/reports/call").status == 200)
            let taken = try await desk.post(
                "/reports/call",
                [
                    ("text", "Мошенники обманом забрали деньги"), ("language", "ru"), ("name", "Reporter Two"),
                    ("care", "fraud-in-progress"), ("sharing", "both"),
                ])
            #expect(taken.status == 201)
            let report = try #require(try await house.reports().first)
            #expect(report.way == .phone)
            #expect(report.language == "ru")
            #expect(report.care == [.fraudInProgress])
            #expect(report.hasContact)
            #expect(try await desk.post("/reports/\(report.id)/type", [("type", "phishing")]).status == 303)
            #expect(try await house.reports().first?.type == .phishing)
            #expect(try await house.reports().first?.typeSource == .staff)
        }
    }

    @Test("the list is searched, narrowed and goes on; a closed report comes back when its reporter writes")
    func list() async throws {
        try await ReportingHouse.use { house async throws in
            for number in 0..<55 { _ = try await house.submit("strange thing number \(number) at gate\(number).example") }
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            let first = try await desk.get("/reports")
            #expect(first.contains("CERT-R-2026-00055"))
            #expect(!first.contains("CERT-R-2026-00005"))
            #expect(try await desk.get("/reports?before=6").contains("CERT-R-2026-00005"))
            let found = try await desk.get("/reports?q=gate17")
            #expect(found.contains("CERT-R-2026-00018"))
            #expect(!found.contains("CERT-R-2026-00019"))
            #expect(try await desk.get("/reports?q=%22%20OR%20*").status == 200, "syntax of the search engine is only words")

            let words = ReportingHouse.words(try await house.submit("the last one"))
            let report = try #require(try await house.reports().first)
            #expect(try await desk.post("/reports/\(report.id)/close", [("reason", "not ours")]).status == 303)
            #expect(try await house.reports().first?.state == .closed)
            let browser = house.running.browser(.public)
            let pass = try #require(hidden("pass", in: try await browser.post("/report/mailbox", [("words", words)]).text))
            _ = try await browser.upload("/report/mailbox/words", [("pass", pass), ("text", "it is yours")], files: [])
            #expect(try await house.reports().first?.state == .open)
        }
    }

    @Test("an answer goes out by mail to a reporter who left an address, and deliveries do not name it")
    func mail() async throws {
        try await ReportingHouse.use { house async throws in
            _ = try await house.submit(fields: [("contact", "reporter.one@example.org")])
            let report = try #require(try await house.reports().first)
            let desk = house.running.browser(.desk).signIn(as: "staff:analyst")
            _ = try await desk.get("/reports/\(report.id)")
            _ = try await desk.post("/reports/\(report.id)/reply", [("text", "Please change your password."), ("kind", "answer")])
            let mail = try #require(try await house.mails(atLeast: 1).first)
            #expect(mail.to.map { "\($0.address)" } == ["reporter.one@example.org"])
            #expect(mail.text.contains("Please change your password."))
            #expect(mail.automatic == .no)
            let deliveries = try await house.house.outward.deliveries(.init(capability: "reporting"), limit: 10)
            #expect(deliveries.map(\.recipient) == [report.reference])
            #expect(!deliveries.contains { $0.note.contains("reporter.one") })

            // The reporter answers the mail: it lands in the conversation.
            let id = try #require(mail.id)
            let answer = try house.letter(
                """
                From: Reporter One <reporter.one@example.org>
                To: cert@cert.example
                Message-ID: <answer-1@example.org>
                In-Reply-To: <\(id.text)>
                Subject: Re: your report

                I changed it.
                """)
            for _ in 0..<2 { #expect(try await house.reporting.take(answer)) }
            let messages = try await house.house.records.read { try ReportStore.messages(of: report.reference, $0) }
            #expect(messages.count { $0.text.contains("I changed it.") } == 1)
            #expect(try await house.reports().count == 1)
        }
    }
}
