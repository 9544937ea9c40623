/// Reports about routers, cameras, telephones and what else stands at the edge of a home or an office.
extension Report {
    static let deviceReports: [Report] = [telnet, cwmp, snmp, dns, ntp, adb, deviceID]

    private static let telnet = Report(
        name: "scan_telnet", weight: 450, columns: "\(ReportColumns.service) banner",
        common: ["protocol": "tcp", "severity": "high"],
        variants: [
            ["port": 23, "tag": "telnet", "banner": "|BCM96328 Broadband Router|Login: "],
            ["port": 23, "tag": "telnet", "banner": "|MikroTik v6.49.7 (long-term)|Login: "],
            ["port": 23, "tag": "telnet", "banner": "|Welcome to ZXHN F660|F660 login: "],
            ["port": 2323, "tag": "telnet-alt", "banner": "|(none) login: "],
            ["port": 23, "tag": "telnet", "banner": "|User Access Verification|Username: "],
            ["port": 23, "tag": "telnet", "banner": "|Welcome to Linux (armv7l), kernel 3.10.49|localhost login: "],
            [
                "port": 5523, "tag": "telnet-alt",
                "banner": "|Warning: Telnet is not a secure protocol, and it is recommended to use Stelnet.|Login authentication|Username:",
            ],
            ["port": 23, "tag": "telnet", "banner": "|HP LaserJet \"Office\"|Password: "],
        ])

    private static let cwmp = Report(
        name: "scan_cwmp", weight: 650, audience: .subscribers,
        columns: """
            \(ReportColumns.service) http http_code http_reason content_type connection www_authenticate set_cookie server content_length \
            transfer_encoding http_date
            """,
        common: [
            "protocol": "tcp", "severity": "medium", "tag": "cwmp", "port": 7547, "http": "HTTP/1.1", "http_date": .fill(.httpDate),
        ],
        variants: [
            [
                "http_code": 401, "http_reason": "Unauthorized", "content_type": "text/html", "connection": "close",
                "www_authenticate": "Digest realm=\"HuaweiHomeGateway\",nonce=\"20ab1f3c4d5e6f70\",qop=\"auth\",algorithm=\"MD5\"",
                "content_length": 0,
            ],
            [
                "http_code": 404, "http_reason": "Not Found", "content_type": "text/html", "server": "RomPager/4.07 UPnP/1.0",
                "transfer_encoding": "chunked",
            ],
            [
                "http_code": 200, "http_reason": "OK", "content_type": "text/html", "connection": "keep-alive", "server": "gSOAP/2.8",
                "content_length": .fill(.contentLength),
            ],
            [
                "http_code": 405, "http_reason": "Method Not Allowed", "port": 30005, "content_type": "text/html; charset=ISO-8859-1",
                "server": "mini_httpd/1.19 19dec2003", "connection": "close", "set_cookie": .fill(.setCookie),
            ],
        ])

    private static let snmp = Report(
        name: "scan_snmp", weight: 500,
        columns: """
            \(ReportColumns.service) \(ReportColumns.device) version sysname sysdesc community response_size amplification uptime \
            mac_address vendor_id vendor
            """,
        common: [
            "protocol": "udp", "port": 161, "severity": "medium", "tag": "snmp", "version": 2, "community": "public",
            "uptime": .fill(.uptimeSeconds),
            "mac_address": .fill(.macAddress), "sysname": .fill(.machineName),
        ],
        variants: [
            [
                "sysdesc": "RouterOS RB951Ui-2HnD", "device_vendor": "MikroTik", "device_type": "router", "device_sector": "consumer",
                "tag": "snmp,iot", "response_size": 115, "amplification": 1.35, "vendor_id": 14988, "vendor": "MikroTik",
            ],
            [
                "sysdesc": "Linux localhost 3.18.20 #1 SMP Mon Jul 9 14:11:21 CST 2018 armv7l", "response_size": 165, "amplification": 1.94,
                "vendor_id": 8072, "vendor": "net-snmp",
            ],
            [
                "sysdesc": "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)",
                "device_vendor": "Cisco", "device_type": "switch", "device_model": "C2960", "device_sector": "enterprise",
                "response_size": 328, "amplification": 3.86, "vendor_id": 9, "vendor": "ciscoSystems",
            ],
            [
                "sysdesc": "Hardware: Intel64 Family 6 Model 85 Stepping 7 AT/AT COMPATIBLE - Software: Windows Version 6.3 (Build 17763)",
                "response_size": 246, "amplification": 2.89, "vendor_id": 311, "vendor": "Microsoft",
            ],
            [
                "sysdesc": "HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT,JD153,EEPROM JSI24090012", "device_vendor": "HP",
                "device_type": "printer", "device_model": "JetDirect", "device_sector": "enterprise", "response_size": 168,
                "amplification": 1.98, "vendor_id": 11, "vendor": "Hewlett-Packard",
            ],
        ])

