internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The SQL of cases, each call within a transaction of the caller.
enum CaseStore {
    // MARK: - Reading

    static func read(_ row: Row) -> Case {
        func moment(_ name: String) -> Instant? { (row[name] as Int64?).map(Instant.init(microseconds:)) }
        return Case(
            id: row["id"], name: row["name"], origin: row["origin"], title: row["title"], kind: Case.Kind(rawValue: row["kind"]) ?? .report,
            state: Case.State(rawValue: row["state"]) ?? .open, closing: (row["closing"] as String?).flatMap(Case.Closing.init(rawValue:)),
            type: row["type"], severity: Severity(rawValue: row["severity"]) ?? .medium, score: row["score"], answers: row["answers"],
            tlp: TLP(rawValue: row["tlp"]) ?? .red, pap: PAP(rawValue: row["pap"]) ?? .red, organisation: row["organisation"],
            sector: row["sector"], lead: row["lead"], assignee: row["assignee"], language: row["language"], urgency: row["urgency"],
            path: row["path"], received: Instant(microseconds: row["received"]), opened: Instant(microseconds: row["opened"]),
            acknowledged: moment("acknowledged"), acted: moment("acted"), closed: moment("closed"), due: moment("due"),
            embargo: moment("embargo"), parent: row["parent"], mergedInto: row["merged_into"], root: row["root"],
            touched: Instant(microseconds: row["touched"]), summary: row["summary"])
    }

