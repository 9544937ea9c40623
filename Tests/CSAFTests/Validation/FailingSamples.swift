import CSAF

/// For each test edits that make a document fail it that passes all tests before.
struct FailingSample: Sendable, CustomStringConvertible {
    let id: String
    let versions: [CSAFVersion]
    let edits: [(String, String?)]

    init(_ id: String, _ edits: [(String, String?)], _ versions: [CSAFVersion] = CSAFVersion.allCases) {
        self.id = id
        self.edits = edits
        self.versions = versions
    }

    var description: String { id }
}

private let product = "/product_tree/branches/0/branches/0/branches/0"
private let helper = product + "/product/product_identification_helper"
private let vulnerability = "/vulnerabilities/0"
private let vector31 = #""version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H""#
private let range = [(product + "/category", "\"product_version_range\"")]
private let decision = vulnerability + "/metrics/0/content/ssvc_v2"

private func ssvc(_ namespace: String, _ key: String, _ version: String, _ values: String) -> String {
    """
    {"schemaVersion":"2.0.0","timestamp":"2024-01-24T10:00:00Z","selections":[
    {"namespace":"\(namespace)","key":"\(key)","version":"\(version)","values":[\(values)]}]}
    """
}

private let known = ssvc("ssvc", "MI", "2.0.0", #"{"key":"MEF"}"#)
private let foreign = ssvc("x_example.test#own", "X", "1.0.0", #"{"key":"A"}"#)

private func ext(_ critical: Bool = false, _ category: String = "supplementary") -> String {
    """
    [{"$schema":"https://example.com/schema/probe_1.0.0.json","category":"\(category)","content":{"probe":"a"},"critical":\(critical)}]
    """
}

private func combination(_ version: CSAFVersion, _ id: String, _ first: String, _ second: String) -> String {
    version == .v2_0
        ? #"{"category":"installed_on","full_product_name":{"name":"C","product_id":"\#(id)"},"product_reference":"\#(first)","relates_to_product_reference":"\#(second)"}"#
        : #"{"beginning_product_reference":"\#(first)","full_product_name":{"name":"C","product_id":"\#(id)"},"subpaths":[{"category":"installed_on","next_product_reference":"\#(second)"}]}"#
}

private let twoRanges = [
    (product + "/category", "\"product_version_range\""),
    ("/product_tree/branches/0/branches/0/branches/1/category", "\"product_version_range\""),
]
/// A product 32 branches deep.
private let nested =
    String(repeating: #"{"category":"product_family","name":"x","branches":["#, count: 31)
    + #"{"category":"product_name","name":"x","product":{"name":"D","product_id":"D"}}"# + String(repeating: "]}", count: 31)
private let deeper = #"[{"category":"language","name":"de","product":{"name":"D","product_id":"D"}}]"#

extension FailingSample {
    static let mandatory: [FailingSample] = [
        .init("6.1.1", [(vulnerability + "/product_status/known_affected/-", "\"missing\"")]),
        .init("6.1.2", [("/product_tree/full_product_names", #"[{"name":"B","product_id":"A-4.1"}]"#)]),
        .init("6.1.3", [("/product_tree/relationships", "[" + combination(.v2_0, "C", "A-4.1", "C") + "]")], [.v2_0]),
        .init("6.1.3", [("/product_tree/product_paths", "[" + combination(.v2_1, "C", "A-4.1", "C") + "]")], [.v2_1]),
        .init(
            "6.1.3",
            [
                (
                    "/product_tree/product_paths",
                    "[" + combination(.v2_1, "C", "A-4.1", "D") + "," + combination(.v2_1, "D", "C", "A-4.1") + "]"
                )
            ],
            [.v2_1]),
        .init("6.1.4", [(vulnerability + "/remediations/0/group_ids", "[\"missing\"]")]),
        .init("6.1.5", [("/product_tree/product_groups/-", #"{"group_id":"all","product_ids":["A-4.1","A-4.2"]}"#)]),
        .init("6.1.6", [(vulnerability + "/product_status/known_not_affected", "[\"A-4.1\"]")]),
        .init(
            "6.1.7",
            [(vulnerability + "/scores/-", #"{"cvss_v3":{\#(vector31),"baseScore":9.8,"baseSeverity":"CRITICAL"},"products":["A-4.1"]}"#)],
            [.v2_0]),
        .init("6.1.7", [(vulnerability + "/metrics/-", #"{"content":{"cvss_v4":{"version":"4.0"}},"products":["A-4.1"]}"#)], [.v2_1]),
        .init("6.1.8", [(vulnerability + "/scores/0/cvss_v3/baseSeverity", nil)], [.v2_0]),
        .init("6.1.8", [(vulnerability + "/metrics/0/content/cvss_v4/baseScore", "\"9.3\"")], [.v2_1]),
        .init("6.1.9", [(vulnerability + "/scores/0/cvss_v3/baseScore", "9.7")], [.v2_0]),
        .init("6.1.9", [(vulnerability + "/scores/0/cvss_v3/vectorString", "\"CVSS:3.1/AV:N\"")], [.v2_0]),
        .init("6.1.9", [(vulnerability + "/metrics/0/content/cvss_v4/baseSeverity", "\"HIGH\"")], [.v2_1]),
        .init("6.1.10", [(vulnerability + "/scores/0/cvss_v3/attackVector", "\"LOCAL\"")], [.v2_0]),
        .init("6.1.10", [(vulnerability + "/metrics/0/content/cvss_v4/attackVector", "\"LOCAL\"")], [.v2_1]),
        .init("6.1.11", [(vulnerability + "/cwe/name", "\"Out-of-bounds Write\"")], [.v2_0]),
        .init("6.1.11", [(vulnerability + "/cwes/0/version", "\"4.99\"")], [.v2_1]),
        .init("6.1.11", [(vulnerability + "/cwes/0/id", "\"CWE-1000\"")], [.v2_1]),
        .init("6.1.12", [("/document/lang", "\"ez\"")]),
        .init("6.1.13", [(helper + "/purl", "\"pkg:maven/@1.0\"")], [.v2_0]),
        .init("6.1.13", [(helper + "/purls/-", "\"pkg:gem/example/a@1\"")], [.v2_1]),
        .init("6.1.14", [("/document/tracking/revision_history/0/number", "\"3\"")]),
        .init("6.1.15", [("/document/publisher/category", "\"translator\"")]),
        .init("6.1.16", [("/document/tracking/version", "\"1\"")]),
        .init("6.1.17", [("/document/tracking/version", "\"0\"")]),
        .init("6.1.18", [("/document/tracking/revision_history/0/number", "\"0\"")]),
        .init("6.1.19", [("/document/tracking/revision_history/0/number", "\"1.0.0-rc.1\"")]),
        .init("6.1.20", [("/document/tracking/version", "\"2.0.0-rc.1\"")]),
        .init("6.1.21", [("/document/tracking/revision_history/1/number", "\"3\"")]),
        .init("6.1.21", [("/document/tracking/revision_history/0", nil)]),
        .init("6.1.22", [("/document/tracking/revision_history/1/number", "\"1\"")]),
        .init("6.1.23", [("/vulnerabilities/-", #"{"cve":"CVE-2024-0001"}"#)]),
        .init(
            "6.1.24",
            [
                (
                    vulnerability + "/involvements",
                    #"[{"party":"vendor","status":"open","date":"2024-01-01T00:00:00Z"},{"party":"vendor","status":"disputed","date":"2024-01-01T01:00:00+01:00"}]"#
                )
            ]),
        .init(
            "6.1.25",
            [
                (
                    helper + "/hashes/0/file_hashes/-",
                    #"{"algorithm":"sha256","value":"126a37919b182ef7c63791e82c9645e2f897a3f0b73c7a6028c7febf62e93838"}"#
                )
            ]),
        .init("6.1.26", [("/document/category", "\"Security–Advisory\"")]),
        .init("6.1.26", [("/document/category", "\"csaf_own\"")]),
        .init("6.1.27.1", [("/document/category", "\"csaf_informational_advisory\""), ("/document/notes", nil)]),
        .init("6.1.27.2", [("/document/category", "\"csaf_security_incident_response\""), ("/document/references/1", nil)]),
        .init("6.1.27.3", [("/document/category", "\"csaf_informational_advisory\"")]),
        .init("6.1.27.4", [("/product_tree", nil)]),
        .init("6.1.27.5", [(vulnerability + "/notes", nil)]),
        .init("6.1.27.6", [(vulnerability + "/product_status", nil)]),
        .init("6.1.27.7", [("/document/category", "\"csaf_vex\""), (vulnerability + "/product_status", #"{"recommended":["A-4.2"]}"#)]),
        .init("6.1.27.8", [("/document/category", "\"csaf_vex\""), (vulnerability + "/cve", nil)]),
        .init(
            "6.1.27.8",
            [
                ("/document/category", "\"csaf_vex\""), (vulnerability + "/cve", nil),
                (vulnerability + "/ids", #"[{"system_name":"S","text":"T","product_ids":["A-4.2"]}]"#),
            ], [.v2_1]),
        .init(
            "6.1.27.9", [("/document/category", "\"csaf_vex\""), (vulnerability + "/product_status", #"{"known_not_affected":["A-4.1"]}"#)]),
        .init("6.1.27.10", [("/document/category", "\"csaf_vex\""), (vulnerability + "/remediations", nil)]),
        .init("6.1.27.11", [("/vulnerabilities", nil)]),
        .init("6.1.27.12", [(vulnerability + "/product_status/known_affected", nil)], [.v2_1]),
        .init("6.1.27.13", [(vulnerability + "/product_status/known_affected", nil)], [.v2_1]),
        .init("6.1.27.14", [("/document/category", "\"csaf_withdrawn\"")], [.v2_1]),
        .init("6.1.27.15", [("/document/category", "\"csaf_superseded\"")], [.v2_1]),
        .init("6.1.27.16", [("/document/category", "\"csaf_withdrawn\""), ("/document/tracking/revision_history/0", nil)], [.v2_1]),
        .init("6.1.27.17", [("/document/category", "\"csaf_withdrawn\"")], [.v2_1]),
        .init("6.1.27.18", [("/document/category", "\"csaf_superseded\"")], [.v2_1]),
        .init("6.1.27.19", [("/document/category", "\"csaf_superseded\"")], [.v2_1]),
        .init("6.1.28", [("/document/source_lang", "\"EN\"")]),
        .init("6.1.29", [(vulnerability + "/remediations/0/product_ids", nil)]),
        .init("6.1.30", [("/document/tracking/version", "\"2.0.0\"")]),
        .init("6.1.31", [(product + "/name", "\"prior to 4.2\"")]),
        .init("6.1.31", [(product + "/name", "\"<4.2\"")]),
        .init("6.1.32", [(vulnerability + "/flags", #"[{"label":"component_not_present"}]"#)]),
        .init(
            "6.1.33",
            [
                (
                    vulnerability + "/flags",
                    #"[{"label":"component_not_present","product_ids":["A-4.1"]},{"label":"vulnerable_code_not_present","group_ids":["all"]}]"#
                )
            ]),
        .init(
            "6.1.34",
            [
                (
                    "/product_tree/branches/-",
                    nested
                )
            ], [.v2_1]),
        .init(
            "6.1.35", [(vulnerability + "/remediations/-", #"{"category":"no_fix_planned","details":"d","group_ids":["all"]}"#)], [.v2_1]),
        .init("6.1.36", [(vulnerability + "/remediations/0/product_ids/-", "\"A-4.2\"")], [.v2_1]),
        .init("6.1.37", [("/document/tracking/current_release_date", "\"2024-01-24t10:00:00Z\"")], [.v2_1]),
        .init("6.1.37", [("/document/tracking/current_release_date", "\"2016-12-31T23:59:60Z\"")], [.v2_1]),
        .init(
            "6.1.38",
            [
                ("/document/distribution/tlp/label", "\"RED\""),
                ("/document/distribution/sharing_group", #"{"id":"ffffffff-ffff-ffff-ffff-ffffffffffff"}"#),
            ], [.v2_1]),
        .init("6.1.39", [("/document/distribution/sharing_group", #"{"id":"11111111-1111-4111-8111-111111111111"}"#)], [.v2_1]),
        .init(
            "6.1.40", [("/document/distribution/sharing_group", #"{"id":"11111111-1111-4111-8111-111111111111","name":"Public"}"#)], [.v2_1]
        ),
        .init("6.1.41", [("/document/distribution/sharing_group", #"{"id":"ffffffff-ffff-ffff-ffff-ffffffffffff"}"#)], [.v2_1]),
        .init("6.1.42", [(helper + "/purls/-", "\"pkg:deb/example/b@4.1\"")], [.v2_1]),
        .init("6.1.43", [(helper + "/model_numbers", #"["A*B*"]"#)], [.v2_1]),
        .init("6.1.44", [(helper + "/serial_numbers", #"["*A*"]"#)], [.v2_1]),
        .init("6.1.45", [(vulnerability + "/disclosure_date", "\"2024-02-24T10:00:00Z\"")], [.v2_1]),
        .init("6.1.46", [(decision, #"{"schemaVersion":"2.0.0"}"#)], [.v2_1]),
        .init("6.1.47", [(decision, known), (decision + "/target_ids", "[\"CVE-2024-9999\"]")], [.v2_1]),
        .init("6.1.48", [(decision, ssvc("ssvc", "MI", "2.0.0", #"{"key":"MF"},{"key":"D"}"#))], [.v2_1]),
        .init("6.1.48", [(decision, ssvc("ssvc", "NO", "2.0.0", #"{"key":"MF"}"#))], [.v2_1]),
        .init("6.1.48", [(decision, ssvc("ssvc", "MI", "1.7.0", #"{"key":"MF"}"#))], [.v2_1]),
        .init("6.1.49", [(decision, known), (decision + "/timestamp", "\"2025-01-24T10:00:00Z\"")], [.v2_1]),
        .init("6.1.50", range + [(product + "/name", "\"all versions < 4.2\"")], [.v2_1]),
        .init("6.1.50", range + [(product + "/name", "\"vers:semver/>2.0.0|<1.0.0\"")], [.v2_1]),
        .init(
            "6.1.51",
            [(vulnerability + "/metrics/0/content/epss", #"{"percentile":"0.1","probability":"0.1","timestamp":"2025-01-01T00:00:00Z"}"#)],
            [.v2_1]),
        .init(
            "6.1.52",
            [
                (
                    vulnerability + "/first_known_exploitation_dates",
                    #"[{"date":"2025-01-01T00:00:00Z","exploitation_date":"2024-01-01T00:00:00Z","product_ids":["A-4.1"]}]"#
                )
            ], [.v2_1]),
        .init(
            "6.1.53",
            [
                (
                    vulnerability + "/first_known_exploitation_dates",
                    #"[{"date":"2023-01-01T00:00:00Z","exploitation_date":"2024-01-01T00:00:00Z","product_ids":["A-4.1"]}]"#
                )
            ], [.v2_1]),
        .init("6.1.54", [("/document/license_expression", "\"Use it freely.\"")], [.v2_1]),
        .init("6.1.55", [("/document/license_expression", "\"LicenseRef-example.com-own\"")], [.v2_1]),
        .init(
            "6.1.56", [(vulnerability + "/metrics/-", #"{"content":{"qualitative_severity_rating":"high"},"products":["A-4.1"]}"#)], [.v2_1]
        ),
        .init("6.1.57", [("/product_tree/branches/0/branches/0/category", "\"vendor\"")], [.v2_1]),
        .init("6.1.58", [("/product_tree/branches/0/branches/0/category", "\"product_version_range\"")], [.v2_1]),
        .init("6.1.59", range, [.v2_1]),
        .init(
            "6.1.60.1",
            [("/x_extensions", #"[{"$schema":"https://example.com/schema/probe_1.0.0.json","category":"significant","content":{"a":1}}]"#)],
            [.v2_1]),
        .init("6.1.60.2", [("/x_extensions", ext()), ("/x_extensions/0/content/other", "1")], [.v2_1]),
        .init("6.1.60.3", [("/document/x_extensions", ext())], [.v2_1]),
        .init("6.1.61", [(helper + "/skus", #"["A**"]"#)], [.v2_1]),
    ]

    static let recommended: [FailingSample] = [
        .init("6.2.1", [("/product_tree/full_product_names", #"[{"name":"B","product_id":"B"}]"#)]),
        .init("6.2.2", [(vulnerability + "/remediations", nil)]),
        .init("6.2.3", [(vulnerability + "/scores", nil)], [.v2_0]),
        .init("6.2.3", [(vulnerability + "/metrics", nil)], [.v2_1]),
        .init("6.2.4", [("/document/tracking/revision_history/0/number", "\"1.0.0+5\"")]),
        .init("6.2.5", [("/document/tracking/initial_release_date", "\"2024-01-22T10:00:00+01:00\"")]),
        .init("6.2.6", [("/document/tracking/current_release_date", "\"2024-01-23T10:00:00Z\"")]),
        .init("6.2.7", [(vulnerability + "/involvements", #"[{"party":"vendor","status":"open"}]"#)]),
        .init("6.2.8", [(helper + "/hashes/0/file_hashes/0", #"{"algorithm":"md5","value":"6ae24620ea9656230f49234efd078935"}"#)]),
        .init("6.2.9", [(helper + "/hashes/0/file_hashes/0", #"{"algorithm":"sha1","value":"e067035314dd8673fe1c9fc6b01414fe0950fdc4"}"#)]),
        .init("6.2.10", [("/document/distribution", nil)], [.v2_0]),
        .init("6.2.11", [("/document/references/0/url", "\"https://example.com/ESA-2024-0001.json\"")]),
        .init("6.2.12", [("/document/lang", nil)]),
        .init("6.2.13", [("/document/aggregate_severity", #"{"text":"high"}"#)]),
        .init("6.2.14", [("/document/lang", "\"en-XA\"")]),
        .init("6.2.15", [("/document/source_lang", "\"i-default\"")]),
        .init("6.2.16", [(helper, nil)]),
        .init("6.2.17", [(vulnerability + "/ids", #"[{"system_name":"S","text":"CVE-2024-0002"}]"#)]),
        .init("6.2.18", range + [(product + "/name", "\"<4.2\"")]),
        .init("6.2.19", [(vulnerability + "/scores/0/products/-", "\"A-4.2\"")], [.v2_0]),
        .init("6.2.19", [(vulnerability + "/metrics/0/products/-", "\"A-4.2\"")], [.v2_1]),
        .init("6.2.20", [("/document/titel", "\"x\"")]),
        .init("6.2.21", [("/document/tracking/revision_history/0/date", "\"2024-01-24T11:00:00+01:00\"")], [.v2_1]),
        .init("6.2.22", [("/document/title", "\"ESA-2024-0001: overwritten\"")], [.v2_1]),
        .init(
            "6.2.23",
            [(vulnerability + "/cwes/0", #"{"id":"CWE-596","name":"DEPRECATED: Incorrect Semantic Object Comparison","version":"4.13"}"#)],
            [.v2_1]),
        .init("6.2.24", [(vulnerability + "/cwes/0/version", "\"4.12\"")], [.v2_1]),
        .init("6.2.25", [(vulnerability + "/cwes/0", #"{"id":"CWE-20","name":"Improper Input Validation","version":"4.13"}"#)], [.v2_1]),
        .init(
            "6.2.26",
            [(vulnerability + "/cwes/0", #"{"id":"CWE-1023","name":"Incomplete Comparison with Missing Factors","version":"4.13"}"#)],
            [.v2_1]),
        .init(
            "6.2.27", [(vulnerability + "/remediations/-", #"{"category":"optional_patch","details":"d","product_ids":["A-4.2"]}"#)],
            [.v2_1]),
        .init(
            "6.2.28", [("/document/distribution/sharing_group", #"{"id":"ffffffff-ffff-ffff-ffff-ffffffffffff","name":"Public"}"#)], [.v2_1]
        ),
        .init(
            "6.2.29",
            [("/document/distribution/sharing_group", #"{"id":"00000000-0000-0000-0000-000000000000","name":"No sharing allowed"}"#)],
            [.v2_1]),
        .init(
            "6.2.30", [("/document/distribution/sharing_group", #"{"id":"ffffffff-ffff-ffff-ffff-ffffffffffff","name":"Public"}"#)], [.v2_1]
        ),
        .init("6.2.31", [(helper + "/serial_numbers", #"["S-1"]"#)], [.v2_1]),
        .init(
            "6.2.32",
            [
                (
                    "/product_tree/branches/0/branches/0/branches/1/product/product_identification_helper/cpe",
                    "\"cpe:2.3:a:example:product_a:4.1:*:*:*:*:*:*:*\""
                )
            ], [.v2_1]),
        .init("6.2.33", [(vulnerability + "/disclosure_date", "\"2024-02-24T10:00:00Z\"")], [.v2_1]),
        .init("6.2.34", [(decision, foreign)], [.v2_1]),
        .init("6.2.35", [(decision, foreign)], [.v2_1]),
        .init("6.2.36", [(decision, ssvc("ssvc//.example.test#own", "MI", "2.0.0", #"{"key":"MF"}"#))], [.v2_1]),
        .init("6.2.37", [(decision, foreign)], [.v2_1]),
        .init("6.2.38", [("/document/category", "\"csaf_deprecated_security_advisory\"")], [.v2_1]),
        .init("6.2.39.1", [(vulnerability + "/product_status/fixed", nil)], [.v2_1]),
        .init("6.2.39.2", [("/document/category", "\"csaf_withdrawn\""), ("/document/lang", "\"de\"")], [.v2_1]),
        .init("6.2.39.3", [("/document/category", "\"csaf_superseded\""), ("/document/lang", "\"de\"")], [.v2_1]),
        .init("6.2.39.4", [("/document/category", "\"csaf_superseded\""), ("/document/lang", "\"de\"")], [.v2_1]),
        .init("6.2.39.5", [("/document/category", "\"csaf_withdrawn\""), ("/x_extensions", ext())], [.v2_1]),
        .init("6.2.40", [("/document/notes/-", #"{"category":"description","text":"A tool.","title":"Product Description"}"#)], [.v2_1]),
        .init(
            "6.2.41",
            [(vulnerability + "/metrics/0/content/epss", #"{"percentile":"0.1","probability":"0.1","timestamp":"2024-01-01T00:00:00Z"}"#)],
            [.v2_1]),
        .init("6.2.42", [(helper + "/cpe", "\"cpe:2.3:a:example:product_a:4.1:p1:*:*:*:*:*:*\"")], [.v2_1]),
        .init("6.2.42", [(helper + "/purls", #"["pkg:deb/example/a@4.0"]"#)], [.v2_1]),
        .init("6.2.43", [("/document/license_expression", nil)], [.v2_1]),
        .init("6.2.44", [("/document/license_expression", "\"GFDL-1.1\"")], [.v2_1]),
        .init("6.2.45", [("/document/license_expression", "\"No-Such-License\"")], [.v2_1]),
        .init("6.2.46", [("/document/license_expression", "\"LicenseRef-example.com-own\""), ("/document/lang", "\"de\"")], [.v2_1]),
        .init("6.2.47", [(vulnerability + "/metrics/0/content", #"{"qualitative_severity_rating":"high"}"#)], [.v2_1]),
        .init("6.2.48", [("/product_tree/branches/0/name", "\"open  source\"")], [.v2_1]),
        .init("6.2.49", range + [(product + "/name", "\"vers:intdot/>=4.1\"")], [.v2_1]),
        .init(
            "6.2.50.1",
            twoRanges + [
                (product + "/name", "\"vers:intdot/>2|<4\""),
                ("/product_tree/branches/0/branches/0/branches/1/name", "\"vers:intdot/>3|<5\""),
            ], [.v2_1]),
        .init(
            "6.2.50.2",
            twoRanges + [(product + "/name", "\">2|<4\""), ("/product_tree/branches/0/branches/0/branches/1/name", "\">3|<5\"")], [.v2_1]),
        .init("6.2.50.3", range + [(product + "/name", "\">2|<5\"")], [.v2_1]),
        .init("6.2.51", range + [(product + "/name", "\"vers:nosuchtype/<4\"")], [.v2_1]),
        .init("6.2.52", [(helper + "/hashes/0/file_hashes/0/algorithm", "\"crc32\"")], [.v2_1]),
        .init("6.2.53", [(vulnerability + "/ids", #"[{"system_name":"https://github.com/oasis-tcs/csaf","text":"Issue 1"}]"#)], [.v2_1]),
        .init("6.2.54.1", [("/x_extensions", ext())], [.v2_1]),
        .init("6.2.54.2", [("/x_extensions", ext())], [.v2_1]),
        .init("6.2.54.3", [("/x_extensions", ext(true))], [.v2_1]),
        .init("6.2.54.4", [("/x_extensions", ext())], [.v2_1]),
    ]

    static let informative: [FailingSample] = [
        .init(
            "6.3.1",
            [
                (
                    vulnerability + "/scores/0",
                    #"{"cvss_v2":{"version":"2.0","vectorString":"AV:N/AC:L/Au:N/C:C/I:C/A:C","baseScore":10},"products":["A-4.1"]}"#
                )
            ], [.v2_0]),
        .init(
            "6.3.1",
            [
                (
                    vulnerability + "/metrics/0/content",
                    #"{"cvss_v2":{"version":"2.0","vectorString":"AV:N/AC:L/Au:N/C:C/I:C/A:C","baseScore":10}}"#
                )
            ], [.v2_1]),
        .init("6.3.2", [(vulnerability + "/scores/0/cvss_v3/version", "\"3.0\"")], [.v2_0]),
        .init(
            "6.3.2",
            [
                (
                    vulnerability + "/metrics/0/content/cvss_v3",
                    #"{"version":"3.0","vectorString":"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8,"baseSeverity":"CRITICAL"}"#
                )
            ], [.v2_1]),
        .init("6.3.3", [(vulnerability + "/cve", nil)]),
        .init("6.3.4", [(vulnerability + "/cwe", nil)], [.v2_0]),
        .init("6.3.4", [(vulnerability + "/cwes", nil)], [.v2_1]),
        .init("6.3.5", [(helper + "/hashes/0/file_hashes/0", #"{"algorithm":"md5","value":"6ae24620ea9656230f49234efd078935"}"#)]),
        .init("6.3.6", [("/document/references/1/url", "\"https://example.invalid/news\"")]),
        .init("6.3.7", [("/document/references/0/url", "\"https://example.invalid/esa-2024-0001.json\"")]),
        .init("6.3.8", [("/document/title", "\"A vulnerapility in Product A\"")]),
        .init("6.3.8", [("/document/lang", "\"az\"")]),
        .init("6.3.9", [("/product_tree/branches/0/category", "\"product_family\"")]),
        .init("6.3.10", range),
        .init("6.3.11", [(product + "/name", "\"v4.1\"")]),
        .init(
            "6.3.12", [(vulnerability + "/metrics/0/content", #"{"cvss_v3":{\#(vector31),"baseScore":9.8,"baseSeverity":"CRITICAL"}}"#)],
            [.v2_1]),
        .init("6.3.13", [(decision, ssvc("ssvc", "MI", "1.0.0", #"{"key":"MF"}"#))], [.v2_1]),
        .init("6.3.14", [("/document/distribution/tlp/label", "\"GREEN\""), (decision, foreign)], [.v2_1]),
        .init(
            "6.3.15",
            [
                ("/document/distribution/tlp/label", "\"GREEN\""),
                (decision, ssvc("ssvc//.example.test#own", "MI", "2.0.0", #"{"key":"MF"}"#)),
            ], [.v2_1]),
        .init("6.3.16", [("/document/notes/0/text", "\"The update must installed.\"")], [.v2_1]),
        .init("6.3.17", [("/document/license_expression", "\"LicenseRef-example.com-own\"")], [.v2_1]),
        .init("6.3.18", [(vulnerability + "/metrics/0/content", #"{"qualitative_severity_rating":"high"}"#)], [.v2_1]),
        .init(
            "6.3.19.1",
            twoRanges + [
                (product + "/name", "\"vers:intdot/>2|<4\""),
                ("/product_tree/branches/0/branches/0/branches/1/name", "\"vers:intdot/>3|<5\""),
                (vulnerability + "/product_status", #"{"known_affected":["A-4.1","A-4.2"]}"#),
            ], [.v2_1]),
        .init(
            "6.3.19.2",
            twoRanges + [
                (product + "/name", "\">2|<4\""), ("/product_tree/branches/0/branches/0/branches/1/name", "\">3|<5\""),
                (vulnerability + "/product_status", #"{"known_affected":["A-4.1","A-4.2"]}"#),
            ], [.v2_1]),
        .init(
            "6.3.19.3",
            range + [(product + "/name", "\">2|<5\""), (vulnerability + "/product_status", #"{"known_affected":["A-4.1","A-4.2"]}"#)],
            [.v2_1]),
        .init(
            "6.3.19.4",
            twoRanges + [
                (product + "/name", "\">2|<4\""),
                (
                    "/product_tree/branches/0/branches/0/branches/1",
                    #"{"category":"product_version_range","name":">3|<5","branches":\#(deeper)}"#
                ),
            ], [.v2_1]),
        .init(
            "6.3.19.5",
            range + [
                (product + "/name", "\">2|<5\""),
                ("/product_tree/branches/0/branches/0/branches/1", #"{"category":"product_version","name":"4","branches":\#(deeper)}"#),
            ], [.v2_1]),
        .init("6.3.20", [(vulnerability + "/ids", #"[{"system_name":"Own tracker","text":"1"}]"#)], [.v2_1]),
        .init("6.3.21.1", [("/x_extensions", ext(false, "essential"))], [.v2_1]),
        .init("6.3.21.2", [("/document/distribution/tlp/label", "\"GREEN\""), ("/x_extensions", ext())], [.v2_1]),
        .init("6.3.21.3", [("/document/x_extensions", ext())], [.v2_1]),
        .init("6.3.21.4", [(product + "/product/x_extensions", ext())], [.v2_1]),
        .init("6.3.21.5", [("/product_tree/full_product_names", #"[{"name":"B","product_id":"B","x_extensions":\#(ext())}]"#)], [.v2_1]),
        .init(
            "6.3.21.6",
            [
                ("/product_tree/product_paths", "[" + combination(.v2_1, "C", "A-4.1", "A-4.2") + "]"),
                ("/product_tree/product_paths/0/full_product_name/x_extensions", ext()),
            ], [.v2_1]),
        .init("6.3.21.7", [(vulnerability + "/metrics/0/content/x_extensions", ext())], [.v2_1]),
        .init("6.3.21.8", [(vulnerability + "/x_extensions", ext())], [.v2_1]),
        .init("6.3.21.9", [("/x_extensions", ext())], [.v2_1]),
        .init(
            "6.3.22",
            [
                (
                    "/product_tree/product_paths",
                    "[" + combination(.v2_1, "C", "A-4.1", "A-4.2") + "," + combination(.v2_1, "D", "C", "A-4.2") + "]"
                )
            ], [.v2_1]),
    ]

    static let all = mandatory + recommended + informative
}
