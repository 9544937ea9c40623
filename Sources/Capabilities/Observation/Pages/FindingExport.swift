internal import Centre
internal import EventStore
internal import Events
internal import Synchronization
internal import Vocabulary

/// Findings as a file: comma separated values, or a JSON object a line in the names of the data format.
struct FindingExport: Sendable {
    let reader: StoreReader
    /// Only findings of these; nil for all.
    let owners: Set<String>?

    func answer(_ request: WebRequest) async throws -> any Answer {
        let format = request["format"]
        guard format == "csv" || format == "jsonl" else { throw WebProblem.notFound }
        var search: FindingSearch
        do throws(QueryMistake) {
            search = FindingSearch(filter: try Query.parse(request.query.text("q"), now: request.now, over: .findings).filter)
        } catch {
            throw WebProblem.badRequest(error.message)
        }
        let book = try await reader.owners()
        FindingListParameters(request).apply(to: &search, book, request)
        // What an owner may see comes last and gives way to nothing.
        if let owners { search.owners = owners }
        return answer(search, book, asCSV: format == "csv", name: "findings-\(request.now.date.iso).\(format)")
    }

    /// What a search finds, streamed with the reader's pace.
    func answer(_ search: FindingSearch, _ book: OwnerBook, asCSV: Bool, name: String?) -> Stream {
        let reader = reader
        return Stream(type: asCSV ? "text/csv; charset=utf-8" : "application/x-ndjson", fileName: name) { writer in
            if asCSV { try await writer.write(CSVCell.line(FindingRecord.columns)) }
            try await Pieces.stream(into: writer, reader) { emit in
                try search.forEach(reader, book) { finding, state in
                    let record = FindingRecord(finding, state, book)
                    return emit(asCSV ? CSVCell.line(record.cells) : record.json + "\n")
                }
            }
        }
    }
}

/// What a list of findings is narrowed by beside the question.
struct FindingListParameters {
    /// The sector that is asked for; an empty text for owners whose sector is not known.
    let sector: String?
    /// Fixed within so many days, today included.
    let fixed: Int?

    init(_ request: WebRequest) {
        sector = request.query["sector"].map { $0 == "-" ? "" : $0 }
        fixed = request.query.number("fixed").map { min(max($0, 1), Survey.span) }
    }

    func apply(to search: inout FindingSearch, _ book: OwnerBook, _ request: WebRequest) {
        if let sector { search.owners = book.owners(ofSector: sector) }
        if let fixed {
            let days = LocalDays(request.zone, at: request.now)
            search.fixedSince = days.start(days.day(request.now) - Int64(fixed) + 1).microseconds
        }
    }
}

/// A finding as a flat record.
struct FindingRecord: Sendable {
    static let columns = [
        "id", "state", "classification.type", "classification.identifier", "severity", "source.ip", "source.port", "protocol.transport",
        "protocol.application", "source.fqdn", "source.url", "source.account", "malware.name", "product.vulnerabilities", "source.asn",
        "source.geolocation.cc", "constituency", "feeds", "first_seen", "last_seen", "count",
    ]

    private let values: [Value?]

    init(_ finding: Finding, _ state: FindingState, _ book: OwnerBook) {
        let text = { (text: String?) in text.map { Value.text($0) } }
        values = [
            .text("\(finding.id)"), .text(state.name.rawValue), .text(finding.type), text(finding.identifier), text(finding.severity),
            text(finding.ip?.description), finding.port.map { .integer(Int64($0)) }, text(finding.transport), text(finding.application),
            text(finding.fqdn), text(finding.url), text(finding.account), text(finding.malware), text(finding.vulnerabilities),
            finding.asn.map { .integer(Int64($0.number)) }, text(finding.country), text(finding.owner),
            .text(finding.feeds.joined(separator: ";")), .text("\(Instant(microseconds: finding.firstSeen))"),
            .text("\(Instant(microseconds: finding.lastSeen))"), .integer(finding.count),
        ]
    }

    var cells: [String] {
        values.map { value in
            switch value {
            case .text(let text), .json(let text): text
            case .integer(let number), .time(let number): "\(number)"
            case .real(let number): "\(number)"
            case .boolean(let flag): "\(flag)"
            case nil: ""
            }
        }
    }

    /// One object without line ends; what is missing is left out.
    var json: String {
        var parts: [String] = []
        for (name, value) in zip(Self.columns, values) {
            switch value {
            case .text(let text)?, .json(let text)?: parts.append("\"\(name)\": \(JSON.quoted(text))")
            case .integer(let number)?, .time(let number)?: parts.append("\"\(name)\": \(number)")
            case .real(let number)?: parts.append("\"\(name)\": \(number)")
            case .boolean(let flag)?: parts.append("\"\(name)\": \(flag)")
            case nil: break
            }
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}

extension CalendarDate {
    /// `2026-11-24`
    var iso: String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }
}
