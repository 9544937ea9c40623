internal import Centre
internal import Vocabulary

/// A case as a STIX 2.1 bundle: an incident, what was observed, indicators for what stands for something bad, a grouping that holds all
/// together, every object under the TLP 2.0 marking of the case.
struct STIXExport: Sendable {
    let document: CaseDocument

    func text() -> String {
        let marking = Self.marking(document.tlp)
        let house = "identity--\(document.houseUUID)"
        let found = document.found
        let times: [(String, JSONTree?)] = [
            ("created", .text(Self.time(found.opened))), ("modified", .text(Self.time(max(found.touched, found.opened)))),
        ]
        let common: [(String, JSONTree?)] =
            times + [
                ("created_by_ref", .text(house)), ("object_marking_refs", .list([.text(marking.id)])),
            ]
        var objects: [JSONTree] = [
            marking.object,
            .object([
                ("type", "identity"), ("spec_version", "2.1"), ("id", .text(house)), ("created", "2024-01-01T00:00:00.000Z"),
                ("modified", "2024-01-01T00:00:00.000Z"), ("name", .text(document.house)), ("identity_class", "organization"),
            ]),
        ]
        let incident = "incident--\(document.uuid("incident"))"
        objects.append(
            .object(
                [("type", "incident"), ("spec_version", "2.1"), ("id", .text(incident))] + common + [
                    ("name", .text(found.title)), ("description", .text(document.description)),
                    ("labels", found.type.map { .list([.text($0)]) }),
                    (
                        "external_references",
                        .list([.object([("source_name", .text(document.house)), ("external_id", .text(document.number))])])
                    ),
                ]))
        var references = [incident]
        for noted in document.indicators {
            guard let made = observable(noted.observable, common, marking.id) else { continue }
            references.append(made.id)
            objects.append(made.object)
            guard let pattern = Self.pattern(noted.observable) else { continue }
            let id = "indicator--\(document.uuid("indicator/\(noted.observable.kind.rawValue)/\(noted.observable.value)"))"
            references.append(id)
            objects.append(
                .object(
                    [("type", "indicator"), ("spec_version", "2.1"), ("id", .text(id))] + common + [
                        ("name", .text(noted.observable.defanged)), ("indicator_types", .list(["malicious-activity"])),
                        ("pattern", .text(pattern)), ("pattern_type", "stix"), ("pattern_version", "2.1"),
                        ("valid_from", .text(Self.time(noted.time))),
                    ]))
            let link = "relationship--\(document.uuid("relationship/\(id)"))"
            references.append(link)
            objects.append(
                .object(
                    [("type", "relationship"), ("spec_version", "2.1"), ("id", .text(link))] + common + [
                        ("relationship_type", "related-to"), ("source_ref", .text(id)), ("target_ref", .text(incident)),
                    ]))
        }
        objects.append(
            .object(
                [("type", "grouping"), ("spec_version", "2.1"), ("id", .text("grouping--\(document.uuid("grouping"))"))] + common + [
                    ("name", .text("\(document.number): \(found.title)")), ("context", "suspicious-activity"),
                    ("object_refs", .list(references.map(JSONTree.text))),
                ]))
        return JSONTree.object([
            ("type", "bundle"), ("id", .text("bundle--\(document.uuid("bundle/\(found.touched.microseconds)"))")),
            ("objects", .list(objects)),
        ]).written() + "\n"
    }

    /// RFC 3339 in UTC with milliseconds (STIX 2.1 section 2.15).
    static func time(_ moment: Instant) -> String {
        let millis = moment.microseconds / 1_000 - moment.seconds * 1_000
        let digits = String(millis + 1_000).dropFirst()
        return String(Instant(seconds: moment.seconds).iso8601.prefix(19)) + ".\(digits)Z"
    }

