internal import Centre
internal import EventStore
internal import Events
internal import HTTPTypes
internal import Vocabulary

/// Addresses of the events explorer on the desk.
struct EventPages: Sendable {
    let reader: StoreReader
    let shelf: FeedShelf

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/events", .permission(.observationRead)) { request in
            let view = try await EventExplorer(reader: reader, request: request).view()
            return Page("observation/events", view, title: request.words["observation.events.title"])
        }
        routes.get(.desk, "/events/complete", .permission(.observationRead)) { request in
            let feeds = try shelf.summaries().map(\.code)
            return try await Completion(subject: .events, reader: reader, feeds: feeds).answer(request)
        }
        routes.get(.desk, "/events/export/:format", .permission(.observationExport)) { request in
            try await EventExport(reader: reader).answer(request)
        }
    }
}

/// The explorer: a question, when its events were, what they have in common, and the events themselves or their groups.
struct EventExplorerView: Sendable {
    let head: Parts.Head
    let filter: Parts.Filter
    let mistake: MistakeView?
    /// What the question was answered with, in a line.
    let answered: String?
    let histogram: ChartView?
    let facets: [FacetView]
    let bars: ChartView?
    let table: Parts.Table?
}

struct EventExplorer {
    let reader: StoreReader
    let request: WebRequest

    static let pageSize = 50
    /// Sorting and skipping gets dearer with depth; a narrower question is the better way there.
    static let deepest = 2_000
    /// The span that is asked for where a question names none.
    static let usualSpan = "since:7d"

    private var words: Words { request.words }

    func view() async throws -> EventExplorerView {
        // Without a question, the last week; an empty question asks for all.
        let text = request.query.has("q") ? request.query.text("q") : Self.usualSpan
        var filter = Parts.Filter(
            search: .init(
                name: "q", label: words["observation.events.search"], value: text.isEmpty ? nil : text,
                hint: words["observation.events.hint"], complete: "/events/complete"))
        filter.action = "/events"
        filter.clear = text.isEmpty ? nil : "/events?q="
        let head = Parts.Head(words["observation.events.title"], lead: words["observation.events.lead"], actions: exports(text))
        do {
            let query = try parse(text)
            return query.isGrouped
                ? try await grouped(query, text, head, filter) : try await listed(query, text, head, filter)
        } catch let mistake as QueryMistake {
            return failed(MistakeView(mistake, words, path: "/events"), head, filter)
        } catch let refusal as QueryRefusal {
            return failed(MistakeView(refusal: refusal.description), head, filter)
        } catch is QuestionTooLong {
            return failed(MistakeView(refusal: words["observation.events.tooLong"]), head, filter)
        }
    }

    /// Spans of a day and more begin with a whole hour: what is counted hour by hour is then added up without reading events.
    private func parse(_ text: String) throws -> Query {
        let query = try Query.parse(text, now: request.now)
        let start = query.filter.conjuncts.compactMap { part -> Int64? in
            guard case .term(let term) = part, term.field == QueryVocabulary.events.time, case .matches(let patterns) = term.test,
                patterns.count == 1, case .instants(let range) = patterns[0]
            else { return nil }
            return range.lowerBound
        }.max()
        guard let start, start > .min, start < request.now.microseconds - 86_399_000_000 else { return query }
        return try Query.parse(text, now: Instant(seconds: request.now.seconds / 3_600 * 3_600))
    }

    private func failed(_ mistake: MistakeView, _ head: Parts.Head, _ filter: Parts.Filter) -> EventExplorerView {
        EventExplorerView(
            head: Parts.Head(head.title, lead: head.lead), filter: filter, mistake: mistake, answered: nil, histogram: nil, facets: [],
            bars: nil, table: nil)
    }

    private func exports(_ text: String) -> [Parts.Action] {
        guard request.principal?.may(.observationExport) == true else { return [] }
        return EventExport.formats.map {
            Parts.Action(
                words["observation.export.\($0)"], href: "/events/export/\($0)?q=\(Form.encoded(text))", icon: "download", isSmall: true)
        }
    }

    // MARK: Events

