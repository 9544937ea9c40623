internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Whom an advisory concerns in the country: machines of the last 30 days' events by owner, as far as reports name the vulnerability or product.
struct HerePages: Sendable {
    let desk: AdvisoryDesk
    let hosts: any AffectedHosts
    let owners: (any OwnerDirectory)?
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id/here", .permission(.advisoriesRead)) { try await page($0) }
    }

    private func page(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let advisory = try await frame.advisory(request)
        let question = AffectedQuestion(
            cves: advisory.content.cves, products: Array(Set(advisory.content.products.map(\.name))).sorted(),
            since: request.now - .seconds(30 * 86_400))
        let answer = try await hosts.affected(question)
        var names: [String: String] = [:]
        for owner in try await owners?.owners() ?? [] where answer.owners[owner.id] != nil { names[owner.id] = owner.name(in: words.code) }
        let rows = answer.owners.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(100).map { id, count in
            Parts.Table.Row([
                .init(names[id] ?? id, href: "/owners/\(Form.encoded(id))", isRow: true, isHead: true), .init(words.number(count)),
            ])
        }
        var head = frame.head(advisory, request)
        if let path = answer.path, answer.events > 0 {
            head.actions = [Parts.Action(words["advisories.here.events"], href: path, icon: "events")]
        }
        let figures = Parts.Figures([
            Parts.Figure(words["advisories.here.hosts"], words.number(answer.hosts), note: words["advisories.here.note"]),
            Parts.Figure(words["advisories.here.owners"], words.number(answer.owners.count)),
            Parts.Figure(words["advisories.here.reports"], words.number(answer.events)),
        ])
        let table = Parts.Table(
            id: "owners", caption: words["advisories.here.owners"],
            columns: [.init(words["advisories.here.owner"]), .init(words["advisories.here.hosts"], isNumber: true)], rows: rows,
            empty: Parts.Empty(words["advisories.here.empty"], text: words["advisories.here.emptyText"], icon: "owner"))
        let view = DeskFrame.View(head: head, tabs: frame.tabs(advisory, "/here", request), figures: figures, table: table)
        return Page("advisories/desk", view, title: words["advisories.tab.here"])
    }
}
