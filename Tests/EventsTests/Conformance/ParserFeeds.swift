import Events
import Foundation

/// Which definition answers which of IntelMQ's parsers.
enum ParserFeeds {
    /// Beginnings of case names and the feed that reads them.
    static let shipped: [(start: String, feed: String)] = [
        ("alienvault/test_parser.", "alienvault/reputation"),
        ("alienvault/test_parser_otx", "alienvault/otx"),
        ("anubisnetworks/test_parser.TestAnubisNetworksParserBot.test_with_fqdn", "anubisnetworks/infections-old"),
        ("anubisnetworks/", "anubisnetworks/infections"),
        ("bambenek/test_parser.TestBambenekParserBot.test_ip", "bambenek/c2-addresses"),
        ("bambenek/", "bambenek/c2-domains"),
        ("cert_eu/", "certeu/csv"),
        ("ci_army/", "lists/ci-army"),
        ("cleanmx/test_parser.TestCleanMXParserBot.test_phishing", "cleanmx/phishing"),
        ("cleanmx/", "cleanmx/viruses"),
        ("cymru/test_cap_program.", "cymru/cap-old"),
        ("cymru/test_cap_program_new", "cymru/cap"),
        ("cymru/test_full_bogons", "cymru/fullbogons"),
        ("danger_rulez/", "lists/bruteforceblocker"),
        ("dataplane/test_parser.TestDataplaneParserBot.test_ssh_auth", "dataplane/sshpwauth"),
        ("dataplane/", "dataplane/sshclient"),
        ("dshield/test_parser_asn", "dshield/as-details"),
        ("dshield/test_parser_block", "dshield/block"),
        ("dyn/", "lists/ponmocup"),
        ("eset/", "eset/domains"),
        ("hibp/", "hibp/callback"),
        ("json/test_parser.TestJSONParserBot.test_ncscnl", "idf/list"),
        ("json/", "idf/lines"),
        ("malwarepatrol/", "lists/malwarepatrol-dansguardian"),
        ("mcafee/", "mcafee/atd"),
        ("microsoft/test_parser_ctip.", "microsoft/ctip-interflow"),
        ("microsoft/", "microsoft/ctip"),
        ("misp/", "misp/bare-event"),
        ("n6/", "n6/event"),
        ("openphish/test_parser.", "openphish/free"),
        ("openphish/test_parser_commercial", "openphish/commercial"),
        ("phishtank/", "phishtank/json"),
        ("shodan/", "shodan/stream"),
        ("spamhaus/", "spamhaus/drop"),
        ("surbl/", "lists/surbl"),
        ("turris/", "turris/greylist"),
        ("zoneh/", "zoneh/defacements"),
    ]

    /// The definition for a case: shipped, or made from the parser's parameters where it is a generic one.
    static func definition(for sample: ParserCase, parameters: JSONValue, in registry: FeedRegistry) throws -> FeedDefinition? {
        if sample.parser == "generic" { return try csv(parameters) }
        if sample.parser == "key_value" { return try keyValue(parameters) }
        guard let feed = shipped.first(where: { sample.name.hasPrefix($0.start) })?.feed else { return nil }
        return try registry.definition(feed)
    }

    // MARK: Generic parsers

    private static func csv(_ parameters: JSONValue) throws -> FeedDefinition {
        let columns = texts(parameters["columns"])
        var map: [(column: String, rule: String)] = []
        for (index, fields) in columns.enumerated() {
            for field in fields.split(separator: "|").map(String.init) {
                for rule in rules(field, parameters) { map.append(("c\(index)", rule)) }
            }
        }
        var layout = FormatSpecification.SeparatedValues()
        layout.delimiter = parameters["delimiter"]?.text?.utf8.first ?? UInt8(ascii: ",")
        layout.comment = "#"
        layout.trim = true
        layout.missingCells = columns.count
        let names = columns.indices.map { "c\($0)" }
        layout.header = parameters["skip_header"] == .boolean(true) ? .replaced(names) : .fixed(names)
        var constants: [(field: String, value: String)] = []
        if let type = parameters["type"]?.text { constants.append(("classification.type", type)) }
        if case .object(let fields)? = parameters["default_fields"] {
            constants += fields.compactMap { key, value in value.text.map { (key, $0) } }
        }
        var definition = try GenericFeed.definition(code: "generic/csv", format: .separated(layout), map: map, constants: constants)
        if let text = parameters["filter_text"]?.text, parameters["filter_type"]?.text == "blacklist" {
            definition.skip = names.map { RuleCondition(column: $0, test: .contains(text)) }
        }
        if columns.contains("time.source") { definition.requiredFields = [[.idf(.timeSource)]] }
        return definition
    }

    private static func rules(_ field: String, _ parameters: JSONValue) -> [String] {
        if field == "__IGNORE__" { return ["ignore"] }
        var steps = [field]
        if case .object(let searches)? = parameters["column_regex_search"], let pattern = searches[field]?.text {
            steps.append("capture(\"\(pattern)\")")
        }
        if field.hasPrefix("time."), parameters["time_format"]?.text == "windows_nt" { steps.append("timestamp(windows-nt)") }
        if let types = object(parameters["data_type"]), types[field]?.text == "json" { steps.append("json") }
        if field == "classification.type", let table = object(parameters["type_translation"]) {
            steps.append("map(" + table.map { "\"\($0.key)\" = \($0.value.text ?? "")" }.joined(separator: ", ") + ")")
        }
        if field.hasSuffix(".url"), let scheme = parameters["default_url_protocol"]?.text {
            return ["\(field) | capture(\"^[^/]+://.*\")", "\(field) | prefix(\"\(scheme)\")"]
        }
        if field == "source.ip" { steps.append("address") }
        if field == "source.network" { steps.append("network") }
        if field == "source.fqdn" { steps.append("host-name") }
        return [steps.joined(separator: " | ")]
    }

    private static func keyValue(_ parameters: JSONValue) throws -> FeedDefinition {
        guard case .object(let keys)? = parameters["keys"] else { throw CocoaError(.coderInvalidValue) }
        let format = FormatSpecification.keyValue(
            pairSeparator: parameters["pair_separator"]?.text ?? " ", keyValueSeparator: parameters["kv_separator"]?.text ?? "=",
            comment: nil)
        return try GenericFeed.definition(
            code: "generic/key-value", format: format, map: keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value.text ?? "") },
            unknownColumns: .ignore)
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        if let text = value?.text { return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
        return (value?.list ?? []).compactMap(\.text)
    }

    /// Parameters may be JSON inside of text.
    private static func object(_ value: JSONValue?) -> [String: JSONValue]? {
        if case .object(let object)? = value { return object }
        if let text = value?.text, case .object(let object)? = try? JSONValue(json: text) { return object }
        return nil
    }
}
