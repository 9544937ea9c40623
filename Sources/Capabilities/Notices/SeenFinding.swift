internal import Centre
internal import EventStore
internal import Events
internal import Foundation
internal import Vocabulary

/// A finding as a notice tells it: what was known of it when the notice was written.
///
/// Its texts come from feeds, and so from strangers: whoever writes them somewhere sees to it that they stay what they are.
struct SeenFinding: Sendable, Hashable {
    var id: FindingID
    var type: String
    var identifier: String?
    var ip: String?
    var port: UInt16?
    var transport: String?
    var application: String?
    var fqdn: String?
    var url: String?
    var account: String?
    var malware: String?
    var asn: Int64?
    var country: String?
    var vulnerabilities: String?
    var severity: Severity
    var tlp: TLP
    var state: FindingState.Name
    var firstSeen: Instant
    var lastSeen: Instant
    var count: Int64
    /// Codes of the feeds that saw it; figures are made by them, owners are not told.
    var feeds: [String]
}

extension SeenFinding {
    /// - Parameter tlp: the strictest marking of the feeds that saw it
    init(_ finding: Finding, state: FindingState.Name, tlp: TLP) {
        self.init(
            id: finding.id, type: finding.type, identifier: finding.identifier, ip: finding.ip?.description, port: finding.port,
            transport: finding.transport, application: finding.application, fqdn: finding.fqdn, url: finding.url, account: finding.account,
            malware: finding.malware, asn: finding.asn.map { Int64($0.number) }, country: finding.country,
            vulnerabilities: finding.vulnerabilities, severity: Severity(ofFinding: finding.severity, type: finding.type), tlp: tlp,
            state: state, firstSeen: Instant(microseconds: finding.firstSeen), lastSeen: Instant(microseconds: finding.lastSeen),
            count: finding.count, feeds: finding.feeds)
    }

    /// What tells it from its neighbours: an address with its port, a name, a page, an account.
    var place: String {
        if let url { return url }
        let port = port.map { ":\($0)" } ?? ""
        if let ip { return (ip.contains(":") && !port.isEmpty ? "[\(ip)]" : ip) + port }
        return fqdn.map { $0 + port } ?? account ?? malware ?? "\(id)"
    }

    /// What it is more exactly than its type says.
    var specifics: String? { malware ?? identifier ?? vulnerabilities ?? application }

    /// The text under which its advice is kept: the identifier for open doors, the type for the rest.
    var topic: String { identifier ?? type }
}

extension SeenFinding {
    /// One line of IDF JSON (IntelMQ data format), the form in which machines get it and in which it is kept.
    var line: String {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        func put(_ name: String, _ write: (inout [UInt8]) -> Void) {
            if bytes.count > 1 { bytes += ", ".utf8 }
            JSONOutput.appendQuoted(name, to: &bytes)
            bytes += ": ".utf8
            write(&bytes)
        }
        func put(_ name: String, _ text: String?) { if let text { put(name) { JSONOutput.appendQuoted(text, to: &$0) } } }
        func put(_ name: String, _ number: Int64?) { if let number { put(name) { $0 += "\(number)".utf8 } } }
        put("classification.identifier", identifier)
        put("classification.taxonomy", IncidentType(name: type)?.taxonomy.name)
        put("classification.type", type)
        put("extra.count", count)
        put("extra.finding", "\(id)")
        put("extra.first_seen", "\(firstSeen)")
        put("extra.state", state.rawValue)
        put("malware.name", malware)
        put("product.vulnerabilities", vulnerabilities)
        put("protocol.application", application)
        put("protocol.transport", transport)
        put("severity", severity.name)
        put("source.account", account)
        put("source.asn", asn)
        put("source.fqdn", fqdn)
        put("source.geolocation.cc", country)
        put("source.ip", ip)
        put("source.port", port.map(Int64.init))
        put("source.url", url)
        put("time.source", "\(lastSeen)")
        put("tlp", tlp.label)
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a line again; nil where it is none of ours.
    init?(line: String, feeds: [String] = []) {
        guard let kept = try? JSONDecoder().decode(Kept.self, from: Data(line.utf8)), let id = FindingID(kept.id),
            let firstSeen = Instant(kept.firstSeen), let lastSeen = Instant(kept.lastSeen)
        else { return nil }
        self.init(
            id: id, type: kept.type, identifier: kept.identifier, ip: kept.ip, port: kept.port, transport: kept.transport,
            application: kept.application, fqdn: kept.fqdn, url: kept.url, account: kept.account, malware: kept.malware, asn: kept.asn,
            country: kept.country, vulnerabilities: kept.vulnerabilities, severity: Severity(kept.severity) ?? .medium,
            tlp: TLP(kept.tlp) ?? .red, state: FindingState.Name(rawValue: kept.state) ?? .open, firstSeen: firstSeen, lastSeen: lastSeen,
            count: kept.count, feeds: feeds)
    }

    private struct Kept: Decodable {
        let id, type, firstSeen, lastSeen, severity, tlp, state: String
        let identifier, ip, transport, application, fqdn, url, account, malware, country, vulnerabilities: String?
        let asn: Int64?
        let port: UInt16?
        let count: Int64

        enum CodingKeys: String, CodingKey {
            case id = "extra.finding"
            case type = "classification.type"
            case firstSeen = "extra.first_seen"
            case lastSeen = "time.source"
            case severity, tlp
            case state = "extra.state"
            case identifier = "classification.identifier"
            case ip = "source.ip"
            case transport = "protocol.transport"
            case application = "protocol.application"
            case fqdn = "source.fqdn"
            case url = "source.url"
            case account = "source.account"
            case malware = "malware.name"
            case country = "source.geolocation.cc"
            case vulnerabilities = "product.vulnerabilities"
            case asn = "source.asn"
            case port = "source.port"
            case count = "extra.count"
        }
    }
}

extension Severity {
    /// What a feed said, or what the type usually is where it said nothing.
    init(ofFinding text: String?, type: String) {
        if let said = text.flatMap({ Severity($0) }) {
            self = said
            return
        }
        switch IncidentType(name: type) {
        case .c2Server, .systemCompromise, .privilegedAccountCompromise, .applicationCompromise, .infectedSystem, .malwareDistribution,
            .phishing, .dataLeak, .unauthorisedInformationModification:
            self = .high
        case .vulnerableSystem, .potentiallyUnwantedAccessible, .informationDisclosure, .ddosAmplifier, .bruteForce, .exploit, .idsAlert,
            .unprivilegedAccountCompromise, .proxy, .spam, .ddos, .dos, .misconfiguration, .malware, .malwareConfiguration, .masquerade:
            self = .medium
        default: self = .low
        }
    }
}
