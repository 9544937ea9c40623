internal import Events
internal import Vocabulary

/// A filter made ready for the rows of an index: what it says of profiles, states and sets of feeds is worked out once for each of
/// these, and not once for each finding.
indirect enum RowClaim {
    /// By the profile's number.
    case profile([Bool])
    /// By the state's number.
    case state([Bool])
    /// By the number of the set of feeds.
    case feeds([Bool])
    /// First, last sight or number of events.
    case number(FindingAttribute, TermMatcher)
    /// Address, port, host name, URL or account.
    case attribute(EventField, TermMatcher)
    /// A text that stands somewhere: in the profile, in a feed's code, or in the row's own texts.
    case text(TextSearch, profiles: [Bool], feeds: [Bool])
    case not(RowClaim)
    case all([RowClaim])
    case any([RowClaim])

    init(_ node: PreparedFilter.Node, _ rows: IndexRows) {
        switch node {
        case .everything: self = .all([])
        case .not(let inner): self = RowClaim(inner, rows).negated
        case .all(let parts): self = Self.joined(parts.map { RowClaim($0, rows) }, isAll: true)
        case .any(let parts): self = Self.joined(parts.map { RowClaim($0, rows) }, isAll: false)
        case .term(let columns, let matcher): self = Self.joined(columns.map { RowClaim($0, matcher, rows) }, isAll: false)
        case .text(let search):
            self = .text(
                search,
                profiles: rows.profiles.map { profile in
                    RunFormat.ProfileField.searched.contains { profile.texts[$0].map { search.isFound(in: $0) } ?? false }
                }, feeds: rows.feedSets.map { $0.codes.contains { search.isFound(in: $0) } })
        }
    }

    private init(_ column: QueryColumn, _ matcher: TermMatcher, _ rows: IndexRows) {
        switch column {
        case .finding(.state): self = .state(FindingState.Name.allCases.map { matcher.matches(.text($0.rawValue)) })
        case .finding(.feeds):
            self = .feeds(rows.feedSets.map { !$0.codes.isEmpty && matcher.matches(.text($0.codes.joined(separator: ";"))) })
        case .finding(let attribute): self = .number(attribute, matcher)
        case .event(.idf(let field)) where Self.attributes.contains(field): self = .attribute(field, matcher)
        case .event(.idf(let field)):
            self = .profile(rows.profiles.map { $0.texts.value(of: field).map { matcher.matches($0) } ?? false })
        case .event(.extra): self = .any([])
        }
    }

    private static let attributes: Set<EventField> = [.sourceIP, .sourcePort, .sourceFQDN, .sourceURL, .sourceAccount]

    private var negated: RowClaim {
        switch self {
        case .profile(let flags): .profile(flags.map { !$0 })
        case .state(let flags): .state(flags.map { !$0 })
        case .feeds(let flags): .feeds(flags.map { !$0 })
        default: .not(self)
        }
    }

    /// Several claims as one; those about profiles become one table, which is asked first.
    private static func joined(_ claims: [RowClaim], isAll: Bool) -> RowClaim {
        var tables: [[Bool]] = []
        var cheap: [RowClaim] = []
        var rest: [RowClaim] = []
        for claim in claims {
            switch claim {
            case .profile(let flags): tables.append(flags)
            case .state, .feeds, .number: cheap.append(claim)
            case .attribute, .text, .not, .all, .any: rest.append(claim)
            }
        }
        var parts = cheap + rest
        if let first = tables.first {
            let table = first.indices.map { place in
                isAll ? tables.allSatisfy { $0[place] } : tables.contains { $0[place] }
            }
            parts.insert(.profile(table), at: 0)
        }
        return parts.count == 1 ? parts[0] : isAll ? .all(parts) : .any(parts)
    }

    /// Whether it holds of a row.
    func holds(_ row: Int, _ value: IndexRows.Row, state: FindingState.Name, _ rows: IndexRows) -> Bool {
        switch self {
        case .profile(let flags): return flags[Int(value.profile)]
        case .state(let flags): return flags[state.number]
        case .feeds(let flags): return flags[value.feeds]
        case .number(.firstSeen, let matcher): return matcher.matches(time: value.first)
        case .number(.lastSeen, let matcher): return matcher.matches(time: value.last)
        case .number(_, let matcher): return matcher.matches(integer: value.count)
        case .attribute(let field, let matcher): return rows.attributes(of: row).matches(field, matcher)
        case .text(let search, let profiles, let feeds):
            return profiles[Int(value.profile)] || feeds[value.feeds] || rows.attributes(of: row).contain(search)
        case .not(let claim): return !claim.holds(row, value, state: state, rows)
        case .all(let claims):
            for claim in claims where !claim.holds(row, value, state: state, rows) { return false }
            return true
        case .any(let claims):
            for claim in claims where claim.holds(row, value, state: state, rows) { return true }
            return false
        }
    }
}

extension RecordAttributes {
    fileprivate func matches(_ field: EventField, _ matcher: TermMatcher) -> Bool {
        switch field {
        case .sourceIP:
            guard let ip else { return false }
            if matcher.asksPresence { return true }
            return matcher.forms.contains { form in
                switch form.pattern {
                case .network(let network): network.contains(ip)
                case .addresses(let range): ip.isIPv4 == range.lowerBound.isIPv4 && range.contains(ip)
                default: matcher.matches(.text(ip.description))
                }
            }
        case .sourcePort: return port.map { matcher.matches(integer: Int64($0)) } ?? false
        case .sourceFQDN: return fqdn.map { matcher.matches(.text($0)) } ?? false
        case .sourceURL: return url.map { matcher.matches(.text($0)) } ?? false
        case .sourceAccount: return account.map { matcher.matches(.text($0)) } ?? false
        default: return false
        }
    }

    fileprivate func contain(_ search: TextSearch) -> Bool {
        [ip?.description, fqdn, url, account].contains { $0.map { search.isFound(in: $0) } ?? false }
    }
}

extension RunFormat.ProfileField {
    /// Those in which a text without a field's name is looked for.
    fileprivate static let searched: [Self] = [
        .type, .identifier, .transport, .application, .malware, .country, .owner, .vulnerabilities, .severity,
    ]
}

extension ProfileTexts {
    /// A field's value as a finding has it.
    fileprivate func value(of field: EventField) -> Value? {
        let place: RunFormat.ProfileField? =
            switch field {
            case .classificationType: .type
            case .classificationIdentifier: .identifier
            case .protocolTransport: .transport
            case .protocolApplication: .application
            case .malwareName: .malware
            case .sourceGeolocationCC: .country
            case .constituency: .owner
            case .productVulnerabilities: .vulnerabilities
            case .severity: .severity
            default: nil
            }
        switch field {
        case .classificationTaxonomy: return self[.type].flatMap { IncidentType(name: $0) }.map { .text($0.taxonomy.name) }
        case .sourceASN: return asn.map { .integer(Int64($0.number)) }
        default: return place.flatMap { self[$0] }.map { .text($0) }
        }
    }
}
