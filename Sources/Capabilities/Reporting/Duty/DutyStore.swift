internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The tables of incidents under duty.
enum DutyStore {
    struct Opening: Sendable {
        let id: String
        let owner: OwnerCard
        let ownerName: String
        let reference: String
        let kind: DutyIncident.Kind
        let aware: Instant
        let laws: [String]
    }

    static func open(_ opening: Opening, at now: Instant, _ database: Database) throws -> DutyIncident {
        if let known = try incident(owner: opening.owner.id, reference: opening.reference, database) { return known }
        try database.execute(
            sql: """
                INSERT INTO reporting_incident (id, owner, owner_name, sector, reference, kind, title, type, aware, cross_border, personal_data,
                    laws, state, opened)
                VALUES (?, ?, ?, ?, ?, ?, '', 'undetermined', ?, 'unknown', 'unknown', ?, 'draft', ?)
                """,
            arguments: [
                opening.id, opening.owner.id, opening.ownerName, opening.owner.sector, opening.reference, opening.kind.rawValue,
                opening.aware.microseconds, opening.laws.joined(separator: " "), now.microseconds,
            ])
        guard let incident = try incident(opening.id, database) else { throw WebProblem.notFound }
        return incident
    }

    static func incident(_ id: String, _ database: Database) throws -> DutyIncident? {
        try Row.fetchOne(database, sql: "SELECT * FROM reporting_incident WHERE id = ?", arguments: [id]).map(incident)
    }

