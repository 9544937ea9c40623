internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Requests of law enforcement: recorded, looked at by a person, answered by two or refused with a reason.
struct RequestPages: Sendable {
    let desk: ReferralDesk

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/law-requests", .permission(.referralsRead)) { try await list($0, errors: [:]) }
        routes.post(.desk, "/law-requests", .permission(.referralsWrite)) { try await record($0) }
        routes.get(.desk, "/law-requests/:id", .permission(.referralsRead)) { try await one($0) }
        routes.post(.desk, "/law-requests/:id/check", .permission(.referralsWrite)) { request in
            guard let holds = request.form["holds"], let words = request.form["words"] else { return incomplete(request) }
            let check = LawRequest.Check(
                holds: holds == "yes", words: String(words.prefix(2_000)), person: try request.asker().name, moment: request.now)
            try await desk.check(request["id"], check)
            return saved(request)
        }
        routes.post(.desk, "/law-requests/:id/answer", .permission(.referralsWrite)) { request in
            guard let text = request.form["text"] else { return incomplete(request) }
            try await desk.answer(request["id"], String(text.prefix(100_000)), by: try request.asker())
            return saved(request)
        }
        routes.post(.desk, "/law-requests/:id/refuse", .permission(.referralsWrite)) { request in
            guard let reason = request.form["reason"] else { return incomplete(request) }
            try await desk.refuse(request["id"], String(reason.prefix(5_000)), by: try request.asker())
            return saved(request)
        }
        routes.post(.desk, "/law-requests/:id/approve", .permission(.referralsApprove)) { request in
            try await outward(request) { try await desk.house.outward.approve($0, by: try request.asker().id) }
        }
        routes.post(.desk, "/law-requests/:id/call-off", .permission(.referralsWrite)) { request in
            try await outward(request) { try await desk.house.outward.withdraw($0, by: try request.asker().id, reason: "called off") }
        }
    }

    private func find(_ request: WebRequest) async throws -> LawRequest {
        let id = request["id"]
        guard let found = try await desk.house.records.read({ try RequestStore.find(id, $0) }) else { throw WebProblem.notFound }
        return found
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let form: Parts.Form?
        let table: Parts.Table
    }

    private func list(_ request: WebRequest, errors: [String: String]) async throws -> Page {
        let words = request.words
        let before = request.query.number("before").map(Int64.init)
        let list = try await desk.house.records.read { try RequestStore.list(before: before, limit: ReferralPages.length + 1, $0) }
        let title = words["referrals.requests.title"]
        var table = Parts.Table(
            id: "requests", caption: title,
            columns: [
                .init(words["referrals.column.number"]), .init(words["referrals.column.from"]), .init(words["referrals.column.theirs"]),
                .init(words["referrals.column.state"]), .init(words["referrals.column.received"]),
            ],
            rows: list.prefix(ReferralPages.length).map { _, one in
                .init([
                    .init(one.number, href: "/law-requests/\(one.id)", isRow: true, isHead: true, isMono: true),
                    .init(one.authority, sub: one.officer), .init(one.theirReference), .init(tags: [words.mark(one.state)]),
                    .init(time: words.mark(one.received, zone: request.zone)),
                ])
            }, empty: Parts.Empty(words["referrals.requests.none"], text: words["referrals.requests.noneText"], icon: "flag"))
        if list.count > ReferralPages.length {
            table.pager = Parts.Pager(previous: nil, next: "/law-requests?before=\(list[ReferralPages.length - 1].row)")
        }
        var form: Parts.Form?
        if request.principal?.may(.referralsWrite) == true {
            func field(_ name: String, _ kind: Parts.Field.Kind = .line("text")) -> Parts.Field {
                Parts.Field(
                    name, words["referrals.request.\(name)"], kind, value: request.form[name], error: errors[name], isRequired: true)
            }
            form = Parts.Form(
                "/law-requests",
                fields: [field("authority"), field("officer"), field("reference"), field("basis"), field("asked", .area(rows: 5))],
                submit: words["referrals.request.record"])
        }
        let view = ListView(
            head: Parts.Head(title, lead: words["referrals.requests.lead"]), tabs: ReferralTabs.tabs("/law-requests", words), form: form,
            table: table)
        return Page("referrals/list", view, title: title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func record(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let names = ["authority", "officer", "reference", "basis", "asked"]
        let missing = names.filter { request.form[$0] == nil }
        guard missing.isEmpty else {
            return try await list(
                request, errors: Dictionary(uniqueKeysWithValues: missing.map { ($0, words["referrals.problem.required"]) }))
        }
        @Sendable func line(_ name: String) -> String {
            String((request.form[name] ?? "").split(whereSeparator: \.isNewline).joined(separator: " ").prefix(300))
        }
        let (id, person, now) = (Token.random(bytes: 12), try request.asker(), request.now)
        let asked = String((request.form["asked"] ?? "").prefix(20_000))
        try await desk.house.records.write { database in
            try desk.receive(
                LawRequest(
                    id: id, number: try ReferralStore.next("L", at: now, database), state: .received, authority: line("authority"),
                    officer: line("officer"), theirReference: line("reference"), asked: asked, statedBasis: line("basis"), received: now,
                    author: person.id), in: database)
        }
        return Redirect("/law-requests/\(id)", flash: Flash(.done, words["referrals.done.recorded"]))
    }

    private struct Panel: Sendable {
        let title: String
        let lead: String
        let form: Parts.Form
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let asked: String
        let answer: String?
        let refusal: String?
        let forms: [Panel]
        let custody: Parts.Timeline
    }

    private func one(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let found = try await find(request)
        let steps = try await desk.house.records.read { try ReferralStore.steps(of: found.id, $0) }
        var head = Parts.Head(found.number, lead: found.authority, crumbs: [.init(words["referrals.requests.title"], "/law-requests")])
        head.tags = [words.mark(found.state)]
        head.tlp = words.mark(.red)
        let path = "/law-requests/\(found.id)"
        if found.state == .answering {
            if request.principal?.may(.referralsApprove) == true {
                head.actions.append(
                    Parts.Action(
                        words["referrals.request.approve"], post: path + "/approve", confirm: words["referrals.request.approveConfirm"],
                        icon: "check", isPrimary: true))
            }
            if request.principal?.may(.referralsWrite) == true {
                head.actions.append(Parts.Action(words["referrals.request.callOff"], post: path + "/call-off"))
            }
        }
        var facts: [Parts.Facts.Fact] = [
            .init(words["referrals.request.officer"], found.officer), .init(words["referrals.request.reference"], found.theirReference),
            .init(words["referrals.request.basis"], found.statedBasis),
            .init(words["referrals.column.received"], time: words.mark(found.received, zone: request.zone)),
        ]
        if let check = found.check {
            facts.append(
                .init(
                    words["referrals.request.check"], words[check.holds ? "referrals.request.holds" : "referrals.request.fails"],
                    sub: "\(check.person): \(check.words)"))
        }
        let mayWrite = request.principal?.may(.referralsWrite) ?? false
        let view = OneView(
            head: head, facts: Parts.Facts(facts), asked: found.asked, answer: found.answer, refusal: found.refusal,
            forms: mayWrite ? panels(found, words) : [], custody: ReferralTabs.custody(steps, request))
        return Page("referrals/request", view, title: found.number)
    }

    private func panels(_ found: LawRequest, _ words: Words) -> [Panel] {
        let path = "/law-requests/\(found.id)"
        func panel(_ name: String, _ fields: [Parts.Field]) -> Panel {
            Panel(
                title: words["referrals.request.\(name)Title"], lead: words["referrals.request.\(name)Lead"],
                form: Parts.Form("\(path)/\(name)", fields: fields, submit: words["referrals.request.\(name)Submit"]))
        }
        var panels: [Panel] = []
        let holds = found.check?.holds
        if found.state.after(.check, holds: holds) != nil {
            panels.append(
                panel(
                    "check",
                    [
                        Parts.Field(
                            "holds", words["referrals.request.check"], .radio,
                            options: [("yes", words["referrals.request.holds"]), ("no", words["referrals.request.fails"])],
                            selected: holds.map { [$0 ? "yes" : "no"] } ?? [], isRequired: true),
                        Parts.Field("words", words["referrals.request.why"], .area(rows: 3), value: found.check?.words, isRequired: true),
                    ]))
        }
        if found.state.after(.answer, holds: holds) != nil {
            panels.append(
                panel(
                    "answer", [Parts.Field("text", words["referrals.request.text"], .area(rows: 6), value: found.answer, isRequired: true)])
            )
        }
        if found.state.after(.refuse, holds: holds) != nil {
            panels.append(panel("refuse", [Parts.Field("reason", words["referrals.request.reason"], .area(rows: 3), isRequired: true)]))
        }
        return panels
    }

    private func outward(_ request: WebRequest, _ act: (DispatchID) async throws -> Void) async throws -> Redirect {
        let found = try await find(request)
        guard found.state == .answering, let dispatch = found.dispatch else { throw WebProblem(.conflict, "referrals.problem.state") }
        do {
            try await act(dispatch)
        } catch OutwardRefusal.sameAuthor {
            return Redirect("/law-requests/\(found.id)", flash: Flash(.problem, request.words["referrals.problem.samePerson"]))
        } catch is OutwardRefusal {
            throw WebProblem(.conflict, "referrals.problem.state")
        }
        return saved(request)
    }

    private func saved(_ request: WebRequest) -> Redirect {
        Redirect("/law-requests/\(request["id"])", flash: Flash(.done, request.words["referrals.done.saved"]))
    }

    private func incomplete(_ request: WebRequest) -> Redirect {
        Redirect("/law-requests/\(request["id"])", flash: Flash(.problem, request.words["referrals.problem.fields"]))
    }
}
