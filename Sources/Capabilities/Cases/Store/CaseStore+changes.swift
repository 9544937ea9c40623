internal import Centre
internal import GRDB
internal import Vocabulary

/// Another value of one field of a case.
enum CaseChange: Sendable, Hashable {
    case title(String)
    case kind(Case.Kind)
    case type(IncidentType?)
    case severity(Severity)
    case score(Int, answers: String)
    case tlp(TLP)
    case pap(PAP)
    case organisation(String?)
    case sector(String?)
    case lead(String?)
    case assignee(String?)
    case urgency(String?)
    case embargo(Instant?)
    case parent(Int64?)
    case summary(String)

    /// The column, also the last part of the text key.
    var column: String {
        switch self {
        case .title: "title"
        case .kind: "kind"
        case .type: "type"
        case .severity: "severity"
        case .score: "score"
        case .tlp: "tlp"
        case .pap: "pap"
        case .organisation: "organisation"
        case .sector: "sector"
        case .lead: "lead"
        case .assignee: "assignee"
        case .urgency: "urgency"
        case .embargo: "embargo"
        case .parent: "parent"
        case .summary: "summary"
        }
    }

    /// What the column holds.
    var value: DatabaseValue {
        switch self {
        case .title(let text), .summary(let text): text.databaseValue
        case .kind(let kind): kind.rawValue.databaseValue
        case .type(let type): (type?.name).databaseValue
        case .severity(let severity): Int64(severity.rawValue).databaseValue
        case .score(let score, _): score.databaseValue
        case .tlp(let tlp): Int64(tlp.rawValue).databaseValue
        case .pap(let pap): Int64(pap.rawValue).databaseValue
        case .organisation(let text), .sector(let text), .lead(let text), .assignee(let text), .urgency(let text): text.databaseValue
        case .embargo(let moment): (moment?.microseconds).databaseValue
        case .parent(let id): id.databaseValue
        }
    }

    /// What the timeline keeps: names, not numbers.
    func written(_ value: DatabaseValue) -> String? {
        switch self {
        case .severity: Int64.fromDatabaseValue(value).flatMap { Severity(rawValue: UInt8(truncatingIfNeeded: $0))?.name }
        case .tlp: Int64.fromDatabaseValue(value).flatMap { TLP(rawValue: UInt8(truncatingIfNeeded: $0))?.label }
        case .pap: Int64.fromDatabaseValue(value).flatMap { PAP(rawValue: UInt8(truncatingIfNeeded: $0))?.label }
        case .embargo: Int64.fromDatabaseValue(value).map { Instant(microseconds: $0).iso8601 }
        case .score: Int64.fromDatabaseValue(value).map { "\($0)" }
        case .parent: Int64.fromDatabaseValue(value).map { "\($0)" }
        default: String.fromDatabaseValue(value)
        }
    }
}

extension CaseStore {
    /// Changes fields; each that really has another value becomes an entry with both.
    /// - Returns: whether anything changed
    @discardableResult
    static func change(
        _ id: Int64, _ changes: [CaseChange], note: String = "", by person: String, at now: Instant, _ database: Database
    ) throws -> Bool {
        var isChanged = false
        for change in changes {
            guard
                let row = try Row.fetchOne(database, sql: "SELECT \(change.column) AS value FROM cases_case WHERE id = ?", arguments: [id])
            else { throw CaseMistake.unknown("\(id)") }
            let before: DatabaseValue = row["value"]
            guard before != change.value else { continue }
            try database.execute(sql: "UPDATE cases_case SET \(change.column) = ? WHERE id = ?", arguments: [change.value, id])
            if case .score(_, let answers) = change {
                try database.execute(sql: "UPDATE cases_case SET answers = ? WHERE id = ?", arguments: [answers, id])
            }
            if case .embargo(let moment) = change { try setEmbargo(moment, of: id, by: person, at: now, database) }
            // A closing summary is words that must be found.
            let text = change.column == "summary" ? change.written(change.value) ?? "" : note
            try add(
                NewEntry(.changed, field: change.column, earlier: change.written(before), later: change.written(change.value), text: text),
                to: id, by: person, at: now, database)
            isChanged = true
        }
        return isChanged
    }

    /// Lets something happen to a case.
    /// - Throws: ``CaseMistake/notNow(name:state:event:)``
    @discardableResult
    static func apply(
        _ event: Case.Event, to id: Int64, closing: Case.Closing? = nil, text: String = "", by person: String, at now: Instant,
        _ database: Database
    ) throws -> Case {
        let before = try present(id, database)
        guard let state = before.state.after(event) else {
            throw CaseMistake.notNow(name: before.name, state: before.state, event: event)
        }
        try database.execute(
            sql: "UPDATE cases_case SET state = ?, closing = ?, closed = ? WHERE id = ?",
            arguments: [state.rawValue, state == .closed ? closing?.rawValue : nil, state == .closed ? now.microseconds : nil, id])
        try add(
            NewEntry(.state, field: event.rawValue, earlier: before.state.rawValue, later: closing?.rawValue ?? state.rawValue, text: text),
            to: id, by: person, at: now, database)
        switch event {
        case .accept, .wait, .close, .merge: try acknowledge(id, by: person, at: now, database)
        case .resume, .reopen: break
        }
        if state == .closed { try meetAll(of: id, at: now, database) }
        try refreshDue(of: id, database)
        return try present(id, database)
    }

    /// Notes that somebody has taken a case up; the first time counts.
    static func acknowledge(_ id: Int64, by person: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE cases_case SET acknowledged = ? WHERE id = ? AND acknowledged IS NULL", arguments: [now.microseconds, id])
        if database.changesCount > 0 { try meet(.acknowledge, of: id, at: now, database) }
    }

    /// Notes that the centre has done something about a case; the first time counts.
    static func act(_ id: Int64, by person: String, at now: Instant, _ database: Database) throws {
        try acknowledge(id, by: person, at: now, database)
        try database.execute(sql: "UPDATE cases_case SET acted = ? WHERE id = ? AND acted IS NULL", arguments: [now.microseconds, id])
        if database.changesCount > 0 { try meet(.act, of: id, at: now, database) }
        try database.execute(
            sql: "UPDATE cases_case SET state = 'open' WHERE id = ? AND state = 'new'", arguments: [id])
        if database.changesCount > 0 {
            try add(NewEntry(.state, field: "accept", earlier: "new", later: "open"), to: id, by: person, at: now, database)
        }
    }

    // MARK: - People

    static func see(_ person: String, name: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO cases_person VALUES (?1, ?2, ?3)
                ON CONFLICT (id) DO UPDATE SET name = ?2, seen = ?3 WHERE name <> ?2 OR seen < ?3 - 3600000000
                """, arguments: [person, name, now.microseconds])
    }

    /// Who works here, by name.
    static func people(_ database: Database) throws -> [(id: String, name: String)] {
        try Row.fetchAll(database, sql: "SELECT id, name FROM cases_person ORDER BY name LIMIT 500").map { ($0["id"], $0["name"]) }
    }

    static func watchers(of id: Int64, _ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT person FROM cases_watcher WHERE case_id = ? ORDER BY person", arguments: [id])
    }

    static func watch(_ id: Int64, person: String, isOn: Bool, by name: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: isOn ? "INSERT OR IGNORE INTO cases_watcher VALUES (?, ?)" : "DELETE FROM cases_watcher WHERE case_id = ? AND person = ?",
            arguments: [id, person])
        if database.changesCount > 0 {
            try add(NewEntry(.watched, field: isOn ? "on" : "off", later: person), to: id, by: name, at: now, database)
        }
    }
}
