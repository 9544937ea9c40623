internal import Centre
internal import Foundation
internal import GRDB
internal import Ledger
internal import Vocabulary

/// The SQL of the book, each within a transaction of the caller.
enum BookStore {
    /// Writes a line down that the log is to have; nothing where its id is known.
    static func enter(
        _ line: BookLine, opening: [UInt8], pseudonym: String, sequence: Int? = nil, digest: [UInt8]? = nil, _ database: Database
    )
        throws
    {
        try database.execute(
            sql: """
                INSERT INTO transparency_line (
                    id, deed, actor, approver, class, capability, channel, reference, tlp, exercise, time, content, opening, pseudonym, digest,
                    sequence
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
                """,
            arguments: [
                line.id, line.deed, line.actor, line.approver, line.subjectClass, line.capability, line.channel, line.reference,
                line.tlp.rawValue, line.isExercise, line.time.microseconds, Data(line.content), Data(opening), pseudonym,
                Data(digest ?? line.digest(opening: opening)), sequence,
            ])
    }

    /// Lines that wait, the first first.
    static func waiting(limit: Int, _ database: Database) throws -> [KeptLine] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM transparency_line WHERE sequence IS NULL ORDER BY number LIMIT ?", arguments: [limit]
        ).map(KeptLine.init)
    }

    static func isWaiting(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM transparency_line WHERE sequence IS NULL") ?? 0
    }

    /// How many entries the records know.
    static func known(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT coalesce(max(sequence) + 1, 0) FROM transparency_line") ?? 0
    }

    /// Says where in the log a line is, and counts it.
    static func place(_ number: Int64, at sequence: Int, _ statement: LedgerStatement, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE transparency_line SET sequence = ? WHERE number = ? AND sequence IS NULL", arguments: [sequence, number])
        if database.changesCount == 1 { try count(statement, database) }
    }

    /// The waiting line that an entry is of.
    static func number(digest: TreeHash, _ database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database, sql: "SELECT number FROM transparency_line WHERE digest = ? AND sequence IS NULL", arguments: [Data(digest.bytes)])
    }

    static func count(_ statement: LedgerStatement, by number: Int = 1, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO transparency_count (month, deed, class, exercise, count) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (month, deed, class, exercise) DO UPDATE SET count = count + excluded.count
                """,
            arguments: ["\(Month(statement.time))", statement.deed, statement.subjectClass, statement.isExercise, number])
    }

    // MARK: - For pages

    /// What a list shows; nil does not restrict.
    struct Wish: Sendable {
        var deed: String?
        /// Beginning of a reference, an actor or an id, or the number of an entry.
        var search: String?
        /// Lines before this number.
        var before: Int64?
    }

    static func lines(_ wish: Wish, limit: Int, _ database: Database) throws -> [KeptLine] {
        var clauses = ["number < ?"]
        var arguments: StatementArguments = [wish.before ?? Int64.max]
        if let deed = wish.deed {
            clauses.append("deed = ?")
            arguments += [deed]
        }
        if let search = wish.search {
            // Ranges instead of LIKE: each is one walk through an index.
            let end = search + "\u{10FFFF}"
            clauses.append(
                "(reference BETWEEN ? AND ? OR actor BETWEEN ? AND ? OR id BETWEEN ? AND ? OR pseudonym = ? OR sequence = ?)")
            arguments += [search, end, search, end, search, end, search, Int(search)]
        }
        return try Row.fetchAll(
            database, sql: "SELECT * FROM transparency_line WHERE \(clauses.joined(separator: " AND ")) ORDER BY number DESC LIMIT ?",
            arguments: arguments + [limit]
        ).map(KeptLine.init)
    }

    static func line(_ number: Int64, _ database: Database) throws -> KeptLine? {
        try Row.fetchOne(database, sql: "SELECT * FROM transparency_line WHERE number = ?", arguments: [number]).map(KeptLine.init)
    }

    static func line(sequence: Int, _ database: Database) throws -> KeptLine? {
        try Row.fetchOne(database, sql: "SELECT * FROM transparency_line WHERE sequence = ?", arguments: [sequence]).map(KeptLine.init)
    }

    /// Lines from a place of the log on.
    static func lines(from sequence: Int, limit: Int, _ database: Database) throws -> [KeptLine] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM transparency_line WHERE sequence >= ? ORDER BY sequence LIMIT ?", arguments: [sequence, limit]
        ).map(KeptLine.init)
    }

    /// Deeds that stand in the book.
    static func deeds(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT DISTINCT deed FROM transparency_count ORDER BY deed")
    }

    /// Figures of entries in earnest, or of exercises.
    static func figures(isExercise: Bool, _ database: Database) throws -> [BookFigure] {
        try Row.fetchAll(
            database, sql: "SELECT month, deed, class, count FROM transparency_count WHERE exercise = ? ORDER BY month, deed, class",
            arguments: [isExercise]
        ).map { BookFigure(month: $0["month"], deed: $0["deed"], subjectClass: $0["class"], count: $0["count"]) }
    }

    /// Puts figures in the place of those that are there.
    static func replace(_ figures: [BookFigure: Int], isExercise: Bool, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM transparency_count WHERE exercise = ?", arguments: [isExercise])
        for (figure, count) in figures {
            try database.execute(
                sql: "INSERT INTO transparency_count (month, deed, class, exercise, count) VALUES (?, ?, ?, ?, ?)",
                arguments: [figure.month, figure.deed, figure.subjectClass, isExercise, count])
        }
    }

    static func add(_ check: BookCheck, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO transparency_check (moment, size, root, problems) VALUES (?, ?, ?, ?)",
            arguments: [check.moment.microseconds, check.size, Data(check.root.bytes), check.problems.joined(separator: "\n")])
        try database.execute(
            sql: "DELETE FROM transparency_check WHERE id <= (SELECT max(id) FROM transparency_check) - 400")
    }

    static func lastCheck(_ database: Database) throws -> BookCheck? {
        try Row.fetchOne(database, sql: "SELECT * FROM transparency_check ORDER BY id DESC LIMIT 1").map { row in
            BookCheck(
                moment: Instant(microseconds: row["moment"]), size: row["size"], root: TreeHash(Array(row["root"] as Data)) ?? .empty,
                problems: (row["problems"] as String).split(separator: "\n").map(String.init))
        }
    }
}

/// How many entries of a kind a month has.
struct BookFigure: Sendable, Hashable {
    let month: String
    let deed: String
    let subjectClass: String
    var count = 0
}

/// What a look at every byte found.
struct BookCheck: Sendable {
    let moment: Instant
    let size: Int
    let root: TreeHash
    let problems: [String]
}

extension KeptLine {
    init(_ row: Row) {
        number = row["number"]
        line = BookLine(
            id: row["id"], deed: row["deed"], actor: row["actor"], approver: row["approver"], subjectClass: row["class"],
            capability: row["capability"], channel: row["channel"], reference: row["reference"], tlp: TLP(rawValue: row["tlp"]) ?? .red,
            isExercise: row["exercise"], time: Instant(microseconds: row["time"]), content: Array(row["content"] as Data))
        opening = Array(row["opening"] as Data)
        pseudonym = row["pseudonym"]
        digest = Array(row["digest"] as Data)
        sequence = row["sequence"]
    }
}
