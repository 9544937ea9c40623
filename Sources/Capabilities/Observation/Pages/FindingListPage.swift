internal import Centre
internal import EventStore
internal import Vocabulary

/// The list of findings: a question, views that are asked for every day, facets, and decisions about several at once.
struct FindingListView: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let filter: Parts.Filter
    let mistake: MistakeView?
    let table: Parts.Table?
    let facets: [FacetView]
    let decide: DecideView?
}

/// Values of a field, each with how many there are and a link that narrows to it.
struct FacetView: Sendable {
    struct Value: Sendable {
        let label: String
        let count: String
        let href: String
    }

    let title: String
    let values: [Value]
}

/// The form that decides about the findings that are ticked.
struct DecideView: Sendable {
    let action: String
    let q: String
    let fields: [Parts.Field]
    let submit: String
}

struct FindingListPage {
    let reader: StoreReader
    let request: WebRequest

    private var words: Words { request.words }
    private var listing: FindingListing { FindingListing(request: request, usualOrder: .lastSeen) }

    func view() async throws -> FindingListView {
        // Without a question, what is there; an empty question asks for all.
        let text = request.query.has("q") ? request.query.text("q") : FindingStates.openTerm
        let book = try await reader.owners()
        let days = LocalDays(request.zone, at: request.now)
        var page: FindingPage?
        var mistake: MistakeView?
        var search = FindingSearch(filter: .everything)
        do {
            let query = try Query.parse(text, now: request.now, over: .findings)
            search.filter = query.filter
            parameters.apply(to: &search, book, request)
            listing.apply(to: &search)
            page = try await search.page(reader, book)
        } catch let error as QueryMistake {
            mistake = MistakeView(error, words, path: "/findings")
        }
        var filter = Parts.Filter(
            search: .init(
                name: "q", label: words["observation.findings.search"], value: text.isEmpty ? nil : text,
                hint: words["observation.findings.hint"], complete: "/findings/complete"))
        filter.action = "/findings"
        filter.hidden = ["sector", "fixed"].compactMap { name in request.query[name].map { Parts.Hidden(name, $0) } }
        filter.chips = [
            parameters.sector.map {
                Parts.Link(words.sector($0), "/findings" + request.query.query(replacing: ["sector": nil, "after": nil, "before": nil]))
            },
            parameters.fixed.map {
                Parts.Link(
                    words.text("observation.findings.fixedWithin", count: $0),
                    "/findings" + request.query.query(replacing: ["fixed": nil, "after": nil, "before": nil]))
            },
        ].compactMap { $0 }
        filter.clear = text.isEmpty ? nil : "/findings?q="
        return FindingListView(
            head: Parts.Head(words["observation.findings.title"], lead: words["observation.findings.lead"], actions: exports(text, page)),
            tabs: tabs(text, days), filter: filter, mistake: mistake, table: page.map { table($0, search, text, book) },
            facets: page.map { facets($0, text, book) } ?? [], decide: decide(text, page))
    }

    private var parameters: FindingListParameters { FindingListParameters(request) }

    private func exports(_ text: String, _ page: FindingPage?) -> [Parts.Action] {
        guard let page, page.total > 0, request.principal?.may(.observationExport) == true else { return [] }
        return ["csv", "jsonl"].map {
            Parts.Action(
                words["observation.export.\($0)"],
                href: "/findings/export/\($0)" + request.query.query(replacing: ["q": text, "after": nil, "before": nil]), icon: "download",
                isSmall: true)
        }
    }

    private func tabs(_ text: String, _ days: LocalDays) -> Parts.Tabs {
        let today = days.start(days.day(request.now))
        let views: [(key: String, text: String)] = [
            ("open", FindingStates.openTerm), ("new", "first-seen>=\(today)"),
            ("severe", "\(FindingStates.openTerm) severity:(critical,high)"),
            ("reopened", "state:reopened"), ("unowned", "\(FindingStates.openTerm) -has:owner"), ("accepted", "state:(accepted,disputed)"),
            ("fixed", "state:fixed"), ("all", ""),
        ]
        return Parts.Tabs(
            words["observation.findings.views"],
            views.map { view in
                Parts.Tabs.Tab(
                    words["observation.view.\(view.key)"], "/findings?q=\(Form.encoded(view.text))", isCurrent: view.text == text)
            })
    }

    private func table(_ page: FindingPage, _ search: FindingSearch, _ text: String, _ book: OwnerBook) -> Parts.Table {
        var columns = FindingTable.Column.allCases
        if request.principal?.may(.observationDecide) != true { columns.removeFirst() }
        let maker = FindingTable(words: words, zone: request.zone, book: book, columns: columns) { listing.sort($0, search) }
        var table = maker.table(
            "findings", caption: words["observation.findings.title"], page.rows,
            empty: Parts.Empty(
                words["observation.findings.empty"], text: words["observation.findings.emptyText"], icon: "finding",
                action: text.isEmpty ? nil : .init(words["observation.findings.showAll"], href: "/findings?q=")))
        table.isCaptionHidden = true
        table.chooser = true
        listing.finish(&table, page)
        return table
    }

    private func facets(_ page: FindingPage, _ text: String, _ book: OwnerBook) -> [FacetView] {
        func values<Key>(_ counts: [Key: Int], _ limit: Int, _ label: (Key) -> String, _ term: (Key) -> String) -> [FacetView.Value] {
            counts.map { (label($0.key), $0.value, term($0.key)) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(limit).map { item in
                FacetView.Value(
                    label: item.0, count: words.number(item.1),
                    href: "/findings"
                        + request.query.query(replacing: ["q": QueryFilter.adding(item.2, to: text), "after": nil, "before": nil]))
            }
        }
        return [
            FacetView(
                title: words["observation.column.state"],
                values: values(page.answer.byState, 7, { words.mark($0).label }, { "state:\($0.rawValue)" })),
            FacetView(
                title: words["observation.column.type"],
                values: values(page.answer.byType, 6, { words.type($0) }, { QueryText.term("type", $0) })
            ),
            FacetView(
                title: words["observation.column.owner"],
                values: values(
                    page.answer.byOwner, 6, { $0.isEmpty ? words["observation.owner.none"] : book.name($0, words) }, DeskLinks.ownerTerm)),
        ].filter { $0.values.count > 1 }
    }

    private func decide(_ text: String, _ page: FindingPage?) -> DecideView? {
        guard let page, !page.rows.isEmpty, request.principal?.may(.observationDecide) == true else { return nil }
        return DecideView(
            action: "/findings/decide", q: text, fields: DecisionForm.fields(words, errors: [:], Form([])),
            submit: words["observation.decide.several"])
    }
}
