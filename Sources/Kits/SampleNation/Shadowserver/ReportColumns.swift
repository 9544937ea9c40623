/// Runs of columns that many reports share, in the provider's names.
enum ReportColumns {
    /// How every report about an open service begins.
    static let service = "timestamp severity ip protocol port hostname tag asn geo region city naics hostname_source sector"

    /// How every report about an event begins.
    static let event = """
        timestamp protocol src_ip src_port src_asn src_geo src_region src_city src_hostname src_naics src_sector device_vendor device_type \
        device_model severity dst_ip dst_port dst_asn dst_geo dst_region dst_city dst_hostname dst_naics dst_sector
        """

    /// What follows the addresses in reports about events.
    static let eventTail = "public_source infection family tag application version event_id"

    static let device = "device_vendor device_type device_model device_version device_sector"

    static let certificate = """
        cert_length subject_common_name issuer_common_name cert_issue_date cert_expiration_date sha1_fingerprint cert_serial_number \
        ssl_version signature_algorithm key_algorithm
        """

    static let names = """
        subject_organization_name subject_organization_unit_name subject_country subject_state_or_province_name subject_locality_name \
        subject_street_address subject_postal_code subject_surname subject_given_name subject_email_address subject_business_category \
        subject_serial_number issuer_organization_name issuer_organization_unit_name issuer_country issuer_state_or_province_name \
        issuer_locality_name issuer_street_address issuer_postal_code issuer_surname issuer_given_name issuer_email_address \
        issuer_business_category issuer_serial_number
        """

    static let fingerprints = "sha256_fingerprint sha512_fingerprint md5_fingerprint"

    static let response = """
        http_response_type http_code http_reason content_type http_connection www_authenticate set_cookie server_type content_length \
        transfer_encoding http_date cert_valid self_signed cert_expired browser_trusted validation_level browser_error tlsv13_support \
        tlsv13_cipher
        """

    static let ssl = "\(service) handshake cipher_suite ssl_poodle \(certificate) \(names)"

    /// Cells of a certificate that its key or its owner decide.
    static let certificateCells: [String: Cell] = [
        "subject_common_name": .fill(.commonName), "issuer_common_name": .fill(.issuer), "cert_issue_date": .fill(.issued),
        "cert_expiration_date": .fill(.expires), "sha1_fingerprint": .fill(.sha1), "cert_serial_number": .fill(.certificateSerial),
        "sha256_fingerprint": .fill(.sha256), "sha512_fingerprint": .fill(.sha512), "md5_fingerprint": .fill(.md5),
        "jarm": .fill(.jarm), "ssl_version": 2, "key_algorithm": "rsaEncryption",
    ]

    /// Names in a certificate.
    static let nameCells: [String: Cell] = [
        "subject_organization_name": .fill(.organisation), "subject_country": .fill(.subjectCountry), "subject_locality_name": .fill(.town),
        "issuer_organization_name": .fill(.organisation), "issuer_country": .fill(.subjectCountry),
    ]
}

extension [String: Cell] {
    /// These cells, with those of `other` in place of the ones of the same name.
    func with(_ other: [String: Cell]) -> [String: Cell] { merging(other) { _, new in new } }
}

extension Report {
    /// Every report of the sample, in the order in which its files are written.
    static let all: [Report] = deviceReports + serverReports + secureReports + webReports + activityReports + sixReports

    /// The same report seen over IPv6.
    static let sixReports: [Report] = [
        seenOverSix("scan_ssl", as: "scan6_ssl", weight: 150), seenOverSix("scan_http_vulnerable", as: "scan6_http_vulnerable", weight: 80),
        seenOverSix("scan_telnet", as: "scan6_telnet", weight: 30), seenOverSix("scan_rdp", as: "scan6_rdp", weight: 40),
        seenOverSix("scan_snmp", as: "scan6_snmp", weight: 20), seenOverSix("scan_dns", as: "scan6_dns", weight: 20),
        seenOverSix("scan_ssl_poodle", as: "scan6_ssl_poodle", weight: 40), seenOverSix("device_id", as: "device_id6", weight: 70),
        seenOverSix("event4_sinkhole_http", as: "event6_sinkhole_http", weight: 80),
    ].compactMap { $0 }

    private static func seenOverSix(_ name: String, as newName: String, weight: Int) -> Report? {
        let fours = deviceReports + serverReports + secureReports + webReports + activityReports
        return fours.first { $0.name == name }.map {
            Report(
                name: newName, weight: weight, kind: $0.kind, audience: $0.audience, rhythm: $0.rhythm, columns: $0.columns,
                common: $0.common, variants: $0.variants)
        }
    }
}
