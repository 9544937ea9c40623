internal import GRDB
internal import Hummingbird
internal import Logging
internal import Vocabulary

/// The way to the provider and back.
extension Identity {
    func providerRoutes(_ routes: inout Routes) {
        guard let provider else { return }
        routes.get(.desk, "/sign-in/provider", .anyone) { request in
            do {
                let (address, cookie) = try await provider.start(next: request.next(request.query["next"]))
                request.remember(cookie)
                return Content(
                    [], type: "text/plain", status: .seeOther, headers: [("location", address), ("cache-control", "no-store")])
            } catch let error as ProviderError {
                return failed(request, error)
            }
        }
        routes.get(.desk, "/sign-in/provider/answer", .anyone) { request in
            request.remember(ProviderSignIn.clearing)
            do {
                let (token, next) = try await provider.finish(query: request.query, cookie: request.cookie(ProviderSignIn.cookie))
                guard let account = try await account(of: token, provider.provider, request), account.locked == nil else {
                    let now = request.now
                    try await house.records.write {
                        try EventStore.add(
                            .signInFailed, account: "", name: "", by: visitor(request, "/").actor, note: "provider: no account", now: now,
                            $0)
                    }
                    return noticePage(
                        request, title: "identity.signIn.title", "problem",
                        request.words.text("identity.signIn.providerUnknown", ["name": provider.provider.label]), status: .forbidden,
                        again: true)
                }
                try await welcome(account, .provider, request)
                return Redirect(next)
            } catch let error as ProviderError {
                return failed(request, error)
            }
        }
    }

    private func failed(_ request: WebRequest, _ error: ProviderError) -> Page {
        request.logger.warning("sign-in with the provider failed", metadata: ["reason": "\(error)"])
        return noticePage(
            request, title: "identity.signIn.title", "problem",
            request.words.text("identity.signIn.providerFailed", ["name": provider?.provider.label ?? ""]), status: .badGateway, again: true
        )
    }

    /// The account of a person whom the provider names: the one bound to them, or the one with their verified mail address, which is then
    /// bound, unless it is an administrator's, which nobody becomes by a provider's word; or a new one where their domain is among those configured.
    private func account(of token: IDToken, _ provider: OpenIDProvider, _ request: WebRequest) async throws -> Account? {
        guard let sub = token.text("sub") else { return nil }
        let subject = "\(provider.issuer) \(sub)"
        let email = token.isTrue("email_verified") ? token.text("email").flatMap { EmailAddress($0) } : nil
        let given = provider.rolesClaim.map { claim in
            Set((token.claims[claim]?.texts ?? []).compactMap { provider.roles[$0] })
        }
        let name = token.text("name") ?? email?.description ?? sub
        let now = request.now
        let by = visitor(request, "/").actor
        let account = try await house.records.write { database -> Account? in
            if let bound = try AccountStore.find(subject: subject, database) {
                return try Self.apply(given, to: bound, by: by, now: now, database)
            }
            guard let email else { return nil }
            let candidates = try AccountStore.all(.staff, database).filter {
                $0.email?.lowercased() == email.description.lowercased() && $0.subject == nil
            }
            if candidates.count == 1, let known = candidates.first {
                guard !known.roles.contains(.administrator) else { return nil }
                try AccountStore.set(known.id, subject: subject, database)
                try EventStore.add(
                    .accountChanged, account: known.id, name: known.login, by: by, note: "bound to \(subject)", now: now, database)
                return try Self.apply(given, to: known, by: by, now: now, database)
            }
            guard candidates.isEmpty, let domain = email.domain, provider.domains.contains(domain.description) else { return nil }
            let roles = (given ?? [.viewer]).subtracting([.administrator])
            guard !roles.isEmpty, try AccountStore.find(.staff, login: email.description, database) == nil else { return nil }
            let made = try AccountStore.add(
                .staff, login: email.description, name: name, email: email.description, roles: roles, now: now, database)
            try AccountStore.set(made.id, subject: subject, database)
            try EventStore.add(
                .accountMade, account: made.id, name: made.login, by: by, note: "bound to \(subject)", now: now, database)
            return made
        }
        if let account { keeper.forget(account: account.id) }
        return account
    }

    /// Takes the roles that the provider gives; it can neither make an administrator nor unmake one. nil where no role is left.
    private static func apply(
        _ given: Set<Role>?, to account: Account, by actor: Actor, now: Instant, _ database: Database
    ) throws -> Account? {
        guard let given else { return account }
        let roles = given.subtracting([.administrator]).union(account.roles.intersection([.administrator]))
        guard roles != account.roles else { return account }
        try AccountStore.set(account.id, roles: roles, database)
        try SessionStore.makeDue(account.id, database)
        try EventStore.add(
            .rolesChanged, account: account.id, name: account.login, by: actor, note: roles.map(\.rawValue).sorted().joined(separator: " "),
            now: now, database)
        return roles.isEmpty ? nil : try AccountStore.find(account.id, database)
    }
}
