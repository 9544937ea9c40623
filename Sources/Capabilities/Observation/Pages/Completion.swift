internal import Centre
internal import EventStore
internal import Foundation

/// What may stand where a person is writing in a question: names of fields, values of fields that have few.
struct Completion: Sendable {
    /// One proposal, as the script of pages reads it.
    struct Option: Encodable, Sendable, Hashable {
        let text: String
        var label: String?
        var hint: String?
        /// The characters that the text replaces, in UTF-16 as browsers count.
        let from: Int
        let to: Int
    }

    /// What is asked for.
    enum Subject: Sendable { case events, findings }

    let subject: Subject
    let reader: StoreReader
    var feeds: [String] = []

    func answer(_ request: WebRequest) async throws -> any Answer {
        let text = request.query.text("q")
        let options = options(text, at: request.query.number("at") ?? text.utf16.count, request.words, try await reader.owners())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Content([UInt8](try encoder.encode(options)), type: "application/json")
    }

    /// Proposals for a caret.
    func options(_ text: String, at caret: Int, _ words: Words, _ book: OwnerBook) -> [Option] {
        let units = Array(text.utf16.prefix(max(0, caret)))
        var start = units.count
        while start > 0, !Self.ends(units[start - 1]) { start -= 1 }
        let word = String(decoding: units[start...], as: UTF16.self)
        let negation = word.hasPrefix("-") ? 1 : 0
        let claim = String(word.dropFirst(negation))
        if let colon = claim.firstIndex(of: ":") {
            let field = String(claim[..<colon])
            let begun = String(claim[claim.index(after: colon)...])
            let from = units.count - begun.utf16.count
            return values(field, begun, words, book).map {
                Option(text: $0.text, label: $0.label, hint: $0.hint, from: from, to: units.count)
            }
        }
        // Within the brackets of `port:(22,` the field stands before them.
        if let field = Self.field(before: units, start) {
            return values(field, word, words, book).map {
                Option(text: $0.text, label: $0.label, hint: $0.hint, from: start, to: units.count)
            }
        }
        return names.filter { $0.hasPrefix(claim.lowercased()) }.prefix(12).map { name in
            let hint = "observation.fieldHint.\(name.replacing(".", with: "-"))"
            return Option(
                text: name + (Self.clauses.contains(name) ? " " : ":"), label: name, hint: words.has(hint) ? words[hint] : nil,
                from: start + negation, to: units.count)
        }
    }

    private static let clauses: Set<String> = ["group by", "select", "sort by", "limit"]

    private var names: [String] {
        let vocabulary = subject == .events ? QueryVocabulary.events : QueryVocabulary.findings
        let short = vocabulary.names.filter { !$0.contains(".") }
        let times = ["since", "until", "on", "between", "has"]
        return (short + times).sorted() + (subject == .events ? ["group by", "limit", "select", "sort by"] : [])
            + vocabulary.names.filter { $0.contains(".") }
    }

    private func values(
        _ field: String, _ begun: String, _ words: Words, _ book: OwnerBook
    ) -> [(text: String, label: String?, hint: String?)] {
        let lower = begun.lowercased()
        func fitting(_ all: [String], _ label: (String) -> String?) -> [(text: String, label: String?, hint: String?)] {
            all.map { ($0, label($0)) }.filter { $0.0.hasPrefix(lower) || ($0.1?.lowercased().contains(lower) ?? false) }.prefix(12)
                .map { (QueryText.quoted($0.0) + " ", $0.0, $0.1) }
        }
        switch field {
        case "type", "classification.type":
            return fitting(FieldValues.types) { words.type($0) }
        case "taxonomy": return fitting(FieldValues.taxonomies) { words.taxonomy($0) }
        case "state": return fitting(FindingState.Name.allCases.map(\.rawValue)) { words["common.state.\($0)"] }
        case "severity": return fitting(["critical", "high", "medium", "low", "info"]) { words["common.severity.\($0)"] }
        case "tlp": return fitting(["clear", "green", "amber", "amber+strict", "red"]) { _ in nil }
        case "transport": return fitting(["tcp", "udp", "icmp", "sctp"]) { _ in nil }
        case "feed": return fitting(feeds) { _ in nil }
        case "since", "until", "on": return fitting(["today", "yesterday", "1h", "24h", "7d", "30d", "3mo", "1y"]) { _ in nil }
        case "has": return names.filter { !$0.contains(" ") && $0.hasPrefix(lower) }.prefix(12).map { ($0 + " ", $0, nil) }
        case "owner":
            let name = lower.replacing("\"", with: "")
            return book.cards.values.map { ($0.id, $0.name(in: words.code)) }
                .filter { $0.0.hasPrefix(name) || $0.1.lowercased().contains(name) }.sorted { $0.1 < $1.1 }.prefix(12)
                .map { (QueryText.quoted($0.0) + " ", $0.1, $0.0) }
        default: return []
        }
    }

    private static func ends(_ unit: UInt16) -> Bool {
        unit == 0x20 || unit == 0x09 || unit == UInt16(UInt8(ascii: "(")) || unit == UInt16(UInt8(ascii: ","))
            || unit == UInt16(UInt8(ascii: ")"))
    }

    /// The field of the brackets that a place lies in.
    private static func field(before units: [UInt16], _ start: Int) -> String? {
        var place = start - 1
        while place >= 0, units[place] != UInt16(UInt8(ascii: "(")) {
            if units[place] == UInt16(UInt8(ascii: ")")) || units[place] == 0x20 { return nil }
            place -= 1
        }
        guard place > 1, units[place - 1] == UInt16(UInt8(ascii: ":")) else { return nil }
        var begin = place - 1
        while begin > 0, !ends(units[begin - 1]) { begin -= 1 }
        let name = String(decoding: units[begin..<place - 1], as: UTF16.self)
        return name.hasPrefix("-") ? String(name.dropFirst()) : name
    }
}
