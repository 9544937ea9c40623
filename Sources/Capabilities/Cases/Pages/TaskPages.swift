internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// What is to be done in a case and by when, and the help that was offered.
struct TaskPages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/:case/tasks", .permission(.casesRead)) { try await page($0) }
        routes.post(.desk, "/cases/:case/tasks", .permission(.casesWork)) { try await add($0) }
        routes.post(.desk, "/cases/:case/tasks/:task", .permission(.casesWork)) { try await set($0) }
        routes.post(.desk, "/cases/:case/playbook", .permission(.casesWork)) { try await apply($0) }
        routes.post(.desk, "/cases/:case/deadlines", .permission(.casesWork)) { try await addDeadline($0) }
        routes.post(.desk, "/cases/:case/deadlines/:deadline", .permission(.casesWork)) { try await meet($0) }
        routes.post(.desk, "/cases/:case/assistance", .permission(.casesWork)) { try await offer($0) }
        routes.post(.desk, "/cases/:case/assistance/:assistance", .permission(.casesWork)) { try await decide($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let tasks: [TaskView]
        let none: Parts.Empty?
        let add: Parts.Form?
        let playbook: Parts.Form?
        let deadlines: Parts.Table
        let deadline: Parts.Form?
        let assistance: [AssistanceView]
        let offer: Parts.Form?
    }

    /// A task with its own small form.
    private struct TaskView: Sendable {
        let title: String
        let text: String?
        let marks: [Parts.Tag]
        let result: String?
        let form: Parts.Form?
    }

    private struct AssistanceView: Sendable {
        let title: String
        let text: String
        let marks: [Parts.Tag]
        let result: String?
        let form: Parts.Form?
    }

    private func page(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let canWork = request.principal?.may(.casesWork) == true
        let path = "/cases/\(found.name)"
        let (frame, tasks, deadlines, assistance, parties, people) = try await office.read { database in
            (
                try CaseFrame(office, request, found, database), try CaseStore.tasks(of: found.id, database),
                try CaseStore.deadlines(of: found.id, database), try CaseStore.assistance(of: found.id, database),
                try PartyStore.parties(of: found.id, database), try CaseStore.people(database).map { [$0.id, $0.name] }
            )
        }
        let named = people.map { (id: $0[0], name: $0[1]) }
        let view = View(
            head: frame.head(.tasks), tabs: frame.tabs(.tasks),
            tasks: tasks.map { taskView($0, path, canWork, named, request) },
            none: tasks.isEmpty
                ? Parts.Empty(words["cases.tasks.none"], text: words["cases.tasks.noneText"], icon: "check") : nil,
            add: canWork ? addForm(path, named, words) : nil, playbook: canWork ? playbookForm(found, path, words) : nil,
            deadlines: deadlineTable(deadlines, path, canWork, request), deadline: canWork ? deadlineForm(path, request) : nil,
            assistance: assistance.map { assistanceView($0, parties, path, canWork, request) },
            offer: canWork ? offerForm(path, parties, words) : nil)
        return Page("cases/tasks", view, title: found.title)
    }

    // MARK: - Parts of the page

    private func taskView(
        _ task: CaseTask, _ path: String, _ canWork: Bool, _ people: [(id: String, name: String)], _ request: WebRequest
    ) -> TaskView {
        let words = request.words
        let isOver = task.state == .done || task.state == .skipped
        var marks = [Parts.Tag(words["cases.taskState.\(task.state.rawValue)"], isOver ? .good : task.state == .doing ? .accent : nil)]
        if let playbook = task.playbook, let version = task.version {
            let title = office.playbooks[playbook].map { Playbook.text($0.title, words.code) } ?? playbook
            marks.append(Parts.Tag(words.text("cases.tasks.version", ["name": title, "version": "\(version)"]), icon: "book"))
        }
        if let assignee = task.assignee {
            marks.append(Parts.Tag(people.first { $0.id == assignee }?.name ?? assignee, icon: "person"))
        }
        if let due = task.due, !isOver {
            marks.append(Parts.Tag(words.dateTime(due, zone: request.zone), due < request.now ? .warn : nil, icon: "clock"))
        }
        if let done = task.done { marks.append(Parts.Tag("\(task.doneBy ?? "") · \(words.dateTime(done, zone: request.zone))")) }
        var form: Parts.Form?
        if canWork {
            let states: [(value: String, label: String)] = CaseTask.State.allCases.map {
                ($0.rawValue, words["cases.taskState.\($0.rawValue)"])
            }
            let state = Parts.Field(
                "state-\(task.id)", words["cases.field.state"], options: states, selected: [isOver ? task.state.rawValue : "done"])
            let result = Parts.Field("result-\(task.id)", words["cases.tasks.result"])
            let who = CaseFields.person(
                "assignee-\(task.id)", words["cases.field.assignee"], task.assignee, people, words, none: words["cases.word.nobody"])
            form = Parts.Form("\(path)/tasks/\(task.id)", fields: bare([state, result, who]), submit: words["common.action.save"])
        }
        return TaskView(
            title: task.title(words.code), text: task.text(words.code).isEmpty ? nil : task.text(words.code), marks: marks,
            result: task.result.isEmpty ? nil : task.result, form: form)
    }

    /// Fields that do not say that they are optional: of a row, not of a form.
    private func bare(_ fields: [Parts.Field]) -> [Parts.Field] {
        fields.map { field in
            var field = field
            field.isBare = true
            return field
        }
    }

    private func addForm(_ path: String, _ people: [(id: String, name: String)], _ words: Words) -> Parts.Form {
        Parts.Form(
            "\(path)/tasks",
            fields: [
                Parts.Field("title", words["cases.tasks.title"], isRequired: true),
                Parts.Field("due", words["cases.tasks.due"], .line("datetime-local")),
                CaseFields.person("assignee", words["cases.field.assignee"], nil, people, words, none: words["cases.word.nobody"]),
            ], submit: words["cases.tasks.add"])
    }

    private func playbookForm(_ found: Case, _ path: String, _ words: Words) -> Parts.Form {
        let books = office.playbooks.proposed(for: found.type)
        var field = Parts.Field(
            "playbook", words["cases.playbook.choose"], .radio, options: books.map { ($0.id, Playbook.text($0.title, words.code)) },
            selected: Set(books.first.map { [$0.id] } ?? []))
        for (place, book) in books.enumerated() { field.options[place].hint = Playbook.text(book.about, words.code) }
        return Parts.Form("\(path)/playbook", fields: [field], submit: words["cases.playbook.apply"])
    }

    private func deadlineTable(_ deadlines: [Deadline], _ path: String, _ canWork: Bool, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        return Parts.Table(
            id: "deadlines", caption: words["cases.deadlines.title"],
            columns: [
                .init(words["cases.deadlines.what"]), .init(words["cases.deadlines.due"]), .init(words["cases.field.state"]),
                .init(words["cases.deadlines.meet"], isLabelHidden: true),
            ],
            rows: deadlines.map { deadline in
                let isLate = deadline.met == nil && deadline.due < request.now
                let state =
                    deadline.met.map {
                        Parts.Tag(words.text("cases.deadlines.met", ["time": words.dateTime($0, zone: request.zone)]), .good)
                    }
                    ?? Parts.Tag(words[isLate ? "cases.word.overdue" : "cases.deadlines.open"], isLate ? .warn : nil)
                return Parts.Table.Row(
                    [
                        .init(
                            words["cases.deadline.\(deadline.kind.rawValue)"], isHead: true,
                            sub: deadline.label.isEmpty ? nil : deadline.label),
                        .init(time: words.mark(deadline.due, zone: request.zone)), .init(tags: [state]),
                        deadline.met == nil && canWork
                            ? .init(
                                action: Parts.Action(words["cases.deadlines.meet"], post: "\(path)/deadlines/\(deadline.id)", isSmall: true)
                            )
                            : .init(),
                    ], isFaded: deadline.met != nil)
            }, empty: Parts.Empty(words["cases.deadlines.none"], icon: "clock"))
    }

    private func deadlineForm(_ path: String, _ request: WebRequest) -> Parts.Form {
        let words = request.words
        let kinds = [Deadline.Kind.update, .own].map { (value: $0.rawValue, label: words["cases.deadline.\($0.rawValue)"]) }
        return Parts.Form(
            "\(path)/deadlines",
            fields: [
                Parts.Field("deadline", words["cases.deadlines.what"], options: kinds, selected: ["own"]),
                Parts.Field("label", words["cases.field.note"]),
                Parts.Field(
                    "at", words["cases.deadlines.due"], .line("datetime-local"),
                    hint: words.text("cases.deadlines.zone", ["zone": request.zone.name]), isRequired: true),
            ], submit: words["cases.deadlines.add"])
    }

    private func assistanceView(
        _ one: Assistance, _ parties: [Party], _ path: String, _ canWork: Bool, _ request: WebRequest
    ) -> AssistanceView {
        let words = request.words
        let state = words["cases.assistanceState.\(one.state.rawValue)"]
        var marks = [Parts.Tag(state, one.state == .given ? .good : one.state == .declined ? nil : .accent)]
        if let party = parties.first(where: { $0.id == one.party }) { marks.append(Parts.Tag(party.name, icon: "person")) }
        marks.append(Parts.Tag(words.dateTime(one.offered, zone: request.zone), icon: "clock"))
        var form: Parts.Form?
        if canWork, !one.state.next.isEmpty {
            let next: [(value: String, label: String)] = one.state.next.map { ($0.rawValue, words["cases.assistanceState.\($0.rawValue)"]) }
            let state = Parts.Field("help-\(one.id)", words["cases.assistance.now"], options: next, selected: [])
            let result = Parts.Field("outcome-\(one.id)", words["cases.assistance.result"])
            form = Parts.Form("\(path)/assistance/\(one.id)", fields: bare([state, result]), submit: words["common.action.save"])
        }
        return AssistanceView(
            title: words["cases.assistanceKind.\(one.kind.rawValue)"], text: one.text, marks: marks,
            result: one.result.isEmpty ? nil : one.result, form: form)
    }

    private func offerForm(_ path: String, _ parties: [Party], _ words: Words) -> Parts.Form {
        let kinds: [(value: String, label: String)] = Assistance.Kind.allCases.map {
            ($0.rawValue, words["cases.assistanceKind.\($0.rawValue)"])
        }
        let all: [(value: String, label: String)] =
            [("", words["cases.assistance.noParty"])] + parties.map { ("\($0.id)", $0.name) }
        return Parts.Form(
            "\(path)/assistance",
            fields: [
                Parts.Field("help", words["cases.assistance.kind"], options: kinds, selected: []),
                Parts.Field("party", words["cases.assistance.party"], options: all, selected: []),
                Parts.Field("offer", words["cases.assistance.what"], .area(rows: 3), isRequired: true),
            ], submit: words["cases.assistance.offer"])
    }

    // MARK: - What people do

    private func back(_ found: Case, _ request: WebRequest) -> Redirect {
        Redirect("/cases/\(found.name)/tasks", flash: Flash(.done, request.words["cases.act.done"]))
    }

    private func missing(_ found: Case, _ request: WebRequest) -> Redirect {
        Redirect("/cases/\(found.name)/tasks", flash: Flash(.problem, request.words["common.form.required"]))
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let title = request.form["title"] else { return missing(found, request) }
        let (person, now, form) = (try request.personName(), request.now, request.form)
        let due = form.moment("due", zone: request.zone)
        try await office.write { database in
            try CaseStore.addTask(
                title: ["": String(title.prefix(300))], due: due, assignee: form["assignee"], to: found.id, by: person, at: now, database)
        }
        return back(found, request)
    }

    private func set(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let form = request.form
        guard let task = Int64(request["task"]), let state = form["state-\(request["task"])"].flatMap(CaseTask.State.init(rawValue:)) else {
            throw WebProblem.notFound
        }
        let (person, now) = (try request.personName(), request.now)
        do {
            try await office.write { database in
                try CaseStore.set(
                    state, of: task, result: form.words("result-\(task)", limit: 4_000) ?? "", assignee: form["assignee-\(task)"],
                    in: found.id, by: person,
                    at: now, database)
            }
        } catch is CaseMistake {
            throw WebProblem.notFound
        }
        return back(found, request)
    }

    private func apply(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let playbook = request.form["playbook"].flatMap({ office.playbooks[$0] }) else { throw WebProblem.badRequest("playbook") }
        let (person, now) = (try request.personName(), request.now)
        let count = try await office.write { try CaseStore.apply(playbook, to: found.id, by: person, at: now, $0) }
        return Redirect("/cases/\(found.name)/tasks", flash: Flash(.done, request.words.text("cases.playbook.applied", count: count)))
    }

    private func addDeadline(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let form = request.form
        guard let due = form.moment("at", zone: request.zone) else { return missing(found, request) }
        let kind: Deadline.Kind = form["deadline"] == "update" ? .update : .own
        let (person, now) = (try request.personName(), request.now)
        try await office.write { database in
            _ = try CaseStore.addDeadline(
                kind, label: String((form["label"] ?? "").prefix(300)), due: due, to: found.id, by: person, at: now, database)
        }
        return back(found, request)
    }

    private func meet(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let (person, now, deadline) = (try request.personName(), request.now, Int64(request["deadline"]) ?? 0)
        try await office.write { try CaseStore.meet(deadline, of: found.id, by: person, at: now, $0) }
        return back(found, request)
    }

    private func offer(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let form = request.form
        guard let kind = form["help"].flatMap(Assistance.Kind.init(rawValue:)), let text = form.words("offer", limit: 4_000) else {
            return missing(found, request)
        }
        let (person, now) = (try request.personName(), request.now)
        try await office.write { database in
            let party = try form["party"].flatMap { Int64($0) }.flatMap { try PartyStore.party($0, database) }
            let root = try party.flatMap { try CaseStore.one($0.caseID, database)?.root }
            try CaseStore.offer(
                kind, text: text, to: root == found.id ? party?.id : nil, in: found.id, by: person, at: now, database)
        }
        return back(found, request)
    }

    private func decide(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        let form = request.form
        guard let id = Int64(request["assistance"]),
            let state = form["help-\(request["assistance"])"].flatMap(Assistance.State.init(rawValue:))
        else {
            throw WebProblem.notFound
        }
        let (person, now) = (try request.personName(), request.now)
        do {
            try await office.write { database in
                try CaseStore.set(
                    state, of: id, result: form.words("outcome-\(id)", limit: 4_000) ?? "", in: found.id, by: person, at: now, database)
            }
        } catch is CaseMistake {
            throw WebProblem.notFound
        }
        return back(found, request)
    }
}
