internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Incidents as the organisation that reports them sees them: what is due, drafts, what was said, receipts, and the centre's answers.
struct DutyPortalPages: Sendable {
    let office: ReportingOffice
    private var duty: DutyOffice { DutyOffice(office: office) }
    private static let length = 50

    func routes(_ routes: inout Routes) {
        routes.get(.portal, "/incidents", .owner) { try await list($0) }
        routes.get(.portal, "/incidents/new", .owner) { try await new($0, error: nil) }
        routes.post(.portal, "/incidents/new", .owner) { try await open($0) }
        routes.get(.portal, "/incidents/:id", .owner) { request in try await page(own(request), request) }
        routes.post(.portal, "/incidents/:id/words", .owner) { try await words($0) }
        routes.get(.portal, "/incidents/:id/:stage", .owner) { request in
            let progress = try await own(request)
            return form(progress, try stage(request, progress), request, body: nil, faults: [])
        }
        routes.post(.portal, "/incidents/:id/:stage", .owner) { try await say($0) }
        routes.get(.portal, "/incidents/:id/:stage/receipt.json", .owner) { request in
            let (progress, stage, receipt) = try await receipt(request)
            return Content(
                try office.signer.signed(receipt), type: "application/jose+json",
                fileName: "\(progress.incident.label(office.short))-\(stage.rawValue).receipt.json")
        }
        routes.get(.portal, "/incidents/:id/:stage/receipt.pdf", .owner) { request in
            let (progress, stage, receipt) = try await receipt(request)
            let paper = DutyPaper(
                progress: progress, stage: stage, receipt: receipt, signed: try office.signer.signed(receipt), words: request.words,
                zone: request.zone, house: office.short)
            return Content(
                try paper.pdf(), type: "application/pdf", fileName: "\(progress.incident.label(office.short))-\(stage.rawValue).pdf")
        }
    }

    // MARK: - Who sees what

    /// The incident of the address, where the asker speaks for its organisation. Any other looks as if it did not exist.
    private func own(_ request: WebRequest) async throws -> DutyProgress {
        let owners = try request.asker().owners
        guard let progress = try await duty.progress(request["id"]), owners.contains(progress.incident.owner) else {
            throw WebProblem.notFound
        }
        return progress
    }

    private func stage(_ request: WebRequest, _ progress: DutyProgress) throws -> DutyStage {
        guard let stage = DutyStage(rawValue: request["stage"]), progress.stages.contains(stage) else { throw WebProblem.notFound }
        return stage
    }

    private func receipt(_ request: WebRequest) async throws -> (DutyProgress, DutyStage, DutyOffice.Receipt) {
        let progress = try await own(request)
        let stage = try stage(request, progress)
        guard let receipt = try duty.receipt(progress, stage) else { throw WebProblem.notFound }
        return (progress, stage, receipt)
    }

    private func cards(_ request: WebRequest) async throws -> [OwnerCard] {
        var cards: [OwnerCard] = []
        for owner in try request.asker().owners { if let card = try await office.owners.owner(owner) { cards.append(card) } }
        guard !cards.isEmpty else { throw WebProblem.forbidden }
        return cards
    }

    // MARK: - List

    private struct ListView: Sendable {
        let head: Parts.Head
        let table: Parts.Table
    }

    private func list(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let wish = DutyStore.Wish(owners: try request.asker().owners, before: request.query.number("before").map(Int64.init))
        let rows = try await office.house.records.read { database in
            try DutyStore.incidents(wish, limit: Self.length + 1, database).map { try duty.progress($0, database) }
        }
        let title = words["reporting.duty.mine"]
        var table = Parts.Table(
            id: "incidents", caption: title,
            columns: [
                .init(words["reporting.duty.incident"]), .init(words["reporting.duty.kind"]), .init(words["reporting.duty.next"]),
                .init(words["reporting.duty.due"]),
            ],
            rows: rows.prefix(Self.length).map { progress in
                let incident = progress.incident
                let next = progress.next
                let due = next.flatMap(progress.due)
                return Parts.Table.Row([
                    .init(
                        incident.title.isEmpty ? words["reporting.duty.untitled"] : incident.title, href: "/incidents/\(incident.id)",
                        isRow: true,
                        isHead: true, sub: "\(incident.label(office.short)) · \(incident.reference)"),
                    .init(tags: [words.mark(incident.kind)] + words.flags(incident)),
                    .init(next.map { words["reporting.stage.\($0.rawValue)"] } ?? words["reporting.duty.complete"]),
                    .init(tags: due.map { [words.dueTag($0, done: nil, now: request.now)] } ?? []),
                ])
            }, empty: Parts.Empty(words["reporting.duty.none"], text: words["reporting.duty.noneText"], icon: "flag"))
        if rows.count > Self.length, let last = rows.dropLast().last {
            table.pager = Parts.Pager(previous: nil, next: "/incidents?before=\(last.incident.number)")
        }
        return Page(
            "reporting/incidents",
            ListView(
                head: Parts.Head(
                    title, lead: words["reporting.duty.mineLead"],
                    actions: [Parts.Action(words["reporting.duty.new"], href: "/incidents/new", icon: "plus", isPrimary: true)]),
                table: table),
            title: title)
    }

