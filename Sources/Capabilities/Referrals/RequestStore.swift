internal import Centre
internal import GRDB
internal import Vocabulary

/// The SQL of requests, those of law enforcement and those to owners.
enum RequestStore {
    static func insert(_ request: LawRequest, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO referrals_request (id, number, state, authority, officer, reference, asked, basis, received, author)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                request.id, request.number, request.state.rawValue, request.authority, request.officer, request.theirReference,
                request.asked, request.statedBasis, request.received.microseconds, request.author,
            ])
    }

    static func find(_ id: String, _ database: Database) throws -> LawRequest? {
        try Row.fetchOne(database, sql: "SELECT * FROM referrals_request WHERE id = ?", arguments: [id]).map(LawRequest.init)
    }

    static func find(dispatch: DispatchID, _ database: Database) throws -> LawRequest? {
        try Row.fetchOne(database, sql: "SELECT * FROM referrals_request WHERE dispatch = ?", arguments: [dispatch.description])
            .map(LawRequest.init)
    }

    static func list(before: Int64?, limit: Int, _ database: Database) throws -> [(row: Int64, request: LawRequest)] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM referrals_request WHERE row < ? ORDER BY row DESC LIMIT ?",
            arguments: [before ?? Int64.max, limit]
        ).map { ($0["row"], LawRequest($0)) }
    }

    /// Writes what changes in the life of a request.
    static func update(_ request: LawRequest, _ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE referrals_request SET state = ?, holds = ?, check_words = ?, checker = ?, checked = ?, answer = ?, refusal = ?,
                    dispatch = ? WHERE id = ?
                """,
            arguments: [
                request.state.rawValue, request.check?.holds, request.check?.words, request.check?.person,
                request.check?.moment.microseconds, request.answer, request.refusal, request.dispatch?.description, request.id,
            ])
    }

    static func insert(_ preservation: Preservation, dispatch: DispatchID, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO referrals_preservation (
                    id, number, party, address, language, what, until, author, created, state, dispatch
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                preservation.id, preservation.number, preservation.party, preservation.address, preservation.language, preservation.what,
                preservation.until.microseconds, preservation.author, preservation.created.microseconds, preservation.state,
                dispatch.description,
            ])
    }

    static func set(state: String, ofPreservation dispatch: DispatchID, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE referrals_preservation SET state = ? WHERE dispatch = ?", arguments: [state, dispatch.description])
    }

    static func preservations(before: Int64?, limit: Int, _ database: Database) throws -> [(row: Int64, preservation: Preservation)] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM referrals_preservation WHERE row < ? ORDER BY row DESC LIMIT ?",
            arguments: [before ?? Int64.max, limit]
        ).map { row in
            (
                row["row"],
                Preservation(
                    id: row["id"], number: row["number"], party: row["party"], address: row["address"], language: row["language"],
                    what: row["what"], until: Instant(microseconds: row["until"]), author: row["author"],
                    created: Instant(microseconds: row["created"]), state: row["state"])
            )
        }
    }
}

extension LawRequest {
    init(_ row: Row) {
        var check: Check?
        if let holds = row["holds"] as Bool? {
            check = Check(
                holds: holds, words: row["check_words"], person: row["checker"], moment: Instant(microseconds: row["checked"]))
        }
        self.init(
            id: row["id"], number: row["number"], state: LawRequestState(rawValue: row["state"]) ?? .received, authority: row["authority"],
            officer: row["officer"], theirReference: row["reference"], asked: row["asked"], statedBasis: row["basis"],
            received: Instant(microseconds: row["received"]), author: row["author"], check: check, answer: row["answer"],
            refusal: row["refusal"], dispatch: (row["dispatch"] as String?).flatMap { DispatchID($0) })
    }
}
