internal import GRDB
internal import Vocabulary

/// What administrators do with accounts, on the page and on the command line.
extension Identity {
    /// Makes an account of staff. It has no password until its owner follows a reset link.
    /// - Throws: ``AccountError``
    @discardableResult func addAccount(login: String, name: String, email: String?, roles: Set<Role>, by actor: Actor) async throws
        -> Account
    {
        guard Account.isLogin(Account.folded(login)) else { throw AccountError.wrongName(login) }
        guard !roles.isEmpty else { throw AccountError.noRole }
        let now = house.clock()
        return try await house.records.write { database in
            let account = try AccountStore.add(.staff, login: login, name: name, email: email, roles: roles, now: now, database)
            try EventStore.add(
                .accountMade, account: account.id, name: account.login, by: actor,
                note: roles.map(\.rawValue).sorted().joined(separator: " "),
                now: now, database)
            return account
        }
    }

    /// A link with which a member of staff chooses a password, once, within a day. Links made before open no longer.
    func resetLink(for account: Account, by actor: Actor) async throws -> String {
        let now = house.clock()
        let key = try await house.records.write { database in
            try LinkStore.void(.password, account: account.id, now: now, database)
            try EventStore.add(.resetLinkMade, account: account.id, name: account.login, by: actor, now: now, database)
            let generation = try AccountStore.find(account.id, database)?.generation ?? account.generation
            return try LinkStore.add(
                .password, account: account.id, generation: generation, valid: .seconds(86_400), now: now, database)
        }
        return (centre.listening[.desk]?.url ?? "") + "/sign-in/with/" + key
    }

    /// New roles for an account; its sessions get new values.
    /// - Throws: ``AccountError``
    func setRoles(_ roles: Set<Role>, of account: Account, by actor: Actor) async throws {
        guard !roles.isEmpty else { throw AccountError.noRole }
        let now = house.clock()
        try await house.records.write { database in
            // As it is now, not as it was when the page was asked for.
            guard let account = try AccountStore.find(account.id, database) else { throw AccountError.unknown(account.login) }
            let isGaining = roles.contains(.administrator) && !account.roles.contains(.administrator)
            if isGaining, actor != .operatorAtShell { throw AccountError.needsTwo(account.login) }
            let isLosing = account.roles.contains(.administrator) && !roles.contains(.administrator)
            if isLosing, account.locked == nil, try AccountStore.administrators(database) < 2 { throw AccountError.lastAdministrator }
            try AccountStore.set(account.id, roles: roles, database)
            try SessionStore.makeDue(account.id, database)
            try EventStore.add(
                .rolesChanged, account: account.id, name: account.login, by: actor,
                note: roles.map(\.rawValue).sorted().joined(separator: " "), now: now, database)
        }
        keeper.forget(account: account.id)
    }

    /// Locks an account and ends its sessions, or unlocks it.
    /// - Throws: ``AccountError/lastAdministrator``
    func setLocked(_ isLocked: Bool, _ account: Account, by actor: Actor) async throws {
        let now = house.clock()
        try await house.records.write { database in
            if isLocked, account.roles.contains(.administrator), try AccountStore.administrators(database) < 2 {
                throw AccountError.lastAdministrator
            }
            try AccountStore.set(account.id, locked: isLocked ? now : nil, database)
            if isLocked {
                try SessionStore.endAll(of: account.id, but: nil, database)
                // What the person asked for waits no longer for somebody to confirm it.
                try database.execute(
                    sql: """
                        UPDATE identity_request SET outcome = 'refused', decided_by = ?, decider = '', decided = ?
                        WHERE asked_by = ? AND outcome IS NULL
                        """, arguments: [actor.id, now.microseconds, account.id])
            }
            try EventStore.add(isLocked ? .locked : .unlocked, account: account.id, name: account.login, by: actor, now: now, database)
        }
        keeper.forget(account: account.id)
        tokens.forget(account: account.id)
    }

    /// Takes the second factor off an account, for a person who lost it; its sessions end.
    func removeSecondFactor(of account: Account, by actor: Actor) async throws {
        let now = house.clock()
        try await house.records.write { database in
            try factors.remove(from: account.id, database)
            try SessionStore.endAll(of: account.id, but: nil, database)
            try EventStore.add(.secondFactorRemoved, account: account.id, name: account.login, by: actor, now: now, database)
        }
        keeper.forget(account: account.id)
    }

    /// Ends sessions of an account, all but one; gives their number.
    @discardableResult func endSessions(of account: Account, but name: String? = nil, by actor: Actor) async throws -> Int {
        let now = house.clock()
        let count = try await house.records.write { database in
            let count = try SessionStore.endAll(of: account.id, but: name, database)
            if count > 0 {
                try EventStore.add(
                    .sessionEnded, account: account.id, name: account.login, by: actor, note: "\(count)", now: now, database)
            }
            return count
        }
        keeper.forget(account: account.id)
        return count
    }
}
