internal import Centre
internal import EventStore
internal import Foundation
internal import GRDB
internal import Vocabulary

extension NoticeStore {
    /// Writes a notice and what it tells; false where it was written before.
    static func insert(_ notice: Notice, _ findings: [SeenFinding], because: Int64, _ database: Database) throws -> Bool {
        let known = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM notices_notice WHERE id = ?)", arguments: [notice.id])
        if known == true { return false }
        let insertion = try database.cachedStatement(
            sql: """
                INSERT INTO notices_notice (
                    id, kind, owner, owner_name, sector, contact, contact_name, purpose, address, language, type, severity, tlp, rule,
                    rule_version, subject, findings, planned, channel, state, because
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try insertion.execute(arguments: [
            notice.id, notice.kind.rawValue, notice.owner, notice.ownerName, notice.sector, notice.contact, notice.contactName,
            notice.purpose, notice.address, notice.language, notice.type, notice.severity.rawValue, notice.tlp.rawValue, notice.rule,
            notice.ruleVersion, notice.subject, notice.findings, notice.planned.microseconds, notice.channel, notice.state.rawValue,
            because,
        ])
        let number = database.lastInsertedRowID
        let item = try database.cachedStatement(sql: "INSERT INTO notices_item (notice, finding, line, feeds) VALUES (?, ?, ?, ?)")
        for finding in findings {
            try item.execute(arguments: [number, finding.id.stored, finding.line, finding.feeds.joined(separator: " ")])
        }
        return true
    }

    static let columns = "n.*, b.text AS because_text"

    static func notice(_ row: Row) -> Notice {
        func moment(_ name: String) -> Instant? { (row[name] as Int64?).map(Instant.init(microseconds:)) }
        return Notice(
            id: row["id"], kind: Notice.Kind(rawValue: row["kind"]) ?? .first, owner: row["owner"], ownerName: row["owner_name"],
            sector: row["sector"], contact: row["contact"], contactName: row["contact_name"], purpose: row["purpose"],
            address: row["address"], language: row["language"], type: row["type"], severity: Severity(rawValue: row["severity"]) ?? .medium,
            tlp: TLP(rawValue: row["tlp"]) ?? .red, rule: row["rule"], ruleVersion: row["rule_version"], subject: row["subject"],
            findings: row["findings"], planned: Instant(microseconds: row["planned"]), channel: row["channel"],
            state: Notice.State(rawValue: row["state"]) ?? .planned, sent: moment("sent"), returned: moment("returned"),
            read: moment("read"), answered: moment("answered"), because: reasons(row["because_text"]))
    }

    static func notice(_ id: String, _ database: Database) throws -> Notice? {
        try Row.fetchOne(
            database, sql: "SELECT \(columns) FROM notices_notice n JOIN notices_because b ON b.id = n.because WHERE n.id = ?",
            arguments: [id]
        ).map(notice)
    }

    /// What a notice tells, the worst and newest first.
    static func findings(of notice: String, _ database: Database) throws -> [SeenFinding] {
        try Row.fetchAll(
            database,
            sql: "SELECT i.line, i.feeds FROM notices_item i JOIN notices_notice n ON n.number = i.notice WHERE n.id = ?",
            arguments: [notice]
        ).compactMap { row in
            SeenFinding(line: row["line"], feeds: (row["feeds"] as String).split(separator: " ").map(String.init))
        }.sorted(by: SeenFinding.isTold(_:before:))
    }

    /// Earlier notices about the same at the same owner's: the thread that a new one continues. The first, and the latest.
    static func thread(owner: String, type: String, _ database: Database) throws -> [String] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT id FROM notices_notice WHERE owner = ?1 AND type = ?2 AND number IN (
                    (SELECT min(number) FROM notices_notice WHERE owner = ?1 AND type = ?2),
                    (SELECT max(number) FROM notices_notice WHERE owner = ?1 AND type = ?2)) ORDER BY number
                """)
        return try String.fetchAll(statement, arguments: [owner, type])
    }

    /// Which notices a list shows; nil does not restrict.
    struct Wish: Sendable {
        var owners: [String]?
        var stage: NoticeStage?
        var type: String?
        var rule: String?
        var search: String?
        /// Only what has left the house.
        var isVisibleToOwners = false
    }

    static func notices(_ wish: Wish, now: Instant, limit: Int, offset: Int, _ database: Database) throws -> [Notice] {
        let (condition, arguments) = condition(wish, now)
        return try Row.fetchAll(
            database,
            sql: """
                SELECT \(columns) FROM notices_notice n JOIN notices_because b ON b.id = n.because \(condition)
                ORDER BY n.number DESC LIMIT \(limit) OFFSET \(offset)
                """, arguments: arguments
        ).map(notice)
    }

    static func count(_ wish: Wish, now: Instant, _ database: Database) throws -> Int {
        let (condition, arguments) = condition(wish, now)
        return try Int.fetchOne(database, sql: "SELECT count(*) FROM notices_notice n \(condition)", arguments: arguments) ?? 0
    }

    private static func condition(_ wish: Wish, _ now: Instant) -> (String, StatementArguments) {
        var clauses: [String] = []
        var arguments = StatementArguments()
        if let owners = wish.owners {
            clauses.append("n.owner IN (\(databaseQuestionMarks(count: owners.count)))")
            arguments += StatementArguments(owners)
        }
        for (column, value) in [("n.type", wish.type), ("n.rule", wish.rule)] {
            guard let value else { continue }
            clauses.append("\(column) = ?")
            arguments += [value]
        }
        if wish.isVisibleToOwners { clauses.append("n.sent IS NOT NULL AND n.kind <> 'upstream'") }
        if let stage = wish.stage {
            let arrived = (now - Notice.silence).microseconds
            switch stage {
            case .answered: clauses.append("n.answered IS NOT NULL")
            case .read: clauses.append("n.answered IS NULL AND n.read IS NOT NULL")
            case .awaiting, .planned, .returned, .withdrawn:
                clauses.append("n.answered IS NULL AND n.read IS NULL AND n.state = '\(stage.rawValue)'")
            case .sent: clauses.append("n.answered IS NULL AND n.read IS NULL AND n.state = 'sent' AND n.sent > \(arrived)")
            case .delivered: clauses.append("n.answered IS NULL AND n.read IS NULL AND n.state = 'sent' AND n.sent <= \(arrived)")
            }
        }
        if let search = wish.search, !search.isEmpty {
            let columns = ["n.owner", "n.owner_name", "n.address", "n.id"].map { "\($0) LIKE ? ESCAPE '\\'" }
            clauses.append("(\(columns.joined(separator: " OR ")))")
            let pattern = "%" + search.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
            arguments += [pattern, pattern, pattern, pattern]
        }
        return (clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND "), arguments)
    }

    // MARK: - What becomes of them

    /// Follows a step of a dispatch. Mail decides where there is mail: what lies in the portal is no proof that anybody knows of it.
    static func follow(
        _ notice: String, _ channel: String, _ dispatch: DispatchID, _ delivery: DeliveryState, at now: Instant, _ database: Database
    ) throws {
        guard let state = Notice.state(after: delivery),
            let main = try String.fetchOne(database, sql: "SELECT channel FROM notices_notice WHERE id = ?", arguments: [notice])
        else { return }
        // Replies are words in the conversation and not the notice.
        guard dispatch.description == NoticeDispatch.name(notice, channel) else { return }
        let isMain = channel == main
        if isMain {
            try database.execute(
                sql: "UPDATE notices_notice SET state = ? WHERE id = ?", arguments: [state.rawValue, notice])
        }
        switch state {
        case .sent:
            try database.execute(
                sql: "UPDATE notices_notice SET sent = coalesce(sent, ?) WHERE id = ?", arguments: [now.microseconds, notice])
        case .returned where isMain:
            try database.execute(
                sql: "UPDATE notices_notice SET returned = coalesce(returned, ?) WHERE id = ?", arguments: [now.microseconds, notice])
        case .withdrawn where isMain:
            // Called off: as if it had not been told; it is asked again in a week.
            try database.execute(
                sql: """
                    UPDATE notices_track SET due = ?2, outcome = 'nothing',
                        told = CASE WHEN told = (SELECT planned FROM notices_notice WHERE id = ?1) THEN NULL ELSE told END
                    WHERE finding IN (SELECT i.finding FROM notices_item i JOIN notices_notice n ON n.number = i.notice WHERE n.id = ?1)
                    """, arguments: [notice, (now + .seconds(7 * 86_400)).microseconds])
        default: break
        }
    }

    /// Lets the findings of a notice that came back be told to somebody else, where nothing was told of them since.
    static func tellAnother(_ notice: String, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE notices_track SET due = 0, returned = (SELECT contact FROM notices_notice WHERE id = ?1)
                WHERE finding IN (SELECT i.finding FROM notices_item i JOIN notices_notice n ON n.number = i.notice WHERE n.id = ?1)
                    AND answered IS NULL AND last_told = (SELECT planned FROM notices_notice WHERE id = ?1)
                """, arguments: [notice])
    }

    static func markRead(_ notice: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE notices_notice SET read = coalesce(read, ?) WHERE id = ?", arguments: [now.microseconds, notice])
    }
}

extension SeenFinding {
    /// The worst first, then the newest.
    static func isTold(_ left: SeenFinding, before right: SeenFinding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        if left.lastSeen != right.lastSeen { return left.lastSeen > right.lastSeen }
        return left.place < right.place
    }
}
