internal import GRDB
internal import Synchronization
internal import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Makes, finds and revokes tokens of programs. What was found stays in memory for ten seconds.
final class TokenKeeper: Sendable {
    private struct Kept: Sendable {
        let token: APIToken
        let principal: Principal
        let until: Instant
    }

    private let records: Records
    private let clock: @Sendable () -> Instant
    private let owners: @Sendable (Account) async throws -> [String]
    private let kept = Mutex<[Data: Kept]>([:])

    init(_ house: House, owners: @escaping @Sendable (Account) async throws -> [String]) {
        records = house.records
        clock = house.clock
        self.owners = owners
    }

    /// Who a token stands for on a face; nil where it opens nothing. Owners' tokens open the portal's face alone.
    func principal(_ text: String, on face: Face) async throws -> Principal? {
        guard APIToken.isToken(text) else { return nil }
        let now = clock()
        let digest = APIToken.digest(text)
        if let known = kept.withLock({ $0[digest] }), known.until > now, known.token.isOpen(now) {
            return known.token.kind == .program || face == .portal ? known.principal : nil
        }
        let found = try await records.read { database -> (APIToken, Account)? in
            let row = try Row.fetchOne(database, sql: "SELECT * FROM identity_token WHERE digest = ?", arguments: [digest])
            guard let token = row.map(APIToken.init), token.isOpen(now), let account = try AccountStore.find(token.account, database),
                token.kind == .program || (account.locked == nil && face == .portal)
            else { return nil }
            return (token, account)
        }
        guard let (token, account) = found else { return nil }
        let owned = token.kind == .owner ? try await owners(account) : []
        if token.kind == .owner, owned.isEmpty { return nil }
        // Trails name whose program it was.
        let name = token.kind == .owner ? "\(token.name), \(account.login)" : token.name
        let principal = Principal(id: token.id, name: name, kind: .program(scope: token.scope, owners: owned))
        if token.used.map({ now - $0 >= .seconds(60) }) ?? true {
            try await records.write {
                try $0.execute(sql: "UPDATE identity_token SET used = ? WHERE id = ?", arguments: [now.microseconds, token.id])
            }
        }
        kept.withLock { kept in
            if kept.count >= 5_000 { kept.removeAll() }
            kept[digest] = Kept(token: token, principal: principal, until: now + .seconds(10))
        }
        return principal
    }

    /// Whether a token may have a permission: none makes or changes accounts, tokens or what two people decide.
    static func mayHold(_ permission: String) -> Bool { !permission.hasPrefix("identity.") }

    /// Makes a token and gives its text, which is shown once.
    func make(
        _ kind: APIToken.Kind, name: String, scope: Set<String>, account: Account, valid: Duration, by actor: Actor
    ) async throws -> String {
        let text = APIToken.random()
        let now = clock()
        let scope = scope.filter(Self.mayHold)
        try await records.write { database in
            let id = "token-\(Token.random(bytes: 9))"
            try database.execute(
                sql:
                    "INSERT INTO identity_token (id, digest, kind, name, scope, account, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    id, APIToken.digest(text), kind.rawValue, name, scope.sorted().joined(separator: " "), account.id, now.microseconds,
                    (now + valid).microseconds,
                ])
            try EventStore.add(
                .tokenMade, account: account.id, name: account.login, by: actor,
                note: "\(id) \(name): \(scope.sorted().joined(separator: ", "))", now: now, database)
        }
        return text
    }

    /// Tokens of a kind, or those that an account made; the newest first.
    func all(_ kind: APIToken.Kind, account: String? = nil) async throws -> [APIToken] {
        try await records.read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM identity_token WHERE kind = ? AND (? IS NULL OR account = ?) ORDER BY created DESC, id LIMIT 1000",
                arguments: [kind.rawValue, account, account]
            ).map(APIToken.init)
        }
    }

    /// Takes a token out of use; false where there is none of this kind (and this account's).
    func revoke(_ id: String, _ kind: APIToken.Kind, account: String? = nil, by actor: Actor) async throws -> Bool {
        let now = clock()
        let isRevoked = try await records.write { database in
            try database.execute(
                sql: """
                    UPDATE identity_token SET revoked = ? WHERE id = ? AND kind = ? AND (? IS NULL OR account = ?) AND revoked IS NULL
                    """, arguments: [now.microseconds, id, kind.rawValue, account, account])
            guard database.changesCount == 1 else { return false }
            try EventStore.add(.tokenRevoked, account: account ?? "", name: "", by: actor, note: id, now: now, database)
            return true
        }
        kept.withLock { $0 = $0.filter { $0.value.token.id != id } }
        return isRevoked
    }

    /// Forgets what is kept of an account's tokens.
    func forget(account: String) { kept.withLock { $0 = $0.filter { $0.value.token.account != account } } }
}
