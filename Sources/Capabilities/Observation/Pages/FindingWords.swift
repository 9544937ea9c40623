internal import Centre
internal import EventStore
internal import Vocabulary

/// Questions for findings by where they stand.
enum FindingStates {
    /// What is there, and nobody has taken upon themselves.
    static let openTerm = "state:(open,recurring,reopened)"
}

extension Finding {
    /// Where it is, on one line.
    var place: String {
        if let url { return url }
        var place = ip?.description ?? fqdn ?? account ?? "–"
        if let port { place = (ip?.isIPv4 ?? true ? place : "[\(place)]") + ":\(port)" }
        return place
    }

    /// What more is known than the type: malware, product or the provider's name for it.
    var specifics: String? {
        guard let name = identifier ?? malware, name != type else { return application }
        return name
    }

    /// The question for the events behind it: type, identifier, and what tells findings of its type apart (docs/data-model.md).
    var eventsQuery: String {
        var terms = [type.isEmpty ? "-has:type" : QueryText.term("type", type)]
        if let identifier { terms.append(QueryText.term("identifier", identifier)) }
        func add(_ field: String, _ value: String?) { if let value { terms.append(QueryText.term(field, value)) } }
        switch IncidentType(name: type) {
        case .phishing, .malwareDistribution, .malwareConfiguration, .c2Server, .masquerade, .copyright, .harmfulSpeech, .violence,
            .malware:
            if url != nil { add("url", url) } else if fqdn != nil { add("fqdn", fqdn) } else { addPlace(&terms, withPort: true) }
        case .infectedSystem:
            addPlace(&terms, withPort: false)
            add("malware", malware)
        case .bruteForce, .exploit, .ddos, .dos, .scanner, .idsAlert, .sniffing, .socialEngineering, .blacklist, .spam, .tor, .dgaDomain:
            addPlace(&terms, withPort: false)
        case .dataLeak, .dataLoss, .unauthorisedInformationAccess, .privilegedAccountCompromise, .unprivilegedAccountCompromise:
            add("account", account)
            if account == nil { addPlace(&terms, withPort: true) }
        case .other, .test, .undetermined, nil:
            addPlace(&terms, withPort: true)
            add("url", url)
            add("account", account)
            add("malware", malware)
        default: addPlace(&terms, withPort: true)
        }
        return terms.joined(separator: " ")
    }

    private func addPlace(_ terms: inout [String], withPort: Bool) {
        if let ip {
            terms.append(QueryText.term("ip", "\(ip)"))
        } else if let fqdn {
            terms.append(QueryText.term("fqdn", fqdn))
        } else if let url {
            terms.append(QueryText.term("url", url))
        } else if let account {
            terms.append(QueryText.term("account", account))
        }
        if withPort, let port { terms.append("port:\(port)") }
    }
}

extension Words {
    /// Day, year and time in the short form, for narrow places.
    func moment(_ instant: Instant, _ zone: Zone) -> Parts.Time {
        let local = zone.local(instant)
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        let text = text(
            "common.format.dateTimeShort",
            [
                "day": two(local.day), "month": two(local.month), "year": "\(local.year)", "hour": two(local.hour),
                "minute": two(local.minute),
            ])
        return Parts.Time(iso: "\(instant)", text: text)
    }

    func mark(_ state: FindingState) -> Parts.Named { mark(state.name) }
    func mark(_ state: FindingState.Name) -> Parts.Named {
        Parts.Named(name: state.rawValue, label: self["common.state.\(state.rawValue)"])
    }

    /// A severity as a feed gave it; nil where it gave none or another word.
    func severity(_ text: String?) -> Parts.Named? {
        text.flatMap { Severity($0) }.map { Parts.Named(name: $0.name, label: self["common.severity.\($0.name)"]) }
    }
}
