public import Vocabulary

/// Whose is it: the register's owners, found by address, domain, autonomous system and country.
///
/// The most specific network wins, then the most specific domain, then the system, then the country. Priority decides only between
/// owners with the very same network, domain, system or country; at equal priority the owner given first (the older) wins.
public struct OwnerIndex: Sendable {
    /// The owners' slugs; an owner's number is its place here plus 1.
    public let owners: [String]
    private let priorities: [Int]
    private let networks: PrefixTable
    let domains: DomainTable
    /// Owners by AS number, the first to answer first.
    private let asns: [UInt32: [UInt32]]
    private let countries: [String: [UInt32]]

    /// The index of these owners, the oldest first.
    public init(_ scopes: [OwnerScope]) {
        owners = scopes.map(\.id)
        priorities = scopes.map(\.priority)
        let ranked = scopes.indices.sorted { one, other in
            scopes[one].priority != scopes[other].priority ? scopes[one].priority > scopes[other].priority : one < other
        }
        var networks: [(network: IPPrefix, payload: UInt32)] = []
        var domains: [(domain: String, payload: UInt32)] = []
        var asns: [UInt32: [UInt32]] = [:]
        var countries: [String: [UInt32]] = [:]
        for index in ranked {
            let number = UInt32(index + 1)
            for network in scopes[index].networks { networks.append((network, number)) }
            for domain in scopes[index].domains { domains.append((domain, number)) }
            for asn in scopes[index].asns { asns[asn.number, default: []].append(number) }
            for country in scopes[index].countries { countries[country.uppercased(), default: []].append(number) }
        }
        self.networks = PrefixTable(networks)
        self.domains = DomainTable(domains)
        self.asns = asns
        self.countries = countries
    }

    /// Whether any owner answers for a country.
    var hasCountries: Bool { !countries.isEmpty }
    /// Whether any owner answers for an autonomous system.
    var hasSystems: Bool { !asns.isEmpty }
    /// Whether any owner has a network.
    var hasNetworks: Bool { networks.count > 0 }

    /// The number of the owner of an address; 0 where there is none.
    @inline(__always)
    func number(_ address: IPAddress) -> UInt32 { networks[address] ?? 0 }

    /// The number of the owner of a name; 0 where there is none.
    func number(name: UnsafeRawBufferPointer) -> UInt32 {
        let entry = domains.entry(name)
        return entry == 0 ? 0 : domains.payload(ofEntry: entry)
    }

    /// The number of the owner of an autonomous system; 0 where there is none.
    func number(asn: UInt32) -> UInt32 { asns[asn]?.first ?? 0 }

    /// The number of the owner of a country; 0 where there is none.
    func number(country: String) -> UInt32 { countries[country.uppercased()]?.first ?? 0 }

    /// The owner of what is known of an event, nil where nobody in the register is.
    ///
    /// - Parameter fqdn: a host name in ASCII form.
    public func owner(address: IPAddress? = nil, asn: ASN? = nil, country: String? = nil, fqdn: String? = nil) -> String? {
        matches(address: address, asn: asn, country: country, names: fqdn.map { [$0] } ?? []).first?.owner
    }

    /// All owners of an address, most specific first.
    public func owners(of address: IPAddress) -> [OwnerMatch] { matches(address: address) }

    /// Every reason why something belongs to someone, the deciding one first.
    ///
    /// - Parameter names: host names in ASCII form, the most telling first.
    public func matches(address: IPAddress? = nil, asn: ASN? = nil, country: String? = nil, names: [String] = []) -> [OwnerMatch] {
        var matches: [OwnerMatch] = []
        func add(_ number: UInt32, _ evidence: OwnerMatch.Evidence) {
            let index = Int(number) - 1
            matches.append(OwnerMatch(owner: owners[index], priority: priorities[index], evidence: evidence))
        }
        if let address {
            for match in networks.matches(address) { add(match.payload, .network(match.network, of: address)) }
        }
        for name in names {
            for match in domains.matches(name) { add(match.payload, .domain(match.domain, of: name)) }
        }
        if let asn { for number in asns[asn.number] ?? [] { add(number, .asn(asn)) } }
        if let country { for number in countries[country.uppercased()] ?? [] { add(number, .country(country.uppercased())) } }
        return matches
    }

    /// Owners whose networks lie around or are this network, most specific first.
    public func owners(around network: IPPrefix) -> [OwnerMatch] {
        owners(of: network.address).filter { match in
            if case .network(let wider, _) = match.evidence { return wider.contains(network) }
            return false
        }
    }
}
