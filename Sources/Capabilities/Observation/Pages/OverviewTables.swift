internal import Centre
internal import Charts
internal import EventStore
internal import Vocabulary

extension OverviewMaker {
    private typealias Cell = Parts.Table.Cell
    private typealias Column = Parts.Table.Column

    private var localDays: LocalDays { LocalDays(zone, at: now) }

    private var columns: [Parts.Table.Column] {
        ["open", "new1", "new7", "fixed7"].map { Column(words["observation.column.\($0)"], isNumber: true) }
    }

    /// The numbers of a type or a sector, each leading to its findings.
    private func cells(_ sums: Survey.Sums, _ term: String?, sector: String? = nil, _ survey: Survey) -> [Parts.Table.Cell] {
        let day = "first-seen>=\(localDays.start(survey.today))"
        let week = "first-seen>=\(localDays.start(survey.today - 6))"
        return [
            Cell(words.number(sums.open), href: DeskLinks.findings(term, FindingStates.openTerm, sector: sector), isNumber: true),
            Cell(words.number(sums.new(days: 1)), href: DeskLinks.findings(term, day, sector: sector), isNumber: true),
            Cell(words.number(sums.new(days: 7)), href: DeskLinks.findings(term, week, sector: sector), isNumber: true),
            Cell(
                words.number(sums.fixed(days: 7)), href: DeskLinks.findings(term, "state:fixed", sector: sector, fixed: 7), isNumber: true),
        ]
    }

    /// Findings by type, the most first.
    var types: Parts.Table {
        let survey = picture.survey
        let rows = (survey?.byType ?? [:]).filter { $0.value.open > 0 || $0.value.new(days: 7) > 0 }
            .sorted { ($1.value.open, $0.key) < ($0.value.open, $1.key) }.prefix(14)
        return Parts.Table(
            id: "types", caption: words["observation.overview.types"],
            columns: [Column(words["observation.column.type"])] + columns + [Column(words["observation.column.trend"])],
            rows: survey.map { survey in
                rows.map { name, sums in
                    let term = QueryText.term("type", name)
                    return Parts.Table.Row(
                        [Cell(words.type(name), href: DeskLinks.findings(term, FindingStates.openTerm), isHead: true)]
                            + cells(sums, term, survey)
                            + [Cell(html: Sparkline(values: sums.newByDay.map { Double($0) }).svg)])
                }
            } ?? [], empty: Parts.Empty(words["observation.overview.noFindings"])
        ).untitled
    }

    /// Findings by sector, with the time it takes until they are gone.
    var sectors: Parts.Table {
        let survey = picture.survey
        let rows = (survey?.bySector ?? [:]).sorted { ($1.value.open, $0.key) < ($0.value.open, $1.key) }
        return Parts.Table(
            id: "sectors", caption: words["observation.overview.sectors"],
            columns: [Column(words["observation.column.sector"])] + columns
                + [Column(words["observation.column.lifetime"], isNumber: true)],
            rows: survey.map { survey in
                rows.map { name, sums in
                    Parts.Table.Row(
                        [Cell(words.sector(name), href: DeskLinks.findings(FindingStates.openTerm, sector: name), isHead: true)]
                            + cells(sums, nil, sector: name, survey)
                            + [Cell(sums.medianLifetime.map { words.lifetime($0) } ?? "–", isNumber: true)])
                }
            } ?? [], empty: Parts.Empty(words["observation.overview.noFindings"])
        ).untitled
    }

    /// Types and owners with much more that is new than usual, and than was fixed.
    var worse: Parts.Table {
        let rows = picture.survey.map { worsening($0) } ?? []
        return Parts.Table(
            id: "worse", caption: words["observation.overview.worse"],
            columns: [
                Column(words["observation.column.what"]), Column(words["observation.column.new7"], isNumber: true),
                Column(words["observation.column.before7"], isNumber: true), Column(words["observation.column.fixed7"], isNumber: true),
            ], rows: rows, empty: Parts.Empty(words["observation.overview.nothingWorse"], icon: "done")
        ).untitled
    }

    private func worsening(_ survey: Survey) -> [Parts.Table.Row] {
        struct Line {
            let text: String
            let sub: String
            let href: String
            let new: Int
            let before: Int
            let fixed: Int
            var increase: Int { new - max(before, fixed) }
        }
        // Where the store is younger than two weeks, everything is new.
        guard survey.today - survey.firstDay >= 13 else { return [] }
        func line(_ text: String, _ sub: String, _ href: String, _ sums: Survey.Sums) -> Line? {
            let new = sums.new(days: 7)
            let before = sums.new(days: 14) - new
            guard new >= 5, new > sums.fixed(days: 7), Double(new) > Double(before) * 1.25 else { return nil }
            return Line(text: text, sub: sub, href: href, new: new, before: before, fixed: sums.fixed(days: 7))
        }
        let since = "first-seen>=\(localDays.start(survey.today - 6))"
        var lines = survey.byType.compactMap { name, sums in
            line(words.type(name), words["observation.column.type"], DeskLinks.findings(QueryText.term("type", name), since), sums)
        }
        lines += survey.owners.compactMap { id, sums in
            id.isEmpty ? nil : line(picture.owners.name(id, words), words["observation.column.owner"], DeskLinks.owner(id), sums.sums)
        }
        return lines.sorted { ($1.increase, $0.text) < ($0.increase, $1.text) }.prefix(8).map { line in
            Parts.Table.Row([
                Cell(line.text, href: line.href, isHead: true, sub: line.sub), Cell(words.number(line.new), isNumber: true),
                Cell(words.number(line.before), isNumber: true), Cell(words.number(line.fixed), isNumber: true),
            ])
        }
    }

