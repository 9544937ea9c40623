internal import Centre
internal import GRDB
internal import Ledger
internal import Vocabulary

/// The public page: what the centre may and may not do, and what it did, counted from the log.
struct MandatePage: Sendable {
    let transparency: Transparency

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/transparency", .anyone, keptFor: 60) { try await page($0) }
        routes.get(.public, "/transparency/statement.txt", .anyone, keptFor: 60) { _ in
            let statement = try await statement()
            return Content(
                try transparency.statementKey.signed(statement.text).bytes, type: "text/plain; charset=utf-8", fileName: "statement.txt")
        }
        routes.get(.public, "/transparency/statement.json", .anyone, keptFor: 60) { _ in
            let envelope = try SignedEnvelope(
                type: "application/json", payload: try await statement().json, by: transparency.statementKey)
            return Content(envelope.json + "\n", type: "application/json", fileName: "statement.json")
        }
    }

    private func figures() async throws -> BookFigures {
        let isExercise = transparency.house.outward.realm == .exercise
        return BookFigures(figures: try await transparency.house.records.read { try BookStore.figures(isExercise: isExercise, $0) })
    }

    private func statement() async throws -> Statement {
        // The head first: figures are of it or of moments later, never of more than they say.
        let head = transparency.ledger.head
        return Statement(
            centre: transparency.naming.full["en"] ?? transparency.naming.short, moment: transparency.house.clock(), head: head,
            figures: try await figures())
    }

    private struct View: Sendable {
        let head: Parts.Head
        let figures: Parts.Figures
        let may: [Line]
        let mayNot: [Line]
        let months: Parts.Table
        let requests: Parts.Table
        let classes: Parts.Table
        let log: Parts.Facts
        let verifying: String
        let proving: String
        let downloads: Parts.Table
    }

    private struct Line: Sendable { let text: String }

    private func page(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let figures = try await figures()
        let check = try await transparency.house.records.read { try BookStore.lastCheck($0) }
        let head = transparency.ledger.head
        let title = words["transparency.public.title"]
        let view = View(
            head: Parts.Head(title, lead: words["transparency.public.lead"]),
            figures: Parts.Figures(
                Act.allCases.map { Parts.Figure(words["common.act.\($0.rawValue)"], words.number(figures.count($0.rawValue))) }),
            may: Mandate.may.map { Line(text: words["transparency.may.\($0)"]) },
            mayNot: Mandate.mayNot.map { Line(text: words["transparency.mayNot.\($0)"]) },
            months: months(figures, words), requests: requests(figures, words), classes: classes(figures, words),
            log: log(head, check, request),
            verifying: """
                curl -O \(transparency.site)/transparency/checkpoint -O \(transparency.site)/transparency/entries.jsonl
                keshik ledger verify --folder . --key '\(transparency.ledger.verifier)'
                """,
            proving: """
                curl -o 0.tlog-proof \(transparency.site)/transparency/proof/0
                head -n 1 entries.jsonl > 0.json
                keshik ledger verify --proof 0.tlog-proof --entry 0.json --key '\(transparency.ledger.verifier)'
                """,
            downloads: downloads(words))
        return Page("transparency/mandate", view, title: title)
    }

    private func months(_ figures: BookFigures, _ words: Words) -> Parts.Table {
        let deeds = Act.allCases.map(\.rawValue) + [BookFigures.insight]
        return Parts.Table(
            id: "months", caption: words["transparency.months.title"],
            columns: [.init(words["transparency.months.month"])] + deeds.map { .init(words.deed($0), isNumber: true) },
            rows: figures.months.prefix(24).map { month in
                .init([.init(words.month(month), isHead: true)] + deeds.map { .init(words.number(figures.count($0, in: month))) })
            }, empty: Parts.Empty(words["transparency.months.none"], text: words["transparency.months.noneText"], icon: "ledger"))
    }

    private func requests(_ figures: BookFigures, _ words: Words) -> Parts.Table {
        let deeds = ["refer"] + BookFigures.requests
        let months = figures.months.filter { month in deeds.contains { figures.count($0, in: month) > 0 } }
        var table = Parts.Table(
            id: "requests", caption: words["transparency.requests.title"],
            columns: [.init(words["transparency.months.month"])] + deeds.map { .init(words.deed($0), isNumber: true) },
            rows: months.prefix(24).map { month in
                .init([.init(words.month(month), isHead: true)] + deeds.map { .init(words.number(figures.count($0, in: month))) })
            }, empty: Parts.Empty(words["transparency.requests.none"], text: words["transparency.requests.noneText"], icon: "ledger"))
        if !months.isEmpty {
            table.foot =
                [.init(words["common.word.total"], isHead: true)] + deeds.map { .init(words.number(figures.count($0)), isNumber: true) }
        }
        return table
    }

    private func classes(_ figures: BookFigures, _ words: Words) -> Parts.Table {
        Parts.Table(
            id: "classes", caption: words["transparency.classes.title"],
            columns: [.init(words["transparency.classes.class"]), .init(words["transparency.classes.count"], isNumber: true)],
            rows: figures.classes.map { .init([.init(words.subject($0.name), isHead: true), .init(words.number($0.count))]) },
            empty: Parts.Empty(words["transparency.months.none"], text: words["transparency.months.noneText"], icon: "ledger"))
    }

    private func log(_ head: SignedCheckpoint, _ check: BookCheck?, _ request: WebRequest) -> Parts.Facts {
        let words = request.words
        var facts: [Parts.Facts.Fact] = [
            .init(words["transparency.log.name"], head.checkpoint.origin, isMono: true),
            .init(words["transparency.log.size"], words.number(head.checkpoint.size)),
            .init(words["transparency.log.root"], head.checkpoint.root.base64, isMono: true),
            .init(words["transparency.log.key"], "\(transparency.ledger.verifier)", isMono: true),
        ]
        let witnesses = head.note.lines.dropFirst().map(\.name)
        if !witnesses.isEmpty { facts.append(.init(words["transparency.log.witnesses"], witnesses.joined(separator: ", "))) }
        if let check {
            facts.append(
                .init(
                    words["transparency.log.checked"],
                    words[check.problems.isEmpty ? "transparency.log.clean" : "transparency.log.problems"],
                    time: words.mark(check.moment, zone: request.zone)))
        }
        return Parts.Facts(facts)
    }

    private func downloads(_ words: Words) -> Parts.Table {
        let files = ["statement.txt", "statement.json", "checkpoint", "verifier", "entries.jsonl"]
        return Parts.Table(
            id: "downloads", caption: words["transparency.downloads.title"],
            columns: [.init(words["transparency.downloads.file"]), .init(words["transparency.downloads.what"])],
            rows: files.map { name in
                let key = name.replacing(".", with: "-")
                return .init([
                    .init(name, href: "/transparency/\(name)", isHead: true, isMono: true), .init(words["transparency.file.\(key)"]),
                ])
            })
    }
}

extension Words {
    /// A deed as people read it.
    func deed(_ name: String) -> String {
        if Act(rawValue: name) != nil { return self["common.act.\(name)"] }
        return has("transparency.deed.\(name)") ? self["transparency.deed.\(name)"] : name
    }

    /// A class of persons as people read it.
    func subject(_ name: String) -> String { has("transparency.class.\(name)") ? self["transparency.class.\(name)"] : name }

    /// `March 2026`
    func month(_ name: String) -> String {
        guard let month = Month(name) else { return name }
        return self.text("transparency.months.name", ["month": self["common.monthAlone.\(month.month)"], "year": "\(month.year)"])
    }
}
