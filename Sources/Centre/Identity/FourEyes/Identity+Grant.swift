internal import GRDB
internal import Vocabulary

/// What of identity itself needs two people.
extension Identity {
    static let grantKind = "identity.grant"
    static let secondFactorKind = "identity.second-factor"

    /// Making somebody an administrator. The payload is the account.
    static func grant(_ keeper: SessionKeeper, clock: @escaping @Sendable () -> Instant) -> FourEyesKind {
        FourEyesKind(grantKind, confirm: .accounts, done: { keeper.forget(account: $0.payload) }) { request, database in
            guard let account = try AccountStore.find(request.payload, database), account.kind == .staff else {
                throw AccountError.unknown(request.subject)
            }
            let roles = account.roles.union([.administrator])
            try AccountStore.set(account.id, roles: roles, database)
            try SessionStore.makeDue(account.id, database)
            try EventStore.add(
                .rolesChanged, account: account.id, name: account.login, by: Actor(id: request.askedBy, address: "", agent: ""),
                note: roles.map(\.rawValue).sorted().joined(separator: " "), now: clock(), database)
        }
    }

    /// Taking the second factor off an administrator. The payload is the account.
    static func removal(
        _ keeper: SessionKeeper, _ factors: SecondFactorStore, clock: @escaping @Sendable () -> Instant
    ) -> FourEyesKind {
        FourEyesKind(secondFactorKind, confirm: .accounts, done: { keeper.forget(account: $0.payload) }) { request, database in
            guard let account = try AccountStore.find(request.payload, database) else { throw AccountError.unknown(request.subject) }
            try factors.remove(from: account.id, database)
            try SessionStore.endAll(of: account.id, but: nil, database)
            try EventStore.add(
                .secondFactorRemoved, account: account.id, name: account.login, by: Actor(id: request.askedBy, address: "", agent: ""),
                now: clock(), database)
        }
    }
}
