internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The SQL of what was made public, each call within a transaction of the caller. Public pages, feeds and searches ask here alone, and it
/// gives only what has been shown.
enum ReleaseStore {
    /// Which releases a list has.
    struct Question: Sendable {
        /// The most confidential marking the reader may see.
        var ceiling = TLP.clear
        var words = ""
        var sector: String?
        var minimum: Severity?
        /// Those that speak to everyone.
        var isForEveryone = false
        var kind: AdvisoryContent.Kind?
        /// The last of the page before.
        var before: (moment: Instant, number: Int64)?
        var limit = 20
    }

    static func latest(_ question: Question, _ database: Database) throws -> [Release] {
        var conditions = ["r.is_latest = 1", "r.shown IS NOT NULL", "r.tlp <= ?"]
        var arguments: StatementArguments = [Int(question.ceiling.rawValue)]
        if let match = FTSWords.match(question.words) {
            conditions.append("r.number IN (SELECT rowid FROM advisories_word WHERE advisories_word MATCH ?)")
            arguments += [match]
        } else if !question.words.isEmpty {
            return []
        }
        if let sector = question.sector {
            conditions.append(
                """
                (EXISTS (SELECT 1 FROM advisories_sector s WHERE s.sector = ? AND s.release = r.number)
                OR NOT EXISTS (SELECT 1 FROM advisories_sector s WHERE s.release = r.number))
                """)
            arguments += [sector]
        }
        if let minimum = question.minimum {
            conditions.append("r.severity >= ?")
            arguments += [Int(minimum.rawValue)]
        }
        if question.isForEveryone { conditions.append("r.for_everyone = 1") }
        if let kind = question.kind {
            conditions.append("r.kind = ?")
            arguments += [kind.rawValue]
        }
        if let before = question.before {
            conditions.append("(r.moment, r.number) < (?, ?)")
            arguments += [before.moment.microseconds, before.number]
        }
        arguments += [question.limit]
        return try Row.fetchAll(
            database,
            sql: """
                SELECT number, advisory, tracking, version, content, first, moment, document IS NOT NULL AS has_document
                FROM advisories_release r WHERE \(conditions.joined(separator: " AND "))
                ORDER BY r.moment DESC, r.number DESC LIMIT ?
                """, arguments: arguments
        ).map(release)
    }

    /// The public version of an advisory.
    static func find(_ tracking: String, ceiling: TLP, _ database: Database) throws -> Release? {
        try Row.fetchOne(
            database,
            sql: """
                SELECT number, advisory, tracking, version, content, first, moment, document IS NOT NULL AS has_document
                FROM advisories_release WHERE tracking = ? AND is_latest = 1 AND shown IS NOT NULL AND tlp <= ?
                """, arguments: [tracking, Int(ceiling.rawValue)]
        ).map(release)
    }

