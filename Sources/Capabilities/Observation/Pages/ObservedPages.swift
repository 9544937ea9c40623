internal import Centre
internal import Charts
internal import EventStore
internal import Events
internal import HTTPTypes
internal import Vocabulary

/// What was observed of an owner, an AS, a network, an address or a domain: addresses on the desk.
struct ObservedPages: Sendable {
    let reader: StoreReader
    let keeper: PictureKeeper

    func routes(_ routes: inout Routes) {
        for path in ["owner/:id", "asn/:id", "prefix/:id/:length", "ip/:id", "domain/:id"] {
            routes.get(.desk, "/observed/" + path, .permission(.observationRead)) { request in
                guard let subject = Subject(request) else { throw WebProblem.notFound }
                let view = try await ObservedMaker(reader: reader, keeper: keeper, request: request, subject: subject).view()
                return Page("observation/observed", view, title: view.head.title)
            }
        }
        routes.get(.desk, "/observed", .permission(.observationRead)) { request in
            guard let text = request.query["q"], let path = Subject.path(of: text) else {
                return Redirect("/events?q=\(Form.encoded(request.query["q"].map { QueryText.quoted($0) } ?? ""))")
            }
            return Redirect(path)
        }
    }

    /// Of whom or what.
    enum Subject: Sendable, Hashable {
        case owner(String)
        case asn(ASN)
        case prefix(IPPrefix)
        case address(IPAddress)
        case domain(DomainName)

        init?(_ request: WebRequest) {
            let id = request["id"].removingPercentEncodingOnce
            switch request.path.split(separator: "/").dropFirst().first {
            case "owner": self = .owner(id)
            case "asn":
                guard let asn = ASN(id) else { return nil }
                self = .asn(asn)
            case "prefix":
                guard let prefix = IPPrefix(id + "/" + request["length"]) else { return nil }
                self = .prefix(prefix)
            case "ip":
                guard let address = IPAddress(id) else { return nil }
                self = .address(address)
            case "domain":
                guard let name = DomainName(id) else { return nil }
                self = .domain(name)
            default: return nil
            }
        }

        /// The question for its events and findings.
        var term: String {
            switch self {
            case .owner(let id): QueryText.term("owner", id)
            case .asn(let asn): "asn:\(asn.number)"
            case .prefix(let prefix): QueryText.term("ip", "\(prefix)")
            case .address(let address): QueryText.term("ip", "\(address)")
            case .domain(let name): QueryText.term("fqdn", name.ascii)
            }
        }

        /// The page of what a person wrote: an address, a network, an AS number or a domain.
        static func path(of text: String) -> String? {
            if let address = IPAddress(text) { return DeskLinks.address("\(address)") }
            if let prefix = IPPrefix(text) { return "/observed/prefix/\(Form.encoded("\(prefix.address)"))/\(prefix.length)" }
            if text.uppercased().hasPrefix("AS"), let asn = ASN(text) { return DeskLinks.asn(asn.number) }
            if text.contains("."), let name = DomainName(text) { return DeskLinks.domain(name.ascii) }
            return nil
        }
    }
}

struct ObservedView: Sendable {
    let head: Parts.Head
    let figures: Parts.Figures
    let days: ChartView?
    let findings: Parts.Table
    let allFindings: String?
    let events: Parts.Table
    let allEvents: String?
    let facts: Parts.Facts?
    let facets: [FacetView]
}

struct ObservedMaker {
    let reader: StoreReader
    let keeper: PictureKeeper
    let request: WebRequest
    let subject: ObservedPages.Subject

    private var words: Words { request.words }

