internal import Centre
internal import GRDB
internal import Vocabulary

/// The rounds in which contacts are asked whether what the register says of them is right.
struct Verification: Sendable {
    let house: House
    let register: Register
    let mail: VerificationMail

    /// How long a contact's word is good for, unless a round says otherwise.
    static let months = 12
    /// Nobody is asked twice within this time.
    static let pause = Duration.seconds(30 * 86_400)

    init(house: House, register: Register, portal: String, naming: WebFrame.Naming, folder: ResourceFolder) throws {
        self.house = house
        self.register = register
        mail = VerificationMail(
            portal: portal, naming: naming, catalogue: try Catalogue(folders: [folder], order: ["az", "en", "ru"]),
            key: house.secrets.derivedKey("constituency.verification"))
    }

    // MARK: - Rounds

    /// Contacts that a round would ask.
    func candidates(olderThan months: Int, includingUnverified: Bool = true) async throws -> [VerificationStore.Candidate] {
        let now = house.clock()
        return try await register.inspect { database in
            try VerificationStore.candidates(
                verifiedBefore: now - Duration.seconds(Int64(months) * 30 * 86_400), askedBefore: now - Self.pause,
                includingUnverified: includingUnverified, database)
        }
    }

    /// How many contacts a round would ask.
    func dueCount(olderThan months: Int) async throws -> Int {
        let now = house.clock()
        return try await register.inspect { database in
            try VerificationStore.candidateCount(
                verifiedBefore: now - Duration.seconds(Int64(months) * 30 * 86_400), askedBefore: now - Self.pause, database)
        }
    }

    /// Makes a round of everyone who is due; nil where nobody is.
    func propose(olderThan months: Int, includingUnverified: Bool = true, by author: String) async throws -> Int64? {
        let candidates = try await candidates(olderThan: months, includingUnverified: includingUnverified)
        guard !candidates.isEmpty else { return nil }
        let now = house.clock()
        return try await register.edit { try VerificationStore.makeRound(candidates, by: author, at: now, $0) }
    }

    /// Lets a round go out.
    /// - Parameter repeats: whether later rounds by timetable go out without asking
    /// - Returns: false where it was decided already
    func approve(_ round: Int64, by person: String, repeats: Bool) async throws -> Bool {
        let now = house.clock()
        let isNew = try await register.edit { database in
            try VerificationStore.decide(round, .approved, by: person, repeats: repeats, at: now, database)
        }
        if isNew { try await queue(round) }
        return isNew
    }

    func drop(_ round: Int64, by person: String) async throws -> Bool {
        let now = house.clock()
        return try await register.edit { try VerificationStore.decide(round, .dropped, by: person, repeats: false, at: now, $0) }
    }

    // MARK: - Jobs

    private struct Round: Codable, Sendable { let round: Int64 }

    private static let sending = "constituency.send-verification"

    private func queue(_ round: Int64) async throws {
        try await house.jobs.add(NewJob(Self.sending, payload: Round(round: round), key: "round-\(round)"))
    }

    var jobs: [JobKind] {
        [
            // In January, when those who left in December are missed.
            JobKind(name: "constituency.verify", schedule: JobSchedule("0 9 15 1 *", zone: house.zone.name)) { _ in
                try await self.scheduledRound()
            },
            JobKind(name: Self.sending) { context in
                let round = try context.payload(Round.self).round
                let (sent, isWhole) = try await self.send(round) { context.isStopping }
                return isWhole
                    ? .done("\(sent) verification mails planned") : .again(at: context.clock(), "\(sent) verification mails planned")
            },
        ]
    }

    /// A round of the timetable: it waits for a person, unless the last one that a person let out was to repeat itself.
    func scheduledRound() async throws -> JobEnd {
        let (open, repeats) = try await register.inspect { database in
            (try VerificationStore.proposedRound(database), try VerificationStore.lastApprovedRepeats(database))
        }
        if let open { return .done("round \(open) still waits for approval") }
        guard let round = try await propose(olderThan: Self.months, by: "timetable") else { return .done("every contact is verified") }
        guard repeats else { return .done("round \(round) waits for approval") }
        _ = try await approve(round, by: "timetable", repeats: true)
        return .done("round \(round) goes out")
    }

    /// Plans the mails of a round that were not planned before. A process killed in the middle plans the same mails under the same names.
    func send(_ round: Int64, until isStopping: () -> Bool = { false }) async throws -> (sent: Int, isWhole: Bool) {
        let now = house.clock()
        let waiting = try await register.inspect { try VerificationStore.unsent(round, $0) }
        var count = 0
        for asked in waiting {
            if isStopping() { return (count, false) }
            if let dispatch = try mail.dispatch(asked) {
                do {
                    try await house.outward.plan(dispatch)
                } catch OutwardRefusal.nameTaken {
                    // Planned before the process was killed, and the organisation was renamed since: one mail is enough.
                }
            }
            try await register.edit { try VerificationStore.markSent(round, asked.contact.id ?? "", at: now, $0) }
            count += 1
        }
        return (count, true)
    }

    /// Marks contacts whose verification mail was refused or came back.
    func watchReturns() {
        let (register, clock) = (register, house.clock)
        house.outward.watch("constituency") { delivery, _ in
            guard delivery.state == .refused || delivery.state == .returned, let contact = VerificationMail.contact(of: delivery) else {
                return
            }
            // Another database: noting it twice makes no difference, should the step be undone and come again.
            try register.database.write { database in
                try RegisterEditing.mark(
                    contact: contact, bounced: delivery.note, by: RegisterAuthor(id: "mail", name: nil), at: clock(), database)
            }
        }
    }

    // MARK: - Answers

    /// What a link opens: the contact as it is now, as long as the mail went to the address it still has.
    func opened(_ token: String) async throws -> VerificationStore.Asked? {
        guard let claim = mail.claim(token, now: house.clock()) else { return nil }
        guard let asked = try await register.inspect({ try VerificationStore.asked(claim.round, claim.contact, $0) }) else { return nil }
        guard mail.isSigned(claim, for: asked.address), asked.contact.email?.description == asked.address else { return nil }
        return asked
    }

    /// What a contact said of itself.
    struct Answer: Sendable {
        let name: String?
        let phone: String?
        let language: LanguageTag?
    }

    /// Takes a contact's answer: it is verified, and what it corrected is changed.
    func answer(_ asked: VerificationStore.Asked, _ answer: Answer) async throws {
        let now = house.clock()
        let author = RegisterAuthor(id: "contact \(asked.address)", name: asked.contact.name)
        try await register.edit { database in
            var isCorrected = false
            try RegisterEditing.changeContact(asked.contact.id ?? "", by: author, at: now, database) { contact in
                isCorrected = contact.name != answer.name || contact.phone != answer.phone || contact.language != answer.language
                contact.name = answer.name
                contact.phone = answer.phone
                contact.language = answer.language
                contact.standing = .verified(now)
            }
            try VerificationStore.markAnswered(asked.round, asked.contact.id ?? "", isCorrected: isCorrected, at: now, database)
        }
    }
}
