internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Adding, changing and removing an owner.
struct OwnerEditPages: Sendable {
    let constituency: Constituency

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners/add", .permission(.constituencyEdit)) { try page(OwnerDraft(), id: nil, basis: nil, $0) }
        routes.post(.desk, "/owners/add", .permission(.constituencyEdit)) { try await add($0) }
        routes.get(.desk, "/owners/:id/edit", .permission(.constituencyEdit)) { request in
            guard let entry = try await constituency.register.entry(request["id"]) else { throw WebProblem.notFound }
            return try page(OwnerDraft(entry.owner), id: entry.owner.id, basis: entry.version, request)
        }
        routes.post(.desk, "/owners/:id/edit", .permission(.constituencyEdit)) { try await change($0) }
        routes.get(.desk, "/owners/:id/remove", .permission(.constituencyEdit)) { try await removal($0) }
        routes.post(.desk, "/owners/:id/remove", .permission(.constituencyEdit)) { try await remove($0) }
        routes.get(.desk, "/owners/:id/agreements/add", .permission(.constituencyEdit)) { try await agreement($0) }
        routes.post(.desk, "/owners/:id/agreements/add", .permission(.constituencyEdit)) { try await addAgreement($0) }
        routes.post(.desk, "/owners/:id/agreements/remove", .permission(.constituencyEdit)) { try await removeAgreement($0) }
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        var draft = OwnerDraft(request.form, id: nil)
        if let owner = draft.owner {
            do {
                try await constituency.register.add(owner, by: request.author(), at: request.now)
                return Redirect("/owners/\(owner.id)", flash: Flash(.done, request.words["constituency.edit.added"]))
            } catch let refusal as RegisterRefusal { draft.refuse(refusal) }
        }
        return try page(draft, id: nil, basis: nil, request)
    }

    private func change(_ request: WebRequest) async throws -> any Answer {
        let id = request["id"]
        guard let entry = try await constituency.register.entry(id) else { throw WebProblem.notFound }
        var draft = OwnerDraft(request.form, id: id)
        let basis = request.form.number("basis").map(Int64.init)
        if let new = draft.owner {
            do {
                try await constituency.register.change(id, by: request.author(), at: request.now, basis: basis) { owner in
                    var fields: Set<Owner.Field> = Set(Owner.Field.allCases)
                    fields.subtract([.contacts, .agreements])
                    // Names in languages that the form has no field for stay.
                    var taken = new
                    for (tag, name) in owner.names where !OwnerDraft.languages.contains(tag.text) { taken.names[tag] = name }
                    owner = owner.taking(fields, from: taken)
                }
                return Redirect("/owners/\(id)", flash: Flash(.done, request.words["constituency.edit.saved"]))
            } catch let refusal as RegisterRefusal { draft.refuse(refusal) }
        }
        return try page(draft, id: id, basis: basis ?? entry.version, request)
    }

    private func page(_ draft: OwnerDraft, id: String?, basis: Int64?, _ request: WebRequest) throws -> Page {
        let words = request.words
        func field(_ name: String, _ key: String, _ change: (inout Parts.Field) -> Void = { _ in }) -> Parts.Field {
            var field = Parts.Field(name, words["constituency.field.\(key)"])
            field.value = draft.entered[name] ?? ""
            field.error = draft.mistakes[name]?.text(words)
            change(&field)
            return field
        }
        var fields: [Parts.Field] = []
        if id == nil {
            fields.append(
                field("id", "id") {
                    $0.isRequired = true
                    $0.isMono = true
                    $0.hint = words["constituency.hint.id"]
                    $0.maxlength = 64
                })
        }
        for code in OwnerDraft.languages {
            var name = field("name-\(code)", "name")
            name = Parts.Field("name-\(code)", words.text("constituency.owner.nameIn", ["language": words["common.language.\(code)"]]))
            name.value = draft.entered["name-\(code)"] ?? ""
            name.error = draft.mistakes["name-\(code)"]?.text(words)
            fields.append(name)
        }
        fields.append(
            field("sector", "sector") { field in
                field.isSelect = true
                let current = draft.entered["sector"] ?? ""
                var names = OwnerEditPages.sectors
                if !current.isEmpty, !names.contains(current) { names.append(current) }
                field.options =
                    [Parts.Field.Option(value: "", label: words["common.word.unknown"])]
                    + names.map { Parts.Field.Option(value: $0, label: words.sector($0), isSelected: $0 == current) }
            })
        fields.append(
            field("critical", "critical") {
                $0.isCheckbox = true
                $0.value = "yes"
                $0.isChecked = draft.entered["critical"] != nil
                $0.hint = words["constituency.hint.critical"]
            })
        fields.append(
            field("parent", "parent") {
                $0.isMono = true
                $0.hint = words["constituency.hint.parent"]
            })
        fields.append(field("priority", "priority") { $0.hint = words["constituency.hint.priority"] })
        for name in ["networks", "asns", "domains"] {
            fields.append(
                field(name, name) {
                    $0.isTextarea = true
                    $0.isMono = true
                    $0.rows = name == "networks" ? 8 : 3
                    $0.hint = words["constituency.hint.\(name)"]
                })
        }
        fields.append(
            field("countries", "countries") {
                $0.isMono = true
                $0.hint = words["constituency.hint.countries"]
            })
        fields.append(field("notes", "notes") { $0.isTextarea = true })
        let title = words[id == nil ? "constituency.edit.add" : "constituency.edit.title"]
        var form = Parts.Form(
            id.map { "/owners/\($0)/edit" } ?? "/owners/add", fields: fields, submit: words["common.action.save"],
            cancel: id.map { "/owners/\($0)" } ?? "/owners", hidden: basis.map { [Parts.Hidden("basis", String($0))] } ?? [])
        if let mistake = draft.mistakes[""] { form.problems.append(Parts.Form.Problem(id: "main", text: mistake.text(words))) }
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(title, crumbs: OwnerListPage.crumbs(request) + (id.map { [Parts.Link($0, "/owners/\($0)")] } ?? [])),
                form: form), title: title, status: form.problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// The sectors that the catalogue has words for.
    static let sectors = [
        "telecommunications", "hosting", "government", "municipality", "banking", "finance", "insurance", "health", "education", "science",
        "energy", "water", "transport", "media", "retail", "industry", "agriculture", "technology", "defence", "civil", "other",
    ]

    // MARK: - Removing

    private func removal(_ request: WebRequest) async throws -> any Answer {
        guard let entry = try await constituency.register.entry(request["id"]) else { throw WebProblem.notFound }
        return removalPage(entry.owner, problem: nil, request)
    }

    private func remove(_ request: WebRequest) async throws -> any Answer {
        let id = request["id"]
        guard let entry = try await constituency.register.entry(id) else { throw WebProblem.notFound }
        // Typing the id is the confirmation that also works without script.
        guard request.form["confirm"] == id else { return removalPage(entry.owner, problem: "confirm", request) }
        do {
            try await constituency.register.remove(id, by: request.author(), at: request.now)
        } catch RegisterRefusal.hasParts(let parts) {
            return removalPage(entry.owner, problem: "parts", parts: parts, request)
        }
        return Redirect("/owners", flash: Flash(.done, request.words.text("constituency.edit.removed", ["id": id])))
    }

    private func removalPage(_ owner: Owner, problem: String?, parts: [String] = [], _ request: WebRequest) -> Page {
        let words = request.words
        var field = Parts.Field("confirm", words.text("constituency.remove.confirm", ["id": owner.id]))
        field.isRequired = true
        field.isMono = true
        field.autocomplete = "off"
        field.error = problem.map {
            words.text("constituency.mistake.\($0)", ["value": parts.isEmpty ? owner.id : parts.joined(separator: ", ")])
        }
        var form = Parts.Form(
            "/owners/\(owner.id)/remove", fields: [field], submit: words["constituency.edit.remove"], cancel: "/owners/\(owner.id)")
        form.isDanger = true
        let title = words.text("constituency.remove.title", ["name": owner.name(in: LanguageTag(words.code) ?? .en)])
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(
                    title, lead: words["constituency.remove.lead"],
                    crumbs: OwnerListPage.crumbs(request) + [Parts.Link(owner.id, "/owners/\(owner.id)")]), form: form),
            title: title, status: problem == nil ? .ok : .unprocessableContent)
    }

    // MARK: - Agreements

    private func agreement(_ request: WebRequest) async throws -> any Answer {
        guard try await constituency.register.entry(request["id"]) != nil else { throw WebProblem.notFound }
        return agreementPage(request, [:])
    }

    private func addAgreement(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        var mistakes: [String: OwnerDraft.Mistake] = [:]
        func day(_ name: String) -> CalendarDate? {
            guard let text = form[name] else { return nil }
            let date = CalendarDate(iso: text)
            if date == nil { mistakes[name] = OwnerDraft.Mistake(key: "day", value: text) }
            return date
        }
        let (from, until) = (day("from"), day("until"))
        if let from, let until, until.daysSinceEpoch < from.daysSinceEpoch { mistakes["until"] = OwnerDraft.Mistake(key: "backwards") }
        if form["kind"] == nil { mistakes["kind"] = OwnerDraft.Mistake(key: "required") }
        guard mistakes.isEmpty, let kind = form["kind"] else { return agreementPage(request, mistakes) }
        let agreement = Agreement(
            kind: String(kind.prefix(40)), ceiling: form["ceiling"].flatMap { TLP($0) }, from: from, until: until,
            note: form["note"].map { String($0.prefix(500)) })
        do {
            try await constituency.register.change(request["id"], by: request.author(), at: request.now) { $0.agreements.append(agreement) }
        } catch RegisterRefusal.noOwner { throw WebProblem.notFound }
        return Redirect("/owners/\(request["id"])", flash: Flash(.done, request.words["constituency.edit.saved"]))
    }

    private func removeAgreement(_ request: WebRequest) async throws -> any Answer {
        let place = request.form.number("place") ?? -1
        let text = request.form["is"]
        do {
            try await constituency.register.change(request["id"], by: request.author(), at: request.now) { owner in
                // Only what the person saw there.
                if owner.agreements.indices.contains(place), owner.agreements[place].description == text {
                    owner.agreements.remove(at: place)
                }
            }
        } catch RegisterRefusal.noOwner { throw WebProblem.notFound }
        return Redirect("/owners/\(request["id"])", flash: Flash(.done, request.words["constituency.edit.saved"]))
    }

    private func agreementPage(_ request: WebRequest, _ mistakes: [String: OwnerDraft.Mistake]) -> Page {
        let words = request.words
        func field(_ name: String, _ change: (inout Parts.Field) -> Void) -> Parts.Field {
            var field = Parts.Field(name, words["constituency.field.\(name)"])
            field.value = request.form.text(name)
            field.error = mistakes[name]?.text(words)
            change(&field)
            return field
        }
        let fields = [
            field("kind") { field in
                field.isSelect = true
                field.isRequired = true
                field.options = ["nda", "exchange", "mandate", "other"].map {
                    Parts.Field.Option(value: $0, label: words.agreement($0), isSelected: request.form["kind"] == $0)
                }
            },
            field("ceiling") { field in
                field.isSelect = true
                field.hint = words["constituency.hint.ceiling"]
                field.options =
                    [Parts.Field.Option(value: "", label: words["constituency.owner.noCeiling"])]
                    + TLP.allCases.map {
                        Parts.Field.Option(
                            value: $0.word, label: words["common.tlp.\($0.key)"], isSelected: request.form["ceiling"] == $0.word)
                    }
            }, field("from") { $0.type = "date" }, field("until") { $0.type = "date" },
            field("note") { $0.hint = words["constituency.hint.agreementNote"] },
        ]
        let id = request["id"]
        let title = words["constituency.agreement.add"]
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(title, crumbs: OwnerListPage.crumbs(request) + [Parts.Link(id, "/owners/\(id)")]),
                form: Parts.Form(
                    "/owners/\(id)/agreements/add", fields: fields, submit: words["common.action.save"], cancel: "/owners/\(id)")),
            title: title, status: mistakes.isEmpty ? .ok : .unprocessableContent)
    }
}

extension WebRequest {
    /// Who changes the register.
    func author() throws -> RegisterAuthor {
        let asker = try asker()
        return RegisterAuthor(id: asker.id, name: asker.name)
    }
}
