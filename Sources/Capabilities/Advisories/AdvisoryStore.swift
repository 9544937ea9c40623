internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The SQL of drafts and their history, each call within a transaction of the caller. What is public is in ``ReleaseStore``.
enum AdvisoryStore {
    static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func content(_ text: String) throws -> AdvisoryContent {
        try JSONDecoder().decode(AdvisoryContent.self, from: Data(text.utf8))
    }

    static func find(_ id: String, _ database: Database) throws -> Advisory? {
        try Row.fetchOne(database, sql: "SELECT * FROM advisories_advisory WHERE id = ?", arguments: [id]).map(advisory)
    }

    static func present(_ id: String, _ database: Database) throws -> Advisory {
        guard let advisory = try find(id, database) else { throw AdvisoryRefusal.unknown }
        return advisory
    }

    /// Those in some states, the last changed first; `before` is the last of the page before.
    static func list(
        _ states: [AdvisoryState], before: (changed: Instant, id: String)? = nil, limit: Int, _ database: Database
    ) throws -> [Advisory] {
        let marks = states.map { _ in "?" }.joined(separator: ",")
        var arguments = StatementArguments(states.map(\.rawValue))
        var place = ""
        if let before {
            place = "AND (changed, id) < (?, ?)"
            arguments += [before.changed.microseconds, before.id]
        }
        arguments += [limit]
        return try Row.fetchAll(
            database, sql: "SELECT * FROM advisories_advisory WHERE state IN (\(marks)) \(place) ORDER BY changed DESC, id DESC LIMIT ?",
            arguments: arguments
        ).map(advisory)
    }

    static func counts(_ database: Database) throws -> [AdvisoryState: Int] {
        try Row.fetchAll(database, sql: "SELECT state, count(*) AS count FROM advisories_advisory GROUP BY state")
            .reduce(into: [:]) { counts, row in
                if let state = AdvisoryState(rawValue: row["state"]) { counts[state] = row["count"] }
            }
    }

    /// Begins a draft.
    static func add(
        _ content: AdvisoryContent, id: String = Token.random(bytes: 12), by person: Person, at now: Instant, _ database: Database
    ) throws -> Advisory {
        let advisory = Advisory(
            id: id, state: .draft, version: 0, edit: 1, content: content, created: now, changed: now, editor: person)
        try database.execute(
            sql: """
                INSERT INTO advisories_advisory
                    (id, state, edit, content, title, kind, severity, tlp, embargo, created, changed, editor, editor_name)
                VALUES (?, 'draft', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                id, try encoded(content), content.main.title, content.kind.rawValue, Int(content.severity.rawValue),
                Int(content.tlp.rawValue), content.embargo?.microseconds, now.microseconds, now.microseconds, person.id, person.name,
            ])
        try enter(advisory, .saved, by: person, at: now, note: "", database)
        return advisory
    }

    /// Takes a step, with what the advisory says afterwards.
    /// - Parameter basis: the edit that the person saw; nil where it does not matter
    @discardableResult
    static func take(
        _ step: AdvisoryStep, _ id: String, basis: Int? = nil, by person: Person, at now: Instant, note: String = "",
        _ database: Database, change: (inout Advisory) throws -> Void = { _ in }
    ) throws -> Advisory {
        var advisory = try present(id, database)
        if let basis, basis != advisory.edit { throw AdvisoryRefusal.changedMeanwhile }
        guard let state = advisory.state.after(step) else { throw AdvisoryRefusal.notNow(advisory.state) }
        advisory.state = state
        advisory.edit += 1
        advisory.changed = now
        try change(&advisory)
        let content = advisory.content
        try database.execute(
            sql: """
                UPDATE advisories_advisory SET state = ?, version = ?, tracking = ?, edit = ?, content = ?, title = ?, kind = ?,
                    severity = ?, tlp = ?, embargo = ?, changed = ?, editor = ?, editor_name = ?, submitter = ?, submitter_name = ?,
                    approver = ?, approver_name = ? WHERE id = ?
                """,
            arguments: [
                state.rawValue, advisory.version, advisory.tracking, advisory.edit, try encoded(content), content.main.title,
                content.kind.rawValue, Int(content.severity.rawValue), Int(content.tlp.rawValue), content.embargo?.microseconds,
                now.microseconds, advisory.editor.id, advisory.editor.name, advisory.submitter?.id, advisory.submitter?.name,
                advisory.approver?.id, advisory.approver?.name, id,
            ])
        try enter(advisory, step, by: person, at: now, note: note, database)
        return advisory
    }

    /// Throws a draft away that was never public.
    static func discard(_ id: String, _ database: Database) throws {
        let advisory = try present(id, database)
        guard advisory.version == 0, advisory.state == .draft else { throw AdvisoryRefusal.notNow(advisory.state) }
        try database.execute(sql: "DELETE FROM advisories_edit WHERE advisory = ?", arguments: [id])
        try database.execute(sql: "DELETE FROM advisories_advisory WHERE id = ?", arguments: [id])
    }

    // MARK: - History

    struct Edit: Sendable {
        let number: Int
        let step: AdvisoryStep
        let content: AdvisoryContent
        let person: Person
        let moment: Instant
        let note: String
    }

    /// What was done, the last first.
    static func edits(of id: String, limit: Int = 200, _ database: Database) throws -> [Edit] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM advisories_edit WHERE advisory = ? ORDER BY number DESC LIMIT ?", arguments: [id, limit]
        ).compactMap { row in
            guard let step = AdvisoryStep(rawValue: row["step"]) else { return nil }
            return Edit(
                number: row["number"], step: step, content: try content(row["content"]),
                person: Person(id: row["person"], name: row["person_name"]), moment: Instant(microseconds: row["moment"]),
                note: row["note"])
        }
    }

    private static func enter(
        _ advisory: Advisory, _ step: AdvisoryStep, by person: Person, at now: Instant, note: String, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO advisories_edit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                advisory.id, advisory.edit, step.rawValue, try encoded(advisory.content), person.id, person.name, now.microseconds, note,
            ])
    }

    private static func advisory(_ row: Row) throws -> Advisory {
        func person(_ column: String) -> Person? {
            (row[column] as String?).map { Person(id: $0, name: row[column + "_name"] ?? "") }
        }
        return Advisory(
            id: row["id"], state: AdvisoryState(rawValue: row["state"]) ?? .draft, version: row["version"], tracking: row["tracking"],
            edit: row["edit"], content: try content(row["content"]), created: Instant(microseconds: row["created"]),
            changed: Instant(microseconds: row["changed"]), editor: Person(id: row["editor"], name: row["editor_name"]),
            submitter: person("submitter"), approver: person("approver"))
    }
}
