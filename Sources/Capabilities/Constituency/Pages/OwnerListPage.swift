internal import Centre
internal import Vocabulary

/// The list of owners.
struct OwnerListPage: Sendable {
    let head: Parts.Head
    let tabs: Parts.Tabs
    let figures: Parts.Figures
    let filter: Parts.Filter
    let table: Parts.Table

    static func crumbs(_ request: WebRequest) -> [Parts.Link] { [Parts.Link(request.words["constituency.list.title"], "/owners")] }

    static func actions(_ request: WebRequest) -> [Parts.Action] {
        let words = request.words
        var actions = [Parts.Action(words["constituency.lookup.title"], href: "/owners/lookup", icon: "search")]
        if request.principal?.may(.constituencyImport) ?? false {
            actions.append(Parts.Action(words["constituency.import.action"], href: "/owners/import", icon: "upload"))
        }
        if request.principal?.may(.constituencyEdit) ?? false {
            actions.append(Parts.Action(words["constituency.edit.add"], href: "/owners/add", icon: "plus", isPrimary: true))
        }
        return actions
    }

    static func figures(_ figures: RegisterFigures, _ words: Words) -> Parts.Figures {
        Parts.Figures([
            Parts.Figure(words["constituency.figure.owners"], words.number(figures.owners), href: "/owners"),
            Parts.Figure(words["constituency.figure.networks"], words.number(figures.networks)),
            Parts.Figure(
                words["constituency.figure.silent"], words.number(figures.silent), href: "/owners?lack=no-contact",
                note: words["constituency.figure.silentNote"]),
            Parts.Figure(
                words["constituency.figure.verified"], words.number(figures.verified), href: "/owners/verification",
                note: words.text("constituency.figure.ofContacts", count: figures.contacts)),
            Parts.Figure(words["constituency.figure.bounced"], words.number(figures.bounced), href: "/owners?lack=bounced"),
        ])
    }

    static func filterForm(_ filter: OwnerFilter, _ sectors: [(name: String, count: Int)], _ request: WebRequest) -> Parts.Filter {
        let words = request.words
        var sector = Parts.Field("sector", words["constituency.field.sector"])
        sector.isSelect = true
        sector.isBare = true
        sector.options =
            [Parts.Field.Option(value: "", label: words["common.word.all"])]
            + sectors.map {
                Parts.Field.Option(
                    value: $0.name, label: "\(words.sector($0.name)) (\(words.number($0.count)))", isSelected: $0.name == filter.sector)
            }
        var lack = Parts.Field("lack", words["constituency.filter.lack"])
        lack.isSelect = true
        lack.isBare = true
        lack.options =
            [Parts.Field.Option(value: "", label: words["common.word.all"])]
            + OwnerFilter.Lack.allCases.map {
                Parts.Field.Option(value: $0.rawValue, label: words["constituency.filter.\($0.rawValue)"], isSelected: $0 == filter.lack)
            }
        var critical = Parts.Field("critical", words["constituency.field.critical"])
        critical.isCheckbox = true
        critical.isChecked = filter.isCritical
        var chips: [Parts.Link] = []
        func chip(_ name: String, _ label: String) {
            chips.append(Parts.Link(label, "/owners" + request.query.query(replacing: [name: nil, "page": nil])))
        }
        if let text = filter.text { chip("q", "“\(text)”") }
        if let name = filter.sector { chip("sector", words.sector(name)) }
        if let lack = filter.lack { chip("lack", words["constituency.filter.\(lack.rawValue)"]) }
        if filter.isCritical { chip("critical", words["constituency.field.critical"]) }
        return Parts.Filter(
            search: Parts.Filter.Search(
                name: "q", label: words["common.action.search"], value: filter.text ?? "", hint: words["constituency.filter.hint"]),
            fields: [sector, lack, critical],
            hidden: filter.order == .name && !filter.isDescending
                ? []
                : [
                    Parts.Hidden("sort", filter.order.rawValue),
                    Parts.Hidden("order", filter.isDescending ? "down" : "up"),
                ], chips: chips, clear: chips.isEmpty ? nil : "/owners")
    }

