internal import Centre
internal import Vocabulary

/// Everything that is known of an owner.
struct OwnerPage: Sendable {
    let head: Head
    let notice: String?
    let facts: Facts
    let notes: String?
    let contacts: Table
    let networks: Table
    let agreements: Table
    let parts: Table?
    let history: Timeline
    let historyEmpty: Bool

    init(
        _ owner: Owner, parents: [Owner], parts: [OwnerLine], history: [RegisterHistory], proposals: Int, _ request: WebRequest
    ) {
        let words = request.words
        let language = LanguageTag(words.code) ?? .en
        let mayEdit = request.principal?.may(.constituencyEdit) ?? false
        let path = "/owners/\(owner.id)"
        var actions = [
            Action(label: words["constituency.owner.observed"], href: "/observed/owner/\(owner.id)", icon: "finding")
        ]
        if mayEdit {
            actions.append(Action(label: words["common.action.edit"], href: path + "/edit", icon: "edit", isPrimary: true))
            actions.append(Action(label: words["constituency.edit.remove"], href: path + "/remove", icon: "remove", isPlain: true))
        }
        head = Head(
            title: owner.name(in: language), crumbs: OwnerListPage.crumbs(request),
            tags: owner.isCritical ? [Tag(label: words["constituency.mark.criticalLong"], kind: "warn", icon: "shield")] : [],
            actions: actions)
        notice = proposals > 0 ? words.text("constituency.owner.proposals", count: proposals) : nil
        facts = Facts(facts: OwnerPage.facts(owner, parents, language, request))
        notes = owner.notes
        contacts = OwnerPage.contacts(owner, mayEdit: mayEdit, request)
        networks = OwnerPage.networks(owner, words)
        agreements = OwnerPage.agreements(owner, mayEdit: mayEdit, request)
        self.parts =
            parts.isEmpty
            ? nil
            : Table(
                id: "parts", caption: words["constituency.owner.parts"], isCaptionHidden: true,
                columns: [Table.Column(label: words["constituency.field.name"]), Table.Column(label: words["constituency.field.sector"])],
                rows: parts.map { part in
                    Table.Row(cells: [
                        Table.Cell(
                            label: words["constituency.field.name"], text: part.name(in: words.code), href: "/owners/\(part.id)",
                            sub: part.id, isHead: true),
                        Table.Cell(label: words["constituency.field.sector"], text: part.sector.map(words.sector) ?? "–"),
                    ])
                })
        self.history = .history(history, request)
        historyEmpty = history.isEmpty
    }

    static func facts(_ owner: Owner, _ parents: [Owner], _ language: LanguageTag, _ request: WebRequest) -> [Fact] {
        let words = request.words
        var facts = [Fact(term: words["constituency.field.id"], text: owner.id, isMono: true)]
        for (tag, name) in owner.names.sorted(by: { $0.key.text < $1.key.text }) where tag != language {
            let key = "common.language.\(tag.text)"
            facts.append(
                Fact(
                    term: words.text("constituency.owner.nameIn", ["language": words.has(key) ? words[key] : tag.text]), text: name))
        }
        facts.append(Fact(term: words["constituency.field.sector"], text: owner.sector.map(words.sector) ?? "–"))
        facts.append(
            Fact(term: words["constituency.field.critical"], text: words[owner.isCritical ? "common.word.yes" : "common.word.no"]))
        if !parents.isEmpty {
            facts.append(
                Fact(
                    term: words["constituency.field.parent"],
                    links: parents.map { PageLink(label: $0.name(in: language), href: "/owners/\($0.id)") }))
        }
        if owner.priority != 0 { facts.append(Fact(term: words["constituency.field.priority"], text: words.number(owner.priority))) }
        let ceiling = owner.ceiling(on: request.now.date)
        facts.append(
            Fact(
                term: words["constituency.field.ceiling"], sub: ceiling == nil ? words["constituency.owner.noCeiling"] : nil,
                tlp: NamedMark(ceiling ?? .amber, words)))
        return facts
    }

