internal import Centre
internal import Events
internal import Vocabulary

/// Whose something is, and why.
struct LookupPage: Sendable {
    let head: Parts.Head
    let filter: Parts.Filter
    let problem: String?
    let facts: Parts.Facts?
    let table: Parts.Table?

    static func facts(_ found: RegisterLookup, _ request: WebRequest) -> Parts.Facts {
        let words = request.words
        var facts = [Parts.Facts.Fact(words["constituency.lookup.asked"], found.subject.description, isMono: true)]
        if let asn = found.record.asn {
            facts.append(Parts.Facts.Fact(words["constituency.kind.asn"], asn.description, sub: found.record.asName, isMono: true))
        }
        if let country = found.record.country { facts.append(Parts.Facts.Fact(words["constituency.kind.country"], country)) }
        return Parts.Facts(facts)
    }

    static func table(_ found: RegisterLookup, _ request: WebRequest) -> Parts.Table {
        let words = request.words
        let language = LanguageTag(words.code) ?? .en
        let labels = ["constituency.field.owner", "constituency.lookup.why", "constituency.lookup.rank", "constituency.field.contacts"].map
        {
            words[$0]
        }
        func row(_ match: RegisterLookup.Match, _ rank: String, isFirst: Bool, isInside: Bool) -> Parts.Table.Row {
            let contacts = match.owner.contacts.filter { $0.knownStanding.kind != .bounced }.prefix(3).map { contact in
                words.purpose(contact.purpose) + ": " + (contact.email?.description ?? contact.phone ?? "")
            }
            return Parts.Table.Row(
                [
                    Parts.Table.Cell(
                        match.owner.name(in: language), href: "/owners/\(match.owner.id)", isHead: true,
                        sub: match.parents.isEmpty
                            ? match.owner.id
                            : words.text(
                                "constituency.lookup.partOf",
                                ["parents": match.parents.map { $0.name(in: language) }.joined(separator: ", ")])),
                    Parts.Table.Cell(reason(match, found.subject, isInside: isInside, words)),
                    Parts.Table.Cell(rank),
                    Parts.Table.Cell(contacts.isEmpty ? words["constituency.filter.no-contact"] : contacts.joined(separator: "; ")),
                ], isStrong: isFirst)
        }
        let rows =
            found.matches.enumerated().map { place, match in
                row(
                    match, words[place == 0 ? "constituency.lookup.answers" : "constituency.lookup.alsoFits"], isFirst: place == 0,
                    isInside: false)
            } + found.inside.prefix(200).map { row($0, words["constituency.lookup.inside"], isFirst: false, isInside: true) }
        return Parts.Table(
            id: "matches", caption: words["constituency.lookup.matches"], columns: labels.map { Parts.Table.Column($0) }, rows: rows,
            empty: Parts.Empty(words["constituency.lookup.nobody"], text: words["constituency.lookup.nobodyText"], icon: "owner"))
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
