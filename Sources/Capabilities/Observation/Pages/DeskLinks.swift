internal import Centre
internal import EventStore
internal import Vocabulary

/// Addresses of the desk's pages, and questions behind numbers.
enum DeskLinks {
    /// - Parameters:
    ///   - sector: only of owners of this sector; an empty text for those whose sector is not known
    ///   - fixed: only those that were fixed within so many days, today included
    static func findings(_ terms: String?..., sector: String? = nil, fixed: Int? = nil) -> String {
        var address = "/findings?q=" + Form.encoded(terms.compactMap { $0 }.joined(separator: " "))
        if let sector { address += "&sector=" + Form.encoded(sector.isEmpty ? "-" : sector) }
        if let fixed { address += "&fixed=\(fixed)" }
        return address
    }
    static func events(_ terms: String?...) -> String { list("/events", terms) }
    static func finding(_ id: FindingID) -> String { "/findings/\(id)" }
    static func feed(_ code: String) -> String { "/feeds/" + code }
    static func owner(_ id: String) -> String { "/observed/owner/" + Form.encoded(id) }
    static func asn(_ number: UInt32) -> String { "/observed/asn/\(number)" }
    static func address(_ text: String) -> String { "/observed/ip/" + Form.encoded(text) }
    static func domain(_ name: String) -> String { "/observed/domain/" + Form.encoded(name) }

    private static func list(_ path: String, _ terms: [String?]) -> String {
        let text = terms.compactMap { $0 }.joined(separator: " ")
        return text.isEmpty ? path : "\(path)?q=\(Form.encoded(text))"
    }

    /// `since:… until:…` for a stretch of local days, both of them in it.
    static func days(_ first: Int64, _ last: Int64, _ days: LocalDays) -> String {
        "since:\(days.start(first)) until:\(days.start(last + 1))"
    }

    static func ownerTerm(_ id: String) -> String { id.isEmpty ? "-has:owner" : QueryText.term("owner", id) }
}
