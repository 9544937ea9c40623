/// What leaves the house: what waits for a person's word, what is under way, what arrived and what did not.
struct DeliveryPages {
    let outward: Outward

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/deliveries", .permission(Operation.read)) { request in try await list(request) }
        routes.get(.desk, "/deliveries/:id", .permission(Operation.read)) { request in try await one(request) }
        decide(&routes, "approve") { id, person, _ in try await outward.approve(id, by: person) }
        decide(&routes, "withdraw") { id, person, reason in try await outward.withdraw(id, by: person, reason: reason) }
        decide(&routes, "confirm") { id, person, reason in try await outward.confirm(id, by: person, note: reason) }
        decide(&routes, "again") { id, person, _ in try await outward.sendAgain(id, by: person) }
    }

    private func decide(
        _ routes: inout Routes, _ verb: String, _ act: @escaping @Sendable (DispatchID, String, String) async throws -> Void
    ) {
        routes.post(.desk, "/deliveries/:id/\(verb)", .permission(Operation.approve)) { request in
            guard let id = DispatchID(request["id"]) else { throw WebProblem.notFound }
            let address = "/deliveries/\(id)"
            do {
                try await act(id, try request.asker().id, request.form["reason"] ?? "")
            } catch let refusal as OutwardRefusal {
                return Redirect(address, flash: Flash(.problem, "\(refusal)"))
            }
            return Redirect(address, flash: Flash(.done, request.words["operation.deliveries.done.\(verb)"]))
        }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let figures: Parts.Figures
        let tabs: Parts.Tabs
        let table: Parts.Table
    }

    /// The states that a tab shows.
    private static let tabs: [(name: String, states: Set<DeliveryState>?)] = [
        ("all", nil), ("awaiting", [.awaitingApproval]), ("underway", [.planned, .underway, .handedOver, .postponed]),
        ("trouble", [.doubtful, .refused, .returned]), ("arrived", [.accepted, .recorded]),
    ]

    private func list(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let chosen = Self.tabs.first { $0.name == request.query["show"] } ?? Self.tabs[0]
        var filter = DeliveryFilter(states: chosen.states)
        filter.before = request.query.number("before").map(Int64.init)
        filter.capability = request.query["capability"]
        let deliveries = try await outward.deliveries(filter, limit: 51)
        let counts = try await outward.counts()
        func count(_ states: Set<DeliveryState>?) -> Int {
            counts.filter { states?.contains($0.state) ?? true }.reduce(0) { $0 + $1.count }
        }
        let rows = deliveries.prefix(50).map { delivery in
            Parts.Table.Row([
                .init(delivery.subject, href: "/deliveries/\(delivery.id)", isRow: true, isHead: true),
                .init(delivery.recipient), .init(words["common.act.\(delivery.act.rawValue)"]), .init(delivery.channel),
                .init(tlp: words.mark(delivery.tlp)), .init(tags: [tag(delivery.state, words)]),
                .init(time: words.mark(delivery.since, zone: request.zone)),
            ])
        }
        var table = Parts.Table(
            id: "deliveries", caption: words["operation.deliveries.title"],
            columns: [
                .init(words["operation.deliveries.subject"]), .init(words["operation.deliveries.recipient"]),
                .init(words["operation.deliveries.act"]), .init(words["operation.deliveries.channel"]), .init("TLP"),
                .init(words["operation.deliveries.state"]), .init(words["operation.deliveries.since"]),
            ], rows: Array(rows),
            empty: Parts.Empty(words["operation.deliveries.none"], text: words["operation.deliveries.noneText"], icon: "external"))
        if deliveries.count > 50, let last = deliveries.prefix(50).last {
            table.pager = Parts.Pager(
                previous: nil, next: "/deliveries" + request.query.query(replacing: ["before": "\(last.number)"]))
        }
        let tabs = Parts.Tabs(
            words["operation.deliveries.state"],
            Self.tabs.map { tab in
                Parts.Tabs.Tab(
                    words["operation.deliveries.tab.\(tab.name)"], tab.name == "all" ? "/deliveries" : "/deliveries?show=\(tab.name)",
                    isCurrent: tab.name == chosen.name, count: words.number(count(tab.states)))
            })
        let figures = Parts.Figures(
            Self.tabs.dropFirst().map { tab in
                Parts.Figure(
                    words["operation.deliveries.tab.\(tab.name)"], words.number(count(tab.states)), href: "/deliveries?show=\(tab.name)")
            })
        let head = Parts.Head(words["operation.deliveries.title"], lead: words["operation.deliveries.lead"])
        return Page(
            "operation/deliveries", ListView(head: head, figures: figures, tabs: tabs, table: table),
            title: words["operation.deliveries.title"])
    }

    private func tag(_ state: DeliveryState, _ words: Words) -> Parts.Tag {
        let kind: Parts.Tag.Kind? =
            switch state {
            case .accepted: .good
            case .awaitingApproval, .postponed, .recorded: .warn
            case .refused, .doubtful, .returned: .bad
            case .planned, .underway, .handedOver: .accent
            case .withdrawn: nil
            }
        return Parts.Tag(words["operation.state.\(state.rawValue)"], kind)
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let timeline: Parts.Timeline
        let content: String?
        let decisions: [Parts.Form]
    }

    private func one(_ request: WebRequest) async throws -> Page {
        let words = request.words
        guard let id = DispatchID(request["id"]), let delivery = try await outward.delivery(id) else { throw WebProblem.notFound }
        var head = Parts.Head(delivery.subject, crumbs: [Parts.Link(words["operation.deliveries.title"], "/deliveries")])
        head.tlp = words.mark(delivery.tlp)
        head.tags = [tag(delivery.state, words)]
        let facts = Parts.Facts([
            .init(words["operation.deliveries.recipient"], delivery.recipient),
            .init(words["operation.deliveries.act"], words["common.act.\(delivery.act.rawValue)"]),
            .init(words["operation.deliveries.channel"], delivery.channel), .init(words["operation.deliveries.author"], delivery.author),
            .init(words["operation.deliveries.approver"], delivery.approver ?? "–"),
            .init(words["operation.deliveries.size"], words.number(delivery.size)),
            .init(
                words["operation.deliveries.digest"], delivery.digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
                isMono: true),
            .init(words["operation.deliveries.attempts"], words.number(delivery.attempts)),
        ])
        let timeline = Parts.Timeline(
            try await outward.steps(of: id).map { step in
                let tag = tag(step.state, words)
                return Parts.Timeline.Item(
                    tag.label, icon: "external", time: words.mark(step.moment, zone: request.zone),
                    kind: tag.kind.flatMap(Parts.Timeline.Item.Kind.init), actor: step.person, text: step.note.isEmpty ? nil : step.note)
            })
        var decisions: [Parts.Form] = []
        if request.principal?.may(Operation.approve) ?? false {
            let reason = Parts.Field("reason", words["operation.deliveries.reason"], isRequired: true)
            func form(_ verb: String, _ fields: [Parts.Field]) -> Parts.Form {
                Parts.Form("/deliveries/\(id)/\(verb)", fields: fields, submit: words["operation.deliveries.verb.\(verb)"])
            }
            switch delivery.state {
            case .awaitingApproval: decisions = [form("approve", []), form("withdraw", [reason])]
            case .planned, .postponed: decisions = [form("withdraw", [reason])]
            case .doubtful: decisions = [form("confirm", [reason]), form("again", []), form("withdraw", [reason])]
            default: break
            }
        }
        let content = try await outward.content(of: id).map { String(decoding: $0.prefix(200_000), as: UTF8.self) }
        let view = OneView(head: head, facts: facts, timeline: timeline, content: content, decisions: decisions)
        return Page("operation/delivery", view, title: delivery.subject)
    }
}
