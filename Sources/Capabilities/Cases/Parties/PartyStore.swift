internal import Centre
internal import GRDB
internal import Vocabulary

/// Somebody a case concerns, with a thread of their own that no other party sees.
struct Party: Sendable, Hashable, Identifiable {
    /// What they have to do with it.
    enum Role: String, Sendable, Hashable, CaseIterable {
        case reporter, affected, owner, vendor, finder, team, authority, other
    }

    /// What they say of themselves. Nothing is said for them: who is silent has none.
    enum Stance: String, Sendable, Hashable, CaseIterable {
        case affected
        case notAffected = "not-affected"
        case investigating
        case fixed
    }

    let id: Int64
    /// Stands in Message-IDs; nobody can guess it.
    let key: String
    let caseID: Int64
    let role: Role
    let name: String
    /// As the capability names them that opened the case: `reporter:amber-river-stone`.
    let reference: String?
    /// The owner in the register; its contacts see the thread in the portal.
    let organisation: String?
    let contact: String?
    let email: EmailAddress?
    let language: String?
    let openPGPKey: String?
    let certificate: String?
    let stance: Stance?
    let stanceTime: Instant?
    /// When we last wrote to them, and when they last said something.
    let told: Instant?
    let heard: Instant?

    /// Whether we wrote to them and have heard nothing since.
    var isSilent: Bool {
        guard let told else { return false }
        return heard.map { $0 < told } ?? true
    }

    init(_ row: Row) {
        func moment(_ name: String) -> Instant? { (row[name] as Int64?).map(Instant.init(microseconds:)) }
        id = row["id"]
        key = row["key"]
        caseID = row["case_id"]
        role = Role(rawValue: row["role"]) ?? .other
        name = row["name"]
        reference = row["reference"]
        organisation = row["organisation"]
        contact = row["contact"]
        email = (row["email"] as String?).flatMap { EmailAddress($0) }
        language = row["language"]
        openPGPKey = row["openpgp"]
        certificate = row["certificate"]
        stance = (row["stance"] as String?).flatMap(Stance.init(rawValue:))
        stanceTime = moment("stance_moment")
        told = moment("told")
        heard = moment("heard")
    }
}

/// The SQL of parties, each call within a transaction of the caller.
enum PartyStore {
    /// What is known of a party when it is added.
    struct Draft: Sendable {
        var role: Party.Role
        var name: String
        var reference: String?
        var organisation: String?
        var contact: String?
        var email: String?
        var language: String?
        var openPGPKey: String?
        var certificate: String?
    }

    @discardableResult
    static func add(_ draft: Draft, to id: Int64, by person: String, at now: Instant, _ database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO cases_party (
                    key, case_id, role, name, reference, organisation, contact, email, language, openpgp, certificate, made, person
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Token.random(bytes: 15), id, draft.role.rawValue, draft.name, draft.reference, draft.organisation, draft.contact,
                draft.email, draft.language, draft.openPGPKey, draft.certificate, now.microseconds, person,
            ])
        let party = database.lastInsertedRowID
        try CaseStore.add(
            .init(.party, field: draft.role.rawValue, later: draft.name, party: party), to: id, by: person, at: now, database)
        return party
    }

    /// Adds who told of a case. `owner:bank` is an owner in the register, anything else a name that is no identity.
    static func add(
        reference: String, role: Party.Role, to id: Int64, heard: Instant?, at now: Instant, _ database: Database
    ) throws {
        let owner = reference.hasPrefix("owner:") ? String(reference.dropFirst("owner:".count)) : nil
        let name = reference.split(separator: ":", maxSplits: 1).last.map(String.init) ?? reference
        let party = try add(
            Draft(role: role, name: name, reference: reference, organisation: owner), to: id, by: reference, at: now, database)
        if let owner {
            try database.execute(
                sql: "UPDATE cases_case SET organisation = ? WHERE id = ? AND organisation IS NULL", arguments: [owner, id])
        }
        if let heard { try self.heard(party, at: heard, database) }
    }

    static func party(_ id: Int64, _ database: Database) throws -> Party? {
        try Row.fetchOne(database, sql: "SELECT * FROM cases_party WHERE id = ?", arguments: [id]).map(Party.init)
    }

    static func party(key: String, _ database: Database) throws -> Party? {
        try Row.fetchOne(database, sql: "SELECT * FROM cases_party WHERE key = ?", arguments: [key]).map(Party.init)
    }

    static func party(reference: String, of id: Int64, _ database: Database) throws -> Party? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM cases_party WHERE reference = ? AND case_id = ?", arguments: [reference, id]
        ).map(Party.init)
    }

    /// Parties of a case and of all that were joined to it.
    static func parties(of id: Int64, _ database: Database) throws -> [Party] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_party WHERE case_id IN \(CaseStore.circle) ORDER BY id LIMIT 1000", arguments: [id]
        ).map(Party.init)
    }

    static func heard(_ id: Int64, at moment: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE cases_party SET heard = max(coalesce(heard, 0), ?) WHERE id = ?", arguments: [moment.microseconds, id])
    }

    static func told(_ id: Int64, at moment: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE cases_party SET told = max(coalesce(told, 0), ?) WHERE id = ?", arguments: [moment.microseconds, id])
    }

    /// Writes down what a party says of itself.
    static func set(
        stance: Party.Stance, text: String, of party: Party, by person: String, at now: Instant, _ database: Database
    ) throws {
        try database.execute(
            sql: "UPDATE cases_party SET stance = ?, stance_moment = ? WHERE id = ?",
            arguments: [stance.rawValue, now.microseconds, party.id])
        try CaseStore.add(
            .init(.stance, earlier: party.stance?.rawValue, later: stance.rawValue, text: text, party: party.id), to: party.caseID,
            by: person, at: now, database)
        try heard(party.id, at: now, database)
    }

    /// The thread of a party alone, the first word first.
    static func thread(of party: Int64, limit: Int = 500, _ database: Database) throws -> [CaseEntry] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM (SELECT * FROM cases_entry WHERE party = ? AND kind IN ('told', 'heard', 'stance') ORDER BY id DESC LIMIT ?)
                ORDER BY id
                """, arguments: [party, limit]
        ).map(CaseStore.entry)
    }
}
