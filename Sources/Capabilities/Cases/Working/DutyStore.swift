internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// A time in which somebody has duty.
struct Shift: Sendable, Hashable, Identifiable {
    /// In which order they are called.
    enum Place: String, Sendable, Hashable, CaseIterable { case first, second, officer }

    let id: Int64
    let starts: Instant
    let ends: Instant
    let person: String
    let place: Place

    init(_ row: Row) {
        id = row["id"]
        starts = Instant(microseconds: row["starts"])
        ends = Instant(microseconds: row["ends"])
        person = row["person"]
        place = Place(rawValue: row["place"]) ?? .first
    }
}

/// What one shift leaves to the next.
struct HandOverNote: Sendable, Hashable, Identifiable {
    let id: Int64
    let time: Instant
    let person: String
    /// From when on it tells.
    let since: Instant
    let text: String
    let figures: HandOverFigures
    let receiver: String?
    let received: Instant?
}

/// What a shift found and leaves.
struct HandOverFigures: Sendable, Hashable, Codable {
    var opened = 0
    var closed = 0
    var new = 0
    var open = 0
    var overdue = 0
}

/// The SQL of duty, each call within a transaction of the caller.
enum DutyStore {
    static func onDuty(at moment: Instant, _ database: Database) throws -> [Shift] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_shift WHERE ends > ?1 AND starts <= ?1 ORDER BY place = 'officer', place, id LIMIT 20",
            arguments: [moment.microseconds]
        ).map(Shift.init)
    }

    /// Shifts that have not ended, the next first.
    static func shifts(from moment: Instant, _ database: Database) throws -> [Shift] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM cases_shift WHERE ends > ? ORDER BY starts, id LIMIT 200", arguments: [moment.microseconds]
        ).map(Shift.init)
    }

    static func add(
        _ person: String, place: Shift.Place, starts: Instant, ends: Instant, by maker: String, at now: Instant, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO cases_shift (starts, ends, person, place, made, made_by) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [starts.microseconds, ends.microseconds, person, place.rawValue, now.microseconds, maker])
    }

    static func remove(_ shift: Int64, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM cases_shift WHERE id = ?", arguments: [shift])
    }

    // MARK: - Hand-over

    static func notes(limit: Int, _ database: Database) throws -> [HandOverNote] {
        try Row.fetchAll(database, sql: "SELECT * FROM cases_handover ORDER BY id DESC LIMIT ?", arguments: [limit]).map { row in
            HandOverNote(
                id: row["id"], time: Instant(microseconds: row["moment"]), person: row["person"],
                since: Instant(microseconds: row["since"]), text: row["text"],
                figures: (try? JSONDecoder().decode(HandOverFigures.self, from: Data((row["figures"] as String).utf8)))
                    ?? HandOverFigures(), receiver: row["receiver"], received: (row["received"] as Int64?).map(Instant.init(microseconds:)))
        }
    }

    /// Since when nobody has handed over: the last note, or twelve hours.
    static func since(_ now: Instant, _ database: Database) throws -> Instant {
        try Int64.fetchOne(database, sql: "SELECT moment FROM cases_handover ORDER BY id DESC LIMIT 1").map(Instant.init(microseconds:))
            ?? now - .seconds(12 * 3_600)
    }

    static func figures(since: Instant, now: Instant, _ database: Database) throws -> HandOverFigures {
        func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
            try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
        }
        return HandOverFigures(
            opened: try count("SELECT count(*) FROM cases_case WHERE received >= ?", [since.microseconds]),
            closed: try count(
                "SELECT count(*) FROM cases_case WHERE touched >= ?1 AND closed >= ?1", [since.microseconds]),
            new: try count("SELECT count(*) FROM cases_case INDEXED BY cases_case_state WHERE state = 'new'"),
            open: try count("SELECT count(*) FROM cases_case INDEXED BY cases_case_open WHERE is_open = 1"),
            overdue: try count(
                "SELECT count(*) FROM cases_case INDEXED BY cases_case_due WHERE due < ? AND is_open = 1", [now.microseconds]))
    }

    static func handOver(_ text: String, since: Instant, by person: String, at now: Instant, _ database: Database) throws {
        let figures = try figures(since: since, now: now, database)
        try database.execute(
            sql: "INSERT INTO cases_handover (moment, person, since, text, figures) VALUES (?, ?, ?, ?, ?)",
            arguments: [
                now.microseconds, person, since.microseconds, text, String(decoding: try JSONEncoder().encode(figures), as: UTF8.self),
            ])
    }

    /// Somebody else takes over; who wrote the note cannot.
    /// - Returns: whether it was theirs to take
    static func receive(_ note: Int64, by person: String, at now: Instant, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "UPDATE cases_handover SET receiver = ?, received = ? WHERE id = ? AND receiver IS NULL AND person <> ?",
            arguments: [person, now.microseconds, note, person])
        return database.changesCount > 0
    }
}
