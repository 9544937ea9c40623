/// Completes events with what is known of their addresses: system, country, owner, warning lists.
///
/// Everything is looked up once per distinct value of a batch and carried to the rows by code. A value never depends on other
/// batches, so any number of workers share one enrichment.
public struct Enrichment: Sendable {
    /// Where systems and countries come from.
    public var networks: NetworkDatabase
    /// Whose things are; nil where there is no register.
    public var owners: OwnerIndex?
    /// What is marked or dropped; nil for nothing.
    public var warnings: WarningLists?
    /// What becomes of values that the feed gave.
    public var policy: Policy

    /// What becomes of values that are there already.
    public enum Policy: Sendable, Hashable {
        /// They stay; only what is missing is filled in.
        case fillMissing
        /// What is known here replaces them.
        case overwrite
    }

    /// An enrichment from these sources.
    public init(
        networks: NetworkDatabase = NetworkDatabase(paths: []), owners: OwnerIndex? = nil, warnings: WarningLists? = nil,
        policy: Policy = .fillMissing
    ) {
        self.networks = networks
        self.owners = owners
        self.warnings = warnings
        self.policy = policy
    }

    /// Completes a batch in place: `source.asn`, `source.as_name`, `source.geolocation.cc`, the same of the destination,
    /// `constituency`, `extra.warning_list`.
    ///
    /// A destination's owner and warnings count only for events that name no source at all.
    ///
    /// - Returns: how many rows a warning list dropped.
    public func apply(to batch: EventBatch) -> Int {
        if batch.rowCount == 0 { return 0 }
        fillNetworks(of: .source, in: batch)
        fillNetworks(of: .destination, in: batch)
        if let owners { fillOwners(owners, in: batch) }
        guard let warnings else { return 0 }
        return applyWarnings(warnings, to: batch)
    }
}

/// The fields of one end of an event that enrichment reads and fills.
struct EventEnd {
    let ip: EventField
    let asn: EventField
    let asName: EventField
    let country: EventField
    let fqdn: EventField
    let url: EventField
    let reverseDNS: EventField

    static let source = EventEnd(
        ip: .sourceIP, asn: .sourceASN, asName: .sourceAsName, country: .sourceGeolocationCC, fqdn: .sourceFQDN, url: .sourceURL,
        reverseDNS: .sourceReverseDNS)
    static let destination = EventEnd(
        ip: .destinationIP, asn: .destinationASN, asName: .destinationAsName, country: .destinationGeolocationCC, fqdn: .destinationFQDN,
        url: .destinationURL, reverseDNS: .destinationReverseDNS)

    /// The fields that say that an event has this end.
    var identifying: [EventField] { [ip, fqdn, url, reverseDNS] }
}
