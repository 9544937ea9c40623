import Testing

/// A field in which we differ from IntelMQ on purpose. docs/feeds.md lists them with their reasons.
struct DeliberateDifference: Sendable, CustomTestStringConvertible {
    /// The name of the case.
    var sample: String
    /// The field; `events` where the number of events differs, `*` for all of the case.
    var field: String
    var reason: String

    var testDescription: String { "\(sample): \(field)" }

    /// Whether the list has a difference of a case.
    static func isListed(_ difference: Difference, of sample: String, in list: [DeliberateDifference]) -> Bool {
        list.contains { $0.sample == sample && ($0.field == difference.field || $0.field == "*") }
    }

    /// Whether it is among the differences that were found.
    func occurs(in differences: [Difference]) -> Bool {
        differences.contains { $0.field == field || field == "*" }
    }

    static let shadowserver =
        because(
            "The cell is empty. IntelMQ reads an empty time as the day it runs on.",
            ["event4_honeypot_ddos_amp": ["extra.end_time"]])
        + because(
            "The row's address is none. IntelMQ makes an event without a source of it; here it is a dead letter, whole and with its reason.",
            ["event4_honeypot_ddos_amp": ["events"]])
        + because(
            "The quotes of the cell break RFC 4180. It is kept as it stands in the report; IntelMQ drops some of them.",
            [
                "population_http_proxy": ["extra.proxy_authenticate"], "scan_http_vulnerable": ["extra.www_authenticate"],
                "scan_mdns": ["extra.http_info"],
            ])

