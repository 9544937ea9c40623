internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// The owner's own pages in the portal: who we are in the register, what should be changed, how we want to be told.
///
/// Every page names the organisation itself and refuses those that the account does not speak for as if they did not exist.
struct OrganisationPages: Sendable {
    let constituency: Constituency

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.portal, "/organisation", .owner) { try await organisation($0) }
        routes.get(.portal, "/organisation/propose", .owner) { try await proposePage($0, [:]) }
        routes.post(.portal, "/organisation/propose", .owner) { try await propose($0) }
        routes.get(.portal, "/organisation/contacts/add", .owner) { request in
            contactPage(ContactDraft(), nil, try await own(request), request)
        }
        routes.post(.portal, "/organisation/contacts/add", .owner) { try await proposeContact(nil, $0) }
        routes.get(.portal, "/organisation/contacts/:contact", .owner) { request in
            let (owner, contact) = try await ownContact(request)
            return contactPage(ContactDraft(contact), contact, owner, request)
        }
        routes.post(.portal, "/organisation/contacts/:contact", .owner) { request in
            try await proposeContact(try await ownContact(request).contact, request)
        }
        routes.post(.portal, "/organisation/contacts/:contact/remove", .owner) { request in
            let (owner, contact) = try await ownContact(request)
            return try await store([.removedContact(id: contact.id ?? "")], note: nil, owner, request)
        }
        routes.get(.portal, "/organisation/contacts/:contact/preferences", .owner) { try await preferencesPage($0) }
        routes.post(.portal, "/organisation/contacts/:contact/preferences", .owner) { try await setPreferences($0) }
        routes.post(.portal, "/organisation/proposals/:id/withdraw", .owner) { try await withdraw($0) }
    }

    // MARK: - Whose page it is

    /// The organisation that the request is about: one that the account speaks for, or nothing is found.
    private func own(_ request: WebRequest) async throws -> Owner {
        let asker = try request.asker()
        guard case .owner(let owners) = asker.kind else { throw WebProblem.forbidden }
        guard let id = request.query["owner"] ?? owners.first, owners.contains(id),
            let owner = try await constituency.register.entry(id)?.owner
        else { throw WebProblem.notFound }
        return owner
    }

    /// A contact of an organisation that the account speaks for.
    private func ownContact(_ request: WebRequest) async throws -> (owner: Owner, contact: Owner.Contact) {
        let owner = try await own(request)
        guard let contact = owner.contacts.first(where: { $0.id == request["contact"] }) else { throw WebProblem.notFound }
        return (owner, contact)
    }

    private func path(_ owner: Owner, _ rest: String = "") -> String { "/organisation\(rest)?owner=\(owner.id)" }

    // MARK: - Overview

    private func organisation(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let owner = try await own(request)
        let owners = try request.asker().owners
        let language = LanguageTag(words.code) ?? .en
        let (proposals, cards) = try await constituency.register.inspect { database in
            (
                try ProposalStore.all(owner: owner.id, limit: 20, database),
                owners.count > 1 ? try owners.compactMap { try RegisterTables.owners(database, id: $0).first } : []
            )
        }
        let keys = ["purpose", "name", "email", "phone", "language", "preferences", "standing"]
        let labels = keys.map { words["constituency.field.\($0)"] }
        let columns =
            labels.map { Parts.Table.Column($0) } + [
                Parts.Table.Column(words["constituency.organisation.preferences"], isLabelHidden: true),
                Parts.Table.Column(words["constituency.organisation.proposeContact"], isLabelHidden: true),
            ]
        let rows = owner.contacts.map { contact in
            let own = "/contacts/\(contact.id ?? "")"
            return Parts.Table.Row([
                Parts.Table.Cell(words.purpose(contact.purpose), isHead: true),
                Parts.Table.Cell(contact.name ?? "–"),
                Parts.Table.Cell(contact.email?.description ?? "–"),
                Parts.Table.Cell(contact.phone ?? "–"),
                Parts.Table.Cell(contact.language.map { words.language($0) } ?? "–"),
                Parts.Table.Cell(contact.preferences.text(words)), .standing(contact, request),
                Parts.Table.Cell(
                    action: Parts.Action(
                        words["constituency.organisation.preferences"], href: path(owner, own + "/preferences"), icon: "bell", isSmall: true
                    )),
                Parts.Table.Cell(
                    action: Parts.Action(
                        words["constituency.organisation.proposeContact"], href: path(owner, own), icon: "edit", isPlain: true,
                        isSmall: true)),
            ])
        }
        let title = owner.name(in: language)
        return Page(
            "constituency/organisation",
            OrganisationPage(
                head: Parts.Head(
                    title, lead: words["constituency.organisation.lead"],
                    actions: [
                        Parts.Action(
                            words["constituency.organisation.propose"], href: path(owner, "/propose"), icon: "edit", isPrimary: true)
                    ]),
                tabs: cards.count > 1
                    ? Parts.Tabs(
                        words["constituency.navigation.organisation"],
                        cards.map { Parts.Tabs.Tab($0.name(in: language), path($0), isCurrent: $0.id == owner.id) }) : nil,
                facts: Parts.Facts(OrganisationPage.facts(owner, language, words)),
                contacts: Parts.Table(
                    id: "contacts", caption: words["constituency.owner.contacts"], isCaptionHidden: true, columns: columns, rows: rows,
                    actions: [
                        Parts.Action(
                            words["constituency.organisation.newContact"], href: path(owner, "/contacts/add"), icon: "plus", isSmall: true)
                    ],
                    empty: Parts.Empty(
                        words["constituency.owner.noContacts"], text: words["constituency.organisation.noContactsText"], icon: "mail")),
                networks: OwnerPage.networks(owner, words).withoutLinks,
                proposals: ProposalTable.table(proposals, owners: [owner.id: owner], id: "proposals", isOwn: true, request)), title: title)
    }

    // MARK: - Proposing

    private func proposePage(_ request: WebRequest, _ mistakes: [String: OwnerDraft.Mistake]) async throws -> any Answer {
        let words = request.words
        let owner = try await own(request)
        let isBack = request.verb == .post
        func field(_ name: String, _ label: String, _ value: String = "", _ change: (inout Parts.Field) -> Void = { _ in }) -> Parts.Field {
            var field = Parts.Field(name, label)
            field.value = isBack ? request.form.text(name) : value
            field.error = mistakes[name]?.text(words)
            change(&field)
            return field
        }
        var fields = OwnerDraft.languages.map { code in
            field(
                "name-\(code)", words.text("constituency.owner.nameIn", ["language": words["common.language.\(code)"]]),
                LanguageTag(code).flatMap { owner.names[$0] } ?? "")
        }
        for (name, hint) in [("adding", "addingHint"), ("removing", "removingHint")] {
            fields.append(
                field(name, words["constituency.organisation.\(name)"]) {
                    $0.isTextarea = true
                    $0.isMono = true
                    $0.hint = words["constituency.organisation.\(hint)"]
                })
        }
        fields.append(
            field("note", words["constituency.organisation.note"]) {
                $0.isTextarea = true
                $0.hint = words["constituency.organisation.noteHint"]
            })
        let title = words["constituency.organisation.propose"]
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(title, lead: words["constituency.organisation.proposeLead"], crumbs: crumbs(owner, words)),
                form: Parts.Form(
                    path(owner, "/propose"), fields: fields, submit: words["constituency.organisation.send"], cancel: path(owner))),
            title: title, status: mistakes.isEmpty ? .ok : .unprocessableContent)
    }

    private func propose(_ request: WebRequest) async throws -> any Answer {
        let owner = try await own(request)
        let draft = ProposalDraft(request.form, owner: owner)
        guard draft.mistakes.isEmpty else { return try await proposePage(request, draft.mistakes) }
        return try await store(draft.changes, note: draft.note, owner, request)
    }

    private func store(_ changes: [ProposedChange], note: String?, _ owner: Owner, _ request: WebRequest) async throws -> any Answer {
        let (author, now, words) = (try request.author(), request.now, request.words)
        let isStored = try await constituency.register.edit { database in
            guard try ProposalStore.openCount(owner: owner.id, database) < ProposalStore.openLimit else { return false }
            try ProposalStore.add(owner: owner.id, changes: changes, note: note, by: author, at: now, database)
            return true
        }
        return Redirect(
            path(owner),
            flash: isStored
                ? Flash(.done, words["constituency.organisation.proposed"]) : Flash(.problem, words["constituency.organisation.tooMany"]))
    }

    private func withdraw(_ request: WebRequest) async throws -> any Answer {
        let asker = try request.asker()
        guard case .owner(let owners) = asker.kind, let id = Int64(request["id"]) else { throw WebProblem.notFound }
        let (author, now) = (try request.author(), request.now)
        let owner = try await constituency.register.edit { database -> String? in
            guard let proposal = try ProposalStore.find(id, database), owners.contains(proposal.owner) else { return nil }
            _ = try ProposalStore.close(id, .withdrawn, by: author.name ?? author.id, reason: nil, at: now, database)
            return proposal.owner
        }
        guard let owner else { throw WebProblem.notFound }
        return Redirect("/organisation?owner=\(owner)", flash: Flash(.note, request.words["constituency.organisation.withdrawn"]))
    }

    private func crumbs(_ owner: Owner, _ words: Words) -> [Parts.Link] {
        [Parts.Link(owner.name(in: LanguageTag(words.code) ?? .en), path(owner))]
    }

    // MARK: - Contacts

    private func contactPage(_ draft: ContactDraft, _ contact: Owner.Contact?, _ owner: Owner, _ request: WebRequest) -> Page {
        let words = request.words
        let title = words[contact == nil ? "constituency.organisation.newContact" : "constituency.organisation.proposeContact"]
        let own = "/contacts/\(contact?.id ?? "add")"
        let names: Set<String> = ["purpose", "name", "email", "phone", "language"]
        let fields = ContactForm.fields(draft, offered: [], keys: false, words).filter { names.contains($0.name) }
        let form = Parts.Form(path(owner, own), fields: fields, submit: words["constituency.organisation.send"], cancel: path(owner))
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(
                    title, lead: words["constituency.organisation.proposeLead"], crumbs: crumbs(owner, words),
                    actions: contact == nil
                        ? []
                        : [
                            Parts.Action(
                                words["constituency.organisation.removeContact"], post: path(owner, own + "/remove"),
                                confirm: words["constituency.organisation.removeContactQuestion"], icon: "remove", isPlain: true)
                        ]), form: form), title: title, status: form.problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func proposeContact(_ known: Owner.Contact?, _ request: WebRequest) async throws -> any Answer {
        let owner = try await own(request)
        let draft = ContactDraft(request.form, known: known, offered: [])
        guard let contact = draft.contact else { return contactPage(draft, known, owner, request) }
        let parts = ProposedChange.ContactParts(contact)
        if let known, ProposedChange.ContactParts(known) == parts {
            return Redirect(path(owner), flash: Flash(.note, request.words["constituency.organisation.nothingNew"]))
        }
        return try await store([known?.id.map { .changedContact(id: $0, parts) } ?? .newContact(parts)], note: nil, owner, request)
    }

    // MARK: - Preferences

    private func preferencesPage(_ request: WebRequest, _ mistakes: [String: OwnerDraft.Mistake] = [:]) async throws -> any Answer {
        let words = request.words
        let (owner, contact) = try await ownContact(request)
        let draft = ContactDraft(contact)
        let title = words["constituency.organisation.preferences"]
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(
                    title,
                    lead: words.text(
                        "constituency.organisation.preferencesLead",
                        ["contact": contact.name ?? contact.email?.description ?? words.purpose(contact.purpose)]),
                    crumbs: crumbs(owner, words)),
                form: Parts.Form(
                    path(owner, "/contacts/\(contact.id ?? "")/preferences"),
                    fields: ContactForm.preferences(
                        draft.entered.merging(mistakes.mapValues(\.value)) { $1 }, draft.channels, offered: constituency.channels,
                        mistakes: mistakes, words),
                    submit: words["common.action.save"], cancel: path(owner))), title: title,
            status: mistakes.isEmpty ? .ok : .unprocessableContent)
    }

    private func setPreferences(_ request: WebRequest) async throws -> any Answer {
        let (owner, contact) = try await ownContact(request)
        if let text = request.form["quiet"], QuietHours(text) == nil {
            return try await preferencesPage(request, ["quiet": OwnerDraft.Mistake(key: "quiet", value: text)])
        }
        let preferences = Owner.Contact.Preferences(request.form, offered: constituency.channels)
        let id = contact.id
        try await constituency.register.change(owner.id, by: request.author(), at: request.now) { owner in
            for place in owner.contacts.indices where owner.contacts[place].id == id { owner.contacts[place].preferences = preferences }
        }
        return Redirect(path(owner), flash: Flash(.done, request.words["constituency.edit.saved"]))
    }
}

