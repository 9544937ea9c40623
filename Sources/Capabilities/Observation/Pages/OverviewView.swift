internal import Centre
internal import Charts
internal import Vocabulary

/// The overview in a language. Its live parts are sent again when the picture changes.
struct OverviewView: Sendable {
    let head: Parts.Head
    let isWaiting: Bool
    let figures: Parts.Figures
    let ticker: TickerView
    let events: ChartView?
    let open: ChartView?
    let types: Parts.Table
    let sectors: Parts.Table
    let worse: Parts.Table
    let troubles: Parts.Table
    let week: ChartView?
}

/// What just happened.
struct TickerView: Sendable {
    let stamp: String?
    let arrivals: Parts.Table
    let newest: Parts.Table
}

/// Makes the overview of a picture.
struct OverviewMaker {
    let picture: NationPicture
    let words: Words
    let zone: Zone
    let now: Instant

    private var days: LocalDays { LocalDays(zone, at: now) }
    private var format: ChartFormat { ChartFormat(words, zone) }

    func view() -> OverviewView {
        var head = Parts.Head(words["observation.overview.title"], lead: lead)
        head.live = "overview"
        return OverviewView(
            head: head, isWaiting: picture.survey == nil || picture.pulse == nil, figures: Parts.Figures(figures), ticker: ticker(),
            events: picture.pulse.map(events), open: picture.survey.map(open), types: types, sectors: sectors, worse: worse,
            troubles: troubles, week: picture.pulse.map(week))
    }

    private var lead: String? {
        picture.survey.map { words.text("observation.overview.lead", ["time": words.dateTime($0.at, zone: zone)]) }
    }

    // MARK: Figures

    private var figures: [Parts.Figure] {
        var figures: [Parts.Figure] = []
        if let survey = picture.survey {
            let all = survey.all
            let new = all.new(days: 1)
            let fixed = all.fixed(days: 1)
            let week = survey.openByDay
            let weekAgo = week.count > 7 ? Int(week[week.count - 8]) : all.open
            figures.append(
                Parts.Figure(
                    words["observation.figure.open"], words.number(all.open), href: DeskLinks.findings(openTerm),
                    change: .init(
                        all.open - weekAgo, words.text("observation.figure.sinceWeek", ["change": words.signed(all.open - weekAgo)])),
                    spark: Sparkline(values: week.map { Double($0) }).svg))
            figures.append(
                Parts.Figure(
                    words["observation.figure.new"], words.number(new), href: DeskLinks.findings("first-seen>=\(days.start(survey.today))"),
                    note: words.text("observation.figure.week", ["count": words.number(all.new(days: 7))]),
                    spark: Sparkline(values: all.newByDay.map { Double($0) }).svg))
            figures.append(
                Parts.Figure(
                    words["observation.figure.fixed"], words.number(fixed), href: DeskLinks.findings("state:fixed", fixed: 1),
                    note: words.text("observation.figure.week", ["count": words.number(all.fixed(days: 7))]),
                    spark: Sparkline(values: all.fixedByDay.map { Double($0) }, colour: 3).svg))
            figures.append(
                Parts.Figure(
                    words["observation.figure.reopened"], words.number(all.reopened), href: DeskLinks.findings("state:reopened"),
                    note: all.medianLifetime.map {
                        words.text("observation.figure.lifetime", ["time": words.lifetime($0)])
                    }))
        }
        if let pulse = picture.pulse { figures += eventFigures(pulse) }
        if !picture.feeds.isEmpty {
            let bad = picture.feeds.filter { !$0.isWell }.count
            var figure = Parts.Figure(
                words["observation.figure.feeds"], words.number(picture.feeds.count - bad), unit: "/ " + words.number(picture.feeds.count),
                href: "/feeds", note: bad == 0 ? words["observation.figure.allWell"] : words.text("observation.figure.troubled", count: bad)
            )
            let isBad = picture.feeds.contains { $0.troubles.contains(where: \.isBad) }
            figure.state = bad == 0 ? "good" : isBad ? "bad" : "warn"
            figures.append(figure)
        }
        return figures
    }

