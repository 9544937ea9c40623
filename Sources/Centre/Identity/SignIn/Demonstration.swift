internal import GRDB
internal import Vocabulary

extension Identity {
    /// An address of the desk that signs in once, within an hour, as somebody with a role: for trying a centre out with the sample
    /// nation. Nobody can sign in to these accounts in another way.
    public func demonstrationLink(role: Role) async throws -> String {
        let now = house.clock()
        let key = try await house.records.write { database in
            let login = "demo-\(role.rawValue)"
            let account =
                try AccountStore.find(.staff, login: login, database)
                ?? AccountStore.add(
                    .staff, login: login, name: "Demo \(role.rawValue)", email: nil, roles: [role], now: now, database)
            try EventStore.add(.demonstration, account: account.id, name: login, by: .centre, now: now, database)
            return try LinkStore.add(.demonstration, account: account.id, valid: .seconds(3600), now: now, database)
        }
        return (centre.listening[.desk]?.url ?? "") + "/sign-in/with/" + key
    }

    /// The same for the portal, as the first contact with a mail address; nil where there is none.
    /// - Parameter preferred: the owner to be taken where it is there
    public func demonstrationPortalLink(preferring preferred: String? = nil) async throws -> String? {
        let owners = try await directory.owners()
        for owner in owners.filter({ $0.id == preferred }) + owners {
            guard let contact = try await directory.contacts(of: owner.id).first(where: { $0.email != nil }), let email = contact.email
            else {
                continue
            }
            let now = house.clock()
            let key = try await house.records.write { database in
                let account =
                    try AccountStore.find(.portal, login: email.description, database)
                    ?? AccountStore.add(
                        .portal, login: email.description, name: contact.name ?? email.description, email: email.description,
                        language: contact.language, roles: [], now: now, database)
                try EventStore.add(.demonstration, account: account.id, name: account.login, by: .centre, now: now, database)
                return try LinkStore.add(.demonstration, account: account.id, valid: .seconds(3600), now: now, database)
            }
            return (centre.listening[.portal]?.url ?? "") + "/sign-in/with/" + key
        }
        return nil
    }
}
