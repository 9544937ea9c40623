internal import Centre
internal import Vocabulary

/// What would be sent now, letter by letter.
struct DryRunPage: Sendable {
    let office: NoticeOffice
    let request: WebRequest

    struct View: Sendable {
        let head: Parts.Head
        let figures: Parts.Figures
        let form: Parts.Form?
        let filter: Parts.Filter?
        let table: Parts.Table
        let letters: [LetterView]
    }

    struct LetterView: Sendable {
        let title: String
        let to: String
        let reasons: [String]
        let text: String
    }

    /// Letters shown whole.
    static let shown = 25

    func page() async throws -> Page {
        let words = request.words
        let outcome = try await Rehearsal(office: office).now()
        let letters = try outcome.drafts.prefix(Self.shown).map { draft in
            let letter = try office.composer.letter(draft)
            return LetterView(
                title: letter.subject, to: draft.contact.email?.description ?? "",
                reasons: draft.because.map { words.sentence($0, zone: request.zone) }, text: letter.text)
        }
        let title = words["notices.rules.dry"]
        let view = View(
            head: Parts.Head(title, lead: words["notices.rules.dryLead"], crumbs: [.init(words["notices.rules.title"], "/notices/rules")]),
            figures: Self.figures(outcome, words), form: nil, filter: nil, table: Self.table(outcome, words, request),
            letters: Array(letters))
        return Page("notices/rehearsal", view, title: title)
    }

    static func figures(_ outcome: Rehearsal.Outcome, _ words: Words) -> Parts.Figures {
        Parts.Figures(
            [Parts.Figure(words["notices.list.title"], words.number(outcome.drafts.count))]
                + ["tell", "wait", "suppressed", "nothing"].map {
                    Parts.Figure(words["notices.rules.outcome.\($0)"], words.number(outcome.counts[$0] ?? 0))
                })
    }

    static func table(_ outcome: Rehearsal.Outcome, _ words: Words, _ request: WebRequest) -> Parts.Table {
        Parts.Table(
            id: "would", caption: words["notices.rules.dry"],
            columns: [
                .init(words["notices.column.owner"]), .init(words["notices.column.type"]), .init(words["notices.column.severity"]),
                .init(words["notices.column.findings"], isNumber: true), .init(words["notices.column.contact"]),
                .init(words["notices.column.rule"]),
            ],
            rows: outcome.drafts.prefix(500).map { draft in
                Parts.Table.Row([
                    .init(draft.owner.name(in: words.code), href: "/owners/\(Form.encoded(draft.owner.id))", isHead: true),
                    .init(
                        words.incident(draft.type),
                        tags: draft.kind == .first ? [] : [Parts.Tag(words["notices.kind.\(draft.kind.rawValue)"])]),
                    .init(severity: words.mark(draft.severity)), .init(words.number(draft.findings.count)),
                    .init(draft.contact.email?.description, sub: words.purpose(draft.contact.purpose)), .init(words.rule(draft.rule)),
                ])
            }, empty: Parts.Empty(words["notices.rules.dryNone"], icon: "notice"))
    }
}

/// What today's rules would have told of a period.
struct ReplayPage: Sendable {
    let office: NoticeOffice
    let request: WebRequest

    func page() async throws -> Page {
        let words = request.words
        let today = Instant(seconds: request.now.seconds + Int64(request.zone.offset(at: request.now))).date
        let from = request.query["from"].flatMap { CalendarDate(isoText: $0) } ?? CalendarDate(daysSinceEpoch: today.daysSinceEpoch - 30)
        let to = request.query["to"].flatMap { CalendarDate(isoText: $0) } ?? today
        let start = Instant(seconds: from.daysSinceEpoch * 86_400)
        let end = Instant(seconds: (to.daysSinceEpoch + 1) * 86_400)
        let outcome = start < end ? try await Rehearsal(office: office).replay(start..<end) : Rehearsal.Outcome()
        let title = words["notices.rules.replay"]
        let filter = Parts.Filter(fields: [
            Parts.Field("from", words["notices.rules.from"], .line("date"), value: from.isoText),
            Parts.Field("to", words["notices.rules.to"], .line("date"), value: to.isoText),
        ])
        let view = DryRunPage.View(
            head: Parts.Head(
                title, lead: words["notices.rules.replayLead"], crumbs: [.init(words["notices.rules.title"], "/notices/rules")]),
            figures: DryRunPage.figures(outcome, words), form: nil, filter: filter, table: DryRunPage.table(outcome, words, request),
            letters: [])
        return Page("notices/rehearsal", view, title: title)
    }
}
