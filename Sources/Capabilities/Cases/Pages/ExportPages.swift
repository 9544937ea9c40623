internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Post
internal import Vocabulary

/// Takes a case out of the house as a file, for people who may; the timeline says who did, and as what.
struct ExportPages: Sendable {
    let office: CaseOffice

    /// The forms a case can be exported in.
    enum Format: String, CaseIterable { case stix, misp, iodef, pdf }

    func routes(_ routes: inout Routes) {
        routes.post(.desk, "/cases/:case/export/:format", .permission(.casesExport)) { try await export($0) }
    }

    private func export(_ request: WebRequest) async throws -> any Answer {
        let found = try await office.found(request)
        guard let format = Format(rawValue: request["format"]) else { throw WebProblem.notFound }
        let (observables, entries, people, names) = try await office.read { database in
            (
                try CaseStore.observables(of: found.id, database), try CaseStore.entries(of: found.id, limit: 2_000, database),
                Dictionary(try CaseStore.people(database)) { first, _ in first },
                Dictionary(
                    try Row.fetchAll(database, sql: "SELECT id, name FROM cases_case WHERE root = ?", arguments: [found.id]).map {
                        ($0["id"] as Int64, $0["name"] as String)
                    }
                ) { first, _ in first }
            )
        }
        let words = request.words
        let document = CaseDocument(
            found: found, number: office.number(found.name), house: office.naming.full["en"] ?? office.naming.short,
            domain: office.domain.ascii, indicators: observables.filter(\.isIndicator), made: request.now)
        let name = office.number(found.name)
        let answer: Content
        switch format {
        case .stix:
            answer = Content(
                Array(STIXExport(document: document).text().utf8), type: "application/stix+json;version=2.1", fileName: "\(name).stix.json")
        case .misp:
            answer = Content(Array(MISPExport(document: document).text().utf8), type: "application/json", fileName: "\(name).misp.json")
        case .iodef:
            let contact = "\((office.replyTo ?? office.sender).address)"
            answer = Content(
                Array(IODEFExport(document: document, contact: contact).text().utf8), type: "application/json",
                fileName: "\(name).iodef.json")
        case .pdf:
            let lines = StoryLines(
                words: words, zone: request.zone, people: people, parties: [:], names: names, caseID: found.id, name: found.name)
            let paper = PaperExport(document: document, entries: entries, words: words, zone: request.zone, lines: lines)
            answer = Content(try paper.bytes(), type: "application/pdf", fileName: "\(name).pdf")
        }
        let (person, now) = (try request.personName(), request.now)
        try await office.write { database in
            try CaseStore.add(
                .init(.exported, field: format.rawValue, later: "\(format.rawValue.uppercased()), \(document.tlp.label)"), to: found.id,
                by: person, at: now, database)
        }
        return answer
    }
}
