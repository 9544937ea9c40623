internal import Events
internal import EventStore
internal import Post
internal import Vocabulary

/// The files that go with a notice, for machines and spreadsheets.
enum NoticeFiles {
    /// Comma separated values, cells as ``CSVCell`` writes them.
    static func csv(_ findings: [SeenFinding]) -> [UInt8] {
        var text = CSVCell.line(columns.map(\.name))
        for finding in findings { text += CSVCell.line(columns.map { $0.value(finding) ?? "" }) }
        return Array(text.utf8)
    }

    private static let columns: [(name: String, value: @Sendable (SeenFinding) -> String?)] = [
        ("finding", { "\($0.id)" }), ("type", { $0.type }), ("identifier", { $0.identifier }), ("severity", { $0.severity.name }),
        ("ip", { $0.ip }), ("port", { $0.port.map { "\($0)" } }), ("transport", { $0.transport }), ("application", { $0.application }),
        ("fqdn", { $0.fqdn }), ("url", { $0.url }), ("account", { $0.account }), ("malware", { $0.malware }),
        ("vulnerabilities", { $0.vulnerabilities }), ("asn", { $0.asn.map { "\($0)" } }), ("first_seen", { "\($0.firstSeen)" }),
        ("last_seen", { "\($0.lastSeen)" }), ("times_seen", { "\($0.count)" }), ("state", { $0.state.rawValue }),
        ("tlp", { $0.tlp.label }),
    ]

    /// IDF JSON, one finding a line: what IntelMQ's tools read.
    static func lines(_ findings: [SeenFinding]) -> [UInt8] { Array(findings.map { $0.line + "\n" }.joined().utf8) }

    /// Attachments of a notice.
    static func attachments(_ findings: [SeenFinding], notice: String, reporter: XARFReport.Reporter) -> [MailAttachment] {
        var files = [
            MailAttachment(name: "\(notice).csv", mediaType: "text/csv; charset=utf-8", bytes: csv(findings)),
            MailAttachment(name: "\(notice).jsonl", mediaType: "application/x-ndjson", bytes: lines(findings)),
        ]
        let reports = findings.compactMap { XARFReport.text($0, reporter: reporter) }
        if reports.count == 1 {
            files.append(
                MailAttachment(name: "xarf.json", mediaType: "application/json; charset=utf-8", bytes: Array((reports[0] + "\n").utf8)))
        } else if !reports.isEmpty {
            // One incident is one report (XARF v4): several stand one a line.
            let text = reports.joined(separator: "\n") + "\n"
            files.append(MailAttachment(name: "xarf.jsonl", mediaType: "application/x-ndjson", bytes: Array(text.utf8)))
        }
        return files
    }
}

/// A finding as a report in XARF v4, for programs of abuse desks. Types that XARF wants more of than is known have none.
enum XARFReport {
    /// Who reports.
    struct Reporter: Sendable, Hashable {
        let organisation: String
        let contact: String
        let domain: String
    }

    static func text(_ finding: SeenFinding, reporter: Reporter) -> String? {
        guard let source = finding.ip ?? finding.fqdn, let kind = kind(finding) else { return nil }
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        func put(_ name: String, _ text: String) {
            if bytes.count > 1 { bytes += ",".utf8 }
            JSONOutput.appendQuoted(name, to: &bytes)
            bytes += ":".utf8
            JSONOutput.appendQuoted(text, to: &bytes)
        }
        func party(_ name: String) {
            bytes += ",\"\(name)\":{\"org\":".utf8
            JSONOutput.appendQuoted(reporter.organisation, to: &bytes)
            bytes += ",\"contact\":".utf8
            JSONOutput.appendQuoted(reporter.contact, to: &bytes)
            bytes += ",\"domain\":".utf8
            JSONOutput.appendQuoted(reporter.domain, to: &bytes)
            bytes += "}".utf8
        }
        put("xarf_version", "4.0.0")
        put("report_id", uuid(finding))
        put("timestamp", "\(finding.lastSeen)")
        party("reporter")
        party("sender")
        put("source_identifier", source)
        if let port = finding.port { bytes += ",\"source_port\":\(port)".utf8 }
        put("category", kind.category)
        put("type", kind.type)
        put("evidence_source", "threat_intelligence")
        put("first_seen", "\(finding.firstSeen)")
        put("last_seen", "\(finding.lastSeen)")
        for (name, value) in kind.fields { put(name, value) }
        put("tlp", String(finding.tlp.label.dropFirst(4)).lowercased())
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private struct Kind {
        let category: String
        let type: String
        var fields: [(String, String)] = []
    }

    private static func kind(_ finding: SeenFinding) -> Kind? {
        let service = finding.application ?? finding.identifier
        switch IncidentType(name: finding.type) {
        case .potentiallyUnwantedAccessible, .informationDisclosure, .ddosAmplifier:
            return service.map { Kind(category: "vulnerability", type: "open_service", fields: [("service", $0)]) }
        case .vulnerableSystem, .weakCrypto, .misconfiguration:
            return service.map { Kind(category: "vulnerability", type: "misconfiguration", fields: [("service", $0)]) }
        case .infectedSystem:
            var fields = [("compromise_evidence", "call to a watched control server")]
            if let malware = finding.malware { fields.append(("malware_family", String(malware.prefix(200)))) }
            return Kind(category: "infrastructure", type: "botnet", fields: fields)
        case .phishing: return finding.url.map { Kind(category: "content", type: "phishing", fields: [("url", $0)]) }
        case .malwareDistribution: return finding.url.map { Kind(category: "content", type: "malware", fields: [("url", $0)]) }
        case .blacklist, .spam: return Kind(category: "reputation", type: "blocklist", fields: [("threat_type", finding.type)])
        default: return nil
        }
    }

    /// A name in the form of UUID version 4 (RFC 9562), the same for the same sight of a finding, so that a desk that gets it twice knows.
    private static func uuid(_ finding: SeenFinding) -> String {
        var bits = finding.id.bits ^ UInt128(UInt64(bitPattern: finding.lastSeen.microseconds))
        bits &= ~(UInt128(0xF) << 76 | UInt128(0x3) << 62)
        bits |= UInt128(4) << 76 | UInt128(2) << 62
        let hex = String(bits, radix: 16)
        let text = String(repeating: "0", count: 32 - hex.count) + hex
        var parts: [Substring] = []
        var rest = Substring(text)
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}
