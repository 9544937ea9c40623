internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Vocabulary

/// Signing in at the desk, and out of both faces.
extension Identity {
    /// The page of a step.
    struct SignInView: Sendable {
        let head: Parts.Head
        var notice: Notice?
        var form: Parts.Form?
        /// The way through an account elsewhere.
        var other: Parts.Action?
        var hint: String?
    }

    /// `parts/flash`
    struct Notice: Sendable {
        /// `done`, `note`, `warning` or `problem`.
        let kind: String
        let text: String
    }

    func signInRoutes(_ routes: inout Routes) {
        routes.get(.desk, "/sign-in", .anyone) { request in
            let next = request.next(request.query["next"])
            if request.principal != nil { return Redirect(next) }
            return passwordPage(request, next: next)
        }
        routes.post(.desk, "/sign-in", .anyone) { request in
            let next = request.next(request.form["next"])
            guard let login = request.form["name"], !request.form.text("password").isEmpty else {
                return passwordPage(request, next: next, problem: "identity.signIn.incomplete", status: .unprocessableContent)
            }
            let outcome = try await signIn.password(login, request.form.text("password"), visitor(request, next))
            return try await answer(outcome, request, next: next) {
                passwordPage(request, next: next, problem: "identity.signIn.refused", status: .unprocessableContent)
            }
        }
        for face in [Face.desk, .portal] {
            routes.post(face, "/sign-in/code", .anyone) { request in
                let ticket = request.form.text("ticket")
                let outcome = try await signIn.code(request.form.text("code"), ticket: ticket, on: face, visitor(request, "/"))
                return try await answer(outcome, request, next: "/", wrongCode: "identity.signIn.codeRefused") {
                    Redirect("/sign-in", flash: Flash(.problem, request.words["identity.signIn.tooLate"]))
                }
            }
            routes.post(face, "/sign-out", .anyone) { request in
                if let session = request.session {
                    let now = request.now
                    try await house.records.write { database in
                        guard let known = try SessionStore.find(name: session, database) else { return }
                        try SessionStore.end(name: session, database)
                        try EventStore.add(.signedOut, account: known.account, name: "", by: request.actor, now: now, database)
                    }
                    keeper.forget(session: session)
                }
                request.closeSession()
                return Redirect("/sign-in", flash: Flash(.done, request.words["identity.signIn.signedOut"]), clearsBrowser: true)
            }
            routes.get(face, "/sign-in/with/:key", .anyone) { try await linkPage($0) }
            routes.post(face, "/sign-in/with/:key", .anyone) { try await useLink($0) }
        }
    }

    /// Who tries.
    func visitor(_ request: WebRequest, _ next: String) -> SignIn.Visitor {
        var actor = request.actor
        actor.id = ""
        return SignIn.Visitor(actor: actor, device: request.cookie(DeviceCookie.name(request.face)), next: next)
    }

    /// The answer to a try.
    func answer(
        _ outcome: SignIn.Outcome, _ request: WebRequest, next: String, wrongCode: String? = nil, refused: () -> any Answer
    ) async throws -> any Answer {
        switch outcome {
        case .accepted(let account, let factors, let path):
            try await welcome(account, factors, request)
            if settings.requiresSecondFactor, factors == .password, account.kind == .staff {
                return Redirect("/account/second-factor", flash: Flash(.note, request.words["identity.signIn.secondFactorNeeded"]))
            }
            return Redirect(path)
        case .code(let ticket): return codePage(request, ticket: ticket, problem: wrongCode)
        case .refused: return refused()
        case .held(let wait):
            let text = request.words.text(
                "identity.signIn.held", ["wait": request.words.duration(seconds: max(1, Int(wait.components.seconds)))])
            return noticePage(request, title: "identity.signIn.title", "problem", text, status: .tooManyRequests)
        case .busy:
            return noticePage(
                request, title: "identity.signIn.title", "problem", request.words["identity.signIn.busy"], status: .serviceUnavailable)
        }
    }

    /// Opens a session in the browser of a person who was accepted; the one that was open there before ends.
    func welcome(_ account: Account, _ factors: Session.Factors, _ request: WebRequest) async throws {
        let now = request.now
        var actor = request.actor
        actor.id = account.id
        let by = actor
        let value = try await house.records.write { database in
            if let old = request.session { try SessionStore.end(name: old, database) }
            try AccountStore.noteSignIn(account.id, now: now, database)
            try EventStore.add(
                .signedIn, account: account.id, name: account.login, by: by, note: factors.rawValue, now: now, database)
            return try SessionStore.open(account.id, on: request.face, factors: factors, by: by, now: now, database)
        }
        if let old = request.session { keeper.forget(session: old) }
        request.open(session: value, keptFor: settings.cookieLife(on: request.face))
        if factors != .demonstration { request.remember(signIn.devices.setting(account.id, on: request.face, now: now)) }
    }

    private func passwordPage(
        _ request: WebRequest, next: String, problem: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Page {
        let words = request.words
        let name = Parts.Field(
            "name", words["identity.signIn.name"], value: problem == nil ? nil : request.form["name"], isRequired: true
        ).with {
            $0.autocomplete = "username"
            $0.maxlength = 64
        }
        let fields = [name, .password(words, label: words["identity.signIn.password"])]
        var form = Parts.Form("/sign-in", fields: fields, submit: words["common.action.signIn"], hidden: [Parts.Hidden("next", next)])
        if let problem { form.problems = [Parts.Form.Problem(id: name.id, text: words[problem])] }
        var view = SignInView(head: Parts.Head(words["identity.signIn.title"], lead: words["identity.signIn.lead"]), form: form)
        view.hint = words["identity.signIn.forgotten"]
        if let provider {
            view.other = Parts.Action(
                words.text("identity.signIn.provider", ["name": provider.provider.label]),
                href: "/sign-in/provider?next=\(Form.encoded(next))", icon: "key")
        }
        return Page("identity/sign-in", view, title: words["identity.signIn.title"], status: status)
    }

    func codePage(_ request: WebRequest, ticket: String, problem: String? = nil) -> Page {
        let words = request.words
        let form = Parts.Form(
            "/sign-in/code", fields: [.code(words, error: problem.map { words[$0] })], submit: words["common.action.signIn"],
            cancel: "/sign-in", hidden: [Parts.Hidden("ticket", ticket)])
        let view = SignInView(head: Parts.Head(words["identity.signIn.codeTitle"], lead: words["identity.signIn.codeLead"]), form: form)
        return Page(
            "identity/sign-in", view, title: words["identity.signIn.codeTitle"], status: problem == nil ? .ok : .unprocessableContent)
    }

    /// A page with one sentence on it.
    func noticePage(
        _ request: WebRequest, title: String, _ kind: String, _ text: String, status: HTTPResponse.Status, again: Bool = false
    ) -> Page {
        let title = request.words[title]
        var view = SignInView(head: Parts.Head(title), notice: Notice(kind: kind, text: text))
        if again { view.other = Parts.Action(request.words["common.action.signIn"], href: "/sign-in") }
        return Page("identity/sign-in", view, title: title, status: status)
    }
}
