internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// What the register lacks or says twice: conflicts and coverage.
struct RegisterCarePages: Sendable {
    let constituency: Constituency

    init(_ constituency: Constituency) { self.constituency = constituency }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/owners/conflicts", .permission(.constituencyRead)) { try await conflicts($0) }
        routes.post(.desk, "/owners/conflicts/prefer", .permission(.constituencyEdit)) { try await prefer($0) }
        routes.post(.desk, "/owners/conflicts/take", .permission(.constituencyEdit)) { try await take($0) }
        routes.get(.desk, "/owners/coverage", .permission(.constituencyRead)) { try await coverage($0) }
    }

    // MARK: - Conflicts

    private func conflicts(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let all = try await constituency.view.allConflicts()
        let now = try await constituency.view.current()
        let figures = try await constituency.register.inspect { try RegisterList.figures($0) }
        let mayEdit = request.principal?.may(.constituencyEdit) ?? false
        let language = LanguageTag(words.code) ?? .en
        let labels = [
            "constituency.conflict.subject", "constituency.field.owner", "constituency.conflict.rule", "constituency.field.priority",
        ]
        .map { words[$0] }
        var columns = labels.map { Parts.Table.Column($0) }
        columns[3].isNumber = true
        if mayEdit {
            columns.append(Parts.Table.Column(words["constituency.conflict.prefer"], isLabelHidden: true))
            columns.append(Parts.Table.Column(words["constituency.conflict.take"], isLabelHidden: true))
        }
        let shown = 100
        let rows = all.prefix(shown).flatMap { conflict in
            conflict.owners.enumerated().map { place, id in
                let name = now.byID[id]?.name(in: language) ?? id
                let rule =
                    place > 0
                    ? words["constituency.conflict.second"]
                    : words[conflict.isDecidedByPriority ? "constituency.conflict.byPriority" : "constituency.conflict.byAge"]
                let fields = [Parts.Hidden("subject", conflict.subject), Parts.Hidden("owner", id)]
                var cells = [
                    Parts.Table.Cell(place == 0 ? conflict.subject : nil, isMono: place == 0),
                    Parts.Table.Cell(name, href: "/owners/\(id)", isHead: true, sub: id),
                    Parts.Table.Cell(rule),
                    Parts.Table.Cell(words.number(now.byID[id]?.priority ?? 0), isNumber: true),
                ]
                if mayEdit {
                    cells.append(
                        Parts.Table.Cell(
                            action: place == 0
                                ? nil
                                : Parts.Action(
                                    words["constituency.conflict.prefer"], post: "/owners/conflicts/prefer", fields: fields, icon: "up",
                                    isSmall: true)))
                    cells.append(
                        Parts.Table.Cell(
                            action: Parts.Action(
                                words["constituency.conflict.take"], post: "/owners/conflicts/take", fields: fields,
                                confirm: words.text(
                                    "constituency.conflict.takeQuestion", ["subject": conflict.subject, "owner": name]), icon: "remove",
                                isPlain: true, isSmall: true)))
                }
                return Parts.Table.Row(cells, isStrong: place == 0)
            }
        }
        let title = words["constituency.conflict.title"]
        return Page(
            "constituency/conflicts",
            TablePage(
                head: Parts.Head(title, lead: words["constituency.conflict.lead"], crumbs: OwnerListPage.crumbs(request)),
                tabs: .sections(.conflicts, figures, request),
                table: Parts.Table(
                    id: "conflicts", caption: title, isCaptionHidden: true, columns: columns, rows: rows,
                    summary: all.isEmpty
                        ? nil
                        : words.text(
                            "common.format.rows",
                            ["from": "1", "to": words.number(min(shown, all.count)), "all": words.number(all.count)]),
                    empty: Parts.Empty(words["constituency.conflict.none"], text: words["constituency.conflict.noneText"], icon: "done"))),
            title: title)
    }

    /// The owners that have a thing, the one who answers first.
    private func conflict(_ request: WebRequest) async throws -> (conflict: RegisterConflict, owner: String) {
        let subject = request.form["subject"] ?? ""
        let owner = request.form["owner"] ?? ""
        guard let conflict = try await constituency.view.allConflicts().first(where: { $0.subject == subject }),
            conflict.owners.contains(owner)
        else { throw WebProblem(.conflict, "constituency.problem.noConflict", ["subject": subject]) }
        return (conflict, owner)
    }

    private func prefer(_ request: WebRequest) async throws -> any Answer {
        let (conflict, id) = try await conflict(request)
        let (author, now) = (try request.author(), request.now)
        try await constituency.register.edit { database in
            let others = conflict.owners.filter { $0 != id }
            let highest = try others.compactMap { try RegisterEditing.entry($0, database)?.owner.priority }.max() ?? 0
            try RegisterEditing.change(id, by: author, at: now, database) { $0.priority = max($0.priority, highest + 1) }
        }
        return Redirect(
            "/owners/conflicts",
            flash: Flash(.done, request.words.text("constituency.conflict.preferred", ["owner": id, "subject": conflict.subject])))
    }

    private func take(_ request: WebRequest) async throws -> any Answer {
        let (conflict, id) = try await conflict(request)
        var parts = ScopeParts()
        switch RegisterLookup.Subject(conflict.subject) {
        case .network(let network): parts.networks = [network]
        case .asn(let asn): parts.asns = [asn]
        case .domain(let domain): parts.domains = [domain]
        case .address, nil: throw WebProblem.notFound
        }
        let removing = parts
        try await constituency.register.change(id, by: request.author(), at: request.now) { owner in
            owner.change(adding: ScopeParts(), removing: removing)
        }
        return Redirect(
            "/owners/conflicts",
            flash: Flash(.done, request.words.text("constituency.conflict.taken", ["owner": id, "subject": conflict.subject])))
    }

    // MARK: - Coverage

    private func coverage(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let coverage = try await constituency.view.nationalCoverage()
        let now = try await constituency.view.current()
        let figures = try await constituency.register.inspect { try RegisterList.figures($0) }
        let language = LanguageTag(words.code) ?? .en
        var shown: [Parts.Figure] = []
        func share(_ key: String, _ share: Coverage.Share) {
            guard share.all > 0 else { return }
            let unit = words["constituency.coverage.\(key)Unit"]
            let all = words.text("constituency.coverage.of", ["all": words.number(share.all, digits: 0), "unit": unit])
            if coverage.isNational {
                shown.append(
                    Parts.Figure(words["constituency.coverage.\(key)Owned"], words.percent(share.ownedShare, digits: 1), note: all))
            }
            shown.append(
                Parts.Figure(words["constituency.coverage.\(key)Reachable"], words.percent(share.reachableShare, digits: 1), note: all)
            )
        }
        share("ipv4", coverage.ipv4)
        share("ipv6", coverage.ipv6)
        if coverage.isNational {
            shown.append(
                Parts.Figure(
                    words["constituency.coverage.asnsUnowned"], words.number(coverage.unownedASNs.count),
                    note: words.text(
                        "constituency.coverage.of",
                        ["all": words.number(coverage.asnCount), "unit": words["constituency.coverage.asnUnit"]])))
        }
        let rangeLabels = [words["constituency.kind.network"], words["constituency.coverage.size"]]
        let ranges = coverage.unowned.prefix(200).map { range in
            Parts.Table.Row([
                Parts.Table.Cell(range.description, href: "/observed/prefix/\(range)", isHead: true, isMono: true),
                Parts.Table.Cell(
                    "\(words.number(range.weight, digits: 0)) \(words["constituency.coverage.\(range.isIPv4 ? "ipv4" : "ipv6")Unit"])",
                    isNumber: true),
            ])
        }
        let systems = coverage.unownedASNs.prefix(200).map { asn in
            Parts.Table.Row([
                Parts.Table.Cell(asn.description, href: "/observed/asn/\(asn.number)", isHead: true, isMono: true)
            ])
        }
        let silentLabels = [words["constituency.field.owner"], words["constituency.coverage.size"], words["constituency.field.sector"]]
        let silent = coverage.silent.prefix(200).compactMap { line -> Parts.Table.Row? in
            guard let owner = now.byID[line.id] else { return nil }
            return Parts.Table.Row([
                Parts.Table.Cell(owner.name(in: language), href: "/owners/\(owner.id)", isHead: true, sub: owner.id),
                Parts.Table.Cell(words.number(line.addresses, digits: 0), isNumber: true),
                Parts.Table.Cell(
                    owner.sector.map(words.sector) ?? "–",
                    tags: owner.isCritical ? [Parts.Tag(words["constituency.mark.critical"], .warn)] : []),
            ])
        }
        func rows(_ count: Int) -> String? {
            count == 0
                ? nil
                : words.text("common.format.rows", ["from": "1", "to": words.number(min(count, 200)), "all": words.number(count)])
        }
        let done = Parts.Empty(words["constituency.coverage.nothing"], icon: "done")
        let title = words["constituency.coverage.title"]
        return Page(
            "constituency/coverage",
            CoveragePage(
                head: Parts.Head(title, lead: words["constituency.coverage.lead"], crumbs: OwnerListPage.crumbs(request)),
                tabs: .sections(.coverage, figures, request), figures: Parts.Figures(shown),
                source: coverage.source.map { words.text("constituency.coverage.source", ["source": $0]) }
                    ?? words["constituency.coverage.unknown"], isNational: coverage.isNational,
                ranges: Parts.Table(
                    id: "ranges", caption: words["constituency.coverage.ranges"], isCaptionHidden: true,
                    columns: [Parts.Table.Column(rangeLabels[0]), Parts.Table.Column(rangeLabels[1], isNumber: true)], rows: Array(ranges),
                    summary: rows(coverage.unowned.count), empty: done),
                systems: Parts.Table(
                    id: "systems", caption: words["constituency.coverage.systems"], isCaptionHidden: true,
                    columns: [Parts.Table.Column(words["constituency.kind.asn"])], rows: Array(systems),
                    summary: rows(coverage.unownedASNs.count), empty: done),
                silent: Parts.Table(
                    id: "silent", caption: words["constituency.coverage.silent"], isCaptionHidden: true,
                    columns: [
                        Parts.Table.Column(silentLabels[0]), Parts.Table.Column(silentLabels[1], isNumber: true),
                        Parts.Table.Column(silentLabels[2]),
                    ], rows: silent, summary: rows(coverage.silent.count), empty: done)), title: title)
    }
}

/// A page of the register that is one table.
struct TablePage: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let table: Parts.Table
}

/// Which national addresses have an owner, and one that can be written to.
struct CoveragePage: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let figures: Parts.Figures
    let source: String
    let isNational: Bool
    let ranges: Parts.Table
    let systems: Parts.Table
    let silent: Parts.Table
}
