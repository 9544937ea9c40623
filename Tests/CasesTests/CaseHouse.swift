import Centre
import CentreTesting
import Correspondence
import Foundation
import GRDB
import Post
import Synchronization
import Vocabulary

@testable import Cases

/// 2026-03-02, a Monday, at noon.
let noon = Instant(seconds: 1_772_452_800)

/// A clock that tests move.
final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ start: Instant = noon) { moment = Mutex(start) }

    var now: Instant { moment.withLock { $0 } }
    func advance(_ seconds: Int64) { moment.withLock { $0 = $0 + .seconds(seconds) } }
}

/// Owners and contacts that tests know.
struct TestDirectory: OwnerDirectory {
    static let cards = [
        OwnerCard(id: "bank", names: ["en": "Example Bank", "az": "Örnək Bank"], sector: "banking", isCritical: true, parent: nil),
        OwnerCard(id: "school", names: ["en": "Example School"], sector: "education", isCritical: false, parent: nil),
    ]
    static let people = ["bank", "school"].map { owner in
        ContactCard(
            id: "\(owner)-abuse", owner: owner, purpose: "abuse", name: "Desk of \(owner)", email: EmailAddress("abuse@\(owner).example"),
            language: "en", standing: .verified)
    }

    func owner(_ id: String) async throws -> OwnerCard? { Self.cards.first { $0.id == id } }
    func owners() async throws -> [OwnerCard] { Self.cards }
    func contacts(of owner: String) async throws -> [ContactCard] { Self.people.filter { $0.owner == owner } }
    func contacts(withEmail email: EmailAddress) async throws -> [ContactCard] { Self.people.filter { $0.email == email } }
    func mark(contact _: String, bounced _: String?) async throws {}
}

/// A centre with cases and a catcher for mail.
struct CaseHouse: Sendable {
    let running: RunningCentre
    let cases: Cases
    let clock: TestClock

    var house: House { running.house }

    /// Opens a case as another capability would.
    @discardableResult
    func open(
        _ origin: String, title: String = "Phishing against a bank",
        text: String = "See hxxp://login[.]bank-example[.]com/pay from 192.0.2.7",
        type: IncidentType? = .phishing, severity: Severity = .medium, tlp: TLP = .amber, party: String? = nil, urgency: String? = nil
    ) async throws -> CaseReference {
        let now = clock.now
        return try await house.records.write { database in
            try cases.open(
                CaseOpening(
                    origin: origin, title: title, text: text, type: type, severity: severity, tlp: tlp, party: party, urgency: urgency,
                    received: now), in: database)
        }
    }

    func found(_ reference: CaseReference) async throws -> Case {
        let found = try await house.records.read { try CaseStore.one(named: reference.id, $0) }
        return try found ?? { throw CaseMistake.unknown(reference.id) }()
    }

    func entries(_ reference: CaseReference) async throws -> [CaseEntry] {
        let found = try await found(reference)
        return try await house.records.read { try CaseStore.entries(of: found.id, limit: 10_000, $0) }
    }

    func analyst() -> Browser { running.browser(.desk).signIn(as: "staff:analyst") }

    /// Mails caught so far, the first first.
    func mails() throws -> [ReceivedMail] {
        let folder = try MaildirFolder(path: running.folder.path + "/mail-caught")
        return try folder.names().map { try ReceivedMail(folder.read($0)) }
    }

    /// Waits until so many mails were caught: jobs take them out in the background.
    func mails(atLeast count: Int) async throws -> [ReceivedMail] {
        for _ in 0..<400 {
            let found = try mails()
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(25))
        }
        return try mails()
    }

    static func use(
        clock: TestClock = TestClock(), keyring: Keyring? = nil, _ body: (CaseHouse) async throws -> Void
    ) async throws {
        let parts = Mutex<Cases?>(nil)
        try await RunningCentre.use(
            capabilities: [Cases.self, Correspondence.self], clock: { clock.now },
            compose: { house in
                guard let address = EmailAddress("team@cert.example") else { throw CancellationError() }
                let sender = MailParty(address, name: "Test centre")
                let cases = try Cases(
                    house, owners: TestDirectory(),
                    naming: WebFrame.Naming(full: ["az": "Sınaq", "en": "Test centre", "ru": "Тест"], short: "TEST"), sender: sender,
                    portal: "https://portal.cert.example", keyring: keyring)
                let mail = try await Correspondence(house, way: .catcher, sender: sender, takers: [cases])
                parts.withLock { $0 = cases }
                return (OpenDoor(), [cases, mail])
            }
        ) { running in
            guard let cases = parts.withLock({ $0 }) else { return }
            try await body(CaseHouse(running: running, cases: cases, clock: clock))
        }
    }
}
