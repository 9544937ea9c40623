internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Vocabulary

/// The figures of a year: what was reported, by whom, how punctually, and how the centre answered. Reports of the same incident count once.
struct DutyFigurePage: Sendable {
    let office: ReportingOffice

    private struct Year: Sendable {
        var total = 0
        var byKind: [(String, Int)] = []
        var byType: [(String, Int)] = []
        var bySector: [(String, Int)] = []
        var byLaw: [(String, Int)] = []
        var crossBorder = 0
        var personalData = 0
        var joined = 0
        var stages: [(stage: String, all: Int, late: Int)] = []
        var answered = 0
        var answeredLate = 0
        var unanswered = 0
        var reports: [(String, Int)] = []
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let figures: Parts.Figures
        let tables: [Parts.Table]
    }

    func page(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let wanted = chosen(request)
        let year = try await figures(wanted)
        let title = words["reporting.figures.title"]
        func table(_ id: String, _ rows: [(String, Int)], _ label: (String) -> String) -> Parts.Table {
            Parts.Table(
                id: id, caption: words["reporting.figures.\(id)"],
                columns: [.init(words["reporting.figures.what"]), .init(words["reporting.figures.count"], isNumber: true)],
                rows: rows.map { Parts.Table.Row([.init(label($0.0), isHead: true), .init(words.number($0.1))]) },
                empty: Parts.Empty(words["reporting.figures.none"], icon: "chart"))
        }
        let stages = Parts.Table(
            id: "stages", caption: words["reporting.figures.stages"],
            columns: [
                .init(words["reporting.duty.stageName"]), .init(words["reporting.figures.count"], isNumber: true),
                .init(words["reporting.due.late"], isNumber: true),
            ],
            rows: year.stages.map {
                Parts.Table.Row([
                    .init(words["reporting.stage.\($0.stage)"], isHead: true), .init(words.number($0.all)), .init(words.number($0.late)),
                ])
            })
        let present = request.now.year
        let names = Dictionary(office.settings.laws.map { ($0.id, $0.name(in: words.code)) }) { first, _ in first }
        return Page(
            "reporting/figures",
            View(
                head: Parts.Head(
                    title, lead: words["reporting.figures.lead"], crumbs: [Parts.Link(words["reporting.duty.desk"], "/duty")],
                    actions: [Parts.Action("CSV", href: "/duty/figures.csv?year=\(wanted)", icon: "download")]),
                tabs: Parts.Tabs(
                    title,
                    (0..<4).map {
                        Parts.Tabs.Tab("\(present - $0)", "/duty/figures?year=\(present - $0)", isCurrent: present - $0 == wanted)
                    }),
                figures: Parts.Figures([
                    Parts.Figure(words["reporting.figures.incidents"], words.number(year.total)),
                    Parts.Figure(words["reporting.flag.crossBorder"], words.number(year.crossBorder)),
                    Parts.Figure(words["reporting.flag.personalData"], words.number(year.personalData)),
                    Parts.Figure(words["reporting.figures.answeredInTime"], words.number(year.answered - year.answeredLate)),
                    Parts.Figure(words["reporting.figures.answeredLate"], words.number(year.answeredLate)),
                    Parts.Figure(words["reporting.figures.unanswered"], words.number(year.unanswered)),
                ]),
                tables: [
                    table("byKind", year.byKind) { words["reporting.kind.\($0)"] },
                    table("byType", year.byType) { IncidentType(name: $0).map(words.incident) ?? $0 },
                    table("bySector", year.bySector) { words.has("common.sector.\($0)") ? words["common.sector.\($0)"] : $0 },
                    table("byLaw", year.byLaw) { names[$0] ?? $0 }, stages,
                    table("reports", year.reports) { words["reporting.way.\($0)"] },
                ]), title: title)
    }

