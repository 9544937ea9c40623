internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// The queue: what came in and what is under way, narrowed, searched and worked on many at a time.
struct QueuePages: Sendable {
    let office: CaseOffice

    static let length = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases", .permission(.casesRead)) { try await QueuePage(office: office, request: $0).page() }
        routes.get(.desk, "/cases/new", .permission(.casesWork)) { try newPage($0, errors: [:]) }
        routes.post(.desk, "/cases/new", .permission(.casesWork)) { try await open($0) }
        routes.post(.desk, "/cases/bulk", .permission(.casesWork)) { try await bulk($0) }
        routes.post(.desk, "/cases/views", .permission(.casesRead)) { try await keepView($0) }
        routes.post(.desk, "/cases/views/:view/remove", .permission(.casesRead)) { try await removeView($0) }
    }

    // MARK: - Opening by hand

    private struct FormView: Sendable {
        let head: Parts.Head
        let form: Parts.Form
    }

    private func newPage(_ request: WebRequest, errors: [String: String]) throws -> Page {
        let words = request.words
        let given = errors.isEmpty ? request.query : request.form
        var title = Parts.Field("title", words["cases.field.title"], value: given["title"], error: errors["title"], isRequired: true)
        title.maxlength = 300
        let fields = [
            title,
            Parts.Field(
                "text", words["cases.new.text"], .area(rows: 10), value: given.text("text"), hint: words["cases.new.textHint"],
                error: errors["text"]),
            Parts.Field(
                "kind", words["cases.field.kind"], .radio,
                options: Case.Kind.allCases.map { ($0.rawValue, words["cases.kind.\($0.rawValue)"]) },
                selected: [given["kind"] ?? Case.Kind.incident.rawValue]),
            CaseFields.type(given["type"], words), CaseFields.severity(given["severity"] ?? Severity.medium.name, words),
            CaseFields.tlp(given["tlp"].flatMap { TLP($0) } ?? .amber, words), CaseFields.urgency(given["urgency"], words),
        ]
        var form = Parts.Form("/cases/new", fields: fields, submit: words["cases.new.open"], cancel: "/cases")
        if let origin = given["origin"] { form.hidden = [.init("origin", origin), .init("path", given["path"] ?? "")] }
        let head = Parts.Head(words["cases.new.title"], lead: words["cases.new.lead"], crumbs: [.init(words["cases.list.title"], "/cases")])
        return Page(
            "cases/form", FormView(head: head, form: form), title: words["cases.new.title"],
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func open(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        guard let title = form["title"] else { return try newPage(request, errors: ["title": request.words["common.form.required"]]) }
        let person = try request.personName()
        let asker = try request.asker().id
        let beginning = CaseStore.Beginning(
            origin: form["origin"].flatMap { $0.hasPrefix("finding:") && $0.utf8.count <= 100 ? $0 : nil },
            title: String(title.prefix(300)), text: form.words("text") ?? "",
            kind: form["kind"].flatMap(Case.Kind.init(rawValue:)) ?? .incident, type: form["type"].flatMap { IncidentType($0)?.name },
            severity: form["severity"].flatMap { Severity($0) } ?? .medium, tlp: form["tlp"].flatMap { TLP($0) } ?? .amber,
            urgency: form["urgency"].flatMap { Case.urgencies.contains($0) ? $0 : nil },
            path: form["path"].flatMap { Redirect.isLocal($0) ? $0 : nil }, received: request.now)
        let found = try await office.write { database in
            if let origin = beginning.origin, let known = try CaseStore.one(ofOrigin: origin, database) { return known }
            let found = try CaseStore.open(beginning, by: person, at: request.now, database)
            // Who opens a case by hand has taken it up.
            try CaseStore.apply(.accept, to: found.id, by: person, at: request.now, database)
            try CaseStore.change(found.id, [.assignee(asker), .lead(asker)], by: person, at: request.now, database)
            return found
        }
        return Redirect(
            "/cases/\(found.name)", flash: Flash(.done, request.words.text("cases.new.done", ["name": office.number(found.name)])))
    }

    // MARK: - Many at a time

    /// What can be done to many cases at once.
    enum BulkAct: String, CaseIterable {
        case accept, take, assign, wait, watch, resolved, unfounded, forwarded, outOfScope = "out-of-scope"
    }

    private func bulk(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        let back = form["back"].flatMap { $0.hasPrefix("/cases") ? $0 : nil } ?? "/cases"
        guard let act = form["act"].flatMap(BulkAct.init(rawValue:)) else {
            return Redirect(back, flash: Flash(.problem, request.words["cases.bulk.noAct"]))
        }
        let names = Array(Set(form.all("case"))).sorted().prefix(500)
        guard !names.isEmpty else { return Redirect(back, flash: Flash(.problem, request.words["cases.bulk.none"])) }
        let (asker, person, now) = (try request.asker().id, try request.personName(), request.now)
        let (done, left) = try await office.write { database in
            var (done, left) = (0, 0)
            for name in names {
                guard let found = try CaseStore.one(named: name, database) else { continue }
                do {
                    try Self.apply(act, to: found, assignee: form["person"], text: form.words("text") ?? "", asker, person, now, database)
                    done += 1
                } catch is CaseMistake {
                    left += 1
                }
            }
            return (done, left)
        }
        let text =
            request.words.text("cases.bulk.done", count: done)
            + (left == 0 ? "" : " " + request.words.text("cases.bulk.left", count: left))
        return Redirect(back, flash: Flash(left == 0 ? .done : .note, text))
    }

    private static func apply(
        _ act: BulkAct, to found: Case, assignee: String?, text: String, _ asker: String, _ person: String, _ now: Instant,
        _ database: Database
    ) throws {
        switch act {
        case .accept:
            try CaseStore.apply(.accept, to: found.id, text: text, by: person, at: now, database)
        case .take, .assign:
            guard found.isOpen else { throw CaseMistake.notNow(name: found.name, state: found.state, event: .accept) }
            let who = act == .take ? asker : assignee
            try CaseStore.change(found.id, [.assignee(who)], note: text, by: person, at: now, database)
            if act == .take, found.state == .new { try CaseStore.apply(.accept, to: found.id, by: person, at: now, database) }
        case .wait: try CaseStore.apply(.wait, to: found.id, text: text, by: person, at: now, database)
        case .watch: try CaseStore.watch(found.id, person: asker, isOn: true, by: person, at: now, database)
        case .resolved, .unfounded, .forwarded, .outOfScope:
            try CaseStore.apply(
                .close, to: found.id, closing: Case.Closing(rawValue: act.rawValue), text: text, by: person, at: now, database)
        }
    }

    // MARK: - Saved filters

    private func keepView(_ request: WebRequest) async throws -> any Answer {
        let query = request.form.text("query")
        let back = "/cases" + (query.hasPrefix("?") ? query : "")
        guard let name = request.form["name"], query.utf8.count <= 1_000 else {
            return Redirect(back, flash: Flash(.problem, request.words["cases.view.noName"]))
        }
        let asker = try request.asker().id
        try await office.write { database in
            try database.execute(
                sql: "INSERT INTO cases_view (person, name, query, is_shared, made) VALUES (?, ?, ?, ?, ?)",
                arguments: [asker, String(name.prefix(60)), query, request.form.has("shared"), request.now.microseconds])
        }
        return Redirect(back, flash: Flash(.done, request.words["cases.view.kept"]))
    }

    private func removeView(_ request: WebRequest) async throws -> any Answer {
        let asker = try request.asker().id
        try await office.write { database in
            try database.execute(
                sql: "DELETE FROM cases_view WHERE id = ? AND person = ?", arguments: [Int64(request["view"]) ?? 0, asker])
        }
        return Redirect("/cases")
    }
}