/// An organisation as its own people see it.
struct OrganisationPage: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs?
    let facts: Parts.Facts
    let contacts: Parts.Table
    let networks: Parts.Table
    let proposals: Parts.Table

    static func facts(_ owner: Owner, _ language: LanguageTag, _ words: Words) -> [Parts.Facts.Fact] {
        var facts: [Parts.Facts.Fact] = []
        for (tag, name) in owner.names.sorted(by: { $0.key.text < $1.key.text }) where tag != language {
            facts.append(Parts.Facts.Fact(words.text("constituency.owner.nameIn", ["language": words.language(tag)]), name))
        }
        facts.append(Parts.Facts.Fact(words["constituency.field.sector"], owner.sector.map(words.sector) ?? "–"))
        return facts
    }
}

extension Parts.Table {
    /// The table for readers who may not open the pages behind it.
    var withoutLinks: Parts.Table {
        let rows = rows.map { row in
            Row(
                row.cells.map { cell in
                    var cell = cell
                    cell.href = nil
                    return cell
                })
        }
        var table = Parts.Table(
            id: id, caption: caption, isCaptionHidden: isCaptionHidden, columns: columns, rows: rows, summary: summary, empty: empty)
        table.stacks = stacks
        return table
    }
}

/// What an owner entered as a proposal, with what is wrong with it.
struct ProposalDraft: Sendable {
    private(set) var changes: [ProposedChange] = []
    private(set) var mistakes: [String: OwnerDraft.Mistake] = [:]
    let note: String?

