internal import Centre
internal import EventStore
internal import HTTPTypes
internal import Vocabulary

/// What owners see of themselves in the portal, and their programs through the API. Whatever is asked, only findings of the owners that
/// the asker speaks for are looked at.
struct PortalPages: Sendable {
    let reader: StoreReader
    let keeper: PictureKeeper

    func routes(_ routes: inout Routes) {
        routes.get(.portal, "/", .owner) { request in
            Page(
                "observation/portal", PortalMaker(picture: keeper.picture, request: request).view(),
                title: request.words["observation.portal.title"])
        }
        routes.get(.portal, "/findings", .owner) { request in
            Page("observation/portal-findings", try await list(request), title: request.words["observation.navigation.myFindings"])
        }
        routes.get(.portal, "/findings/export/:format", .owner) { request in
            try await FindingExport(reader: reader, owners: try Self.owners(request)).answer(request)
        }
        routes.get(.portal, "/findings/:id", .owner) { request in
            let view = try await detail(request)
            return Page("observation/portal-finding", view, title: view.head.title)
        }
        routes.get(.portal, "/api/v1/findings", .token(.observationOwn)) { request in
            let owners = try Self.owners(request)
            var search: FindingSearch
            do throws(QueryMistake) {
                search = FindingSearch(filter: try Query.parse(request.query.text("q"), now: request.now, over: .findings).filter)
            } catch {
                throw WebProblem.badRequest(error.message)
            }
            search.owners = owners
            let book = try await reader.owners()
            return FindingExport(reader: reader, owners: owners).answer(search, book, asCSV: request.query["format"] == "csv", name: nil)
        }
    }

    /// The owners that the asker speaks for.
    /// - Throws: `WebProblem.forbidden` where there are none: nobody sees everything here.
    static func owners(_ request: WebRequest) throws -> Set<String> {
        let owners = Set(try request.asker().owners)
        guard !owners.isEmpty else { throw WebProblem.forbidden }
        return owners
    }

    // MARK: List

    private func list(_ request: WebRequest) async throws -> PortalListView {
        let owners = try Self.owners(request)
        let words = request.words
        let views: [(key: String, text: String)] = [
            ("open", FindingStates.openTerm), ("reopened", "state:reopened"), ("accepted", "state:(accepted,disputed)"),
            ("fixed", "state:fixed"), ("all", ""),
        ]
        let text = request.query.has("q") ? request.query.text("q") : FindingStates.openTerm
        var search = FindingSearch(filter: .everything)
        let listing = FindingListing(request: request, usualOrder: .severity)
        listing.apply(to: &search)
        var mistake: MistakeView?
        do throws(QueryMistake) {
            search.filter = try Query.parse(text, now: request.now, over: .findings).filter
        } catch {
            mistake = MistakeView(error, words, path: "/findings")
        }
        let book = try await reader.owners()
        FindingListParameters(request).apply(to: &search, book, request)
        search.owners = owners
        let page = mistake == nil ? try await search.page(reader, book) : FindingPage()
        var columns: [FindingTable.Column] = [.type, .place, .severity, .state, .firstSeen, .lastSeen, .seen]
        if owners.count > 1 { columns.insert(.owner, at: 4) }
        let current = search
        let maker = FindingTable(
            words: words, zone: request.zone, book: book, columns: columns,
            sort: { listing.sort($0, current) }, linksOwners: false)
        var table = maker.table(
            "findings", caption: words["observation.findings.title"], page.rows,
            empty: Parts.Empty(words["observation.portal.nothing"], icon: "done"))
        table.isCaptionHidden = true
        listing.finish(&table, page)
        let actions = ["csv", "jsonl"].map {
            Parts.Action(
                words["observation.export.\($0)"], href: "/findings/export/\($0)?q=\(Form.encoded(text))", icon: "download", isSmall: true)
        }
        return PortalListView(
            head: Parts.Head(words["observation.navigation.myFindings"], lead: words["observation.findings.lead"], actions: actions),
            tabs: Parts.Tabs(
                words["observation.findings.views"],
                views.map {
                    .init(words["observation.view.\($0.key)"], "/findings?q=\(Form.encoded($0.text))", isCurrent: $0.text == text)
                }), mistake: mistake, table: table)
    }

    // MARK: One finding

    private func detail(_ request: WebRequest) async throws -> FindingView {
        let owners = try Self.owners(request)
        let file: FindingFile
        do {
            file = try await reader.finding(request["id"])
        } catch StoreError.noSuchFinding, StoreError.ambiguousFinding {
            throw WebProblem.notFound
        }
        // Somebody else's finding is as if it were not there.
        guard let owner = file.finding.owner, owners.contains(owner) else { throw WebProblem.notFound }
        return try await PortalFindingMaker(reader: reader, request: request).view(file)
    }
}

struct PortalListView: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let mistake: MistakeView?
    let table: Parts.Table
}