    /// The fixed marking definitions of TLP 2.0 (STIX TLP 2.0 extension definition).
    private static func marking(_ tlp: TLP) -> (id: String, object: JSONTree) {
        let uuid =
            switch tlp {
            case .clear: "94868c89-83c2-464b-929b-a1a8aa3c8487"
            case .green: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
            case .amber: "55d920b0-5e8b-4f79-9ee9-91f868d9b421"
            case .amberStrict: "939a9414-2ddd-4d32-a0cd-375ea402b003"
            case .red: "e828b379-4e03-4974-9ac4-e53a884c97c1"
            }
        let id = "marking-definition--\(uuid)"
        let level = tlp.label.dropFirst(4).lowercased()
        return (
            id,
            .object([
                ("type", "marking-definition"), ("spec_version", "2.1"), ("id", .text(id)), ("created", "2022-10-01T00:00:00.000Z"),
                ("name", .text(tlp.label)),
                (
                    "extensions",
                    .object([
                        (
                            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d",
                            .object([("extension_type", "property-extension"), ("tlp_2_0", .text(level))])
                        )
                    ])
                ),
            ])
        )
    }

    /// An object for an observable; its name comes from what it holds (STIX 2.1 section 2.9). A vulnerability is a domain object.
    private func observable(_ observable: Observable, _ common: [(String, JSONTree?)], _ marking: String) -> (id: String, object: JSONTree)?
    {
        let value = observable.value
        let plain = "{\"value\":\(JSON.quoted(value))}"
        func made(_ type: String, _ contributing: String, _ members: [(String, JSONTree?)]) -> (String, JSONTree) {
            let id = "\(type)--\(UUIDv5.make(contributing, in: UUIDv5.stix))"
            let head: [(String, JSONTree?)] = [("type", .text(type)), ("spec_version", "2.1"), ("id", .text(id))]
            return (id, .object(head + members + [("object_marking_refs", .list([.text(marking)]))]))
        }
        switch observable.kind {
        case .ip, .network:
            let isIPv6 = value.contains(":")
            return made(isIPv6 ? "ipv6-addr" : "ipv4-addr", plain, [("value", .text(value))])
        case .domain: return made("domain-name", plain, [("value", .text(value))])
        case .url: return made("url", plain, [("value", .text(value))])
        case .email: return made("email-addr", plain, [("value", .text(value))])
        case .md5, .sha1, .sha256, .sha512:
            let name = Self.hashName(observable.kind)
            return made(
                "file", "{\"hashes\":{\(JSON.quoted(name)):\(JSON.quoted(value))}}", [("hashes", .object([(name, .text(value))]))])
        case .asn:
            guard let number = Int(value.dropFirst(2)) else { return nil }
            return made("autonomous-system", "{\"number\":\(number)}", [("number", .number(number))])
        case .cve:
            let id = "vulnerability--\(document.uuid("vulnerability/\(value)"))"
            return (
                id,
                .object(
                    [("type", "vulnerability"), ("spec_version", "2.1"), ("id", .text(id))] + common + [
                        ("name", .text(value)),
                        ("external_references", .list([.object([("source_name", "cve"), ("external_id", .text(value))])])),
                    ])
            )
        }
    }

    private static func hashName(_ kind: Observable.Kind) -> String {
        switch kind {
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha512: "SHA-512"
        default: "SHA-256"
        }
    }

    /// A pattern that finds an observable (STIX 2.1 section 9); nil for what cannot be found by one.
    static func pattern(_ observable: Observable) -> String? {
        let text = "'" + observable.value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
        switch observable.kind {
        case .ip: return "[\(observable.value.contains(":") ? "ipv6" : "ipv4")-addr:value = \(text)]"
        case .network: return "[\(observable.value.contains(":") ? "ipv6" : "ipv4")-addr:value ISSUBSET \(text)]"
        case .domain: return "[domain-name:value = \(text)]"
        case .url: return "[url:value = \(text)]"
        case .email: return "[email-addr:value = \(text)]"
        case .md5, .sha1, .sha256, .sha512: return "[file:hashes.'\(hashName(observable.kind))' = \(text)]"
        case .asn: return "[autonomous-system:number = \(observable.value.dropFirst(2))]"
        case .cve: return nil
        }
    }
}
