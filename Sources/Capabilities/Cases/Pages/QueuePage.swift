internal import Centre
internal import GRDB
internal import Vocabulary

/// The list of cases.
struct QueuePage: Sendable {
    let office: CaseOffice
    let request: WebRequest

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let saved: [Saved]
        let filter: Parts.Filter
        let table: Parts.Table
        let bulk: Bulk?
        let keep: Parts.Form?
    }
    private struct Saved: Sendable {
        let label: String
        let href: String
        let remove: Parts.Action?
    }
    private struct Bulk: Sendable {
        let fields: [Parts.Field]
        let back: String
    }
    private struct Found: Sendable {
        let cases: [Case]
        let counts: [CaseWish.Place: Int]
        let people: [Person]
        let views: [Row]
        let isKnown: Bool
    }
    private struct Person: Sendable {
        let id: String
        let name: String
    }
    private struct Row: Sendable {
        let id: Int64
        let name: String
        let query: String
        let isMine: Bool
    }

    func page() async throws -> Page {
        let asker = try request.asker()
        let wish = wish(asker.id)
        let mark = CaseMark(request.query["after"])
        let found = try await office.read { database in try find(wish, mark, asker.id, database) }
        if !found.isKnown, asker.may(.casesWork) {
            try await office.write { try CaseStore.see(asker.id, name: asker.name, at: request.now, $0) }
        }
        let people = Dictionary(found.people.map { ($0.id, $0.name) }) { first, _ in first }
        let words = request.words
        let title = words["cases.list.title"]
        var head = Parts.Head(title, lead: words["cases.list.lead"])
        head.actions = [
            Parts.Action(words["cases.duty.title"], href: "/cases/duty", icon: "clock"),
            Parts.Action(words["cases.figures.title"], href: "/cases/figures", icon: "chart"),
            Parts.Action(words["cases.list.watched"], href: "/cases?place=all&watched=1", icon: "eye"),
        ]
        if asker.may(.casesWork) {
            head.actions.append(Parts.Action(words["cases.new.title"], href: "/cases/new", icon: "plus", isPrimary: true))
        }
        let view = View(
            head: head, tabs: tabs(wish, found.counts), saved: saved(found.views), filter: filter(wish, found.people),
            table: table(found.cases, people, wish), bulk: asker.may(.casesWork) ? bulk(found.people) : nil, keep: keep(wish))
        return Page("cases/queue", view, title: title)
    }

    private func find(_ wish: CaseWish, _ mark: CaseMark?, _ me: String, _ database: Database) throws -> Found {
        Found(
            cases: try CaseStore.list(wish, after: mark, limit: QueuePages.length + 1, now: request.now, database),
            counts: try CaseStore.counts(me: me, now: request.now, database),
            people: try CaseStore.people(database).map { Person(id: $0.id, name: $0.name) },
            views: try GRDB.Row.fetchAll(
                database, sql: "SELECT * FROM cases_view WHERE person = ?1 OR is_shared = 1 ORDER BY name LIMIT 40", arguments: [me]
            ).map { Row(id: $0["id"], name: $0["name"], query: $0["query"], isMine: $0["person"] == me) },
            isKnown: try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM cases_person WHERE id = ? AND seen > ?)",
                arguments: [me, (request.now - .seconds(3_600)).microseconds]) ?? false)
    }

    private func wish(_ me: String) -> CaseWish {
        let query = request.query
        var wish = CaseWish()
        wish.search = query["q"]
        wish.place = query["place"].flatMap(CaseWish.Place.init(rawValue:)) ?? (wish.search == nil ? .open : .all)
        wish.me = me
        wish.state = query["state"].flatMap(Case.State.init(rawValue:))
        wish.kind = query["kind"].flatMap(Case.Kind.init(rawValue:))
        wish.type = query["type"].flatMap { IncidentType($0) }
        wish.severity = query["severity"].flatMap { Severity($0) }
        wish.tlp = query["tlp"].flatMap { TLP($0) }
        wish.sector = query["sector"]
        wish.organisation = query["organisation"]
        wish.urgency = query["urgency"]
        if query["assignee"] == "-" { wish.isUnassigned = true } else { wish.assignee = query["assignee"] }
        if query.has("watched") { wish.watcher = me }
        return wish
    }

    private func tabs(_ wish: CaseWish, _ counts: [CaseWish.Place: Int]) -> Parts.Tabs {
        let words = request.words
        return Parts.Tabs(
            words["cases.list.places"],
            CaseWish.Place.allCases.map { place in
                let href = "/cases" + request.query.query(replacing: ["place": place.rawValue, "after": nil])
                let count = counts[place].flatMap { $0 == 0 ? nil : words.number($0) }
                return .init(words["cases.place.\(place.rawValue)"], href, isCurrent: place == wish.place, count: count)
            })
    }

    private func saved(_ views: [Row]) -> [Saved] {
        views.map { view in
            Saved(
                label: view.name, href: "/cases" + view.query,
                remove: view.isMine
                    ? Parts.Action(
                        request.words["cases.view.remove"], post: "/cases/views/\(view.id)/remove", icon: "remove", isPlain: true,
                        isSmall: true) : nil)
        }
    }

    private func filter(_ wish: CaseWish, _ people: [Person]) -> Parts.Filter {
        let words = request.words
        let all = words["common.word.all"]
        var assignee = CaseFields.person(
            "assignee", words["cases.field.assignee"], wish.isUnassigned ? "-" : wish.assignee, people.map { ($0.id, $0.name) }, words,
            none: all)
        assignee.options.insert(
            .init(id: "field-assignee-nobody", value: "-", label: words["cases.word.nobody"], isSelected: wish.isUnassigned), at: 1)
        assignee.options.removeAll { $0.value == "-" && $0.id != "field-assignee-nobody" }
        let kinds: [(value: String, label: String)] =
            [("", all)] + Case.Kind.allCases.map { ($0.rawValue, words["cases.kind.\($0.rawValue)"]) }
        var filter = Parts.Filter(
            search: .init(name: "q", label: words["common.action.search"], value: wish.search, hint: words["cases.list.searchHint"]),
            fields: [
                CaseFields.type(wish.type?.name, words, isFilter: true), CaseFields.severity(wish.severity?.name, words, isFilter: true),
                assignee, Parts.Field("kind", words["cases.field.kind"], options: kinds, selected: [wish.kind?.rawValue ?? ""]),
                CaseFields.sector(wish.sector, words, isFilter: true), CaseFields.tlp(wish.tlp, words, isFilter: true),
                CaseFields.urgency(wish.urgency, words, isFilter: true),
            ])
        filter.hidden = [.init("place", wish.place.rawValue)]
        if let organisation = wish.organisation {
            filter.hidden.append(.init("organisation", organisation))
            filter.chips.append(.init(organisation, "/cases" + request.query.query(replacing: ["organisation": nil, "after": nil])))
        }
        if wish.watcher != nil {
            filter.hidden.append(.init("watched", "1"))
            filter.chips.append(
                .init(words["cases.list.watched"], "/cases" + request.query.query(replacing: ["watched": nil, "after": nil])))
        } else {
            filter.clear = "/cases?place=\(wish.place.rawValue)"
        }
        return filter
    }

    private func table(_ cases: [Case], _ people: [String: String], _ wish: CaseWish) -> Parts.Table {
        let words = request.words
        let shown = cases.prefix(QueuePages.length)
        let canWork = request.principal?.may(.casesWork) == true
        var columns: [Parts.Table.Column] = [
            .init(words["cases.field.title"]), .init(words["cases.field.severity"]), .init(words["cases.field.type"]),
            .init(words["cases.field.state"]), .init("TLP"), .init(words["cases.field.assignee"]), .init(words["cases.field.received"]),
        ]
        if canWork { columns.insert(.init(words["cases.bulk.choose"], isLabelHidden: true), at: 0) }
        var table = Parts.Table(
            id: "cases", caption: words["cases.list.title"], columns: columns,
            rows: shown.map { found in
                var cells: [Parts.Table.Cell] = [
                    .init(
                        found.title, href: "/cases/\(found.name)", isRow: true, isHead: true,
                        sub: found.name + " · " + words["cases.kind.\(found.kind.rawValue)"]),
                    .init(severity: words.mark(found.severity)), .init(words.type(found.type)),
                    .init(tags: [words.mark(found)] + words.warnings(found, at: request.now)), .init(tlp: words.mark(found.tlp)),
                    .init(words.person(found.assignee, people)), .init(time: words.mark(found.received, zone: request.zone)),
                ]
                if canWork {
                    cells.insert(
                        .init(check: .init(name: "case", value: found.name, label: words.text("cases.bulk.one", ["name": found.name]))),
                        at: 0)
                }
                return Parts.Table.Row(cells, isStrong: found.state == .new, isFaded: !found.isOpen)
            },
            empty: Parts.Empty(words["cases.list.none"], text: words["cases.list.noneText"], icon: "case"))
        table.isCaptionHidden = true
        if cases.count > QueuePages.length, let last = shown.last {
            table.pager = Parts.Pager(
                previous: nil, next: "/cases" + request.query.query(replacing: ["after": CaseMark(last).text]))
        }
        table.summary = words.text("cases.list.shown", count: shown.count)
        return table
    }

    private func bulk(_ people: [Person]) -> Bulk {
        let words = request.words
        let acts: [(value: String, label: String)] =
            [("", words["cases.bulk.noAct"])] + QueuePages.BulkAct.allCases.map { ($0.rawValue, words["cases.bulk.act.\($0.rawValue)"]) }
        var fields = [
            Parts.Field("act", words["cases.bulk.title"], options: acts, selected: []),
            CaseFields.person(
                "person", words["cases.bulk.person"], nil, people.map { ($0.id, $0.name) }, words, none: words["cases.word.nobody"]),
            Parts.Field("text", words["cases.field.note"]),
        ]
        for index in fields.indices { fields[index].isBare = true }
        return Bulk(fields: fields, back: "/cases" + request.query.query())
    }

    private func keep(_ wish: CaseWish) -> Parts.Form? {
        let words = request.words
        var name = Parts.Field("name", words["cases.view.name"], isRequired: true)
        name.maxlength = 60
        let shared = Parts.Field("shared", words["cases.view.shared"], .box, value: "1")
        return Parts.Form(
            "/cases/views", fields: [name, shared], submit: words["cases.view.keep"],
            hidden: [.init("query", request.query.query(replacing: ["after": nil]))])
    }
}
