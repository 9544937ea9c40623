internal import GRDB
internal import Vocabulary

/// The SQL of verification rounds.
enum VerificationStore {
    enum State: String, Sendable { case proposed, approved, dropped }

    /// A contact that is due.
    struct Candidate: Sendable, Hashable {
        let owner: String
        let names: [String: String]
        let contact: Owner.Contact
    }

    /// A contact that was asked in a round.
    struct Asked: Sendable, Hashable {
        let round: Int64
        /// When the round was made: links are good for a while after it.
        let made: Instant
        /// The address it was asked at.
        let address: String
        let owner: String
        let names: [String: String]
        let contact: Owner.Contact
        let answered: Instant?
    }

    struct Round: Sendable, Hashable {
        let id: Int64
        let made: Instant
        let author: String
        let state: State
        let decider: String?
        let repeats: Bool
        let asked: Int
        let sent: Int
        let confirmed: Int
        let corrected: Int
        let bounced: Int
    }

    private static let due = """
        contact.email IS NOT NULL
            AND ((contact.standing = 'unverified' AND ?1) OR (contact.standing = 'verified' AND contact.since < ?2))
            AND NOT EXISTS (
                SELECT 1 FROM verification v JOIN verification_round r ON r.id = v.round
                WHERE v.contact = contact.id AND r.state <> 'dropped' AND r.made > ?3)
        """

    /// How many a round would ask.
    static func candidateCount(verifiedBefore: Instant, askedBefore: Instant, _ database: Database) throws -> Int {
        try Int.fetchOne(
            database, sql: "SELECT count(*) FROM contact WHERE \(due)",
            arguments: [true, verifiedBefore.microseconds, askedBefore.microseconds]) ?? 0
    }

    static func candidates(
        verifiedBefore: Instant, askedBefore: Instant, includingUnverified: Bool, _ database: Database
    ) throws -> [Candidate] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT contact.*, owner.slug AS slug FROM contact JOIN owner ON owner.id = contact.owner
                WHERE \(due) ORDER BY owner.id, contact.position
                """, arguments: [includingUnverified, verifiedBefore.microseconds, askedBefore.microseconds])
        let names = try names(database)
        return rows.map { Candidate(owner: $0["slug"], names: names[$0["owner"]] ?? [:], contact: RegisterTables.contact($0)) }
    }

    private static func names(_ database: Database, owner: Int64? = nil) throws -> [Int64: [String: String]] {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT owner, language, name FROM owner_name WHERE ?1 IS NULL OR owner = ?1", arguments: [owner])
        var names: [Int64: [String: String]] = [:]
        while let row = try rows.next() { names[row["owner"], default: [:]][row["language"]] = row["name"] }
        return names
    }

    static func makeRound(_ candidates: [Candidate], by author: String, at moment: Instant, _ database: Database) throws -> Int64 {
        try database.execute(
            sql: "INSERT INTO verification_round (made, author, state) VALUES (?, ?, 'proposed')",
            arguments: [moment.microseconds, author])
        let round = database.lastInsertedRowID
        for candidate in candidates {
            try database.cachedStatement(sql: "INSERT INTO verification (round, contact, email) VALUES (?, ?, ?)").execute(
                arguments: [round, candidate.contact.id, candidate.contact.email?.description])
        }
        return round
    }

    static func decide(
        _ round: Int64, _ state: State, by person: String, repeats: Bool, at moment: Instant, _ database: Database
    ) throws -> Bool {
        try database.execute(
            sql: "UPDATE verification_round SET state = ?, decided = ?, decider = ?, repeats = ? WHERE id = ? AND state = 'proposed'",
            arguments: [state.rawValue, moment.microseconds, person, repeats, round])
        return database.changesCount > 0
    }

    static func proposedRound(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT max(id) FROM verification_round WHERE state = 'proposed'")
    }

    static func lastApprovedRepeats(_ database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT repeats FROM verification_round WHERE state = 'approved' ORDER BY id DESC LIMIT 1")
            ?? false
    }

    private static let askedSQL = """
        SELECT contact.*, v.round AS round, v.email AS address, v.answered AS answered, r.made AS made, owner.slug AS slug
        FROM verification v JOIN verification_round r ON r.id = v.round JOIN contact ON contact.id = v.contact
            JOIN owner ON owner.id = contact.owner
        """

    /// Those of an approved round that no mail was planned for.
    static func unsent(_ round: Int64, _ database: Database) throws -> [Asked] {
        let rows = try Row.fetchAll(
            database,
            sql: "\(askedSQL) WHERE v.round = ? AND v.sent IS NULL AND r.state = 'approved' ORDER BY v.contact", arguments: [round])
        let names = rows.count > 1 ? try names(database) : [:]
        return try rows.map { try asked($0, names, database) }
    }

    static func asked(_ round: Int64, _ contact: String, _ database: Database) throws -> Asked? {
        try Row.fetchOne(
            database, sql: "\(askedSQL) WHERE v.round = ? AND v.contact = ? AND r.state = 'approved'", arguments: [round, contact]
        ).map { try asked($0, [:], database) }
    }

    private static func asked(_ row: Row, _ names: [Int64: [String: String]], _ database: Database) throws -> Asked {
        let owner: Int64 = row["owner"]
        return Asked(
            round: row["round"], made: Instant(microseconds: row["made"]), address: row["address"], owner: row["slug"],
            names: try names[owner] ?? self.names(database, owner: owner)[owner] ?? [:], contact: RegisterTables.contact(row),
            answered: (row["answered"] as Int64?).map { Instant(microseconds: $0) })
    }

    static func markSent(_ round: Int64, _ contact: String, at moment: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE verification SET sent = ? WHERE round = ? AND contact = ?", arguments: [moment.microseconds, round, contact])
    }

    static func markAnswered(_ round: Int64, _ contact: String, isCorrected: Bool, at moment: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE verification SET answered = ?, outcome = ? WHERE round = ? AND contact = ?",
            arguments: [moment.microseconds, isCorrected ? "corrected" : "confirmed", round, contact])
    }

    /// The newest rounds with how far they are.
    static func rounds(limit: Int, _ database: Database) throws -> [Round] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT r.*, count(v.contact) AS asked, count(v.sent) AS sent, coalesce(sum(v.outcome = 'confirmed'), 0) AS confirmed,
                    coalesce(sum(v.outcome = 'corrected'), 0) AS corrected,
                    coalesce(sum(c.standing = 'bounced' AND c.since >= r.made), 0) AS bounced
                FROM verification_round r LEFT JOIN verification v ON v.round = r.id LEFT JOIN contact c ON c.id = v.contact
                GROUP BY r.id ORDER BY r.id DESC LIMIT ?
                """, arguments: [limit]
        ).map { row in
            Round(
                id: row["id"], made: Instant(microseconds: row["made"]), author: row["author"],
                state: State(rawValue: row["state"]) ?? .dropped, decider: row["decider"], repeats: row["repeats"], asked: row["asked"],
                sent: row["sent"], confirmed: row["confirmed"], corrected: row["corrected"], bounced: row["bounced"])
        }
    }

    /// Whom a round asks, for its preview.
    static func members(_ round: Int64, limit: Int, _ database: Database) throws -> [Asked] {
        try Row.fetchAll(
            database, sql: "\(askedSQL) WHERE v.round = ? ORDER BY owner.id, contact.position LIMIT ?", arguments: [round, limit]
        ).map { try asked($0, [:], database) }
    }
}
