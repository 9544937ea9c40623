internal import Crypto
internal import GRDB
public import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A person's stay: from sign-in until it is ended, was idle for too long, or reached its age.
public struct Session: Sendable, Hashable, Identifiable {
    /// How the person proved who they are.
    public enum Factors: String, Sendable, Hashable {
        /// A password alone.
        case password
        /// A password and a code.
        case both = "password-code"
        /// A link sent to the mailbox, with a code where the account has one.
        case mail
        /// An account of another system.
        case provider
        /// A link printed at the start of a demonstration.
        case demonstration
    }

    /// Its number.
    public let id: Int64
    /// Names the session without opening it.
    public let name: String
    /// The face it opens.
    public let face: Face
    /// The account that signed in.
    public let account: String
    /// What was shown to sign in.
    public let factors: Factors
    /// When it began.
    public let created: Instant
    /// When it was last used.
    public let seen: Instant
    /// The browser, as it said.
    public let agent: String
    /// The browser's name and system, `Firefox, Linux`; what it said where that is neither.
    public var browser: String { BrowserName.of(agent) }
    /// The network address it was last used from.
    public let address: String
    let digest: [UInt8]
    let previous: [UInt8]?
    let rotated: Instant
    /// When the present value was first shown after a rotation; nil until then.
    let used: Instant?
    /// Whether it is to get a new value at the next request, because rights changed.
    let isDue: Bool
}

extension Session {
    /// What is stored of a session's value.
    static func digest(of value: String) -> [UInt8] { Array(SHA256.hash(data: Data(value.utf8))) }

    init(_ row: Row) {
        id = row["id"]
        name = row["name"]
        face = Face(rawValue: row["face"]) ?? .portal
        account = row["account"]
        factors = Factors(rawValue: row["factors"]) ?? .password
        created = Instant(microseconds: row["created"])
        seen = Instant(microseconds: row["seen"])
        agent = row["agent"]
        address = row["address"]
        digest = Array(row["digest"] as Data)
        previous = (row["previous"] as Data?).map(Array.init)
        rotated = Instant(microseconds: row["rotated"])
        used = (row["used"] as Int64?).map(Instant.init(microseconds:))
        isDue = row["due"]
    }
}

/// The SQL of sessions.
enum SessionStore {
    /// Opens a session and gives the value of its cookie.
    static func open(
        _ account: String, on face: Face, factors: Session.Factors, by actor: Actor, now: Instant, _ database: Database
    ) throws -> String {
        let value = Token.random(bytes: 33)
        try database.execute(
            sql: """
                INSERT INTO identity_session (name, face, account, factors, digest, rotated, created, seen, agent, address)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                Token.random(bytes: 12), face.rawValue, account, factors.rawValue, Data(Session.digest(of: value)), now.microseconds,
                now.microseconds, now.microseconds, actor.agent, actor.address,
            ])
        return value
    }

    /// The session that a value opens or opened before its last rotation.
    static func find(digest: [UInt8], _ database: Database) throws -> Session? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM identity_session WHERE digest = ?1 OR previous = ?1", arguments: [Data(digest)]
        ).map(Session.init)
    }

    static func find(name: String, _ database: Database) throws -> Session? {
        try Row.fetchOne(database, sql: "SELECT * FROM identity_session WHERE name = ?", arguments: [name]).map(Session.init)
    }

    static func all(of account: String, _ database: Database) throws -> [Session] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM identity_session WHERE account = ? ORDER BY seen DESC, id", arguments: [account]
        ).map(Session.init)
    }

    /// Gives a session a new value, unless another request did so first; then nil.
    /// - Parameter shown: the digest of the value that the request showed; it opens the session for a while longer
    static func rotate(_ session: Session, shown: [UInt8], now: Instant, _ database: Database) throws -> String? {
        let value = Token.random(bytes: 33)
        try database.execute(
            sql: """
                UPDATE identity_session SET digest = ?, previous = ?, rotated = ?, used = NULL, seen = max(seen, ?), due = 0
                WHERE id = ? AND digest = ?
                """,
            arguments: [
                Data(Session.digest(of: value)), Data(shown), now.microseconds, now.microseconds, session.id, Data(session.digest),
            ])
        return database.changesCount == 1 ? value : nil
    }

    /// Notes that the browser has the present value.
    static func noteUse(_ session: Session, now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_session SET used = ? WHERE id = ? AND digest = ? AND used IS NULL",
            arguments: [now.microseconds, session.id, Data(session.digest)])
    }

    static func see(_ id: Int64, now: Instant, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_session SET seen = max(seen, ?) WHERE id = ?", arguments: [now.microseconds, id])
    }

    static func strengthen(_ name: String, to factors: Session.Factors, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_session SET factors = ? WHERE name = ?", arguments: [factors.rawValue, name])
    }

    /// All sessions of an account get new values at their next requests.
    static func makeDue(_ account: String, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_session SET due = 1 WHERE account = ?", arguments: [account])
    }

    static func end(name: String, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM identity_session WHERE name = ?", arguments: [name])
    }

    /// Ends all sessions of an account but one; gives their number.
    @discardableResult static func endAll(of account: String, but name: String?, _ database: Database) throws -> Int {
        try database.execute(
            sql: "DELETE FROM identity_session WHERE account = ? AND name IS NOT ?", arguments: [account, name])
        return database.changesCount
    }

    /// Removes those that are over.
    static func forget(face: Face, limits: IdentitySettings.SessionLimits, now: Instant, _ database: Database) throws {
        try database.execute(
            sql: "DELETE FROM identity_session WHERE face = ? AND (seen < ? OR created < ?)",
            arguments: [face.rawValue, (now - limits.idle).microseconds, (now - limits.absolute).microseconds])
    }
}