    func view() async throws -> ObservedView {
        let book = try await reader.owners()
        if case .owner(let id) = subject, book.cards[id] == nil { throw WebProblem.notFound }
        let query = try Query.parse(subject.term, now: request.now, over: .findings)
        var search = FindingSearch(filter: query.filter)
        search.limit = 25
        let findings = try await search.page(reader, book)
        let recent = try Query.parse("\(subject.term) since:30d", now: request.now)
        let byTypeAndDay = try await reader.groups(
            Query(
                filter: recent.filter,
                groups: [.period(.day, of: QueryVocabulary.events.time)]
                    + [QueryVocabulary.events.field("type")].compactMap { $0 }.map { .field($0) }))
        let events = try await reader.events(
            Query(filter: recent.filter, order: [QueryOrder(.field(QueryVocabulary.events.time), isDescending: true)], limit: 20))
        let columns = FindingTable.Column.allCases.filter { column in
            if case .owner = subject { column != .check && column != .owner } else { column != .check }
        }
        let maker = FindingTable(words: words, zone: request.zone, book: book, columns: columns)
        var table = maker.table(
            "findings", caption: words["observation.findings.title"], findings.rows,
            empty: Parts.Empty(words["observation.observed.noFindings"], icon: "done"))
        table.isCaptionHidden = true
        return ObservedView(
            head: head(book), figures: figures(findings, byTypeAndDay), days: days(byTypeAndDay), findings: table,
            allFindings: findings.total > findings.rows.count ? DeskLinks.findings(subject.term) : nil,
            events: EventTable(words: words, zone: request.zone, book: book).table(
                "events", caption: words["observation.events.title"], events, columns: EventTable.usual,
                empty: Parts.Empty(words["observation.observed.noEvents"])), allEvents: DeskLinks.events(subject.term, "since:30d"),
            facts: facts(book, findings), facets: facets(findings, book))
    }

    private func head(_ book: OwnerBook) -> Parts.Head {
        var head: Parts.Head
        switch subject {
        case .owner(let id):
            head = Parts.Head(
                book.name(id, words),
                actions: [.init(words["observation.observed.register"], href: "/owners/\(Form.encoded(id))", icon: "owner")])
            if let card = book.cards[id] {
                if let sector = card.sector { head.tags.append(Parts.Tag(words.sector(sector))) }
                if card.isCritical { head.tags.append(Parts.Tag(words["observation.observed.critical"], .accent, icon: "shield")) }
            }
        case .asn(let asn): head = Parts.Head("\(asn)", lead: words["observation.observed.asn"])
        case .prefix(let prefix): head = Parts.Head("\(prefix)", lead: words["observation.observed.prefix"])
        case .address(let address): head = Parts.Head("\(address)", lead: words["observation.observed.ip"])
        case .domain(let name): head = Parts.Head(name.ascii, lead: words["observation.observed.domain"])
        }
        head.crumbs = [.init(words["observation.navigation.overview"], "/")]
        return head
    }

    private func figures(_ findings: FindingPage, _ groups: GroupTable) -> Parts.Figures {
        let open = findings.answer.byState.filter { $0.key.isOpen }.reduce(0) { $0 + $1.value }
        let events = groups.rows.reduce(0) { sum, row in if case .integer(let count)? = row.last ?? nil { sum + Int(count) } else { sum } }
        return Parts.Figures([
            Parts.Figure(
                words["observation.figure.open"], words.number(open), href: DeskLinks.findings(subject.term, FindingStates.openTerm)),
            Parts.Figure(
                words["observation.figure.reopened"], words.number(findings.answer.byState[.reopened] ?? 0),
                href: DeskLinks.findings(subject.term, "state:reopened")),
            Parts.Figure(
                words["observation.figure.fixedShort"], words.number(findings.answer.byState[.fixed] ?? 0),
                href: DeskLinks.findings(subject.term, "state:fixed")),
            Parts.Figure(
                words["observation.observed.events30"], words.number(events), href: DeskLinks.events(subject.term, "since:30d")),
        ])
    }