    /// Feeds that need somebody, with what to do.
    var troubles: Parts.Table {
        let troubled = picture.feeds.filter { !$0.isWell }.sorted { one, other in
            let (left, right) = (one.troubles.contains(where: \.isBad), other.troubles.contains(where: \.isBad))
            return left != right ? left : one.code < other.code
        }
        return Parts.Table(
            id: "troubles", caption: words["observation.overview.troubles"],
            columns: [Column(words["observation.column.feed"]), Column(words["observation.column.todo"])],
            rows: troubled.prefix(8).map { feed in
                Parts.Table.Row([
                    Cell(feed.name, href: DeskLinks.feed(feed.code), isHead: true, tags: feed.troubles.prefix(1).map(words.tag)),
                    Cell(feed.troubles.first.map(words.said), sub: feed.troubles.first.map(words.remedy)),
                ])
            }, empty: Parts.Empty(words["observation.overview.feedsWell"], icon: "done")
        ).untitled
    }

    /// What just happened.
    func ticker() -> TickerView {
        let arrivals = Parts.Table(
            id: "arrivals", caption: words["observation.overview.arrivals"],
            columns: [
                Column(words["observation.column.feed"]), Column(words["observation.column.events"], isNumber: true),
                Column(words["observation.column.when"]),
            ],
            rows: picture.arrivals.map { arrival in
                Parts.Table.Row([
                    Cell(arrival.feed, href: DeskLinks.feed(arrival.feed), isHead: true),
                    Cell("+" + words.number(arrival.count), isNumber: true), Cell(time: words.clock(arrival.at, zone)),
                ])
            }, empty: Parts.Empty(words["observation.overview.noArrivals"], icon: "clock")
        ).untitled
        let newest = Parts.Table(
            id: "newest", caption: words["observation.overview.newest"],
            columns: [Column(words["observation.column.finding"]), Column(words["observation.column.firstSeen"])],
            rows: (picture.survey?.newest ?? []).map { finding in
                let owner = finding.owner.map { picture.owners.name($0, words) } ?? words["observation.owner.none"]
                return Parts.Table.Row([
                    Cell(words.type(finding.type), href: DeskLinks.finding(finding.id), isHead: true, sub: "\(finding.place) · \(owner)"),
                    Cell(time: words.short(Instant(microseconds: finding.firstSeen), zone)),
                ])
            }, empty: Parts.Empty(words["observation.overview.noFindings"])
        ).untitled
        return TickerView(stamp: picture.pulse.map { words.time($0.at, zone: zone) }, arrivals: arrivals, newest: newest)
    }
}

extension Parts.Table {
    /// Its caption for screen readers alone: a heading beside it says the same.
    var untitled: Parts.Table {
        var table = self
        table.isCaptionHidden = true
        return table
    }
}

extension Words {
    /// How long something was there; what was seen once only was there for less than an hour.
    func lifetime(_ seconds: Int) -> String { seconds < 3600 ? self["observation.lifetime.short"] : duration(seconds: seconds) }

    /// What is wrong with a feed, in a sentence.
    func said(_ trouble: FeedHealth.Trouble) -> String {
        let key = "observation.trouble.\(trouble.name)"
        switch trouble {
        case .late(let seconds): return text(key, ["time": duration(seconds: seconds)])
        case .empty: return self[key]
        case .schemaChanged(let gone, let new):
            let list = { (names: [String]) in names.prefix(6).map { $0.replacing("extra.", with: "") }.joined(separator: ", ") }
            return [
                gone.isEmpty ? nil : text("observation.trouble.schemaGone", ["columns": list(gone)]),
                new.isEmpty ? nil : text("observation.trouble.schemaNew", ["columns": list(new)]),
            ].compactMap { $0 }.joined(separator: " ")
        case .volume(let count, let lower, let upper):
            return text(key, ["count": number(count), "from": number(lower), "to": number(upper)])
        case .failed(let reason): return text(key, ["reason": reason])
        case .deadLetters(let count): return text(key, count: count)
        }
    }

    /// What to do about it.
    func remedy(_ trouble: FeedHealth.Trouble) -> String { self["observation.remedy.\(trouble.name)"] }

    func tag(_ trouble: FeedHealth.Trouble) -> Parts.Tag {
        Parts.Tag(
            self["observation.trouble.tag.\(trouble.name)"], trouble.isBad ? .bad : .warn, icon: trouble.isBad ? "problem" : "warning")
    }

    /// A moment of today, by the clock alone.
    func clock(_ instant: Instant, _ zone: Zone) -> Parts.Time { Parts.Time(iso: "\(instant)", text: time(instant, zone: zone)) }
}
