internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// All advisories at the desk, and the beginning of a new one.
struct ListPages: Sendable {
    let desk: AdvisoryDesk
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    private static let page = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories", .permission(.advisoriesRead)) { try await list($0) }
        routes.get(.desk, "/advisories/new", .permission(.advisoriesWrite)) { form($0, errors: [:]) }
        routes.post(.desk, "/advisories/new", .permission(.advisoriesWrite)) { try await begin($0) }
    }

    static func tabs(_ current: String, counts: [AdvisoryState: Int] = [:], _ words: Words) -> Parts.Tabs {
        var tabs = [Parts.Tabs.Tab(words["advisories.desk.all"], "/advisories", isCurrent: current.isEmpty)]
        tabs += AdvisoryState.allCases.map {
            Parts.Tabs.Tab(
                words["advisories.state.\($0.rawValue)"], "/advisories?state=\($0.rawValue)", isCurrent: current == $0.rawValue,
                count: counts[$0].map(words.number))
        }
        return Parts.Tabs(words["advisories.desk.title"], tabs)
    }

    private func list(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let state = request.query["state"].flatMap(AdvisoryState.init(rawValue:))
        var before: (changed: Instant, id: String)?
        if let parts = request.query["before"]?.split(separator: ".", maxSplits: 1), parts.count == 2, let time = Int64(parts[0]) {
            before = (Instant(microseconds: time), String(parts[1]))
        }
        let place = before
        let (advisories, counts) = try await desk.house.records.read { database in
            (
                try AdvisoryStore.list(
                    state.map { [$0] } ?? AdvisoryState.allCases, before: place, limit: Self.page + 1, database),
                try AdvisoryStore.counts(database)
            )
        }
        var head = Parts.Head(words["advisories.desk.title"], lead: words["advisories.desk.lead"])
        let mayWrite = request.principal?.may(.advisoriesWrite) ?? false
        let begin = Parts.Action(words["advisories.new.action"], href: "/advisories/new", icon: "plus", isPrimary: true)
        head.actions = [Parts.Action(words["advisories.news.title"], href: "/advisories/news", icon: "feed")] + (mayWrite ? [begin] : [])
        var table = Parts.Table(
            id: "advisories", caption: words["advisories.desk.title"],
            columns: [
                .init(words["advisories.column.title"]), .init(words["advisories.column.severity"]),
                .init(words["advisories.column.state"]),
                .init(words["advisories.column.languages"]), .init(words["advisories.column.editor"]),
                .init(words["advisories.column.changed"]),
            ],
            rows: advisories.prefix(Self.page).map { row($0, request) },
            empty: Parts.Empty(
                words["advisories.desk.empty"], text: words["advisories.desk.emptyText"], icon: "advisory", action: mayWrite ? begin : nil))
        if advisories.count > Self.page, let last = advisories.prefix(Self.page).last {
            let next = request.query.query(replacing: ["before": "\(last.changed.microseconds).\(last.id)"])
            table.pager = Parts.Pager(previous: nil, next: "/advisories" + next)
        }
        let view = DeskFrame.View(head: head, tabs: Self.tabs(state?.rawValue ?? "", counts: counts, words), table: table)
        return Page("advisories/desk", view, title: words["advisories.desk.title"])
    }

    private func row(_ advisory: Advisory, _ request: WebRequest) -> Parts.Table.Row {
        let words = request.words
        let content = advisory.content
        let languages = desk.languages.map { code -> Parts.Tag in
            let state = content.translation(code)
            let kind: Parts.Tag.Kind? =
                switch state {
                case .original, .done: .good
                case .draft, .outdated: .warn
                case .missing: nil
                }
            return Parts.Tag(code, kind, title: words["advisories.translation.\(state.rawValue)"])
        }
        return Parts.Table.Row([
            .init(
                content.main.title.isEmpty ? words["advisories.untitled"] : content.main.title, href: "/advisories/\(advisory.id)",
                isRow: true, isHead: true,
                sub: [advisory.tracking, words["advisories.kind.\(content.kind.rawValue)"]].compactMap(\.self).joined(separator: " · ")),
            .init(severity: words.mark(content.severity)), .init(tags: [words.tag(advisory.state)]), .init(tags: languages),
            .init(advisory.editor.name), .init(time: words.mark(advisory.changed, zone: request.zone)),
        ])
    }

    private func form(_ request: WebRequest, errors: [String: String]) -> Page {
        let words = request.words
        let form = request.form
        let fields = [
            Parts.Field(
                "kind", words["advisories.field.kind"], .radio,
                options: AdvisoryContent.Kind.allCases.map { ($0.rawValue, words["advisories.kindMeaning.\($0.rawValue)"]) },
                selected: [form["kind"] ?? "advisory"], isRequired: true),
            Parts.Field(
                "language", words["advisories.field.language"], options: desk.languages.map { ($0, words["common.language.\($0)"]) },
                selected: [form["language"] ?? words.code], isRequired: true),
            Parts.Field(
                "title", words["advisories.field.title"], value: form["title"], hint: words["advisories.hint.title"],
                error: errors["title"],
                isRequired: true),
        ]
        let title = words["advisories.new.title"]
        let view = DeskFrame.View(
            head: Parts.Head(title, lead: words["advisories.new.lead"], crumbs: [.init(words["advisories.desk.title"], "/advisories")]),
            form: Parts.Form("/advisories/new", fields: fields, submit: words["advisories.new.begin"], cancel: "/advisories"))
        return Page("advisories/desk", view, title: title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func begin(_ request: WebRequest) async throws -> any Answer {
        guard let title = request.form["title"] else {
            return form(request, errors: ["title": request.words["common.form.required"]])
        }
        let language = request.form["language"].flatMap { desk.languages.contains($0) ? $0 : nil } ?? request.words.code
        let kind = request.form["kind"].flatMap(AdvisoryContent.Kind.init(rawValue:)) ?? .advisory
        var content = AdvisoryContent(kind: kind, language: language)
        content.texts[language] = AdvisoryTexts(title: String(title.prefix(300)))
        let advisory = try await desk.begin(content, by: Person(try request.asker()))
        return Redirect("/advisories/\(advisory.id)/texts")
    }
}
