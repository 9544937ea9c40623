internal import Centre
internal import Vocabulary

/// One field of an owner that an import changes.
public struct OwnerChange: Sendable, Hashable, CustomStringConvertible {
    /// Which field.
    public let field: Owner.Field
    /// What goes away: the old value, or the entries of a list that are not in the new one.
    public let removed: [String]
    /// What comes: the new value, or the entries of a list that are not in the old one.
    public let added: [String]

    /// For people: `networks: -198.18.0.0/24 +198.18.1.0/24`.
    public var description: String {
        ([field.rawValue + ":"] + removed.map { "-" + $0 } + added.map { "+" + $0 }).joined(separator: " ")
    }
}

extension Owner {
    /// What differs in another entry of the same owner, field by field.
    public func changes(to other: Owner) -> [OwnerChange] {
        Field.allCases.compactMap { field in
            let (old, new) = (entries(field), other.entries(field))
            if old == new, field != .contacts || contacts == other.contacts { return nil }
            let (oldSet, newSet) = (Set(old), Set(new))
            let removed = old.filter { !newSet.contains($0) }
            let added = new.filter { !oldSet.contains($0) }
            // The same contacts in another order are a change too: the first one is written to.
            if removed.isEmpty, added.isEmpty { return OwnerChange(field: field, removed: [], added: new) }
            return OwnerChange(field: field, removed: removed, added: added)
        }
    }

    private func entries(_ field: Field) -> [String] {
        switch field {
        case .names: names.map { "\($0.key): \($0.value)" }.sorted()
        case .sector: sector.map { [$0] } ?? []
        case .critical: [isCritical ? "yes" : "no"]
        case .parent: parent.map { [$0] } ?? []
        case .priority: [String(priority)]
        case .networks: networks.map(\.description)
        case .asns: asns.map(\.description)
        case .domains: domains.map(\.description)
        case .countries: countries.map(\.description)
        case .contacts: contacts.map(\.summary)
        case .agreements: agreements.map(\.description)
        case .notes: notes.map { [$0] } ?? []
        }
    }
}

extension Owner.Contact: CustomStringConvertible {
    /// Who it is: `purpose|name|email|language|phone`, empty parts at the end left out.
    public var description: String {
        var parts = [purpose, name ?? "", email?.description ?? "", language?.description ?? "", phone ?? ""]
        while parts.count > 1, parts.last == "" { parts.removeLast() }
        return parts.joined(separator: "|")
    }

    /// Who it is and what else is set, keys by a short digest: what a change shows.
    var summary: String {
        var text = description
        func add(_ name: String, _ value: String?) { if let value { text += " \(name)=\(value)" } }
        add("interval", preferences.interval?.rawValue)
        add("format", preferences.format?.rawValue)
        add("severity", preferences.minimumSeverity?.name)
        add("quiet", preferences.quietHours?.description)
        if !preferences.channels.isEmpty { add("channels", preferences.channels.joined(separator: "+")) }
        add("openpgp", openPGPKey.map(Self.digest))
        add("certificate", certificate.map(Self.digest))
        switch standing {
        case .verified(let time): add("verified", time.date.isoText)
        case .bounced(_, let time): add("bounced", time.date.isoText)
        case .unverified, nil: break
        }
        return text
    }

    /// FNV-1a: tells two keys apart for the eye, nothing more.
    private static func digest(_ text: String) -> String {
        let hash = text.utf8.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return String(hash, radix: 16)
    }
}
