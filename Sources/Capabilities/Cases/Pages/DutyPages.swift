internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// Who has duty, and what one shift leaves to the next.
struct DutyPages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/duty", .permission(.casesRead)) { try await page($0, errors: [:]) }
        routes.post(.desk, "/cases/duty/shifts", .permission(.casesDuty)) { try await addShift($0) }
        routes.post(.desk, "/cases/duty/shifts/:shift/remove", .permission(.casesDuty)) { try await removeShift($0) }
        routes.post(.desk, "/cases/duty/hand-over", .permission(.casesWork)) { try await handOver($0) }
        routes.post(.desk, "/cases/duty/hand-over/:note/take", .permission(.casesWork)) { try await take($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let figures: Parts.Figures
        let cases: Parts.Table
        let note: Parts.Form?
        let notes: Parts.Timeline
        let none: Parts.Empty?
        let shifts: Parts.Table
        let shift: Parts.Form?
    }

    private struct Found: Sendable {
        let onDuty: [Shift]
        let shifts: [Shift]
        let notes: [HandOverNote]
        let since: Instant
        let figures: HandOverFigures
        let changed: [Case]
        let people: [String: String]
    }

    private func page(_ request: WebRequest, errors: [String: String]) async throws -> any Answer {
        let (words, now) = (request.words, request.now)
        let found = try await office.read { database in
            let since = try DutyStore.since(now, database)
            return Found(
                onDuty: try DutyStore.onDuty(at: now, database), shifts: try DutyStore.shifts(from: now, database),
                notes: try DutyStore.notes(limit: 10, database), since: since,
                figures: try DutyStore.figures(since: since, now: now, database), changed: try Self.changed(since: since, database),
                people: Dictionary(try CaseStore.people(database)) { first, _ in first })
        }
        let names = found.onDuty.map { words.person($0.person, found.people) + " (" + words["cases.shift.\($0.place.rawValue)"] + ")" }
        var head = Parts.Head(
            words["cases.duty.title"],
            lead: names.isEmpty
                ? words["cases.duty.nobody"] : words.text("cases.duty.now", ["names": names.joined(separator: ", ")]),
            crumbs: [.init(words["cases.list.title"], "/cases")])
        head.tags = [Parts.Tag(words.text("cases.duty.since", ["time": words.dateTime(found.since, zone: request.zone)]), icon: "clock")]
        let may = (work: request.principal?.may(.casesWork) == true, duty: request.principal?.may(.casesDuty) == true)
        let text = Parts.Field(
            "text", words["cases.duty.noteText"], .area(rows: 6), value: request.form["text"], hint: words["cases.duty.noteHint"],
            error: errors["text"], isRequired: true)
        let view = View(
            head: head, figures: figures(found.figures, words), cases: cases(found, request),
            note: may.work ? Parts.Form("/cases/duty/hand-over", fields: [text], submit: words["cases.duty.handOver"]) : nil,
            notes: Parts.Timeline(found.notes.map { line($0, may.work, request) }),
            none: found.notes.isEmpty ? Parts.Empty(words["cases.duty.noNotes"], icon: "conversation") : nil,
            shifts: shifts(found, may.duty, request), shift: may.duty ? shiftForm(found, errors, request) : nil)
        return Page("cases/duty", view, title: words["cases.duty.title"], status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// Open cases in which something happened since the last note, the worst first.
    private static func changed(since: Instant, _ database: Database) throws -> [Case] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM (SELECT * FROM cases_case INDEXED BY cases_case_touched WHERE touched >= ? AND is_open = 1
                    ORDER BY touched DESC LIMIT 200) ORDER BY priority DESC, touched DESC LIMIT 40
                """, arguments: [since.microseconds]
        ).map(CaseStore.read)
    }

    private func figures(_ figures: HandOverFigures, _ words: Words) -> Parts.Figures {
        func figure(_ key: String, _ value: Int, _ place: String?) -> Parts.Figure {
            Parts.Figure(words["cases.duty.\(key)"], words.number(value), href: place.map { "/cases?place=\($0)" })
        }
        var overdue = figure("overdue", figures.overdue, "overdue")
        if figures.overdue > 0 { overdue.state = "bad" }
        return Parts.Figures([
            figure("opened", figures.opened, nil), figure("closed", figures.closed, "closed"), figure("new", figures.new, "new"),
            figure("open", figures.open, "open"), overdue,
        ])
    }

    private func cases(_ found: Found, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        return Parts.Table(
            id: "changed", caption: words["cases.duty.changed"],
            columns: [
                .init(words["cases.field.title"]), .init(words["cases.field.severity"]), .init(words["cases.field.state"]),
                .init(words["cases.field.assignee"]), .init(words["cases.duty.touched"]),
            ],
            rows: found.changed.map { one in
                Parts.Table.Row([
                    .init(one.title, href: "/cases/\(one.name)", isRow: true, isHead: true, sub: one.name),
                    .init(severity: words.mark(one.severity)), .init(tags: [words.mark(one)] + words.warnings(one, at: request.now)),
                    .init(words.person(one.assignee, found.people)), .init(time: words.mark(one.touched, zone: request.zone)),
                ])
            }, empty: Parts.Empty(words["cases.duty.quiet"], icon: "case"))
    }

    private func line(_ note: HandOverNote, _ canWork: Bool, _ request: WebRequest) -> Parts.Timeline.Item {
        let words = request.words
        let figures = note.figures
        let counts = words.text(
            "cases.duty.counts",
            ["opened": "\(figures.opened)", "closed": "\(figures.closed)", "open": "\(figures.open)", "overdue": "\(figures.overdue)"])
        var item = Parts.Timeline.Item(
            words["cases.duty.note"], icon: "conversation", time: words.mark(note.time, zone: request.zone), actor: note.person,
            text: counts, quote: note.text)
        if let receiver = note.receiver {
            item.tags = [Parts.Tag(words.text("cases.duty.takenBy", ["name": receiver]), .good, icon: "check")]
        } else if canWork, request.principal?.name != note.person {
            item.actions = [
                Parts.Action(words["cases.duty.take"], post: "/cases/duty/hand-over/\(note.id)/take", icon: "check", isPrimary: true)
            ]
        } else {
            item.tags = [Parts.Tag(words["cases.duty.notTaken"], .warn)]
        }
        return item
    }

    private func shifts(_ found: Found, _ canChange: Bool, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        return Parts.Table(
            id: "shifts", caption: words["cases.duty.roster"],
            columns: [
                .init(words["cases.duty.who"]), .init(words["cases.duty.place"]), .init(words["cases.duty.from"]),
                .init(words["cases.duty.to"]), .init(words["common.action.delete"], isLabelHidden: true),
            ],
            rows: found.shifts.map { shift in
                Parts.Table.Row(
                    [
                        .init(words.person(shift.person, found.people), isHead: true), .init(words["cases.shift.\(shift.place.rawValue)"]),
                        .init(time: words.mark(shift.starts, zone: request.zone)), .init(time: words.mark(shift.ends, zone: request.zone)),
                        canChange
                            ? .init(
                                action: Parts.Action(
                                    words["common.action.delete"], post: "/cases/duty/shifts/\(shift.id)/remove", isPlain: true,
                                    isSmall: true)) : .init(),
                    ], isStrong: shift.starts <= request.now)
            }, empty: Parts.Empty(words["cases.duty.noShifts"], text: words["cases.duty.noShiftsText"], icon: "calendar"))
    }

    private func shiftForm(_ found: Found, _ errors: [String: String], _ request: WebRequest) -> Parts.Form {
        let words = request.words
        let people = found.people.map { (id: $0.key, name: $0.value) }.sorted { $0.name < $1.name }
        let places: [(value: String, label: String)] = Shift.Place.allCases.map { ($0.rawValue, words["cases.shift.\($0.rawValue)"]) }
        let zone = words.text("cases.deadlines.zone", ["zone": request.zone.name])
        return Parts.Form(
            "/cases/duty/shifts",
            fields: [
                Parts.Field(
                    "person", words["cases.duty.who"], options: people.map { ($0.id, $0.name) }, selected: [request.form["person"] ?? ""],
                    hint: words["cases.duty.whoHint"], error: errors["person"], isRequired: true),
                Parts.Field("place", words["cases.duty.place"], options: places, selected: [request.form["place"] ?? "first"]),
                Parts.Field(
                    "starts", words["cases.duty.from"], .line("datetime-local"), value: request.form["starts"], hint: zone,
                    error: errors["starts"], isRequired: true),
                Parts.Field(
                    "ends", words["cases.duty.to"], .line("datetime-local"), value: request.form["ends"], error: errors["ends"],
                    isRequired: true),
            ], submit: words["cases.duty.addShift"])
    }

    // MARK: - What people do

    private func addShift(_ request: WebRequest) async throws -> any Answer {
        let (form, words) = (request.form, request.words)
        let (starts, ends) = (form.moment("starts", zone: request.zone), form.moment("ends", zone: request.zone))
        var errors: [String: String] = [:]
        if form["person"] == nil { errors["person"] = words["common.form.required"] }
        if starts == nil { errors["starts"] = words["common.form.required"] }
        if ends == nil { errors["ends"] = words["common.form.required"] }
        if let starts, let ends, ends <= starts || ends - starts > .seconds(7 * 86_400) { errors["ends"] = words["cases.duty.wrongEnd"] }
        guard errors.isEmpty, let starts, let ends, let person = form["person"] else { return try await page(request, errors: errors) }
        let (maker, now) = (try request.personName(), request.now)
        let place = form["place"].flatMap(Shift.Place.init(rawValue:)) ?? .first
        try await office.write { try DutyStore.add(person, place: place, starts: starts, ends: ends, by: maker, at: now, $0) }
        return Redirect("/cases/duty", flash: Flash(.done, words["cases.act.done"]))
    }

    private func removeShift(_ request: WebRequest) async throws -> any Answer {
        let shift = Int64(request["shift"]) ?? 0
        try await office.write { try DutyStore.remove(shift, $0) }
        return Redirect("/cases/duty", flash: Flash(.done, request.words["cases.act.done"]))
    }

    private func handOver(_ request: WebRequest) async throws -> any Answer {
        guard let text = request.form.words("text") else {
            return try await page(request, errors: ["text": request.words["common.form.required"]])
        }
        let (person, now) = (try request.personName(), request.now)
        try await office.write { database in
            try DutyStore.handOver(text, since: try DutyStore.since(now, database), by: person, at: now, database)
        }
        return Redirect("/cases/duty", flash: Flash(.done, request.words["cases.duty.handed"]))
    }

    private func take(_ request: WebRequest) async throws -> any Answer {
        let (person, now, note) = (try request.personName(), request.now, Int64(request["note"]) ?? 0)
        let isTaken = try await office.write { try DutyStore.receive(note, by: person, at: now, $0) }
        return Redirect(
            "/cases/duty", flash: Flash(isTaken ? .done : .problem, request.words[isTaken ? "cases.duty.taken" : "cases.duty.cannotTake"]))
    }
}
