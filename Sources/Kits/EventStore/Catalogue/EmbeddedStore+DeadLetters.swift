internal import FoundationEssentials
internal import GRDB

extension EmbeddedStore {
    /// Rows that gave no event, by their numbers.
    /// - Parameters:
    ///   - feed: Only those of this feed.
    ///   - after: Only those with a greater number.
    public func deadLetters(feed: String? = nil, after: Int64 = 0, limit: Int = 100) throws -> [DeadLetter] {
        try reading { db in
            try Self.letters(
                Row.fetchCursor(
                    db,
                    sql: """
                        \(Self.letterQuery) WHERE dead_letter.id > ? AND (?2 IS NULL OR feed.code = ?2) ORDER BY dead_letter.id LIMIT ?3
                        """, arguments: [after, feed, limit]))
        }
    }

    /// A row that gave no event; nil where there is none of this number.
    public func deadLetter(_ id: Int64) throws -> DeadLetter? {
        try reading { db in
            try Self.letters(Row.fetchCursor(db, sql: "\(Self.letterQuery) WHERE dead_letter.id = ?", arguments: [id])).first
        }
    }

    /// How many rows were refused, by feed.
    public func deadLetterCounts() throws -> [DeadLetterCount] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: "SELECT code, kept, counted_only FROM dead_letter_count JOIN feed ON feed.id = dead_letter_count.feed ORDER BY code"
            ).map { DeadLetterCount(feed: $0[0], kept: $0[1], countedOnly: $0[2]) }
        }
    }

    /// Removes dead letters, for example those whose retry succeeded.
    public func removeDeadLetters(_ ids: [Int64]) throws {
        try writing("remove dead letters") { db in
            let remove = try db.cachedStatement(sql: "DELETE FROM dead_letter WHERE id = ? RETURNING feed")
            let count = try db.cachedStatement(sql: "UPDATE dead_letter_count SET kept = kept - 1 WHERE feed = ?")
            for id in ids {
                if let feed = try Int64.fetchOne(remove, arguments: [id]) { try count.execute(arguments: [feed]) }
            }
        }
    }

    private static let letterQuery = """
        SELECT dead_letter.id, feed.code, source, piece, offset, line, reason, raw, length, stored_at
        FROM dead_letter JOIN feed ON feed.id = dead_letter.feed
        """

    private static func letters(_ rows: RowCursor) throws -> [DeadLetter] {
        var letters: [DeadLetter] = []
        while let row = try rows.next() {
            guard let piece = PieceID(bytes: row[3] as Data) else { continue }
            let rejection = RejectedRow(offset: row[4], line: row[5], reason: row[6], raw: row[7] as Data, length: row[8])
            letters.append(DeadLetter(id: row[0], feed: row[1], source: row[2], piece: piece, rejection: rejection, storedAt: row[9]))
        }
        return letters
    }

    /// What the records of a piece need to be read by themselves.
    func recordContext(of piece: PieceID) throws -> RecordContext? {
        try reading { db in
            try String.fetchOne(db, sql: "SELECT columns FROM piece WHERE id = ?", arguments: [piece.blob]).map { RecordContext(text: $0) }
        }
    }
}
