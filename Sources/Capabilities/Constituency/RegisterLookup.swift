public import Events
public import Vocabulary

/// Whose something is, with every reason.
public struct RegisterLookup: Sendable {
    /// What was asked for, as it was understood.
    public enum Subject: Sendable, Hashable {
        case address(IPAddress)
        case network(IPPrefix)
        case asn(ASN)
        case domain(DomainName)
    }

    /// One owner and why.
    public struct Match: Sendable {
        /// The owner.
        public let owner: Owner
        /// The owners above it, the nearest first.
        public let parents: [Owner]
        /// Why, as a piece of a sentence: `198.18.3.7 lies in 198.18.0.0/16`.
        public let reason: String
        /// What it rests on.
        public let evidence: OwnerMatch.Evidence
    }

    /// What was asked for.
    public let subject: Subject
    /// All matches, the one who answers first.
    public let matches: [Match]
    /// Owners of parts of the network that was asked for.
    public let inside: [Match]
    /// What network databases say of the address, where some were given.
    public let record: NetworkRecord
}

extension RegisterLookup.Subject: CustomStringConvertible {
    /// Reads an address, a prefix, an AS number, a domain name or a URL, defanged ones too; nil for anything else.
    public init?(_ text: String) {
        let text = text.trimmed
        if let address = IPAddress(text) {
            self = .address(address)
        } else if let network = IPPrefix(lenient: text) {
            self = .network(network)
        } else if let asn = ASN(text) {
            self = .asn(asn)
        } else if let host = URLText(text)?.host ?? Host(text) ?? Host(Defanging.refanged(text)) {
            switch host {
            case .address(let address): self = .address(address)
            case .domain(let name): self = .domain(name)
            }
        } else {
            return nil
        }
    }

    /// The canonical text.
    public var description: String {
        switch self {
        case .address(let address): address.description
        case .network(let network): network.description
        case .asn(let asn): asn.description
        case .domain(let name): name.description
        }
    }
}

extension Register {
    /// Looks up whose something is; nil where the text is neither address, prefix, AS number, domain name nor URL.
    ///
    /// - Parameter networks: where the system and country of an address come from, so that owners are also found by those.
    public func lookup(_ text: String, networks: NetworkDatabase? = nil) throws(RegisterError) -> RegisterLookup? {
        guard let subject = RegisterLookup.Subject(text) else { return nil }
        let owners = try owners()
        return RegisterLookup(subject, owners: owners, index: OwnerIndex(owners.map(\.scope)), networks: networks)
    }
}

extension RegisterLookup {
    /// Looks up whose something is among owners, with the index made of them.
    init(_ subject: Subject, owners: [Owner], index: OwnerIndex, byID: [String: Owner]? = nil, networks: NetworkDatabase? = nil) {
        let byID = byID ?? Dictionary(uniqueKeysWithValues: owners.map { ($0.id, $0) })
        var record = NetworkRecord()
        var found: [OwnerMatch]
        var inside: [OwnerMatch] = []
        switch subject {
        case .address(let address):
            record = networks?.record(address) ?? NetworkRecord()
            found = index.matches(address: address, asn: record.asn, country: record.country)
        case .network(let network):
            found = index.owners(around: network)
            for owner in owners {
                for part in owner.networks where network.contains(part) && part != network {
                    inside.append(OwnerMatch(owner: owner.id, priority: owner.priority, evidence: .network(part, of: part.address)))
                }
            }
        case .asn(let asn): found = index.matches(asn: asn)
        case .domain(let name): found = index.matches(names: [name.ascii])
        }
        func parents(_ owner: Owner) -> [Owner] {
            var parents: [Owner] = []
            var next = owner.parent
            while let id = next, let parent = byID[id], parent.id != owner.id, !parents.contains(parent) {
                parents.append(parent)
                next = parent.parent
            }
            return parents
        }
        func matches(_ found: [OwnerMatch], _ reason: (OwnerMatch) -> String) -> [Match] {
            found.compactMap { match in
                byID[match.owner].map { Match(owner: $0, parents: parents($0), reason: reason(match), evidence: match.evidence) }
            }
        }
        self.init(
            subject: subject,
            matches: matches(found) { match in
                if case (.network(let network), .network(let wider, _)) = (subject, match.evidence) {
                    return network == wider ? "the network is \(wider)" : "\(network) lies in \(wider)"
                }
                return match.description
            },
            inside: matches(inside) { match in
                if case .network(let part, _) = match.evidence { return "\(part) lies in \(subject)" }
                return match.description
            }, record: record)
    }
}
