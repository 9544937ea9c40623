import Centre
import CentreTesting
import Correspondence
import Foundation
import GRDB
import Post
import Synchronization
import Vocabulary

@testable import Reporting

/// 2026-03-02, a Monday, at noon.
let noon = Instant(seconds: 1_772_452_800)

/// A clock that tests move.
final class TestClock: Sendable {
    private let moment = Mutex(noon)

    var now: Instant { moment.withLock { $0 } }
    func advance(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// Two organisations.
struct TestDirectory: OwnerDirectory {
    static let cards = [
        OwnerCard(id: "bank", names: ["az": "Örnək Bank", "en": "Example Bank"], sector: "banking", isCritical: true, parent: nil),
        OwnerCard(
            id: "school", names: ["az": "Örnək Məktəb", "en": "Example School"], sector: "education", isCritical: false, parent: nil),
    ]

    func owner(_ id: String) -> OwnerCard? { Self.cards.first { $0.id == id } }
    func owners() -> [OwnerCard] { Self.cards }
    func contacts(of _: String) -> [ContactCard] { [] }
    func contacts(withEmail _: EmailAddress) -> [ContactCard] { [] }
    func mark(contact _: String, bounced _: String?) {}
}

/// Takes cases up and keeps them in mind.
final class TestCases: CaseOpener {
    let opened = Mutex<[CaseOpening]>([])
    let notes = Mutex<[CaseNote]>([])

    func open(_ opening: CaseOpening, in _: Database) -> CaseReference {
        opened.withLock { if !$0.contains(where: { $0.origin == opening.origin }) { $0.append(opening) } }
        return CaseReference(id: "c1", number: "CERT-C-2026-00001", path: "/cases/c1")
    }

    func add(_ note: CaseNote, toCaseOf origin: String, in database: Database) -> CaseReference? {
        guard let found = reference(ofOrigin: origin, in: database) else { return nil }
        notes.withLock { if !$0.contains(where: { $0.id == note.id }) { $0.append(note) } }
        return found
    }

    func reference(ofOrigin origin: String, in _: Database) -> CaseReference? {
        opened.withLock { all in
            all.contains { $0.origin == origin } ? CaseReference(id: "c1", number: "CERT-C-2026-00001", path: "/cases/c1") : nil
        }
    }
}

/// A ledger that keeps its lines in mind.
final class TestBook: LedgerBook {
    let lines = Mutex<[LedgerLine]>([])
    func enter(_ line: LedgerLine, in _: Database) { lines.withLock { $0.append(line) } }
}

/// A centre with a reporting office and a catcher for mail.
struct ReportingHouse: Sendable {
    let running: RunningCentre
    let reporting: Reporting
    let clock: TestClock
    let cases: TestCases
    let book: TestBook

    var house: House { running.house }

    static func use(withCases: Bool = true, settings: String? = nil, _ body: (ReportingHouse) async throws -> Void) async throws {
        let clock = TestClock()
        let cases = TestCases()
        let book = TestBook()
        let made = Mutex<Reporting?>(nil)
        try await RunningCentre.use(
            capabilities: [Reporting.self, Correspondence.self], clock: { clock.now },
            compose: { house in
                if let settings { try Data(settings.utf8).write(to: URL(filePath: house.data + "/reporting.yaml")) }
                guard let address = EmailAddress("cert@cert.example") else { throw CancellationError() }
                let sender = MailParty(address, name: "Example CERT")
                let reporting = try await Reporting(
                    house, owners: TestDirectory(), naming: WebFrame.Naming(full: ["en": "Example CERT"], short: "CERT"),
                    site: "https://cert.example", sender: sender, cases: withCases ? cases : nil, book: book)
                let mail = try await Correspondence(house, way: .catcher, sender: sender, takers: [reporting])
                made.withLock { $0 = reporting }
                return (OpenDoor(), [reporting, mail])
            },
            { running in
                guard let reporting = made.withLock({ $0 }) else { return }
                try await body(ReportingHouse(running: running, reporting: reporting, clock: clock, cases: cases, book: book))
            })
    }

    func reports() async throws -> [Report] { try await house.records.read { try ReportStore.reports(.init(), limit: 100, $0) } }

    /// Mails caught so far.
    func mails(atLeast count: Int) async throws -> [ReceivedMail] {
        let folder = try MaildirFolder(path: running.folder.path + "/mail-caught")
        for _ in 0..<400 {
            let names = try folder.names()
            if names.count >= count { return try names.map { try ReceivedMail(folder.read($0)) } }
            try await Task.sleep(for: .milliseconds(25))
        }
        return try folder.names().map { try ReceivedMail(folder.read($0)) }
    }

    /// A report sent through the public form.
    func submit(
        _ text: String = "A fake page asked for my card number", fields: [(String, String)] = [],
        files: [(field: String, name: String, type: String, content: Data)] = [], language: String = "en"
    ) async throws -> Browser.Answer {
        let browser = running.browser(.public)
        browser.cookie("__Host-keshik-language", language)
        return try await browser.upload("/report", [("text", text)] + fields, files: files)
    }

    /// The words of a receipt.
    static func words(_ answer: Browser.Answer) -> String {
        guard let start = answer.text.range(of: "data-copy=\"") else { return "" }
        return String(answer.text[start.upperBound...].prefix { $0 != "\"" })
    }

    /// A letter as it comes from the mailbox.
    func letter(_ mail: String) throws -> Letter {
        let raw = Array(mail.replacing("\n", with: "\r\n").utf8)
        let read = try ReceivedMail(raw)
        let references = read.threadReferences
        return Letter(
            id: read.id?.text ?? "none", from: read.from.first?.address, fromName: read.from.first?.name ?? "", subject: read.subject,
            words: read.newWords, references: references.map(\.text),
            dispatches: references.compactMap { DispatchID(String($0.text.prefix { $0 != "@" })) }.filter { "\($0)".contains(".") },
            isAutomatic: read.isAutomatic, received: clock.now, raw: raw)
    }
}

/// The value of a hidden field of a page.
func hidden(_ name: String, in page: String) -> String? {
    guard let start = page.range(of: "name=\"\(name)\" value=\"") else { return nil }
    return String(page[start.upperBound...].prefix { $0 != "\"" })
}
