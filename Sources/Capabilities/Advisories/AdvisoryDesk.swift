internal import CSAF
internal import Centre
internal import GRDB
internal import Vocabulary

/// What is done with advisories from the first word to publication: writing, handing in, agreeing, leaving.
struct AdvisoryDesk: Sendable {
    let house: House
    let scheme: TrackingScheme
    let document: AdvisoryDocument
    /// Language codes, the first first.
    let languages: [String]
    /// Whether machines in the country can be counted.
    var counts = false

    static let capability = "advisories"

    func find(_ id: String) async throws -> Advisory? { try await house.records.read { try AdvisoryStore.find(id, $0) } }

    func begin(_ content: AdvisoryContent, by person: Person) async throws -> Advisory {
        let now = house.clock()
        return try await house.records.write { try AdvisoryStore.add(content, by: person, at: now, $0) }
    }

    /// Writes what the advisory says.
    @discardableResult
    func save(
        _ id: String, basis: Int? = nil, by person: Person, note: String = "", _ change: @Sendable (inout AdvisoryContent) throws -> Void
    ) async throws -> Advisory {
        let now = house.clock()
        return try await house.records.write { database in
            let before = try AdvisoryStore.present(id, database)
            var content = before.content
            try change(&content)
            guard content != before.content else { return before }
            if before.state == .published { content.change = content.change == before.content.change ? "" : content.change }
            return try AdvisoryStore.take(.saved, id, basis: basis, by: person, at: now, note: note, database) { advisory in
                advisory.content = content
                advisory.editor = person
                advisory.submitter = nil
                advisory.approver = nil
            }
        }
    }

    /// Hands it in for a second person to look at.
    func submit(_ id: String, by person: Person) async throws {
        let now = house.clock()
        try await house.records.write { database in
            let advisory = try AdvisoryStore.present(id, database)
            guard check(advisory).isReady else { throw AdvisoryRefusal.notWhole }
            try AdvisoryStore.take(.submitted, id, by: person, at: now, database) { $0.submitter = person }
        }
    }

    /// Gives it back to its writer.
    func giveBack(_ id: String, by person: Person, note: String) async throws {
        let now = house.clock()
        try await house.records.write { database in
            let advisory = try AdvisoryStore.present(id, database)
            // What is on its way already is called off where deliveries are.
            if advisory.state == .approved, try isOnItsWay(advisory, database) { throw AdvisoryRefusal.notNow(.approved) }
            try AdvisoryStore.take(.returned, id, by: person, at: now, note: note, database) { $0.approver = nil }
        }
    }

    /// A second person agrees; it leaves at once, or when its embargo ends.
    func approve(_ id: String, basis: Int, by person: Person) async throws {
        let now = house.clock()
        try await house.records.write { database in
            let before = try AdvisoryStore.present(id, database)
            guard before.editor.id != person.id, before.submitter?.id != person.id else { throw AdvisoryRefusal.samePerson }
            guard check(before).isReady else { throw AdvisoryRefusal.notWhole }
            let advisory = try AdvisoryStore.take(.approved, id, basis: basis, by: person, at: now, database) { $0.approver = person }
            let due = advisory.content.embargo.flatMap { $0 > now ? $0 : nil }
            try house.jobs.add(
                NewJob(
                    "advisories.release", payload: ReleaseWish(advisory: id, edit: advisory.edit), key: "\(id)-\(advisory.edit)", due: due),
                in: database)
        }
    }

    struct ReleaseWish: Codable, Sendable {
        let advisory: String
        let edit: Int
    }

    /// Lets an agreed advisory leave: gives it its name, writes its document, and plans the publication.
    var releasing: JobKind {
        JobKind(name: "advisories.release") { context in
            let wish = try context.payload(ReleaseWish.self)
            guard let dispatch = try await plan(wish, at: context.clock()) else { return .done("it was given back") }
            guard let delivery = try await house.outward.delivery(dispatch.id) else { return .done("gone") }
            if delivery.state == .awaitingApproval { try await house.outward.approve(dispatch.id, by: dispatch.approver) }
            return .done(dispatch.id.description)
        }
    }

