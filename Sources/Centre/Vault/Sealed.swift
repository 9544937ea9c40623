internal import Crypto
internal import Foundation
public import GRDB
internal import HTTPTypes
public import Vocabulary

/// Who somebody is, and what would tell it, kept apart from what they said: sealed under the name of what it belongs to. Opening needs a reason,
/// and is written down and entered in the ledger in the same transaction that reads it.
public struct Sealed: Sendable {
    let records: Records
    let secrets: Secrets
    let clock: @Sendable () -> Instant

    /// An opening that was made.
    public struct Opening: Sendable, Hashable {
        /// Who opened it.
        public let person: String
        /// Why.
        public let reason: String
        /// When.
        public let moment: Instant
    }

    /// Seals values, in the place of older ones of the same reference.
    /// - Parameter reference: what they belong to, `report:17`
    public func put(_ values: [String: String], under reference: String, in database: Database) throws {
        let json = try JSONEncoder().encode(values)
        let sealed = try secrets.sealingKey("sealed").seal(Array(json), name: reference)
        try database.execute(
            sql: "INSERT OR REPLACE INTO vault_sealed (reference, sealed, changed) VALUES (?, ?, ?)",
            arguments: [reference, Data(sealed), clock().microseconds])
    }

    /// Whether something is sealed under a reference.
    public func has(_ reference: String, in database: Database) throws -> Bool {
        try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM vault_sealed WHERE reference = ?)", arguments: [reference]) ?? false
    }

    /// Opens what is sealed for a person who says why.
    /// - Parameters:
    ///   - person: who opens it, named as authors of dispatches are
    ///   - reason: why, in their words; an empty reason is refused
    ///   - subjectClass: what kind of person it is about, `reporter`
    ///   - book: the ledger; where a centre keeps none the opening is written down here alone
    /// - Returns: the values; nil where nothing is sealed under the reference
    /// - Throws: ``WebProblem`` without a reason; ``SecretsError/damaged(name:)``
    public func open(
        _ reference: String, by person: String, reason: String, subjectClass: String = "reporter", book: (any LedgerBook)?
    ) async throws -> [String: String]? {
        let reason = reason.trimmed
        guard reason.count >= 5 else { throw WebProblem(.unprocessableContent, "centre.problem.no-reason") }
        let now = clock()
        return try await records.write { database in
            guard let values = try self.values(reference, database) else { return nil }
            try database.execute(
                sql: "INSERT INTO vault_opening (reference, person, reason, moment) VALUES (?, ?, ?, ?)",
                arguments: [reference, person, reason, now.microseconds])
            let number = database.lastInsertedRowID
            try book?.enter(
                LedgerLine(
                    id: "seal.open:\(reference):\(number)", deed: "open-sealed", actor: person, subjectClass: subjectClass,
                    reference: reference, tlp: .red, digest: Array(SHA256.hash(data: Data("\(reference)\n\(reason)".utf8))), time: now),
                in: database)
            return values
        }
    }

    /// Values for what the program itself must do with them, such as sending an answer: no person sees them.
    public func forMachine(_ reference: String, in database: Database) throws -> [String: String]? { try values(reference, database) }

    /// Who opened what is sealed under a reference, the latest first, at most 100.
    public func openings(of reference: String) async throws -> [Opening] {
        try await records.read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM vault_opening WHERE reference = ? ORDER BY id DESC LIMIT 100", arguments: [reference]
            ).map { Opening(person: $0["person"], reason: $0["reason"], moment: Instant(microseconds: $0["moment"])) }
        }
    }

    /// Forgets what is sealed.
    public func remove(_ reference: String, in database: Database) throws {
        try database.execute(sql: "DELETE FROM vault_sealed WHERE reference = ?", arguments: [reference])
    }

    private func values(_ reference: String, _ database: Database) throws -> [String: String]? {
        guard let sealed = try Data.fetchOne(database, sql: "SELECT sealed FROM vault_sealed WHERE reference = ?", arguments: [reference])
        else { return nil }
        guard let json = try? secrets.sealingKey("sealed").open(Array(sealed), name: reference) else {
            throw SecretsError.damaged(name: reference)
        }
        return try JSONDecoder().decode([String: String].self, from: Data(json))
    }
}
