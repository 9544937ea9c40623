internal import Centre
internal import Vocabulary

/// The list of owners.
struct OwnerListPage: Sendable {
    let head: Head
    let tabs: Tabs
    let figures: Figures
    let filter: FilterForm
    let table: Table

    static func crumbs(_ request: WebRequest) -> [PageLink] { [PageLink(label: request.words["constituency.list.title"], href: "/owners")] }

    static func actions(_ request: WebRequest) -> [Action] {
        let words = request.words
        var actions = [Action(label: words["constituency.lookup.title"], href: "/owners/lookup", icon: "search")]
        if request.principal?.may(.constituencyImport) ?? false {
            actions.append(Action(label: words["constituency.import.action"], href: "/owners/import", icon: "upload"))
        }
        if request.principal?.may(.constituencyEdit) ?? false {
            actions.append(Action(label: words["constituency.edit.add"], href: "/owners/add", icon: "plus", isPrimary: true))
        }
        return actions
    }

    static func figures(_ figures: RegisterFigures, _ words: Words) -> Figures {
        Figures(figures: [
            Figure(label: words["constituency.figure.owners"], value: words.number(figures.owners), href: "/owners"),
            Figure(label: words["constituency.figure.networks"], value: words.number(figures.networks)),
            Figure(
                label: words["constituency.figure.silent"], value: words.number(figures.silent), href: "/owners?lack=no-contact",
                note: words["constituency.figure.silentNote"]),
            Figure(
                label: words["constituency.figure.verified"], value: words.number(figures.verified),
                href: "/owners/verification", note: words.text("constituency.figure.ofContacts", count: figures.contacts)),
            Figure(label: words["constituency.figure.bounced"], value: words.number(figures.bounced), href: "/owners?lack=bounced"),
        ])
    }

    static func filterForm(_ filter: OwnerFilter, _ sectors: [(name: String, count: Int)], _ request: WebRequest) -> FilterForm {
        let words = request.words
        var sector = Field("sector", words["constituency.field.sector"])
        sector.isSelect = true
        sector.isBare = true
        sector.options =
            [Field.Option(value: "", label: words["common.word.all"])]
            + sectors.map {
                Field.Option(
                    value: $0.name, label: "\(words.sector($0.name)) (\(words.number($0.count)))", isSelected: $0.name == filter.sector)
            }
        var lack = Field("lack", words["constituency.filter.lack"])
        lack.isSelect = true
        lack.isBare = true
        lack.options =
            [Field.Option(value: "", label: words["common.word.all"])]
            + OwnerFilter.Lack.allCases.map {
                Field.Option(value: $0.rawValue, label: words["constituency.filter.\($0.rawValue)"], isSelected: $0 == filter.lack)
            }
        var critical = Field("critical", words["constituency.field.critical"])
        critical.isCheckbox = true
        critical.isChecked = filter.isCritical
        var chips: [PageLink] = []
        func chip(_ name: String, _ label: String) {
            chips.append(PageLink(label: label, href: "/owners" + request.query.query(replacing: [name: nil, "page": nil])))
        }
        if let text = filter.text { chip("q", "“\(text)”") }
        if let name = filter.sector { chip("sector", words.sector(name)) }
        if let lack = filter.lack { chip("lack", words["constituency.filter.\(lack.rawValue)"]) }
        if filter.isCritical { chip("critical", words["constituency.field.critical"]) }
        return FilterForm(
            search: FilterForm.Search(
                name: "q", label: words["common.action.search"], value: filter.text ?? "", hint: words["constituency.filter.hint"]),
            fields: [sector, lack, critical],
            hidden: filter.order == .name && !filter.isDescending
                ? []
                : [
                    HiddenField(name: "sort", value: filter.order.rawValue),
                    HiddenField(name: "order", value: filter.isDescending ? "down" : "up"),
                ], chips: chips, clear: chips.isEmpty ? nil : "/owners")
    }

    static func table(_ lines: [OwnerLine], _ count: Int, _ filter: OwnerFilter, _ request: WebRequest) -> Table {
        let words = request.words
        func column(_ key: String, isNumber: Bool = false, _ order: OwnerFilter.Order?) -> Table.Column {
            guard let order else { return Table.Column(label: words[key], isNumber: isNumber) }
            let isCurrent = filter.order == order
            let goesDown = isCurrent ? !filter.isDescending : isNumber
            return Table.Column(
                label: words[key], isNumber: isNumber,
                sort: Table.Sort(
                    href: "/owners"
                        + request.query.query(replacing: ["sort": order.rawValue, "order": goesDown ? "down" : "up", "page": nil]),
                    direction: isCurrent ? (filter.isDescending ? "descending" : "ascending") : "none"))
        }
        let columns = [
            column("constituency.field.name", .name), column("constituency.field.sector", .sector),
            column("constituency.field.networks", isNumber: true, .networks), column("constituency.field.asns", isNumber: true, nil),
            column("constituency.field.domains", isNumber: true, nil), column("constituency.field.contacts", isNumber: true, .contacts),
            column("constituency.field.standing", nil),
        ]
        let rows = lines.map { line in
            var tags: [Tag] = []
            if line.contacts == 0 { tags.append(Tag(label: words["constituency.filter.no-contact"], kind: "bad")) }
            if line.bounced > 0 { tags.append(Tag(label: words["constituency.standing.bounced"], kind: "bad")) }
            if line.verified > 0 { tags.append(Tag(label: words["constituency.standing.verified"], kind: "good")) }
            let labels = columns.map(\.label)
            return Table.Row(cells: [
                Table.Cell(
                    label: labels[0], text: line.name(in: words.code), href: "/owners/\(line.id)", sub: line.id, isRow: true, isHead: true),
                Table.Cell(
                    label: labels[1], text: line.sector.map(words.sector) ?? "–",
                    tags: line.isCritical ? [Tag(label: words["constituency.mark.critical"], kind: "warn")] : []),
                Table.Cell(label: labels[2], text: words.number(line.networks), isNumber: true),
                Table.Cell(label: labels[3], text: words.number(line.asns), isNumber: true),
                Table.Cell(label: labels[4], text: words.number(line.domains), isNumber: true),
                Table.Cell(label: labels[5], text: words.number(line.contacts), isNumber: true),
                Table.Cell(label: labels[6], tags: tags),
            ])
        }
        let page = filter.offset / filter.limit + 1
        let isFiltered = filter.text != nil || filter.sector != nil || filter.lack != nil || filter.isCritical
        return Table(
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
                Action(label: "YAML", href: "/owners/export/yaml", icon: "download", isPlain: true, isSmall: true),
                Action(label: "CSV", href: "/owners/export/csv", icon: "download", isPlain: true, isSmall: true),
            ],
            empty: Empty(
                title: words[isFiltered ? "constituency.list.noneFound" : "constituency.list.empty"],
                text: words[isFiltered ? "constituency.list.noneFoundText" : "constituency.list.emptyText"], icon: "owner"),
            pager: Pager(page: page, pages: (count + filter.limit - 1) / filter.limit) {
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

extension Tabs {
    static func sections(_ current: Section, _ figures: RegisterFigures?, _ request: WebRequest) -> Tabs {
        Tabs(
            label: request.words["constituency.navigation.owners"],
            tabs: Section.allCases.map { section in
                Tab(
                    label: request.words["constituency.section.\(section.rawValue)"],
                    href: section == .owners ? "/owners" : "/owners/\(section.rawValue)", isCurrent: section == current,
                    count: section == .proposals && (figures?.proposals ?? 0) > 0 ? request.words.number(figures?.proposals ?? 0) : nil)
            })
    }
}
