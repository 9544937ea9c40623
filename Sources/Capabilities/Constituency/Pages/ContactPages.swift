internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Adding, changing, verifying by hand and removing a contact.
struct ContactPages: Sendable {
    let constituency: Constituency

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners/:id/contacts/add", .permission(.constituencyEdit)) { request in
            guard try await constituency.register.entry(request["id"]) != nil else { throw WebProblem.notFound }
            return page(ContactDraft(), contact: nil, request)
        }
        routes.post(.desk, "/owners/:id/contacts/add", .permission(.constituencyEdit)) { try await save(nil, $0) }
        routes.get(.desk, "/owners/:id/contacts/:contact", .permission(.constituencyEdit)) { request in
            let contact = try await contact(request)
            return page(ContactDraft(contact), contact: contact, request)
        }
        routes.post(.desk, "/owners/:id/contacts/:contact", .permission(.constituencyEdit)) { request in
            try await save(try await contact(request), request)
        }
        routes.post(.desk, "/owners/:id/contacts/:contact/remove", .permission(.constituencyEdit)) { request in
            let id = request["contact"]
            return try await change(request) { owner in owner.contacts.removeAll { $0.id == id } }
        }
        routes.post(.desk, "/owners/:id/contacts/:contact/first", .permission(.constituencyEdit)) { request in
            let id = request["contact"]
            return try await change(request) { owner in
                guard let place = owner.contacts.firstIndex(where: { $0.id == id }) else { return }
                owner.contacts.insert(owner.contacts.remove(at: place), at: 0)
            }
        }
        routes.post(.desk, "/owners/:id/contacts/:contact/verified", .permission(.constituencyEdit)) { request in
            let (id, now) = (request["contact"], request.now)
            return try await change(request) { owner in
                for place in owner.contacts.indices where owner.contacts[place].id == id { owner.contacts[place].standing = .verified(now) }
            }
        }
    }

    private func contact(_ request: WebRequest) async throws -> Owner.Contact {
        let found = try await constituency.register.entry(request["id"])?.owner.contacts.first { $0.id == request["contact"] }
        guard let found else { throw WebProblem.notFound }
        return found
    }

    private func change(_ request: WebRequest, _ body: @Sendable @escaping (inout Owner) -> Void) async throws -> any Answer {
        do {
            try await constituency.register.change(request["id"], by: request.author(), at: request.now, body)
        } catch RegisterRefusal.noOwner { throw WebProblem.notFound }
        return Redirect("/owners/\(request["id"])", flash: Flash(.done, request.words["constituency.edit.saved"]))
    }

    private func save(_ known: Owner.Contact?, _ request: WebRequest) async throws -> any Answer {
        let draft = ContactDraft(request.form, known: known, offered: constituency.channels)
        guard let new = draft.contact else { return page(draft, contact: known, request) }
        return try await change(request) { owner in
            if let place = owner.contacts.firstIndex(where: { $0.id != nil && $0.id == new.id }) {
                owner.contacts[place] = new
            } else {
                owner.contacts.append(new)
            }
        }
    }

    private func page(_ draft: ContactDraft, contact: Owner.Contact?, _ request: WebRequest) -> Page {
        let words = request.words
        let owner = request["id"]
        let path = "/owners/\(owner)/contacts/\(contact?.id ?? "add")"
        let title = words[contact == nil ? "constituency.contact.add" : "constituency.contact.edit"]
        var actions: [Parts.Action] = []
        if contact != nil {
            actions = [
                Parts.Action(words["constituency.contact.verifiedByHand"], post: path + "/verified", icon: "check"),
                Parts.Action(words["constituency.contact.first"], post: path + "/first", icon: "up"),
                Parts.Action(
                    words["constituency.contact.remove"], post: path + "/remove", confirm: words["constituency.contact.removeQuestion"],
                    icon: "remove", isDanger: true),
            ]
        }
        let form = Parts.Form(
            path, fields: ContactForm.fields(draft, offered: constituency.channels, words), submit: words["common.action.save"],
            cancel: "/owners/\(owner)")
        return Page(
            "constituency/form",
            FormPage(
                head: Parts.Head(title, crumbs: OwnerListPage.crumbs(request) + [Parts.Link(owner, "/owners/\(owner)")], actions: actions),
                form: form), title: title, status: form.problems.isEmpty ? .ok : .unprocessableContent)
    }
}