    static func table(_ lines: [OwnerLine], _ count: Int, _ filter: OwnerFilter, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        func column(_ key: String, isNumber: Bool = false, _ order: OwnerFilter.Order?) -> Parts.Table.Column {
            guard let order else { return Parts.Table.Column(words[key], isNumber: isNumber) }
            let isCurrent = filter.order == order
            let goesDown = isCurrent ? !filter.isDescending : isNumber
            return Parts.Table.Column(
                words[key], isNumber: isNumber,
                sort: Parts.Table.Sort(
                    href: "/owners"
                        + request.query.query(replacing: ["sort": order.rawValue, "order": goesDown ? "down" : "up", "page": nil]),
                    isCurrent ? (filter.isDescending ? .descending : .ascending) : .none))
        }
        let columns = [
            column("constituency.field.name", .name), column("constituency.field.sector", .sector),
            column("constituency.field.networks", isNumber: true, .networks), column("constituency.field.asns", isNumber: true, nil),
            column("constituency.field.domains", isNumber: true, nil), column("constituency.field.contacts", isNumber: true, .contacts),
            column("constituency.field.standing", nil),
        ]
        let rows = lines.map { line in
            var tags: [Parts.Tag] = []
            if line.contacts == 0 { tags.append(Parts.Tag(words["constituency.filter.no-contact"], .bad)) }
            if line.bounced > 0 { tags.append(Parts.Tag(words["constituency.standing.bounced"], .bad)) }
            if line.verified > 0 { tags.append(Parts.Tag(words["constituency.standing.verified"], .good)) }
            return Parts.Table.Row([
                Parts.Table.Cell(line.name(in: words.code), href: "/owners/\(line.id)", isRow: true, isHead: true, sub: line.id),
                Parts.Table.Cell(
                    line.sector.map(words.sector) ?? "–",
                    tags: line.isCritical ? [Parts.Tag(words["constituency.mark.critical"], .warn)] : []),
                Parts.Table.Cell(words.number(line.networks), isNumber: true),
                Parts.Table.Cell(words.number(line.asns), isNumber: true),
                Parts.Table.Cell(words.number(line.domains), isNumber: true),
                Parts.Table.Cell(words.number(line.contacts), isNumber: true),
                Parts.Table.Cell(tags: tags),
            ])
        }
        let page = filter.offset / filter.limit + 1
        let isFiltered = filter.text != nil || filter.sector != nil || filter.lack != nil || filter.isCritical
        return Parts.Table(
            id: "owners", caption: words["constituency.list.caption"], isCaptionHidden: true, columns: columns, rows: rows,
            summary: lines.isEmpty
                ? nil
                : words.text(
                    "common.format.rows",
                    [
                        "from": words.number(filter.offset + 1), "to": words.number(filter.offset + lines.count),
                        "all": words.number(count),
                    ]),
            actions: [
                Parts.Action("YAML", href: "/owners/export/yaml", icon: "download", isPlain: true, isSmall: true),
                Parts.Action("CSV", href: "/owners/export/csv", icon: "download", isPlain: true, isSmall: true),
            ],
            empty: Parts.Empty(
                words[isFiltered ? "constituency.list.noneFound" : "constituency.list.empty"],
                text: words[isFiltered ? "constituency.list.noneFoundText" : "constituency.list.emptyText"], icon: "owner"),
            pager: Parts.Pager(page: page, of: (count + filter.limit - 1) / filter.limit) {
                "/owners" + request.query.query(replacing: ["page": String($0)])
            })
    }
}

extension Words {
    /// A sector as people say it; one of the register's own as it is written.
    func sector(_ name: String) -> String { has("common.sector.\(name)") ? self["common.sector.\(name)"] : name }

    /// A purpose as people say it; a word of one's own as it is written.
    func purpose(_ name: String) -> String { has("constituency.purpose.\(name)") ? self["constituency.purpose.\(name)"] : name }
}

/// The pages of the register.
enum Section: String, CaseIterable { case owners, conflicts, coverage, verification, proposals }

extension Parts.Tabs {
    static func sections(_ current: Section, _ figures: RegisterFigures?, _ request: WebRequest) -> Parts.Tabs {
        Parts.Tabs(
            request.words["constituency.navigation.owners"],
            Section.allCases.map { section in
                Parts.Tabs.Tab(
                    request.words["constituency.section.\(section.rawValue)"],
                    section == .owners ? "/owners" : "/owners/\(section.rawValue)", isCurrent: section == current,
                    count: section == .proposals && (figures?.proposals ?? 0) > 0 ? request.words.number(figures?.proposals ?? 0) : nil)
            })
    }
}
