internal import Centre
internal import EventStore
internal import HTTPTypes
internal import Vocabulary

/// What nobody is told of for a while, and why.
struct SuppressionPages: Sendable {
    let office: NoticeOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices/suppressions", .permission(.noticesRead)) { try await list($0, errors: [:]) }
        routes.post(.desk, "/notices/suppressions", .permission(.noticesRules)) { try await add($0) }
        routes.post(.desk, "/notices/suppressions/:id/end", .permission(.noticesRules)) { request in
            guard let id = Int64(request["id"]) else { throw WebProblem.notFound }
            try await office.house.records.write { try NoticeStore.end(suppression: id, at: request.now, $0) }
            return Redirect("/notices/suppressions", flash: Flash(.done, request.words["notices.suppressions.endedFlash"]))
        }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let form: Parts.Form?
        let table: Parts.Table
    }

    private func list(_ request: WebRequest, errors: [String: String]) async throws -> Page {
        let words = request.words
        let all = try await office.house.records.read { try NoticeStore.suppressions($0) }
        let mayEdit = request.principal?.may(.noticesRules) ?? false
        let title = words["notices.suppressions.title"]
        let rows = all.map { one -> Parts.Table.Row in
            let holds = one.ended == nil && request.now < one.until
            let what = [one.owner, one.type.map(words.incident), one.identifier, one.network.map { "\($0)" }, one.finding].compactMap { $0 }
            return Parts.Table.Row(
                [
                    .init(what.joined(separator: ", "), isHead: true), .init(one.reason),
                    .init(time: words.mark(one.until, zone: request.zone)), .init(one.by),
                    .init(
                        tags: [Parts.Tag(words["notices.suppressions.\(holds ? "holds" : "ended")"], holds ? .warn : nil)],
                        action: holds && mayEdit
                            ? Parts.Action(
                                words["notices.suppressions.end"], post: "/notices/suppressions/\(one.id)/end",
                                confirm: words["notices.suppressions.endConfirm"], isSmall: true) : nil),
                ], isFaded: !holds)
        }
        let table = Parts.Table(
            id: "suppressions", caption: title,
            columns: [
                .init(words["notices.suppressions.what"]), .init(words["notices.suppressions.reason"]),
                .init(words["notices.suppressions.until"]), .init(words["notices.suppressions.by"]),
                .init(words["notices.suppressions.state"]),
            ], rows: rows,
            empty: Parts.Empty(words["notices.suppressions.none"], text: words["notices.suppressions.noneText"], icon: "notice"))
        let view = View(
            head: Parts.Head(title, lead: words["notices.suppressions.lead"]), tabs: NoticeTabs.tabs("/notices/suppressions", request),
            form: mayEdit ? form(request, errors) : nil, table: table)
        return Page("notices/list", view, title: title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func form(_ request: WebRequest, _ errors: [String: String]) -> Parts.Form {
        let words = request.words
        let given = request.verb == .get ? request.query : request.form
        func line(_ name: String, hint: String? = nil, kind: String = "text", isRequired: Bool = false) -> Parts.Field {
            Parts.Field(
                name, words["notices.suppressions.\(name)"], .line(kind), value: given[name],
                hint: hint.map { words["notices.suppressions.\($0)"] }, error: errors[name], isRequired: isRequired)
        }
        return Parts.Form(
            "/notices/suppressions",
            fields: [
                line("owner"), line("type"), line("identifier"), line("network", hint: "networkHint"), line("finding"),
                line("reason", isRequired: true),
                line("until", kind: "date", isRequired: true),
            ], submit: words["notices.suppressions.add"])
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let (words, form) = (request.words, request.form)
        var errors: [String: String] = [:]
        let network = form["network"].flatMap { IPPrefix($0) }
        if form["network"] != nil, network == nil { errors["network"] = words["notices.suppressions.badNetwork"] }
        let finding = form["finding"].map { FindingID($0)?.description ?? "" }
        if finding == "" { errors["finding"] = words["common.form.invalid"] }
        if [form["owner"], form["type"], form["identifier"], form["network"], form["finding"]].allSatisfy({ $0 == nil }) {
            errors["owner"] = words["notices.suppressions.needOne"]
        }
        let reason = form["reason"] ?? ""
        if reason.isEmpty || reason.count > 500 { errors["reason"] = words["common.form.required"] }
        let until = form["until"].flatMap { CalendarDate(isoText: $0) }.map { Instant(seconds: ($0.daysSinceEpoch + 1) * 86_400) }
        if until.map({ $0 <= request.now || $0 > request.now + AnswerForm.longest }) ?? true {
            errors["until"] = words["notices.suppressions.badUntil"]
        }
        guard errors.isEmpty, let until else { return try await list(request, errors: errors) }
        let person = try request.asker().name
        let suppression = Suppression(
            id: 0, owner: form["owner"], type: form["type"], identifier: form["identifier"], network: network, finding: finding,
            reason: reason, until: until, by: person, made: request.now)
        try await office.house.records.write { try NoticeStore.add(suppression, $0) }
        return Redirect("/notices/suppressions", flash: Flash(.done, words["notices.suppressions.added"]))
    }
}
