internal import Centre
internal import Foundation
internal import HTTPTypes
internal import Vocabulary

/// Import: upload, look at what it would change, confirm.
struct ImportPages: Sendable {
    let constituency: Constituency
    private var drafts: ImportDrafts { ImportDrafts(folder: constituency.house.data + "/imports") }

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners/import", .permission(.constituencyImport)) { form($0, problem: nil) }
        routes.post(.desk, "/owners/import", .permission(.constituencyImport), body: .upload(limit: 128 << 20)) { try await upload($0) }
        routes.get(.desk, "/owners/import/:draft", .permission(.constituencyImport)) { try await preview($0) }
        routes.post(.desk, "/owners/import/:draft", .permission(.constituencyImport)) { try await confirm($0) }
        routes.post(.desk, "/owners/import/:draft/cancel", .permission(.constituencyImport)) { request in
            drafts.remove(request["draft"])
            return Redirect("/owners", flash: Flash(.note, request.words["constituency.import.cancelled"]))
        }
    }

    private func form(_ request: WebRequest, problem: String?) -> Page {
        let words = request.words
        var file = Parts.Field("files", words["constituency.import.files"])
        file.isFile = true
        file.isMultiple = true
        file.isRequired = true
        file.accept = ".yaml,.yml,.csv,.tsv,.rpsl,.gz,.bz2,.xz,.zst"
        file.hint = words["constituency.import.filesHint"]
        file.error = problem
        var mode = Parts.Field("mode", words["constituency.import.mode"])
        mode.isRadio = true
        mode.isRequired = true
        mode.options = ["merge", "replace"].map {
            Parts.Field.Option(
                id: "mode-\($0)", value: $0, label: words["constituency.import.\($0)"], isSelected: $0 == (request.form["mode"] ?? "merge"),
                hint: words["constituency.import.\($0)Hint"])
        }
        var countries = Parts.Field("countries", words["constituency.import.countries"])
        countries.value = request.form["countries"] ?? constituency.countries.map(\.description).sorted().joined(separator: " ")
        countries.hint = words["constituency.import.countriesHint"]
        countries.isMono = true
        var form = Parts.Form(
            "/owners/import", fields: [file, mode, countries], submit: words["constituency.import.look"], cancel: "/owners")
        form.isMultipart = true
        let title = words["constituency.import.title"]
        return Page(
            "constituency/form",
            FormPage(head: Parts.Head(title, lead: words["constituency.import.lead"], crumbs: OwnerListPage.crumbs(request)), form: form),
            title: title, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func upload(_ request: WebRequest) async throws -> any Answer {
        let files = request.files.filter { $0.size > 0 }
        guard !files.isEmpty else { return form(request, problem: request.words["constituency.import.noFile"]) }
        let draft = try drafts.keep(files, now: request.now)
        let countries = (request.form["countries"] ?? "").split { !$0.isLetter }.compactMap { CountryCode($0.uppercased()) }
        let mode = request.form["mode"] == "replace" ? "replace" : "merge"
        do {
            _ = try await read(draft, countries: Set(countries))
        } catch let failure as RegisterImport.Failure {
            drafts.remove(draft)
            return form(request, problem: failure.shown)
        }
        let list = countries.map(\.description).joined(separator: ",")
        return Redirect("/owners/import/\(draft)?mode=\(mode)&countries=\(list)")
    }

    private func read(_ draft: String, countries: Set<CountryCode>) async throws -> RegisterImport {
        guard let files = drafts.files(draft) else { throw WebProblem.notFound }
        return try await aside { try RegisterImport.read(files, countries: countries, limit: ImportDrafts.limit) }
    }

    private func plan(_ draft: String, _ choices: Form) async throws -> (files: RegisterImport, plan: RegisterPlan, mode: RegisterPlan.Mode)
    {
        let countries = (choices["countries"] ?? "").split(separator: ",").compactMap { CountryCode($0) }
        let mode: RegisterPlan.Mode = choices["mode"] == "replace" ? .replace : .merge
        let files = try await read(draft, countries: Set(countries))
        let register = constituency.register
        return (files, try await aside { try register.plan(for: files, mode: mode) }, mode)
    }

    private func preview(_ request: WebRequest) async throws -> any Answer {
        let found = try await plan(request["draft"], request.query)
        return page(found.files, found.plan, request.query, request)
    }

    private func confirm(_ request: WebRequest) async throws -> any Answer {
        let draft = request["draft"]
        let found = try await plan(draft, request.form)
        let words = request.words
        let back =
            "/owners/import/\(draft)?mode=\(request.form["mode"] ?? "merge")&countries=\(Form.encoded(request.form["countries"] ?? ""))"
        guard found.files.mistakes.isEmpty, found.plan.problems.isEmpty else { return Redirect(back) }
        // What is confirmed is what was looked at.
        guard request.form["revision"] == String(found.plan.revision) else {
            return Redirect(back, flash: Flash(.problem, words["constituency.import.meanwhile"]))
        }
        let asker = try request.asker()
        let names = (drafts.files(draft) ?? []).map(ImportDrafts.name).joined(separator: ", ")
        let author = RegisterAuthor(id: asker.id, name: "\(asker.name) (\(names))")
        let (register, now, plan) = (constituency.register, request.now, found.plan)
        do {
            try await aside { try register.apply(plan, by: author, at: now) }
        } catch RegisterError.changedMeanwhile {
            return Redirect(back, flash: Flash(.problem, words["constituency.import.meanwhile"]))
        }
        drafts.remove(draft)
        return Redirect(
            "/owners",
            flash: Flash(
                .done,
                words.text(
                    "constituency.import.done",
                    [
                        "added": words.number(plan.added.count), "changed": words.number(plan.changed.count),
                        "removed": words.number(plan.removed.count),
                    ])))
    }

    private func page(_ files: RegisterImport, _ plan: RegisterPlan, _ choices: Form, _ request: WebRequest) -> Page {
        let words = request.words
        let draft = request["draft"]
        let language = LanguageTag(words.code) ?? .en
        let shown = 200
        func table(_ id: String, _ key: String, _ rows: [(name: String, id: String, text: String)], count: Int) -> Parts.Table? {
            guard count > 0 else { return nil }
            let labels = [words["constituency.field.owner"], words["constituency.import.what"]]
            return Parts.Table(
                id: id, caption: words.text(key, count: count), columns: labels.map { Parts.Table.Column($0) },
                rows: rows.map { row in
                    Parts.Table.Row([
                        Parts.Table.Cell(row.name, isHead: true, sub: row.id),
                        Parts.Table.Cell(row.text),
                    ])
                }, summary: count > shown ? words.text("constituency.import.more", count: count - shown) : nil)
        }
        let added = plan.added.prefix(shown).map { owner in
            (owner.name(in: language), owner.id, Owner(id: owner.id).changes(to: owner).map { $0.line(words) }.joined(separator: "; "))
        }
        let changed = plan.changed.prefix(shown).map { change in
            (change.owner.name(in: language), change.owner.id, change.changes.map { $0.line(words) }.joined(separator: "; "))
        }
        let removed = plan.removed.prefix(shown).map { ($0.name(in: language), $0.id, "") }
        let mistakes =
            files.mistakes.prefix(shown).map {
                ImportPreview.Mistake(place: "\(ImportDrafts.name($0.path)):\($0.line):\($0.column)", text: $0.message)
            } + plan.problems.prefix(shown).map { ImportPreview.Mistake(place: "", text: $0) }
        let isSound = files.mistakes.isEmpty && plan.problems.isEmpty
        let actions = [
            Parts.Action(words["common.action.cancel"], post: "/owners/import/\(draft)/cancel", isPlain: true)
        ]
        var confirm: Parts.Form?
        if isSound, !plan.isEmpty {
            confirm = Parts.Form(
                "/owners/import/\(draft)", fields: [], submit: words["constituency.import.confirm"],
                hidden: [
                    Parts.Hidden("revision", String(plan.revision)),
                    Parts.Hidden("mode", choices["mode"] ?? "merge"),
                    Parts.Hidden("countries", choices["countries"] ?? ""),
                ])
            confirm?.isDanger = !plan.removed.isEmpty
        }
        let title = words["constituency.import.preview"]
        return Page(
            "constituency/preview",
            ImportPreview(
                head: Parts.Head(title, crumbs: OwnerListPage.crumbs(request), actions: actions),
                figures: Parts.Figures([
                    Parts.Figure(words["constituency.import.added"], words.number(plan.added.count)),
                    Parts.Figure(words["constituency.import.changed"], words.number(plan.changed.count)),
                    Parts.Figure(words["constituency.import.removed"], words.number(plan.removed.count)),
                    Parts.Figure(words["constituency.import.unchanged"], words.number(plan.unchanged.count)),
                    Parts.Figure(words["constituency.import.mistakes"], words.number(files.mistakes.count + plan.problems.count)),
                ]), mistakes: mistakes, hasMistakes: !isSound, isEmpty: isSound && plan.isEmpty,
                tables: [
                    table("removed", "constituency.import.removedCount", removed, count: plan.removed.count),
                    table("changed", "constituency.import.changedCount", changed, count: plan.changed.count),
                    table("added", "constituency.import.addedCount", added, count: plan.added.count),
                    table(
                        "conflicts", "constituency.import.conflictCount",
                        plan.conflicts.prefix(shown).map { ($0.subject, "", $0.owners.joined(separator: " > ")) },
                        count: plan.conflicts.count),
                ].compactMap { $0 }, confirm: confirm), title: title)
    }
}

/// What an import would do.
struct ImportPreview: Sendable {
    struct Mistake: Sendable {
        let place: String
        let text: String
    }
    let head: Parts.Head
    let figures: Parts.Figures
    let mistakes: [Mistake]
    let hasMistakes: Bool
    let isEmpty: Bool
    let tables: [Parts.Table]
    let confirm: Parts.Form?
}

extension RegisterImport.Failure {
    /// Without the folder in which the file lies here.
    var shown: String {
        switch self {
        case .unreadable(let path, let reason): reason.replacing(path, with: ImportDrafts.name(path))
        }
    }
}

extension OwnerChange {
    /// In one line, with the field's name in the reader's language.
    func line(_ words: Words) -> String { "\(words["constituency.field.\(field.rawValue)"]): \(text(limit: 6))" }
}
