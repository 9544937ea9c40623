/// Reports about sites, addresses on block lists and spam.
extension Report {
    static let webReports: [Report] = [compromised, blocklist, spamURL]

    private static let compromised = Report(
        name: "compromised_website", weight: 90,
        columns: """
            \(ReportColumns.service) application url http_host category system detected_since server redirect_target cc_url family account \
            status detail public_source
            """,
        common: [
            "protocol": "tcp", "severity": "critical", "port": 80, "application": "http", "url": .fill(.siteURL),
            "http_host": .fill(.siteHost),
            "detected_since": .fill(.detectedSince),
        ],
        variants: [
            ["tag": "phishing", "category": "phishing", "server": "Apache/2.4.29", "system": "Linux"],
            ["tag": "hacked-webserver-stealrat-t1", "category": "spam", "server": "nginx/1.14.0", "system": "Linux", "family": "stealrat"],
            [
                "tag": "webshell;china-chopper", "category": "webshell", "server": "Microsoft-IIS/8.5", "system": "WINNT",
                "detail": "upload form in the media folder",
            ],
            [
                "tag": "injected-code", "category": "malwareurl", "port": 443, "application": "https", "server": "LiteSpeed",
                "cc_url": .fill(.controlURL), "family": "socgholish",
            ],
        ])

    private static let blocklist = Report(
        name: "blocklist", weight: 400, audience: .careless,
        columns: "timestamp severity ip hostname source reason asn geo region city naics sector tag",
        common: ["severity": "medium"],
        variants: [
            ["source": "Example Mail Reputation", "reason": "Spam source", "tag": "blocklist;spam"],
            ["source": "Example Attack List", "reason": "Malicious host, SSH brute force", "tag": "blocklist;brute-force"],
            ["source": "Example Abuse Exchange", "reason": "Web attack, login form guessing", "tag": "blocklist;web-attack"],
            ["source": "Example Control Server List", "reason": "Malware command and control", "tag": "blocklist;c2", "severity": "high"],
        ])

    private static let spamURL = Report(
        name: "spam_url", weight: 80, audience: .careless, rhythm: .campaign,
        columns: """
            timestamp severity ip port hostname asn geo region city naics sector url tag source sender subject src_ip src_asn src_geo \
            src_region src_city src_naics src_sector
            """,
        common: [
            "severity": "medium", "port": 443, "url": .fill(.spamURL), "sender": .fill(.spamSender), "subject": .fill(.phishSubject),
            "src_ip": .fill(.spamSource), "src_asn": .fill(.destinationASN), "src_geo": .fill(.destinationGeo),
            "src_region": .fill(.destinationRegion), "src_city": .fill(.destinationCity), "src_naics": .fill(.destinationNaics),
            "src_sector": .fill(.destinationSector),
        ],
        variants: [["tag": "spam;phishing", "source": "spamtrap"], ["tag": "spam", "source": "spamtrap", "port": 80]])
}