    /// All shown versions of an advisory, the last first.
    static func versions(of tracking: String, ceiling: TLP, _ database: Database) throws -> [Release] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT number, advisory, tracking, version, content, first, moment, document IS NOT NULL AS has_document
                FROM advisories_release WHERE tracking = ? AND shown IS NOT NULL AND tlp <= ? ORDER BY version DESC
                """, arguments: [tracking, Int(ceiling.rawValue)]
        ).map(release)
    }

    // MARK: - On the way out

    /// The next name of a year. What not everyone may read counts by itself: gaps would tell that it is there.
    static func nextTracking(_ scheme: TrackingScheme, at now: Instant, isOpen: Bool, _ database: Database) throws -> String {
        let number =
            try Int.fetchOne(
                database,
                sql: """
                    INSERT INTO advisories_counter VALUES (?, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last
                    """, arguments: [isOpen ? now.year : -now.year]) ?? 1
        return scheme.id(year: now.year, number: number, mark: isOpen ? "" : "R")
    }

    static func isWritten(_ version: PublishedVersion, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM advisories_release WHERE tracking = ? AND version = ?)",
            arguments: [version.tracking, version.version]) ?? false
    }

    /// Forgets a version that never left.
    static func forget(_ version: PublishedVersion, _ database: Database) throws {
        let numbers = try Int64.fetchAll(
            database, sql: "SELECT number FROM advisories_release WHERE tracking = ? AND version = ? AND shown IS NULL",
            arguments: [version.tracking, version.version])
        for number in numbers {
            try database.execute(sql: "DELETE FROM advisories_sector WHERE release = ?", arguments: [number])
            try database.execute(sql: "DELETE FROM advisories_release WHERE number = ?", arguments: [number])
        }
    }

    /// Writes a version down that is about to leave; nothing of it is shown yet.
    static func add(
        _ advisory: Advisory, tracking: String, version: Int, document: [UInt8]?, first: Instant, at now: Instant, _ database: Database
    ) throws {
        let content = advisory.content
        try database.execute(
            sql: """
                INSERT INTO advisories_release
                    (advisory, tracking, version, content, kind, severity, tlp, document, first, moment, for_everyone)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                advisory.id, tracking, version, try AdvisoryStore.encoded(content), content.kind.rawValue,
                Int(content.severity.rawValue), Int(content.tlp.rawValue), document.map { Data($0) }, first.microseconds,
                now.microseconds, content.speaksToEveryone,
            ])
        let number = database.lastInsertedRowID
        for sector in Set(content.sectors) {
            try database.execute(sql: "INSERT INTO advisories_sector VALUES (?, ?)", arguments: [sector, number])
        }
    }

    /// A document with its signature, as it lies in the provider's tree.
    struct Document: Sendable {
        let number: Int64
        let bytes: [UInt8]
        let signature: [UInt8]?
        let signer: String?
    }

    /// The documents the provider's tree is to have: the latest shown of every advisory, and the one that is about to be.
    static func documents(with tracking: String, version: Int, _ database: Database) throws -> [Document] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT number, document, signature, signer FROM advisories_release
                WHERE document IS NOT NULL AND ((is_latest = 1 AND tracking <> ?1) OR (tracking = ?1 AND version = ?2)) ORDER BY number
                """, arguments: [tracking, version]
        ).map { row in
            Document(
                number: row["number"], bytes: Array(row["document"] as Data), signature: (row["signature"] as Data?).map { Array($0) },
                signer: row["signer"])
        }
    }

    static func sign(_ number: Int64, _ signature: [UInt8], by signer: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE advisories_release SET signature = ?, signer = ? WHERE number = ?", arguments: [Data(signature), signer, number])
    }

    static func isShown(_ tracking: String, version: Int, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT shown IS NOT NULL FROM advisories_release WHERE tracking = ? AND version = ?",
            arguments: [tracking, version]) ?? false
    }

    /// Shows a version in the place of the one before.
    static func show(_ tracking: String, version: Int, at now: Instant, _ database: Database) throws {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT number, content FROM advisories_release WHERE tracking = ? AND version = ?",
                arguments: [tracking, version])
        else { throw AdvisoryRefusal.unknown }
        let number: Int64 = row["number"]
        try database.execute(
            sql: "DELETE FROM advisories_word WHERE rowid IN (SELECT number FROM advisories_release WHERE tracking = ?)",
            arguments: [tracking])
        try database.execute(
            sql: """
                UPDATE advisories_release SET is_latest = (version = ?2), shown = CASE version WHEN ?2 THEN ?3 ELSE shown END
                WHERE tracking = ?1
                """,
            arguments: [tracking, version, now.microseconds])
        let content = try AdvisoryStore.content(row["content"])
        try database.execute(
            sql: "INSERT INTO advisories_word (rowid, words) VALUES (?, ?)",
            arguments: [number, FTSWords.words(of: content, tracking: tracking)])
        for product in content.products {
            try database.execute(
                sql: "INSERT OR IGNORE INTO advisories_product VALUES (?, ?, ?)", arguments: [product.vendor, product.name, product.cpe])
        }
    }

    private static func release(_ row: Row) throws -> Release {
        Release(
            number: row["number"], advisory: row["advisory"], tracking: row["tracking"], version: row["version"],
            content: try AdvisoryStore.content(row["content"]), first: Instant(microseconds: row["first"]),
            moment: Instant(microseconds: row["moment"]), hasDocument: row["has_document"])
    }
}

/// What a search looks through.
enum FTSWords {
    static func words(of content: AdvisoryContent, tracking: String) -> String {
        var words = [tracking] + content.cves
        for texts in content.texts.values { words += AdvisoryTexts.fields.map { texts[keyPath: $0.path] } }
        words += content.products.map(\.label) + content.vulnerabilities.map(\.title)
        return words.joined(separator: "\n")
    }

    /// A question of a person as one of FTS5: every word must be there, the last may be unfinished. nil where it has no word.
    static func match(_ text: String) -> String? {
        let words = text.split { !$0.isLetter && !$0.isNumber }.prefix(8).map { "\"\($0)\"" }
        guard !words.isEmpty else { return nil }
        return words.joined(separator: " ") + "*"
    }
}
