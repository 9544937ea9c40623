internal import Centre
internal import EventStore
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The SQL of notices, each call within a transaction of the caller.
enum NoticeStore {
    // MARK: - Rules

    /// The rule book as it stands.
    static func entries(_ database: Database) throws -> [RuleBook.Entry] {
        try Row.fetchAll(database, sql: "SELECT version, approved, body FROM notices_rule ORDER BY position, id").compactMap { row in
            guard let rule = rule(row["body"]) else { return nil }
            let version: Int = row["version"]
            return RuleBook.Entry(rule: rule, version: version, isApproved: row["approved"] as Int >= version)
        }
    }

    static func rule(_ body: String) -> NoticeRule? { try? JSONDecoder().decode(NoticeRule.self, from: Data(body.utf8)) }

    /// Writes a rule; one that says something else than before becomes a new version, whose first run must be approved.
    static func put(_ rule: NoticeRule, position: Int? = nil, by person: String, at now: Instant, _ database: Database) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = String(decoding: try encoder.encode(rule), as: UTF8.self)
        let known = try Row.fetchOne(
            database, sql: "SELECT position, version, body FROM notices_rule WHERE id = ?", arguments: [rule.id])
        let last = try Int.fetchOne(database, sql: "SELECT coalesce(max(position), 0) FROM notices_rule") ?? 0
        let place = position ?? known?["position"] ?? last + 1
        if known?["body"] == body {
            try database.execute(sql: "UPDATE notices_rule SET position = ? WHERE id = ?", arguments: [place, rule.id])
            return
        }
        let before = try Int.fetchOne(
            database, sql: "SELECT coalesce(max(version), 0) FROM notices_version WHERE rule = ?", arguments: [rule.id])
        let version = (before ?? 0) + 1
        try database.execute(
            sql: """
                INSERT INTO notices_rule (id, position, version, body, changed, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (id) DO UPDATE SET position = ?2, version = ?3, body = ?4, changed = ?5, person = ?6
                """, arguments: [rule.id, place, version, body, now.microseconds, person])
        try database.execute(
            sql: "INSERT INTO notices_version (rule, version, body, changed, person) VALUES (?, ?, ?, ?, ?)",
            arguments: [rule.id, version, body, now.microseconds, person])
        try touchRules(now, database)
    }

    static func removeRule(_ id: String, at now: Instant, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM notices_rule WHERE id = ?", arguments: [id])
        try touchRules(now, database)
    }

    static func approveRule(_ id: String, version: Int, by person: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE notices_rule SET approved = ?, approver = ? WHERE id = ? AND version = ?",
            arguments: [version, person, id, version])
    }

    /// What was decided before is looked at again.
    static func touchRules(_ now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE notices_track SET due = 0 WHERE outcome IN ('waiting', 'suppressed', 'nothing') AND due > ?",
            arguments: [now.microseconds])
    }

    // MARK: - Suppressions

    static func suppressions(_ database: Database) throws -> [Suppression] {
        try Row.fetchAll(database, sql: "SELECT * FROM notices_suppression ORDER BY id DESC").map { row in
            Suppression(
                id: row["id"], owner: row["owner"], type: row["type"], identifier: row["identifier"],
                network: (row["network"] as String?).flatMap { IPPrefix($0) }, finding: row["finding"], reason: row["reason"],
                until: Instant(microseconds: row["until"]), by: row["person"], made: Instant(microseconds: row["made"]),
                ended: (row["ended"] as Int64?).map(Instant.init(microseconds:)))
        }
    }

    static func add(_ suppression: Suppression, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO notices_suppression (owner, type, identifier, network, finding, reason, until, person, made)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                suppression.owner, suppression.type, suppression.identifier, suppression.network.map { "\($0)" }, suppression.finding,
                suppression.reason, suppression.until.microseconds, suppression.by, suppression.made.microseconds,
            ])
        try touchRules(suppression.made, database)
    }

    static func end(suppression id: Int64, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE notices_suppression SET ended = ? WHERE id = ? AND ended IS NULL", arguments: [now.microseconds, id])
        try touchRules(now, database)
    }

    // MARK: - Explanations

    static func because(_ reasons: [Reason], _ database: Database) throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(reasons), as: UTF8.self)
        let known = try database.cachedStatement(sql: "SELECT id FROM notices_because WHERE text = ?")
        if let id = try Int64.fetchOne(known, arguments: [text]) { return id }
        try database.execute(sql: "INSERT INTO notices_because (text) VALUES (?)", arguments: [text])
        return database.lastInsertedRowID
    }

    static func reasons(_ text: String) -> [Reason] { (try? JSONDecoder().decode([Reason].self, from: Data(text.utf8))) ?? [] }

    static func mark(_ name: String, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT value FROM notices_mark WHERE name = ?", arguments: [name])
    }

    static func set(_ name: String, to value: Int64, _ database: Database) throws {
        try database.execute(sql: "INSERT OR REPLACE INTO notices_mark VALUES (?, ?)", arguments: [name, value])
    }
}

extension FindingID {
    /// The 16 bytes under which tables keep it.
    var stored: Data { withUnsafeBytes(of: bits.bigEndian) { Data($0) } }

    init?(stored: Data) {
        guard stored.count == 16 else { return nil }
        self.init(bits: stored.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }
}
