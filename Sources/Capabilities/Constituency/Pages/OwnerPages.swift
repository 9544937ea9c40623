internal import Centre
internal import Events
internal import Foundation
internal import HTTPTypes
internal import Vocabulary

/// The list of owners, one owner, whose something is, export.
struct OwnerPages: Sendable {
    let constituency: Constituency

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners", .permission(.constituencyRead)) { try await list($0) }
        routes.get(.desk, "/owners/lookup", .permission(.constituencyRead)) { try await lookup($0) }
        routes.get(.desk, "/owners/export/:format", .permission(.constituencyRead)) { try await export($0) }
        routes.get(.desk, "/owners/:id", .permission(.constituencyRead)) { try await owner($0) }
    }

    // MARK: - List

    private func list(_ request: WebRequest) async throws -> any Answer {
        let filter = OwnerFilter(request.query)
        var ids: [String]?
        if let text = filter.text, let subject = RegisterLookup.Subject(text) {
            switch subject {
            case .domain: break
            case .address, .network, .asn:
                let found = try await constituency.view.lookup(subject, networks: constituency.networks.current())
                ids = Array(Set((found.matches + found.inside).map(\.owner.id)).sorted().prefix(5_000))
            }
        }
        let language = request.words.code
        let found = ids
        let (page, sectors, figures) = try await constituency.register.inspect { database in
            (
                try RegisterList.lines(filter, language: language, among: found, database), try RegisterList.sectors(database),
                try RegisterList.figures(database)
            )
        }
        let words = request.words
        return Page(
            "constituency/owners",
            OwnerListPage(
                head: Parts.Head(
                    words["constituency.list.title"], lead: words["constituency.list.lead"], actions: OwnerListPage.actions(request)),
                tabs: .sections(.owners, figures, request), figures: OwnerListPage.figures(figures, words),
                filter: OwnerListPage.filterForm(filter, sectors, request),
                table: OwnerListPage.table(page.lines, page.count, filter, request)),
            title: words["constituency.list.title"])
    }

    // MARK: - One owner

    private func owner(_ request: WebRequest) async throws -> any Answer {
        let id = request["id"]
        let (found, history, parts, proposals) = try await constituency.register.inspect { database in
            (
                try RegisterEditing.entry(id, database), try RegisterHistory.entries(of: id, limit: 30, database),
                try RegisterList.lines(OwnerFilter(parent: id), language: "", among: nil, database).lines,
                try ProposalStore.open(owner: id, database)
            )
        }
        guard let found else {
            // The history outlives the owner.
            guard !history.isEmpty else { throw WebProblem.notFound }
            return Page(
                "constituency/owner-gone",
                GoneOwnerPage(
                    head: Parts.Head(id, lead: request.words["constituency.owner.gone"], crumbs: OwnerListPage.crumbs(request)),
                    history: .history(history, request)), title: id, status: .gone)
        }
        let owner = found.owner
        let parents = try constituency.register.parents(of: id)
        return Page(
            "constituency/owner",
            OwnerPage(owner, parents: parents, parts: parts, history: history, proposals: proposals.count, request),
            title: owner.name(in: LanguageTag(request.words.code) ?? .en))
    }

    // MARK: - Whose is it

    private func lookup(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let text = request.query["q"] ?? ""
        var table: Parts.Table?
        var facts: Parts.Facts?
        var problem: String?
        if !text.isEmpty {
            if let subject = RegisterLookup.Subject(text) {
                let found = try await constituency.view.lookup(subject, networks: constituency.networks.current())
                table = LookupPage.table(found, request)
                facts = LookupPage.facts(found, request)
            } else {
                problem = words.text("constituency.lookup.unreadable", ["text": text])
            }
        }
        return Page(
            "constituency/lookup",
            LookupPage(
                head: Parts.Head(
                    words["constituency.lookup.title"], lead: words["constituency.lookup.lead"], crumbs: OwnerListPage.crumbs(request)),
                filter: Parts.Filter(
                    search: Parts.Filter.Search(
                        name: "q", label: words["constituency.lookup.label"], value: text, hint: words["constituency.lookup.hint"])),
                problem: problem, facts: facts, table: table), title: words["constituency.lookup.title"])
    }

    // MARK: - Export

    private func export(_ request: WebRequest) async throws -> any Answer {
        let now = try await constituency.view.current()
        switch request["format"] {
        case "yaml":
            let profile = try constituency.register.profile()
            return Content(
                RegisterYAML.write(now.owners, profile: profile), type: "application/yaml; charset=utf-8", fileName: "owners.yaml")
        case "csv": return Content(RegisterTable.write(now.owners), type: "text/csv; charset=utf-8", fileName: "owners.csv")
        default: throw WebProblem.notFound
        }
    }
}

extension OwnerFilter {
    /// The filter of a query.
    init(_ query: Form) {
        text = query["q"].map { String($0.prefix(200)) }
        sector = query["sector"]
        isCritical = query.has("critical")
        lack = query["lack"].flatMap { Lack(rawValue: $0) }
        order = query["sort"].flatMap { Order(rawValue: $0) } ?? .name
        isDescending = query["order"] == "down"
        offset = (max(query.number("page") ?? 1, 1) - 1) * limit
        if offset < 0 || offset > 10_000_000 { offset = 0 }
    }
}
