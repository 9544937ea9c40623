internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// Something to be done in a case.
struct CaseTask: Sendable, Hashable, Identifiable {
    /// How it stands.
    enum State: String, Sendable, Hashable, CaseIterable { case todo, doing, done, skipped }

    let id: Int64
    let caseID: Int64
    /// The playbook it is a step of, with its version.
    let playbook: String?
    let version: Int?
    let step: String?
    /// By language code; under the empty code what a person typed.
    let title: [String: String]
    let text: [String: String]
    let state: State
    let assignee: String?
    let due: Instant?
    let done: Instant?
    let doneBy: String?
    let result: String

    init(_ row: Row) {
        id = row["id"]
        caseID = row["case_id"]
        playbook = row["playbook"]
        version = row["version"]
        step = row["step"]
        title = Self.texts(row["title"])
        text = Self.texts(row["text"])
        state = State(rawValue: row["state"]) ?? .todo
        assignee = row["assignee"]
        due = (row["due"] as Int64?).map(Instant.init(microseconds:))
        done = (row["done"] as Int64?).map(Instant.init(microseconds:))
        doneBy = row["done_by"]
        result = row["result"]
    }

    /// What it is called in a language.
    func title(_ code: String) -> String { title[""] ?? Playbook.text(title, code) }
    /// What is to be done, in a language.
    func text(_ code: String) -> String { text[""] ?? Playbook.text(text, code) }

    private static func texts(_ stored: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(stored.utf8))) ?? [:]
    }
}

extension CaseStore {
    static func tasks(of id: Int64, _ database: Database) throws -> [CaseTask] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_task WHERE case_id IN \(circle) ORDER BY id LIMIT 1000", arguments: [id]
        ).map(CaseTask.init)
    }

    /// Adds the steps of a playbook that the case does not have yet.
    /// - Returns: how many are new
    static func apply(_ playbook: Playbook, to id: Int64, by person: String, at now: Instant, _ database: Database) throws -> Int {
        let known = try String.fetchSet(
            database, sql: "SELECT step FROM cases_task WHERE case_id IN \(circle) AND playbook = ? AND step IS NOT NULL",
            arguments: [id, playbook.id])
        let new = playbook.steps.filter { !known.contains($0.id) }
        guard !new.isEmpty else { return 0 }
        for step in new {
            try addTask(
                title: step.title, text: step.text ?? [:], due: step.hours.map { now + .seconds($0 * 3600) }, assignee: nil,
                playbook: playbook, step: step.id, to: id, by: person, at: now, database)
        }
        try add(
            NewEntry(.playbook, field: playbook.id, later: "\(Playbook.text(playbook.title, "en")), version \(playbook.version)"), to: id,
            by: person, at: now, database)
        try acknowledge(id, by: person, at: now, database)
        return new.count
    }

    static func addTask(
        title: [String: String], text: [String: String] = [:], due: Instant?, assignee: String?, playbook: Playbook? = nil,
        step: String? = nil, to id: Int64, by person: String, at now: Instant, _ database: Database
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func written(_ texts: [String: String]) throws -> String { String(decoding: try encoder.encode(texts), as: UTF8.self) }
        try database.execute(
            sql: """
                INSERT INTO cases_task (case_id, playbook, version, step, title, text, state, assignee, due, made, person)
                VALUES (?, ?, ?, ?, ?, ?, 'todo', ?, ?, ?, ?)
                """,
            arguments: [
                id, playbook?.id, playbook?.version, step, try written(title), try written(text), assignee, due?.microseconds,
                now.microseconds, person,
            ])
        if step == nil {
            try add(NewEntry(.task, field: "added", later: title[""] ?? Playbook.text(title, "en")), to: id, by: person, at: now, database)
        }
    }

    /// Lets a task stand differently, with what came of it.
    static func set(
        _ state: CaseTask.State, of task: Int64, result: String, assignee: String?, in id: Int64, by person: String, at now: Instant,
        _ database: Database
    ) throws {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM cases_task WHERE id = ? AND case_id IN \(circle)", arguments: [task, id])
        else { throw CaseMistake.unknown("\(task)") }
        let before = CaseTask(row)
        let isOver = state == .done || state == .skipped
        try database.execute(
            sql: "UPDATE cases_task SET state = ?, result = ?, assignee = ?, done = ?, done_by = ? WHERE id = ?",
            arguments: [
                state.rawValue, result.isEmpty ? before.result : result, assignee ?? before.assignee, isOver ? now.microseconds : nil,
                isOver ? person : nil, task,
            ])
        guard before.state != state || !result.isEmpty else { return }
        try add(
            NewEntry(.task, field: state.rawValue, earlier: before.state.rawValue, later: before.title("en"), text: result),
            to: before.caseID, by: person, at: now, database)
        if state == .done { try act(before.caseID, by: person, at: now, database) }
    }
}
