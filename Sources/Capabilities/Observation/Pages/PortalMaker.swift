internal import Centre
internal import Charts
internal import Vocabulary

/// The portal's front page: an owner's findings now, and how they fare beside their sector.
struct PortalView: Sendable {
    let head: Parts.Head
    let isWaiting: Bool
    let figures: Parts.Figures
    let types: Parts.Table
    let severities: Parts.Table
    let trend: ChartView?
    /// Why there is no comparison, where there is none.
    let noComparison: String?
}

struct PortalMaker {
    let picture: NationPicture
    let request: WebRequest

    /// Fewer owners in a sector would tell what each of them has.
    static let fewestOwners = 5

    private var words: Words { request.words }
    private var owners: [String] { request.principal?.owners ?? [] }

    func view() -> PortalView {
        let names = owners.map { picture.owners.name($0, words) }.joined(separator: ", ")
        let sums = own()
        let comparison = sector()
        return PortalView(
            head: Parts.Head(words["observation.portal.title"], lead: names.isEmpty ? nil : names),
            isWaiting: picture.survey == nil, figures: Parts.Figures(figures(sums)), types: types(sums), severities: severities(sums),
            trend: picture.survey.map { trend(sums, comparison, $0) },
            noComparison: comparison == nil
                ? words.text("observation.portal.noComparison", ["count": words.number(Self.fewestOwners)]) : nil)
    }

    /// All owners of the asker together.
    private func own() -> Survey.OwnerSums {
        var all = Survey.OwnerSums()
        for id in owners { if let sums = picture.survey?.owners[id] { all.add(sums) } }
        return all
    }

    /// The median of open findings by day over the sector's owners, those of the asker left out; nil for sectors of too few.
    private func sector() -> [Double]? {
        guard let survey = picture.survey, let sector = owners.first.map({ picture.owners.sector($0) }), !sector.isEmpty else { return nil }
        let others = picture.owners.cards.values.filter { $0.sector == sector && !owners.contains($0.id) }.map(\.id)
        guard others.count >= Self.fewestOwners else { return nil }
        return (0..<Survey.span).map { day in Normal.median(others.map { Double(survey.owners[$0]?.openByDay[day] ?? 0) }) }
    }

    private func figures(_ own: Survey.OwnerSums) -> [Parts.Figure] {
        let sums = own.sums
        let weekAgo = Int(own.openByDay[own.openByDay.count - 8])
        return [
            Parts.Figure(
                words["observation.figure.open"], words.number(sums.open), href: DeskLinks.findings(FindingStates.openTerm),
                change: .init(
                    sums.open - weekAgo, words.text("observation.figure.sinceWeek", ["change": words.signed(sums.open - weekAgo)])),
                spark: Sparkline(values: own.openByDay.map { Double($0) }).svg),
            Parts.Figure(
                words["observation.portal.new7"], words.number(sums.new(days: 7)), href: DeskLinks.findings("first-seen>7d")),
            Parts.Figure(
                words["observation.portal.fixed7"], words.number(sums.fixed(days: 7)), href: DeskLinks.findings("state:fixed", fixed: 7),
                note: sums.medianLifetime.map { words.text("observation.figure.lifetime", ["time": words.lifetime($0)]) }),
            Parts.Figure(
                words["observation.figure.reopened"], words.number(sums.reopened), href: DeskLinks.findings("state:reopened")),
        ]
    }

    private func types(_ own: Survey.OwnerSums) -> Parts.Table {
        Parts.Table(
            id: "types", caption: words["observation.overview.types"],
            columns: [.init(words["observation.column.type"]), .init(words["observation.column.open"], isNumber: true)],
            rows: own.openByType.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
                Parts.Table.Row([
                    .init(
                        words.type(name), href: DeskLinks.findings(QueryText.term("type", name), FindingStates.openTerm), isHead: true),
                    .init(words.number(count), isNumber: true),
                ])
            }, empty: Parts.Empty(words["observation.portal.nothing"], icon: "done")
        ).untitled
    }

    private func severities(_ own: Survey.OwnerSums) -> Parts.Table {
        let order: [Severity?] = [.critical, .high, .medium, .low, .info, nil]
        return Parts.Table(
            id: "severities", caption: words["observation.portal.severities"],
            columns: [.init(words["observation.column.severity"]), .init(words["observation.column.open"], isNumber: true)],
            rows: order.compactMap { severity in
                guard let count = own.openBySeverity[severity] else { return nil }
                let term = severity.map { "severity:\($0.name)" } ?? "-has:severity"
                return Parts.Table.Row([
                    .init(
                        severity == nil ? words["common.word.unknown"] : nil, isHead: true, severity: words.severity(severity?.name)),
                    .init(words.number(count), href: DeskLinks.findings(term, FindingStates.openTerm), isNumber: true),
                ])
            }, empty: Parts.Empty(words["observation.portal.nothing"], icon: "done")
        ).untitled
    }

    private func trend(_ own: Survey.OwnerSums, _ sector: [Double]?, _ survey: Survey) -> ChartView {
        let days = LocalDays(request.zone, at: request.now)
        var series = [
            TimeChart.Series(label: words["observation.portal.mine"], values: own.openByDay.map { Double($0) }, colour: 1)
        ]
        if let sector { series.append(.init(label: words["observation.portal.sector"], values: sector, colour: 4)) }
        let words = words
        let zone = request.zone
        return ChartView(
            TimeChart(
                head: ChartHead(id: "trend", title: words["observation.portal.trend"]),
                moments: (0..<Survey.span).map { days.start(survey.today - Int64(Survey.span - 1 - $0)).seconds }, series: series,
                plotHeight: 160, format: ChartFormat(words, zone), momentName: { words.date(Instant(seconds: $0), zone: zone) }))
    }
}

extension Survey.OwnerSums {
    mutating func add(_ other: Survey.OwnerSums) {
        sums.open += other.sums.open
        sums.reopened += other.sums.reopened
        sums.quiet += other.sums.quiet
        for day in 0..<Survey.span {
            sums.newByDay[day] += other.sums.newByDay[day]
            sums.fixedByDay[day] += other.sums.fixedByDay[day]
            openByDay[day] += other.openByDay[day]
        }
        sums.lifetimes += other.sums.lifetimes
        openByType.merge(other.openByType, uniquingKeysWith: +)
        openBySeverity.merge(other.openBySeverity, uniquingKeysWith: +)
    }
}
