internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Vocabulary

/// Tokens of programs, and of owners.
extension Identity {
    struct TokensView: Sendable {
        let head: Parts.Head
        let table: Parts.Table
        var form: Parts.Form?
    }

    /// A token just made, shown once.
    struct NewTokenView: Sendable {
        let head: Parts.Head
        let token: String
        let hint: String
        let copy: String
        let onward: Parts.Action
    }

    private static let lives = [30, 90, 365]
    /// Tokens of one person of an owner's that are open at a time.
    private static let most = 20

    func tokenRoutes(_ routes: inout Routes) {
        routes.get(.desk, "/tokens", .permission(.tokens)) { try await tokensPage($0) }
        routes.post(.desk, "/tokens", .permission(.tokens)) { request in
            let wanted = Set(request.form.all("scope"))
            let scope = Set(offered.map(\.name)).intersection(wanted)
            guard let name = request.form["name"], !scope.isEmpty, scope.count == wanted.count else {
                return try await tokensPage(request, isRefused: true)
            }
            let account = try await me(request)
            let text = try await tokens.make(
                .program, name: String(name.prefix(100)), scope: scope, account: account, valid: life(request), by: request.actor)
            return newTokenPage(request, text, onward: "/tokens")
        }
        routes.post(.desk, "/tokens/:id/revoke", .permission(.tokens)) { request in
            guard try await tokens.revoke(request["id"], .program, by: request.actor) else { throw WebProblem.notFound }
            return Redirect("/tokens", flash: Flash(.done, request.words["identity.tokens.isRevoked"]))
        }
        routes.post(.portal, "/account/tokens", .owner) { request in
            let account = try await me(request)
            guard try await tokens.all(.owner, account: account.id).count(where: { $0.isOpen(request.now) }) < Self.most else {
                return Redirect("/account", flash: Flash(.problem, request.words["identity.tokens.tooMany"]))
            }
            let name = request.form["name"] ?? request.words["identity.tokens.unnamed"]
            let text = try await tokens.make(
                .owner, name: String(name.prefix(100)), scope: ownScope, account: account, valid: life(request), by: request.actor)
            return newTokenPage(request, text, onward: "/account")
        }
        routes.post(.portal, "/account/tokens/:id/revoke", .owner) { request in
            let account = try await me(request)
            guard try await tokens.revoke(request["id"], .owner, account: account.id, by: request.actor) else { throw WebProblem.notFound }
            return Redirect("/account", flash: Flash(.done, request.words["identity.tokens.isRevoked"]))
        }
    }

    private func life(_ request: WebRequest) -> Duration {
        let days = request.form.number("life").flatMap { Self.lives.contains($0) ? $0 : nil } ?? 90
        return .seconds(days * 86_400)
    }

    private func tokensPage(_ request: WebRequest, isRefused: Bool = false) async throws -> any Answer {
        let words = request.words
        let all = try await tokens.all(.program)
        let names = try await house.records.read { try EventStore.names(of: Set(all.map(\.account)), $0) }
        let head = Parts.Head(words["identity.tokens.title"], lead: words["identity.tokens.lead"])
        var view = TokensView(head: head, table: tokenTable(all, request, path: "/tokens", names: names))
        if !offered.isEmpty {
            let scope = Parts.Field(
                "scope", words["identity.tokens.scope"], .choices,
                options: offered.map { permission in
                    (
                        value: permission.name,
                        label: words.has("permission.\(permission.name)") ? words["permission.\(permission.name)"] : permission.name
                    )
                }, selected: Set(request.form.all("scope")), error: isRefused ? words["identity.tokens.needsScope"] : nil, isRequired: true)
            view.form = Parts.Form(
                "/tokens", fields: [nameField(request, isRequired: true), scope, lifeField(words)], submit: words["identity.tokens.make"])
        }
        return Page("identity/tokens", view, title: head.title, status: isRefused ? .unprocessableContent : .ok)
    }

    private func nameField(_ request: WebRequest, isRequired: Bool) -> Parts.Field {
        Parts.Field(
            "name", request.words["identity.tokens.name"], value: request.form["name"], hint: request.words["identity.tokens.nameHint"],
            isRequired: isRequired)
    }

    private func lifeField(_ words: Words) -> Parts.Field {
        Parts.Field(
            "life", words["identity.tokens.life"],
            options: Self.lives.map { (value: "\($0)", label: words.text("common.duration.days", count: $0)) }, selected: ["90"])
    }

    func ownerTokenForm(_ request: WebRequest) -> Parts.Form {
        Parts.Form(
            "/account/tokens", fields: [nameField(request, isRequired: true), lifeField(request.words)],
            submit: request.words["identity.tokens.make"])
    }

    func tokenTable(_ tokens: [APIToken], _ request: WebRequest, path: String, names: [String: String]) -> Parts.Table {
        let words = request.words
        let isStaff = path == "/tokens"
        var columns = [Parts.Table.Column(words["identity.tokens.name"])]
        if isStaff { columns.append(Parts.Table.Column(words["identity.tokens.scope"])) }
        columns += [
            Parts.Table.Column(words["identity.tokens.expires"]), Parts.Table.Column(words["identity.tokens.used"]),
            Parts.Table.Column(words["identity.tokens.revoke"], isLabelHidden: true),
        ]
        let rows = tokens.map { token in
            let isOpen = token.isOpen(request.now)
            var cells = [
                Parts.Table.Cell(token.name, isHead: true, sub: names[token.account] ?? token.id)
            ]
            if isStaff { cells.append(Parts.Table.Cell(token.scope.sorted().joined(separator: ", "), isMono: true)) }
            cells.append(
                token.revoked == nil
                    ? Parts.Table.Cell(time: request.time(token.expires))
                    : Parts.Table.Cell(tags: [Parts.Tag(words["identity.tokens.revoked"], .bad)]))
            cells.append(
                token.used.map { Parts.Table.Cell(time: request.time($0)) } ?? Parts.Table.Cell(words["identity.accounts.never"]))
            cells.append(
                Parts.Table.Cell(
                    action: isOpen
                        ? Parts.Action(words["identity.tokens.revoke"], post: "\(path)/\(token.id)/revoke", isDanger: true, isSmall: true)
                        : nil))
            return Parts.Table.Row(cells, isFaded: !isOpen)
        }
        var table = Parts.Table(
            id: "tokens", caption: words["identity.tokens.caption"], columns: columns, rows: rows,
            empty: Parts.Empty(words["identity.tokens.none"], icon: "token"))
        table.isCaptionHidden = true
        return table
    }

    private func newTokenPage(_ request: WebRequest, _ text: String, onward: String) -> Page {
        let words = request.words
        let head = Parts.Head(words["identity.tokens.newTitle"], lead: words["identity.tokens.newLead"])
        let view = NewTokenView(
            head: head, token: text, hint: words["identity.tokens.newHint"], copy: words["common.action.copy"],
            onward: Parts.Action(words["identity.secondFactor.codesKept"], href: onward, isPrimary: true))
        return Page("identity/new-token", view, title: head.title)
    }
}
