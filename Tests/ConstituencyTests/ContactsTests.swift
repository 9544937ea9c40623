import Centre
import Foundation
import Testing
import Vocabulary

@testable import Constituency

@Suite("Contacts, agreements and history of the register")
struct ContactsTests {
    static let moment = Instant(seconds: 1_790_000_000)
    static let later = Instant(seconds: 1_790_086_400)
    static let person = RegisterAuthor(id: "p-7", name: "Aygün")
    static let key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: a; b | c\n\nmDMEZ\n-----END PGP PUBLIC KEY BLOCK-----\n"
    static let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

    static let rich = """
        register: 1
        owners:
          - id: bank
            names: {az: "Bank; | 50%3B", en: "Bank"}
            contacts:
              - {id: c-1, purpose: abuse, name: "Desk; night | 100%", email: abuse@bank.example, language: az, phone: "+000 1",
                 interval: daily, format: html, severity: high, quiet: "22-6", channels: [mail, portal],
                 openpgp: \(quoted(key)), certificate: \(quoted(certificate)), standing: verified, since: "2026-09-21T14:13:20Z"}
              - {id: c-2, purpose: technical, email: noc@bank.example, standing: bounced, since: "2026-09-21T14:13:20Z", reason: "550; no such user"}
              - {id: c-3, purpose: 24x7, phone: "+000 2"}
            agreements:
              - {kind: nda, ceiling: amber+strict, from: 2026-01-01, until: "2026-12-31", note: "Folder 7; shelf | 2"}
              - {kind: exchange}
            notes: "=cmd"

        """

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\n", with: "\\n") + "\"" }

    @Test("everything that is said of contacts and agreements is kept")
    func kept() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Self.rich)
        let bank = try #require(try register.owner("bank"))
        let first = bank.contacts[0]
        #expect(first.id == "c-1" && first.openPGPKey == Self.key && first.certificate == Self.certificate)
        #expect(
            first.preferences
                == .init(
                    interval: .daily, format: .html, minimumSeverity: .high, quietHours: QuietHours("22-6"), channels: ["mail", "portal"]))
        #expect(first.standing == .verified(Self.moment))
        #expect(bank.contacts[1].standing == .bounced(reason: "550; no such user", Self.moment))
        #expect(bank.contacts[2].standing == .unverified)
        #expect(bank.agreements[0].ceiling == .amberStrict && bank.agreements[0].until == CalendarDate(year: 2026, month: 12, day: 31))
    }

    @Test("a register that is exported and imported elsewhere is the same register", arguments: ["yaml", "csv"])
    func roundTrip(format: String) throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        try register.take(Self.rich)
        let owners = try register.owners()
        let text =
            format == "yaml" ? RegisterYAML.write(owners, profile: try register.profile()) : RegisterTable.write(owners)
        let other = try Register.open(folder.url.appending(path: "other.sqlite").path)
        let files = format == "yaml" ? RegisterYAML.read(text, path: "x") : RegisterTable.read(text, path: "x")
        #expect(files.mistakes == [])
        try other.apply(try other.plan(for: files, mode: .replace))
        #expect(try other.owners() == owners)
        #expect(try register.plan(for: files, mode: .replace).isEmpty)
    }

    @Test("a file that says nothing of standing, keys and preferences leaves them, and contacts keep their names in the register")
    func silence() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Self.rich)
        let plain = """
            register: 1
            owners:
              - id: bank
                names: {az: "Bank; | 50%3B", en: "Bank"}
                contacts:
                  - {purpose: abuse, name: "New desk", email: abuse@bank.example, language: az, phone: "+000 1"}
                  - {purpose: technical, email: other@bank.example}
                notes: "=cmd"

            """
        try register.take(plain)
        let contacts = try #require(try register.owner("bank")).contacts
        #expect(contacts[0].name == "New desk" && contacts[0].id == "c-1" && contacts[0].standing == .verified(Self.moment))
        #expect(contacts[0].openPGPKey == Self.key && contacts[0].preferences.interval == .daily)
        // Another address is another contact.
        #expect(contacts[1].id != "c-2" && contacts[1].standing == .unverified)
        #expect(try register.plan(for: RegisterYAML.read(plain, path: "x")).isEmpty)
    }

    @Test("contacts of an older register get names of their own")
    func olderRegister() throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let ids = try #require(try register.owner("odlar-telekom")).contacts.compactMap(\.id)
        #expect(ids.count == 2 && Set(ids).count == 2 && ids.allSatisfy { $0.hasPrefix("c") && $0.count == 13 })
    }

    @Test(
        "mistakes in the new fields have their place",
        arguments: [
            ("interval: often", "an interval"), ("format: pdf", "a format"), ("severity: bad", "a severity"),
            ("channels: [Mail!]", "a channel"), ("quiet: \"7-7\"", "quiet hours"), ("quiet: night", "quiet hours"),
            ("openpgp: secret", "an OpenPGP public key"), ("certificate: x", "a certificate"), ("standing: known", "a standing"),
            ("standing: verified", "needs `since`"), ("id: \"../x\"", "a contact's id"),
        ])
    func mistakes(field: String, message: String) {
        let read = RegisterYAML.read(
            "register: 1\nowners:\n  - id: a\n    contacts:\n      - {purpose: abuse, email: a@b.example, \(field)}\n", path: "x")
        #expect(read.mistakes.count == 1 && read.mistakes[0].line == 5 && read.mistakes[0].message.contains(message))
    }

    @Test("a private key is never taken for a public one")
    func privateKey() {
        #expect(ContactKey.openPGP("-----BEGIN PGP PRIVATE KEY BLOCK-----\nx\n-----END PGP PRIVATE KEY BLOCK-----") == nil)
        #expect(ContactKey.openPGP(Self.key.replacing("\n", with: "\r\n")) == Self.key)
    }

    @Test(
        "the ceiling is the highest of the agreements that hold on the day",
        arguments: [
            ("2025-12-31", nil), ("2026-01-01", TLP.amberStrict), ("2026-12-31", .amberStrict), ("2027-01-01", .green),
        ] as [(String, TLP?)])
    func ceiling(day: String, expected: TLP?) throws {
        let owner = Owner(
            id: "a",
            agreements: [
                Agreement(
                    kind: "nda", ceiling: .amberStrict, from: CalendarDate(iso: "2026-01-01"), until: CalendarDate(iso: "2026-12-31")),
                Agreement(kind: "nda", ceiling: .green, from: CalendarDate(iso: "2026-06-01")), Agreement(kind: "exchange"),
            ])
        #expect(owner.ceiling(on: try #require(CalendarDate(iso: day))) == expected)
    }

    // MARK: - History

    @Test("every change is in the history: who, when, what, from and to")
    func history() async throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        let plan = try register.plan(for: RegisterYAML.read(Sample.register, path: "in/owners.yaml"))
        try register.apply(plan)
        try await register.change("seki-bank", by: Self.person, at: Self.moment) { $0.sector = "finance" }
        try await register.remove("seki-bank", by: Self.person, at: Self.later)
        let history = try register.history(of: "seki-bank")
        #expect(history.map(\.kind) == [.removed, .changed, .added])
        #expect(history[2].author == RegisterAuthor(id: "import owners.yaml", name: nil))
        #expect(history[1].author == Self.person && history[1].moment == Self.moment)
        #expect(history[1].change?.description == "sector: -banking +finance")
        // What went can be entered again.
        #expect(try register.owner("seki-bank") == nil)
        #expect(try register.history().count == 5)
    }

    @Test("a change that changes nothing is no entry and no revision")
    func nothing() async throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let revision = try register.revision()
        #expect(try await register.change("seki-bank", by: Self.person, at: Self.moment) { $0.sector = "banking" } == false)
        #expect(try register.revision() == revision)
        #expect(try register.history(of: "seki-bank").count == 1)
    }

    @Test("edits that would break the register are refused with the reason")
    func refusals() async throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let entry = try #require(try await register.entry("seki-bank"))
        await #expect(throws: RegisterRefusal.ownerExists("rabite")) {
            try await register.add(Owner(id: "rabite"), by: Self.person, at: Self.moment)
        }
        await #expect(throws: RegisterRefusal.noParent("nobody")) {
            try await register.add(Owner(id: "new", parent: "nobody"), by: Self.person, at: Self.moment)
        }
        await #expect(throws: RegisterRefusal.parentCircle("seki-bank")) {
            try await register.change("rabite", by: Self.person, at: Self.moment) { $0.parent = "seki-bank" }
        }
        await #expect(throws: RegisterRefusal.hasParts(["odlar-telekom"])) {
            try await register.remove("rabite", by: Self.person, at: Self.moment)
        }
        await #expect(throws: RegisterRefusal.noOwner("nobody")) {
            try await register.change("nobody", by: Self.person, at: Self.moment) { _ in }
        }
        try await register.change("seki-bank", by: Self.person, at: Self.moment) { $0.notes = "first" }
        await #expect(throws: RegisterRefusal.changedMeanwhile("seki-bank")) {
            try await register.change("seki-bank", by: Self.person, at: Self.moment, basis: entry.version) { $0.notes = "second" }
        }
        #expect(try register.owner("seki-bank")?.notes == "first")
    }

    // MARK: - The directory that others see

    @Test("mail that comes back marks the contact, once, and it comes last; mail that arrives makes it unverified again")
    func bounces() async throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        let directory = RegisterDirectory(register, clock: { Self.later })
        let cards = try await directory.contacts(of: "odlar-telekom")
        #expect(cards.map(\.purpose) == ["abuse", "technical"] && cards[0].standing == .unverified)
        try await directory.mark(contact: cards[0].id, bounced: "550 no such user")
        try await directory.mark(contact: cards[0].id, bounced: "another reason")
        #expect(try await directory.contacts(of: "odlar-telekom").map(\.purpose) == ["technical", "abuse"])
        let contact = try #require(try register.owner("odlar-telekom")).contacts[0]
        #expect(contact.standing == .bounced(reason: "550 no such user", Self.later))
        #expect(try register.history(of: "odlar-telekom").count == 2)
        try await directory.mark(contact: cards[0].id, bounced: nil)
        #expect(try #require(try register.owner("odlar-telekom")).contacts[0].standing == .unverified)
        try await directory.mark(contact: "nobody", bounced: "x")
    }

    @Test("contacts are found by address whatever its case, and owners with names, parent and ceiling")
    func directory() async throws {
        let folder = try ScratchFolder()
        let register = try folder.register()
        try register.take(Sample.register)
        try register.take(Self.rich)
        let directory = RegisterDirectory(register, clock: { Self.moment })
        let found = try await directory.contacts(withEmail: try #require(EmailAddress("Abuse@Telekom.example")))
        #expect(found.map(\.owner) == ["odlar-telekom"] && found[0].language == "az")
        #expect(try await directory.owners().map(\.id) == ["bank", "odlar-telekom", "rabite", "seki-bank"])
        for card in try await directory.owners() { #expect(try await directory.owner(card.id) == card) }
        #expect(try await directory.owner("bank")?.ceiling == .amberStrict)
        #expect(try await directory.owner("nobody") == nil)
    }
}
