/// A field of the IntelMQ data format (IDF), the names every feed is mapped to.
///
/// `raw` is not among them: an event keeps every column of its row, and a row that could not be read is kept whole as a
/// dead letter. `extra` is not a field either but a name space: see ``FieldKey/extra(_:)``.
public enum EventField: UInt8, CaseIterable, Sendable {
    case classificationIdentifier
    case classificationTaxonomy
    case classificationType
    case comment
    case constituency
    case destinationAbuseContact
    case destinationAccount
    case destinationAllocated
    case destinationAsName
    case destinationASN
    case destinationDomainSuffix
    case destinationFQDN
    case destinationGeolocationCC
    case destinationGeolocationCity
    case destinationGeolocationCountry
    case destinationGeolocationLatitude
    case destinationGeolocationLongitude
    case destinationGeolocationRegion
    case destinationGeolocationState
    case destinationIP
    case destinationLocalHostname
    case destinationLocalIP
    case destinationNetwork
    case destinationPort
    case destinationRegistry
    case destinationReverseDNS
    case destinationTorNode
    case destinationURL
    case destinationUrlpath
    case eventDescriptionTarget
    case eventDescriptionText
    case eventDescriptionURL
    case eventHash
    case feedAccuracy
    case feedCode
    case feedDocumentation
    case feedName
    case feedProvider
    case feedURL
    case malwareHashMd5
    case malwareHashSha1
    case malwareHashSha256
    case malwareName
    case malwareVersion
    case mispAttributeUUID
    case mispEventUUID
    case output
    case productFullName
    case productName
    case productVendor
    case productVersion
    case productVulnerabilities
    case protocolApplication
    case protocolTransport
    case rtirId
    case screenshotURL
    case severity
    case sourceAbuseContact
    case sourceAccount
    case sourceAllocated
    case sourceAsName
    case sourceASN
    case sourceDomainSuffix
    case sourceFQDN
    case sourceGeolocationCC
    case sourceGeolocationCity
    case sourceGeolocationCountry
    case sourceGeolocationCymruCC
    case sourceGeolocationGeoipCC
    case sourceGeolocationLatitude
    case sourceGeolocationLongitude
    case sourceGeolocationRegion
    case sourceGeolocationState
    case sourceIP
    case sourceLocalHostname
    case sourceLocalIP
    case sourceNetwork
    case sourcePort
    case sourceRegistry
    case sourceReverseDNS
    case sourceTorNode
    case sourceURL
    case sourceUrlpath
    case status
    case timeObservation
    case timeSource
    case tlp
}

extension EventField {
    /// The field's name as it stands in IDF JSON, for example `source.ip`.
    public var name: String { Self.table[Int(rawValue)].name }

    /// What a value of this field is.
    public var kind: ValueKind { Self.table[Int(rawValue)].kind }

    /// The field of that name, or nil.
    public init?(name: some StringProtocol) {
        guard let field = Self.byName[String(name)] else { return nil }
        self = field
    }

    private static let byName: [String: EventField] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    private static let table: [(name: String, kind: ValueKind)] = [
        ("classification.identifier", .text),
        ("classification.taxonomy", .text),
        ("classification.type", .text),
        ("comment", .text),
        ("constituency", .text),
        ("destination.abuse_contact", .text),
        ("destination.account", .text),
        ("destination.allocated", .time),
        ("destination.as_name", .text),
        ("destination.asn", .integer),
        ("destination.domain_suffix", .text),
        ("destination.fqdn", .text),
        ("destination.geolocation.cc", .text),
        ("destination.geolocation.city", .text),
        ("destination.geolocation.country", .text),
        ("destination.geolocation.latitude", .real),
        ("destination.geolocation.longitude", .real),
        ("destination.geolocation.region", .text),
        ("destination.geolocation.state", .text),
        ("destination.ip", .address),
        ("destination.local_hostname", .text),
        ("destination.local_ip", .address),
        ("destination.network", .network),
        ("destination.port", .integer),
        ("destination.registry", .text),
        ("destination.reverse_dns", .text),
        ("destination.tor_node", .boolean),
        ("destination.url", .text),
        ("destination.urlpath", .text),
        ("event_description.target", .text),
        ("event_description.text", .text),
        ("event_description.url", .text),
        ("event_hash", .text),
        ("feed.accuracy", .real),
        ("feed.code", .text),
        ("feed.documentation", .text),
        ("feed.name", .text),
        ("feed.provider", .text),
        ("feed.url", .text),
        ("malware.hash.md5", .text),
        ("malware.hash.sha1", .text),
        ("malware.hash.sha256", .text),
        ("malware.name", .text),
        ("malware.version", .text),
        ("misp.attribute_uuid", .text),
        ("misp.event_uuid", .text),
        ("output", .json),
        ("product.full_name", .text),
        ("product.name", .text),
        ("product.vendor", .text),
        ("product.version", .text),
        ("product.vulnerabilities", .text),
        ("protocol.application", .text),
        ("protocol.transport", .text),
        ("rtir_id", .integer),
        ("screenshot_url", .text),
        ("severity", .text),
        ("source.abuse_contact", .text),
        ("source.account", .text),
        ("source.allocated", .time),
        ("source.as_name", .text),
        ("source.asn", .integer),
        ("source.domain_suffix", .text),
        ("source.fqdn", .text),
        ("source.geolocation.cc", .text),
        ("source.geolocation.city", .text),
        ("source.geolocation.country", .text),
        ("source.geolocation.cymru_cc", .text),
        ("source.geolocation.geoip_cc", .text),
        ("source.geolocation.latitude", .real),
        ("source.geolocation.longitude", .real),
        ("source.geolocation.region", .text),
        ("source.geolocation.state", .text),
        ("source.ip", .address),
        ("source.local_hostname", .text),
        ("source.local_ip", .address),
        ("source.network", .network),
        ("source.port", .integer),
        ("source.registry", .text),
        ("source.reverse_dns", .text),
        ("source.tor_node", .boolean),
        ("source.url", .text),
        ("source.urlpath", .text),
        ("status", .text),
        ("time.observation", .time),
        ("time.source", .time),
        ("tlp", .text),
    ]
}