    init(_ form: Form, owner: Owner) {
        note = form["note"].map { String($0.prefix(2_000)) }
        for code in OwnerDraft.languages {
            guard form.has("name-\(code)"), let tag = LanguageTag(code) else { continue }
            let name = form["name-\(code)"].map { String($0.prefix(300)) } ?? ""
            if name != owner.names[tag] ?? "" { changes.append(.name(language: code, name)) }
        }
        let adding = parts(form, "adding")
        let removing = parts(form, "removing")
        if !adding.isEmpty || !removing.isEmpty { changes.append(.scope(adding: adding, removing: removing)) }
        // Words alone are a proposal too: staff read them.
        if changes.isEmpty, note == nil, mistakes.isEmpty { mistakes["note"] = OwnerDraft.Mistake(key: "nothing") }
    }

    private mutating func parts(_ form: Form, _ field: String) -> ScopeParts {
        var parts = ScopeParts()
        let lines = form.text(field).split { $0.isNewline || $0 == "," || $0 == ";" }.map(\.trimmed).filter { !$0.isEmpty }
        if lines.count > 2_000 { mistakes[field] = OwnerDraft.Mistake(key: "tooMuch") }
        for line in lines.prefix(2_000) {
            if let asn = ASN(line), line.uppercased().hasPrefix("AS") {
                parts.asns.append(asn)
            } else if case .success(let networks) = NetworkText.read(line) {
                parts.networks += networks
            } else if let domain = DomainName(line), line.contains(".") {
                parts.domains.append(domain)
            } else if mistakes[field] == nil {
                mistakes[field] = OwnerDraft.Mistake(key: "scope", value: String(line.prefix(100)))
            }
        }
        return parts
    }
}
