internal import Centre
internal import GRDB
internal import HTTPTypes
internal import Ledger
internal import Vocabulary

/// The book at the desk: who did what, when, about what, and the entry that proves it.
struct BookPages: Sendable {
    let transparency: Transparency
    private static let length = 50

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/ledger", .permission(.transparencyRead)) { try await list($0) }
        routes.post(.desk, "/ledger/check", .permission(.transparencyRead)) { request in
            let check = try await transparency.check()
            let words = request.words
            return Redirect(
                "/ledger",
                flash: check.problems.isEmpty
                    ? Flash(.done, words.text("transparency.book.clean", count: check.size))
                    : Flash(.problem, check.problems.prefix(3).joined(separator: "; ")))
        }
        routes.get(.desk, "/ledger/:number", .permission(.transparencyRead)) { try await one($0) }
        routes.get(.desk, "/ledger/:number/proof", .permission(.transparencyRead)) { request in
            guard let place = try await line(request).sequence else { throw WebProblem.notFound }
            return Content(try transparency.ledger.proof(of: place).description, fileName: "\(place).tlog-proof")
        }
    }

    private func line(_ request: WebRequest) async throws -> KeptLine {
        guard let number = Int64(request["number"]) else { throw WebProblem.notFound }
        guard let line = try await transparency.house.records.read({ try BookStore.line(number, $0) }) else { throw WebProblem.notFound }
        return line
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let facts: Parts.Facts
        let filter: Parts.Filter
        let table: Parts.Table
    }

    private func list(_ request: WebRequest) async throws -> Page {
        let words = request.words
        var wish = BookStore.Wish()
        wish.deed = request.query["deed"]
        wish.search = request.query["q"]
        wish.before = request.query.number("before").map(Int64.init)
        let (lines, deeds, check, waiting) = try await transparency.house.records.read { [wish] database in
            (
                try BookStore.lines(wish, limit: Self.length + 1, database), try BookStore.deeds(database),
                try BookStore.lastCheck(database), try BookStore.isWaiting(database)
            )
        }
        let title = words["transparency.book.title"]
        let head = Parts.Head(
            title, lead: words["transparency.book.lead"],
            actions: [Parts.Action(words["transparency.book.check"], post: "/ledger/check", icon: "check")])
        var facts: [Parts.Facts.Fact] = [
            .init(words["transparency.log.size"], words.number(transparency.ledger.size)),
            .init(words["transparency.log.root"], transparency.ledger.head.checkpoint.root.base64, isMono: true),
        ]
        if waiting > 0 { facts.append(.init(words["transparency.book.waiting"], words.number(waiting))) }
        if let check {
            let isClean = check.problems.isEmpty
            facts.append(
                .init(
                    words["transparency.log.checked"], words[isClean ? "transparency.log.clean" : "transparency.log.problems"],
                    sub: isClean ? nil : check.problems.prefix(3).joined(separator: "; "),
                    time: words.mark(check.moment, zone: request.zone)))
        }
        let choices: [(value: String, label: String)] = [("", words["common.word.all"])] + deeds.map { ($0, words.deed($0)) }
        let filter = Parts.Filter(
            search: .init(
                name: "q", label: words["common.action.search"], value: wish.search, hint: words["transparency.book.searchHint"]),
            fields: [Parts.Field("deed", words["transparency.column.deed"], options: choices, selected: [wish.deed ?? ""])])
        let view = ListView(head: head, facts: Parts.Facts(facts), filter: filter, table: table(lines, request))
        return Page("transparency/book", view, title: title)
    }

    private func table(_ lines: [KeptLine], _ request: WebRequest) -> Parts.Table {
        let words = request.words
        var table = Parts.Table(
            id: "book", caption: words["transparency.book.title"],
            columns: [
                .init(words["transparency.column.entry"], isNumber: true), .init(words["transparency.column.time"]),
                .init(words["transparency.column.deed"]), .init(words["transparency.column.actor"]),
                .init(words["transparency.column.class"]), .init(words["transparency.column.reference"]), .init("TLP"),
            ],
            rows: lines.prefix(Self.length).map { kept in
                .init([
                    .init(kept.sequence.map { words.number($0) } ?? "…"), .init(time: words.mark(kept.line.time, zone: request.zone)),
                    .init(
                        words.deed(kept.line.deed), href: "/ledger/\(kept.number)", isRow: true, isHead: true,
                        tags: kept.line.isExercise ? [Parts.Tag(words["transparency.book.exercise"], .warn)] : []),
                    .init(kept.line.actor.isEmpty ? "–" : kept.line.actor), .init(words.subject(kept.line.subjectClass)),
                    .init(kept.line.reference, isMono: true), .init(tlp: words.mark(kept.line.tlp)),
                ])
            },
            empty: Parts.Empty(words["transparency.book.none"], text: words["transparency.book.noneText"], icon: "ledger"))
        if lines.count > Self.length {
            table.pager = Parts.Pager(
                previous: nil, next: "/ledger" + request.query.query(replacing: ["before": "\(lines[Self.length - 1].number)"]))
        }
        return table
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let known: Parts.Facts
        let entry: Parts.Facts
        let line: String?
        let words: String?
    }

    private func one(_ request: WebRequest) async throws -> Page {
        let words = request.words
        let kept = try await line(request)
        let line = kept.line
        let title = words.deed(line.deed)
        var head = Parts.Head(title, crumbs: [.init(words["transparency.book.title"], "/ledger")])
        head.tlp = words.mark(line.tlp)
        if line.isExercise { head.tags = [Parts.Tag(words["transparency.book.exercise"], .warn)] }
        if kept.sequence != nil {
            head.actions = [Parts.Action(words["transparency.book.proof"], href: "/ledger/\(kept.number)/proof", icon: "download")]
        }
        let nothing = "–"
        let known = Parts.Facts(
            [
                .init(words["transparency.column.time"], time: words.mark(line.time, zone: request.zone)),
                .init(words["transparency.column.actor"], line.actor.isEmpty ? words["transparency.book.unknown"] : line.actor),
                .init(words["transparency.column.approver"], line.approver.isEmpty ? nothing : line.approver),
                .init(words["transparency.column.class"], words.subject(line.subjectClass)),
                .init(words["transparency.column.reference"], line.reference.isEmpty ? nothing : line.reference, isMono: true),
                .init(words["transparency.column.channel"], line.channel.isEmpty ? nothing : line.channel),
                .init(words["transparency.column.content"], line.content.isEmpty ? nothing : Hex.text(line.content), isMono: true),
            ]
                + (line.id.hasPrefix("act:")
                    ? [
                        .init(
                            words["transparency.column.dispatch"],
                            link: .init(String(line.id.dropFirst(4)), "/deliveries/\(line.id.dropFirst(4))"))
                    ] : []))
        let entry = Parts.Facts([
            .init(words["transparency.column.entry"], kept.sequence.map { words.number($0) } ?? words["transparency.book.waits"]),
            .init(words["transparency.column.pseudonym"], kept.pseudonym, isMono: true),
            .init(words["transparency.column.digest"], Hex.text(kept.digest), isMono: true),
            .init(words["transparency.column.opening"], kept.opening.isEmpty ? nothing : Hex.text(kept.opening), isMono: true),
        ])
        let leaf = try kept.sequence.map { String(decoding: try transparency.ledger.entry($0).line, as: UTF8.self) }
        let view = OneView(
            head: head, known: known, entry: entry, line: leaf,
            words: kept.opening.isEmpty ? nil : String(decoding: line.words, as: UTF8.self))
        return Page("transparency/line", view, title: title)
    }
}