    private static let dns = Report(
        name: "scan_dns", weight: 260, columns: "\(ReportColumns.service) dns_version min_amplification",
        common: ["protocol": "udp", "port": 53, "severity": "medium", "tag": "openresolver"],
        variants: [
            ["dns_version": "dnsmasq-2.80", "min_amplification": 4.619], ["dns_version": "dnsmasq-2.51", "min_amplification": 4.619],
            ["dns_version": "unbound 1.13.1", "min_amplification": 1.381],
            ["dns_version": "9.11.4-P2-RedHat-9.11.4-26.P2.el7_9.15", "min_amplification": 6.2],
            ["dns_version": "Microsoft DNS 6.1.7601 (1DB14556)", "min_amplification": 1.381], ["min_amplification": 2.381],
        ])

    private static let ntp = Report(
        name: "scan_ntp", weight: 300,
        columns: """
            \(ReportColumns.service) version clk_wander clock error frequency jitter leap mintc noise offset peer phase poll precision \
            processor refid reftime rootdelay rootdispersion stability state stratum system tai tc response_size amplification
            """,
        common: [
            "protocol": "udp", "port": 123, "severity": "medium", "tag": "ntpversion", "clock": .fill(.clock), "reftime": .fill(.reftime),
            "refid": .fill(.refid), "offset": .fill(.offset), "jitter": .fill(.jitter), "rootdelay": .fill(.rootDelay),
        ],
        variants: [
            [
                "version": "4", "frequency": 2.018, "leap": 0, "noise": 0.984, "peer": 18986, "poll": 10, "precision": -10,
                "processor": "unknown", "rootdispersion": 61.254, "stability": 0.027, "state": 4, "stratum": 4, "system": "UNIX",
                "response_size": 324, "amplification": 27.0,
            ],
            [
                "version": "ntpd 4.2.6p5 Fri Jul 22 17:37:38 UTC 2016 (1)", "clk_wander": 0.007, "frequency": -20.407, "leap": 0,
                "mintc": 3, "peer": 19244, "precision": -24, "processor": "x86_64", "rootdispersion": 105.778, "stratum": 3,
                "system": "Linux/3.10.0-1160.el7.x86_64", "tc": 10, "response_size": 412, "amplification": 34.33,
            ],
            [
                "version": "4", "frequency": 0.0, "leap": 3, "peer": 0, "precision": -18, "processor": "mips", "stratum": 16,
                "system": "cisco", "response_size": 252, "amplification": 21.0,
            ],
        ])

    private static let adb = Report(
        name: "scan_adb", weight: 250, audience: .subscribers,
        columns: "\(ReportColumns.service) \(ReportColumns.device) name model device features",
        common: ["protocol": "tcp", "port": 5555, "severity": "critical", "tag": "adb"],
        variants: [
            [
                "name": "p281", "model": "TV BOX", "device": "p281", "features": "cmd,shell_v2", "device_vendor": "Amlogic",
                "device_type": "set-top box", "device_model": "p281", "device_version": "7.1.2", "device_sector": "consumer",
            ],
            [
                "name": "rk322x_box", "model": "MXQ-4K", "device": "rk322x_box", "device_vendor": "Rockchip", "device_type": "set-top box",
                "device_model": "MXQ-4K", "device_version": "6.0.1", "device_sector": "consumer",
            ],
            [
                "name": "marlin", "model": "Pixel XL", "device": "marlin", "features": "cmd,stat_v2,shell_v2", "device_vendor": "Google",
                "device_type": "phone", "device_model": "Pixel XL", "device_version": "10", "device_sector": "consumer",
            ],
        ])

    private static let deviceID = Report(
        name: "device_id", weight: 550, columns: "\(ReportColumns.service) device_vendor device_type device_model device_version",
        common: ["protocol": "tcp", "severity": "info"],
        variants: [
            [
                "port": 8291, "tag": "winbox,iot", "device_vendor": "MikroTik", "device_type": "router", "device_model": "RouterOS",
                "device_version": "6.48.6",
            ],
            [
                "port": 80, "tag": "http,iot", "device_vendor": "Hikvision", "device_type": "camera", "device_model": "DS-2CD2042WD-I",
                "device_version": "V5.4.5 build 170124",
            ],
            ["port": 443, "tag": "ssl,iot", "device_vendor": "TP-Link", "device_type": "router", "device_model": "Archer C6"],
            ["port": 10443, "tag": "ssl,vpn", "device_vendor": "Fortinet", "device_type": "firewall", "device_model": "FortiGate"],
            [
                "port": 5000, "tag": "http,nas", "device_vendor": "Synology", "device_type": "nas", "device_model": "DS218+",
                "device_version": "DSM 6.2",
            ],
            [
                "port": 8080, "tag": "http,nas", "device_vendor": "QNAP", "device_type": "nas", "device_model": "TS-251+",
                "device_version": "4.3.6",
            ],
            ["port": 37777, "tag": "dvr,iot", "device_vendor": "Dahua", "device_type": "dvr", "device_model": "XVR5108HS"],
            [
                "port": 443, "tag": "ssl,vpn", "device_vendor": "Cisco", "device_type": "firewall", "device_model": "ASA 5506-X",
                "device_version": "9.8(2)",
            ],
            [
                "port": 502, "tag": "modbus,ics", "device_vendor": "Schneider Electric", "device_type": "plc",
                "device_model": "BMX P34 2020", "device_version": "v2.9",
            ],
        ])
}
