internal import Centre
internal import GRDB
internal import Vocabulary

/// The list of notices on the desk.
struct NoticeListPage: Sendable {
    let office: NoticeOffice
    let request: WebRequest

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let waiting: WaitingNote?
        let filter: Parts.Filter
        let table: Parts.Table
    }

    private static let length = 50

    func page() async throws -> Page {
        let words = request.words
        var wish = NoticeStore.Wish()
        wish.stage = request.query["state"].flatMap { NoticeStage(rawValue: $0) }
        wish.type = request.query["type"]
        wish.rule = request.query["rule"]
        wish.search = request.query["q"]
        let page = max(1, request.query.number("page") ?? 1)
        let (list, count, types, waiting) = try await office.house.records.read { [wish] database in
            (
                try NoticeStore.notices(wish, now: request.now, limit: Self.length, offset: (page - 1) * Self.length, database),
                try NoticeStore.count(wish, now: request.now, database),
                try String.fetchAll(database, sql: "SELECT DISTINCT type FROM notices_notice ORDER BY type"),
                try WaitingNote.Counts(database)
            )
        }
        let title = words["notices.list.title"]
        var head = Parts.Head(title, lead: words["notices.list.lead"])
        if request.principal?.may(.noticesApprove) == true {
            head.actions = [
                Parts.Action(words["notices.list.decide"], post: "/notices/decide", icon: "refresh"),
                Parts.Action(
                    words["notices.list.digests"], post: "/notices/decide", fields: [.init("digests", "1")],
                    confirm: words["notices.list.digestsConfirm"], icon: "mail"),
            ]
        }
        let view = View(
            head: head, tabs: NoticeTabs.tabs("/notices", request), waiting: WaitingNote(waiting, isRules: false, request),
            filter: filter(wish, types), table: table(list, page, count))
        return Page("notices/list", view, title: title)
    }

    private func filter(_ wish: NoticeStore.Wish, _ types: [String]) -> Parts.Filter {
        let words = request.words
        let all = words["common.word.all"]
        let states: [(value: String, label: String)] =
            [("", all)] + NoticeStage.allCases.map { ($0.rawValue, words["notices.stage.\($0.rawValue)"]) }
        let kinds: [(value: String, label: String)] = [("", all)] + types.map { ($0, words.incident($0)) }
        var filter = Parts.Filter(
            search: .init(name: "q", label: words["common.action.search"], value: wish.search, hint: words["notices.list.searchHint"]),
            fields: [
                Parts.Field("state", words["notices.column.state"], options: states, selected: [wish.stage?.rawValue ?? ""]),
                Parts.Field("type", words["notices.column.type"], options: kinds, selected: [wish.type ?? ""]),
            ])
        if let rule = wish.rule {
            filter.hidden = [.init("rule", rule)]
            filter.chips = [.init(words.rule(rule), "/notices" + request.query.query(replacing: ["rule": nil, "page": nil]))]
        }
        return filter
    }

    private func table(_ list: [Notice], _ page: Int, _ count: Int) -> Parts.Table {
        let words = request.words
        var table = Parts.Table(
            id: "notices", caption: words["notices.list.title"],
            columns: [
                .init(words["notices.column.owner"]), .init(words["notices.column.type"]), .init(words["notices.column.severity"]),
                .init(words["notices.column.findings"], isNumber: true), .init(words["notices.column.contact"]),
                .init(words["notices.column.rule"]), .init(words["notices.column.time"]), .init(words["notices.column.state"]),
            ],
            rows: list.map { notice in
                Parts.Table.Row([
                    .init(notice.ownerName, href: "/notices/\(notice.id)", isRow: true, isHead: true),
                    .init(
                        words.incident(notice.type),
                        tags: notice.kind == .first ? [] : [Parts.Tag(words["notices.kind.\(notice.kind.rawValue)"])]),
                    .init(severity: words.mark(notice.severity)), .init(words.number(notice.findings)),
                    .init(notice.address ?? notice.contactName, sub: words.purpose(notice.purpose)), .init(words.rule(notice.rule)),
                    .init(time: words.mark(notice.planned, zone: request.zone)), .init(tags: [words.mark(notice.stage(at: request.now))]),
                ])
            }, empty: Parts.Empty(words["notices.list.none"], text: words["notices.list.noneText"], icon: "notice"))
        table.pager = Parts.Pager(page: page, of: (count + Self.length - 1) / Self.length) { number in
            "/notices" + request.query.query(replacing: ["page": "\(number)"])
        }
        table.summary = words.text("notices.list.count", count: count)
        return table
    }
}

/// The pages about notices, as tabs above each.
enum NoticeTabs {
    static func tabs(_ current: String, _ request: WebRequest) -> Parts.Tabs {
        let words = request.words
        let pages = [
            ("/notices", "notices.list.title"), ("/notices/rules", "notices.rules.title"),
            ("/notices/suppressions", "notices.suppressions.title"), ("/notices/recommendations", "notices.recommendations.title"),
            ("/notices/figures", "notices.figures.title"),
        ]
        return Parts.Tabs(words["notices.navigation.notices"], pages.map { .init(words[$0.1], $0.0, isCurrent: $0.0 == current) })
    }
}
