internal import Vocabulary

/// A case as an IODEF document, version 2, in JSON (RFC 7970, RFC 8727).
struct IODEFExport: Sendable {
    let document: CaseDocument
    /// Where the centre can be written to.
    let contact: String

    func text() -> String {
        let found = document.found
        let indicators: [JSONTree] = document.indicators.map { noted in
            .object([
                (
                    "IndicatorID",
                    .object([
                        ("id", .text(document.uuid("indicator/\(noted.observable.kind.rawValue)/\(noted.observable.value)"))),
                        ("name", .text(document.domain)), ("version", "1"),
                    ])
                ),
                ("StartTime", .text(Self.time(noted.time))), ("Observable", Self.observable(noted.observable)),
            ])
        }
        let impact: JSONTree = .object([
            (
                "SystemImpact",
                .object([
                    ("severity", .text(found.severity >= .high ? "high" : found.severity == .medium ? "medium" : "low")),
                    ("type", "unknown"),
                ])
            )
        ])
        return JSONTree.object([
            ("version", "2.0"), ("lang", "en"),
            (
                "Incident",
                .list([
                    .object([
                        ("purpose", "reporting"), ("lang", .text(found.language ?? "en")),
                        ("restriction", .text(Self.restriction(document.tlp))),
                        ("IncidentID", .object([("id", .text(document.number)), ("name", .text(document.domain))])),
                        ("ReportTime", .text(Self.time(found.received))), ("GenerationTime", .text(Self.time(document.made))),
                        ("Description", .list([.text(found.title)] + (found.summary.map { [.text($0)] } ?? []))),
                        (
                            "Assessment",
                            .list([
                                .object([
                                    ("occurrence", "actual"),
                                    ("IncidentCategory", found.type.map { .list([.text("rsit:\($0)")]) }), ("Impact", .list([impact])),
                                ])
                            ])
                        ),
                        (
                            "Contact",
                            .list([
                                .object([
                                    ("role", "creator"), ("type", "organization"), ("ContactName", .list([.text(document.house)])),
                                    ("Email", .list([.object([("EmailTo", .text(contact))])])),
                                ])
                            ])
                        ), ("Indicator", indicators.isEmpty ? nil : .list(indicators)),
                    ])
                ])
            ),
        ]).written() + "\n"
    }

    /// RFC 3339 in UTC.
    private static func time(_ moment: Instant) -> String { String(Instant(seconds: moment.seconds).iso8601.prefix(19)) + "Z" }

    /// RFC 7970 section 3.3.1 knows the colours of TLP 1.0; `AMBER+STRICT` has no own value, so that the stricter one stands.
    private static func restriction(_ tlp: TLP) -> String {
        switch tlp {
        case .clear: "white"
        case .green: "green"
        case .amber: "amber"
        case .amberStrict, .red: "red"
        }
    }

    private static func observable(_ observable: Observable) -> JSONTree {
        func address(_ category: String) -> JSONTree {
            .object([("Address", .object([("value", .text(observable.value)), ("category", .text(category))]))])
        }
        func bulk(_ type: String, _ ext: String? = nil) -> JSONTree {
            .object([
                (
                    "BulkObservable",
                    .object([
                        ("type", .text(type)), ("ext-type", ext.map(JSONTree.text)), ("BulkObservableList", .text(observable.value)),
                    ])
                )
            ])
        }
        let isIPv6 = observable.value.contains(":")
        switch observable.kind {
        case .ip: return address(isIPv6 ? "ipv6-addr" : "ipv4-addr")
        case .network: return address(isIPv6 ? "ipv6-net" : "ipv4-net")
        case .email: return address("e-mail")
        case .url: return address("site-uri")
        case .asn: return address("asn")
        case .domain:
            return .object([
                (
                    "DomainData",
                    .object([
                        ("system-status", "unknown"), ("domain-status", "unknown"), ("Name", .text(observable.value)),
                    ])
                )
            ])
        case .md5, .sha1, .sha256, .sha512: return bulk("file-hash")
        case .cve: return bulk("ext-value", "cve")
        }
    }
}
