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

    /// The question for the events behind it.
    var eventsQuery: String {
        var terms = [QueryText.term("type", type)]
        if let ip { terms.append(QueryText.term("ip", "\(ip)")) }
        if ip == nil || url != nil, let url { terms.append(QueryText.term("url", url)) }
        if ip == nil, url == nil, let fqdn { terms.append(QueryText.term("fqdn", fqdn)) }
        if let account { terms.append(QueryText.term("account", account)) }
        if let port { terms.append("port:\(port)") }
        if let malware { terms.append(QueryText.term("malware", malware)) }
        return terms.joined(separator: " ")
    }
}

extension Words {
    func mark(_ state: FindingState) -> Parts.Named { mark(state.name) }
    func mark(_ state: FindingState.Name) -> Parts.Named {
        Parts.Named(name: state.rawValue, label: self["common.state.\(state.rawValue)"])
    }

    /// A severity as a feed gave it; nil where it gave none or another word.
    func severity(_ text: String?) -> Parts.Named? {
        text.flatMap { Severity($0) }.map { Parts.Named(name: $0.name, label: self["common.severity.\($0.name)"]) }
    }
}
