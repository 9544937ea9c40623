internal import GRDB
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The SQL of proposals.
enum ProposalStore {
    /// An owner that sends more than these at once is asked to wait for answers.
    static let openLimit = 50

    static func add(
        owner: String, changes: [ProposedChange], note: String?, by author: RegisterAuthor, at moment: Instant, _ database: Database
    ) throws {
        let json = String(decoding: try JSONEncoder().encode(changes), as: UTF8.self)
        try database.execute(
            sql: "INSERT INTO proposal (owner, moment, person, name, changes, note) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [owner, moment.microseconds, author.id, author.name, json, note])
    }

    static func openCount(owner: String, _ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM proposal WHERE owner = ? AND state = 'open'", arguments: [owner]) ?? 0
    }

    static func open(owner: String, _ database: Database) throws -> [Proposal] {
        try Row.fetchAll(database, sql: "SELECT * FROM proposal WHERE owner = ? AND state = 'open' ORDER BY id", arguments: [owner])
            .compactMap(
                proposal)
    }

    /// Those of an owner, the newest first.
    static func all(owner: String, limit: Int, _ database: Database) throws -> [Proposal] {
        try Row.fetchAll(database, sql: "SELECT * FROM proposal WHERE owner = ? ORDER BY id DESC LIMIT ?", arguments: [owner, limit])
            .compactMap(
                proposal)
    }

    /// Those that wait, the oldest first, or those that were decided, the newest first.
    static func list(open isOpen: Bool, limit: Int, _ database: Database) throws -> [Proposal] {
        let sql =
            isOpen
            ? "SELECT * FROM proposal WHERE state = 'open' ORDER BY id LIMIT ?"
            : "SELECT * FROM proposal WHERE state <> 'open' ORDER BY id DESC LIMIT ?"
        return try Row.fetchAll(database, sql: sql, arguments: [limit]).compactMap(proposal)
    }

    static func find(_ id: Int64, _ database: Database) throws -> Proposal? {
        try Row.fetchOne(database, sql: "SELECT * FROM proposal WHERE id = ?", arguments: [id]).flatMap(proposal)
    }

    /// Closes a proposal that is open; gives false where it is not (any more).
    static func close(
        _ id: Int64, _ state: Proposal.State, by person: String, reason: String?, at moment: Instant, _ database: Database
    ) throws -> Bool {
        try database.execute(
            sql: "UPDATE proposal SET state = ?, decided = ?, decider = ?, reason = ? WHERE id = ? AND state = 'open'",
            arguments: [state.rawValue, moment.microseconds, person, reason, id])
        return database.changesCount > 0
    }

    /// Does what was proposed and closes the proposal, in one; gives false where it is not open (any more).
    static func accept(_ id: Int64, by author: RegisterAuthor, reason: String?, at moment: Instant, _ database: Database) throws -> Bool {
        guard let proposal = try find(id, database), proposal.state == .open else { return false }
        try RegisterEditing.change(proposal.owner, by: author, at: moment, database) { $0 = $0.applying(proposal.changes) }
        return try close(id, .accepted, by: author.name ?? author.id, reason: reason, at: moment, database)
    }

    private static func proposal(_ row: Row) -> Proposal? {
        let json = Data((row["changes"] as String).utf8)
        guard let changes = try? JSONDecoder().decode([ProposedChange].self, from: json),
            let state = Proposal.State(rawValue: row["state"])
        else { return nil }
        return Proposal(
            id: row["id"], owner: row["owner"], moment: Instant(microseconds: row["moment"]),
            author: RegisterAuthor(id: row["person"], name: row["name"]), changes: changes, note: row["note"], state: state,
            decided: (row["decided"] as Int64?).map { Instant(microseconds: $0) }, decider: row["decider"], reason: row["reason"])
    }
}
