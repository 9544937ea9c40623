internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Requests to owners to keep what may be evidence, as mails: the centre asks, and has no power to order.
struct PreservationPages: Sendable {
    let desk: ReferralDesk
    /// Budapest Convention article 16(2): up to 90 days.
    private static let longest = 90

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/preservations", .permission(.referralsRead)) { try await list($0, errors: [:]) }
        routes.post(.desk, "/preservations", .permission(.referralsWrite)) { try await ask($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let form: Parts.Form?
        let table: Parts.Table
    }

    private func list(_ request: WebRequest, errors: [String: String]) async throws -> Page {
        let words = request.words
        let before = request.query.number("before").map(Int64.init)
        let list = try await desk.house.records.read { try RequestStore.preservations(before: before, limit: ReferralPages.length + 1, $0) }
        let title = words["referrals.preservations.title"]
        var table = Parts.Table(
            id: "preservations", caption: title,
            columns: [
                .init(words["referrals.column.number"]), .init(words["referrals.preservation.party"]),
                .init(words["referrals.preservation.what"]), .init(words["referrals.preservation.until"]),
                .init(words["referrals.column.state"]),
            ],
            rows: list.prefix(ReferralPages.length).map { _, one in
                .init([
                    .init(one.number, isHead: true, isMono: true), .init(one.party, sub: one.address), .init(one.what),
                    .init(words.date(one.until, zone: request.zone)), .init(words["referrals.preservationState.\(one.state)"]),
                ])
            },
            empty: Parts.Empty(words["referrals.preservations.none"], text: words["referrals.preservations.noneText"], icon: "clock"))
        if list.count > ReferralPages.length {
            table.pager = Parts.Pager(previous: nil, next: "/preservations?before=\(list[ReferralPages.length - 1].row)")
        }
        let mayAsk = request.principal?.may(.referralsWrite) == true && desk.house.outward.channels.contains("mail")
        let view = View(
            head: Parts.Head(title, lead: words["referrals.preservations.lead"]), tabs: ReferralTabs.tabs("/preservations", words),
            form: mayAsk ? form(request, errors) : nil, table: table)
        return Page("referrals/list", view, title: title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func form(_ request: WebRequest, _ errors: [String: String]) -> Parts.Form {
        let words = request.words
        func field(_ name: String, _ kind: Parts.Field.Kind = .line("text"), value: String? = nil) -> Parts.Field {
            Parts.Field(
                name, words["referrals.preservation.\(name)"], kind, value: request.form[name] ?? value, error: errors[name],
                isRequired: true)
        }
        let languages: [(value: String, label: String)] = desk.maker.catalogue.languages.map { ($0.code, $0.label) }
        var days = field("days", .line("number"), value: "90")
        days.min = "1"
        days.max = "\(Self.longest)"
        return Parts.Form(
            "/preservations",
            fields: [
                field("party"), field("address", .line("email")), field("what", .area(rows: 4)), days,
                Parts.Field(
                    "language", words["referrals.field.language"], options: languages, selected: [request.form["language"] ?? "az"]),
            ], submit: words["referrals.preservation.ask"])
    }

    private func ask(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let form = request.form
        var errors: [String: String] = [:]
        for name in ["party", "address", "what", "days"] where form[name] == nil { errors[name] = words["referrals.problem.required"] }
        let address = form["address"].flatMap { EmailAddress($0) }
        if form["address"] != nil, address == nil { errors["address"] = words["referrals.problem.address"] }
        let days = form.number("days") ?? 0
        if form["days"] != nil, !(1...Self.longest).contains(days) {
            errors["days"] = words.text("referrals.problem.days", ["days": "\(Self.longest)"])
        }
        guard errors.isEmpty, let address else { return try await list(request, errors: errors) }
        let language = form["language"].flatMap { desk.maker.catalogue.has($0) ? $0 : nil } ?? "az"
        let (person, now) = (try request.asker(), request.now)
        let party = String((form["party"] ?? "").split(whereSeparator: \.isNewline).joined(separator: " ").prefix(200))
        let what = String((form["what"] ?? "").prefix(5_000))
        let own = desk.maker.catalogue[language]
        let until = now + Swift.Duration.seconds(days * 86_400)
        try await desk.house.records.write { database in
            let number = try ReferralStore.next("P", at: now, database)
            guard let id = DispatchID("preservation-\(number)") else { throw WebProblem.badRequest("number") }
            let preservation = Preservation(
                id: Token.random(bytes: 12), number: number, party: party, address: "\(address)", language: language, what: what,
                until: until, author: person.id, created: now, state: DeliveryState.planned.rawValue)
            try RequestStore.insert(preservation, dispatch: id, database)
            let text = own.text(
                "referrals.paper.preservation",
                ["party": party, "what": what, "until": own.date(until, zone: request.zone), "number": number, "centre": centre(language)])
            try desk.house.outward.plan(
                Dispatch(
                    id: id, act: .recommend, tlp: .amber, audience: .recipients, channel: "mail", recipient: "\(address)",
                    subject: own.text("referrals.paper.preservationSubject", ["number": number]), content: Array(text.utf8),
                    mediaType: "text/plain; charset=utf-8", capability: "referrals", reference: "preservation/\(number)",
                    author: person.id), in: database)
        }
        return Redirect("/preservations", flash: Flash(.done, words["referrals.done.asked"]))
    }

    private func centre(_ language: String) -> String { desk.maker.naming.full[language] ?? desk.maker.naming.short }
}
