internal import GRDB
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The SQL of accounts.
enum AccountStore {
    static func find(_ id: String, _ database: Database) throws -> Account? {
        try Row.fetchOne(database, sql: "SELECT * FROM identity_account WHERE id = ?", arguments: [id]).map(Account.init)
    }

    static func find(_ kind: Account.Kind, login: String, _ database: Database) throws -> Account? {
        try Row.fetchOne(
            database, sql: "SELECT * FROM identity_account WHERE kind = ? AND login = ?",
            arguments: [kind.rawValue, Account.folded(login)]
        ).map(Account.init)
    }

    static func find(subject: String, _ database: Database) throws -> Account? {
        try Row.fetchOne(database, sql: "SELECT * FROM identity_account WHERE subject = ?", arguments: [subject]).map(Account.init)
    }

    static func all(_ kind: Account.Kind, _ database: Database) throws -> [Account] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM identity_account WHERE kind = ? ORDER BY login", arguments: [kind.rawValue]
        ).map(Account.init)
    }

    /// The argon2 text of an account's password; nil where it has none.
    static func password(of id: String, _ database: Database) throws -> String? {
        try String.fetchOne(database, sql: "SELECT password FROM identity_account WHERE id = ?", arguments: [id])
    }

    @discardableResult static func add(
        _ kind: Account.Kind, login: String, name: String, email: String?, language: String? = nil, roles: Set<Role>, now: Instant,
        _ database: Database
    ) throws -> Account {
        let folded = Account.folded(login)
        guard try find(kind, login: folded, database) == nil else { throw AccountError.nameTaken(folded) }
        let id = "\(kind.rawValue)-\(Token.random(bytes: 9))"
        try database.execute(
            sql: "INSERT INTO identity_account (id, kind, login, name, email, language, roles, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [id, kind.rawValue, folded, name, email, language, text(of: roles), now.microseconds])
        guard let account = try find(id, database) else { throw AccountError.unknown(folded) }
        return account
    }

    static func set(_ id: String, roles: Set<Role>, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_account SET roles = ? WHERE id = ?", arguments: [text(of: roles), id])
    }

    static func set(_ id: String, language: String?, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_account SET language = ? WHERE id = ?", arguments: [language, id])
    }

    static func set(_ id: String, subject: String?, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_account SET subject = ? WHERE id = ?", arguments: [subject, id])
    }

    /// A new password, or none.
    static func set(_ id: String, password: String?, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_account SET password = ?, generation = generation + 1 WHERE id = ?", arguments: [password, id])
    }

    /// The same password under other parameters.
    static func renew(_ id: String, password: String, replacing old: String, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_account SET password = ? WHERE id = ? AND password = ?", arguments: [password, id, old])
    }

    static func set(_ id: String, locked: Instant?, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE identity_account SET locked = ? WHERE id = ?", arguments: [locked?.microseconds, id])
    }

    static func noteSignIn(_ id: String, now: Instant, _ database: Database) throws {
        try database.execute(sql: "UPDATE identity_account SET signed_in = ? WHERE id = ?", arguments: [now.microseconds, id])
    }

    /// How many administrators can sign in.
    static func administrators(_ database: Database) throws -> Int {
        try all(.staff, database).count { $0.roles.contains(.administrator) && $0.locked == nil }
    }

    private static func text(of roles: Set<Role>) -> String { roles.map(\.rawValue).sorted().joined(separator: " ") }
}

extension Account {
    init(_ row: Row) {
        let roles: String = row["roles"]
        id = row["id"]
        kind = Kind(rawValue: row["kind"]) ?? .portal
        login = row["login"]
        name = row["name"]
        email = row["email"]
        language = row["language"]
        self.roles = Set(roles.split(separator: " ").compactMap { Role(rawValue: String($0)) })
        hasPassword = (row["password"] as String?) != nil
        hasSecondFactor = (row["totp"] as Data?) != nil
        subject = row["subject"]
        locked = (row["locked"] as Int64?).map(Instant.init(microseconds:))
        created = Instant(microseconds: row["created"])
        signedIn = (row["signed_in"] as Int64?).map(Instant.init(microseconds:))
        generation = row["generation"]
    }
}
