internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// How bad a case is, by questions: the form of a case, and the page that says how the score comes about.
struct ScorePages: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/score", .permission(.casesRead)) { explanation($0) }
        routes.get(.desk, "/cases/:case/score", .permission(.casesWork)) { try await page($0, errors: [:]) }
        routes.post(.desk, "/cases/:case/score", .permission(.casesWork)) { try await answer($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tables: [Parts.Table]
    }
    private struct FormView: Sendable {
        let head: Parts.Head
        let form: Parts.Form
    }

    private func explanation(_ request: WebRequest) -> Page {
        let words = request.words
        let scale = office.scale
        let all = scale.questions.reduce(0) { $0 + $1.weight }
        let tables = scale.questions.map { question in
            Parts.Table(
                id: "score-\(question.id)",
                caption: words.text(
                    "cases.score.caption",
                    [
                        "title": Playbook.text(question.title, words.code), "weight": words.number(question.weight),
                        "share": words.percent(Double(question.weight) / Double(all)),
                    ]),
                columns: [.init(words["cases.score.answer"]), .init(words["cases.score.value"], isNumber: true)],
                rows: question.answers.map {
                    .init([.init(Playbook.text($0.title, words.code), isHead: true), .init(words.number($0.value))])
                })
        }
        let steps = Parts.Table(
            id: "severities", caption: words["cases.score.severities"],
            columns: [.init(words["cases.field.severity"]), .init(words["cases.score.from"], isNumber: true)],
            rows: scale.severities.sorted { $0.value > $1.value }.compactMap { name, from in
                Severity(name).map { .init([.init(isHead: true, severity: words.mark($0)), .init(words.number(from))]) }
            })
        var head = Parts.Head(
            words["cases.score.title"], lead: words["cases.score.lead"], crumbs: [.init(words["cases.list.title"], "/cases")])
        head.tags = [Parts.Tag(words.text("cases.score.version", ["version": "\(scale.version)"]))]
        return Page("cases/score", View(head: head, tables: [steps] + tables), title: words["cases.score.title"])
    }

    private func page(_ request: WebRequest, errors: [String: String]) async throws -> any Answer {
        let found = try await office.found(request)
        let words = request.words
        let given = ScoreScale.answers(found.answers)
        let fields = office.scale.questions.map { question in
            Parts.Field(
                question.id, Playbook.text(question.title, words.code), .radio,
                options: question.answers.map { ($0.id, Playbook.text($0.title, words.code)) },
                selected: [request.form[question.id] ?? given[question.id] ?? ""], error: errors[question.id], isRequired: true)
        }
        let form = Parts.Form(
            "/cases/\(found.name)/score", fields: fields, submit: words["cases.score.save"], cancel: "/cases/\(found.name)")
        var head = office.smallHead(found, words["cases.score.title"], request)
        head.actions = [Parts.Action(words["cases.score.how"], href: "/cases/score", icon: "help", isPlain: true)]
        return Page(
            "cases/form", FormView(head: head, form: form), title: words["cases.score.title"],
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func answer(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        var answers: [String: String] = [:]
        var errors: [String: String] = [:]
        for question in office.scale.questions {
            if let answer = request.form[question.id], question.answers.contains(where: { $0.id == answer }) {
                answers[question.id] = answer
            } else {
                errors[question.id] = request.words["common.form.required"]
            }
        }
        guard let score = office.scale.score(answers) else { return try await page(request, errors: errors) }
        let severity = office.scale.severity(score)
        let (person, now, written) = (try request.personName(), request.now, ScoreScale.written(answers))
        try await office.write { database in
            try CaseStore.change(
                found.id, [.score(score, answers: written), .severity(severity)], by: person, at: now, database)
        }
        return Redirect(
            "/cases/\(found.name)",
            flash: Flash(
                .done,
                request.words.text(
                    "cases.score.done", ["score": "\(score)", "severity": request.words["common.severity.\(severity.name)"]])))
    }
}
