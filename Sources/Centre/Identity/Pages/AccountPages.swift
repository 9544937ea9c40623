internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Vocabulary

/// What people do with their own account, at the desk and in the portal.
extension Identity {
    /// "My account".
    struct AccountView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let actions: [Parts.Action]
        let language: Parts.Form
        let sessions: Parts.Table
        var tokens: Parts.Table?
        var newToken: Parts.Form?
    }

    /// A page with one form.
    struct FormView: Sendable {
        let head: Parts.Head
        let form: Parts.Form
        /// Trusted: the QR code.
        var svg: String?
        var secret: String?
        var secretLabel: String?
    }

    func accountRoutes(_ routes: inout Routes) {
        for face in [Face.desk, .portal] {
            routes.get(face, "/account", .signedIn) { try await accountPage($0) }
            routes.post(face, "/account/language", .signedIn) { request in
                let account = try await me(request)
                let language = request.form["language"].flatMap { centre.languages.contains($0) ? $0 : nil }
                try await house.records.write { try AccountStore.set(account.id, language: language, $0) }
                keeper.forget(account: account.id)
                return Redirect("/account", flash: Flash(.done, request.words["identity.account.saved"]))
            }
            routes.post(face, "/account/sessions/:name/end", .signedIn) { request in
                let account = try await me(request)
                let (name, now) = (request["name"], request.now)
                try await house.records.write { database in
                    guard let session = try SessionStore.find(name: name, database), session.account == account.id else {
                        throw WebProblem.notFound
                    }
                    try SessionStore.end(name: name, database)
                    try EventStore.add(
                        .sessionEnded, account: account.id, name: account.login, by: request.actor, note: name, now: now, database)
                }
                keeper.forget(session: name)
                return Redirect("/account", flash: Flash(.done, request.words["identity.account.sessionEnded"]))
            }
            routes.post(face, "/account/sessions/end-others", .signedIn) { request in
                let account = try await me(request)
                let count = try await endSessions(of: account, but: request.session, by: request.actor)
                return Redirect("/account", flash: Flash(.done, request.words.text("identity.account.sessionsEnded", count: count)))
            }
            secondFactorRoutes(face, &routes)
        }
        routes.get(.desk, "/account/password", .signedIn) { request in
            _ = try await me(request)
            return passwordChangePage(request)
        }
        routes.post(.desk, "/account/password", .signedIn) { try await changePassword($0) }
    }

    /// The account of the person who asks, read anew. Programs have none.
    func me(_ request: WebRequest) async throws -> Account {
        let asker = try request.asker()
        guard request.session != nil, let account = try await house.records.read({ try AccountStore.find(asker.id, $0) }) else {
            throw WebProblem.forbidden
        }
        return account
    }

    private func accountPage(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let account = try await me(request)
        let (sessions, left) = try await house.records.read { database in
            (try SessionStore.all(of: account.id, database), try factors.recoveryLeft(account.id, database))
        }
        var facts = [
            Parts.Facts.Fact(words["identity.account.login"], account.login),
            Parts.Facts.Fact(words["identity.account.name"], account.name),
        ]
        var actions: [Parts.Action] = []
        if account.kind == .staff {
            let rests = try request.asker().roles.isEmpty && !account.roles.isEmpty
            facts.append(
                Parts.Facts.Fact(
                    words["identity.account.roles"], request.label(account.roles),
                    tags: rests ? [Parts.Tag(words["identity.account.rolesRest"], .warn, icon: "warning")] : []))
            actions.append(Parts.Action(words["identity.account.changePassword"], href: "/account/password", icon: "lock"))
        } else {
            let owners = try request.asker().owners
            var names: [String] = []
            for id in owners { names.append(try await directory.owner(id)?.name(in: words.code) ?? id) }
            facts.append(Parts.Facts.Fact(words["identity.account.owners"], names.joined(separator: ", ")))
        }
        let state =
            account.hasSecondFactor
            ? Parts.Tag(words["identity.secondFactor.on"], .good, icon: "check")
            : Parts.Tag(words["identity.secondFactor.off"], .warn, icon: "warning")
        facts.append(
            Parts.Facts.Fact(
                words["identity.secondFactor.title"],
                sub: account.hasSecondFactor ? words.text("identity.secondFactor.recoveryLeft", count: left) : nil, tags: [state]))
        if account.hasSecondFactor {
            actions.append(Parts.Action(words["identity.secondFactor.newCodes"], href: "/account/recovery-codes", icon: "list"))
        }
        actions.append(
            Parts.Action(
                words[account.hasSecondFactor ? "identity.secondFactor.replace" : "identity.secondFactor.setUp"],
                href: "/account/second-factor",
                icon: "phone", isPrimary: !account.hasSecondFactor))
        let options =
            [(value: "", label: words["identity.account.browserLanguage"])]
            + centre.languages.map { (value: $0, label: words["common.language.\($0)"]) }
        let language = Parts.Form(
            "/account/language",
            fields: [Parts.Field("language", words["identity.account.language"], options: options, selected: [account.language ?? ""])],
            submit: words["common.action.save"])
        var view = AccountView(
            head: Parts.Head(words["identity.account.title"]), facts: Parts.Facts(facts), actions: actions, language: language,
            sessions: sessionTable(sessions, request))
        if account.kind == .portal, !ownScope.isEmpty {
            view.tokens = tokenTable(try await tokens.all(.owner, account: account.id), request, path: "/account/tokens", names: [:])
            view.newToken = ownerTokenForm(request)
        }
        return Page("identity/account", view, title: words["identity.account.title"])
    }

    /// Sessions of the person who looks.
    private func sessionTable(_ sessions: [Session], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let rows = sessions.map { session in
            let isHere = session.name == request.session
            return Parts.Table.Row([
                Parts.Table.Cell(
                    session.agent.isEmpty ? words["common.word.unknown"] : session.browser, isHead: true,
                    sub: words["identity.session.factors.\(session.factors.rawValue)"],
                    tags: isHere ? [Parts.Tag(words["identity.session.here"], .accent)] : []),
                Parts.Table.Cell(session.address, isMono: true), Parts.Table.Cell(time: request.time(session.created)),
                Parts.Table.Cell(time: request.time(session.seen)),
                Parts.Table.Cell(
                    action: isHere
                        ? nil
                        : Parts.Action(
                            words["identity.session.end"], post: "/account/sessions/\(session.name)/end", isDanger: true, isSmall: true)),
            ])
        }
        var table = Parts.Table(
            id: "sessions", caption: words["identity.session.caption"],
            columns: [
                Parts.Table.Column(words["identity.session.agent"]), Parts.Table.Column(words["identity.event.address"]),
                Parts.Table.Column(words["identity.session.created"]), Parts.Table.Column(words["identity.session.seen"]),
                Parts.Table.Column(words["identity.session.end"], isLabelHidden: true),
            ], rows: rows)
        table.isCaptionHidden = true
        if sessions.count > 1 {
            table.actions = [Parts.Action(words["identity.session.endOthers"], post: "/account/sessions/end-others", isSmall: true)]
        }
        return table
    }

    // MARK: - Password

    private func passwordChangePage(_ request: WebRequest, current: String? = nil, new: String? = nil) -> Page {
        let words = request.words
        let fields: [Parts.Field] = [
            .password(words, "current", label: words["identity.password.current"], error: current), .newPassword(words, error: new),
        ]
        let head = Parts.Head(words["identity.account.changePassword"], crumbs: [Parts.Link(words["identity.account.title"], "/account")])
        let form = Parts.Form("/account/password", fields: fields, submit: words["identity.password.save"], cancel: "/account")
        return Page(
            "identity/form", FormView(head: head, form: form), title: head.title,
            status: current == nil && new == nil ? .ok : .unprocessableContent)
    }

    private func changePassword(_ request: WebRequest) async throws -> any Answer {
        let account = try await me(request)
        let words = request.words
        guard try await proves(account, request.form.text("current"), request) else {
            return passwordChangePage(request, current: words["identity.password.wrong"])
        }
        let password = request.form.text("new")
        if let flaw = rules.flaw(password, person: [account.login, account.name]) {
            return passwordChangePage(request, new: words["identity.password.flaw.\(flaw.rawValue)"])
        }
        let text = try await desk.text(of: password)
        let now = request.now
        let value = try await house.records.write { database -> String? in
            try AccountStore.set(account.id, password: text, database)
            try LinkStore.void(.password, account: account.id, now: now, database)
            try SessionStore.endAll(of: account.id, but: request.session, database)
            try EventStore.add(.passwordChanged, account: account.id, name: account.login, by: request.actor, now: now, database)
            return try renewed(request, database)
        }
        keeper.forget(account: account.id)
        if let value { request.open(session: value, keptFor: settings.cookieLife(on: request.face)) }
        return Redirect("/account", flash: Flash(.done, words["identity.password.saved"]))
    }

    /// A new value for the session of a request.
    func renewed(_ request: WebRequest, _ database: Database) throws -> String? {
        guard let name = request.session, let session = try SessionStore.find(name: name, database) else { return nil }
        return try SessionStore.rotate(session, shown: session.digest, now: request.now, database)
    }

    /// Whether a person who is signed in shows again that it is them, before something that matters (ASVS 5.0 V7.5.1): by the password,
    /// or without one by having signed in during the last ten minutes.
    func proves(_ account: Account, _ password: String, _ request: WebRequest) async throws -> Bool {
        let stored = try await house.records.read { try AccountStore.password(of: account.id, $0) }
        guard let stored else {
            guard let name = request.session, let session = try await house.records.read({ try SessionStore.find(name: name, $0) }) else {
                return false
            }
            return request.now - session.created < .seconds(600)
        }
        if throttle.charge("r:" + account.id, Throttle.device, now: request.now) != nil { return false }
        let isRight = try await desk.matches(password, stored, lane: .known)
        if isRight { throttle.succeeded("r:" + account.id) }
        return isRight
    }
}
