public import Vocabulary

/// How many machines in the country a vulnerability concerns, as far as what was seen tells.
public protocol AffectedHosts: Sendable {
    /// What was seen in a while that speaks of these vulnerabilities or products.
    func affected(_ question: AffectedQuestion) async throws -> AffectedAnswer
}

/// Which machines are asked for: those of which any of these is said.
public struct AffectedQuestion: Sendable, Hashable {
    /// `CVE-2026-12345`
    public let cves: [String]
    /// Names of products, as reports may write them.
    public let products: [String]
    /// From when on.
    public let since: Instant

    /// With its values.
    public init(cves: [String], products: [String] = [], since: Instant) {
        self.cves = cves
        self.products = products
        self.since = since
    }
}

/// What was seen.
public struct AffectedAnswer: Sendable, Hashable {
    /// Addresses.
    public let hosts: Int
    /// Reports of them.
    public let events: Int
    /// Addresses by the id of their owner; those of nobody known are left out.
    public let owners: [String: Int]
    /// Where the desk shows them.
    public let path: String?

    /// With its values.
    public init(hosts: Int, events: Int, owners: [String: Int], path: String?) {
        self.hosts = hosts
        self.events = events
        self.owners = owners
        self.path = path
    }
}
