internal import GRDB

/// What the operator of the program does at the command line: above all the first administrator, whom nobody on the page can make.
extension Identity {
    /// All accounts of staff, by sign-in name.
    public func staff() async throws -> [Account] { try await house.records.read { try AccountStore.all(.staff, $0) } }

    /// Makes an account of staff and gives a link with which its owner chooses a password, once, within a day.
    /// - Throws: ``AccountError``
    public func add(login: String, name: String, email: String?, roles: Set<Role>) async throws -> String {
        let account = try await addAccount(login: login, name: name, email: email, roles: roles, by: .operatorAtShell)
        return try await resetLink(for: account, by: .operatorAtShell)
    }

    /// Gives an account these roles and no others.
    /// - Throws: ``AccountError``
    public func set(roles: Set<Role>, login: String) async throws {
        try await setRoles(roles, of: try await account(login), by: .operatorAtShell)
    }

    /// A link for a new password; on wish the second factor is taken off, for a person who lost it.
    /// - Throws: ``AccountError``
    public func reset(login: String, removingSecondFactor: Bool) async throws -> String {
        let account = try await account(login)
        if removingSecondFactor { try await removeSecondFactor(of: account, by: .operatorAtShell) }
        return try await resetLink(for: account, by: .operatorAtShell)
    }

    /// Locks an account, or unlocks it.
    /// - Throws: ``AccountError``
    public func set(locked: Bool, login: String) async throws {
        try await setLocked(locked, try await account(login), by: .operatorAtShell)
    }

    private func account(_ login: String) async throws -> Account {
        guard let account = try await house.records.read({ try AccountStore.find(.staff, login: login, $0) }) else {
            throw AccountError.unknown(login)
        }
        return account
    }
}
