internal import Centre
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
        let tables: [Parts.Table]
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
            tables: isEmpty
                ? []
                : [
                    table("sector", words["notices.figures.bySector"], figures.sectors, words) {
                        words.has("common.sector.\($0)") ? words["common.sector.\($0)"] : $0
                    }, table("type", words["notices.figures.byType"], figures.types, words, words.incident),
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
