internal import Centre
internal import GRDB
internal import Vocabulary

/// What happened in a case, the newest first, beside what is known of it.
struct StoryPage: Sendable {
    let office: CaseOffice
    let request: WebRequest

    static let length = 80

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let note: Parts.Form?
        let summary: String?
        let timeline: Parts.Timeline
        let pager: Parts.Pager?
        let facts: Parts.Facts
        let watch: Parts.Action?
        let exports: [Parts.Action]
    }

    private struct Found: Sendable {
        let frame: CaseFrame
        let entries: [CaseEntry]
        let people: [String: String]
        let watchers: [String]
        let parties: [Int64: String]
        let names: [Int64: String]
        let parent: Case?
    }

    func page() async throws -> any Answer {
        let found = try await office.found(request)
        guard found.name == request["case"] else {
            return Redirect(
                "/cases/\(found.name)",
                flash: Flash(.note, request.words.text("cases.story.joined", ["name": request["case"], "other": found.name])))
        }
        let before = request.query["before"].flatMap { Int64($0) }
        let read = try await office.read { database in
            Found(
                frame: try CaseFrame(office, request, found, database),
                entries: try CaseStore.entries(of: found.id, before: before, limit: Self.length + 1, database),
                people: Dictionary(try CaseStore.people(database)) { first, _ in first },
                watchers: try CaseStore.watchers(of: found.id, database),
                parties: Dictionary(try PartyStore.parties(of: found.id, database).map { ($0.id, $0.name) }) { first, _ in first },
                names: Dictionary(
                    try Row.fetchAll(database, sql: "SELECT id, name FROM cases_case WHERE root = ?", arguments: [found.id]).map {
                        ($0["id"], $0["name"])
                    }
                ) { first, _ in first },
                parent: try found.parent.flatMap { try CaseStore.one($0, database) })
        }
        let organisation: OwnerCard? = if let id = found.organisation { try await office.owners.owner(id) } else { nil }
        let canWork = request.principal?.may(.casesWork) == true
        let shown = read.entries.prefix(Self.length)
        let older = read.entries.count > Self.length ? shown.last.map { "/cases/\(found.name)?before=\($0.id)" } : nil
        let lines = StoryLines(
            words: request.words, zone: request.zone, people: read.people, parties: read.parties, names: read.names, caseID: found.id,
            name: found.name)
        let isWatching = request.principal.map { read.watchers.contains($0.id) } ?? false
        let view = View(
            head: read.frame.head(.story), tabs: read.frame.tabs(.story), note: canWork ? noteForm(found) : nil, summary: found.summary,
            timeline: Parts.Timeline(shown.map(lines.item)),
            pager: older == nil && before == nil
                ? nil : Parts.Pager(previous: before == nil ? nil : "/cases/\(found.name)", next: older),
            facts: facts(found, read, organisation),
            watch: Parts.Action(
                request.words[isWatching ? "cases.watch.stop" : "cases.watch.start"], post: "/cases/\(found.name)/watch",
                fields: [.init("on", isWatching ? "0" : "1")], icon: "eye", isSmall: true),
            exports: request.principal?.may(.casesExport) == true
                ? ExportPages.Format.allCases.map {
                    Parts.Action(
                        request.words["cases.export.\($0.rawValue)"], post: "/cases/\(found.name)/export/\($0.rawValue)", icon: "download",
                        isSmall: true)
                } : [])
        return Page("cases/story", view, title: found.title)
    }

    private func noteForm(_ found: Case) -> Parts.Form {
        let words = request.words
        let text = Parts.Field("text", words["cases.note.text"], .area(rows: 4), hint: words["cases.note.hint"], isRequired: true)
        return Parts.Form("/cases/\(found.name)/note", fields: [text], submit: words["cases.note.add"])
    }

    private func facts(_ found: Case, _ read: Found, _ organisation: OwnerCard?) -> Parts.Facts {
        typealias Fact = Parts.Facts.Fact
        let words = request.words
        func time(_ key: String, _ moment: Instant?) -> Fact? {
            moment.map { Fact(words["cases.field.\(key)"], time: words.mark($0, zone: request.zone)) }
        }
        var facts: [Fact?] = [
            Fact(words["cases.field.kind"], words["cases.kind.\(found.kind.rawValue)"]),
            Fact(
                words["cases.field.type"], words.type(found.type),
                sub: found.type.flatMap { IncidentType($0) }.map { words["common.taxonomy.\($0.taxonomy.name)"] }),
            found.score.map { Fact(words["cases.field.score"], words.number($0) + " / 100") },
            Fact("PAP", tags: [words.pap(found.pap)]),
            found.organisation.map {
                Fact(
                    words["cases.field.organisation"], link: .init(organisation?.name(in: words.code) ?? $0, "/owners/\(Form.encoded($0))"))
            },
            found.sector.map { Fact(words["cases.field.sector"], words["common.sector.\($0)"]) },
            Fact(words["cases.field.lead"], words.person(found.lead, read.people)),
            Fact(words["cases.field.assignee"], words.person(found.assignee, read.people)),
            read.watchers.isEmpty
                ? nil
                : Fact(words["cases.field.watchers"], read.watchers.map { words.person($0, read.people) }.joined(separator: ", ")),
            read.parent.map { Fact(words["cases.field.parent"], link: .init("\($0.name) \($0.title)", "/cases/\($0.name)")) },
            found.path.map { Fact(words["cases.field.path"], link: .init(words["cases.field.pathLink"], $0)) },
        ]
        facts += [
            time("received", found.received), time("acknowledged", found.acknowledged), time("acted", found.acted),
            found.isOpen ? time("due", found.due) : nil, time("embargo", found.embargo), time("closed", found.closed),
        ]
        return Parts.Facts(facts.compactMap { $0 })
    }
}
