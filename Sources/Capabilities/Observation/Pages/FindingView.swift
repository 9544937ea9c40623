internal import Centre
internal import Charts
internal import EventStore
internal import Events
internal import Vocabulary

/// A finding: what it is, what happened to it, what is behind it, what to do.
struct FindingView: Sendable {
    let head: Parts.Head
    let facts: Parts.Facts
    let advice: Advice
    let sights: ChartView?
    let timeline: Parts.Timeline
    let events: Parts.Table
    let form: Parts.Form?
}

/// What a type of incident means and what mends it.
struct Advice: Sendable {
    let meaning: String
    let steps: [String]

    init(_ type: String, _ words: Words) {
        let known = IncidentType(name: type)
        let key = [type, known?.taxonomy.name ?? "other", "other"].first { words.has("observation.advice.\($0).meaning") } ?? "other"
        meaning = words["observation.advice.\(key).meaning"]
        steps = words["observation.advice.\(key).steps"].split(separator: "\n").map { String($0) }.filter { !$0.isEmpty }
    }
}

struct FindingPageMaker {
    let reader: StoreReader
    let trail: (any NoticeTrail)?
    let request: WebRequest

    private var words: Words { request.words }
    private var zone: Zone { request.zone }

    func view(_ file: FindingFile, errors: [String: String]) async throws -> FindingView {
        let finding = file.finding
        let book = try await reader.owners()
        let store = reader.store
        async let sights = reader.reading { try store.dailySights(of: finding) }
        async let events = latestEvents(finding)
        let marks = try await trail?.trail(ofFinding: "\(finding.id)") ?? []
        return FindingView(
            head: head(file, book), facts: FindingFacts(words: words, zone: zone, book: book).facts(finding),
            advice: Advice(finding.type, words), sights: chart(try await sights),
            timeline: FindingTimeline(words: words, zone: zone).timeline(file, marks, now: request.now),
            events: try await events, form: form(file, errors))
    }

    private func head(_ file: FindingFile, _ book: OwnerBook) -> Parts.Head {
        let finding = file.finding
        var head = Parts.Head(
            "\(words.type(finding.type)): \(finding.place)", crumbs: [.init(words["observation.findings.title"], "/findings")],
            actions: [.init(words["observation.finding.events"], href: DeskLinks.events(finding.eventsQuery), icon: "events")])
        head.state = words.mark(file.state)
        head.severity = words.severity(finding.severity)
        if let name = finding.specifics { head.tags.append(Parts.Tag(name)) }
        head.tags.append(Parts.Tag("\(finding.id)".prefix(12).description, title: "\(finding.id)"))
        head.lead = words["common.stateMeaning.\(file.state.name.rawValue)"]
        // Its words are there where the centre has cases.
        if words.has("cases.new.title"), request.principal?.may(.observationDecide) == true {
            let query = [
                ("origin", "finding:\(finding.id)"), ("path", DeskLinks.finding(finding.id)),
                ("title", "\(words.type(finding.type)): \(finding.place)"), ("type", finding.type),
            ].map { "\($0)=\(Form.encoded($1))" }.joined(separator: "&")
            head.actions.append(.init(words["cases.new.title"], href: "/cases/new?\(query)", icon: "case"))
        }
        if case .accepted(let until) = file.state {
            head.lead = words.text(
                "observation.finding.acceptedUntil", ["date": words.date(Instant(microseconds: until - 1), zone: zone)])
        }
        return head
    }

    private func chart(_ sights: [DailySight]) -> ChartView? {
        guard !sights.isEmpty else { return nil }
        let words = words
        return ChartView(
            Histogram(
                head: ChartHead(id: "sights", title: words["observation.finding.sights"]), axis: .time,
                bins: sights.map { sight in
                    let start = Double(sight.day / 1_000_000)
                    return .init(lower: start, upper: start + 86_400, counts: [Double(sight.count)])
                }, plotHeight: 90, format: ChartFormat(words, .utc), endName: { words.date(Instant(seconds: Int64($0))) }))
    }

