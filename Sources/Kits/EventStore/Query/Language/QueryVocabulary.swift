public import Events
internal import Vocabulary

/// The fields that can be named in a query, and what may be said of them.
public struct QueryVocabulary: Sendable {
    /// The field that `since`, `until`, `on` and `between` speak of and that `day` and its like group by.
    public let time: QueryField
    private let byName: [String: QueryField]
    private let known: [String: [String]]

    private let isOpen: Bool

    /// - Parameter isOpen: Whether any field of the IDF and any name below `extra.` can be named too.
    private init(aliases: [(name: String, field: QueryField)], time: QueryField, known: [String: [String]], isOpen: Bool) {
        self.time = time
        self.known = known
        self.isOpen = isOpen
        var fields: [String: QueryField] = [:]
        for (name, field) in aliases { fields[name] = field }
        // The full name of a column means the same as its short one.
        for (_, field) in aliases {
            if field.columns.count == 1, let key = field.key, fields[key.name] == nil { fields[key.name] = field }
        }
        if isOpen {
            for field in EventField.allCases where fields[field.name] == nil {
                fields[field.name] = QueryField(name: field.name, columns: [.event(.idf(field))], kind: field.kind)
            }
        }
        byName = fields
    }

    /// The field of that name, letters compared without case; nil where there is none. Any name below `extra.` is a field.
    public func field(_ name: String) -> QueryField? {
        if let field = byName[name] ?? byName[name.lowercased()] { return field }
        guard isOpen, name.hasPrefix("extra."), let key = FieldKey(name: name) else { return nil }
        return QueryField(name: name, columns: [.event(key)], kind: nil)
    }

    /// The field of an event's column, by its shortest name.
    public func field(of key: FieldKey) -> QueryField {
        byName[key.name] ?? QueryField(name: key.name, columns: [.event(key)], kind: nil)
    }

    /// All names, in alphabetical order.
    public var names: [String] { byName.keys.sorted() }

    /// The only values a field can have; nil where any will do.
    func knownValues(of field: QueryField) -> [String]? { known[field.name] }
}

extension QueryVocabulary {
    /// What can be said of events.
    public static let events = QueryVocabulary(
        aliases: eventAliases + [("time", eventTime)], time: eventTime,
        known: ["type": IncidentType.allCases.map(\.name), "taxonomy": Taxonomy.allCases.map(\.name), "tlp": markings],
        isOpen: true)

    /// What can be said of findings: the fields of their events that they keep, and their own state and times.
    public static let findings: QueryVocabulary = {
        func own(_ attribute: FindingAttribute, _ kind: ValueKind, _ comparison: QueryField.Comparison = .whole) -> (String, QueryField) {
            (attribute.rawValue, QueryField(name: attribute.rawValue, columns: [.finding(attribute)], kind: kind, comparison: comparison))
        }
        let feed = QueryField(name: "feed", columns: [.finding(.feeds)], kind: .text, comparison: .element)
        let lastSeen = own(.lastSeen, .time)
        let kept: Set<String> = [
            "type", "taxonomy", "identifier", "ip", "asn", "cc", "country", "port", "transport", "protocol", "app", "owner", "malware",
            "fqdn",
            "domain", "url", "account", "severity",
        ]
        let cve = QueryField(name: "cve", columns: [.event(.idf(.productVulnerabilities))], kind: .text, comparison: .element)
        return QueryVocabulary(
            aliases: eventAliases.filter { kept.contains($0.name) } + [
                own(.state, .text), own(.firstSeen, .time), lastSeen, own(.seen, .integer), ("feed", feed), ("time", lastSeen.1),
                ("cve", cve),
            ],
            time: lastSeen.1,
            known: [
                "type": IncidentType.allCases.map(\.name), "taxonomy": Taxonomy.allCases.map(\.name),
                "state": FindingState.Name.allCases.map(\.rawValue),
            ],
            isOpen: false)
    }()

    /// When an event happened: `time.source`, and where the provider does not say, when it was observed.
    private static let eventTime = QueryField(
        name: "time", columns: [.event(.idf(.timeSource)), .event(.idf(.timeObservation))], kind: .time, comparison: .first)

    /// The labels of TLP 2.0 without their prefix.
    private static let markings = TLP.allCases.map { $0.label.lowercased().split(separator: ":").last.map(String.init) ?? "" }

    private static func field(_ name: String, _ field: EventField, _ comparison: QueryField.Comparison = .whole) -> QueryField {
        QueryField(name: name, columns: [.event(.idf(field))], kind: field.kind, comparison: comparison)
    }

    private static let eventAliases: [(name: String, field: QueryField)] = {
        var aliases: [(name: String, field: QueryField)] = [
            field("type", .classificationType), field("taxonomy", .classificationTaxonomy),
            field("identifier", .classificationIdentifier), field("ip", .sourceIP), field("network", .sourceNetwork),
            field("asn", .sourceASN), field("as", .sourceAsName), field("cc", .sourceGeolocationCC), field("port", .sourcePort),
            field("transport", .protocolTransport), field("protocol", .protocolApplication), field("owner", .constituency, .owner),
            field("feed", .feedCode), field("provider", .feedProvider), field("malware", .malwareName),
            field("fqdn", .sourceFQDN, .domain), field("url", .sourceURL), field("account", .sourceAccount),
            field("severity", .severity), field("tlp", .tlp, .marking), field("status", .status),
            field("vendor", .productVendor), field("product", .productName),
        ].map { ($0.name, $0) }
        for (alias, name) in [("country", "cc"), ("app", "protocol"), ("domain", "fqdn")] {
            if let target = aliases.first(where: { $0.name == name }) { aliases.append((alias, target.field)) }
        }
        let tags = QueryColumn.event(.extra("tag"))
        aliases.append(("tag", QueryField(name: "tag", columns: [tags], kind: .text, comparison: .element)))
        // Providers name vulnerabilities in any of these three.
        let vulnerabilities: [QueryColumn] = [.event(.idf(.productVulnerabilities)), .event(.idf(.classificationIdentifier)), tags]
        aliases.append(("cve", QueryField(name: "cve", columns: vulnerabilities, kind: .text, comparison: .element)))
        return aliases
    }()
}