    private func listed(
        _ query: Query, _ text: String, _ head: Parts.Head, _ filter: Parts.Filter
    ) async throws -> EventExplorerView {
        let summary = try await reader.summaries.summary(query.filter, reader, now: request.now)
        let page = max(1, min(request.query.number("page") ?? 1, Self.deepest / Self.pageSize))
        let offset = (page - 1) * Self.pageSize
        var wanted = query
        wanted.limit = min(query.limit ?? .max, offset + Self.pageSize)
        if query.order.isEmpty { wanted.order = [QueryOrder(.field(QueryVocabulary.events.time), isDescending: true)] }
        let events = try await reader.events(wanted)
        let shown = Array(events.dropFirst(offset))
        let book = try await reader.owners()
        let selected = query.selection.compactMap { if case .field(let field) = $0 { field.key } else { nil } }
        let columns = selected.isEmpty ? EventTable.usual : selected
        let maker = EventTable(words: words, zone: request.zone, book: book)
        var table = maker.table(
            "events", caption: words["observation.events.title"], shown, columns: columns,
            sort: { EventSorting(query: query, text: text).sort($0) },
            empty: Parts.Empty(
                words["observation.events.empty"], text: words["observation.events.emptyText"], icon: "events",
                action: text.isEmpty ? nil : .init(words["observation.events.showAll"], href: "/events?q=")))
        let total = min(summary.total, query.limit ?? .max)
        if !shown.isEmpty {
            table.summary = words.text(
                "common.format.rows",
                [
                    "from": words.number(offset + 1), "to": words.number(offset + shown.count),
                    "all": words.number(max(total, offset + shown.count)),
                ])
        }
        let pages = min((total + Self.pageSize - 1) / Self.pageSize, Self.deepest / Self.pageSize)
        table.pager = Parts.Pager(page: page, of: pages) { number in
            "/events" + request.query.query(replacing: ["page": number == 1 ? nil : "\(number)", "q": text])
        }
        let facets = EventFacets(words: words, book: book, text: text, query: query)
        return EventExplorerView(
            head: head, filter: filter, mistake: nil,
            answered: words.text("observation.events.count", count: summary.total),
            histogram: summary.chart(text, query, words, request.zone), facets: facets.views(summary), bars: nil, table: table)
    }

    // MARK: Groups

    private func grouped(
        _ query: Query, _ text: String, _ head: Parts.Head, _ filter: Parts.Filter
    ) async throws -> EventExplorerView {
        var wanted = query
        wanted.limit = min(query.limit ?? .max, 500)
        let table = try await reader.groups(wanted)
        let maker = GroupMaker(words: words, zone: request.zone, book: try await reader.owners(), query: query, now: request.now)
        return EventExplorerView(
            head: head, filter: filter, mistake: nil, answered: words.text("observation.events.groups", count: table.groupCount),
            histogram: nil, facets: [], bars: maker.chart(table), table: maker.table(table))
    }
}

/// Links that sort the list of events by a column.
struct EventSorting {
    let query: Query
    let text: String

    func sort(_ key: FieldKey) -> Parts.Table.Sort? {
        let field = key == .idf(.timeSource) ? QueryVocabulary.events.time : QueryVocabulary.events.field(of: key)
        guard field.key != nil else { return nil }
        let item = QueryItem.field(field)
        let current = query.order.first ?? QueryOrder(.field(QueryVocabulary.events.time), isDescending: true)
        let isCurrent = current.item == item
        let order = QueryOrder(item, isDescending: isCurrent ? !current.isDescending : field == QueryVocabulary.events.time)
        var sorted = query
        sorted.order = [order]
        // Only the order is written anew; what was asked for stays as the person wrote it.
        let words = text.components(cutAt: " sort by ")
        let kept =
            words.tail.map { tail in
                tail.firstRange(of: " limit ").map { words.head + String(tail[$0.lowerBound...]) } ?? words.head
            } ?? words.head
        let limit = kept.components(cutAt: " limit ")
        let next = "\(limit.head) sort by \(order)".drop { $0 == " " } + (limit.tail.map { " limit \($0)" } ?? "")
        return Parts.Table.Sort(
            href: "/events?q=\(Form.encoded(String(next)))", isCurrent ? (current.isDescending ? .descending : .ascending) : .none)
    }
}

extension String {
    /// What stands before a separator, and behind it where it is there.
    func components(cutAt separator: String) -> (head: String, tail: String?) {
        guard let range = firstRange(of: separator) else { return (self, nil) }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }

    func firstRange(of wanted: String) -> Range<Index>? { ranges(of: wanted).first }
}

extension QueryFilter {
    /// The question with a claim added, as text.
    static func adding(_ term: String, to text: String) -> String {
        let clauses = [" group by ", " select ", " sort by ", " limit "]
        let padded = " " + text
        let start = clauses.compactMap { padded.firstRange(of: $0)?.lowerBound }.min() ?? padded.endIndex
        let head = padded[..<start].drop { $0 == " " }
        // A claim behind alternatives would belong to the last of them.
        let filter = head.contains(" or ") ? "(\(head))" : String(head)
        return (filter.isEmpty ? term : "\(filter) \(term)") + padded[start...]
    }
}
