internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Vocabulary

/// Setting up an app that shows codes, and the codes for the day it is lost.
extension Identity {
    /// Codes that are shown once.
    struct CodesView: Sendable {
        let head: Parts.Head
        let codes: [String]
        let hint: String
        let onward: Parts.Action
    }

    func secondFactorRoutes(_ face: Face, _ routes: inout Routes) {
        routes.get(face, "/account/second-factor", .signedIn) { request in
            try await secondFactorPage(request, try await me(request), TOTP.random())
        }
        routes.post(face, "/account/second-factor", .signedIn) { try await setSecondFactor($0) }
        routes.get(face, "/account/recovery-codes", .signedIn) { request in
            recoveryPage(request, try await me(request))
        }
        routes.post(face, "/account/recovery-codes", .signedIn) { request in
            let account = try await me(request)
            guard account.hasSecondFactor else { throw WebProblem.forbidden }
            guard try await proves(account, request.form.text("password"), request) else {
                return recoveryPage(request, account, error: request.words[notProved(account)])
            }
            let now = request.now
            let codes = try await house.records.write { database in
                try EventStore.add(.recoveryMade, account: account.id, name: account.login, by: request.actor, now: now, database)
                return try factors.makeRecovery(for: account.id, database)
            }
            return codesPage(request, codes)
        }
    }

    /// The secret travels in the form, sealed for the account, until a code proves that the app has it.
    private func secondFactorPage(
        _ request: WebRequest, _ account: Account, _ totp: TOTP, password: String? = nil, code: String? = nil
    ) async throws -> Page {
        let words = request.words
        var fields: [Parts.Field] = []
        if account.hasPassword { fields.append(.password(words, label: words["identity.password.current"], error: password)) }
        fields.append(
            Parts.Field("code", words["identity.signIn.code"], hint: words["identity.secondFactor.codeHint"], error: code, isRequired: true)
                .with {
                    $0.autocomplete = "one-time-code"
                    $0.inputmode = "numeric"
                    $0.isMono = true
                    $0.maxlength = 10
                })
        let sealed = Token.base64URL(try factors.seal.seal(totp.secret, for: "setup \(account.id)"))
        var form = Parts.Form(
            "/account/second-factor", fields: fields, submit: words["identity.secondFactor.turnOn"], cancel: "/account",
            hidden: [Parts.Hidden("secret", sealed)])
        if !account.hasPassword, let password { form.problems = [Parts.Form.Problem(id: "field-code", text: password)] }
        let head = Parts.Head(
            words["identity.secondFactor.title"], lead: words["identity.secondFactor.lead"],
            crumbs: [Parts.Link(words["identity.account.title"], "/account")])
        let address = totp.address(issuer: centre.naming.short, account: account.login)
        let secret = stride(from: 0, to: totp.text.count, by: 4).map { String(totp.text.dropFirst($0).prefix(4)) }.joined(separator: " ")
        let view = FormView(
            head: head, form: form, svg: QRCode(address)?.svg(title: words["identity.secondFactor.picture"]), secret: secret,
            secretLabel: words["identity.secondFactor.secret"])
        return Page("identity/form", view, title: head.title, status: password == nil && code == nil ? .ok : .unprocessableContent)
    }

    private func setSecondFactor(_ request: WebRequest) async throws -> any Answer {
        let account = try await me(request)
        guard let sealed = Token.bytes(base64URL: request.form.text("secret")),
            let secret = factors.seal.open(.init(sealed), for: "setup \(account.id)")
        else { throw WebProblem.badRequest("the form is not one of this centre") }
        let totp = TOTP(secret: secret)
        guard try await proves(account, request.form.text("password"), request) else {
            return try await secondFactorPage(request, account, totp, password: request.words[notProved(account)])
        }
        guard let step = totp.step(of: request.form.text("code"), at: request.now.seconds, after: 0) else {
            return try await secondFactorPage(request, account, totp, code: request.words["identity.signIn.codeRefused"])
        }
        let now = request.now
        let (codes, value) = try await house.records.write { database in
            try factors.set(totp, for: account.id, step: step, database)
            try SessionStore.endAll(of: account.id, but: request.session, database)
            if let name = request.session, let session = try SessionStore.find(name: name, database), session.factors == .password {
                try SessionStore.strengthen(name, to: .both, database)
            }
            try EventStore.add(.secondFactorSet, account: account.id, name: account.login, by: request.actor, now: now, database)
            return (try factors.makeRecovery(for: account.id, database), try renewed(request, database))
        }
        keeper.forget(account: account.id)
        if let value { request.open(session: value, keptFor: settings.cookieLife(on: request.face)) }
        return codesPage(request, codes)
    }

    private func notProved(_ account: Account) -> String {
        account.hasPassword ? "identity.password.wrong" : "identity.account.signInAnew"
    }

    private func recoveryPage(_ request: WebRequest, _ account: Account, error: String? = nil) -> Page {
        let words = request.words
        let fields: [Parts.Field] =
            account.hasPassword ? [.password(words, label: words["identity.password.current"], error: error)] : []
        var form = Parts.Form(
            "/account/recovery-codes", fields: fields, submit: words["identity.secondFactor.newCodes"], cancel: "/account")
        if !account.hasPassword, let error { form.problems = [Parts.Form.Problem(id: "main", text: error)] }
        let head = Parts.Head(
            words["identity.secondFactor.newCodes"], lead: words["identity.secondFactor.newCodesLead"],
            crumbs: [Parts.Link(words["identity.account.title"], "/account")])
        return Page(
            "identity/form", FormView(head: head, form: form), title: head.title, status: error == nil ? .ok : .unprocessableContent)
    }

    private func codesPage(_ request: WebRequest, _ codes: [String]) -> Page {
        let words = request.words
        let head = Parts.Head(words["identity.secondFactor.codesTitle"], lead: words["identity.secondFactor.codesLead"])
        let view = CodesView(
            head: head, codes: codes, hint: words["identity.secondFactor.codesHint"],
            onward: Parts.Action(words["identity.secondFactor.codesKept"], href: "/account", isPrimary: true))
        return Page("identity/codes", view, title: head.title)
    }
}
