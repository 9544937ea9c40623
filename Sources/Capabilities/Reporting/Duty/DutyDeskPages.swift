internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Incidents under duty at the desk: those that wait for an answer first, with the time that is left; one incident; what each authority sees of it; the
/// figures of a year.
struct DutyDeskPages: Sendable {
    let office: ReportingOffice
    private var duty: DutyOffice { DutyOffice(office: office) }
    private static let length = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/duty", .permission(.reportingRead)) { try await list($0) }
        routes.get(.desk, "/duty/figures", .permission(.reportingFigures)) { try await DutyFigurePage(office: office).page($0) }
        routes.get(.desk, "/duty/figures.csv", .permission(.reportingFigures)) { try await DutyFigurePage(office: office).table($0) }
        routes.get(.desk, "/duty/:id", .permission(.reportingRead)) { request in try await page(incident(request), request) }
        routes.get(.desk, "/duty/:id/part/:law", .permission(.reportingRead)) { try await part($0) }
        routes.post(.desk, "/duty/:id/answer", .permission(.reportingWork)) { try await answer($0) }
        routes.post(.desk, "/duty/:id/join", .permission(.reportingWork)) { try await join($0) }
        routes.post(.desk, "/duty/:id/case", .permission(.reportingWork)) { try await openCase($0) }
    }

    /// The incident of the address. Drafts are their owners' alone.
    private func incident(_ request: WebRequest) async throws -> DutyProgress {
        guard let progress = try await duty.progress(request["id"]), progress.incident.reported != nil else { throw WebProblem.notFound }
        return progress
    }

    // MARK: - List

    private struct ListView: Sendable {
        let head: Parts.Head
        let figures: Parts.Figures
        let tabs: Parts.Tabs
        let table: Parts.Table
    }

    private func list(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let now = request.now
        let view = request.query["view"] == "all" ? "all" : "waiting"
        let before = request.query.number("before").map(Int64.init)
        let (rows, waiting) = try await office.house.records.read { database in
            let waiting = try DutyStore.unanswered(limit: 500, database)
            let shown =
                view == "waiting"
                ? Array(waiting.prefix(Self.length))
                : try DutyStore.incidents(DutyStore.Wish(isReported: true, before: before), limit: Self.length + 1, database)
            return (try shown.map { try duty.progress($0, database) }, waiting)
        }
        let over = waiting.count { ($0.answerDue ?? now) < now }
        let soon = waiting.count { incident in incident.answerDue.map { $0 >= now && $0 - now < .seconds(4 * 3_600) } ?? false }
        let title = words["reporting.duty.desk"]
        var table = Parts.Table(
            id: "incidents", caption: title,
            columns: [
                .init(words["reporting.duty.incident"]), .init(words["reporting.duty.organisation"]), .init(words["reporting.desk.type"]),
                .init(words["reporting.duty.ourAnswer"]), .init(words["reporting.duty.next"]),
            ],
            rows: rows.prefix(Self.length).map { progress in
                let incident = progress.incident
                var tags = [words.mark(incident.kind)] + words.flags(incident)
                if incident.joined != nil { tags.append(Parts.Tag(words["reporting.duty.isJoined"])) }
                let next = progress.next
                let due = next.flatMap(progress.due)
                return Parts.Table.Row([
                    .init(
                        incident.title, href: "/duty/\(incident.id)", isRow: true, isHead: true, sub: incident.label(office.short),
                        tags: tags),
                    .init(incident.ownerName), .init(words.incident(incident.type)),
                    .init(tags: incident.answerDue.map { [words.dueTag($0, done: incident.answered, now: now)] } ?? []),
                    .init(
                        next.map { words["reporting.stage.\($0.rawValue)"] } ?? words["reporting.duty.complete"],
                        tags: due.map { [words.dueTag($0, done: nil, now: now)] } ?? []),
                ])
            }, empty: Parts.Empty(words["reporting.duty.deskNone"], text: words["reporting.duty.deskNoneText"], icon: "flag"))
        table.isCaptionHidden = true
        if view == "all", rows.count > Self.length, let last = rows.dropLast().last {
            table.pager = Parts.Pager(previous: nil, next: "/duty?view=all&before=\(last.incident.number)")
        }
        var overdue = Parts.Figure(words["reporting.duty.over"], words.number(over))
        overdue.state = over > 0 ? "bad" : "good"
        var near = Parts.Figure(words["reporting.duty.soon"], words.number(soon))
        near.state = soon > 0 ? "warn" : nil
        return Page(
            "reporting/duty-list",
            ListView(
                head: Parts.Head(
                    title, lead: words["reporting.duty.deskLead"],
                    actions: [Parts.Action(words["reporting.figures.title"], href: "/duty/figures", icon: "chart")]),
                figures: Parts.Figures([overdue, near, Parts.Figure(words["reporting.duty.waiting"], words.number(waiting.count))]),
                tabs: Parts.Tabs(
                    title,
                    ["waiting", "all"].map {
                        Parts.Tabs.Tab(words["reporting.duty.view.\($0)"], "/duty?view=\($0)", isCurrent: $0 == view)
                    }), table: table), title: title)
    }

    // MARK: - One incident

    private struct View: Sendable {
        let head: Parts.Head
        let stages: Parts.Table
        let facts: Parts.Facts
        let known: Parts.Facts
        let conversation: Parts.Timeline?
        let answer: Parts.Form?
        let parts: [Parts.Action]
        let kin: Parts.Table?
        let join: Parts.Form?
    }

    private func page(_ progress: DutyProgress, _ request: WebRequest, error: String? = nil, joinError: String? = nil) async throws -> Page
    {
        let words = request.words
        let incident = progress.incident
        let (messages, kin, joined, master) = try await office.house.records.read { database in
            (
                try ReportStore.messages(of: incident.subject, database), try DutyStore.kin(of: incident, database),
                try DutyStore.joined(to: incident.id, database), try incident.joined.flatMap { try DutyStore.incident($0, database) }
            )
        }
        let mayWork = request.principal?.may(.reportingWork) == true
        var head = Parts.Head(incident.title, crumbs: [Parts.Link(words["reporting.duty.desk"], "/duty")])
        head.tags = [words.mark(incident.kind)] + words.flags(incident)
        if let reference = incident.caseReference {
            head.actions = [Parts.Action(reference.number, href: reference.path, icon: "case")]
        } else if office.cases != nil, mayWork {
            head.actions = [
                Parts.Action(words["reporting.desk.openCase"], post: "/duty/\(incident.id)/case", icon: "case", isPrimary: true)
            ]
        }
        var related: [(DutyIncident, String)] = joined.map { ($0, words["reporting.duty.isJoined"]) }
        if let master { related.append((master, words["reporting.duty.master"])) }
        for pair in kin where !related.contains(where: { $0.0.id == pair.incident.id }) {
            related.append((pair.incident, words.text("reporting.duty.shares", ["what": pair.shared.prefix(5).joined(separator: ", ")])))
        }
        let conversation = words.timeline(messages, zone: request.zone, isInside: true)
        let view = View(
            head: head,
            stages: words.stageTable(progress, zone: request.zone, now: request.now) { _ in
                nil
            } receipts: { _ in
                []
            },
            facts: words.facts(incident, office, zone: request.zone, now: request.now), known: words.facts(progress.known),
            conversation: conversation.items.isEmpty ? nil : conversation,
            answer: mayWork
                ? Parts.Form(
                    "/duty/\(incident.id)/answer",
                    fields: [
                        Parts.Field(
                            "text", words["reporting.duty.answer"], .area(rows: 4), hint: words["reporting.duty.answerHint"], error: error,
                            isRequired: true)
                    ], submit: words["reporting.mailbox.send"]) : nil,
            parts: progress.laws.map {
                Parts.Action($0.authority(in: words.code), href: "/duty/\(incident.id)/part/\($0.id)", icon: "download", isSmall: true)
            },
            kin: related.isEmpty
                ? nil
                : Parts.Table(
                    id: "kin", caption: words["reporting.duty.kin"],
                    columns: [
                        .init(words["reporting.duty.incident"]), .init(words["reporting.duty.organisation"]),
                        .init(words["reporting.duty.why"]),
                    ],
                    rows: related.map { other, why in
                        Parts.Table.Row([
                            .init(other.title, href: "/duty/\(other.id)", isHead: true, sub: other.label(office.short)),
                            .init(other.ownerName),
                            .init(why),
                        ])
                    }),
            join: mayWork
                ? Parts.Form(
                    "/duty/\(incident.id)/join",
                    fields: [
                        Parts.Field(
                            "number", words["reporting.duty.joinTo"], value: master?.label(office.short),
                            hint: words["reporting.duty.joinHint"],
                            error: joinError)
                    ], submit: words["reporting.duty.join"]) : nil)
        return Page(
            "reporting/duty-incident", view, title: incident.title, status: error ?? joinError == nil ? .ok : .unprocessableContent)
    }

    private func answer(_ request: WebRequest) async throws -> any Answer {
        let progress = try await incident(request)
        guard let text = request.form["text"].map({ String($0.prefix(20_000)) }) else {
            return try await page(progress, request, error: request.words["common.form.required"])
        }
        let asker = try request.asker()
        try await office.house.records.write { database in
            _ = try ReportStore.say(
                text, in: progress.incident.subject, by: .centre, way: .desk, name: asker.name, at: request.now, database)
            try DutyStore.answer(progress.incident.id, by: "staff:\(asker.id)", at: request.now, database)
        }
        return Redirect("/duty/\(progress.incident.id)", flash: Flash(.done, request.words["reporting.desk.replied"]))
    }

    private func join(_ request: WebRequest) async throws -> any Answer {
        let progress = try await incident(request)
        let incident = progress.incident
        let name = try request.asker().name
        guard let text = request.form["number"] else {
            try await office.house.records.write { try DutyStore.join(incident.id, to: nil, $0) }
            return Redirect("/duty/\(incident.id)")
        }
        let number = text.split(separator: "-").last.flatMap { Int64($0) }
        let other = try await office.house.records.read { database in
            try number.flatMap {
                try DutyStore.incidents(DutyStore.Wish(isReported: true, before: $0 + 1), limit: 1, database).first
            }
        }
        guard let other, other.number == number, other.id != incident.id, other.joined == nil else {
            return try await page(progress, request, joinError: request.words["reporting.duty.joinWrong"])
        }
        try await office.house.records.write { database in
            try DutyStore.join(incident.id, to: other.id, database)
            _ = try ReportStore.say(
                "\(incident.label(office.short)) → \(other.label(office.short))", in: incident.subject, by: .system, way: .desk, name: name,
                at: request.now, database)
        }
        return Redirect("/duty/\(incident.id)")
    }

    private func openCase(_ request: WebRequest) async throws -> any Answer {
        guard let cases = office.cases else { throw WebProblem.notFound }
        let progress = try await incident(request)
        let incident = progress.incident
        let name = try request.asker().name
        let opening = CaseOpening(
            origin: incident.subject, title: incident.title, text: progress.known["description"]?.shown ?? "", type: incident.type,
            severity: progress.known["severity"].flatMap { value in Severity.allCases.first { "\($0)" == value.shown } },
            language: request.words.code, party: "owner:\(incident.owner)",
            urgency: incident.sector != nil && incident.kind == .incident ? CarePath.criticalInfrastructure.rawValue : nil,
            path: "/duty/\(incident.id)", received: incident.reported ?? incident.opened)
        let reference = try await office.house.records.write { database in
            let reference = try cases.open(opening, in: database)
            if incident.caseReference == nil {
                try DutyStore.set(case: reference, of: incident.id, database)
                _ = try ReportStore.say(
                    reference.number, in: incident.subject, by: .system, way: .desk, name: name, at: request.now, database)
            }
            return reference
        }
        return Redirect(reference.path)
    }

    /// What the authority of a law sees of the incident, as JSON.
    private func part(_ request: WebRequest) async throws -> any Answer {
        let progress = try await incident(request)
        guard let law = progress.laws.first(where: { $0.id == request["law"] }) else { throw WebProblem.notFound }
        return Content(
            try DutyAPI.part(law, progress, office), type: "application/json",
            fileName: "\(progress.incident.label(office.short))-\(law.id).json")
    }
}