    // MARK: - A new one

    private struct FormView: Sendable {
        let head: Parts.Head
        let note: String?
        let form: Parts.Form
    }

    private func new(_ request: WebRequest, error: [String: String]?) async throws -> Page {
        let words = request.words
        let cards = try await cards(request)
        var fields: [Parts.Field] = []
        if cards.count > 1 {
            fields.append(
                Parts.Field(
                    "owner", words["reporting.duty.organisation"], options: cards.map { ($0.id, $0.name(in: words.code)) },
                    selected: [request.form["owner"] ?? cards[0].id]))
        }
        fields.append(
            Parts.Field(
                "kind", words["reporting.duty.kind"], .radio,
                options: DutyIncident.Kind.allCases.map { ($0.rawValue, words["reporting.kind.\($0.rawValue)"]) },
                selected: [request.form["kind"] ?? "incident"], hint: words["reporting.duty.kindHint"]))
        fields.append(
            Parts.Field(
                "reference", words["reporting.duty.reference"], value: request.form["reference"],
                hint: words["reporting.duty.referenceHint"],
                error: error?["reference"]))
        fields.append(
            Parts.Field(
                "aware", words["reporting.duty.aware"], .line("datetime-local"),
                value: request.form["aware"] ?? local(request.now, request.zone),
                hint: words["reporting.duty.awareHint"], error: error?["aware"], isRequired: true))
        let laws = office.settings.laws.filter { law in cards.contains { law.binds(sector: $0.sector) } }
        fields.append(
            Parts.Field(
                "law", words["reporting.duty.laws"], .choices,
                options: laws.map { ($0.id, "\($0.name(in: words.code)) (\($0.authority(in: words.code)))") },
                selected: request.form.fields.isEmpty ? Set(laws.map(\.id)) : Set(request.form.all("law")),
                hint: words["reporting.duty.lawsHint"]))
        let title = words["reporting.duty.new"]
        return Page(
            "reporting/incident-form",
            FormView(
                head: Parts.Head(
                    title, lead: words["reporting.duty.newLead"], crumbs: [Parts.Link(words["reporting.duty.mine"], "/incidents")]),
                note: nil,
                form: Parts.Form(
                    "/incidents/new", fields: fields, submit: words["reporting.duty.begin"], cancel: "/incidents",
                    hidden: [Parts.Hidden("own", request.form["own"] ?? Token.random(bytes: 6))])), title: title,
            status: error == nil ? .ok : .unprocessableContent)
    }

    private func open(_ request: WebRequest) async throws -> any Answer {
        let cards = try await cards(request)
        let chosen = request.form["owner"]
        guard let owner = chosen == nil ? cards.first : cards.first(where: { $0.id == chosen }) else { throw WebProblem.forbidden }
        guard let kind = DutyIncident.Kind(rawValue: request.form["kind"] ?? "incident") else { throw WebProblem.badRequest("kind") }
        guard let aware = request.form["aware"].flatMap({ moment($0, request.zone) }), aware <= request.now + .seconds(300) else {
            return try await new(request, error: ["aware": request.words["reporting.duty.awareWrong"]])
        }
        // Whoever names none gets one from the form, so that sending it twice opens one incident.
        let reference = request.form["reference"].map { String($0.prefix(100)) } ?? "web-\(request.form["own"]?.prefix(20) ?? "")"
        let laws = duty.laws(for: owner, named: request.form.all("law")).map(\.id)
        let incident = try await duty.open(
            owner: owner, reference: reference, kind: kind, aware: aware, laws: kind.isDuty ? laws : [], language: request.words.code)
        return Redirect("/incidents/\(incident.id)/\(DutyStage.earlyWarning.rawValue)")
    }

    // MARK: - One incident

    private struct View: Sendable {
        let head: Parts.Head
        let stages: Parts.Table
        let facts: Parts.Facts
        let known: Parts.Facts?
        let conversation: Parts.Timeline?
        let form: Parts.Form
    }