/// The fields of a contact, on the desk and in the portal.
enum ContactForm {
    static func fields(_ draft: ContactDraft, offered: [String], keys: Bool = true, _ words: Words) -> [Parts.Field] {
        func field(_ name: String, _ change: (inout Parts.Field) -> Void = { _ in }) -> Parts.Field {
            var field = Parts.Field(name, words["constituency.field.\(name)"])
            field.value = draft.entered[name] ?? ""
            field.error = draft.mistakes[name]?.text(words)
            change(&field)
            return field
        }
        var fields = [
            field("purpose") { field in
                field.isSelect = true
                field.isRequired = true
                let current = draft.entered["purpose"] ?? ""
                var purposes = Owner.Contact.purposes
                if !current.isEmpty, !purposes.contains(current) { purposes.append(current) }
                field.options = purposes.map { Parts.Field.Option(value: $0, label: words.purpose($0), isSelected: $0 == current) }
            },
            field("name") { $0.hint = words["constituency.hint.contactName"] },
            field("email") {
                $0.type = "email"
                $0.hint = words["constituency.hint.email"]
            },
            field("phone") { $0.type = "tel" },
            field("language") { field in
                field.isSelect = true
                let current = draft.entered["language"] ?? ""
                var tags = OwnerDraft.languages
                if !current.isEmpty, !tags.contains(current) { tags.append(current) }
                field.options =
                    [Parts.Field.Option(value: "", label: words["common.word.unknown"])]
                    + tags.map { tag in
                        Parts.Field.Option(value: tag, label: LanguageTag(tag).map(words.language) ?? tag, isSelected: tag == current)
                    }
            },
        ]
        fields += preferences(draft.entered, draft.channels, offered: offered, mistakes: draft.mistakes, words)
        if keys {
            for name in ["openpgp", "certificate"] {
                fields.append(
                    field(name) {
                        $0.isTextarea = true
                        $0.isMono = true
                        $0.hint = words["constituency.hint.\(name)"]
                    })
            }
        }
        return fields
    }

    /// How a contact wants to be told.
    static func preferences(
        _ entered: [String: String], _ channels: Set<String>, offered: [String], mistakes: [String: OwnerDraft.Mistake] = [:],
        _ words: Words
    ) -> [Parts.Field] {
        func choice(_ name: String, _ options: [(value: String, label: String)]) -> Parts.Field {
            var field = Parts.Field(name, words["constituency.field.\(name)"])
            field.isSelect = true
            field.options =
                [Parts.Field.Option(value: "", label: words["constituency.preference.usual"])]
                + options.map { Parts.Field.Option(value: $0.value, label: $0.label, isSelected: entered[name] == $0.value) }
            return field
        }
        var fields = [
            choice("interval", ContactCard.Interval.allCases.map { ($0.rawValue, words["constituency.interval.\($0.rawValue)"]) }),
            choice("format", ContactCard.Format.allCases.map { ($0.rawValue, words["constituency.format.\($0.rawValue)"]) }),
            choice("severity", Severity.allCases.map { ($0.name, words["common.severity.\($0.name)"]) }),
        ]
        var quiet = Parts.Field(
            "quiet", words["constituency.field.quiet"], value: entered["quiet"] ?? "", hint: words["constituency.hint.quiet"],
            error: mistakes["quiet"]?.text(words))
        quiet.maxlength = 20
        fields.append(quiet)
        if offered.count > 1 {
            var field = Parts.Field("channels", words["constituency.field.channels"])
            field.isChecks = true
            field.options = offered.map {
                Parts.Field.Option(
                    id: "channel-\($0)", value: $0,
                    label: words.has("constituency.channel.\($0)") ? words["constituency.channel.\($0)"] : $0,
                    isSelected: channels.contains($0))
            }
            fields.append(field)
        }
        return fields
    }
}
