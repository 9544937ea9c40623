import Centre
import CentreTesting
import Correspondence
import EventStore
import Events
import Foundation
import Post
import Synchronization
import Vocabulary

@testable import Notices

let aDay: Int64 = 86_400

/// 2026-03-02, a Monday, at noon.
let noon = Instant(seconds: 1_772_452_800)

/// A clock that tests move.
final class TestClock: Sendable {
    private let moment: Mutex<Instant>

    init(_ start: Instant = noon) { moment = Mutex(start) }

    var now: Instant { moment.withLock { $0 } }
    func advance(_ seconds: Int64) { moment.withLock { $0 = $0 + .seconds(seconds) } }
}

/// Owners and contacts that tests set.
actor TestDirectory: OwnerDirectory {
    var cards: [OwnerCard]
    var people: [ContactCard]
    var marks: [String: String] = [:]

    init(_ cards: [OwnerCard], _ people: [ContactCard]) {
        self.cards = cards
        self.people = people
    }

    func owner(_ id: String) -> OwnerCard? { cards.first { $0.id == id } }
    func owners() -> [OwnerCard] { cards }
    func contacts(of owner: String) -> [ContactCard] {
        let all = people.filter { $0.owner == owner }
        return all.filter { marks[$0.id] == nil } + all.filter { marks[$0.id] != nil }.map { $0.bouncing }
    }
    func contacts(withEmail email: EmailAddress) -> [ContactCard] { people.filter { $0.email == email } }
    func mark(contact: String, bounced reason: String?) { marks[contact] = reason }
    func set(_ people: [ContactCard]) { self.people = people }

    static let usual = TestDirectory(
        [
            OwnerCard(
                id: "bank", names: ["az": "Örnək Bank", "en": "Example Bank", "ru": "Пример Банк"], sector: "banking", isCritical: true,
                parent: "telecom"),
            OwnerCard(
                id: "school", names: ["az": "Örnək Məktəb", "en": "Example School"], sector: "education", isCritical: false,
                parent: "telecom"),
            OwnerCard(
                id: "telecom", names: ["az": "Örnək Telekom", "en": "Example Telecom"], sector: "telecommunications", isCritical: false,
                parent: nil),
        ],
        [
            contact("bank-abuse", "bank", "abuse", language: "en"), contact("bank-boss", "bank", "management", language: "en"),
            contact("bank-tech", "bank", "technical", language: "en"), contact("school-abuse", "school", "abuse", language: "az"),
            contact("telecom-abuse", "telecom", "abuse", language: "ru"),
        ])

    nonisolated func fresh() async -> TestDirectory { await TestDirectory(cards, people) }
}

func contact(
    _ id: String, _ owner: String, _ purpose: String, language: String = "en", interval: ContactCard.Interval? = nil,
    minimum: Severity? = nil, channels: [String] = [], standing: ContactCard.Standing = .verified, key: String? = nil,
    format: ContactCard.Format? = nil, quiet: QuietHours? = nil
) -> ContactCard {
    ContactCard(
        id: id, owner: owner, purpose: purpose, name: "Desk of \(owner)", email: EmailAddress("\(purpose)@\(owner).example"),
        language: language, openPGPKey: key, interval: interval, format: format, minimumSeverity: minimum, quietHours: quiet,
        channels: channels, standing: standing)
}

extension ContactCard {
    var bouncing: ContactCard {
        ContactCard(
            id: id, owner: owner, purpose: purpose, name: name, email: email, language: language, openPGPKey: openPGPKey,
            interval: interval,
            minimumSeverity: minimumSeverity, channels: channels, standing: .bounced)
    }
}

/// An open door or whatever else, at a time.
func sight(
    _ ip: String, owner: String?, type: String = "potentially-unwanted-accessible", identifier: String? = "open-rdp", port: Int64? = 3389,
    severity: String? = nil, malware: String? = nil, url: String? = nil, fqdn: String? = nil, at time: Instant
) -> Event {
    var event = Event()
    event[.timeSource] = .time(time.microseconds)
    event[.classificationType] = .text(type)
    event[.sourceIP] = .text(ip)
    event[.protocolTransport] = .text("tcp")
    if let identifier { event[.classificationIdentifier] = .text(identifier) }
    if let port { event[.sourcePort] = .integer(port) }
    if let severity { event[.severity] = .text(severity) }
    if let malware { event[.malwareName] = .text(malware) }
    if let url { event[.sourceURL] = .text(url) }
    if let fqdn { event[.sourceFQDN] = .text(fqdn) }
    if let owner { event[.constituency] = .text(owner) }
    return event
}