    private func page(_ progress: DutyProgress, _ request: WebRequest) async throws -> Page {
        let words = request.words
        let incident = progress.incident
        let messages = try await office.house.records.read { try ReportStore.messages(of: incident.subject, $0) }
        var head = Parts.Head(
            incident.title.isEmpty ? words["reporting.duty.untitled"] : incident.title,
            crumbs: [Parts.Link(words["reporting.duty.mine"], "/incidents")])
        head.tags = [words.mark(incident.kind)] + words.flags(incident)
        if let next = progress.next {
            head.actions = [
                Parts.Action(
                    words.text("reporting.duty.fill", ["stage": words["reporting.stage.\(next.rawValue)"]]),
                    href: "/incidents/\(incident.id)/\(next.rawValue)", icon: "edit", isPrimary: true)
            ]
        }
        let conversation = words.timeline(messages, zone: request.zone, isInside: false)
        let known = words.facts(progress.known)
        var text = Parts.Field("text", words["reporting.mailbox.text"], .area(rows: 3), isRequired: true)
        text.isBare = true
        let view = View(
            head: head,
            stages: words.stageTable(progress, zone: request.zone, now: request.now) { stage in
                (
                    words[progress.submitted[stage] == nil ? "reporting.duty.fillIn" : "reporting.duty.correct"],
                    "/incidents/\(incident.id)/\(stage.rawValue)"
                )
            } receipts: { stage in
                [
                    Parts.Link("PDF", "/incidents/\(incident.id)/\(stage.rawValue)/receipt.pdf"),
                    Parts.Link("JSON", "/incidents/\(incident.id)/\(stage.rawValue)/receipt.json"),
                ]
            }, facts: words.facts(incident, office, zone: request.zone, now: request.now), known: known.facts.isEmpty ? nil : known,
            conversation: conversation.items.isEmpty ? nil : conversation,
            form: Parts.Form(
                "/incidents/\(incident.id)/words", fields: [text], submit: words["reporting.mailbox.send"],
                hidden: [Parts.Hidden("ticket", Token.random(bytes: 9))]))
        return Page("reporting/incident", view, title: head.title)
    }

    private func words(_ request: WebRequest) async throws -> any Answer {
        let incident = try await own(request).incident
        guard let text = request.form["text"].map({ String($0.prefix(20_000)) }) else { return Redirect("/incidents/\(incident.id)") }
        let name = try request.asker().name
        let ticket = request.form["ticket"].map { "\(incident.id).\($0.prefix(40))" }
        try await office.house.records.write { database in
            let message = try ReportStore.say(
                text, in: incident.subject, by: .reporter, way: .portal, name: name, at: request.now, ticket: ticket, database)
            guard let message, incident.caseReference != nil else { return }
            _ = try office.cases?.add(
                CaseNote(id: "\(incident.subject):\(message)", text: text, party: "owner:\(incident.owner)", received: request.now),
                toCaseOf: incident.subject, in: database)
        }
        return Redirect("/incidents/\(incident.id)", flash: Flash(.done, request.words["reporting.mailbox.sent"]))
    }

    // MARK: - A stage

    private func form(
        _ progress: DutyProgress, _ stage: DutyStage, _ request: WebRequest, body given: DutyBody?, faults: [DutyFault]
    ) -> Page {
        let words = request.words
        let incident = progress.incident
        // What was said before stands there already: each stage only adds.
        let body = given ?? progress.draft(stage)?.body ?? progress.submittedStatement(stage)?.body ?? progress.known
        let wrong = Dictionary(faults.map { ($0.field, words["reporting.fault.\($0.fault)"]) }) { first, _ in first }
        let fields = DutyField.of(stage).map { DutyFormField.part($0, stage: stage, value: body[$0.name], error: wrong[$0.name], words) }
        let title = words["reporting.stage.\(stage.rawValue)"]
        var form = Parts.Form(
            "/incidents/\(incident.id)/\(stage.rawValue)", fields: fields, submit: words["reporting.duty.submit"],
            cancel: "/incidents/\(incident.id)")
        form.problems = fields.compactMap { field in field.error.map { .init(id: field.id, text: "\(field.label): \($0)") } }
        var note: String?
        if let due = progress.due(stage) {
            note = words.text("reporting.duty.dueAt", ["time": words.dateTime(due, zone: request.zone)])
        }
        let head = Parts.Head(
            title, lead: words["reporting.stageLead.\(stage.rawValue)"],
            crumbs: [
                Parts.Link(words["reporting.duty.mine"], "/incidents"),
                Parts.Link(incident.label(office.short), "/incidents/\(incident.id)"),
            ])
        return Page(
            "reporting/stage-form", FormView(head: head, note: note, form: form), title: title,
            status: faults.isEmpty ? .ok : .unprocessableContent)
    }

    private func say(_ request: WebRequest) async throws -> any Answer {
        let progress = try await own(request)
        let stage = try stage(request, progress)
        let isDraft = request.form["act"] == "draft"
        let (body, unreadable) = DutyFormField.body(request.form, stage: stage)
        let faults = unreadable + DutyCheck.faults(body, stage: stage, isComplete: !isDraft)
        guard faults.isEmpty else { return form(progress, stage, request, body: body, faults: faults) }
        let asker = try request.asker()
        _ = try await duty.say(body, stage: stage, of: progress.incident.id, isSubmitted: !isDraft, by: asker.name)
        return Redirect(
            "/incidents/\(progress.incident.id)",
            flash: Flash(.done, request.words[isDraft ? "reporting.duty.drafted" : "reporting.duty.submittedText"]))
    }

    private func local(_ moment: Instant, _ zone: Zone) -> String {
        let iso = (moment + .seconds(zone.offset(at: moment))).iso8601
        return String(iso.prefix(16))
    }

    /// A time as a browser's field gives it, in the centre's zone.
    private func moment(_ text: String, _ zone: Zone) -> Instant? {
        let text = String(text.prefix(16))
        guard text.count == 16, let local = Instant(text + ":00Z") else { return nil }
        return local - .seconds(zone.offset(at: local))
    }
}
