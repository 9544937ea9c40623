/// Reports about services that speak TLS, with their certificates.
extension Report {
    static let secureReports: [Report] = [rdp, ssl, poodle]

    private static let rdp = Report(
        name: "scan_rdp", weight: 800,
        columns: """
            \(ReportColumns.service) handshake rdp_protocol \(ReportColumns.certificate) \(ReportColumns.fingerprints) tlsv13_support \
            tlsv13_cipher jarm
            """,
        common: ReportColumns.certificateCells.with([
            "protocol": "tcp", "severity": "high", "tag": "rdp", "rdp_protocol": "RDP", "subject_common_name": .fill(.machineName),
            "issuer_common_name": .fill(.machineName), "tlsv13_support": "N",
        ]),
        variants: [
            ["port": 3389, "handshake": "TLSv1.2", "cert_length": 2048, "signature_algorithm": "sha256WithRSAEncryption"],
            ["port": 3389, "handshake": "TLSv1.0", "cert_length": 2048, "signature_algorithm": "sha1WithRSAEncryption"],
            ["port": 3390, "handshake": "TLSv1.2", "cert_length": 2048, "signature_algorithm": "sha256WithRSAEncryption"],
            [
                "port": 33389, "handshake": "TLSv1.2", "cert_length": 2048, "signature_algorithm": "sha256WithRSAEncryption",
                "tlsv13_support": "Y", "tlsv13_cipher": "TLS_AES_256_GCM_SHA384",
            ],
        ])

    private static let tlsCells = ReportColumns.certificateCells.with(ReportColumns.nameCells).with([
        "protocol": "tcp", "http_response_type": "HTTP/1.1", "http_code": 200, "http_reason": "OK", "content_type": "text/html",
        "content_length": .fill(.contentLength), "http_date": .fill(.httpDate), "cert_valid": "Y", "cert_expired": "N",
        "browser_trusted": "N",
        "validation_level": "unknown", "tlsv13_support": "N",
    ])

    private static let ssl = Report(
        name: "scan_ssl", weight: 860,
        columns: "\(ReportColumns.ssl) freak_vulnerable freak_cipher_suite \(ReportColumns.fingerprints) \(ReportColumns.response) jarm",
        common: tlsCells.with(["severity": "info", "ssl_poodle": "N", "freak_vulnerable": "N"]),
        variants: [
            [
                "port": 443, "tag": "ssl", "handshake": "TLSv1.2", "cipher_suite": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "cert_length": 2048,
                "signature_algorithm": "sha256WithRSAEncryption", "server_type": "nginx", "self_signed": "N", "browser_trusted": "Y",
                "validation_level": "DV", "tlsv13_support": "Y", "tlsv13_cipher": "TLS_AES_256_GCM_SHA384", "http_connection": "keep-alive",
            ],
            [
                "port": 8443, "tag": "ssl", "handshake": "TLSv1.2", "cipher_suite": "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                "cert_length": 1024,
                "signature_algorithm": "sha1WithRSAEncryption", "self_signed": "Y", "browser_error": "x509: unknown authority",
                "http_code": 401, "http_reason": "Unauthorized", "www_authenticate": "Basic realm=\"Router\"",
                "transfer_encoding": "chunked",
            ],
            [
                "port": 443, "tag": "ssl,vpn", "handshake": "TLSv1.2", "cipher_suite": "TLS_RSA_WITH_AES_256_CBC_SHA", "cert_length": 2048,
                "signature_algorithm": "sha256WithRSAEncryption", "self_signed": "Y", "browser_error": "x509: unknown authority",
                "set_cookie": .fill(.setCookie), "server_type": "xxxxxxxx-xxxxx",
            ],
        ])

    private static let poodle = Report(
        name: "scan_ssl_poodle", weight: 850,
        columns: """
            \(ReportColumns.service) \(ReportColumns.device) handshake cipher_suite ssl_poodle \(ReportColumns.certificate) \
            \(ReportColumns.names) \(ReportColumns.fingerprints) \(ReportColumns.response) raw_cert raw_cert_chain jarm page_sha256fp
            """,
        common: tlsCells.with([
            "severity": "medium", "tag": "ssl,ssl-poodle", "handshake": "SSLv3", "ssl_poodle": "Y", "self_signed": "Y",
            "signature_algorithm": "sha1WithRSAEncryption", "browser_error": "x509: unknown authority", "page_sha256fp": .fill(.sha256Hex),
        ]),
        variants: [
            [
                "port": 443, "cipher_suite": "TLS_RSA_WITH_RC4_128_SHA", "cert_length": 1024, "device_vendor": "Ubiquiti",
                "device_type": "router",
                "device_model": "EdgeRouter", "device_sector": "consumer",
            ],
            [
                "port": 443, "cipher_suite": "TLS_RSA_WITH_AES_128_CBC_SHA", "cert_length": 2048, "server_type": "Microsoft-IIS/7.5",
                "http_code": 404, "http_reason": "Not Found",
            ],
            [
                "port": 8443, "cipher_suite": "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "cert_length": 1024, "device_vendor": "SonicWall",
                "device_type": "firewall", "device_model": "TZ 100", "device_sector": "enterprise", "server_type": "SonicWALL",
            ],
        ])
}
