import Centre
import EventStore
import Foundation
import Post
import Testing
import Vocabulary

@testable import Notices

enum Writing {
    static func composer() throws -> NoticeComposer {
        let folder = ResourceFolder.of("Notices")
        let address = try #require(EmailAddress("notices@cert.example"))
        return NoticeComposer(
            catalogue: try Catalogue(folders: [ResourceFolder.of("Centre"), folder], order: ["az", "en", "ru"]),
            shelf: try RecommendationShelf(folder: folder.path + "/Recommendations"),
            sender: NoticeSender(
                party: MailParty(address, name: "Example CERT"), replyTo: nil, domain: try #require(address.domain),
                naming: WebFrame.Naming(full: ["az": "Örnək CERT", "en": "Example CERT", "ru": "Пример CERT"], short: "CERT")),
            link: AnswerLink(key: SigningKey(bytes: Array("a key of tests".utf8)), portal: "https://portal.cert.example"), zone: .utc)
    }

    static func draft(_ findings: [SeenFinding], kind: Notice.Kind = .first, language: String = "en", contact name: String? = nil)
        -> NoticeDraft
    {
        let card = contact("bank-abuse", "bank", "abuse", language: language)
        let person = ContactCard(
            id: card.id, owner: card.owner, purpose: card.purpose, name: name ?? card.name, email: card.email, language: language)
        return NoticeDraft(
            id: "N-0123456789", kind: kind,
            owner: OwnerCard(
                id: "bank", names: ["az": "Örnək Bank", "en": "Example Bank", "ru": "Пример Банк"], sector: "banking", isCritical: true,
                parent: nil), contact: person, findings: findings, type: findings.first?.type ?? "other", rule: "daily-digest",
            ruleVersion: 1, because: [], planned: noon, firstTold: noon - .seconds(7 * aDay), thread: ["N-AAAAAAAAAA"])
    }

    static let findings: [SeenFinding] = [
        .sample(1, severity: .high), .sample(2, ip: "192.0.2.77"),
        .sample(3, identifier: "open-rdp", ip: "2001:db8::5", severity: .critical),
    ]
}

@Suite("how a notice is written")
struct NoticeComposerTests {
    /// Set to write the golden letters anew; then read the difference.
    private static let isWriting = ProcessInfo.processInfo.environment["KESHIK_WRITE_GOLDEN"] != nil

