internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// One case: its story, its facts, and what can be done with it.
struct CasePages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/:case", .permission(.casesRead)) { try await StoryPage(office: office, request: $0).page() }
        routes.post(.desk, "/cases/:case/note", .permission(.casesWork)) { try await note($0) }
        routes.post(.desk, "/cases/:case/act", .permission(.casesWork)) { try await act($0) }
        routes.get(.desk, "/cases/:case/edit", .permission(.casesWork)) { try await editPage($0) }
        routes.post(.desk, "/cases/:case/edit", .permission(.casesWork)) { try await edit($0) }
        routes.get(.desk, "/cases/:case/close", .permission(.casesWork)) { try await closePage($0, error: nil) }
        routes.post(.desk, "/cases/:case/close", .permission(.casesWork)) { try await close($0) }
        routes.post(.desk, "/cases/:case/watch", .permission(.casesRead)) { try await watch($0) }
    }

    private struct FormView: Sendable {
        let head: Parts.Head
        let form: Parts.Form
    }

    // MARK: - Notes and states

    private func note(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let text = request.form.words("text") else {
            return Redirect("/cases/\(found.name)", flash: Flash(.problem, request.words["common.form.required"]))
        }
        let (person, now) = (try request.personName(), request.now)
        let count = try await office.write { database in
            let entry = try CaseStore.add(.init(.note, text: text), to: found.id, by: person, at: now, database)
            try CaseStore.acknowledge(found.id, by: person, at: now, database)
            return try CaseStore.note(observablesIn: text, of: found.id, entry: entry, by: person, at: now, database)
        }
        let flash = count == 0 ? request.words["cases.note.done"] : request.words.text("cases.note.doneWith", count: count)
        return Redirect("/cases/\(found.name)", flash: Flash(.done, flash))
    }

    private func act(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let (person, asker, now) = (try request.personName(), try request.asker().id, request.now)
        let wanted = request.form.text("act")
        do {
            try await office.write { database in
                if wanted == "take" {
                    try CaseStore.change(found.id, [.assignee(asker)], by: person, at: now, database)
                    if found.state == .new { try CaseStore.apply(.accept, to: found.id, by: person, at: now, database) }
                } else if let event = Case.Event(rawValue: wanted), event != .close, event != .merge {
                    try CaseStore.apply(event, to: found.id, text: request.form.words("text") ?? "", by: person, at: now, database)
                    if event == .reopen { try CaseStore.restartDeadlines(of: found.id, by: person, at: now, database) }
                } else {
                    throw WebProblem.badRequest("act")
                }
            }
        } catch let mistake as CaseMistake {
            return Redirect("/cases/\(found.name)", flash: Flash(.problem, mistake.sentence(request.words)))
        }
        return Redirect("/cases/\(found.name)", flash: Flash(.done, request.words["cases.act.done"]))
    }

    private func watch(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let (person, asker, now) = (try request.personName(), try request.asker().id, request.now)
        let isOn = request.form["on"] == "1"
        try await office.write { try CaseStore.watch(found.id, person: asker, isOn: isOn, by: person, at: now, $0) }
        return Redirect("/cases/\(found.name)")
    }

    // MARK: - Facts

    private func editPage(_ request: WebRequest, error: String? = nil) async throws -> Page {
        let found = try await office.found(request)
        let people = try await office.read { try CaseStore.people($0).map { [$0.id, $0.name] } }.map { (id: $0[0], name: $0[1]) }
        let owners = try await office.owners.owners()
        let words = request.words
        var title = Parts.Field("title", words["cases.field.title"], value: found.title, error: error, isRequired: true)
        title.maxlength = 300
        let named = owners.map { (value: $0.id, label: $0.name(in: words.code)) }.sorted { $0.label < $1.label }
        let embargo = Parts.Field(
            "embargo", words["cases.field.embargo"], .line("datetime-local"), value: found.embargo.map(request.zone.field),
            hint: words.text("cases.field.embargoHint", ["zone": request.zone.name]))
        let fields = [
            title,
            Parts.Field(
                "kind", words["cases.field.kind"], .radio,
                options: Case.Kind.allCases.map { ($0.rawValue, words["cases.kind.\($0.rawValue)"]) }, selected: [found.kind.rawValue]),
            CaseFields.type(found.type, words), CaseFields.severity(found.severity.name, words), CaseFields.urgency(found.urgency, words),
            CaseFields.tlp(found.tlp, words), CaseFields.pap(found.pap, words),
            Parts.Field(
                "organisation", words["cases.field.organisation"], options: [("", words["cases.word.nobody"])] + named,
                selected: [found.organisation ?? ""]), CaseFields.sector(found.sector, words),
            CaseFields.person("lead", words["cases.field.lead"], found.lead, people, words, none: words["cases.word.nobody"]),
            CaseFields.person("assignee", words["cases.field.assignee"], found.assignee, people, words, none: words["cases.word.nobody"]),
            embargo, Parts.Field("note", words["cases.field.why"], .area(rows: 2)),
        ]
        let form = Parts.Form(
            "/cases/\(found.name)/edit", fields: fields, submit: words["common.action.save"], cancel: "/cases/\(found.name)")
        return Page(
            "cases/form", FormView(head: office.smallHead(found, words["cases.edit.title"], request), form: form), title: found.title,
            status: error == nil ? .ok : .unprocessableContent)
    }

    private func edit(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let form = request.form
        guard let title = form["title"] else { return try await editPage(request, error: request.words["common.form.required"]) }
        let organisation = form["organisation"]
        var sector = form["sector"]
        if let organisation, organisation != found.organisation, sector == nil {
            sector = try await office.owners.owner(organisation)?.sector
        }
        let changes: [CaseChange] = [
            .title(String(title.prefix(300))), .kind(form["kind"].flatMap(Case.Kind.init(rawValue:)) ?? found.kind),
            .type(form["type"].flatMap { IncidentType($0) }), .severity(form["severity"].flatMap { Severity($0) } ?? found.severity),
            .urgency(form["urgency"].flatMap { Case.urgencies.contains($0) ? $0 : nil }),
            .tlp(form["tlp"].flatMap { TLP($0) } ?? found.tlp),
            .pap(form["pap"].flatMap { PAP($0) } ?? found.pap), .organisation(organisation),
            .sector(sector.flatMap { CaseFields.sectors.contains($0) ? $0 : nil }), .lead(form["lead"]), .assignee(form["assignee"]),
            .embargo(form.moment("embargo", zone: request.zone)),
        ]
        let (person, now) = (try request.personName(), request.now)
        let isChanged = try await office.write { database in
            try CaseStore.change(found.id, changes, note: form.words("note") ?? "", by: person, at: now, database)
        }
        return Redirect(
            "/cases/\(found.name)",
            flash: Flash(isChanged ? .done : .note, request.words[isChanged ? "cases.edit.done" : "cases.edit.same"]))
    }

    // MARK: - Closing

    private func closePage(_ request: WebRequest, error: String?) async throws -> Page {
        let found = try await office.found(request)
        let words = request.words
        let closings: [(value: String, label: String)] = Case.Closing.allCases.map { ($0.rawValue, words["cases.closing.\($0.rawValue)"]) }
        var field = Parts.Field(
            "closing", words["cases.close.reason"], .radio, options: closings, selected: [request.form["closing"] ?? "resolved"])
        for index in field.options.indices {
            field.options[index].hint = words["cases.closingMeaning.\(field.options[index].value)"]
        }
        let fields = [
            field,
            Parts.Field(
                "summary", words["cases.field.summary"], .area(rows: 8), value: request.form["summary"] ?? found.summary,
                hint: words["cases.close.summaryHint"], error: error),
            Parts.Field("note", words["cases.field.note"], .area(rows: 3), hint: words["cases.close.noteHint"]),
        ]
        let form = Parts.Form("/cases/\(found.name)/close", fields: fields, submit: words["cases.close.do"], cancel: "/cases/\(found.name)")
        return Page(
            "cases/form", FormView(head: office.smallHead(found, words["cases.close.title"], request), form: form), title: found.title,
            status: error == nil ? .ok : .unprocessableContent)
    }

    private func close(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let form = request.form
        guard let closing = form["closing"].flatMap(Case.Closing.init(rawValue:)) else { throw WebProblem.badRequest("closing") }
        let summary = form.words("summary")
        if closing == .resolved, summary == nil { return try await closePage(request, error: request.words["cases.close.noSummary"]) }
        let (person, now) = (try request.personName(), request.now)
        do {
            try await office.write { database in
                if let summary { try CaseStore.change(found.id, [.summary(summary)], by: person, at: now, database) }
                try CaseStore.apply(
                    .close, to: found.id, closing: closing, text: form.words("note") ?? "", by: person, at: now, database)
            }
        } catch let mistake as CaseMistake {
            return Redirect("/cases/\(found.name)", flash: Flash(.problem, mistake.sentence(request.words)))
        }
        return Redirect("/cases/\(found.name)", flash: Flash(.done, request.words["cases.close.done"]))
    }
}

