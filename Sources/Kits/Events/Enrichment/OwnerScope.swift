public import Vocabulary

/// What an owner in the register answers for.
public struct OwnerScope: Sendable, Hashable {
    /// The owner's slug, the value of `constituency`.
    public var id: String
    /// Of two owners with the same network, domain, system or country the one with the higher priority comes first.
    public var priority: Int
    /// Networks of either family.
    public var networks: [IPPrefix]
    /// Autonomous systems.
    public var asns: [ASN]
    /// Domains with everything below them, in ASCII form.
    public var domains: [String]
    /// Countries as two letters (ISO 3166-1).
    public var countries: [String]

    /// The scope of an owner.
    public init(
        id: String, priority: Int = 0, networks: [IPPrefix] = [], asns: [ASN] = [], domains: [String] = [], countries: [String] = []
    ) {
        self.id = id
        self.priority = priority
        self.networks = networks
        self.asns = asns
        self.domains = domains
        self.countries = countries
    }
}

/// One reason why something belongs to an owner.
public struct OwnerMatch: Sendable, Hashable {
    /// The owner's slug.
    public let owner: String
    /// The owner's priority.
    public let priority: Int
    /// What the match rests on.
    public let evidence: Evidence

    /// A reason.
    public init(owner: String, priority: Int, evidence: Evidence) {
        self.owner = owner
        self.priority = priority
        self.evidence = evidence
    }

    /// What a match rests on, the strongest first.
    public enum Evidence: Sendable, Hashable {
        /// An address lies in one of the owner's networks.
        case network(IPPrefix, of: IPAddress)
        /// A name is one of the owner's domains or below it.
        case domain(String, of: String)
        /// The owner runs the autonomous system.
        case asn(ASN)
        /// The owner answers for the country.
        case country(String)
    }
}

extension OwnerMatch: CustomStringConvertible {
    /// The reason as a sentence piece, such as `198.18.3.7 lies in 198.18.0.0/16`.
    public var description: String {
        switch evidence {
        case .network(let network, of: let address): "\(address) lies in \(network)"
        case .domain(let domain, of: let name): name == domain ? "the domain is \(domain)" : "\(name) is below \(domain)"
        case .asn(let asn): "announced by \(asn)"
        case .country(let country): "located in \(country)"
        }
    }
}
