internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// What is new in the world, the newest first with why it matters here, and the sources it comes from.
struct SourcePages: Sendable {
    let desk: AdvisoryDesk
    let sources: SourceDesk

    private static let page = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/news", .permission(.advisoriesRead)) { try await news($0) }
        routes.get(.desk, "/advisories/news/:cluster", .permission(.advisoriesRead)) { try await cluster($0) }
        routes.post(.desk, "/advisories/news/:cluster/draft", .permission(.advisoriesWrite)) { try await draft($0) }
        routes.post(.desk, "/advisories/news/:cluster/dismiss", .permission(.advisoriesWrite)) { request in
            let cluster = try await find(request)
            try await desk.house.records.write { try SourceStore.dismiss(cluster: cluster.id, $0) }
            return Redirect("/advisories/news")
        }
        routes.get(.desk, "/advisories/sources", .permission(.advisoriesRead)) { try await list($0, errors: [:]) }
        routes.post(.desk, "/advisories/sources", .permission(.advisoriesSources)) { try await add($0) }
        routes.post(.desk, "/advisories/sources/:source/remove", .permission(.advisoriesSources)) { request in
            let id = request["source"]
            try await desk.house.records.write { try SourceStore.remove(id, $0) }
            return Redirect("/advisories/sources", flash: Flash(.done, request.words["advisories.saved"]))
        }
        routes.post(.desk, "/advisories/sources/gather", .permission(.advisoriesSources)) { request in
            _ = try await desk.house.jobs.runNow("advisories.gather")
            return Redirect("/advisories/sources", flash: Flash(.done, request.words["advisories.source.gathering"]))
        }
    }

    private func tabs(_ current: String, _ words: Words) -> Parts.Tabs {
        Parts.Tabs(
            words["advisories.desk.title"],
            [
                .init(words["advisories.desk.title"], "/advisories"),
                .init(words["advisories.news.title"], "/advisories/news", isCurrent: current == "news"),
                .init(words["advisories.source.title"], "/advisories/sources", isCurrent: current == "sources"),
            ])
    }

    // MARK: - News

    private func news(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        var before: (last: Instant, id: Int64)?
        if let parts = request.query["before"]?.split(separator: "."), parts.count == 2, let time = Int64(parts[0]),
            let id = Int64(parts[1])
        {
            before = (Instant(microseconds: time), id)
        }
        let place = before
        let clusters = try await desk.house.records.read { try SourceStore.clusters(before: place, limit: Self.page + 1, $0) }
        var table = Parts.Table(
            id: "news", caption: words["advisories.news.title"],
            columns: [
                .init(words["advisories.column.title"]), .init(words["advisories.news.why"]),
                .init(words["advisories.news.hosts"], isNumber: true),
                .init(words["advisories.news.sources"], isNumber: true), .init(words["advisories.news.last"]),
            ],
            rows: clusters.prefix(Self.page).map { one in
                Parts.Table.Row([
                    .init(
                        one.title, href: "/advisories/news/\(one.id)", isRow: true, isHead: true,
                        sub: one.cves.prefix(4).joined(separator: " · ")),
                    .init(tags: why(one, words)),
                    .init(one.hosts.map(words.number) ?? "–", href: (one.hosts ?? 0) > 0 ? one.hostsPath : nil),
                    .init(words.number(one.items)), .init(time: words.mark(one.last, zone: request.zone)),
                ])
            },
            empty: Parts.Empty(
                words["advisories.news.empty"], text: words["advisories.news.emptyText"], icon: "feed",
                action: Parts.Action(words["advisories.source.title"], href: "/advisories/sources")))
        if clusters.count > Self.page, let last = clusters.prefix(Self.page).last {
            table.pager = Parts.Pager(previous: nil, next: "/advisories/news?before=\(last.last.microseconds).\(last.id)")
        }
        let view = DeskFrame.View(
            head: Parts.Head(words["advisories.news.title"], lead: words["advisories.news.lead"]), tabs: tabs("news", words), table: table)
        return Page("advisories/desk", view, title: words["advisories.news.title"])
    }

    private func why(_ cluster: Cluster, _ words: Words) -> [Parts.Tag] {
        var tags: [Parts.Tag] = []
        if cluster.exploited { tags.append(Parts.Tag(words["advisories.exploited"], .bad)) }
        if let probability = cluster.probability {
            tags.append(Parts.Tag("EPSS " + words.percent(probability, digits: 1), probability > 0.1 ? .warn : nil))
        }
        if let hosts = cluster.hosts, hosts > 0 {
            tags.append(Parts.Tag(words.text("advisories.news.here", ["count": words.number(hosts)]), .bad))
        }
        return tags
    }

    private func find(_ request: WebRequest) async throws -> Cluster {
        guard let id = Int64(request["cluster"]), let cluster = try await desk.house.records.read({ try SourceStore.find(cluster: id, $0) })
        else {
            throw WebProblem.notFound
        }
        return cluster
    }

    private func cluster(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let cluster = try await find(request)
        let items = try await desk.house.records.read { try SourceStore.items(of: cluster.id, $0) }
        var head = Parts.Head(cluster.title, crumbs: [.init(words["advisories.news.title"], "/advisories/news")])
        head.tags = why(cluster, words) + cluster.cves.prefix(8).map { Parts.Tag($0) }
        if let advisory = cluster.advisory {
            head.actions = [Parts.Action(words["advisories.news.toDraft"], href: "/advisories/\(advisory)", icon: "advisory")]
        } else if request.principal?.may(.advisoriesWrite) ?? false {
            let base = "/advisories/news/\(cluster.id)"
            head.actions = [
                Parts.Action(words["advisories.news.draft"], post: base + "/draft", icon: "edit", isPrimary: true),
                Parts.Action(words["advisories.news.dismiss"], post: base + "/dismiss", icon: "close"),
            ]
        }
        let table = Parts.Table(
            id: "items", caption: words["advisories.news.sources"],
            columns: [
                .init(words["advisories.column.title"]), .init(words["advisories.news.source"]), .init(words["advisories.news.last"]),
            ],
            rows: items.map { item, source in
                Parts.Table.Row([
                    .init(item.title, href: item.url, isHead: true, sub: String(item.summary.prefix(600))), .init(source),
                    .init(time: item.published.map { words.mark($0, zone: request.zone) }),
                ])
            })
        return Page("advisories/desk", DeskFrame.View(head: head, table: table), title: cluster.title)
    }

    private func draft(_ request: WebRequest) async throws -> any Answer {
        let cluster = try await find(request)
        if let advisory = cluster.advisory { return Redirect("/advisories/\(advisory)/texts") }
        let content = try await sources.draft(of: cluster, language: request.words.code)
        let advisory = try await desk.begin(content, by: Person(try request.asker()))
        try await desk.house.records.write { try SourceStore.drafted(cluster: cluster.id, advisory: advisory.id, $0) }
        return Redirect("/advisories/\(advisory.id)/texts")
    }

    // MARK: - Sources

    private func list(_ request: WebRequest, errors: [String: String]) async throws -> Page {
        let words = request.words
        let all = try await desk.house.records.read { try SourceStore.sources($0) }
        let mayChange = request.principal?.may(.advisoriesSources) ?? false
        var columns: [Parts.Table.Column] = [
            .init(words["advisories.source.name"]), .init(words["advisories.source.kind"]), .init(words["advisories.column.state"]),
            .init(words["advisories.source.items"], isNumber: true), .init(words["advisories.source.good"]),
        ]
        if mayChange { columns.append(.init(words["common.action.delete"], isLabelHidden: true)) }
        let table = Parts.Table(
            id: "sources", caption: words["advisories.source.title"], columns: columns,
            rows: all.map { source in
                var cells: [Parts.Table.Cell] = [
                    .init(source.name, isHead: true, sub: source.address), .init(words["advisories.source.is.\(source.kind.rawValue)"]),
                    state(source, request), .init(words.number(source.items)),
                    source.good.map { .init(time: words.mark($0, zone: request.zone)) } ?? .init("–"),
                ]
                if mayChange {
                    cells.append(
                        .init(
                            action: Parts.Action(
                                words["common.action.delete"], post: "/advisories/sources/\(source.id)/remove",
                                confirm: words["advisories.source.removeConfirm"], icon: "remove", isPlain: true, isSmall: true)))
                }
                return Parts.Table.Row(cells)
            },
            empty: Parts.Empty(words["advisories.source.empty"], text: words["advisories.source.emptyText"], icon: "feed"))
        var head = Parts.Head(words["advisories.source.title"], lead: words["advisories.source.lead"])
        if mayChange, !all.isEmpty {
            head.actions = [Parts.Action(words["advisories.source.gather"], post: "/advisories/sources/gather", icon: "refresh")]
        }
        var view = DeskFrame.View(head: head, tabs: tabs("sources", words), table: table)
        if mayChange {
            let form = request.form
            view.secondTitle = words["advisories.source.add"]
            view.second = Parts.Form(
                "/advisories/sources",
                fields: [
                    Parts.Field("name", words["advisories.source.name"], value: form["name"], error: errors["name"], isRequired: true),
                    Parts.Field(
                        "kind", words["advisories.source.kind"],
                        options: Source.Kind.allCases.map { ($0.rawValue, words["advisories.source.is.\($0.rawValue)"]) },
                        selected: [form["kind"] ?? "feed"], isRequired: true),
                    Parts.Field(
                        "address", words["advisories.source.address"], .line("url"), value: form["address"],
                        hint: words["advisories.source.addressHint"], error: errors["address"], isRequired: true),
                ], submit: words["common.action.add"])
        }
        return Page("advisories/desk", view, title: words["advisories.source.title"], status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func state(_ source: Source, _ request: WebRequest) -> Parts.Table.Cell {
        let words = request.words
        switch SourceDesk.trouble(source, now: request.now) {
        case nil: return .init(tags: [Parts.Tag(words["advisories.source.well"], .good)])
        case .never: return .init(tags: [Parts.Tag(words["advisories.source.never"])])
        case .failing(let problem): return .init(sub: problem, tags: [Parts.Tag(words["advisories.source.failing"], .bad)])
        case .silent(let since):
            return .init(
                sub: since.map { words.dateTime($0, zone: request.zone) }, tags: [Parts.Tag(words["advisories.source.silent"], .warn)])
        }
    }

    private func add(_ request: WebRequest) async throws -> any Answer {
        let form = request.form
        let words = request.words
        var errors: [String: String] = [:]
        let name = String((form["name"] ?? "").prefix(120)).oneLine
        if name.isEmpty { errors["name"] = words["common.form.required"] }
        let address = form["address"].flatMap(WebAddress.checked)
        if address?.hasPrefix("https://") != true { errors["address"] = words["advisories.source.badAddress"] }
        guard errors.isEmpty, let address else { return try await list(request, errors: errors) }
        let source = Source(
            id: Token.random(bytes: 9), kind: form["kind"].flatMap(Source.Kind.init(rawValue:)) ?? .feed, name: name, address: address)
        try await desk.house.records.write { try SourceStore.add(source, $0) }
        return Redirect("/advisories/sources", flash: Flash(.done, words["advisories.saved"]))
    }
}
