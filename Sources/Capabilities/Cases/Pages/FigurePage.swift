internal import Centre
internal import GRDB
internal import Vocabulary

/// The figures of a span of time: reports, incidents and coordinated cases apart.
struct FigurePage: Sendable {
    let office: CaseOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/cases/figures", .permission(.casesRead)) { try await page($0) }
        routes.get(.desk, "/cases/figures.csv", .permission(.casesRead)) { try await table($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let filter: Parts.Filter
        let figures: Parts.Figures
        let tables: [Parts.Table]
    }

    /// Spans that can be chosen, in days.
    private static let spans = [7, 30, 90, 365]

    private func figures(_ request: WebRequest) async throws -> (figures: CaseFigures, days: Int) {
        let days = request.query.number("days").flatMap { Self.spans.contains($0) ? $0 : nil } ?? 90
        let now = request.now
        return (try await office.read { try CaseFigures(from: now - .seconds(days * 86_400), to: now + .seconds(1), $0) }, days)
    }

    private func page(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let (figures, days) = try await figures(request)
        let spans: [(value: String, label: String)] = Self.spans.map { ("\($0)", words.text("cases.figures.days", count: $0)) }
        var head = Parts.Head(
            words["cases.figures.title"], lead: words["cases.figures.lead"], crumbs: [.init(words["cases.list.title"], "/cases")])
        head.actions = [Parts.Action(words["common.action.export"], href: "/cases/figures.csv?days=\(days)", icon: "download")]
        let view = View(
            head: head,
            filter: Parts.Filter(fields: [Parts.Field("days", words["cases.figures.span"], options: spans, selected: ["\(days)"])]),
            figures: Parts.Figures(
                Case.Kind.allCases.map { kind in
                    let line = figures.kinds[kind] ?? .init()
                    var figure = Parts.Figure(
                        words["cases.figures.kind.\(kind.rawValue)"], words.number(line.received),
                        href: "/cases?place=all&kind=\(kind.rawValue)")
                    figure.note = CaseFigures.median(line.toAcknowledge).map {
                        words.text("cases.figures.acknowledgedIn", ["time": words.duration(seconds: $0)])
                    }
                    return figure
                }),
            tables: [
                table("kinds", "cases.figures.byKind", figures.kinds.map { (words["cases.kind.\($0.key.rawValue)"], $0.value) }, words),
                table("types", "cases.figures.byType", figures.types.map { (words.type($0.key), $0.value) }, words),
                table("sectors", "cases.figures.bySector", figures.sectors.map { (words["common.sector.\($0.key)"], $0.value) }, words),
                Parts.Table(
                    id: "closings", caption: words["cases.figures.byClosing"],
                    columns: [.init(words["cases.close.reason"]), .init(words["cases.figures.closed"], isNumber: true)],
                    rows: figures.closings.sorted { $0.value > $1.value }.map {
                        .init([.init(words["cases.closing.\($0.key.rawValue)"], isHead: true), .init(words.number($0.value))])
                    }, empty: Parts.Empty(words["cases.figures.none"], icon: "chart")),
            ])
        return Page("cases/figures", view, title: words["cases.figures.title"])
    }

    private func table(_ id: String, _ caption: String, _ lines: [(String, CaseFigures.Line)], _ words: Words) -> Parts.Table {
        func time(_ values: [Int]) -> Parts.Table.Cell { .init(CaseFigures.median(values).map { words.duration(seconds: $0) } ?? "–") }
        return Parts.Table(
            id: id, caption: words[caption],
            columns: [
                .init(words["cases.figures.group"]), .init(words["cases.figures.received"], isNumber: true),
                .init(words["cases.figures.closed"], isNumber: true), .init(words["cases.figures.toAcknowledge"], isNumber: true),
                .init(words["cases.figures.toAct"], isNumber: true), .init(words["cases.figures.toClose"], isNumber: true),
            ],
            rows: lines.sorted { ($0.1.received, $1.0) > ($1.1.received, $0.0) }.map { name, line in
                .init([
                    .init(name, isHead: true), .init(words.number(line.received)), .init(words.number(line.closed)),
                    time(line.toAcknowledge), time(line.toAct), time(line.toClose),
                ])
            }, empty: Parts.Empty(words["cases.figures.none"], icon: "chart"))
    }

    /// The same as comma-separated values (RFC 4180), times in seconds.
    private func table(_ request: WebRequest) async throws -> Content {
        let (figures, days) = try await figures(request)
        var lines = ["group,name,received,closed,median_seconds_to_acknowledge,median_seconds_to_act,median_seconds_to_close"]
        func add(_ group: String, _ all: [(String, CaseFigures.Line)]) {
            for (name, line) in all.sorted(by: { $0.0 < $1.0 }) {
                let times = [line.toAcknowledge, line.toAct, line.toClose].map { CaseFigures.median($0).map { "\($0)" } ?? "" }
                lines.append(([group, name, "\(line.received)", "\(line.closed)"] + times).map(CSVCell.text).joined(separator: ","))
            }
        }
        add("kind", figures.kinds.map { ($0.key.rawValue, $0.value) })
        add("type", figures.types.map { ($0.key, $0.value) })
        add("sector", figures.sectors.map { ($0.key, $0.value) })
        return Content(
            lines.joined(separator: "\r\n") + "\r\n", type: "text/csv; charset=utf-8", fileName: "cases-\(days)-days.csv")
    }
}
