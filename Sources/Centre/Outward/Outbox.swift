internal import Crypto
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The SQL of what leaves, each within a transaction of the caller.
enum Outbox {
    /// Writes a dispatch down.
    static func insert(_ dispatch: Dispatch, _ realm: Realm, _ state: DeliveryState, now: Instant, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO outward_dispatch (
                    id, realm, act, tlp, audience, channel, recipient, subject, media_type, digest, size, capability, reference, author,
                    approval, planned, state, since
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                dispatch.id.description, realm.rawValue, dispatch.act.rawValue, dispatch.tlp.rawValue, dispatch.audience.rawValue,
                dispatch.channel, dispatch.recipient, dispatch.subject, dispatch.mediaType, Data(SHA256.hash(data: dispatch.content)),
                dispatch.content.count, dispatch.capability, dispatch.reference, dispatch.author, dispatch.approval.rawValue,
                now.microseconds, state.rawValue, now.microseconds,
            ])
        let number = database.lastInsertedRowID
        try database.execute(
            sql: "INSERT INTO outward_content (number, content) VALUES (?, ?)", arguments: [number, Data(dispatch.content)])
        try step(number, state, person: dispatch.author, note: "", now: now, database)
    }

    static func find(_ id: DispatchID, _ database: Database) throws -> Delivery? {
        try Row.fetchOne(database, sql: "SELECT * FROM outward_dispatch WHERE id = ?", arguments: [id.description]).map(Delivery.init)
    }

    /// True where a delivery stands for this dispatch and no other.
    static func isSame(_ delivery: Delivery, _ dispatch: Dispatch) -> Bool {
        delivery.digest == Array(SHA256.hash(data: dispatch.content)) && delivery.channel == dispatch.channel
            && delivery.recipient == dispatch.recipient && delivery.act == dispatch.act
    }

    static func content(_ number: Int64, _ database: Database) throws -> [UInt8]? {
        try Data.fetchOne(database, sql: "SELECT content FROM outward_content WHERE number = ?", arguments: [number]).map(Array.init)
    }

    /// What a step changes besides the state.
    struct Change {
        var person: String?
        var note = ""
        var isAttempt = false
        var isDoubt = false
        var approver: String?
    }

    /// Lets an event happen; `nil` where it cannot in the present state, which then stays.
    static func move(_ delivery: Delivery, _ event: DeliveryEvent, _ change: Change, now: Instant, _ database: Database) throws -> Delivery?
    {
        guard let state = delivery.state.after(event) else { return nil }
        try database.execute(
            sql: """
                UPDATE outward_dispatch SET state = :state, since = :now, note = :note, attempts = attempts + :attempt,
                    doubts = doubts + :doubt, approver = coalesce(:approver, approver)
                WHERE number = :number
                """,
            arguments: [
                "state": state.rawValue, "now": now.microseconds, "note": change.note, "attempt": change.isAttempt ? 1 : 0,
                "doubt": change.isDoubt ? 1 : 0, "approver": change.approver, "number": delivery.number,
            ])
        try step(delivery.number, state, person: change.person, note: change.note, now: now, database)
        return try find(delivery.id, database)
    }

    static func step(_ number: Int64, _ state: DeliveryState, person: String?, note: String, now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO outward_step (number, moment, state, person, note) VALUES (?, ?, ?, ?, ?)",
            arguments: [number, now.microseconds, state.rawValue, person, note])
    }

    /// Forgets contents of what was settled before a moment; gives their number.
    static func forget(before moment: Instant, _ database: Database) throws -> Int {
        let settled = DeliveryState.allCases.filter(\.isSettled).map(\.rawValue)
        try database.execute(
            sql: """
                DELETE FROM outward_content WHERE number IN (
                    SELECT number FROM outward_dispatch WHERE state IN (\(databaseQuestionMarks(count: settled.count))) AND since < ?
                )
                """, arguments: StatementArguments(settled) + [moment.microseconds])
        return database.changesCount
    }
}
