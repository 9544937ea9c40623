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
        var columns = labels.map { Table.Column(label: $0) }
        columns[3].isNumber = true
        if mayEdit {
            columns.append(Table.Column(label: words["constituency.conflict.prefer"], isLabelHidden: true))
            columns.append(Table.Column(label: words["constituency.conflict.take"], isLabelHidden: true))
        }
        let shown = 100
        let rows = all.prefix(shown).flatMap { conflict in
            conflict.owners.enumerated().map { place, id in
                let name = now.byID[id]?.name(in: language) ?? id
                let rule =
                    place > 0
                    ? words["constituency.conflict.second"]
                    : words[conflict.isDecidedByPriority ? "constituency.conflict.byPriority" : "constituency.conflict.byAge"]
                let fields = [HiddenField(name: "subject", value: conflict.subject), HiddenField(name: "owner", value: id)]
                var cells = [
                    Table.Cell(label: labels[0], text: place == 0 ? conflict.subject : nil, isMono: place == 0),
                    Table.Cell(label: labels[1], text: name, href: "/owners/\(id)", sub: id, isHead: true),
                    Table.Cell(label: labels[2], text: rule),
                    Table.Cell(label: labels[3], text: words.number(now.byID[id]?.priority ?? 0), isNumber: true),
                ]
                if mayEdit {
                    cells.append(
                        Table.Cell(
                            label: "",
                            action: place == 0
                                ? nil
                                : Action(
                                    label: words["constituency.conflict.prefer"], post: "/owners/conflicts/prefer", fields: fields,
                                    icon: "up",
                                    isSmall: true)))
                    cells.append(
                        Table.Cell(
                            label: "",
                            action: Action(
                                label: words["constituency.conflict.take"], post: "/owners/conflicts/take", fields: fields,
                                confirm: words.text(
                                    "constituency.conflict.takeQuestion", ["subject": conflict.subject, "owner": name]), icon: "remove",
                                isPlain: true, isSmall: true)))
                }
                return Table.Row(cells: cells, isStrong: place == 0)
            }
        }
        let title = words["constituency.conflict.title"]
        return Page(
            "constituency/conflicts",
            TablePage(
                head: Head(title: title, lead: words["constituency.conflict.lead"], crumbs: OwnerListPage.crumbs(request)),
                tabs: .sections(.conflicts, figures, request),
                table: Table(
                    id: "conflicts", caption: title, isCaptionHidden: true, columns: columns, rows: rows,
                    summary: all.isEmpty
                        ? nil
                        : words.text(
                            "common.format.rows",
                            ["from": "1", "to": words.number(min(shown, all.count)), "all": words.number(all.count)]),
                    empty: Empty(title: words["constituency.conflict.none"], text: words["constituency.conflict.noneText"], icon: "done"))),
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
        var shown: [Figure] = []
        func share(_ key: String, _ share: Coverage.Share) {
            guard share.all > 0 else { return }
            let unit = words["constituency.coverage.\(key)Unit"]
            let all = words.text("constituency.coverage.of", ["all": words.number(share.all, digits: 0), "unit": unit])
            if coverage.isNational {
                shown.append(
                    Figure(label: words["constituency.coverage.\(key)Owned"], value: words.percent(share.ownedShare, digits: 1), note: all))
            }
            shown.append(
                Figure(
                    label: words["constituency.coverage.\(key)Reachable"], value: words.percent(share.reachableShare, digits: 1), note: all)
            )
        }
        share("ipv4", coverage.ipv4)
        share("ipv6", coverage.ipv6)
        if coverage.isNational {
            shown.append(
                Figure(
                    label: words["constituency.coverage.asnsUnowned"], value: words.number(coverage.unownedASNs.count),
                    note: words.text(
                        "constituency.coverage.of",
                        ["all": words.number(coverage.asnCount), "unit": words["constituency.coverage.asnUnit"]])))
        }
        let rangeLabels = [words["constituency.kind.network"], words["constituency.coverage.size"]]
        let ranges = coverage.unowned.prefix(200).map { range in
            Table.Row(cells: [
                Table.Cell(label: rangeLabels[0], text: range.description, href: "/observed/prefix/\(range)", isHead: true, isMono: true),
                Table.Cell(
                    label: rangeLabels[1],
                    text:
                        "\(words.number(range.weight, digits: 0)) \(words["constituency.coverage.\(range.isIPv4 ? "ipv4" : "ipv6")Unit"])",
                    isNumber: true),
            ])
        }
        let systems = coverage.unownedASNs.prefix(200).map { asn in
            Table.Row(cells: [
                Table.Cell(
                    label: words["constituency.kind.asn"], text: asn.description, href: "/observed/asn/\(asn.number)", isHead: true,
                    isMono: true)
            ])
        }
        let silentLabels = [words["constituency.field.owner"], words["constituency.coverage.size"], words["constituency.field.sector"]]
        let silent = coverage.silent.prefix(200).compactMap { line -> Table.Row? in
            guard let owner = now.byID[line.id] else { return nil }
            return Table.Row(cells: [
                Table.Cell(
                    label: silentLabels[0], text: owner.name(in: language), href: "/owners/\(owner.id)", sub: owner.id, isHead: true),
                Table.Cell(label: silentLabels[1], text: words.number(line.addresses, digits: 0), isNumber: true),
                Table.Cell(
                    label: silentLabels[2], text: owner.sector.map(words.sector) ?? "–",
                    tags: owner.isCritical ? [Tag(label: words["constituency.mark.critical"], kind: "warn")] : []),
            ])
        }
        func rows(_ count: Int) -> String? {
            count == 0
                ? nil
                : words.text("common.format.rows", ["from": "1", "to": words.number(min(count, 200)), "all": words.number(count)])
        }
        let done = Empty(title: words["constituency.coverage.nothing"], icon: "done")
        let title = words["constituency.coverage.title"]
        return Page(
            "constituency/coverage",
            CoveragePage(
                head: Head(title: title, lead: words["constituency.coverage.lead"], crumbs: OwnerListPage.crumbs(request)),
                tabs: .sections(.coverage, figures, request), figures: Figures(figures: shown),
                source: coverage.source.map { words.text("constituency.coverage.source", ["source": $0]) }
                    ?? words["constituency.coverage.unknown"], isNational: coverage.isNational,
                ranges: Table(
                    id: "ranges", caption: words["constituency.coverage.ranges"], isCaptionHidden: true,
                    columns: [Table.Column(label: rangeLabels[0]), Table.Column(label: rangeLabels[1], isNumber: true)],
                    rows: Array(ranges),
                    summary: rows(coverage.unowned.count), empty: done),
                systems: Table(
                    id: "systems", caption: words["constituency.coverage.systems"], isCaptionHidden: true,
                    columns: [Table.Column(label: words["constituency.kind.asn"])], rows: Array(systems),
                    summary: rows(coverage.unownedASNs.count), empty: done),
                silent: Table(
                    id: "silent", caption: words["constituency.coverage.silent"], isCaptionHidden: true,
                    columns: [
                        Table.Column(label: silentLabels[0]), Table.Column(label: silentLabels[1], isNumber: true),
                        Table.Column(label: silentLabels[2]),
                    ], rows: silent, summary: rows(coverage.silent.count), empty: done)), title: title)
    }
}

/// A page of the register that is one table.
struct TablePage: Sendable {
    let head: Head
    let tabs: Tabs
    let table: Table
}

/// Which national addresses have an owner, and one that can be written to.
struct CoveragePage: Sendable {
    let head: Head
    let tabs: Tabs
    let figures: Figures
    let source: String
    let isNational: Bool
    let ranges: Table
    let systems: Table
    let silent: Table
}