    private func latestEvents(_ finding: Finding) async throws -> Parts.Table {
        let question = "\(finding.eventsQuery) sort by time desc limit 20"
        let rows = try await reader.events(try Query.parse(question, now: request.now))
        var table = EventTable(words: words, zone: zone, book: try await reader.owners()).table(
            "finding-events", caption: words["observation.finding.events"], rows, columns: EventTable.ofFinding,
            empty: Parts.Empty(words["observation.finding.noEvents"], text: words["observation.finding.noEventsText"]))
        table.actions = [
            .init(words["observation.finding.allEvents"], href: DeskLinks.events(finding.eventsQuery), isPlain: true, isSmall: true)
        ]
        return table
    }

    private func form(_ file: FindingFile, _ errors: [String: String]) -> Parts.Form? {
        guard request.principal?.may(.observationDecide) == true else { return nil }
        return Parts.Form(
            "\(DeskLinks.finding(file.finding.id))/decide", fields: DecisionForm.fields(words, errors: errors, request.form),
            submit: words["observation.decide.enter"])
    }
}

/// What is known of a finding.
struct FindingFacts {
    let words: Words
    let zone: Zone
    let book: OwnerBook
    var isForOwner = false

    func facts(_ finding: Finding) -> Parts.Facts {
        typealias Fact = Parts.Facts.Fact
        func link(_ text: String, _ href: String) -> (text: String?, link: Parts.Link?) {
            isForOwner ? (text, nil) : (nil, .init(text, href))
        }
        func fact(_ key: String, _ text: String, _ href: String, isMono: Bool = false) -> Fact {
            let shown = link(text, href)
            return Fact(words["observation.fact.\(key)"], shown.text, link: shown.link, isMono: isMono)
        }
        var facts: [Fact] = []
        if let ip = finding.ip { facts.append(fact("ip", "\(ip)", DeskLinks.address("\(ip)"), isMono: true)) }
        if let port = finding.port {
            let text = "\(port)" + (finding.transport.map { "/" + $0 } ?? "") + (finding.application.map { " (\($0))" } ?? "")
            facts.append(Fact(words["observation.fact.port"], text, isMono: true))
        }
        if let fqdn = finding.fqdn { facts.append(fact("fqdn", fqdn, DeskLinks.domain(fqdn), isMono: true)) }
        if let url = finding.url { facts.append(Fact(words["observation.fact.url"], Defanged.url(url), isMono: true)) }
        if let account = finding.account { facts.append(Fact(words["observation.fact.account"], account, isMono: true)) }
        if let malware = finding.malware { facts.append(Fact(words["observation.fact.malware"], malware)) }
        if let identifier = finding.identifier { facts.append(Fact(words["observation.fact.identifier"], identifier)) }
        if let flaws = finding.vulnerabilities { facts.append(Fact(words["observation.fact.vulnerabilities"], flaws)) }
        if let asn = finding.asn { facts.append(fact("asn", "\(asn)", DeskLinks.asn(asn.number))) }
        if let country = finding.country { facts.append(Fact(words["observation.fact.country"], country)) }
        if let owner = finding.owner {
            facts.append(fact("owner", book.name(owner, words), DeskLinks.owner(owner)))
            let sector = book.sector(owner)
            if !sector.isEmpty { facts.append(Fact(words["observation.column.sector"], words.sector(sector))) }
        } else {
            facts.append(Fact(words["observation.fact.owner"], words["observation.owner.none"]))
        }
        facts.append(Fact(words["observation.column.firstSeen"], time: words.moment(Instant(microseconds: finding.firstSeen), zone)))
        facts.append(Fact(words["observation.column.lastSeen"], time: words.moment(Instant(microseconds: finding.lastSeen), zone)))
        facts.append(Fact(words["observation.column.seen"], words.number(Int(finding.count))))
        if isForOwner {
            facts.append(Fact(words["observation.fact.feeds"], finding.feeds.joined(separator: ", ")))
        } else {
            facts.append(Fact(words["observation.fact.feeds"], links: finding.feeds.map { .init($0, DeskLinks.feed($0)) }))
        }
        return Parts.Facts(facts)
    }
}

/// Addresses of the web written so that nobody opens them by mistake.
enum Defanged {
    static func url(_ text: String) -> String {
        text.hasPrefix("http") ? "hxxp" + text.dropFirst(4) : text
    }
}