    static func incident(owner: String, reference: String, _ database: Database) throws -> DutyIncident? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM reporting_incident WHERE owner = ? AND reference = ?", arguments: [owner, reference]
        ).map(incident)
    }

    /// All that was said, by stage and version.
    static func statements(of id: String, _ database: Database) throws -> [DutyStatement] {
        try Row.fetchAll(database, sql: "SELECT * FROM reporting_stage WHERE incident = ? LIMIT 500", arguments: [id]).compactMap { row in
            guard let stage = DutyStage(rawValue: row["stage"]) else { return nil }
            let body = try JSONDecoder().decode(DutyBody.self, from: Data((row["body"] as String).utf8))
            return DutyStatement(
                stage: stage, version: row["version"], body: body, saved: Instant(microseconds: row["saved"]),
                submitted: (row["submitted"] as Int64?).map { Instant(microseconds: $0) }, author: row["author"],
                due: (row["due"] as Int64?).map { Instant(microseconds: $0) })
        }.sorted { ($0.stage, $0.version) < ($1.stage, $1.version) }
    }

    /// Writes a stage: over its draft, or as a further version behind what was submitted.
    static func write(
        _ body: DutyBody, stage: DutyStage, of id: String, by author: String, due: Instant?, isSubmitted: Bool, at now: Instant,
        _ database: Database
    ) throws -> Int {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(body), as: UTF8.self)
        let last = try Row.fetchOne(
            database, sql: "SELECT version, submitted FROM reporting_stage WHERE incident = ? AND stage = ? ORDER BY version DESC LIMIT 1",
            arguments: [id, stage.rawValue])
        var version = 1
        if let last { version = (last["submitted"] as Int64?) == nil ? last["version"] : (last["version"] as Int) + 1 }
        try database.execute(
            sql:
                "INSERT OR REPLACE INTO reporting_stage (incident, stage, version, body, saved, submitted, author, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                id, stage.rawValue, version, text, now.microseconds, isSubmitted ? now.microseconds : nil, author, due?.microseconds,
            ])
        return version
    }

    /// Brings an incident's own line up to what was submitted.
    static func update(
        _ id: String, body: DutyBody, laws: [String], answerDue: Instant, at now: Instant, _ database: Database
    ) throws {
        func text(_ name: String) -> String? { if case .text(let text)? = body[name] { text } else { nil } }
        try database.execute(
            sql: """
                UPDATE reporting_incident SET title = ?, type = ?, cross_border = ?, personal_data = ?, laws = ?, state = 'open',
                    reported = COALESCE(reported, ?), answer_due = COALESCE(answer_due, ?) WHERE id = ?
                """,
            arguments: [
                text("title") ?? "", text("type") ?? "undetermined", text("crossBorder") ?? "unknown", text("personalData") ?? "unknown",
                laws.joined(separator: " "), now.microseconds, answerDue.microseconds, id,
            ])
        try database.execute(sql: "DELETE FROM reporting_mark WHERE incident = ?", arguments: [id])
        guard case .list(let indicators)? = body["indicators"] else { return }
        for indicator in Set(indicators.map { Defanging.refanged($0).lowercased() }).prefix(500) where indicator.count >= 4 {
            try database.execute(sql: "INSERT OR IGNORE INTO reporting_mark (incident, value) VALUES (?, ?)", arguments: [id, indicator])
        }
    }

    static func answer(_ id: String, by person: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE reporting_incident SET answered = COALESCE(answered, ?), answered_by = COALESCE(answered_by, ?) WHERE id = ?",
            arguments: [now.microseconds, person, id])
    }

    static func join(_ id: String, to other: String?, _ database: Database) throws {
        try database.execute(sql: "UPDATE reporting_incident SET joined = ? WHERE id = ?", arguments: [other, id])
        // Those that were joined to this one follow it.
        if let other { try database.execute(sql: "UPDATE reporting_incident SET joined = ? WHERE joined = ?", arguments: [other, id]) }
    }

    static func set(case reference: CaseReference, of id: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE reporting_incident SET case_id = ?, case_number = ?, case_path = ? WHERE id = ?",
            arguments: [reference.id, reference.number, reference.path, id])
    }

    // MARK: - Lists

    struct Wish: Sendable {
        var owners: [String]?
        var law: String?
        var isReported = false
        var before: Int64?
    }

    static func incidents(_ wish: Wish, limit: Int, _ database: Database) throws -> [DutyIncident] {
        var conditions = ["1"]
        var arguments: StatementArguments = []
        if let owners = wish.owners {
            conditions.append("owner IN (\(owners.map { _ in "?" }.joined(separator: ", ")))")
            arguments += StatementArguments(owners)
        }
        if let law = wish.law {
            conditions.append("instr(' ' || laws || ' ', ?) > 0")
            arguments += [" \(law) "]
        }
        if wish.isReported { conditions.append("reported IS NOT NULL") }
        if let before = wish.before {
            conditions.append("number < ?")
            arguments += [before]
        }
        return try Row.fetchAll(
            database, sql: "SELECT * FROM reporting_incident WHERE \(conditions.joined(separator: " AND ")) ORDER BY number DESC LIMIT ?",
            arguments: arguments + [limit]
        ).map(incident)
    }

    /// Those that wait for the centre's answer, the most urgent first.
    static func unanswered(limit: Int, _ database: Database) throws -> [DutyIncident] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM reporting_incident WHERE answered IS NULL AND answer_due IS NOT NULL ORDER BY answer_due LIMIT ?",
            arguments: [limit]
        ).map(incident)
    }

    /// Those that may be the same: they name the same indicators, or are joined to it, and why.
    static func kin(of incident: DutyIncident, _ database: Database) throws -> [(incident: DutyIncident, shared: [String])] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT other.incident AS id, group_concat(other.value, ' ') AS shared FROM reporting_mark AS own
                JOIN reporting_mark AS other ON other.value = own.value AND other.incident <> own.incident
                WHERE own.incident = ? GROUP BY other.incident ORDER BY count(*) DESC LIMIT 20
                """, arguments: [incident.id])
        return try rows.compactMap { row in
            try self.incident(row["id"] as String, database).map {
                (incident: $0, shared: (row["shared"] as String).split(separator: " ").map(String.init))
            }
        }
    }

    static func joined(to id: String, _ database: Database) throws -> [DutyIncident] {
        try Row.fetchAll(database, sql: "SELECT * FROM reporting_incident WHERE joined = ? LIMIT 200", arguments: [id]).map(incident)
    }

    /// Notes that an alarm of a level was given; false where it was before.
    static func alarm(_ id: String, level: String, at now: Instant, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "INSERT OR IGNORE INTO reporting_alarm (incident, level, moment) VALUES (?, ?, ?)",
            arguments: [id, level, now.microseconds])
        return database.changesCount > 0
    }

    static func incident(_ row: Row) -> DutyIncident {
        var reference: CaseReference?
        if let id = row["case_id"] as String? { reference = CaseReference(id: id, number: row["case_number"], path: row["case_path"]) }
        func moment(_ name: String) -> Instant? { (row[name] as Int64?).map { Instant(microseconds: $0) } }
        let laws: String = row["laws"]
        return DutyIncident(
            id: row["id"], number: row["number"], owner: row["owner"], ownerName: row["owner_name"], sector: row["sector"],
            reference: row["reference"], kind: DutyIncident.Kind(rawValue: row["kind"]) ?? .incident, title: row["title"],
            type: IncidentType(name: row["type"] as String) ?? .undetermined, aware: Instant(microseconds: row["aware"]),
            crossBorder: row["cross_border"], personalData: row["personal_data"], laws: laws.split(separator: " ").map(String.init),
            state: DutyIncident.State(rawValue: row["state"]) ?? .open, opened: Instant(microseconds: row["opened"]),
            reported: moment("reported"), joined: row["joined"], answerDue: moment("answer_due"), answered: moment("answered"),
            caseReference: reference)
    }
}