    /// The last day that is over against what is usual on such a day, and how today goes so far.
    private func eventFigures(_ pulse: Pulse) -> [Parts.Figure] {
        let day = pulse.lastWholeDay
        let count = pulse.byDay[day] ?? 0
        let normal = pulse.normal(day)
        var note = normal.map(usual) ?? words["observation.figure.noNormal"]
        note += ". " + words.text("observation.figure.today", ["count": words.number(pulse.soFar)])
        if let soFar = pulse.normalSoFar { note += " (\(usual(soFar)))" }
        var yesterday = Parts.Figure(
            words["observation.figure.yesterday"], words.number(count), href: DeskLinks.events(DeskLinks.days(day, day, days)), note: note,
            spark: Sparkline(values: (0..<30).map { Double(pulse.byDay[day - 29 + $0] ?? 0) }, colour: 2).svg)
        if let normal, !normal.contains(Double(count)) { yesterday.state = "warn" }
        return [yesterday]
    }

    private func usual(_ normal: Normal) -> String {
        words.text(
            "common.word.normal", ["from": words.number(Int(normal.lower.rounded())), "to": words.number(Int(normal.upper.rounded()))])
    }

    // MARK: Charts

    /// Events a day by class, each bar leading to its events.
    private func events(_ pulse: Pulse) -> ChartView {
        let (words, zone) = (words, zone)
        let shown = TaxonomyColours.order.filter { pulse.byTaxonomyAndDay[$0] != nil }
        let rest = pulse.byTaxonomyAndDay.keys.filter { !shown.contains($0) }.sorted()
        let span = max(14, min(30, pulse.today - pulse.firstDay + 1))
        let bins = (pulse.today - span + 1...pulse.today).map { day in
            var counts = shown.map { Double(pulse.byTaxonomyAndDay[$0]?[day] ?? 0) }
            if !rest.isEmpty { counts.append(Double(rest.reduce(0) { $0 + (pulse.byTaxonomyAndDay[$1]?[day] ?? 0) })) }
            return Histogram.Bin(
                lower: Double(days.start(day).seconds), upper: Double(days.start(day + 1).seconds), counts: counts,
                address: DeskLinks.events(DeskLinks.days(day, day, days)))
        }
        var series = shown.map { name in
            BarChart.Series(label: words.taxonomy(name), number: TaxonomyColours.order.firstIndex(of: name) ?? 7)
        }
        if !rest.isEmpty { series.append(BarChart.Series(label: words["common.word.other"], number: 7)) }
        return ChartView(
            Histogram(
                head: ChartHead(
                    id: "events-by-day", title: words["observation.overview.events"],
                    subtitle: pulse.normal(pulse.lastWholeDay).map {
                        words.text("observation.overview.usual", ["range": usual($0), "count": words.number($0.count)])
                    }),
                axis: .time, bins: bins, series: series, format: format,
                endName: { words.date(Instant(seconds: Int64($0)), zone: zone) }))
    }

    /// Open findings over the last month, and what came and went.
    private func open(_ survey: Survey) -> ChartView {
        let first = max(0, Survey.span - 1 - Int(min(Int64(Survey.span - 1), survey.today - survey.firstDay)))
        let places = Array(first..<Survey.span)
        let words = words
        let zone = zone
        return ChartView(
            TimeChart(
                head: ChartHead(id: "open-by-day", title: words["observation.overview.open"]),
                moments: places.map { days.start(survey.today - Int64(Survey.span - 1 - $0)).seconds },
                series: [
                    .init(label: words["observation.figure.open"], values: places.map { Double(survey.openByDay[$0]) }, colour: 1),
                    .init(label: words["observation.figure.newShort"], values: places.map { Double(survey.all.newByDay[$0]) }, colour: 2),
                    .init(
                        label: words["observation.figure.fixedShort"], values: places.map { Double(survey.all.fixedByDay[$0]) }, colour: 3),
                ], plotHeight: 140, format: format, momentName: { words.date(Instant(seconds: $0), zone: zone) }))
    }

    private func week(_ pulse: Pulse) -> ChartView {
        ChartView(
            HeatMap(
                head: ChartHead(
                    id: "events-by-hour", title: words["observation.overview.week"],
                    subtitle: words.text("observation.overview.weeks", count: pulse.weeks)),
                rows: (1...7).map { words["common.weekday.\($0)"] }, columns: (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" },
                values: pulse.week.map { $0.map { Double($0) / Double(pulse.weeks) } }, format: format))
    }

    private var openTerm: String { FindingStates.openTerm }
}