    private func plan(_ wish: ReleaseWish, at now: Instant) async throws -> (id: DispatchID, approver: String)? {
        try await house.records.write { database in
            guard let advisory = try AdvisoryStore.find(wish.advisory, database), advisory.state == .approved,
                advisory.edit == wish.edit, let approver = advisory.approver, let submitter = advisory.submitter
            else { return nil }
            let version = PublishedVersion(
                tracking: try advisory.tracking
                    ?? ReleaseStore.nextTracking(scheme, at: now, isOpen: advisory.content.tlp == .clear, database),
                version: advisory.version + 1)
            guard let id = version.dispatch(edit: wish.edit) else { throw HopelessJob("\(version.tracking) cannot name a dispatch") }
            if try ReleaseStore.isWritten(version, database) { return (id, approver.name(as: "staff")) }
            let before = try ReleaseStore.versions(of: version.tracking, ceiling: .red, database).reversed()
            let first = before.first?.first ?? now
            let bytes = document.document(
                advisory.content,
                AdvisoryDocument.Tracking(
                    id: version.tracking, version: version.version, first: first, moment: now,
                    before: before.map { ($0.version, $0.moment, $0.content.change) }))
            try database.execute(
                sql: "UPDATE advisories_advisory SET tracking = ? WHERE id = ?", arguments: [version.tracking, advisory.id])
            try ReleaseStore.add(
                advisory, tracking: version.tracking, version: version.version, document: bytes, first: first, at: now, database)
            let isOpen = advisory.content.tlp == .clear
            try house.outward.plan(
                Dispatch(
                    id: id, act: .publish, tlp: advisory.content.tlp, audience: isOpen ? .everyone : .clients,
                    channel: isOpen ? "site" : "site-closed", recipient: isOpen ? document.site : "portal",
                    subject: "\(version.tracking): \(advisory.content.main.title)".oneLine,
                    content: try bytes ?? Array(AdvisoryStore.encoded(advisory.content).utf8), mediaType: "application/json",
                    capability: Self.capability, reference: version.reference, author: submitter.name(as: "staff"), approval: .another),
                in: database)
            return (id, approver.name(as: "staff"))
        }
    }

    private func isOnItsWay(_ advisory: Advisory, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM advisories_release WHERE advisory = ? AND version = ?)",
            arguments: [advisory.id, advisory.version + 1]) ?? false
    }

    /// In the transaction that shows a version.
    func shown(_ version: PublishedVersion, _ database: Database) throws {
        guard
            let id = try String.fetchOne(
                database, sql: "SELECT advisory FROM advisories_release WHERE tracking = ? AND version = ?",
                arguments: [version.tracking, version.version]), let advisory = try AdvisoryStore.find(id, database)
        else { return }
        guard advisory.state == .approved else { return }
        let person = advisory.approver ?? advisory.editor
        try AdvisoryStore.take(.published, id, by: person, at: house.clock(), note: version.tracking, database) {
            $0.version = version.version
        }
        // What not everyone may read is not mailed to whoever wants it.
        guard advisory.content.tlp == .clear else { return }
        try house.jobs.add(
            NewJob(
                "advisories.tell", payload: SubscriptionDesk.News(tracking: version.tracking, version: version.version),
                key: "\(version.tracking)-\(version.version)"), in: database)
    }

    /// Follows what became of a publication: one that was called off or refused goes back to its writer.
    func watch() {
        let house = house
        house.outward.watch(Self.capability) { delivery, database in
            guard let version = PublishedVersion(dispatch: delivery.id),
                delivery.state == .withdrawn || delivery.state == .refused || delivery.state == .recorded
            else { return }
            guard
                let id = try String.fetchOne(
                    database, sql: "SELECT advisory FROM advisories_release WHERE tracking = ? AND version = ? AND shown IS NULL",
                    arguments: [version.tracking, version.version])
            else { return }
            try ReleaseStore.forget(version, database)
            try AdvisoryStore.take(
                .returned, id, by: Person(id: "keshik", name: "Keshik"), at: house.clock(), note: delivery.note, database
            ) { $0.approver = nil }
        }
    }
}

extension Person {
    /// As acts are signed.
    func name(as kind: String) -> String { "\(kind):\(id)".oneLine }
}

extension String {
    /// Without line breaks and other control characters.
    var oneLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F || $0.value == 0x2028 || $0.value == 0x2029 ? " " : $0 }))
    }
}
