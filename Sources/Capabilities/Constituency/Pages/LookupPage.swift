internal import Centre
internal import Events
internal import Vocabulary

/// Whose something is, and why.
struct LookupPage: Sendable {
    let head: Head
    let filter: FilterForm
    let problem: String?
    let facts: Facts?
    let table: Table?

    static func facts(_ found: RegisterLookup, _ request: WebRequest) -> Facts {
        let words = request.words
        var facts = [Fact(term: words["constituency.lookup.asked"], text: found.subject.description, isMono: true)]
        if let asn = found.record.asn {
            facts.append(Fact(term: words["constituency.kind.asn"], text: asn.description, sub: found.record.asName, isMono: true))
        }
        if let country = found.record.country { facts.append(Fact(term: words["constituency.kind.country"], text: country)) }
        return Facts(facts: facts)
    }

    static func table(_ found: RegisterLookup, _ request: WebRequest) -> Table {
        let words = request.words
        let language = LanguageTag(words.code) ?? .en
        let labels = ["constituency.field.owner", "constituency.lookup.why", "constituency.lookup.rank", "constituency.field.contacts"].map
        {
            words[$0]
        }
        func row(_ match: RegisterLookup.Match, _ rank: String, isFirst: Bool, isInside: Bool) -> Table.Row {
            let contacts = match.owner.contacts.filter { $0.knownStanding.kind != .bounced }.prefix(3).map { contact in
                words.purpose(contact.purpose) + ": " + (contact.email?.description ?? contact.phone ?? "")
            }
            return Table.Row(
                cells: [
                    Table.Cell(
                        label: labels[0], text: match.owner.name(in: language), href: "/owners/\(match.owner.id)",
                        sub: match.parents.isEmpty
                            ? match.owner.id
                            : words.text(
                                "constituency.lookup.partOf",
                                ["parents": match.parents.map { $0.name(in: language) }.joined(separator: ", ")]), isHead: true),
                    Table.Cell(label: labels[1], text: reason(match, found.subject, isInside: isInside, words)),
                    Table.Cell(label: labels[2], text: rank),
                    Table.Cell(
                        label: labels[3],
                        text: contacts.isEmpty ? words["constituency.filter.no-contact"] : contacts.joined(separator: "; ")),
                ], isStrong: isFirst)
        }
        let rows =
            found.matches.enumerated().map { place, match in
                row(
                    match, words[place == 0 ? "constituency.lookup.answers" : "constituency.lookup.alsoFits"], isFirst: place == 0,
                    isInside: false)
            } + found.inside.prefix(200).map { row($0, words["constituency.lookup.inside"], isFirst: false, isInside: true) }
        return Table(
            id: "matches", caption: words["constituency.lookup.matches"], columns: labels.map { Table.Column(label: $0) }, rows: rows,
            empty: Empty(title: words["constituency.lookup.nobody"], text: words["constituency.lookup.nobodyText"], icon: "owner"))
    }

    static func reason(_ match: RegisterLookup.Match, _ subject: RegisterLookup.Subject, isInside: Bool, _ words: Words) -> String {
        switch match.evidence {
        case .network(let network, _):
            if isInside { return words.text("constituency.reason.lies", ["thing": network.description, "network": subject.description]) }
            if subject.description == network.description {
                return words.text("constituency.reason.same", ["network": network.description])
            }
            return words.text("constituency.reason.lies", ["thing": subject.description, "network": network.description])
        case .domain(let domain, of: let name):
            return name == domain
                ? words.text("constituency.reason.domain", ["domain": domain])
                : words.text("constituency.reason.below", ["name": name, "domain": domain])
        case .asn(let asn): return words.text("constituency.reason.asn", ["asn": asn.description])
        case .country(let country): return words.text("constituency.reason.country", ["country": country])
        }
    }
}
