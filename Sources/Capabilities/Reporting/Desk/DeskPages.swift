internal import Centre
internal import Vocabulary

/// Incoming reports at the desk.
struct DeskPages: Sendable {
    let office: ReportingOffice
    private static let length = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/reports", .permission(.reportingRead)) { try await list($0) }
        DeskReportPage(office: office).routes(&routes)
        PhonePages(office: office).routes(&routes)
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let figures: Parts.Figures
        let tabs: Parts.Tabs
        let filter: Parts.Filter
        let table: Parts.Table
    }

    private static let views: [(name: String, states: [Report.State])] = [
        ("open", [.new, .open]), ("in-case", [.inCase]), ("closed", [.closed]), ("all", []),
    ]

    private func list(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let query = request.query
        let view = Self.views.first { $0.name == query["view"] } ?? Self.views[0]
        var wish = ReportStore.Wish(states: view.states)
        wish.type = query["type"].flatMap { IncidentType(name: $0) }
        wish.way = query["way"].flatMap(Report.Way.init)
        wish.isUrgent = query.has("urgent")
        wish.search = query["q"]
        wish.before = query.number("before").map(Int64.init)
        let limits = wish
        let (reports, counts, urgent, waiting) = try await office.house.records.read { database in
            (
                try ReportStore.reports(limits, limit: Self.length + 1, database), try ReportStore.counts(database),
                try ReportStore.urgentCount(database), try ReportStore.waitingCount(database)
            )
        }
        let shown = reports.prefix(Self.length)
        let title = words["reporting.desk.title"]
        var table = Parts.Table(
            id: "reports", caption: title,
            columns: [
                .init(words["reporting.desk.report"]), .init(words["reporting.desk.type"]), .init(words["reporting.desk.way"]),
                .init(words["reporting.desk.received"]), .init(words["reporting.desk.state"]),
            ],
            rows: shown.map { report in
                var tags = [words.mark(report.state)]
                if report.isWaiting { tags.append(Parts.Tag(words["reporting.desk.waiting"], .accent, icon: "conversation")) }
                tags += report.care.map(words.mark)
                return Parts.Table.Row(
                    [
                        .init(report.title, href: "/reports/\(report.id)", isRow: true, isHead: true, sub: office.label(report)),
                        .init(words.incident(report.type)), .init(words["reporting.way.\(report.way.rawValue)"]),
                        .init(sub: words.ago(report.received, from: request.now), time: words.mark(report.received, zone: request.zone)),
                        .init(tags: tags),
                    ], isStrong: report.state == .new)
            }, empty: Parts.Empty(words["reporting.desk.none"], text: words["reporting.desk.noneText"], icon: "report"))
        table.isCaptionHidden = true
        let first = wish.before == nil ? nil : "/reports" + query.query(replacing: ["before": nil])
        let next = reports.count > Self.length ? shown.last.map { "/reports" + query.query(replacing: ["before": "\($0.number)"]) } : nil
        if first != nil || next != nil { table.pager = Parts.Pager(previous: first, next: next) }

        var type = Parts.Field(
            "type", words["reporting.desk.type"], options: [("", words["common.word.all"])] + words.typeOptions(first: nil),
            selected: [wish.type?.name ?? ""])
        type.isBare = true
        var filter = Parts.Filter(
            search: .init(name: "q", label: words["common.action.search"], value: query["q"]),
            fields: [
                type,
                Parts.Field(
                    "way", words["reporting.desk.way"],
                    options: [("", words["common.word.all"])]
                        + Report.Way.allCases.map { ($0.rawValue, words["reporting.way.\($0.rawValue)"]) },
                    selected: [wish.way?.rawValue ?? ""]),
            ])
        filter.hidden = [Parts.Hidden("view", view.name)]
        if !query.query(replacing: ["view": nil, "before": nil]).isEmpty { filter.clear = "/reports?view=\(view.name)" }
        var urgentFigure = Parts.Figure(words["reporting.desk.urgent"], words.number(urgent), href: "/reports?view=open&urgent=yes")
        urgentFigure.state = urgent > 0 ? "bad" : nil
        let page = ListView(
            head: head(title, request),
            figures: Parts.Figures([
                Parts.Figure(words["reporting.state.new"], words.number(counts[.new] ?? 0), href: "/reports?view=open"),
                Parts.Figure(words["reporting.state.open"], words.number(counts[.open] ?? 0), href: "/reports?view=open"), urgentFigure,
                Parts.Figure(words["reporting.desk.waiting"], words.number(waiting)),
            ]),
            tabs: Parts.Tabs(
                title,
                Self.views.map {
                    Parts.Tabs.Tab(words["reporting.desk.view.\($0.name)"], "/reports?view=\($0.name)", isCurrent: $0.name == view.name)
                }), filter: filter, table: table)
        return Page("reporting/desk-list", page, title: title)
    }

    private func head(_ title: String, _ request: WebRequest) -> Parts.Head {
        let words = request.words
        var actions: [Parts.Action] = []
        if request.principal?.may(.reportingWork) == true {
            actions.append(Parts.Action(words["reporting.phone.title"], href: "/reports/call", icon: "phone", isPrimary: true))
        }
        return Parts.Head(title, lead: words["reporting.desk.lead"], actions: actions)
    }
}