    static func one(_ id: Int64, _ database: Database) throws -> Case? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT * FROM cases_case WHERE id = ?"), arguments: [id]).map(read)
    }

    static func one(named name: String, _ database: Database) throws -> Case? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT * FROM cases_case WHERE name = ?"), arguments: [name]).map(read)
    }

    static func one(ofOrigin origin: String, _ database: Database) throws -> Case? {
        try Row.fetchOne(database.cachedStatement(sql: "SELECT * FROM cases_case WHERE origin = ?"), arguments: [origin]).map(read)
    }

    /// A case that must be there.
    static func present(_ id: Int64, _ database: Database) throws -> Case {
        guard let found = try one(id, database) else { throw CaseMistake.unknown("\(id)") }
        return found
    }

    /// Rows of a case and of all that were joined to it, as a subquery with the case's id as its one argument.
    static let circle = "(SELECT id FROM cases_case WHERE root = ?)"

    // MARK: - Opening

    /// What a case begins with.
    struct Beginning: Sendable {
        var origin: String?
        var title: String
        var text: String
        var kind: Case.Kind
        var type: String?
        var severity: Severity
        var tlp: TLP
        var pap: PAP = .amber
        var organisation: String?
        var sector: String?
        var language: String?
        var urgency: String?
        var path: String?
        var files: [String] = []
        var received: Instant
        var parent: Int64?
        var state: Case.State = .new
    }

    /// Opens a case and gives it the next number of its year.
    static func open(_ beginning: Beginning, by person: String, at now: Instant, _ database: Database) throws -> Case {
        let year = now.year
        let last = try Int.fetchOne(
            database.cachedStatement(sql: "SELECT max(sequence) FROM cases_case WHERE year = ?"), arguments: [year])
        let sequence = (last ?? 0) + 1
        let digits = String(sequence)
        let name = "\(year)-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO cases_case (
                    name, year, sequence, origin, title, kind, state, type, severity, tlp, pap, organisation, sector, language, urgency,
                    path, received, opened, parent, root, touched
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
                """)
        try insertion.execute(arguments: [
            name, year, sequence, beginning.origin, beginning.title, beginning.kind.rawValue, beginning.state.rawValue, beginning.type,
            beginning.severity.rawValue, beginning.tlp.rawValue, beginning.pap.rawValue, beginning.organisation, beginning.sector,
            beginning.language, beginning.urgency, beginning.path, beginning.received.microseconds, now.microseconds, beginning.parent,
            now.microseconds,
        ])
        let id = database.lastInsertedRowID
        try database.execute(sql: "UPDATE cases_case SET root = id WHERE id = ?", arguments: [id])
        // The title stands in the entry, so that the search finds it there.
        let entry = try add(
            NewEntry(.opened, later: beginning.title, text: beginning.text, files: beginning.files), to: id, by: person,
            at: beginning.received, database)
        try addFiles(beginning.files, to: id, by: person, at: now, database)
        try note(observablesIn: beginning.title + "\n" + beginning.text, of: id, entry: entry, by: person, at: now, database)
        for (kind, due) in Deadlines.first(severity: beginning.severity, isUrgent: beginning.urgency != nil, from: now) {
            try addDeadline(kind, due: due, to: id, by: person, at: now, database)
        }
        return try present(id, database)
    }

    // MARK: - Entries

    /// An entry before it is written.
    struct NewEntry: Sendable {
        var kind: CaseEntry.Kind
        var field: String?
        var earlier: String?
        var later: String?
        var text: String
        var party: Int64?
        var files: [String]
        var mark: String?
        var source: Int64?
        var trust: String?

        init(
            _ kind: CaseEntry.Kind, field: String? = nil, earlier: String? = nil, later: String? = nil, text: String = "",
            party: Int64? = nil, files: [String] = [], mark: String? = nil, source: Int64? = nil, trust: String? = nil
        ) {
            self.kind = kind
            self.field = field
            self.earlier = earlier
            self.later = later
            self.text = text
            self.party = party
            self.files = files
            self.mark = mark
            self.source = source
            self.trust = trust
        }
    }

    /// Writes an entry; its words can be found at once.
    @discardableResult
    static func add(_ entry: NewEntry, to id: Int64, by person: String, at moment: Instant, _ database: Database) throws -> Int64 {
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO cases_entry (case_id, moment, person, kind, field, earlier, later, text, party, mark, files, source, trust)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insertion.execute(arguments: [
            id, moment.microseconds, person, entry.kind.rawValue, entry.field, entry.earlier, entry.later, entry.text, entry.party,
            entry.mark, entry.files.isEmpty ? nil : entry.files.joined(separator: "\n"), entry.source, entry.trust,
        ])
        let number = database.lastInsertedRowID
        let words = [entry.kind == .opened || entry.field == "title" ? entry.later : nil, entry.text].compactMap { $0 }
            .joined(separator: "\n")
        if !words.isEmpty {
            let index = try database.cachedStatement(sql: "INSERT INTO cases_words (rowid, text) VALUES (?, ?)")
            try index.execute(arguments: [number, words])
        }
        let touch = try database.cachedStatement(sql: "UPDATE cases_case SET touched = max(touched, ?) WHERE id = ?")
        try touch.execute(arguments: [moment.microseconds, id])
        return number
    }

    static func entry(_ row: Row) -> CaseEntry {
        CaseEntry(
            id: row["id"], caseID: row["case_id"], time: Instant(microseconds: row["moment"]), person: row["person"],
            kind: CaseEntry.Kind(rawValue: row["kind"]) ?? .note, field: row["field"], earlier: row["earlier"], later: row["later"],
            text: row["text"], party: row["party"], files: (row["files"] as String?)?.split(separator: "\n").map(String.init) ?? [],
            source: row["source"], trust: row["trust"])
    }

    /// Entries of a case and of all that were joined to it, the newest first.
    static func entries(of id: Int64, before: Int64? = nil, limit: Int, _ database: Database) throws -> [CaseEntry] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM cases_entry WHERE case_id IN \(circle) AND id < ? ORDER BY id DESC LIMIT ?",
            arguments: [id, before ?? Int64.max, limit]
        ).map(entry)
    }

    static func addFiles(_ files: [String], to id: Int64, by person: String, at now: Instant, _ database: Database) throws {
        for file in files {
            try database.execute(
                sql: "INSERT OR IGNORE INTO cases_file VALUES (?, ?, ?, ?)", arguments: [id, file, now.microseconds, person])
        }
    }

    static func files(of id: Int64, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT DISTINCT vault FROM cases_file WHERE case_id IN \(circle) ORDER BY moment, vault", arguments: [id])
    }
}
