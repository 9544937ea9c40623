internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Verification rounds on the desk, and the page behind the link in the portal.
struct VerificationPages: Sendable {
    let constituency: Constituency
    private var verification: Verification { constituency.verification }

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners/verification", .permission(.constituencyRead)) { try await rounds($0) }
        routes.post(.desk, "/owners/verification", .permission(.constituencyEdit)) { try await propose($0) }
        routes.get(.desk, "/owners/verification/:round", .permission(.constituencyRead)) { try await round($0) }
        routes.post(.desk, "/owners/verification/:round/send", .permission(.constituencyEdit)) { try await send($0) }
        routes.post(.desk, "/owners/verification/:round/drop", .permission(.constituencyEdit)) { try await drop($0) }
        routes.get(.portal, "/verify/:token", .anyone) { try await answerPage($0, [:]) }
        routes.post(.portal, "/verify/:token", .anyone) { try await answer($0) }
    }

    // MARK: - Desk

    private func rounds(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let (rounds, figures) = try await constituency.register.inspect { database in
            (try VerificationStore.rounds(limit: 50, database), try RegisterList.figures(database))
        }
        let due = try await verification.dueCount(olderThan: Verification.months)
        let mayEdit = request.principal?.may(.constituencyEdit) ?? false
        let keys = ["round", "state", "asked", "sent", "confirmed", "corrected", "bounced"]
        let labels = keys.map { words["constituency.verification.\($0)"] }
        let rows = rounds.map { round in
            Parts.Table.Row([
                Parts.Table.Cell(
                    words.date(round.made, zone: request.zone), href: "/owners/verification/\(round.id)", isRow: true, isHead: true),
                Parts.Table.Cell(tags: [VerificationPages.tag(round, words)]),
                Parts.Table.Cell(words.number(round.asked), isNumber: true),
                Parts.Table.Cell(words.number(round.sent), isNumber: true),
                Parts.Table.Cell(words.number(round.confirmed), isNumber: true),
                Parts.Table.Cell(words.number(round.corrected), isNumber: true),
                Parts.Table.Cell(words.number(round.bounced), isNumber: true),
            ])
        }
        var months = Parts.Field("months", words["constituency.verification.months"])
        months.type = "number"
        months.value = String(Verification.months)
        months.hint = words["constituency.verification.monthsHint"]
        months.isRequired = true
        let title = words["constituency.verification.title"]
        return Page(
            "constituency/verification",
            VerificationPage(
                head: Parts.Head(title, lead: words["constituency.verification.lead"], crumbs: OwnerListPage.crumbs(request)),
                tabs: .sections(.verification, figures, request),
                due: words.text("constituency.verification.due", count: due),
                form: mayEdit
                    ? Parts.Form("/owners/verification", fields: [months], submit: words["constituency.verification.prepare"]) : nil,
                table: Parts.Table(
                    id: "rounds", caption: words["constituency.verification.rounds"], isCaptionHidden: true,
                    columns: labels.enumerated().map { Parts.Table.Column($1, isNumber: $0 > 1) }, rows: rows,
                    empty: Parts.Empty(
                        words["constituency.verification.none"], text: words["constituency.verification.noneText"], icon: "mail"))),
            title: title)
    }

    private static func tag(_ round: VerificationStore.Round, _ words: Words) -> Parts.Tag {
        let kind: Parts.Tag.Kind? = round.state == .proposed ? .warn : round.state == .approved ? .good : nil
        return Parts.Tag(words["constituency.verification.\(round.state.rawValue)"], kind)
    }

    private func propose(_ request: WebRequest) async throws -> any Answer {
        let months = min(max(request.form.number("months") ?? Verification.months, 0), 120)
        guard let round = try await verification.propose(olderThan: months, by: request.author().id) else {
            return Redirect("/owners/verification", flash: Flash(.note, request.words["constituency.verification.nobody"]))
        }
        return Redirect("/owners/verification/\(round)")
    }

    private func round(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        guard let id = Int64(request["round"]) else { throw WebProblem.notFound }
        let (rounds, members) = try await constituency.register.inspect { database in
            (try VerificationStore.rounds(limit: 500, database), try VerificationStore.members(id, limit: 300, database))
        }
        guard let round = rounds.first(where: { $0.id == id }) else { throw WebProblem.notFound }
        let mayEdit = request.principal?.may(.constituencyEdit) ?? false
        let labels = ["owner", "purpose", "email", "language", "standing"].map { words["constituency.field.\($0)"] }
        let rows = members.map { asked in
            Parts.Table.Row([
                Parts.Table.Cell(asked.names[words.code] ?? asked.names["en"] ?? asked.owner, href: "/owners/\(asked.owner)", isHead: true),
                Parts.Table.Cell(words.purpose(asked.contact.purpose)),
                Parts.Table.Cell(asked.address),
                Parts.Table.Cell(asked.contact.language.map { words.language($0) } ?? "–"),
                .standing(asked.contact, request),
            ])
        }
        var form: Parts.Form?
        var sample: String?
        var sampleSubject: String?
        if let first = members.first {
            // The link is for the contact alone.
            let mail = verification.mail.text(first)
            sampleSubject = mail.subject
            sample = mail.text.replacing(verification.mail.token(first), with: "…")
        }
        if mayEdit, round.state == .proposed {
            var repeats = Parts.Field("repeats", words["constituency.verification.repeats"])
            repeats.isCheckbox = true
            repeats.hint = words["constituency.verification.repeatsHint"]
            form = Parts.Form(
                "/owners/verification/\(id)/send", fields: [repeats],
                submit: words.text("constituency.verification.sendCount", count: round.asked))
        }
        let title = words.text("constituency.verification.roundOf", ["date": words.date(round.made, zone: request.zone)])
        return Page(
            "constituency/round",
            RoundPage(
                head: Parts.Head(
                    title,
                    crumbs: OwnerListPage.crumbs(request) + [
                        Parts.Link(words["constituency.verification.title"], "/owners/verification")
                    ], tags: [VerificationPages.tag(round, words)],
                    actions: mayEdit && round.state == .proposed
                        ? [Parts.Action(words["constituency.verification.drop"], post: "/owners/verification/\(id)/drop", isPlain: true)]
                        : []),
                form: form, sampleSubject: sampleSubject, sample: sample,
                table: Parts.Table(
                    id: "members", caption: words["constituency.verification.members"], isCaptionHidden: true,
                    columns: labels.map { Parts.Table.Column($0) }, rows: rows,
                    summary: words.text(
                        "common.format.rows",
                        ["from": "1", "to": words.number(members.count), "all": words.number(round.asked)]))), title: title)
    }

    private func send(_ request: WebRequest) async throws -> any Answer {
        guard let id = Int64(request["round"]) else { throw WebProblem.notFound }
        let words = request.words
        guard constituency.channels.contains("mail") else {
            return Redirect("/owners/verification/\(id)", flash: Flash(.problem, words["constituency.verification.noMail"]))
        }
        let isNew = try await verification.approve(id, by: request.author().id, repeats: request.form.has("repeats"))
        return Redirect(
            "/owners/verification/\(id)",
            flash: isNew
                ? Flash(.done, words["constituency.verification.goesOut"]) : Flash(.note, words["constituency.verification.decided"]))
    }

    private func drop(_ request: WebRequest) async throws -> any Answer {
        guard let id = Int64(request["round"]) else { throw WebProblem.notFound }
        _ = try await verification.drop(id, by: request.author().id)
        return Redirect("/owners/verification", flash: Flash(.note, request.words["constituency.verification.droppedNow"]))
    }

    // MARK: - Behind the link

    private func answerPage(_ request: WebRequest, _ mistakes: [String: OwnerDraft.Mistake]) async throws -> any Answer {
        let words = request.words
        guard let asked = try await verification.opened(request["token"]) else {
            throw WebProblem(.gone, "constituency.problem.oldLink")
        }
        let contact = asked.contact
        let isBack = request.verb == .post
        func field(_ name: String, _ value: String?) -> Parts.Field {
            var field = Parts.Field(name, words["constituency.field.\(name)"])
            field.value = isBack ? request.form.text(name) : value ?? ""
            field.error = mistakes[name]?.text(words)
            return field
        }
        var phone = field("phone", contact.phone)
        phone.type = "tel"
        var language = field("language", nil)
        language.isSelect = true
        let current = isBack ? request.form.text("language") : contact.language?.text ?? ""
        language.options = (OwnerDraft.languages + (OwnerDraft.languages.contains(current) || current.isEmpty ? [] : [current])).map {
            tag in
            Parts.Field.Option(value: tag, label: LanguageTag(tag).map(words.language) ?? tag, isSelected: tag == current)
        }
        let name = asked.names[words.code] ?? asked.names["en"] ?? asked.owner
        let title = words["constituency.verify.title"]
        return Page(
            "constituency/verify",
            VerifyPage(
                head: Parts.Head(title, lead: words.text("constituency.verify.lead", ["organisation": name])),
                facts: Parts.Facts([
                    Parts.Facts.Fact(words["constituency.field.owner"], name),
                    Parts.Facts.Fact(words["constituency.field.purpose"], words.purpose(contact.purpose)),
                    Parts.Facts.Fact(words["constituency.field.email"], asked.address),
                ]),
                isAnswered: asked.answered != nil && !isBack,
                form: Parts.Form(
                    "/verify/\(request["token"])", fields: [field("name", contact.name), phone, language],
                    submit: words["constituency.verify.confirm"])), title: title,
            status: mistakes.isEmpty ? .ok : .unprocessableContent)
    }

    private func answer(_ request: WebRequest) async throws -> any Answer {
        guard let asked = try await verification.opened(request["token"]) else { throw WebProblem(.gone, "constituency.problem.oldLink") }
        let form = request.form
        var mistakes: [String: OwnerDraft.Mistake] = [:]
        let language = form["language"].flatMap { LanguageTag($0) }
        if form["language"] != nil, language == nil {
            mistakes["language"] = OwnerDraft.Mistake(key: "language", value: form.text("language"))
        }
        let phone = form["phone"].map { String($0.prefix(60)) }
        if let phone, !phone.contains(where: \.isNumber) { mistakes["phone"] = OwnerDraft.Mistake(key: "phone", value: phone) }
        guard mistakes.isEmpty else { return try await answerPage(request, mistakes) }
        try await verification.answer(
            asked, Verification.Answer(name: form["name"].map { String($0.prefix(200)) }, phone: phone, language: language))
        return Redirect("/verify/\(request["token"])", flash: Flash(.done, request.words["constituency.verify.thanks"]))
    }
}

/// All rounds, and a form for the next.
struct VerificationPage: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let due: String
    let form: Parts.Form?
    let table: Parts.Table
}

/// One round: what is sent to whom.
struct RoundPage: Sendable {
    let head: Parts.Head
    let form: Parts.Form?
    let sampleSubject: String?
    let sample: String?
    let table: Parts.Table
}

/// What a contact sees behind its link.
struct VerifyPage: Sendable {
    let head: Parts.Head
    let facts: Parts.Facts
    let isAnswered: Bool
    let form: Parts.Form
}
