internal import GRDB
internal import Vocabulary

/// Which events are wanted.
struct EventFilter: Sendable, Hashable {
    var account: String?
    var kind: IdentityEvent.Kind?
    /// A piece of the sign-in name, the address or the note.
    var text: String?
    /// Older than the event with this number.
    var before: Int64?
}

extension EventStore {
    /// Events, the newest first.
    static func list(_ filter: EventFilter, limit: Int, _ database: Database) throws -> [IdentityEvent] {
        var clauses: [String] = []
        var arguments = StatementArguments()
        if let account = filter.account {
            clauses.append("(account = ? OR actor = ?)")
            arguments += [account, account]
        }
        if let kind = filter.kind {
            clauses.append("kind = ?")
            arguments += [kind.rawValue]
        }
        if let text = filter.text {
            clauses.append("(instr(lower(name), lower(?)) OR instr(address, ?) OR instr(lower(note), lower(?)))")
            arguments += [text, text, text]
        }
        if let before = filter.before {
            clauses.append("id < ?")
            arguments += [before]
        }
        let condition = clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ")
        arguments += [limit]
        return try Row.fetchAll(
            database, sql: "SELECT * FROM identity_event \(condition) ORDER BY id DESC LIMIT ?", arguments: arguments
        ).map(IdentityEvent.init)
    }

    /// Sign-in names of accounts, to show who did something.
    static func names(of ids: Set<String>, _ database: Database) throws -> [String: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try Row.fetchAll(
            database, sql: "SELECT id, login FROM identity_account WHERE id IN (\(databaseQuestionMarks(count: ids.count)))",
            arguments: StatementArguments(ids.sorted()))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["id"], $0["login"]) })
    }
}

extension IdentityEvent {
    init(_ row: Row) {
        id = row["id"]
        moment = Instant(microseconds: row["moment"])
        kind = Kind(rawValue: row["kind"]) ?? .accountChanged
        account = row["account"]
        name = row["name"]
        actor = row["actor"]
        address = row["address"]
        agent = row["agent"]
        note = row["note"]
    }
}
