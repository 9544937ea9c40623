internal import Centre
internal import EventStore
internal import Events
internal import HTTPTypes
internal import Vocabulary

/// Addresses of feeds on the desk: how they are, what came, what could not be read, how they are defined.
struct FeedPages: Sendable {
    let reader: StoreReader
    let shelf: FeedShelf
    let keeper: PictureKeeper
    let intake: (any EventIntake)?

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/feeds", .permission(.observationRead)) { request in
            Page(
                "observation/feeds", try FeedListMaker(picture: keeper.picture, shelf: shelf, request: request).view(),
                title: request.words["observation.feeds.title"])
        }
        routes.get(.desk, "/feeds/:provider/:feed", .permission(.observationRead)) { request in
            let view = try await FeedPageMaker(reader: reader, shelf: shelf, keeper: keeper, request: request, hasIntake: intake != nil)
                .view()
            return Page("observation/feed", view, title: view.head.title)
        }
        if let intake {
            routes.post(.desk, "/feeds/:provider/:feed/retry", .permission(.observationDecide)) { request in
                let code = request.feedCode
                let outcome = try await intake.retry(feed: code)
                let words = request.words
                return Redirect(
                    DeskLinks.feed(code),
                    flash: Flash(
                        outcome.remaining == 0 ? .done : .note,
                        words.text(
                            "observation.feed.retried", ["events": words.number(outcome.events), "rest": words.number(outcome.remaining)])))
            }
        }
        let editor = DefinitionPages(shelf: shelf)
        routes.get(.desk, "/feeds/definition", .permission(.observationCollect)) { request in try editor.page(request) }
        routes.post(.desk, "/feeds/definition", .permission(.observationCollect)) { request in try editor.submit(request) }
    }
}

extension WebRequest {
    /// `shadowserver/scan_adb` of `/feeds/shadowserver/scan_adb`.
    var feedCode: String { self["provider"] + "/" + self["feed"] }
}

/// All feeds that something came of, and how many more are known.
struct FeedListView: Sendable {
    let head: Parts.Head
    let figures: Parts.Figures
    let filter: Parts.Filter
    let table: Parts.Table
    let known: Parts.Table?
}

struct FeedListMaker {
    let picture: NationPicture
    let shelf: FeedShelf
    let request: WebRequest

    private var words: Words { request.words }

    func view() throws -> FeedListView {
        let wanted = request.query["q"]?.lowercased()
        let fits = { (code: String, name: String) in
            wanted.map { code.lowercased().contains($0) || name.lowercased().contains($0) } ?? true
        }
        let live = picture.feeds.filter { fits($0.code, $0.name) }.sorted { one, other in
            let (left, right) = (rank(one), rank(other))
            return left != right ? left < right : one.code < other.code
        }
        var head = Parts.Head(words["observation.feeds.title"], lead: words["observation.feeds.lead"])
        if request.principal?.may(.observationCollect) == true {
            head.actions = [.init(words["observation.definition.new"], href: "/feeds/definition", icon: "plus")]
        }
        var filter = Parts.Filter(
            search: .init(name: "q", label: words["observation.feeds.search"], value: request.query["q"]), fields: [])
        filter.clear = wanted == nil ? nil : "/feeds"
        return FeedListView(
            head: head, figures: Parts.Figures(figures), filter: filter, table: table(live),
            known: try wanted.flatMap { _ in try known(fits) })
    }

    private func rank(_ feed: FeedHealth) -> Int { feed.troubles.contains(where: \.isBad) ? 0 : feed.isWell ? 2 : 1 }

    private var figures: [Parts.Figure] {
        let feeds = picture.feeds
        let today = feeds.reduce(0) { $0 + ($1.byDay.last ?? 0) }
        let dead = feeds.reduce(0) { $0 + $1.deadLetters }
        var troubled = Parts.Figure(
            words["observation.feeds.troubled"], words.number(feeds.filter { !$0.isWell }.count), unit: "/ " + words.number(feeds.count))
        troubled.state = feeds.allSatisfy(\.isWell) ? "good" : "warn"
        return [
            troubled, Parts.Figure(words["observation.feeds.today"], words.number(today)),
            Parts.Figure(words["observation.feeds.dead"], words.number(dead)),
        ]
    }

    private func table(_ feeds: [FeedHealth]) -> Parts.Table {
        typealias Cell = Parts.Table.Cell
        var table = Parts.Table(
            id: "feeds", caption: words["observation.feeds.title"],
            columns: [
                .init(words["observation.column.feed"]), .init(words["observation.column.state"]),
                .init(words["observation.feeds.interval"]), .init(words["observation.feeds.lastEvent"]),
                .init(words["observation.feeds.yesterday"], isNumber: true), .init(words["observation.column.trend"]),
                .init(words["observation.column.todo"]),
            ],
            rows: feeds.map { feed in
                Parts.Table.Row([
                    Cell(feed.name, href: DeskLinks.feed(feed.code), isHead: true, sub: feed.code),
                    Cell(
                        tags: feed.isWell ? [Parts.Tag(words["observation.feeds.well"], .good, icon: "done")] : feed.troubles.map(words.tag)
                    ),
                    Cell(words.duration(seconds: feed.interval)), Cell(time: feed.last.map { words.short($0, request.zone) }),
                    Cell(words.number(feed.byDay.dropLast().last ?? 0), isNumber: true),
                    Cell(html: Sparks.svg(feed.byDay)),
                    Cell(feed.troubles.first.map { "\(words.said($0)) \(words.remedy($0))" }),
                ])
            },
            empty: Parts.Empty(
                words["observation.feeds.none"], text: words["observation.feeds.noneText"], icon: "feed"))
        table.isCaptionHidden = true
        table.chooser = true
        return table
    }

    /// Definitions that nothing came of yet: shown where somebody searches.
    private func known(_ fits: (String, String) -> Bool) throws -> Parts.Table? {
        let live = Set(picture.feeds.map(\.code))
        let rest = try shelf.summaries().filter { !live.contains($0.code) && fits($0.code, $0.name) }
        guard !rest.isEmpty else { return nil }
        return Parts.Table(
            id: "known", caption: words["observation.feeds.known"],
            columns: [
                .init(words["observation.column.feed"]), .init(words["observation.feeds.provider"]),
                .init(words["observation.column.type"]), .init(words["observation.feeds.interval"]),
            ],
            rows: rest.prefix(100).map { feed in
                Parts.Table.Row([
                    .init(feed.name, href: DeskLinks.feed(feed.code), isHead: true, sub: feed.code), .init(feed.provider),
                    .init(feed.incidentType.map { words.type($0) } ?? ""), .init(words.duration(seconds: feed.interval)),
                ])
            }
        ).untitled
    }
}
