internal import Vocabulary

/// A case as a MISP event (MISP core format, draft-dulaunoy-misp-core-format). It is never published by itself, and its distribution follows
/// the marking: what is not TLP:CLEAR or TLP:GREEN stays within the organisation that takes it.
struct MISPExport: Sendable {
    let document: CaseDocument

    func text() -> String {
        let found = document.found
        let date = String(found.received.iso8601.prefix(10))
        var tags = [document.tlp.label.lowercased(), found.pap.label]
        if let type = found.type.flatMap({ IncidentType($0) }), type.isReferenceType {
            tags.append("rsit:\(type.taxonomy.name)=\"\(type.name)\"")
        }
        let attributes: [JSONTree] = document.indicators.map { noted in
            let (type, category) = Self.kind(noted.observable.kind)
            return .object([
                ("uuid", .text(document.uuid("attribute/\(noted.observable.kind.rawValue)/\(noted.observable.value)"))),
                ("type", .text(type)), ("category", .text(category)), ("value", .text(noted.observable.value)),
                ("to_ids", .flag(noted.observable.kind != .cve)), ("distribution", "5"), ("comment", ""),
                ("timestamp", .text("\(noted.time.seconds)")), ("disable_correlation", .flag(!noted.observable.links)),
            ])
        }
        return JSONTree.object([
            (
                "Event",
                .object([
                    ("uuid", .text(document.uuid("event"))), ("info", .text(found.title)), ("date", .text(date)),
                    ("threat_level_id", .text(Self.level(found.severity))),
                    ("analysis", .text(found.state == .closed ? "2" : found.state == .new ? "0" : "1")),
                    ("distribution", .text(Self.distribution(document.tlp))), ("published", false),
                    ("timestamp", .text("\(found.touched.seconds)")),
                    ("Orgc", .object([("name", .text(document.house)), ("uuid", .text(document.houseUUID))])),
                    ("Tag", .list(tags.map { .object([("name", .text($0))]) })), ("Attribute", .list(attributes)),
                ])
            )
        ]).written() + "\n"
    }

    /// 0 your organisation, 1 this community, 3 all communities.
    private static func distribution(_ tlp: TLP) -> String {
        switch tlp {
        case .clear: "3"
        case .green: "1"
        case .amber, .amberStrict, .red: "0"
        }
    }

    /// 1 high, 2 medium, 3 low, 4 undefined.
    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .critical, .high: "1"
        case .medium: "2"
        case .low: "3"
        case .info: "4"
        }
    }

    private static func kind(_ kind: Observable.Kind) -> (type: String, category: String) {
        switch kind {
        case .ip, .network: ("ip-dst", "Network activity")
        case .domain: ("domain", "Network activity")
        case .url: ("url", "Network activity")
        case .email: ("email", "Payload delivery")
        case .md5: ("md5", "Payload delivery")
        case .sha1: ("sha1", "Payload delivery")
        case .sha256: ("sha256", "Payload delivery")
        case .sha512: ("sha512", "Payload delivery")
        case .cve: ("vulnerability", "External analysis")
        case .asn: ("AS", "Network activity")
        }
    }
}
