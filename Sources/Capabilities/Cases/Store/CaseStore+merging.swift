internal import Centre
internal import GRDB
internal import Vocabulary

/// Joining cases moves nothing: each keeps its own entries, observables, parties and tasks, and the case it was joined to shows them with
/// its own. Taking it back is exact for that reason.
extension CaseStore {
    /// What a case was before it was joined to another.
    private struct Earlier {
        let state: Case.State
        let closing: String?
        let closed: Int64?

        init(_ found: Case) {
            state = found.state
            closing = found.closing?.rawValue
            closed = found.closed?.microseconds
        }

        /// `open||` or `closed|resolved|1772452800000000`
        var text: String { "\(state.rawValue)|\(closing ?? "")|\(closed.map { "\($0)" } ?? "")" }

        init?(_ text: String) {
            let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let state = Case.State(rawValue: parts[0]) else { return nil }
            self.state = state
            closing = parts[1].isEmpty ? nil : parts[1]
            closed = Int64(parts[2])
        }
    }

    /// Joins cases to one.
    /// - Throws: ``CaseMistake`` where one is the target itself or holds it already
    static func join(_ ids: [Int64], to target: Int64, text: String, by person: String, at now: Instant, _ database: Database) throws {
        let goal = try present(target, database)
        for id in ids {
            let found = try present(id, database)
            guard id != target else { throw CaseMistake.itself(found.name) }
            guard goal.root != id else { throw CaseMistake.circle(found.name, goal.name) }
            guard found.state.after(.merge) != nil else {
                throw CaseMistake.notNow(name: found.name, state: found.state, event: .merge)
            }
            try database.execute(
                sql: "INSERT INTO cases_merge (case_id, target, person, moment, earlier) VALUES (?, ?, ?, ?, ?)",
                arguments: [id, target, person, now.microseconds, Earlier(found).text])
            try add(
                NewEntry(.state, field: "merge", earlier: found.state.rawValue, later: goal.name, text: text), to: id, by: person, at: now,
                database)
            try acknowledge(id, by: person, at: now, database)
            try database.execute(
                sql: "UPDATE cases_case SET state = 'merged', merged_into = ? WHERE id = ?", arguments: [target, id])
            try database.execute(sql: "UPDATE cases_case SET root = ? WHERE root = ?", arguments: [goal.root, id])
            try add(NewEntry(.joined, later: "\(found.name) \(found.title)", text: text), to: target, by: person, at: now, database)
        }
    }

    /// Takes a joining back: the case is what it was, with all that was joined to it.
    static func separate(_ id: Int64, text: String, by person: String, at now: Instant, _ database: Database) throws {
        let found = try present(id, database)
        guard let target = found.mergedInto,
            let row = try Row.fetchOne(
                database,
                sql: "SELECT id, earlier FROM cases_merge WHERE case_id = ? AND undone IS NULL ORDER BY id DESC LIMIT 1", arguments: [id]),
            let earlier = Earlier(row["earlier"])
        else { throw CaseMistake.notMerged(found.name) }
        try database.execute(
            sql: "UPDATE cases_merge SET undone = ?, undone_by = ? WHERE id = ?",
            arguments: [now.microseconds, person, row["id"] as Int64])
        try database.execute(
            sql: "UPDATE cases_case SET state = ?, closing = ?, closed = ?, merged_into = NULL WHERE id = ?",
            arguments: [earlier.state.rawValue, earlier.closing, earlier.closed, id])
        // All that hangs on it goes with it.
        try database.execute(
            sql: """
                WITH RECURSIVE below (id) AS (
                    SELECT ?1 UNION SELECT c.id FROM cases_case c JOIN below b ON c.merged_into = b.id)
                UPDATE cases_case SET root = ?1 WHERE id IN (SELECT id FROM below)
                """, arguments: [id])
        let goal = try present(target, database)
        try add(NewEntry(.separated, later: "\(goal.name) \(goal.title)", text: text), to: id, by: person, at: now, database)
        try add(NewEntry(.separated, later: "\(found.name) \(found.title)", text: text), to: target, by: person, at: now, database)
        try refreshDue(of: id, database)
    }

    /// Cases that were joined to one, with the one each was joined to.
    static func joined(to id: Int64, _ database: Database) throws -> [Case] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_case WHERE root = ?1 AND id <> ?1 ORDER BY id LIMIT 500", arguments: [id]
        ).map(read)
    }

    static func children(of id: Int64, _ database: Database) throws -> [Case] {
        try Row.fetchAll(database, sql: "SELECT * FROM cases_case WHERE parent = ? ORDER BY id LIMIT 500", arguments: [id]).map(read)
    }

    /// Makes a case part of another.
    /// - Throws: ``CaseMistake/circle(_:_:)`` where that is part of it
    static func put(_ id: Int64, below parent: Int64?, by person: String, at now: Instant, _ database: Database) throws {
        var above = parent
        var steps = 0
        while let next = above, steps < 100 {
            let found = try present(next, database)
            if next == id { throw CaseMistake.circle(found.name, try present(parent ?? next, database).name) }
            above = found.parent
            steps += 1
        }
        try change(id, [.parent(parent)], by: person, at: now, database)
    }

    /// Makes a new case of entries of one: they stand in both, the copies with where they come from.
    static func split(
        _ entries: [Int64], from id: Int64, title: String, asChild: Bool, by person: String, at now: Instant, _ database: Database
    ) throws -> Case {
        let found = try present(id, database)
        let new = try open(
            Beginning(
                title: title, text: "", kind: found.kind, type: found.type, severity: found.severity, tlp: found.tlp, pap: found.pap,
                organisation: found.organisation, sector: found.sector, language: found.language, received: now,
                parent: asChild ? id : nil, state: .open), by: person, at: now, database)
        try acknowledge(new.id, by: person, at: now, database)
        for number in entries.sorted() {
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM cases_entry WHERE id = ? AND case_id IN \(circle)", arguments: [number, id])
            else { continue }
            let entry = entry(row)
            // Words of a party stay with the party's thread, which the new case does not have.
            guard entry.party == nil else { continue }
            let copy = try add(
                NewEntry(
                    entry.kind == .opened ? .note : entry.kind, field: entry.field, earlier: entry.earlier,
                    later: entry.kind == .opened ? nil : entry.later, text: entry.text, files: entry.files, source: entry.id), to: new.id,
                by: entry.person, at: entry.time, database)
            try addFiles(entry.files, to: new.id, by: person, at: now, database)
            try note(observablesIn: entry.text, of: new.id, entry: copy, by: person, at: now, database)
        }
        try add(NewEntry(.split, later: "\(new.name) \(new.title)"), to: id, by: person, at: now, database)
        try add(NewEntry(.split, later: "\(found.name) \(found.title)"), to: new.id, by: person, at: now, database)
        return try present(new.id, database)
    }
}
