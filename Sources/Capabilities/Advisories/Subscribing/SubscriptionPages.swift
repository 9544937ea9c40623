internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Subscribing and leaving on the public face. Links of mails change nothing by being opened: programs open them, too.
struct SubscriptionPages: Sendable {
    let desk: SubscriptionDesk
    let languages: [String]

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/subscribe", .anyone) { form($0, errors: [:]) }
        routes.post(.public, "/subscribe", .anyone) { try await subscribe($0) }
        routes.get(.public, "/subscribe/confirm/:token", .anyone) { try await question($0, forLeaving: false) }
        routes.post(.public, "/subscribe/confirm/:token", .anyone) { try await confirm($0) }
        routes.get(.public, "/unsubscribe/:token", .anyone) { try await question($0, forLeaving: true) }
        // RFC 8058: a mail program posts here without a session, a cookie or a form of ours.
        routes.post(.public, "/unsubscribe/:token", .anyone) { try await leave($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let text: String?
        let form: Parts.Form?
    }

    private func page(_ title: String, text: String? = nil, form: Parts.Form? = nil, isRefused: Bool = false) -> Page {
        Page(
            "advisories/subscribe", View(head: Parts.Head(title), text: text, form: form), title: title,
            status: isRefused ? .unprocessableContent : .ok)
    }

    private func form(_ request: WebRequest, errors: [String: String]) -> Page {
        let words = request.words
        let form = request.form
        var address = Parts.Field(
            "address", words["advisories.subscription.address"], .line("email"), value: form["address"],
            hint: words["advisories.subscription.addressHint"], error: errors["address"], isRequired: true)
        address.autocomplete = "email"
        let fields = [
            address,
            Parts.Field(
                "kind", words["advisories.subscription.what"], .radio,
                options: ["all", "warning", "advisory"].map { ($0, words["advisories.subscription.kind.\($0)"]) },
                selected: [form["kind"] ?? "all"]),
            Parts.Field(
                "minimum", words["advisories.public.atLeast"],
                options: Severity.allCases.map { ($0.name, words["common.severity.\($0.name)"]) }, selected: [form["minimum"] ?? "medium"]),
            Parts.Field(
                "sector", words["advisories.field.sectors"],
                options: [("", words["advisories.allSectors"])] + Sectors.all.map { ($0, words.sector($0)) },
                selected: [form["sector"] ?? ""]),
            Parts.Field(
                "product", words["advisories.product.name"], value: form["product"], hint: words["advisories.subscription.productHint"]),
            Parts.Field(
                "language", words["advisories.field.language"], options: languages.map { ($0, words["common.language.\($0)"]) },
                selected: [form["language"] ?? words.code]),
        ]
        return page(
            words["advisories.subscription.title"], text: words["advisories.subscription.lead"],
            form: Parts.Form("/subscribe", fields: fields, submit: words["advisories.public.subscribe"]), isRefused: !errors.isEmpty)
    }

    private func subscribe(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        let words = request.words
        guard let text = form["address"], text.utf8.count <= 254, let address = EmailAddress(text) else {
            return self.form(request, errors: ["address": words["advisories.subscription.badAddress"]])
        }
        let product = form["product"].map { String($0.prefix(100)).oneLine }
        try await desk.ask(
            SubscriptionDesk.Wish(
                address: "\(address)", language: form["language"].flatMap { languages.contains($0) ? $0 : nil } ?? words.code,
                kind: form["kind"].flatMap(AdvisoryContent.Kind.init(rawValue:))?.rawValue,
                sector: form["sector"].flatMap { Sectors.all.contains($0) ? $0 : nil },
                minimum: (form["minimum"].flatMap { Severity($0) } ?? .info).name, product: product))
        return page(words["advisories.subscription.asked"], text: words["advisories.subscription.askedText"])
    }

    private func question(_ request: WebRequest, forLeaving: Bool) async throws -> any Answer {
        let words = request.words
        let token = request["token"]
        guard let id = desk.id(in: token, forLeaving: forLeaving) else { throw WebProblem(.notFound, "advisories.problem.link") }
        let one = try await desk.house.records.read { try SubscriptionStore.find(id, $0) }
        guard let one else {
            if forLeaving { return page(words["advisories.subscription.left"], text: words["advisories.subscription.leftText"]) }
            throw WebProblem(.notFound, "advisories.problem.link")
        }
        let name = forLeaving ? "leave" : "confirm"
        return page(
            words["advisories.subscription.\(name)"], text: "\(one.address): \(desk.describe(one, words))",
            form: Parts.Form(
                forLeaving ? "/unsubscribe/\(token)" : "/subscribe/confirm/\(token)", fields: [],
                submit: words["advisories.subscription.\(name)Action"]))
    }

    private func confirm(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        guard let id = desk.id(in: request["token"], forLeaving: false) else { throw WebProblem(.notFound, "advisories.problem.link") }
        let now = request.now
        try await desk.house.records.write { try SubscriptionStore.confirm(id, at: now, $0) }
        return page(words["advisories.subscription.confirmed"], text: words["advisories.subscription.confirmedText"])
    }

    private func leave(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        guard let id = desk.id(in: request["token"], forLeaving: true) else { throw WebProblem(.notFound, "advisories.problem.link") }
        try await desk.house.records.write { try SubscriptionStore.end(id, $0) }
        return page(words["advisories.subscription.left"], text: words["advisories.subscription.leftText"])
    }
}
