internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The tables of reports and of what is said about them.
enum ReportStore {
    // MARK: - Reports

    /// Writes a report down and gives its number.
    static func insert(_ draft: ReportDraft, id: String, at now: Instant, _ database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO reporting_report (id, submission, letter, way, language, happening, type, type_source, care, title, text, target,
                    occurred, ongoing, sharing, has_contact, mailbox, mailbox_place, state, received)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', ?)
                """,
            arguments: [
                id, draft.submission, draft.letter, draft.way.rawValue, draft.language, draft.happening?.rawValue, draft.type.name,
                draft.typeSource.rawValue, draft.care.map(\.rawValue).joined(separator: " "), draft.line, draft.text, draft.target,
                draft.occurred, draft.isOngoing, draft.sharing.rawValue, !draft.identity.isEmpty, draft.mailbox.map { Data($0) },
                draft.mailbox.map(FollowUpSecret.place), now.microseconds,
            ])
        let number = database.lastInsertedRowID
        for line in draft.events {
            try database.execute(sql: "INSERT INTO reporting_event (report, line) VALUES (?, ?)", arguments: [id, line])
        }
        try index(Report.reference(id), [draft.line, draft.text, draft.target ?? ""], database)
        return number
    }

    static func report(_ id: String, _ database: Database) throws -> Report? { try one("id = ?", [id], database) }

    static func report(submission: String, _ database: Database) throws -> Report? { try one("submission = ?", [submission], database) }

    static func report(letter: String, _ database: Database) throws -> Report? { try one("letter = ?", [letter], database) }

    /// The report whose mailbox lies at a place, and the digest that its words must have.
    static func mailbox(at place: String, _ database: Database) throws -> (report: String, digest: [UInt8])? {
        try Row.fetchOne(database, sql: "SELECT id, mailbox FROM reporting_report WHERE mailbox_place = ?", arguments: [place])
            .map { ($0["id"], Array($0["mailbox"] as Data)) }
    }

    static func events(of report: String, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT line FROM reporting_event WHERE report = ? ORDER BY id LIMIT 500", arguments: [report])
    }

    static func see(_ id: String, at now: Instant, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE reporting_report SET seen = COALESCE(seen, ?), state = CASE state WHEN 'new' THEN 'open' ELSE state END WHERE id = ?
                """, arguments: [now.microseconds, id])
    }

    static func set(type: IncidentType, of id: String, by source: Report.TypeSource, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE reporting_report SET type = ?, type_source = ? WHERE id = ?", arguments: [type.name, source.rawValue, id])
    }

    static func set(case reference: CaseReference, of id: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE reporting_report SET state = 'in-case', case_id = ?, case_number = ?, case_path = ? WHERE id = ?",
            arguments: [reference.id, reference.number, reference.path, id])
    }

    static func close(_ id: String, reason: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE reporting_report SET state = 'closed', closed_reason = ?, waiting = 0 WHERE id = ?", arguments: [reason, id])
    }

    static func reopen(_ id: String, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE reporting_report SET state = CASE WHEN case_id IS NULL THEN 'open' ELSE 'in-case' END, closed_reason = NULL WHERE id = ?
                """, arguments: [id])
    }

    static func set(waiting: Bool, of id: String, _ database: Database) throws {
        try database.execute(sql: "UPDATE reporting_report SET waiting = ? WHERE id = ?", arguments: [waiting, id])
    }

    // MARK: - Words

    /// Writes words down.
    /// - Parameters:
    ///   - letter: the mail they came in
    ///   - ticket: tells a form that was sent from its repetition
    /// - Returns: their number; nil where letter or ticket are known already
    static func say(
        _ text: String, in subject: String, by author: ReportMessage.Author, way: ReportMessage.Way, name: String = "", at now: Instant,
        letter: String? = nil, ticket: String? = nil, _ database: Database
    ) throws -> Int64? {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO reporting_message (subject, author, way, name, text, moment, letter, ticket)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, arguments: [subject, author.rawValue, way.rawValue, name, text, now.microseconds, letter, ticket])
        guard database.changesCount > 0 else { return nil }
        return database.lastInsertedRowID
    }

    static func set(dispatch: String, of message: Int64, _ database: Database) throws {
        try database.execute(sql: "UPDATE reporting_message SET dispatch = ? WHERE id = ?", arguments: [dispatch, message])
    }

    /// The words of a subject, the oldest first, at most 1,000.
    static func messages(of subject: String, _ database: Database) throws -> [ReportMessage] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM reporting_message WHERE subject = ? ORDER BY id LIMIT 1000", arguments: [subject]
        ).map { row in
            ReportMessage(
                id: row["id"], subject: row["subject"], author: .init(rawValue: row["author"]) ?? .system,
                way: .init(rawValue: row["way"]) ?? .desk, name: row["name"], text: row["text"],
                moment: Instant(microseconds: row["moment"]), dispatch: row["dispatch"])
        }
    }

    // MARK: - Search

    static func index(_ subject: String, _ words: [String], _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO reporting_search (subject, words) VALUES (?, ?)", arguments: [subject, words.joined(separator: "\n")])
    }

    // MARK: - Rows

    private static func one(_ condition: String, _ arguments: StatementArguments, _ database: Database) throws -> Report? {
        try Row.fetchOne(database, sql: "SELECT * FROM reporting_report WHERE \(condition)", arguments: arguments).map(report)
    }

    static func report(_ row: Row) -> Report {
        var reference: CaseReference?
        if let id = row["case_id"] as String? { reference = CaseReference(id: id, number: row["case_number"], path: row["case_path"]) }
        let care: String = row["care"]
        return Report(
            id: row["id"], number: row["number"], way: Report.Way(rawValue: row["way"]) ?? .form, language: row["language"],
            happening: (row["happening"] as String?).flatMap(Happening.init),
            type: IncidentType(name: row["type"] as String) ?? .undetermined,
            typeSource: Report.TypeSource(rawValue: row["type_source"]) ?? .machine,
            care: care.split(separator: " ").compactMap { CarePath(rawValue: String($0)) }, title: row["title"], text: row["text"],
            target: row["target"], occurred: row["occurred"], isOngoing: row["ongoing"],
            sharing: SharingWish(rawValue: row["sharing"]) ?? .nobody,
            hasContact: row["has_contact"], hasMailbox: (row["mailbox"] as Data?) != nil,
            state: Report.State(rawValue: row["state"]) ?? .open,
            received: Instant(microseconds: row["received"]), seen: (row["seen"] as Int64?).map { Instant(microseconds: $0) },
            caseReference: reference, closedReason: row["closed_reason"], isWaiting: row["waiting"])
    }
}