    /// The same figures, for the tables of others.
    func table(_ request: WebRequest) async throws -> any Answer {
        let wanted = chosen(request)
        let year = try await figures(wanted)
        var lines = [
            "figure,value,count", "incidents,,\(year.total)", "cross-border,,\(year.crossBorder)", "personal-data,,\(year.personalData)",
        ]
        lines += [
            "joined,,\(year.joined)", "answered,,\(year.answered)", "answered-late,,\(year.answeredLate)", "unanswered,,\(year.unanswered)",
        ]
        for (name, rows) in [
            ("kind", year.byKind), ("type", year.byType), ("sector", year.bySector), ("law", year.byLaw), ("public-reports", year.reports),
        ] { lines += rows.map { "\(name),\(CSVCell.text($0.0)),\($0.1)" } }
        lines += year.stages.flatMap {
            ["stage,\(CSVCell.text("\($0.stage)")),\($0.all)", "stage-late,\(CSVCell.text("\($0.stage)")),\($0.late)"]
        }
        return Content(lines.joined(separator: "\r\n") + "\r\n", type: "text/csv; charset=utf-8", fileName: "incidents-\(wanted).csv")
    }

    private func chosen(_ request: WebRequest) -> Int {
        let year = request.query.number("year") ?? request.now.year
        return (2_000...2_200).contains(year) ? year : request.now.year
    }

    private func figures(_ wanted: Int) async throws -> Year {
        guard let first = CalendarDate(year: wanted, month: 1, day: 1), let last = CalendarDate(year: wanted + 1, month: 1, day: 1) else {
            return Year()
        }
        let span: StatementArguments = [Instant(first).microseconds, Instant(last).microseconds]
        return try await office.house.records.read { database in
            var year = Year()
            let within = "FROM reporting_incident WHERE reported >= ? AND reported < ?"
            func count(_ condition: String) throws -> Int {
                try Int.fetchOne(database, sql: "SELECT count(*) \(within) AND \(condition)", arguments: span) ?? 0
            }
            func groups(_ column: String) throws -> [(String, Int)] {
                try Row.fetchAll(
                    database,
                    sql:
                        "SELECT COALESCE(\(column), 'other') AS what, count(*) AS count \(within) AND joined IS NULL GROUP BY 1 ORDER BY 2 DESC, 1",
                    arguments: span
                ).map { ($0["what"], $0["count"]) }
            }
            year.total = try count("joined IS NULL")
            year.joined = try count("joined IS NOT NULL")
            year.crossBorder = try count("joined IS NULL AND cross_border = 'yes'")
            year.personalData = try count("joined IS NULL AND personal_data = 'yes'")
            year.answered = try count("answered IS NOT NULL")
            year.answeredLate = try count("answered IS NOT NULL AND answered > answer_due")
            year.unanswered = try count("answered IS NULL")
            year.byKind = try groups("kind")
            year.byType = try groups("type")
            year.bySector = try groups("sector")
            for law in office.settings.laws {
                let number = try Int.fetchOne(
                    database, sql: "SELECT count(*) \(within) AND joined IS NULL AND instr(' ' || laws || ' ', ?) > 0",
                    arguments: span + [" \(law.id) "])
                year.byLaw.append((law.id, number ?? 0))
            }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT stage, count(*) AS count, sum(late) AS late FROM (
                        SELECT stage, min(submitted) > min(due) AS late FROM reporting_stage
                        WHERE submitted >= ? AND submitted < ? GROUP BY incident, stage
                    ) GROUP BY stage
                    """, arguments: span)
            year.stages = rows.map { ($0["stage"], $0["count"], ($0["late"] as Int?) ?? 0) }
            year.reports = try Row.fetchAll(
                database,
                sql:
                    "SELECT way, count(*) AS count FROM reporting_report WHERE received >= ? AND received < ? GROUP BY way ORDER BY 2 DESC",
                arguments: span
            ).map { ($0["way"], $0["count"]) }
            return year
        }
    }
}
