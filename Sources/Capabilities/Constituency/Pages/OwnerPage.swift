internal import Centre
internal import Vocabulary

/// Everything that is known of an owner.
struct OwnerPage: Sendable {
    let head: Parts.Head
    let notice: String?
    let facts: Parts.Facts
    let notes: String?
    let contacts: Parts.Table
    let networks: Parts.Table
    let agreements: Parts.Table
    let parts: Parts.Table?
    let history: Parts.Timeline
    let historyEmpty: Bool

    init(
        _ owner: Owner, parents: [Owner], parts: [OwnerLine], history: [RegisterHistory], proposals: Int, _ request: WebRequest
    ) {
        let words = request.words
        let language = LanguageTag(words.code) ?? .en
        let mayEdit = request.principal?.may(.constituencyEdit) ?? false
        let path = "/owners/\(owner.id)"
        var actions = [
            Parts.Action(words["constituency.owner.observed"], href: "/observed/owner/\(owner.id)", icon: "finding")
        ]
        if mayEdit {
            actions.append(Parts.Action(words["common.action.edit"], href: path + "/edit", icon: "edit", isPrimary: true))
            actions.append(Parts.Action(words["constituency.edit.remove"], href: path + "/remove", icon: "remove", isPlain: true))
        }
        head = Parts.Head(
            owner.name(in: language), crumbs: OwnerListPage.crumbs(request),
            tags: owner.isCritical ? [Parts.Tag(words["constituency.mark.criticalLong"], .warn, icon: "shield")] : [], actions: actions)
        notice = proposals > 0 ? words.text("constituency.owner.proposals", count: proposals) : nil
        facts = Parts.Facts(OwnerPage.facts(owner, parents, language, request))
        notes = owner.notes
        contacts = OwnerPage.contacts(owner, mayEdit: mayEdit, request)
        networks = OwnerPage.networks(owner, words)
        agreements = OwnerPage.agreements(owner, mayEdit: mayEdit, request)
        self.parts =
            parts.isEmpty
            ? nil
            : Parts.Table(
                id: "parts", caption: words["constituency.owner.parts"], isCaptionHidden: true,
                columns: [Parts.Table.Column(words["constituency.field.name"]), Parts.Table.Column(words["constituency.field.sector"])],
                rows: parts.map { part in
                    Parts.Table.Row([
                        Parts.Table.Cell(part.name(in: words.code), href: "/owners/\(part.id)", isHead: true, sub: part.id),
                        Parts.Table.Cell(part.sector.map(words.sector) ?? "–"),
                    ])
                })
        self.history = .history(history, request)
        historyEmpty = history.isEmpty
    }

    static func facts(_ owner: Owner, _ parents: [Owner], _ language: LanguageTag, _ request: WebRequest) -> [Parts.Facts.Fact] {
        let words = request.words
        var facts = [Parts.Facts.Fact(words["constituency.field.id"], owner.id, isMono: true)]
        for (tag, name) in owner.names.sorted(by: { $0.key.text < $1.key.text }) where tag != language {
            let key = "common.language.\(tag.text)"
            facts.append(
                Parts.Facts.Fact(words.text("constituency.owner.nameIn", ["language": words.has(key) ? words[key] : tag.text]), name))
        }
        facts.append(Parts.Facts.Fact(words["constituency.field.sector"], owner.sector.map(words.sector) ?? "–"))
        facts.append(
            Parts.Facts.Fact(words["constituency.field.critical"], words[owner.isCritical ? "common.word.yes" : "common.word.no"]))
        if !parents.isEmpty {
            facts.append(
                Parts.Facts.Fact(
                    words["constituency.field.parent"], links: parents.map { Parts.Link($0.name(in: language), "/owners/\($0.id)") }))
        }
        if owner.priority != 0 { facts.append(Parts.Facts.Fact(words["constituency.field.priority"], words.number(owner.priority))) }
        let ceiling = owner.ceiling(on: request.now.date)
        facts.append(
            Parts.Facts.Fact(
                words["constituency.field.ceiling"], sub: ceiling == nil ? words["constituency.owner.noCeiling"] : nil,
                tlp: words.mark(ceiling ?? .amber)))
        return facts
    }

    static func contacts(_ owner: Owner, mayEdit: Bool, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let keys = ["purpose", "name", "email", "phone", "language", "preferences", "standing"]
        let labels = keys.map { words["constituency.field.\($0)"] }
        var columns = labels.map { Parts.Table.Column($0) }
        if mayEdit { columns.append(Parts.Table.Column(words["common.action.edit"], isLabelHidden: true)) }
        let rows = owner.contacts.map { contact in
            var cells = [
                Parts.Table.Cell(words.purpose(contact.purpose), isHead: true),
                Parts.Table.Cell(contact.name ?? "–"),
                Parts.Table.Cell(
                    contact.email?.description ?? "–",
                    tags: (contact.openPGPKey != nil ? [Parts.Tag("OpenPGP", icon: "key")] : [])
                        + (contact.certificate != nil ? [Parts.Tag("S/MIME", icon: "key")] : [])),
                Parts.Table.Cell(contact.phone ?? "–"),
                Parts.Table.Cell(contact.language.map { words.language($0) } ?? "–"),
                Parts.Table.Cell(contact.preferences.text(words)), .standing(contact, request),
            ]
            if mayEdit {
                cells.append(
                    Parts.Table.Cell(
                        action: Parts.Action(
                            words["common.action.edit"], href: "/owners/\(owner.id)/contacts/\(contact.id ?? "")", icon: "edit",
                            isPlain: true, isSmall: true)))
            }
            return Parts.Table.Row(cells)
        }
        return Parts.Table(
            id: "contacts", caption: words["constituency.owner.contacts"], isCaptionHidden: true, columns: columns, rows: rows,
            actions: mayEdit
                ? [
                    Parts.Action(words["constituency.contact.add"], href: "/owners/\(owner.id)/contacts/add", icon: "plus", isSmall: true)
                ] : [],
            empty: Parts.Empty(words["constituency.owner.noContacts"], text: words["constituency.owner.noContactsText"], icon: "mail"))
    }

