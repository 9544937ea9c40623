internal import Centre
internal import Charts
internal import Vocabulary

/// The figures about notices.
struct FigurePage: Sendable {
    let office: NoticeOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices/figures", .permission(.noticesRead)) { try await page($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let spans: Parts.Tabs
        let empty: Parts.Empty?
        let figures: Parts.Figures
        let charts: [ChartFigure]
        let tables: [Parts.Table]
    }

    /// `parts/chart`
    private struct ChartFigure: Sendable {
        let svg: String
    }

    private static let spans = [7, 30, 90, 365]

    private func page(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let days = request.query.number("days").flatMap { Self.spans.contains($0) ? $0 : nil } ?? 30
        let figures = try await office.house.records.read { database in
            try NoticeFigures(since: request.now - .seconds(Int64(days) * 86_400), now: request.now, database)
        }
        let title = words["notices.figures.title"]
        let spans = Parts.Tabs(
            title,
            Self.spans.map {
                .init(words.text("notices.figures.days", count: $0), "/notices/figures?days=\($0)", isCurrent: $0 == days)
            })
        let isEmpty = figures.stages.isEmpty && figures.total.told == 0
        let view = View(
            head: Parts.Head(title, lead: words["notices.figures.lead"]), tabs: NoticeTabs.tabs("/notices/figures", request), spans: spans,
            empty: isEmpty
                ? Parts.Empty(words["notices.figures.none"], text: words["notices.figures.noneText"], icon: "chart") : nil,
            figures: numbers(figures, words),
            charts: isEmpty
                ? []
                : [
                    chart("sectors", words["notices.figures.bySector"], figures.sectors, words, words.sectorName),
                    chart("types", words["notices.figures.byType"], figures.types, words, words.incident),
                ].compactMap { $0 },
            tables: isEmpty
                ? []
                : [
                    table("sector", words["notices.figures.bySector"], figures.sectors, words, words.sectorName),
                    table("type", words["notices.figures.byType"], figures.types, words, words.incident),
                    table("feed", words["notices.figures.byFeed"], figures.feeds, words) { $0 },
                ])
        return Page("notices/figures", view, title: title)
    }

    private func numbers(_ figures: NoticeFigures, _ words: Words) -> Parts.Figures {
        func count(_ stages: NoticeStage...) -> Int { stages.map { figures.stages[$0] ?? 0 }.reduce(0, +) }
        let sent = count(.sent, .delivered, .read, .answered, .returned)
        func share(_ key: String, _ number: Int) -> Parts.Figure {
            Parts.Figure(
                words["notices.figures.\(key)"], words.number(number), note: sent > 0 ? words.percent(Double(number) / Double(sent)) : nil)
        }
        func time(_ key: String, _ values: [Int]) -> Parts.Figure {
            Parts.Figure(
                words["notices.figures.\(key)"], NoticeFigures.median(values).map { words.duration(seconds: $0) } ?? "\u{2013}",
                note: words["notices.figures.median"])
        }
        return Parts.Figures([
            Parts.Figure(words["notices.figures.sent"], words.number(sent)), share("delivered", count(.delivered, .read, .answered)),
            share("read", count(.read, .answered)), share("answered", count(.answered)), share("returned", count(.returned)),
            Parts.Figure(words["notices.figures.told"], words.number(figures.total.told)),
            Parts.Figure(
                words["notices.figures.fixed"], words.number(figures.total.gone),
                note: figures.total.told > 0 ? words.percent(figures.total.share) : nil), time("toTold", figures.toTold),
            time("toFixed", figures.total.toGone),
        ])
    }

    /// Of what was told, what is gone and what is still there; nil for fewer than two lines.
    private func chart(
        _ id: String, _ caption: String, _ lines: [String: NoticeFigures.Line], _ words: Words, _ name: (String) -> String
    ) -> ChartFigure? {
        let shown = lines.sorted { $0.value.told != $1.value.told ? $0.value.told > $1.value.told : $0.key < $1.key }.prefix(10)
        guard shown.count > 1 else { return nil }
        var format = ChartFormat(number: { words.number(Int($0.rounded())) })
        format.words.table = words["common.chart.table"]
        format.words.value = words["common.chart.value"]
        format.words.noValues = words["common.chart.noValues"]
        format.words.gap = words["common.chart.gap"]
        let chart = BarChart(
            head: ChartHead(id: "chart-\(id)", title: caption, width: 1100),
            bars: shown.map { key, line in
                BarChart.Bar(label: name(key), values: [Double(line.gone), Double(line.told - line.gone)])
            },
            series: [
                BarChart.Series(label: words["notices.figures.gone"], number: 1),
                BarChart.Series(label: words["notices.figures.there"], number: 0),
            ], format: format)
        return ChartFigure(svg: chart.html)
    }

    private func table(
        _ id: String, _ caption: String, _ lines: [String: NoticeFigures.Line], _ words: Words, _ name: (String) -> String
    ) -> Parts.Table {
        Parts.Table(
            id: id, caption: caption,
            columns: [
                .init(caption), .init(words["notices.figures.told"], isNumber: true), .init(words["notices.figures.fixed"], isNumber: true),
                .init(words["notices.figures.share"], isNumber: true), .init(words["notices.figures.toFixed"], isNumber: true),
            ],
            rows: lines.sorted { $0.value.told != $1.value.told ? $0.value.told > $1.value.told : $0.key < $1.key }.prefix(50).map {
                key, line in
                Parts.Table.Row([
                    .init(name(key), isHead: true), .init(words.number(line.told)), .init(words.number(line.gone)),
                    .init(words.percent(line.share)),
                    .init(NoticeFigures.median(line.toGone).map { words.duration(seconds: $0) } ?? "\u{2013}"),
                ])
            })
    }
}

extension Words {
    /// A sector as people call it; one of the register's own as it is written.
    fileprivate func sectorName(_ name: String) -> String { has("common.sector.\(name)") ? self["common.sector.\(name)"] : name }
}