    static func contacts(_ owner: Owner, mayEdit: Bool, _ request: WebRequest) -> Table {
        let words = request.words
        let keys = ["purpose", "name", "email", "phone", "language", "preferences", "standing"]
        let labels = keys.map { words["constituency.field.\($0)"] }
        var columns = labels.map { Table.Column(label: $0) }
        if mayEdit { columns.append(Table.Column(label: words["common.action.edit"], isLabelHidden: true)) }
        let rows = owner.contacts.map { contact in
            var cells = [
                Table.Cell(label: labels[0], text: words.purpose(contact.purpose), isHead: true),
                Table.Cell(label: labels[1], text: contact.name ?? "–"),
                Table.Cell(
                    label: labels[2], text: contact.email?.description ?? "–",
                    tags: (contact.openPGPKey != nil ? [Tag(label: "OpenPGP", icon: "key")] : [])
                        + (contact.certificate != nil ? [Tag(label: "S/MIME", icon: "key")] : [])),
                Table.Cell(label: labels[3], text: contact.phone ?? "–"),
                Table.Cell(label: labels[4], text: contact.language.map { words.language($0) } ?? "–"),
                Table.Cell(label: labels[5], text: contact.preferences.text(words)), .standing(contact, label: labels[6], request),
            ]
            if mayEdit {
                cells.append(
                    Table.Cell(
                        label: "",
                        action: Action(
                            label: words["common.action.edit"], href: "/owners/\(owner.id)/contacts/\(contact.id ?? "")", icon: "edit",
                            isPlain: true, isSmall: true)))
            }
            return Table.Row(cells: cells)
        }
        return Table(
            id: "contacts", caption: words["constituency.owner.contacts"], isCaptionHidden: true, columns: columns, rows: rows,
            actions: mayEdit
                ? [
                    Action(
                        label: words["constituency.contact.add"], href: "/owners/\(owner.id)/contacts/add", icon: "plus", isSmall: true)
                ] : [],
            empty: Empty(
                title: words["constituency.owner.noContacts"], text: words["constituency.owner.noContactsText"], icon: "mail"))
    }

    static func networks(_ owner: Owner, _ words: Words) -> Table {
        let columns = [
            Table.Column(label: words["constituency.field.kind"]), Table.Column(label: words["constituency.field.value"]),
        ]
        func rows(_ key: String, _ values: [(text: String, href: String?)]) -> [Table.Row] {
            values.map { value in
                Table.Row(cells: [
                    Table.Cell(label: columns[0].label, text: words[key]),
                    Table.Cell(label: columns[1].label, text: value.text, href: value.href, isHead: true, isMono: true),
                ])
            }
        }
        // A page that lists a hundred thousand networks helps nobody; the export has them all.
        let shown = 200
        let all =
            rows("constituency.kind.network", owner.networks.prefix(shown).map { ($0.description, "/observed/prefix/\($0)") })
            + rows("constituency.kind.asn", owner.asns.prefix(shown).map { ($0.description, "/observed/asn/\($0.number)") })
            + rows("constituency.kind.domain", owner.domains.prefix(shown).map { ($0.ascii, "/observed/domain/\($0.ascii)") })
            + rows("constituency.kind.country", owner.countries.map { ($0.description, nil) })
        let count = owner.networks.count + owner.asns.count + owner.domains.count + owner.countries.count
        return Table(
            id: "networks", caption: words["constituency.owner.networks"], isCaptionHidden: true, columns: columns, rows: all,
            summary: all.isEmpty
                ? nil
                : words.text(
                    "common.format.rows", ["from": "1", "to": words.number(all.count), "all": words.number(count)]),
            empty: Empty(title: words["constituency.owner.noNetworks"], text: words["constituency.owner.noNetworksText"], icon: "network"))
    }

    static func agreements(_ owner: Owner, mayEdit: Bool, _ request: WebRequest) -> Table {
        let words = request.words
        let labels = ["kind", "ceiling", "from", "until", "note"].map { words["constituency.field.\($0)"] }
        var columns = labels.map { Table.Column(label: $0) }
        if mayEdit { columns.append(Table.Column(label: words["common.action.delete"], isLabelHidden: true)) }
        let rows = owner.agreements.enumerated().map { place, agreement in
            let holds = agreement.holds(on: request.now.date)
            var cells = [
                Table.Cell(
                    label: labels[0], text: words.agreement(agreement.kind), isHead: true,
                    tags: holds ? [] : [Tag(label: words["constituency.agreement.over"])]),
                Table.Cell(
                    label: labels[1], text: agreement.ceiling == nil ? "–" : nil, tlp: agreement.ceiling.map { NamedMark($0, words) }),
                Table.Cell(label: labels[2], text: agreement.from.map { words.date(Instant($0)) } ?? "–"),
                Table.Cell(label: labels[3], text: agreement.until.map { words.date(Instant($0)) } ?? "–"),
                Table.Cell(label: labels[4], text: agreement.note ?? ""),
            ]
            if mayEdit {
                cells.append(
                    Table.Cell(
                        label: "",
                        action: Action(
                            label: words["common.action.delete"], post: "/owners/\(owner.id)/agreements/remove",
                            fields: [
                                HiddenField(name: "place", value: String(place)), HiddenField(name: "is", value: agreement.description),
                            ],
                            confirm: words["constituency.agreement.removeQuestion"], icon: "remove", isPlain: true, isSmall: true)))
            }
            return Table.Row(cells: cells, isFaded: !holds)
        }
        return Table(
            id: "agreements", caption: words["constituency.owner.agreements"], isCaptionHidden: true, columns: columns, rows: rows,
            actions: mayEdit
                ? [
                    Action(
                        label: words["constituency.agreement.add"], href: "/owners/\(owner.id)/agreements/add", icon: "plus", isSmall: true)
                ] : [],
            empty: Empty(title: words["constituency.owner.noAgreements"], text: words["constituency.owner.noAgreementsText"], icon: "lock"))
    }
}

