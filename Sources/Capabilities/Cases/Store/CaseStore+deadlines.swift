internal import Centre
internal import GRDB
internal import Vocabulary

/// A moment by which something must have been done.
struct Deadline: Sendable, Hashable, Identifiable {
    /// The kinds there are.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Somebody takes the case up.
        case acknowledge
        /// The centre does something about it.
        case act
        /// Parties hear how it stands.
        case update
        /// An embargo ends.
        case disclosure
        /// What somebody set.
        case own
    }

    let id: Int64
    let caseID: Int64
    let kind: Kind
    let label: String
    let due: Instant
    let met: Instant?
    /// 0 none, 1 it passed, 2 who has duty was told.
    let alarm: Int

    init(_ row: Row) {
        id = row["id"]
        caseID = row["case_id"]
        kind = Kind(rawValue: row["kind"]) ?? .own
        label = row["label"]
        due = Instant(microseconds: row["due"])
        met = (row["met"] as Int64?).map(Instant.init(microseconds:))
        alarm = row["alarm"]
    }
}

/// The deadlines that every case has.
enum Deadlines {
    /// Hours until somebody must have taken a case up, and until the centre must have done something about it.
    static func hours(severity: Severity, isUrgent: Bool) -> (acknowledge: Int, act: Int) {
        if isUrgent { return (1, 2) }
        return switch severity {
        case .critical: (1, 4)
        case .high: (4, 12)
        case .medium: (8, 24)
        case .low: (24, 72)
        case .info: (48, 120)
        }
    }

    static func first(severity: Severity, isUrgent: Bool, from now: Instant) -> [(Deadline.Kind, Instant)] {
        let hours = hours(severity: severity, isUrgent: isUrgent)
        return [(.acknowledge, now + .seconds(hours.acknowledge * 3600)), (.act, now + .seconds(hours.act * 3600))]
    }

    /// How long after its alarm a deadline is brought before who has duty.
    static func patience(_ severity: Severity, isUrgent: Bool) -> Duration {
        if isUrgent { return .seconds(900) }
        return severity >= .high ? .seconds(1_800) : .seconds(4 * 3_600)
    }
}

extension CaseStore {
    @discardableResult
    static func addDeadline(
        _ kind: Deadline.Kind, label: String = "", due: Instant, to id: Int64, by person: String, at now: Instant, _ database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO cases_deadline (case_id, kind, label, due, made, person) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [id, kind.rawValue, label, due.microseconds, now.microseconds, person])
        let number = database.lastInsertedRowID
        if kind == .own || kind == .update || kind == .disclosure {
            try add(
                NewEntry(.deadline, field: kind.rawValue, later: due.iso8601, text: label), to: id, by: person, at: now, database)
        }
        try refreshDue(of: id, database)
        return number
    }

    static func deadlines(of id: Int64, _ database: Database) throws -> [Deadline] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_deadline WHERE case_id IN \(circle) ORDER BY met IS NOT NULL, due LIMIT 200",
            arguments: [id]
        ).map(Deadline.init)
    }

    static func meet(_ kind: Deadline.Kind, of id: Int64, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE cases_deadline SET met = ? WHERE case_id = ? AND kind = ? AND met IS NULL",
            arguments: [now.microseconds, id, kind.rawValue])
        try refreshDue(of: id, database)
    }

    /// Notes that what a deadline was for is done.
    static func meet(_ deadline: Int64, of id: Int64, by person: String, at now: Instant, _ database: Database) throws {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM cases_deadline WHERE id = ? AND case_id IN \(circle) AND met IS NULL",
                arguments: [deadline, id])
        else { return }
        let found = Deadline(row)
        try database.execute(sql: "UPDATE cases_deadline SET met = ? WHERE id = ?", arguments: [now.microseconds, deadline])
        try add(
            NewEntry(.deadline, field: "met", earlier: found.kind.rawValue, later: found.due.iso8601, text: found.label), to: found.caseID,
            by: person, at: now, database)
        try refreshDue(of: found.caseID, database)
    }

    static func meetAll(of id: Int64, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE cases_deadline SET met = ? WHERE case_id = ? AND met IS NULL AND kind <> 'disclosure'",
            arguments: [now.microseconds, id])
    }

    static func refreshDue(of id: Int64, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE cases_case SET due = (SELECT min(due) FROM cases_deadline WHERE case_id = ?1 AND met IS NULL)
                WHERE id = ?1
                """, arguments: [id])
    }

    /// An embargo is a deadline, too.
    static func setEmbargo(_ moment: Instant?, of id: Int64, by person: String, at now: Instant, _ database: Database) throws {
        try meet(.disclosure, of: id, at: now, database)
        if let moment { try addDeadline(.disclosure, due: moment, to: id, by: person, at: now, database) }
    }

    /// Deadlines that have passed and nobody was told of: the first alarm, and the second some time later.
    static func passed(at now: Instant, limit: Int, _ database: Database) throws -> [Deadline] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT d.* FROM cases_deadline d INDEXED BY cases_deadline_due JOIN cases_case c ON c.id = d.case_id
                WHERE d.met IS NULL AND d.due <= ? AND d.alarm < 2 AND c.is_open = 1 ORDER BY d.alarm, d.due LIMIT ?
                """, arguments: [now.microseconds, limit]
        ).map(Deadline.init)
    }

    static func raise(_ deadline: Deadline, to level: Int, text: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE cases_deadline SET alarm = ? WHERE id = ? AND alarm < ?", arguments: [level, deadline.id, level])
        guard database.changesCount > 0 else { return }
        try add(
            NewEntry(
                .alarm, field: deadline.kind.rawValue, earlier: deadline.due.iso8601, later: level > 1 ? "escalated" : "passed", text: text),
            to: deadline.caseID, by: "keshik", at: now, database)
    }
}

extension CaseStore {
    /// A case that was opened again has its deadlines anew.
    static func restartDeadlines(of id: Int64, by person: String, at now: Instant, _ database: Database) throws {
        let found = try present(id, database)
        let hours = Deadlines.hours(severity: found.severity, isUrgent: found.urgency != nil)
        try addDeadline(.act, due: now + .seconds(hours.act * 3600), to: id, by: person, at: now, database)
    }
}
