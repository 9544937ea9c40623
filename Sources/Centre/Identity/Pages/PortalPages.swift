internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Vocabulary

/// Signing in to the portal by a link, and every other link that does one thing once.
extension Identity {
    func portalRoutes(_ routes: inout Routes) {
        routes.get(.portal, "/sign-in", .anyone) { request in
            let next = request.next(request.query["next"])
            return request.principal != nil ? Redirect(next) : addressPage(request, next: next)
        }
        routes.post(.portal, "/sign-in", .anyone) { request in
            let next = request.next(request.form["next"])
            guard let text = request.form["email"], let email = EmailAddress(text), email.domain != nil else {
                return addressPage(request, next: next, problem: "identity.portal.wrongAddress")
            }
            let place = Throttle.place(request.remoteAddress)
            let isHeld =
                throttle.charge("m:" + place, Throttle.place, now: request.now) != nil
                || throttle.charge("m:" + Account.folded(email.description), Throttle.mailbox, now: request.now) != nil
            if !isHeld {
                try await letters.ask(.init(email: email.description, language: request.words.code, path: next))
            }
            let view = SignInView(
                head: Parts.Head(request.words["identity.portal.sentTitle"]),
                notice: Notice(kind: "done", text: request.words.text("identity.portal.sent", ["email": email.description])),
                hint: request.words["identity.portal.sentHint"])
            return Page("identity/sign-in", view, title: request.words["identity.portal.sentTitle"])
        }
    }

    private func addressPage(_ request: WebRequest, next: String, problem: String? = nil) -> Page {
        let words = request.words
        let email = Parts.Field(
            "email", words["identity.portal.email"], .line("email"), value: problem == nil ? nil : request.form["email"],
            hint: words["identity.portal.emailHint"], error: problem.map { words[$0] }, isRequired: true
        ).with {
            $0.autocomplete = "email"
            $0.maxlength = 320
        }
        let form = Parts.Form("/sign-in", fields: [email], submit: words["identity.portal.send"], hidden: [Parts.Hidden("next", next)])
        let view = SignInView(head: Parts.Head(words["identity.portal.title"], lead: words["identity.portal.lead"]), form: form)
        return Page("identity/sign-in", view, title: words["identity.portal.title"], status: problem == nil ? .ok : .unprocessableContent)
    }

    // MARK: - Links

    /// A link's page: a button, because programs that look through mail follow links but press no buttons.
    func linkPage(_ request: WebRequest) async throws -> any Answer {
        let key = request["key"]
        guard let link = try await house.records.read({ try LinkStore.find(key, $0) }), link.isOpen(request.now), fits(link, request.face)
        else { return closedLink(request) }
        switch link.purpose {
        case .portal:
            let form = Parts.Form("/sign-in/with/\(key)", fields: [], submit: request.words["common.action.signIn"])
            let head = Parts.Head(
                request.words["identity.portal.confirmTitle"],
                lead: request.words.text("identity.portal.confirmLead", ["email": link.subject]))
            return Page("identity/sign-in", SignInView(head: head, form: form), title: head.title)
        case .password: return newPasswordPage(request, key: key)
        case .demonstration: return try await useLink(request)
        }
    }

    /// Does what a link is for.
    func useLink(_ request: WebRequest) async throws -> any Answer {
        let key = request["key"]
        let now = request.now
        guard let link = try await house.records.read({ try LinkStore.find(key, $0) }), link.isOpen(now), fits(link, request.face) else {
            return closedLink(request)
        }
        switch link.purpose {
        case .password: return try await usePasswordLink(request, key: key, link)
        case .demonstration:
            let face = request.face
            let account = try await house.records.write { database -> Account? in
                guard let id = link.account, let account = try AccountStore.find(id, database), account.locked == nil,
                    (account.kind == .portal) == (face == .portal), try LinkStore.take(key, now: now, database) != nil
                else { return nil }
                return account
            }
            guard let account else { return closedLink(request) }
            try await welcome(account, .demonstration, request)
            return Redirect(link.path)
        case .portal:
            guard let email = EmailAddress(link.subject), try await !directory.contacts(withEmail: email).isEmpty else {
                return closedLink(request)
            }
            let language = request.words.code
            let account = try await house.records.write { database -> Account? in
                guard let link = try LinkStore.take(key, now: now, database) else { return nil }
                if let known = try AccountStore.find(.portal, login: link.subject, database) { return known }
                let made = try AccountStore.add(
                    .portal, login: link.subject, name: link.subject, email: link.subject, language: language, roles: [], now: now, database
                )
                try EventStore.add(.accountMade, account: made.id, name: made.login, by: request.actor, now: now, database)
                return made
            }
            guard let account, account.locked == nil else { return closedLink(request) }
            return try await answer(signIn.step(account, .mail, next: link.path), request, next: link.path) { closedLink(request) }
        }
    }

    private func fits(_ link: OneTimeLink, _ face: Face) -> Bool {
        switch link.purpose {
        case .portal: face == .portal
        case .password: face == .desk
        case .demonstration: true
        }
    }

    func closedLink(_ request: WebRequest) -> Page {
        noticePage(
            request, title: "identity.link.closedTitle", "problem", request.words["identity.link.closed.\(request.face.rawValue)"],
            status: .gone, again: true)
    }

    // MARK: - Choosing a password

    private func newPasswordPage(_ request: WebRequest, key: String, flaw: PasswordFlaw? = nil) -> Page {
        let words = request.words
        let error = flaw.map { words["identity.password.flaw.\($0.rawValue)"] }
        let form = Parts.Form(
            "/sign-in/with/\(key)", fields: [.newPassword(words, error: error)], submit: words["identity.password.save"])
        let head = Parts.Head(words["identity.password.chooseTitle"], lead: words["identity.password.chooseLead"])
        return Page(
            "identity/sign-in", SignInView(head: head, form: form), title: head.title, status: flaw == nil ? .ok : .unprocessableContent)
    }

    private func usePasswordLink(_ request: WebRequest, key: String, _ link: OneTimeLink) async throws -> any Answer {
        let password = request.form.text("new")
        guard let id = link.account, let account = try await house.records.read({ try AccountStore.find(id, $0) }), account.locked == nil,
            account.generation == link.generation
        else { return closedLink(request) }
        if let flaw = rules.flaw(password, person: [account.login, account.name]) { return newPasswordPage(request, key: key, flaw: flaw) }
        let text = try await desk.text(of: password)
        let now = request.now
        let isDone = try await house.records.write { database in
            guard try LinkStore.take(key, now: now, database) != nil else { return false }
            try AccountStore.set(id, password: text, database)
            try SessionStore.endAll(of: id, but: nil, database)
            try EventStore.add(.passwordReset, account: id, name: account.login, by: request.actor, now: now, database)
            return true
        }
        guard isDone else { return closedLink(request) }
        keeper.forget(account: id)
        return Redirect("/sign-in", flash: Flash(.done, request.words["identity.password.saved"]))
    }
}