/// An owner that was removed.
struct GoneOwnerPage: Sendable {
    let head: Head
    let history: Timeline
}

extension NamedMark {
    init(_ tlp: TLP, _ words: Words) { self.init(name: tlp.key, label: words["common.tlp.\(tlp.key)"]) }
}

extension Words {
    /// A language as it calls itself, or its tag.
    func language(_ tag: LanguageTag) -> String {
        let key = "common.language.\(tag.language)"
        return has(key) ? self[key] : tag.text
    }

    /// A kind of agreement as people say it.
    func agreement(_ kind: String) -> String {
        has("constituency.agreement.kind.\(kind)") ? self["constituency.agreement.kind.\(kind)"] : kind
    }
}

extension Owner.Contact.Preferences {
    /// In one line.
    func text(_ words: Words) -> String {
        var parts: [String] = []
        if let interval { parts.append(words["constituency.interval.\(interval.rawValue)"]) }
        if let format { parts.append(words["constituency.format.\(format.rawValue)"]) }
        if let minimumSeverity {
            parts.append(
                words.text("constituency.preference.from", ["severity": words["common.severity.\(minimumSeverity.name)"]]))
        }
        parts += channels
        return parts.isEmpty ? words["constituency.preference.usual"] : parts.joined(separator: ", ")
    }
}

extension Table.Cell {
    /// How well an address is known, since when, why.
    static func standing(_ contact: Owner.Contact, label: String, _ request: WebRequest) -> Table.Cell {
        let words = request.words
        let tag: Tag
        var sub: String?
        switch contact.knownStanding {
        case .unverified: tag = Tag(label: words["constituency.standing.unverified"])
        case .verified(let time):
            tag = Tag(label: words["constituency.standing.verified"], kind: "good", icon: "check")
            sub = words.date(time, zone: request.zone)
        case .bounced(let reason, let time):
            tag = Tag(label: words["constituency.standing.bounced"], kind: "bad", icon: "warning")
            sub = "\(words.date(time, zone: request.zone)): \(reason)"
        }
        return Table.Cell(label: label, sub: sub, tags: [tag])
    }
}

extension Timeline {
    /// Entries of the history, the newest first.
    static func history(_ entries: [RegisterHistory], _ request: WebRequest) -> Timeline {
        let words = request.words
        return Timeline(
            items: entries.map { entry in
                let time = ShownTime(entry.moment, request)
                let actor = entry.author.name ?? entry.author.id
                switch entry.kind {
                case .added:
                    return TimelineItem(title: words["constituency.history.added"], icon: "plus", time: time, kind: "good", actor: actor)
                case .removed:
                    return TimelineItem(title: words["constituency.history.removed"], icon: "remove", time: time, kind: "bad", actor: actor)
                case .changed:
                    let field = entry.change.map { words["constituency.field.\($0.field.rawValue)"] } ?? ""
                    return TimelineItem(
                        title: words.text("constituency.history.changed", ["field": field]), icon: "edit", time: time, actor: actor,
                        text: entry.change.map { $0.text(limit: 12) })
                }
            })
    }
}

extension OwnerChange {
    /// What went and what came, only so many of each.
    func text(limit: Int) -> String {
        func part(_ mark: String, _ values: [String]) -> [String] {
            values.prefix(limit).map { mark + String($0.prefix(200)) }
                + (values.count > limit ? ["\(mark)… (\(values.count - limit))"] : [])
        }
        return (part("− ", removed) + part("+ ", added)).joined(separator: "   ")
    }
}