    static func networks(_ owner: Owner, _ words: Words) -> Parts.Table {
        let columns = [
            Parts.Table.Column(words["constituency.field.kind"]), Parts.Table.Column(words["constituency.field.value"]),
        ]
        func rows(_ key: String, _ values: [(text: String, href: String?)]) -> [Parts.Table.Row] {
            values.map { value in
                Parts.Table.Row([
                    Parts.Table.Cell(words[key]),
                    Parts.Table.Cell(value.text, href: value.href, isHead: true, isMono: true),
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
        return Parts.Table(
            id: "networks", caption: words["constituency.owner.networks"], isCaptionHidden: true, columns: columns, rows: all,
            summary: all.isEmpty
                ? nil
                : words.text(
                    "common.format.rows", ["from": "1", "to": words.number(all.count), "all": words.number(count)]),
            empty: Parts.Empty(words["constituency.owner.noNetworks"], text: words["constituency.owner.noNetworksText"], icon: "network"))
    }

    static func agreements(_ owner: Owner, mayEdit: Bool, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let labels = ["kind", "ceiling", "from", "until", "note"].map { words["constituency.field.\($0)"] }
        var columns = labels.map { Parts.Table.Column($0) }
        if mayEdit { columns.append(Parts.Table.Column(words["common.action.delete"], isLabelHidden: true)) }
        let rows = owner.agreements.enumerated().map { place, agreement in
            let holds = agreement.holds(on: request.now.date)
            var cells = [
                Parts.Table.Cell(
                    words.agreement(agreement.kind), isHead: true, tags: holds ? [] : [Parts.Tag(words["constituency.agreement.over"])]),
                Parts.Table.Cell(agreement.ceiling == nil ? "–" : nil, tlp: agreement.ceiling.map { words.mark($0) }),
                Parts.Table.Cell(agreement.from.map { words.date(Instant($0)) } ?? "–"),
                Parts.Table.Cell(agreement.until.map { words.date(Instant($0)) } ?? "–"),
                Parts.Table.Cell(agreement.note ?? ""),
            ]
            if mayEdit {
                cells.append(
                    Parts.Table.Cell(
                        action: Parts.Action(
                            words["common.action.delete"], post: "/owners/\(owner.id)/agreements/remove",
                            fields: [
                                Parts.Hidden("place", String(place)), Parts.Hidden("is", agreement.description),
                            ], confirm: words["constituency.agreement.removeQuestion"], icon: "remove", isPlain: true, isSmall: true)))
            }
            return Parts.Table.Row(cells, isFaded: !holds)
        }
        return Parts.Table(
            id: "agreements", caption: words["constituency.owner.agreements"], isCaptionHidden: true, columns: columns, rows: rows,
            actions: mayEdit
                ? [
                    Parts.Action(
                        words["constituency.agreement.add"], href: "/owners/\(owner.id)/agreements/add", icon: "plus", isSmall: true)
                ] : [],
            empty: Parts.Empty(words["constituency.owner.noAgreements"], text: words["constituency.owner.noAgreementsText"], icon: "lock"))
    }
}

/// An owner that was removed.
struct GoneOwnerPage: Sendable {
    let head: Parts.Head
    let history: Parts.Timeline
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
        if let quietHours {
            parts.append(
                words.text("constituency.preference.quiet", ["from": "\(quietHours.from):00", "until": "\(quietHours.until):00"]))
        }
        parts += channels
        return parts.isEmpty ? words["constituency.preference.usual"] : parts.joined(separator: ", ")
    }
}

extension Parts.Table.Cell {
    /// How well an address is known, since when, why.
    static func standing(_ contact: Owner.Contact, _ request: WebRequest) -> Parts.Table.Cell {
        let words = request.words
        let tag: Parts.Tag
        var sub: String?
        switch contact.knownStanding {
        case .unverified: tag = Parts.Tag(words["constituency.standing.unverified"])
        case .verified(let time):
            tag = Parts.Tag(words["constituency.standing.verified"], .good, icon: "check")
            sub = words.date(time, zone: request.zone)
        case .bounced(let reason, let time):
            tag = Parts.Tag(words["constituency.standing.bounced"], .bad, icon: "warning")
            sub = "\(words.date(time, zone: request.zone)): \(reason)"
        }
        return Parts.Table.Cell(sub: sub, tags: [tag])
    }
}

extension Parts.Timeline {
    /// Entries of the history, the newest first.
    static func history(_ entries: [RegisterHistory], _ request: WebRequest) -> Parts.Timeline {
        let words = request.words
        return Parts.Timeline(
            entries.map { entry in
                let time = request.words.mark(entry.moment, zone: request.zone)
                let actor = entry.author.name ?? entry.author.id
                switch entry.kind {
                case .added:
                    return Parts.Timeline.Item(words["constituency.history.added"], icon: "plus", time: time, kind: .good, actor: actor)
                case .removed:
                    return Parts.Timeline.Item(words["constituency.history.removed"], icon: "remove", time: time, kind: .bad, actor: actor)
                case .changed:
                    let field = entry.change.map { words["constituency.field.\($0.field.rawValue)"] } ?? ""
                    return Parts.Timeline.Item(
                        words.text("constituency.history.changed", ["field": field]), icon: "edit", time: time, actor: actor,
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
