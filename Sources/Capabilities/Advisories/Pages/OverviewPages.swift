internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// One advisory at the desk: how far it is, what it lacks, what can be done next.
struct OverviewPages: Sendable {
    let desk: AdvisoryDesk
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id", .permission(.advisoriesRead)) { try await overview($0) }
        routes.post(.desk, "/advisories/:id/submit", .permission(.advisoriesWrite)) { request in
            try await step(request) { try await desk.submit($0, by: $1) }
        }
        routes.post(.desk, "/advisories/:id/approve", .permission(.advisoriesApprove)) { request in
            guard let basis = request.form.number("basis") else { throw WebProblem.badRequest("no basis") }
            return try await step(request) { try await desk.approve($0, basis: basis, by: $1) }
        }
        routes.post(.desk, "/advisories/:id/return", .permission(.advisoriesWrite)) { request in
            let note = request.form["note"] ?? ""
            return try await step(request) { try await desk.giveBack($0, by: $1, note: note) }
        }
        routes.post(.desk, "/advisories/:id/discard", .permission(.advisoriesWrite)) { request in
            let id = request["id"]
            return try await frame.attempt(request, back: "/advisories") {
                try await desk.house.records.write { try AdvisoryStore.discard(id, $0) }
            }
        }
        routes.post(.desk, "/advisories/:id/withdraw", .permission(.advisoriesWrite)) { try await withdraw($0) }
    }

    private func step(
        _ request: WebRequest, _ change: (String, Person) async throws -> Void
    ) async throws -> any Answer {
        let person = Person(try request.asker())
        return try await frame.attempt(request, back: "/advisories/\(request["id"])") { try await change(request["id"], person) }
    }

    /// A published advisory is taken back by a new version that says why; a second person agrees to it as to any other.
    private func withdraw(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let back = "/advisories/\(request["id"])"
        guard let reason = request.form["reason"] else {
            return Redirect(back, flash: Flash(.problem, words["advisories.withdraw.needReason"]))
        }
        let person = Person(try request.asker())
        return try await frame.attempt(request, back: back) {
            try await desk.save(request["id"], by: person) {
                $0.withdrawn = String(reason.prefix(2_000))
                $0.change = String(reason.prefix(300))
            }
            try await desk.submit(request["id"], by: person)
        }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let next: String
        let actions: [Parts.Action]
        let problems: DeskFrame.Notes?
        let hints: DeskFrame.Notes?
        let facts: Parts.Facts
        let timeline: Parts.Timeline
        let giveBack: Parts.Form?
        let withdraw: Parts.Form?
    }

    private func overview(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let advisory = try await frame.advisory(request)
        let edits = try await desk.house.records.read { try AdvisoryStore.edits(of: advisory.id, limit: 20, $0) }
        let check = desk.check(advisory)
        let view = View(
            head: frame.head(advisory, request), tabs: frame.tabs(advisory, "", request),
            next: words["advisories.next.\(advisory.state.rawValue)"], actions: actions(advisory, check, request),
            problems: notes(check.problems.filter(\.isBlocking), advisory, "advisories.check.title", words),
            hints: notes(check.problems.filter { !$0.isBlocking }, advisory, "advisories.check.hints", words),
            facts: facts(advisory, request),
            timeline: Parts.Timeline(
                edits.map { edit in
                    Parts.Timeline.Item(
                        words["advisories.step.\(edit.step.rawValue)"], icon: Self.icon(edit.step),
                        time: words.mark(edit.moment, zone: request.zone), actor: edit.person.name,
                        quote: edit.note.isEmpty ? nil : edit.note)
                }),
            giveBack: giveBack(advisory, request), withdraw: withdrawForm(advisory, request))
        return Page("advisories/overview", view, title: advisory.content.main.title)
    }

    private static func icon(_ step: AdvisoryStep) -> String {
        switch step {
        case .saved: "edit"
        case .submitted: "next"
        case .returned: "previous"
        case .approved: "check"
        case .published: "globe"
        }
    }

    private func notes(
        _ problems: [AdvisoryCheck.Problem], _ advisory: Advisory, _ title: String, _ words: Words
    ) -> DeskFrame.Notes? {
        guard !problems.isEmpty else { return nil }
        return DeskFrame.Notes(
            title: words[title],
            lines: problems.map { problem in
                DeskFrame.Notes.Line(text: words.problem(problem), link: Self.place(problem.field, advisory, words))
            })
    }

    /// Where a field is filled in.
    private static func place(_ field: String, _ advisory: Advisory, _ words: Words) -> Parts.Link {
        let base = "/advisories/\(advisory.id)"
        let parts = field.split(separator: ".").map(String.init)
        switch parts.first {
        case "products": return .init(words["advisories.tab.products"], base + "/products")
        case "vulnerabilities": return .init(words["advisories.tab.vulnerabilities"], base + "/" + parts.joined(separator: "/"))
        case "rating": return .init(words["advisories.tab.rating"], base + "/rating")
        case "texts" where parts.count == 3:
            return .init(words["advisories.tab.texts"], base + "/texts#field-\(parts[1])-\(parts[2])")
        default: return .init(words["advisories.tab.texts"], base + "/texts#field-\(field)")
        }
    }

    private func actions(_ advisory: Advisory, _ check: AdvisoryCheck, _ request: WebRequest) -> [Parts.Action] {
        let words = request.words
        let base = "/advisories/\(advisory.id)"
        let principal = request.principal
        let mayWrite = principal?.may(.advisoriesWrite) ?? false
        var actions: [Parts.Action] = []
        switch advisory.state {
        case .draft where mayWrite:
            if check.isReady {
                actions.append(Parts.Action(words["advisories.action.submit"], post: base + "/submit", icon: "next", isPrimary: true))
            }
            if advisory.version == 0 {
                actions.append(
                    Parts.Action(
                        words["advisories.action.discard"], post: base + "/discard", confirm: words["advisories.action.discardConfirm"],
                        icon: "remove", isDanger: true))
            }
        case .review where principal?.may(.advisoriesApprove) ?? false:
            if let id = principal?.id, id != advisory.editor.id, id != advisory.submitter?.id, check.isReady {
                actions.append(
                    Parts.Action(
                        words["advisories.action.approve"], post: base + "/approve", fields: [.init("basis", "\(advisory.edit)")],
                        confirm: words["advisories.action.approveConfirm"], icon: "check", isPrimary: true))
            }
        case .published where advisory.version > 0 && advisory.content.tlp == .clear:
            if let tracking = advisory.tracking {
                actions.append(
                    Parts.Action(words["advisories.action.public"], href: "\(desk.document.site)/advisories/\(tracking)", icon: "external"))
            }
        default: break
        }
        return actions
    }

    private func facts(_ advisory: Advisory, _ request: WebRequest) -> Parts.Facts {
        let words = request.words
        let content = advisory.content
        var facts = [
            Parts.Facts.Fact(
                words["advisories.fact.id"], advisory.tracking ?? words["advisories.fact.noID"], isMono: advisory.tracking != nil),
            Parts.Facts.Fact(
                words["advisories.fact.version"], advisory.version == 0 ? words["common.word.none"] : words.number(advisory.version)),
            Parts.Facts.Fact(words["advisories.field.tlp"], tlp: words.mark(content.tlp)),
            Parts.Facts.Fact(words["advisories.field.severity"], severity: words.mark(content.severity)),
            Parts.Facts.Fact(
                words["advisories.field.sectors"],
                content.sectors.isEmpty ? words["advisories.allSectors"] : content.sectors.map(words.sector).joined(separator: ", ")),
            Parts.Facts.Fact(words["advisories.column.editor"], advisory.editor.name),
        ]
        if let person = advisory.submitter { facts.append(Parts.Facts.Fact(words["advisories.fact.submitter"], person.name)) }
        if let person = advisory.approver { facts.append(Parts.Facts.Fact(words["advisories.fact.approver"], person.name)) }
        if let embargo = content.embargo {
            facts.append(Parts.Facts.Fact(words["advisories.field.embargo"], time: words.mark(embargo, zone: request.zone)))
        }
        for code in desk.languages {
            facts.append(
                Parts.Facts.Fact(
                    words["common.language.\(code)"], words["advisories.translation.\(content.translation(code).rawValue)"]))
        }
        return Parts.Facts(facts)
    }

    private func giveBack(_ advisory: Advisory, _ request: WebRequest) -> Parts.Form? {
        guard advisory.state == .review || advisory.state == .approved, request.principal?.may(.advisoriesWrite) ?? false else {
            return nil
        }
        let words = request.words
        return Parts.Form(
            "/advisories/\(advisory.id)/return", fields: [Parts.Field("note", words["advisories.return.note"], .area(rows: 3))],
            submit: words["advisories.return.action"])
    }

    private func withdrawForm(_ advisory: Advisory, _ request: WebRequest) -> Parts.Form? {
        guard advisory.state == .published, advisory.content.withdrawn == nil, request.principal?.may(.advisoriesWrite) ?? false
        else { return nil }
        let words = request.words
        var form = Parts.Form(
            "/advisories/\(advisory.id)/withdraw",
            fields: [
                Parts.Field(
                    "reason", words["advisories.withdraw.reason"], .area(rows: 3), hint: words["advisories.withdraw.hint"], isRequired: true
                )
            ], submit: words["advisories.withdraw.action"])
        form.isDanger = true
        return form
    }
}

extension Words {
    /// What a sector is called; one that is not known stands for itself.
    func sector(_ name: String) -> String { has("common.sector.\(name)") ? self["common.sector.\(name)"] : name }
}