    private static func golden(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)")
    }

    @Test("a letter says what it always said", arguments: ["az", "en", "ru"], [Notice.Kind.first, .reminder, .upstream])
    func golden(_ language: String, _ kind: Notice.Kind) throws {
        let letter = try Writing.composer().letter(Writing.draft(Writing.findings, kind: kind, language: language))
        let text = "Subject: \(letter.subject)\n\n\(letter.text)"
        let file = Self.golden("\(kind.rawValue).\(language).txt")
        if Self.isWriting { try Data(text.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test("a letter in HTML says what it always said")
    func goldenHTML() throws {
        let letter = try Writing.composer().letter(Writing.draft(Writing.findings))
        let file = Self.golden("first.en.html")
        if Self.isWriting { try Data(letter.html.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == letter.html)
    }

    @Test("the mail has a stable name, stands in its thread, and says that a program wrote it")
    func header() throws {
        let composer = try Writing.composer()
        let mail = try ReceivedMail(try composer.letter(Writing.draft(Writing.findings)).mail.bytes)
        #expect(mail.id?.text == "notices.N-0123456789.mail@cert.example")
        #expect(mail.threadReferences.map(\.text) == ["notices.N-AAAAAAAAAA.mail@cert.example"])
        #expect(mail.isAutomatic)
        #expect(mail.attachments.map(\.name) == ["N-0123456789.csv", "N-0123456789.jsonl", "xarf.jsonl"])
        let again = try composer.letter(Writing.draft(Writing.findings)).mail.bytes
        #expect(again == (try composer.letter(Writing.draft(Writing.findings)).mail.bytes))
    }

    @Test("the mail for a contact whose key cannot be used has no details")
    func brief() throws {
        let letter = try Writing.composer().letter(Writing.draft(Writing.findings), isBrief: true)
        let raw = String(decoding: letter.mail.bytes, as: UTF8.self)
        #expect(!raw.contains("192.0.2.1") && !letter.subject.contains("192.0.2"))
        #expect(try ReceivedMail(letter.mail.bytes).attachments.isEmpty)
        #expect(letter.text.contains("https://portal.cert.example/notices/N-0123456789"))
    }

    static let hostile = [
        "x\r\nBcc: victim@bank.example", "x\nSubject: other\n\n<html>", "\u{2028}Bcc: a@b.example", "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>", "{{t:common.word.yes}}{{#frame}}", "=?utf-8?B?DQpCY2M6IGFAYi5leGFtcGxl?=",
        "a\u{0}b", "\u{202E}gnp.exe", ".\r\n.\r\nQUIT", "=cmd|'/c calc'!A1", String(repeating: "ü", count: 5_000),
    ]

    @Test("nothing that a feed or a register says becomes a header, a tag or a formula", arguments: hostile)
    func hostileFields(_ text: String) throws {
        var finding = SeenFinding.sample()
        finding.identifier = text
        finding.type = text
        finding.malware = text
        finding.url = "http://example.org/" + text
        finding.account = text
        finding.application = text
        let letter = try Writing.composer().letter(Writing.draft([finding], contact: text))
        let raw = String(decoding: letter.mail.bytes, as: UTF8.self)
        let head = raw.components(separatedBy: "\r\n\r\n")[0].lowercased()
        #expect(!head.contains("\r\nbcc:"))
        #expect(head.components(separatedBy: "\r\nsubject:").count == 2)
        #expect(!letter.html.contains("<script>alert") && !letter.html.contains("<img src=x"))
        #expect(!letter.html.contains("</title><") && !letter.text.contains("\r\nBcc"))
        let mail = try ReceivedMail(letter.mail.bytes)
        #expect(mail.to.map(\.address.description) == ["abuse@bank.example"])
        for file in mail.attachments where file.name.hasSuffix(".csv") {
            for cell in String(decoding: file.bytes, as: UTF8.self).split(whereSeparator: { ",\r\n".contains($0) }) {
                #expect(!cell.hasPrefix("=cmd") && !cell.hasPrefix("\"=cmd"))
            }
        }
    }

    @Test("the lines of JSON are read again as they were written", arguments: hostile + ["", "plain"])
    func lines(_ text: String) throws {
        var finding = SeenFinding.sample()
        finding.identifier = text
        finding.url = text
        #expect(SeenFinding(line: finding.line, feeds: finding.feeds) == finding)
        #expect(!finding.line.utf8.contains(0x0A) && !finding.line.utf8.contains(0x0D))
    }

    @Test("a cell that a spreadsheet would run is text in the file of a notice")
    func cells() throws {
        var finding = SeenFinding.sample()
        finding.identifier = "=HYPERLINK(\"http://example.org\")"
        finding.account = "-2+3"
        let text = String(decoding: NoticeFiles.csv([finding]), as: UTF8.self)
        #expect(text.contains(",\"'=HYPERLINK(\"\"http://example.org\"\")\","))
        #expect(text.contains(",'-2+3,"))
    }

    @Test("every topic has its text in every language, and every text says how to check")
    func recommendations() throws {
        let shelf = try Writing.composer().shelf
        #expect(shelf.topics.count >= 28)
        for topic in shelf.topics {
            for language in ["az", "en", "ru"] {
                let text = try #require(shelf.text(topic, in: language), "\(topic) in \(language)")
                #expect(text.steps.count >= 3 && !text.check.isEmpty && text.version >= 1, "\(topic) in \(language)")
            }
        }
    }

    @Test("every type of incident has advice", arguments: IncidentType.allCases)
    func everyType(_ type: IncidentType) throws {
        let found = try Writing.composer().shelf.recommendation(type: type.name, identifier: nil, in: "az")
        #expect(found != nil)
    }

    @Test(
        "doors of a kind share their advice",
        arguments: [
            ("open-mongodb", "accessible-database"), ("open-ldap", "potentially-unwanted-accessible"), ("open-rdp", "open-rdp"),
            ("some-cve", "vulnerable-system"),
        ])
    func kin(_ identifier: String, _ topic: String) throws {
        let found = try Writing.composer().shelf.recommendation(type: "vulnerable-system", identifier: identifier, in: "en")
        #expect(found?.topic == topic)
    }
}

@Suite("the link in a notice")
struct AnswerLinkTests {
    private let link = AnswerLink(key: SigningKey(bytes: [1, 2, 3]), portal: "https://portal.cert.example/")

    private func notice(_ id: String, contact: String = "c") -> Notice {
        Notice(
            id: id, kind: .first, owner: "o", ownerName: "O", sector: nil, contact: contact, contactName: "", purpose: "abuse",
            address: nil,
            language: "en", type: "other", severity: .low, tlp: .amber, rule: "r", ruleVersion: 1, subject: "s", findings: 1, planned: noon,
            channel: "mail", state: .sent, because: [])
    }

    @Test("it opens its own notice for its time, and no other")
    func opens() {
        let token = link.token("N-1", contact: "c", planned: noon)
        #expect(link.opens(token, notice("N-1"), now: noon))
        #expect(!link.opens(token, notice("N-1"), now: noon + .seconds(61 * aDay)))
        #expect(!link.opens(token, notice("N-2"), now: noon))
        #expect(!link.opens(token, notice("N-1", contact: "d"), now: noon))
        #expect(!link.opens(token.replacing("N-1", with: "N-2"), notice("N-2"), now: noon))
        #expect(!link.opens(String(token.dropLast()) + "A", notice("N-1"), now: noon) || token.hasSuffix("A"))
        #expect(!AnswerLink(key: SigningKey(bytes: [9]), portal: "").opens(token, notice("N-1"), now: noon))
    }
}
