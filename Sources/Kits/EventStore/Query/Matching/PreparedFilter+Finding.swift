internal import Events
internal import Vocabulary

extension PreparedFilter {
    /// Whether a finding is asked for, by a filter over ``QueryVocabulary/findings``.
    public func matches(_ finding: Finding, state: FindingState) -> Bool {
        matches({ finding.value(in: $0, state: state) }, texts: { finding.texts })
    }
}

extension Finding {
    fileprivate func value(in column: QueryColumn, state: FindingState) -> Value? {
        switch column {
        case .finding(.state): .text(state.name.rawValue)
        case .finding(.firstSeen): .time(firstSeen)
        case .finding(.lastSeen): .time(lastSeen)
        case .finding(.seen): .integer(count)
        case .finding(.feeds): feeds.isEmpty ? nil : .text(feeds.joined(separator: ";"))
        case .event(.idf(let field)): value(of: field)
        case .event(.extra): nil
        }
    }

    private func value(of field: EventField) -> Value? {
        switch field {
        case .classificationType: type.isEmpty ? nil : .text(type)
        case .classificationTaxonomy: IncidentType(name: type).map { .text($0.taxonomy.name) }
        case .classificationIdentifier: identifier.map { .text($0) }
        case .sourceIP: ip.map { .text($0.description) }
        case .sourcePort: port.map { .integer(Int64($0)) }
        case .protocolTransport: transport.map { .text($0) }
        case .protocolApplication: application.map { .text($0) }
        case .sourceFQDN: fqdn.map { .text($0) }
        case .sourceURL: url.map { .text($0) }
        case .sourceAccount: account.map { .text($0) }
        case .malwareName: malware.map { .text($0) }
        case .sourceASN: asn.map { .integer(Int64($0.number)) }
        case .sourceGeolocationCC: country.map { .text($0) }
        case .constituency: owner.map { .text($0) }
        case .productVulnerabilities: vulnerabilities.map { .text($0) }
        case .severity: severity.map { .text($0) }
        default: nil
        }
    }

    fileprivate var texts: [String] {
        feeds
            + [
                type, identifier, ip?.description, transport, application, fqdn, url, account, malware, country, owner, vulnerabilities,
                severity,
            ].compactMap { $0 }
    }
}