extension EmbeddedStore {
    /// Takes events in as one piece of a daily feed.
    func take(_ events: [Event], piece: Int, feed: String = "example/scan", at time: Instant = noon) throws {
        let batch = EventBatch()
        for event in events { batch.append(event) }
        let context = FeedContext(code: feed, name: feed, intervalSeconds: 86_400, tlp: .amber, receivedAt: time.microseconds)
        guard let id = PieceID(bytes: (0..<32).map { UInt8(truncatingIfNeeded: piece >> (8 * ($0 % 8))) ^ UInt8($0) }),
            let root = PieceID(bytes: [UInt8](repeating: 0, count: 32))
        else { return }
        _ = try commit(
            seal(batch, feed: context), as: Piece(id: id, parent: root, length: 100, source: "report-\(piece).csv"), rejections: [])
    }
}

/// A centre that tells owners, with a catcher for mail.
struct NoticeHouse: Sendable {
    let running: RunningCentre
    let notices: Notices
    let store: EmbeddedStore
    let directory: TestDirectory
    let clock: TestClock

    /// Mails caught so far, the first first.
    func mails() throws -> [ReceivedMail] {
        let folder = try MaildirFolder(path: running.folder.path + "/mail-caught")
        return try folder.names().map { try ReceivedMail(folder.read($0)) }
    }

    /// Waits until so many mails were caught: jobs take them out in the background.
    func mails(atLeast count: Int) async throws -> [ReceivedMail] {
        for _ in 0..<600 {
            let found = try mails()
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(25))
        }
        return try mails()
    }

    func notice(_ index: Int = 0) async throws -> Notice? {
        let now = clock.now
        return try await running.house.records.read { database in
            let all = try NoticeStore.notices(.init(), now: now, limit: 100, offset: 0, database)
            return all.count > index ? all.reversed()[index] : nil
        }
    }

    func all() async throws -> [Notice] {
        let now = clock.now
        return try await running.house.records.read { try NoticeStore.notices(.init(), now: now, limit: 1000, offset: 0, $0) }
    }

    /// Waits until something holds of what is on record.
    func until(_ isSo: @Sendable (NoticeHouse) async throws -> Bool) async throws -> Bool {
        for _ in 0..<600 {
            if try await isSo(self) { return true }
            try await Task.sleep(for: .milliseconds(25))
        }
        return false
    }

    /// Decides, also where the job of the centre begins to at the same time: one of both does it.
    func decide() async throws {
        while true {
            do {
                try await notices.decideNow()
                return
            } catch is OvertakenRun {}
        }
    }

    /// Lets every rule run without asking.
    func approveRules() async throws {
        try await running.house.records.write { database in
            for entry in try NoticeStore.entries(database) {
                try NoticeStore.approveRule(entry.rule.id, version: entry.version, by: "test", database)
            }
        }
    }

    static func use(
        clock: TestClock = TestClock(), marking: @escaping @Sendable (String) -> TLP? = { _ in nil }, isApproved: Bool = true,
        keyring: Keyring? = nil, _ body: (NoticeHouse) async throws -> Void
    ) async throws {
        let parts = Mutex<(Notices, EmbeddedStore)?>(nil)
        let directory = await TestDirectory.usual.fresh()
        try await RunningCentre.use(
            capabilities: [Notices.self, Correspondence.self], clock: { clock.now },
            compose: { house in
                let store = try EmbeddedStore.open(at: house.data + "/store")
                try store.lockForIngest()
                guard let address = EmailAddress("notices@cert.example") else { throw CancellationError() }
                let sender = MailParty(address, name: "Example CERT")
                let notices = try await Notices(
                    house, store: store, owners: directory, portal: "https://portal.cert.example",
                    naming: WebFrame.Naming(full: ["az": "Örnək CERT", "en": "Example CERT", "ru": "Пример CERT"], short: "CERT"),
                    sender: sender, keyring: keyring, marking: marking)
                let mail = try await Correspondence(house, way: .catcher, sender: sender, takers: [notices])
                parts.withLock { $0 = (notices, store) }
                return (OpenDoor(), [notices, mail])
            },
            { running in
                guard let (notices, store) = parts.withLock({ $0 }) else { return }
                let house = NoticeHouse(running: running, notices: notices, store: store, directory: directory, clock: clock)
                if isApproved { try await house.approveRules() }
                try await body(house)
            })
    }
}
