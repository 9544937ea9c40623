/// Reports about what hosts do: call a sinkhole, attack a honeypot, take part in a flood.
extension Report {
    static let activityReports: [Report] = [sinkholeHTTP, sinkhole, bruteForce, darknet, amplification, participant]

    private static let sinkholeHTTP = Report(
        name: "event4_sinkhole_http", weight: 1250, kind: .activity(rowsPerHost: 3), rhythm: .week,
        columns: """
            \(ReportColumns.event) \(ReportColumns.eventTail) http_url http_host http_agent forwarded_by ssl_cipher http_referer \
            ssl_servername machine_name
            """,
        common: [
            "protocol": "tcp", "severity": "high", "application": "http", "http_url": .fill(.httpURL), "http_host": .fill(.controlHost),
        ],
        variants: [
            [
                "infection": "android.hummer", "family": "hummer", "tag": "android", "dst_port": 80,
                "http_agent": "Dalvik/2.1.0 (Linux; U; Android 7.1.2; TV BOX Build/NHG47K)", "device_type": "set-top box",
            ],
            ["infection": "andromeda", "family": "andromeda", "tag": "avalanche-andromeda", "dst_port": 80, "http_agent": "Mozilla/4.0"],
            [
                "infection": "necurs", "family": "necurs", "dst_port": 80,
                "http_agent": "Mozilla/5.0 (Windows NT 6.1; rv:38.0) Gecko/20100101 Firefox/38.0",
            ],
            [
                "infection": "qsnatch", "family": "qsnatch", "tag": "nas", "dst_port": 443, "application": "https", "device_vendor": "QNAP",
                "device_type": "nas", "ssl_cipher": "ECDHE-RSA-AES128-GCM-SHA256", "ssl_servername": .fill(.controlHost),
            ],
            [
                "infection": "socgholish", "family": "socgholish", "tag": "loader", "dst_port": 80,
                "http_agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118 Safari/537.36",
            ],
            [
                "infection": "gamarue", "family": "andromeda", "dst_port": 80, "http_agent": "Mozilla/4.0",
                "machine_name": .fill(.machineName),
            ],
            ["infection": "nymaim", "family": "nymaim", "tag": "avalanche-nymaim", "dst_port": 80],
        ])

    private static let sinkhole = Report(
        name: "event4_sinkhole", weight: 900, kind: .activity(rowsPerHost: 4), rhythm: .week,
        columns: "\(ReportColumns.event) \(ReportColumns.eventTail) ssl_cipher ssl_servername",
        common: ["protocol": "tcp", "severity": "high"],
        variants: [
            ["infection": "mirai", "family": "mirai", "tag": "iot", "dst_port": 23, "device_type": "camera"],
            ["infection": "conficker", "family": "conficker", "dst_port": 80],
            ["infection": "mozi", "family": "mozi", "tag": "iot,p2p", "protocol": "udp", "dst_port": 6881, "device_type": "router"],
            ["infection": "sality-p2p", "family": "sality", "tag": "p2p", "protocol": "udp", "dst_port": 9674],
            ["infection": "virut", "family": "virut", "dst_port": 65520],
            [
                "infection": "vpnfilter", "family": "vpnfilter", "tag": "iot", "dst_port": 443, "device_vendor": "TP-Link",
                "device_type": "router",
            ],
        ])

    private static let bruteForce = Report(
        name: "event4_honeypot_brute_force", weight: 600, kind: .activity(rowsPerHost: 6),
        columns: """
            \(ReportColumns.event) \(ReportColumns.eventTail) service start_time end_time client_version username password payload_url \
            payload_md5 vulnerability_enum vulnerability_id vulnerability_class vulnerability_score vulnerability_severity \
            vulnerability_version target_vendor target_product target_class
            """,
        common: [
            "protocol": "tcp", "severity": "medium", "public_source": "EXAMPLE-SENSORS", "username": .fill(.username),
            "password": .fill(.password), "start_time": .fill(.startTime), "end_time": .fill(.endTime),
        ],
        variants: [
            ["infection": "ssh-brute-force", "application": "ssh", "service": "ssh", "dst_port": 22, "client_version": "b'SSH-2.0-Go'"],
            ["infection": "telnet-brute-force", "family": "mirai", "application": "telnet", "service": "telnet", "dst_port": 23],
            [
                "infection": "ssh-brute-force", "application": "ssh", "service": "ssh", "dst_port": 22,
                "client_version": "b'SSH-2.0-libssh2_1.4.3'",
            ],
            ["infection": "rdp-brute-force", "application": "rdp", "service": "rdp", "dst_port": 3389, "target_class": "remote-desktop"],
            [
                "infection": "ssh-brute-force", "application": "ssh", "service": "ssh", "dst_port": 2222,
                "client_version": "b'SSH-2.0-paramiko_2.8.1'", "payload_url": .fill(.payloadURL), "payload_md5": .fill(.payloadMD5),
            ],
        ])

