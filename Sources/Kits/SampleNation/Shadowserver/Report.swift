/// One kind of Shadowserver report: its columns, and what its rows say.
struct Report {
    /// How rows of a day come about.
    enum Kind {
        /// One row for every service that is open on the day.
        case exposure
        /// Several rows a day, at different times, for every host that takes part.
        case activity(rowsPerHost: Int)
    }

    /// Whose hosts can appear.
    enum Audience {
        case everyone
        /// Hosts of operators: home routers, telephones, set-top boxes.
        case subscribers
        /// Every second row is from the careless operator.
        case careless
    }

    /// What makes the number of rows change from day to day.
    enum Rhythm {
        case steady, week, wave, campaign
    }

    /// Name in file names, for example `scan_telnet`.
    let name: String
    /// Rows per 10,000 rows of a mixed day.
    let weight: Int
    var kind = Kind.exposure
    var audience = Audience.everyone
    var rhythm = Rhythm.steady
    /// Column names of the report, in order, between spaces.
    let columns: String
    /// Cells that do not differ between the variants.
    var common: [String: Cell] = [:]
    /// The different things a row may be about; the first ones are the most frequent.
    let variants: [[String: Cell]]

    /// Reports about IPv6 carry a 6 in their name.
    var isSix: Bool { name.hasPrefix("scan6_") || name.hasPrefix("event6_") || name.hasSuffix("6") }
}

/// The content of a cell: fixed text in quotes, a fixed bare number, or something that differs from row to row.
enum Cell: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    case text(String)
    case number(String)
    case fill(Fill)

    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(String(value)) }
    init(floatLiteral value: Double) { self = .number(String(value)) }
}

/// The things in a row that differ from row to row.
enum Fill {
    case timestamp, address, sourcePort, hostname, hostnameSource, asn, geo, region, city, naics, sector
    case destination, destinationASN, destinationGeo, destinationRegion, destinationCity, destinationNaics, destinationSector
    case destinationHostname, victim
    case commonName, issuer, issued, expires, sha1, sha256, sha512, md5, certificateSerial, jarm, organisation, town, subjectCountry
    case httpDate, uptimeSeconds, macAddress, eventID, clock, reftime, refid, offset, jitter, rootDelay
    case username, password, startTime, endTime, payloadURL, payloadMD5, httpURL, controlHost, machineName
    case siteURL, siteHost, controlURL, detectedSince, spamURL, spamSender, phishSubject, spamSource
    case packets, octets, duration, buildHash, contentLength, setCookie, rpcPath, sha256Hex, databases

    /// What stands in a column when the report does not say otherwise.
    static let byColumn: [String: Fill] = [
        "timestamp": .timestamp, "ip": .address, "src_ip": .address, "src_port": .sourcePort, "hostname": .hostname,
        "src_hostname": .hostname,
        "hostname_source": .hostnameSource, "asn": .asn, "src_asn": .asn, "geo": .geo, "src_geo": .geo, "region": .region,
        "src_region": .region,
        "city": .city, "src_city": .city, "naics": .naics, "src_naics": .naics, "sector": .sector, "src_sector": .sector,
        "dst_ip": .destination, "dst_asn": .destinationASN, "dst_geo": .destinationGeo, "dst_region": .destinationRegion,
        "dst_city": .destinationCity, "dst_naics": .destinationNaics, "dst_sector": .destinationSector,
        "dst_hostname": .destinationHostname,
        "event_id": .eventID,
    ]
}