    static let others =
        because(
            "A web page is made for people and changes with its design. The providers' exports are read instead.",
            [
                "html_table/test_feodotracker.TestHTMLTableParserBot.test_event": ["*"],
                "html_table/test_parser.TestHTMLTableParserBot.test_event": ["*"],
                "html_table/test_parser_ignore_values.TestHTMLTableParserBot.test_event_with_ignore": ["*"],
                "html_table/test_parser_ignore_values.TestHTMLTableParserBot.test_event_without_ignore": ["*"],
                "html_table/test_parser_with_attribute.TestHTMLTableParserBot.test_event_with_attribute_class": ["*"],
                "html_table/test_parser_with_attribute.TestHTMLTableParserBot.test_event_with_attribute_style": ["*"],
                "html_table/test_viriback.TestHTMLTableParserBot.test_event": ["*"],
                "malwareurl/test_malwareurl.TestMalwareurlParserBot.test_event": ["*"],
                "threatminer/test_threatminer.TestThreatminerParserBot.test_event": ["*"],
            ])
        + because(
            "IntelMQ can be told to map next to nothing and to keep the rest in one field. Here every field is mapped.",
            [
                "shodan/test_parser.TestShodanParserBot_minimal.test_minimal_ftp": ["*"],
                "shodan/test_parser.TestShodanParserBot_minimal.test_minimal_http": ["*"],
                "shodan/test_parser.TestShodanParserBot_minimal.test_minimal_ike": ["*"],
            ])
        + because(
            "IntelMQ multiplies the sender's confidence with one that its collector was given. Here the sender's is kept.",
            ["cert_eu/test_parser_csv.TestCertEUCSVParserBot.test_event": ["feed.accuracy"]])
        + because(
            "The record says it and IntelMQ leaves it out.",
            [
                "cert_eu/test_parser_csv.TestCertEUCSVParserBot.test_event": ["source.port"],
                "danger_rulez/test_parser.TestBruteForceBlockerParserBot.test_event": ["protocol.application"],
                "mcafee/test_parser_atd.TestATDParserBot.test_event": ["event_description.text"],
                "phishtank/test_parser.TestPhishTankParserBot.test_event": ["source.registry"],
                "alienvault/test_parser_otx.TestAlienVaultOTXParserBot.test_event": ["product.vulnerabilities"],
            ])
        + because(
            "The marking is called CLEAR since TLP 2.0.",
            ["alienvault/test_parser_otx.TestAlienVaultOTXParserBot.test_event": ["tlp"]])
        + because(
            "IntelMQ lists the names of protocols that the record has keys for; the keys themselves are kept.",
            [
                "shodan/test_parser.TestShodanParserBot.test_dict_dict_to_obj_list": ["extra.shodan.unique_keys"],
                "shodan/test_parser.TestShodanParserBot.test_ftp": ["extra.shodan.unique_keys"],
                "shodan/test_parser.TestShodanParserBot.test_http": ["extra.shodan.unique_keys"],
                "shodan/test_parser.TestShodanParserBot.test_ike": ["extra.shodan.unique_keys"],
                "shodan/test_parser.TestShodanParserBot.test_maybe_single_to_list": ["extra.shodan.unique_keys"],
            ])
        + because(
            "IntelMQ rebuilds Shodan's JSON into lists for its database. It is kept as Shodan gives it, nested keys joined by dots.",
            [
                "shodan/test_parser.TestShodanParserBot.test_dict_dict_to_obj_list": ["extra.vulns"],
                "shodan/test_parser.TestShodanParserBot.test_ftp": ["extra.ftp.features"],
                "shodan/test_parser.TestShodanParserBot.test_maybe_single_to_list": ["extra.ldap.supportedldapversion"],
            ])
        + because(
            "The IntelMQ data format has a field for the product.",
            ["shodan/test_parser.TestShodanParserBot.test_dict_dict_to_obj_list": ["extra.product", "product.name"]])
        + because(
            "The description is the parser's own, not the provider's; ours has other words.",
            [
                "dataplane/test_parser.TestDataplaneParserBot.test_ssh_auth": ["event_description.text"],
                "dataplane/test_parser.TestDataplaneParserBot.test_ssh_client": ["event_description.text"],
                "dyn/test_parser.TestDynParserBot.test_event": ["event_description.text"],
            ])
        + because(
            "IntelMQ cuts the fraction of the second off, or a digit of it.",
            ["alienvault/test_parser_otx.TestAlienVaultOTXParserBot.test_event": ["time.source", "extra.time_updated"]])
        + because(
            "An empty text or list says nothing and is not kept.",
            [
                "alienvault/test_parser_otx.TestAlienVaultOTXParserBot.test_event": ["extra.adversary", "extra.industries", "extra.tags"],
                "openphish/test_parser_commercial.TestOpenPhishCommercialParserBot.test_event": ["extra.emails"],
                "shodan/test_parser.TestShodanParserBot.test_dict_dict_to_obj_list": ["extra.verified_vulns"],
            ])
        + because(
            "IntelMQ turns Windows' times into floating point numbers and loses a microsecond.",
            [
                "microsoft/test_parser_ctip_azure.TestMicrosoftCTIPParserBot.test_event": ["time.source"],
                "microsoft/test_parser_ctip_azure.TestMicrosoftCTIPParserBot.test_not_overwrite": ["time.source"],
            ])
        + because(
            "The further networks are kept as the provider gives them, without the first one, which is in source.asn.",
            ["cymru/test_cap_program_new.TestCymruCAPProgramParserBot.test_events": ["extra.source.asns"]])
        + because(
            "IntelMQ sends the event once more without its address.",
            [
                "n6/test_parser.TestN6StompParserBot.test_blacklist": ["events"],
                "n6/test_parser.TestN6StompParserBot.test_event": ["events"],
            ])
        + because(
            "The name stands in another attribute of the MISP event. Records are read one by one.",
            ["misp/test_parser.TestMISPParserBot.test_event": ["malware.name"]])
        + because(
            "In this zone a line says what the names below it are listed for. Rows are read one by one, so that a large file is read by all cores.",
            ["surbl/test_surbl.TestSurblParserBot.test_event": ["classification.type"]])
        + because(
            "The quotes around a value only say where it ends; IntelMQ can be told to keep them.",
            ["key_value/test_parser.TestKeyValueParserBot.test_preserve_quotes": ["comment"]])
        + because(
            "The address of the MISP server is known to its collector only; the event's number is in extra.misp.event_id.",
            ["misp/test_parser.TestMISPParserBot.test_event": ["event_description.url"]])

    /// One reason for fields of several cases.
    private static func because(_ reason: String, _ fields: [String: [String]]) -> [DeliberateDifference] {
        fields.sorted { $0.key < $1.key }.flatMap { sample, fields in
            fields.map { DeliberateDifference(sample: sample, field: $0, reason: reason) }
        }
    }
}