    private static let darknet = Report(
        name: "event4_honeypot_darknet", weight: 250, kind: .activity(rowsPerHost: 3),
        columns: "\(ReportColumns.event) \(ReportColumns.eventTail) count",
        common: ["protocol": "tcp", "severity": "low", "public_source": "EXAMPLE-DARKNET", "count": .fill(.packets)],
        variants: [
            ["tag": "mirai", "infection": "mirai", "family": "mirai", "dst_port": 23], ["tag": "scan", "dst_port": 5555],
            ["tag": "scan", "dst_port": 22],
            ["tag": "scan", "dst_port": 6379], ["tag": "scan", "dst_port": 8080],
        ])

    private static let amplification = Report(
        name: "event4_honeypot_ddos_amp", weight: 30, kind: .activity(rowsPerHost: 40), rhythm: .wave,
        columns: "\(ReportColumns.event) \(ReportColumns.eventTail) request count bytes end_time duration avg_pps max_pps",
        common: [
            "protocol": "udp", "severity": "medium", "public_source": "EXAMPLE-SENSORS", "infection": "ddos-amplification",
            "count": .fill(.packets),
            "bytes": .fill(.octets), "end_time": .fill(.endTime), "duration": .fill(.duration),
        ],
        variants: [
            ["tag": "ldap", "dst_port": 389], ["tag": "dns", "dst_port": 53, "request": "ANY example.com"],
            ["tag": "ntp", "dst_port": 123, "request": "monlist"],
            ["tag": "memcached", "dst_port": 11211],
        ])

    private static let participant = Report(
        name: "event4_ddos_participant", weight: 45, kind: .activity(rowsPerHost: 2), rhythm: .wave,
        columns: """
            \(ReportColumns.event) domain_source \(ReportColumns.eventTail) dst_network dst_netmask attack duration attack_src_ip \
            attack_src_port domain domain_transaction_id gcip http_method http_path http_postdata http_usessl ip_header_ack \
            ip_header_acknum ip_header_dont_fragment ip_header_fin ip_header_identity ip_header_psh ip_header_rst ip_header_seqnum \
            ip_header_syn ip_header_tos ip_header_ttl ip_header_urg number_of_connections packet_length packet_randomized http_agent
            """,
        common: [
            "severity": "high", "infection": "ddos-participant", "family": "mirai", "dst_ip": .fill(.victim), "dst_asn": 4_200_001_000,
            "dst_geo": "XO",
            "dst_region": "ODSEHER", "dst_city": "ODSEHER", "dst_naics": 921_110, "dst_sector": "Government",
            "dst_hostname": "vergi-xidmeti.gov.example",
            "duration": .fill(.duration), "packet_length": .fill(.contentLength),
        ],
        variants: [
            [
                "protocol": "tcp", "dst_port": 443, "application": "https", "attack": "http-flood", "domain": "vergi-xidmeti.gov.example",
                "http_method": "GET", "http_path": "/giris?sessiya=", "http_usessl": 1, "http_agent": "Mozilla/5.0 (X11; Linux armv7l)",
            ],
            ["protocol": "udp", "dst_port": 53, "application": "dns", "attack": "udp-flood", "packet_randomized": 1],
            ["protocol": "tcp", "dst_port": 80, "application": "http", "attack": "syn-flood", "ip_header_syn": 1, "ip_header_ttl": 64],
        ])
}