extension CaseMistake {
    /// What happened, for the person at the desk.
    func sentence(_ words: Words) -> String {
        switch self {
        case .unknown(let name): words.text("cases.mistake.unknown", ["name": name])
        case .notNow(let name, let state, _):
            words.text("cases.mistake.notNow", ["name": name, "state": words["cases.state.\(state.rawValue)"]])
        case .itself(let name): words.text("cases.mistake.itself", ["name": name])
        case .circle(let one, let other): words.text("cases.mistake.circle", ["one": one, "other": other])
        case .notMerged(let name): words.text("cases.mistake.notMerged", ["name": name])
        case .noAddress(let party): words.text("cases.mistake.noAddress", ["party": party])
        case .noSender, .data: description
        }
    }
}

extension CaseOffice {
    /// The case that an address names; one that was joined to another stands for that.
    func found(_ request: WebRequest) async throws -> Case {
        let name = request["case"]
        let found = try await read { database -> Case? in
            guard let found = try CaseStore.one(named: name, database) else { return nil }
            return found.root == found.id ? found : try CaseStore.one(found.root, database)
        }
        guard let found else { throw WebProblem.notFound }
        return found
    }

    /// The top of a page below a case.
    func smallHead(_ found: Case, _ title: String, _ request: WebRequest) -> Parts.Head {
        var head = Parts.Head(
            title, lead: found.title,
            crumbs: [.init(request.words["cases.list.title"], "/cases"), .init(number(found.name), "/cases/\(found.name)")])
        head.tlp = request.words.mark(found.tlp)
        return head
    }
}
