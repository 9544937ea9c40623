internal import Centre
internal import EventStore
internal import Events
internal import Vocabulary

/// An owner's own finding: what it is, what to do, what is behind it. Who decided what in the centre is not shown, only that it was.
struct PortalFindingMaker {
    let reader: StoreReader
    let request: WebRequest

    func view(_ file: FindingFile) async throws -> FindingView {
        let words = request.words
        let finding = file.finding
        let book = try await reader.owners()
        var head = Parts.Head(
            "\(words.type(finding.type)): \(finding.place)", crumbs: [.init(words["observation.navigation.myFindings"], "/findings")])
        head.state = words.mark(file.state)
        head.severity = words.severity(finding.severity)
        head.lead = words["common.stateMeaning.\(file.state.name.rawValue)"]
        if let name = finding.specifics { head.tags.append(Parts.Tag(name)) }
        var query = try Query.parse("\(finding.eventsQuery) sort by time desc limit 20", now: request.now)
        if let owner = finding.owner, let field = QueryVocabulary.events.field("owner") {
            query.filter = .conjunction([.term(QueryTerm(field, .matches([.text(owner)]))), query.filter])
        }
        let events = try await reader.events(query)
        // Decisions of the centre's people are shown without their names and words, which were not meant for the owner.
        let decisions = file.decisions.map { decision in
            var shown = decision
            shown.by = words["observation.portal.centre"]
            shown.note = ""
            return shown
        }
        let shown = FindingFile(finding: finding, decisions: decisions, state: file.state)
        return FindingView(
            head: head, facts: FindingFacts(words: words, zone: request.zone, book: book, isForOwner: true).facts(finding),
            advice: Advice(finding.type, words), sights: nil,
            timeline: FindingTimeline(words: words, zone: request.zone).timeline(shown, [], now: request.now),
            events: EventTable(words: words, zone: request.zone, book: book, isForOwner: true).table(
                "finding-events", caption: words["observation.finding.events"], events,
                columns: EventTable.ofFinding,
                empty: Parts.Empty(words["observation.finding.noEvents"], text: words["observation.finding.noEventsText"])), form: nil)
    }
}
