internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Webhooks of owners on the desk. The shared secret is made here, shown once, and kept sealed.
struct WebhookPages: Sendable {
    let office: NoticeOffice
    let channel: WebhookChannel

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices/webhooks/:owner", .permission(.noticesRead)) { try await page($0, error: nil, secret: nil) }
        routes.post(.desk, "/notices/webhooks/:owner", .permission(.noticesRules)) { try await save($0) }
        routes.post(.desk, "/notices/webhooks/:owner/remove", .permission(.noticesRules)) { try await remove($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let note: String?
        let form: Parts.Form?
    }

    private func owner(_ request: WebRequest) async throws -> OwnerCard {
        guard let owner = try await office.directory.owner(request["owner"]) else { throw WebProblem.notFound }
        return owner
    }

    private func page(_ request: WebRequest, error: String?, secret: String?) async throws -> Page {
        let words = request.words
        let owner = try await owner(request)
        let url = try await office.house.records.read { database in
            try String.fetchOne(database, sql: "SELECT url FROM notices_webhook WHERE owner = ?", arguments: [owner.id])
        }
        let title = "\(words["notices.webhook.title"]): \(owner.name(in: words.code))"
        var head = Parts.Head(
            title, lead: words["notices.webhook.lead"], crumbs: [.init(owner.name(in: words.code), "/owners/\(Form.encoded(owner.id))")])
        let mayEdit = request.principal?.may(.noticesRules) ?? false
        if mayEdit, url != nil {
            head.actions = [Parts.Action(words["common.action.delete"], post: "/notices/webhooks/\(owner.id)/remove", isDanger: true)]
        }
        let field = Parts.Field(
            "url", words["notices.webhook.url"], .line("url"), value: request.form["url"] ?? url, hint: words["notices.webhook.urlHint"],
            error: error, isRequired: true)
        let view = View(
            head: head, note: secret.map { words.text("notices.webhook.saved", ["secret": $0]) },
            form: mayEdit ? Parts.Form("/notices/webhooks/\(owner.id)", fields: [field], submit: words["notices.webhook.save"]) : nil)
        return Page("notices/webhook", view, title: title, status: error == nil ? .ok : .unprocessableContent)
    }

    private func save(_ request: WebRequest) async throws -> any Answer {
        let owner = try await owner(request)
        let address: WebhookAddress
        do {
            address = try WebhookAddress(request.form["url"] ?? "", allowed: channel.allowed)
        } catch {
            return try await page(request, error: request.words.text("notices.webhook.bad", ["reason": error.rawValue]), secret: nil)
        }
        let secret = Token.random(bytes: 33)
        try await office.house.secrets.set(WebhookChannel.secretName(owner.id), to: Array(secret.utf8))
        let person = try request.asker().name
        try await office.house.records.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO notices_webhook (owner, url, person, changed) VALUES (?, ?, ?, ?)",
                arguments: [owner.id, address.url, person, request.now.microseconds])
        }
        return try await page(request, error: nil, secret: secret)
    }

    private func remove(_ request: WebRequest) async throws -> any Answer {
        let owner = try await owner(request)
        try await office.house.records.write { database in
            try database.execute(sql: "DELETE FROM notices_webhook WHERE owner = ?", arguments: [owner.id])
        }
        try await office.house.secrets.remove(WebhookChannel.secretName(owner.id))
        return Redirect("/notices/webhooks/\(owner.id)", flash: Flash(.done, request.words["notices.webhook.removed"]))
    }
}
