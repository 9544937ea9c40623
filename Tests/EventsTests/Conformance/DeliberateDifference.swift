import Testing

/// A field in which we differ from IntelMQ on purpose. docs/feeds.md lists them with their reasons.
struct DeliberateDifference: Sendable, CustomTestStringConvertible {
    /// The name of the case.
    var sample: String
    /// The field; `events` where the number of events differs.
    var field: String
    var reason: String

    var testDescription: String { "\(sample): \(field)" }

    static func fields(of sample: String, in list: [DeliberateDifference]) -> Set<String> {
        Set(list.filter { $0.sample == sample }.map(\.field))
    }

    static let shadowserver: [DeliberateDifference] = {
        let today = "The cell is empty. IntelMQ reads an empty time as today; an event without an end has none here."
        let quotes = "The cell's quotes break RFC 4180. It is kept as it stands in the report; IntelMQ drops some of its quotes."
        return [
            DeliberateDifference(sample: "event4_honeypot_ddos_amp", field: "extra.end_time", reason: today),
            DeliberateDifference(sample: "population_http_proxy", field: "extra.proxy_authenticate", reason: quotes),
            DeliberateDifference(sample: "scan_http_vulnerable", field: "extra.www_authenticate", reason: quotes),
            DeliberateDifference(sample: "scan_mdns", field: "extra.http_info", reason: quotes),
        ]
    }()
}
