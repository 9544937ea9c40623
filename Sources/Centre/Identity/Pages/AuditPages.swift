internal import GRDB
internal import Vocabulary

/// What happened with accounts, to be read.
extension Identity {
    struct AuditView: Sendable {
        let head: Parts.Head
        let filter: Parts.Filter
        let table: Parts.Table
    }

    func auditRoutes(_ routes: inout Routes) {
        routes.get(.desk, "/audit", .permission(.audit)) { request in
            let words = request.words
            let filter = eventFilter(request)
            let (events, names) = try await house.records.read { database in
                let events = try EventStore.list(filter, limit: 101, database)
                return (events, try EventStore.names(of: Set(events.map(\.actor)), database))
            }
            let kinds =
                [(value: "", label: words["common.word.all"])]
                + IdentityEvent.Kind.allCases.map { (value: $0.rawValue, label: words["identity.event.kind.\($0.rawValue)"]) }
            var table = eventTable(Array(events.prefix(100)), names, request)
            let query = request.query
            if events.count > 100, let last = events.dropLast().last {
                table.pager = Parts.Pager(previous: nil, next: "/audit" + query.query(replacing: ["before": "\(last.id)"]))
            }
            table.actions = [
                Parts.Action(
                    words["common.action.export"], href: "/audit.csv" + query.query(replacing: ["before": nil]), icon: "download",
                    isSmall: true)
            ]
            var narrow = Parts.Filter(
                search: Parts.Filter.Search(name: "q", label: words["identity.audit.search"], value: query["q"]),
                fields: [
                    Parts.Field("kind", words["identity.event.what"], options: kinds, selected: [query["kind"] ?? ""])
                ])
            if query["q"] != nil || query["kind"] != nil { narrow.clear = "/audit" }
            let head = Parts.Head(words["identity.audit.title"], lead: words["identity.audit.lead"])
            return Page("identity/audit", AuditView(head: head, filter: narrow, table: table), title: head.title)
        }
        routes.get(.desk, "/audit.csv", .permission(.audit)) { request in
            let filter = eventFilter(request)
            let records = house.records
            return Stream(type: "text/csv; charset=utf-8", fileName: "keshik-audit.csv") { writer in
                try await writer.write(
                    CSVCell.line(["time", "event", "account", "name", "actor", "address", "agent", "note"]))
                var next = filter
                while true {
                    let piece = try await records.read { [next] in try EventStore.list(next, limit: 1000, $0) }
                    guard let last = piece.last else { return }
                    var text = ""
                    for event in piece {
                        text += CSVCell.line([
                            event.moment.iso8601, event.kind.rawValue, event.account, event.name, event.actor, event.address, event.agent,
                            event.note,
                        ])
                    }
                    try await writer.write(text)
                    next.before = last.id
                }
            }
        }
    }

    private func eventFilter(_ request: WebRequest) -> EventFilter {
        EventFilter(
            account: request.query["account"], kind: request.query["kind"].flatMap(IdentityEvent.Kind.init(rawValue:)),
            text: request.query["q"].map { String($0.prefix(100)) }, before: request.query.number("before").map(Int64.init))
    }

    /// - Parameter names: sign-in names of those who did something, by account
    func eventTable(_ events: [IdentityEvent], _ names: [String: String], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let rows = events.map { event in
            Parts.Table.Row([
                Parts.Table.Cell(time: request.time(event.moment)),
                Parts.Table.Cell(
                    words["identity.event.kind.\(event.kind.rawValue)"], isHead: true, sub: event.note.isEmpty ? nil : event.note),
                Parts.Table.Cell(event.name.isEmpty ? event.account : event.name), Parts.Table.Cell(who(event, names, words)),
                Parts.Table.Cell(event.address, isMono: true, sub: event.agent.isEmpty ? nil : BrowserName.of(event.agent)),
            ])
        }
        var table = Parts.Table(
            id: "events", caption: words["identity.audit.caption"],
            columns: ["time", "what", "account", "actor", "address"].map { Parts.Table.Column(words["identity.event.\($0)"]) }, rows: rows,
            empty: Parts.Empty(words["identity.audit.none"], icon: "book"))
        table.isCaptionHidden = true
        return table
    }

    private func who(_ event: IdentityEvent, _ names: [String: String], _ words: Words) -> String {
        switch event.actor {
        case "shell": words["identity.event.shell"]
        case "centre": words["identity.event.centre"]
        case event.account: words["identity.event.self"]
        default: names[event.actor] ?? event.actor
        }
    }
}
