internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Vocabulary

/// Accounts, as administrators see and change them.
extension Identity {
    struct AccountsView: Sendable {
        let head: Parts.Head
        let staff: Parts.Table
        let portal: Parts.Table
    }

    struct OneAccountView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let actions: [Parts.Action]
        var roles: Parts.Form?
        let sessions: Parts.Table
        let events: Parts.Table
        /// A link that was just made; it is shown once.
        var link: String?
        var linkHint: String?
        var copy: String?
    }

    func administrationRoutes(_ routes: inout Routes) {
        routes.get(.desk, "/accounts", .permission(.accounts)) { try await accountsPage($0) }
        routes.get(.desk, "/accounts/new", .permission(.accounts)) { newAccountPage($0, [:]) }
        routes.post(.desk, "/accounts", .permission(.accounts)) { try await makeAccount($0) }
        routes.get(.desk, "/accounts/:id", .permission(.accounts)) { request in
            try await oneAccountPage(request, try await account(request))
        }
        routes.post(.desk, "/accounts/:id/roles", .permission(.accounts)) { try await changeRoles($0) }
        routes.post(.desk, "/accounts/:id/reset", .permission(.accounts)) { request in
            let account = try await account(request)
            guard account.kind == .staff else { throw WebProblem.notFound }
            // Without a second factor the link is all that is needed to be that administrator.
            if account.roles.contains(.administrator), !account.hasSecondFactor, try request.asker().id != account.id {
                return Redirect("/accounts/\(account.id)", flash: Flash(.problem, request.words["identity.accounts.resetAtShell"]))
            }
            let link = try await resetLink(for: account, by: request.actor)
            return try await oneAccountPage(request, account, link: link)
        }
        routes.post(.desk, "/accounts/:id/lock", .permission(.accounts)) { try await setLocked(true, $0) }
        routes.post(.desk, "/accounts/:id/unlock", .permission(.accounts)) { try await setLocked(false, $0) }
        routes.post(.desk, "/accounts/:id/end-sessions", .permission(.accounts)) { request in
            let account = try await account(request)
            let count = try await endSessions(of: account, by: request.actor)
            return Redirect(
                "/accounts/\(account.id)", flash: Flash(.done, request.words.text("identity.account.sessionsEnded", count: count)))
        }
        routes.post(.desk, "/accounts/:id/second-factor/remove", .permission(.accounts)) { request in
            let account = try await account(request)
            // With this and a reset link one administrator could become another.
            guard !account.roles.contains(.administrator) else {
                try await fourEyes.ask(
                    Self.secondFactorKind, subject: account.login, payload: account.id, reason: "", by: request.asker())
                return Redirect("/accounts/\(account.id)", flash: Flash(.note, request.words["identity.fourEyes.waits"]))
            }
            try await removeSecondFactor(of: account, by: request.actor)
            return Redirect("/accounts/\(account.id)", flash: Flash(.done, request.words["identity.account.saved"]))
        }
    }

    private func account(_ request: WebRequest) async throws -> Account {
        let id = request["id"]
        guard let account = try await house.records.read({ try AccountStore.find(id, $0) }) else { throw WebProblem.notFound }
        return account
    }

    private func accountsPage(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let (staff, portal) = try await house.records.read { (try AccountStore.all(.staff, $0), try AccountStore.all(.portal, $0)) }
        let head = Parts.Head(
            words["identity.accounts.title"], lead: words["identity.accounts.lead"],
            actions: [Parts.Action(words["identity.accounts.new"], href: "/accounts/new", icon: "plus", isPrimary: true)])
        let view = AccountsView(
            head: head,
            staff: accountTable("staff", staff, request, empty: "identity.accounts.noStaff"),
            portal: accountTable("portal", portal, request, empty: "identity.accounts.noPortal"))
        return Page("identity/accounts", view, title: head.title)
    }

    private func accountTable(_ id: String, _ accounts: [Account], _ request: WebRequest, empty: String) -> Parts.Table {
        let words = request.words
        let isStaff = id == "staff"
        var columns = [Parts.Table.Column(words["identity.account.login"])]
        if isStaff { columns.append(Parts.Table.Column(words["identity.account.roles"])) }
        columns += [Parts.Table.Column(words["identity.accounts.state"]), Parts.Table.Column(words["identity.accounts.signedIn"])]
        let rows = accounts.map { account in
            var cells = [
                Parts.Table.Cell(
                    account.login, href: "/accounts/\(account.id)", isRow: true, isHead: true,
                    sub: account.name == account.login ? nil : account.name)
            ]
            if isStaff { cells.append(Parts.Table.Cell(request.label(account.roles))) }
            cells.append(Parts.Table.Cell(tags: stateTags(account, words)))
            cells.append(
                account.signedIn.map { Parts.Table.Cell(time: request.time($0)) } ?? Parts.Table.Cell(words["identity.accounts.never"]))
            return Parts.Table.Row(cells, isFaded: account.locked != nil)
        }
        var table = Parts.Table(
            id: id, caption: words["identity.accounts.\(id)"], columns: columns, rows: rows,
            empty: Parts.Empty(words[empty], icon: "people")
        )
        table.isCaptionHidden = true
        return table
    }

    private func stateTags(_ account: Account, _ words: Words) -> [Parts.Tag] {
        var tags: [Parts.Tag] = []
        if account.locked != nil { tags.append(Parts.Tag(words["identity.accounts.locked"], .bad, icon: "lock")) }
        if account.hasSecondFactor {
            tags.append(Parts.Tag(words["identity.secondFactor.on"], .good, icon: "phone"))
        } else if account.kind == .staff, account.hasPassword {
            tags.append(Parts.Tag(words["identity.secondFactor.off"], .warn, icon: "warning"))
        }
        if account.kind == .staff, !account.hasPassword, account.subject == nil {
            tags.append(Parts.Tag(words["identity.accounts.noPassword"]))
        }
        return tags
    }

    // MARK: - A new account

    private func roleField(_ words: Words, _ selected: Set<Role>, error: String? = nil) -> Parts.Field {
        var field = Parts.Field(
            "roles", words["identity.account.roles"], .choices,
            options: Role.allCases.map { (value: $0.rawValue, label: words["common.role.\($0.rawValue)"]) },
            selected: Set(selected.map(\.rawValue)), hint: words["identity.accounts.rolesHint"], error: error, isRequired: true)
        for index in field.options.indices { field.options[index].hint = words["identity.role.\(field.options[index].value)"] }
        return field
    }

    private func newAccountPage(_ request: WebRequest, _ errors: [String: String]) -> Page {
        let words = request.words
        let roles = Set(request.form.all("roles").compactMap(Role.init(rawValue:)))
        let fields = [
            Parts.Field(
                "login", words["identity.account.login"], value: request.form["login"], hint: words["identity.accounts.loginHint"],
                error: errors["login"], isRequired: true),
            Parts.Field("name", words["identity.account.name"], value: request.form["name"], error: errors["name"], isRequired: true),
            Parts.Field("email", words["identity.portal.email"], .line("email"), value: request.form["email"], error: errors["email"]),
            roleField(words, roles, error: errors["roles"]),
        ]
        let head = Parts.Head(words["identity.accounts.new"], crumbs: [Parts.Link(words["identity.accounts.title"], "/accounts")])
        let form = Parts.Form("/accounts", fields: fields, submit: words["identity.accounts.make"], cancel: "/accounts")
        return Page(
            "identity/form", FormView(head: head, form: form), title: head.title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func makeAccount(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let form = request.form
        let roles = Set(form.all("roles").compactMap(Role.init(rawValue:)))
        var errors: [String: String] = [:]
        if !Account.isLogin(Account.folded(form.text("login"))) { errors["login"] = words["identity.accounts.loginHint"] }
        if form["name"] == nil { errors["name"] = words["common.form.required"] }
        if let email = form["email"], EmailAddress(email) == nil { errors["email"] = words["identity.portal.wrongAddress"] }
        if roles.isEmpty { errors["roles"] = words["identity.accounts.noRole"] }
        guard errors.isEmpty else { return newAccountPage(request, errors) }
        do {
            // The role of administrators is given by two people; until then the account has the others, or looks on.
            let first = roles.subtracting([.administrator])
            let account = try await addAccount(
                login: form.text("login"), name: form["name"] ?? "", email: form["email"], roles: first.isEmpty ? [.viewer] : first,
                by: request.actor)
            if roles.contains(.administrator) { try await askForAdministrator(account, request) }
            let link = try await resetLink(for: account, by: request.actor)
            return try await oneAccountPage(request, account, link: link)
        } catch AccountError.nameTaken {
            return newAccountPage(request, ["login": words["identity.accounts.nameTaken"]])
        }
    }

    private func askForAdministrator(_ account: Account, _ request: WebRequest) async throws {
        try await fourEyes.ask(
            Self.grantKind, subject: account.login, payload: account.id, reason: request.form["reason"] ?? "", by: request.asker())
    }

    // MARK: - One account

    private func oneAccountPage(_ request: WebRequest, _ account: Account, link: String? = nil) async throws -> any Answer {
        let words = request.words
        let (sessions, events, names) = try await house.records.read { database in
            let events = try EventStore.list(EventFilter(account: account.id), limit: 20, database)
            return (
                try SessionStore.all(of: account.id, database), events, try EventStore.names(of: Set(events.map(\.actor)), database)
            )
        }
        var facts = [
            Parts.Facts.Fact(words["identity.account.name"], account.name),
            Parts.Facts.Fact(words["identity.portal.email"], account.email ?? words["common.word.none"]),
            Parts.Facts.Fact(words["identity.accounts.made"], time: request.time(account.created)),
        ]
        let tags = stateTags(account, words)
        if !tags.isEmpty { facts.append(Parts.Facts.Fact(words["identity.accounts.state"], tags: tags)) }
        let path = "/accounts/\(account.id)"
        var actions: [Parts.Action] = []
        if account.kind == .staff {
            actions.append(Parts.Action(words["identity.accounts.reset"], post: path + "/reset", icon: "key"))
        }
        if account.hasSecondFactor {
            actions.append(
                Parts.Action(
                    words["identity.accounts.removeSecondFactor"], post: path + "/second-factor/remove",
                    confirm: words["identity.accounts.removeSecondFactorConfirm"], icon: "phone"))
        }
        if !sessions.isEmpty {
            actions.append(Parts.Action(words["identity.accounts.endSessions"], post: path + "/end-sessions", icon: "sign-out"))
        }
        actions.append(
            account.locked == nil
                ? Parts.Action(
                    words["identity.accounts.lock"], post: path + "/lock", confirm: words["identity.accounts.lockConfirm"], icon: "lock",
                    isDanger: true) : Parts.Action(words["identity.accounts.unlock"], post: path + "/unlock", icon: "lock"))
        let head = Parts.Head(account.login, crumbs: [Parts.Link(words["identity.accounts.title"], "/accounts")])
        var view = OneAccountView(
            head: head, facts: Parts.Facts(facts), actions: actions, sessions: plainSessions(sessions, request),
            events: eventTable(events, names, request))
        if account.kind == .staff {
            view.roles = Parts.Form(path + "/roles", fields: [roleField(words, account.roles)], submit: words["common.action.save"])
        }
        if let link {
            view.link = link
            view.linkHint = words["identity.accounts.linkHint"]
            view.copy = words["common.action.copy"]
        }
        return Page("identity/one-account", view, title: head.title)
    }

    private func plainSessions(_ sessions: [Session], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let rows = sessions.map { session in
            Parts.Table.Row([
                Parts.Table.Cell(
                    session.agent.isEmpty ? words["common.word.unknown"] : session.browser, isHead: true,
                    sub: words["identity.session.factors.\(session.factors.rawValue)"]), Parts.Table.Cell(session.address, isMono: true),
                Parts.Table.Cell(time: request.time(session.created)), Parts.Table.Cell(time: request.time(session.seen)),
            ])
        }
        var table = Parts.Table(
            id: "sessions", caption: words["identity.session.caption"],
            columns: ["identity.session.agent", "identity.event.address", "identity.session.created", "identity.session.seen"].map {
                Parts.Table.Column(words[$0])
            }, rows: rows, empty: Parts.Empty(words["identity.session.none"]))
        table.isCaptionHidden = true
        return table
    }

    private func changeRoles(_ request: WebRequest) async throws -> any Answer {
        let account = try await account(request)
        guard account.kind == .staff else { throw WebProblem.notFound }
        let words = request.words
        let wanted = Set(request.form.all("roles").compactMap(Role.init(rawValue:)))
        let isAsking = wanted.contains(.administrator) && !account.roles.contains(.administrator)
        let now = isAsking ? wanted.subtracting([.administrator]) : wanted
        do {
            if !(isAsking && now.isEmpty), now != account.roles { try await setRoles(now, of: account, by: request.actor) }
            if isAsking {
                try await askForAdministrator(account, request)
                return Redirect("/accounts/\(account.id)", flash: Flash(.note, words["identity.fourEyes.waits"]))
            }
            return Redirect("/accounts/\(account.id)", flash: Flash(.done, words["identity.account.saved"]))
        } catch AccountError.needsTwo {
            try await askForAdministrator(account, request)
            return Redirect("/accounts/\(account.id)", flash: Flash(.note, words["identity.fourEyes.waits"]))
        } catch AccountError.noRole {
            return Redirect("/accounts/\(account.id)", flash: Flash(.problem, words["identity.accounts.noRole"]))
        } catch AccountError.lastAdministrator {
            return Redirect("/accounts/\(account.id)", flash: Flash(.problem, words["identity.accounts.lastAdministrator"]))
        }
    }

    private func setLocked(_ isLocked: Bool, _ request: WebRequest) async throws -> any Answer {
        let account = try await account(request)
        do {
            try await setLocked(isLocked, account, by: request.actor)
            return Redirect("/accounts/\(account.id)", flash: Flash(.done, request.words["identity.account.saved"]))
        } catch AccountError.lastAdministrator {
            return Redirect("/accounts/\(account.id)", flash: Flash(.problem, request.words["identity.accounts.lastAdministrator"]))
        }
    }
}