    /// Events by day and type, those with the most types first.
    private func days(_ groups: GroupTable) -> ChartView? {
        let words = words
        var counts: [String: [Int64: Int]] = [:]
        for row in groups.rows {
            guard row.count == 3, case .time(let start)? = row[0], case .integer(let count)? = row[2] else { continue }
            counts[row[1]?.plain(words) ?? "", default: [:]][start / 1_000_000, default: 0] += Int(count)
        }
        let order = counts.sorted { one, other in
            let (left, right) = (one.value.values.reduce(0, +), other.value.values.reduce(0, +))
            return left != right ? left > right : one.key < other.key
        }.map(\.key)
        guard !order.isEmpty else { return nil }
        let shown = Array(order.prefix(6))
        let rest = order.dropFirst(6)
        let today = request.now.startOfDay.seconds
        let bins = (0..<30).map { place in
            let start = today - Int64(29 - place) * 86_400
            var values = shown.map { Double(counts[$0]?[start] ?? 0) }
            if !rest.isEmpty { values.append(Double(rest.reduce(0) { $0 + (counts[$1]?[start] ?? 0) })) }
            let (from, to) = (Instant(seconds: start), Instant(seconds: start + 86_400))
            return Histogram.Bin(
                lower: Double(start), upper: Double(start + 86_400), counts: values,
                address: DeskLinks.events(subject.term, "between:\(from)..\(to)"))
        }
        var series = shown.enumerated().map { BarChart.Series(label: words.type($0.element), number: $0.offset) }
        if !rest.isEmpty { series.append(BarChart.Series(label: words["common.word.other"], number: 7)) }
        return ChartView(
            Histogram(
                head: ChartHead(id: "observed-days", title: words["observation.observed.days"]), axis: .time, bins: bins, series: series,
                plotHeight: 120, format: ChartFormat(words, .utc), endName: { words.date(Instant(seconds: Int64($0))) }))
    }

    private func facts(_ book: OwnerBook, _ page: FindingPage) -> Parts.Facts? {
        var facts: [Parts.Facts.Fact] = []
        switch subject {
        case .owner: return nil
        case .address(let address):
            let around = IPPrefix(address, length: address.isIPv4 ? 24 : 48)
            if let around {
                facts.append(
                    .init(
                        words["observation.observed.around"],
                        link: .init("\(around)", "/observed/prefix/\(Form.encoded("\(around.address)"))/\(around.length)")))
            }
        case .prefix, .asn, .domain: break
        }
        let owners = Set(page.rows.compactMap(\.finding.owner)).sorted().prefix(8)
        if !owners.isEmpty {
            facts.append(.init(words["observation.fact.owner"], links: owners.map { .init(book.name($0, words), DeskLinks.owner($0)) }))
        }
        let systems = Set(page.rows.compactMap(\.finding.asn)).sorted().prefix(8)
        if !systems.isEmpty {
            facts.append(.init(words["observation.fact.asn"], links: systems.map { .init("\($0)", DeskLinks.asn($0.number)) }))
        }
        let names = Set(page.rows.compactMap(\.finding.fqdn)).sorted().prefix(8)
        if !names.isEmpty {
            facts.append(.init(words["observation.fact.fqdn"], links: names.map { .init($0, DeskLinks.domain($0)) }))
        }
        return facts.isEmpty ? nil : Parts.Facts(facts)
    }

    private func facets(_ page: FindingPage, _ book: OwnerBook) -> [FacetView] {
        let byType = page.answer.byType.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(10).map { name, count in
            FacetView.Value(
                label: words.type(name), count: words.number(count), href: DeskLinks.findings(subject.term, QueryText.term("type", name)))
        }
        let byState = page.answer.byState.sorted { $0.value > $1.value }.map { state, count in
            FacetView.Value(
                label: words.mark(state).label, count: words.number(count),
                href: DeskLinks.findings(subject.term, "state:\(state.rawValue)"))
        }
        return [
            FacetView(title: words["observation.column.type"], values: byType),
            FacetView(title: words["observation.column.state"], values: byState),
        ].filter { !$0.values.isEmpty }
    }
}

extension String {
    /// The router gives path parameters as they were sent.
    var removingPercentEncodingOnce: String {
        guard contains("%") else { return self }
        var bytes: [UInt8] = []
        var rest = Array(utf8)[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "%"), rest.count >= 3,
                let value = UInt8(String(decoding: rest.dropFirst().prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
                rest = rest.dropFirst()
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? self
    }
}
