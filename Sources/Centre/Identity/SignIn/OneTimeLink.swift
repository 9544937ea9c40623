internal import Crypto
internal import GRDB
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An address that does one thing once. Only the digest of its secret is stored.
struct OneTimeLink: Sendable, Hashable {
    enum Purpose: String, Sendable, Hashable {
        /// Signs a contact in to the portal.
        case portal
        /// Lets a member of staff choose a password.
        case password
        /// Signs in to a demonstration.
        case demonstration
    }

    let purpose: Purpose
    /// The account it is for; empty where the account is made when it is used.
    let account: String?
    /// The mail address it was sent to.
    let subject: String
    /// Where it leads.
    let path: String
    let generation: Int64
    let expires: Instant
    let isUsed: Bool

    func isOpen(_ now: Instant) -> Bool { !isUsed && expires > now }
}

/// The SQL of one-time links.
enum LinkStore {
    private static func digest(_ key: String) -> Data { Data(SHA256.hash(data: Data("link \(key)".utf8))) }

    /// Makes a link and gives its secret.
    static func add(
        _ purpose: OneTimeLink.Purpose, account: String?, subject: String = "", path: String = "/", generation: Int64 = 0, valid: Duration,
        now: Instant, _ database: Database
    ) throws -> String {
        let key = Token.random(bytes: 24)
        try database.execute(
            sql: """
                INSERT INTO identity_link (digest, purpose, account, subject, path, generation, created, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                digest(key), purpose.rawValue, account, subject, path, generation, now.microseconds, (now + valid).microseconds,
            ])
        return key
    }

    static func find(_ key: String, _ database: Database) throws -> OneTimeLink? {
        let row = try Row.fetchOne(database, sql: "SELECT * FROM identity_link WHERE digest = ?", arguments: [digest(key)])
        guard let row, let purpose = OneTimeLink.Purpose(rawValue: row["purpose"]) else { return nil }
        return OneTimeLink(
            purpose: purpose, account: row["account"], subject: row["subject"], path: row["path"], generation: row["generation"],
            expires: Instant(microseconds: row["expires"]), isUsed: (row["used"] as Int64?) != nil)
    }

    /// Uses a link up; nil where it was used, is too old or never was.
    static func take(_ key: String, now: Instant, _ database: Database) throws -> OneTimeLink? {
        guard let link = try find(key, database), link.isOpen(now) else { return nil }
        try database.execute(
            sql: "UPDATE identity_link SET used = ? WHERE digest = ? AND used IS NULL", arguments: [now.microseconds, digest(key)])
        return database.changesCount == 1 ? link : nil
    }

    /// Earlier links of the same purpose open no longer.
    static func void(_ purpose: OneTimeLink.Purpose, account: String, now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_link SET used = ? WHERE purpose = ? AND account = ? AND used IS NULL",
            arguments: [now.microseconds, purpose.rawValue, account])
    }
}
