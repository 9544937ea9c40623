internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// The rule book on the desk: order, editor, versions, what would be sent, and the replay of an old period.
struct RulePages: Sendable {
    let notices: Notices
    private var office: NoticeOffice { notices.office }

    init(_ notices: Notices) { self.notices = notices }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices/rules", .permission(.noticesRead)) { try await list($0) }
        routes.get(.desk, "/notices/rules/new", .permission(.noticesRules)) { request in
            try await editor(NoticeRule(id: ""), isNew: true, request, errors: [:])
        }
        routes.post(.desk, "/notices/rules/new", .permission(.noticesRules)) { try await save($0, id: nil) }
        routes.get(.desk, "/notices/rules/preview", .permission(.noticesRead)) { try await DryRunPage(office: office, request: $0).page() }
        routes.get(.desk, "/notices/rules/replay", .permission(.noticesRead)) { try await ReplayPage(office: office, request: $0).page() }
        routes.get(.desk, "/notices/rules/:rule", .permission(.noticesRead)) { request in
            try await editor(rule(request), isNew: false, request, errors: [:])
        }
        routes.post(.desk, "/notices/rules/:rule", .permission(.noticesRules)) { request in
            _ = try await rule(request)
            return try await save(request, id: request["rule"])
        }
        routes.post(.desk, "/notices/rules/:rule/move", .permission(.noticesRules)) { try await move($0) }
        routes.post(.desk, "/notices/rules/:rule/remove", .permission(.noticesRules)) { try await remove($0) }
        routes.post(.desk, "/notices/rules/:rule/approve", .permission(.noticesApprove)) { try await approve($0) }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let waiting: WaitingNote?
        let table: Parts.Table
    }

    private func entries() async throws -> [RuleBook.Entry] { try await office.house.records.read { try NoticeStore.entries($0) } }

    private func rule(_ request: WebRequest) async throws -> NoticeRule {
        guard let entry = try await entries().first(where: { $0.rule.id == request["rule"] }) else {
            throw WebProblem(.notFound, "notices.problem.rule")
        }
        return entry.rule
    }

    private func list(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let entries = try await entries()
        let (waiting, counts) = try await office.house.records.read { database in
            let waiting = try Row.fetchAll(
                database, sql: "SELECT rule, count(*) AS count FROM notices_notice WHERE state = 'awaiting' GROUP BY rule"
            ).reduce(into: [String: Int]()) { $0[$1["rule"]] = $1["count"] }
            return (waiting, try WaitingNote.Counts(database))
        }
        let mayEdit = request.principal?.may(.noticesRules) ?? false
        let mayApprove = request.principal?.may(.noticesApprove) ?? false
        let title = words["notices.rules.title"]
        var head = Parts.Head(title, lead: words["notices.rules.lead"])
        head.actions = [
            Parts.Action(words["notices.rules.dry"], href: "/notices/rules/preview", icon: "eye"),
            Parts.Action(words["notices.rules.replay"], href: "/notices/rules/replay", icon: "play"),
        ]
        if mayEdit {
            head.actions.append(Parts.Action(words["notices.rules.add"], href: "/notices/rules/new", icon: "plus", isPrimary: true))
        }
        var columns: [Parts.Table.Column] = [
            .init(words["notices.rules.name"]), .init(words["notices.rules.match"]), .init(words["notices.rules.act"]),
            .init(words["notices.column.state"]), .init(words["notices.rules.waiting"], isNumber: true),
        ]
        if mayEdit {
            columns += [.init(words["notices.rules.up"], isLabelHidden: true), .init(words["notices.rules.down"], isLabelHidden: true)]
        }
        let rows = entries.enumerated().map { place, entry in
            let rule = entry.rule
            let count = waiting[rule.id] ?? 0
            let state =
                !rule.isActive
                ? Parts.Tag(words["notices.rules.inactive"])
                : rule.act == .keep || entry.isApproved
                    ? Parts.Tag(words["notices.rules.approved"], .good) : Parts.Tag(words["notices.rules.asks"], .warn)
            var cells: [Parts.Table.Cell] = [
                .init(
                    words.rule(rule.id, title: rule.title), href: "/notices/rules/\(rule.id)", isHead: true,
                    sub: words.text("notices.rules.saved", ["version": words.number(entry.version)])),
                .init(words.match(rule.match)), .init(words.act(rule)), .init(tags: [state]),
                .init(words.number(count), href: count > 0 ? "/notices?rule=\(rule.id)&state=awaiting" : nil),
            ]
            if mayApprove, count > 0 {
                cells[3].action = Parts.Action(
                    words["common.action.approve"], post: "/notices/rules/\(rule.id)/approve",
                    fields: [.init("version", "\(entry.version)")], confirm: words["notices.approve.ruleConfirm"], isSmall: true)
            }
            if mayEdit {
                let address = "/notices/rules/\(rule.id)/move"
                cells.append(
                    .init(
                        action: place == 0
                            ? nil
                            : Parts.Action(
                                words["notices.rules.up"], post: address, fields: [.init("by", "-1")], icon: "up", isPlain: true,
                                isSmall: true)))
                cells.append(
                    .init(
                        action: place == entries.count - 1
                            ? nil
                            : Parts.Action(
                                words["notices.rules.down"], post: address, fields: [.init("by", "1")], icon: "down", isPlain: true,
                                isSmall: true)))
            }
            return Parts.Table.Row(cells, isFaded: !rule.isActive)
        }
        let table = Parts.Table(id: "rules", caption: title, columns: columns, rows: rows)
        let view = ListView(
            head: head, tabs: NoticeTabs.tabs("/notices/rules", request), waiting: WaitingNote(counts, isRules: true, request), table: table
        )
        return Page("notices/list", view, title: title)
    }

    private struct EditorView: Sendable {
        let head: Parts.Head
        let form: Parts.Form?
        let versions: Parts.Table?
    }

    private func editor(_ rule: NoticeRule, isNew: Bool, _ request: WebRequest, errors: [String: String]) async throws -> Page {
        let words = request.words
        let title = isNew ? words["notices.rules.new"] : words.rule(rule.id, title: rule.title)
        var head = Parts.Head(title, crumbs: [.init(words["notices.rules.title"], "/notices/rules")])
        let mayEdit = request.principal?.may(.noticesRules) ?? false
        if mayEdit, !isNew {
            head.actions = [
                Parts.Action(
                    words["common.action.delete"], post: "/notices/rules/\(rule.id)/remove", confirm: words["notices.rules.removeConfirm"],
                    icon: "remove", isDanger: true)
            ]
        }
        let kept = try await office.house.records.read { database in
            try Row.fetchAll(
                database, sql: "SELECT version, body, changed, person FROM notices_version WHERE rule = ? ORDER BY version DESC LIMIT 50",
                arguments: [rule.id]
            ).map { row in
                (
                    version: row["version"] as Int, rule: NoticeStore.rule(row["body"]), changed: Instant(microseconds: row["changed"]),
                    person: row["person"] as String
                )
            }
        }
        let versions = Parts.Table(
            id: "versions", caption: words["notices.rules.versions"],
            columns: [
                .init(words["notices.fact.version"], isNumber: true), .init(words["notices.rules.match"]),
                .init(words["notices.rules.act"]),
                .init(words["notices.column.time"]), .init(words["notices.suppressions.by"]),
            ],
            rows: kept.map { one in
                Parts.Table.Row([
                    .init(words.number(one.version), isHead: true), .init(one.rule.map { words.match($0.match) }),
                    .init(one.rule.map(words.act)), .init(time: words.mark(one.changed, zone: request.zone)), .init(one.person),
                ])
            })
        let view = EditorView(
            head: head,
            form: mayEdit
                ? Parts.Form(
                    isNew ? "/notices/rules/new" : "/notices/rules/\(rule.id)",
                    fields: RuleForm.fields(rule, isNew: isNew, errors: errors, words), submit: words["notices.rules.save"],
                    cancel: "/notices/rules") : nil, versions: kept.isEmpty ? nil : versions)
        return Page("notices/rule", view, title: title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    // MARK: - Changes

    private func save(_ request: WebRequest, id: String?) async throws -> any Answer {
        let known = Set(try await entries().map(\.rule.id))
        let read = RuleForm.read(request.form, id: id, known: known, request.words)
        guard let rule = read.rule else {
            // What was filled in right stays; the wrong fields are empty and say why.
            var kept = NoticeRule(id: id ?? request.form["id"] ?? "")
            kept.title = request.form["title"] ?? ""
            return try await editor(kept, isNew: id == nil, request, errors: read.errors)
        }
        let person = try request.asker().name
        let version = try await office.house.records.write { database in
            try NoticeStore.put(rule, by: person, at: request.now, database)
            return try Int.fetchOne(database, sql: "SELECT version FROM notices_rule WHERE id = ?", arguments: [rule.id]) ?? 1
        }
        return Redirect(
            "/notices/rules", flash: Flash(.done, request.words.text("notices.rules.saved", ["version": request.words.number(version)])))
    }

    private func move(_ request: WebRequest) async throws -> any Answer {
        let rule = try await rule(request)
        let step = request.form.number("by").map { $0 < 0 ? -1 : 1 } ?? 0
        try await office.house.records.write { database in
            var ids = try NoticeStore.entries(database).map(\.rule.id)
            guard let place = ids.firstIndex(of: rule.id), ids.indices.contains(place + step) else { return }
            ids.swapAt(place, place + step)
            for (position, id) in ids.enumerated() {
                try database.execute(sql: "UPDATE notices_rule SET position = ? WHERE id = ?", arguments: [position + 1, id])
            }
            try NoticeStore.touchRules(request.now, database)
        }
        return Redirect("/notices/rules")
    }

    private func remove(_ request: WebRequest) async throws -> any Answer {
        let rule = try await rule(request)
        try await office.house.records.write { try NoticeStore.removeRule(rule.id, at: request.now, $0) }
        return Redirect("/notices/rules", flash: Flash(.done, request.words["notices.rules.removed"]))
    }

    private func approve(_ request: WebRequest) async throws -> any Answer {
        let rule = try await rule(request)
        guard let version = request.form.number("version") else { throw WebProblem.badRequest("no version") }
        try await notices.approve(rule: rule.id, version: version, by: request.asker().name)
        return Redirect("/notices/rules", flash: Flash(.done, request.words["notices.approve.ruleDone"]))
    }
}

extension Words {
    /// Which findings a rule is for, in a line.
    func match(_ match: NoticeRule.Match) -> String {
        var parts = match.types.map(incident) + match.taxonomies.map { self["common.taxonomy.\($0)"] } + match.identifiers
        if let severity = match.severity { parts.append("≥ " + self["common.severity.\(severity)"]) }
        if match.isCritical == true { parts.append(self["notices.rules.critical"]) }
        parts += match.owners + match.sectors.map { has("common.sector.\($0)") ? self["common.sector.\($0)"] : $0 } + match.feeds
        if let count = match.feedCount { parts.append("\(self["notices.rules.feeds"]) ≥ \(number(count))") }
        if let count = match.count { parts.append("× ≥ \(number(count))") }
        return parts.isEmpty ? self["notices.rules.everything"] : parts.joined(separator: ", ")
    }

    /// What a rule does, in a line.
    func act(_ rule: NoticeRule) -> String {
        switch rule.act {
        case .keep: self["notices.rules.acts.keep"]
        case .tell: "\(self["notices.rules.acts.tell"]): \(self["notices.pace.\(rule.pace.rawValue)"])"
        }
    }
}
