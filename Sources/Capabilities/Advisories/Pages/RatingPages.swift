internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Chance and damage of an advisory: ten and five questions, the levels that follow, and a reason where the writer sees it otherwise.
struct RatingPages: Sendable {
    let desk: AdvisoryDesk
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id/rating", .permission(.advisoriesRead)) { request in
            let advisory = try await frame.advisory(request)
            return page(advisory, advisory.content.rating ?? RiskRating(), request, error: nil)
        }
        routes.post(.desk, "/advisories/:id/rating", .permission(.advisoriesWrite)) { try await save($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let figures: Parts.Figures
        let form: Parts.Form?
        let table: Parts.Table?
    }

    private func page(_ advisory: Advisory, _ rating: RiskRating, _ request: WebRequest, error: String?) -> Page {
        let words = request.words
        func level(_ level: RiskRating.Level?) -> String { level.map { words["advisories.rating.level.\($0.name)"] } ?? "–" }
        let figures = Parts.Figures([
            Parts.Figure(
                words["advisories.rating.chance"], level(rating.chanceLevel),
                note: words.text("advisories.rating.computed", ["level": level(rating.computedChance)])),
            Parts.Figure(
                words["advisories.rating.damage"], level(rating.damageLevel),
                note: words.text("advisories.rating.computed", ["level": level(rating.computedDamage)])),
            Parts.Figure(
                words["advisories.rating.severity"], rating.severity.map { words["common.severity.\($0.name)"] } ?? "–",
                note: words["advisories.rating.severityNote"]),
        ])
        let isOpen = frame.isOpen(advisory, request)
        func question(_ question: RiskRating.Question) -> Parts.Field {
            var field = Parts.Field(
                question.name, words["advisories.rating.\(question.name).question"], .radio,
                options: question.weights.indices.map { ("\($0)", words["advisories.rating.\(question.name).answer\($0)"]) },
                selected: rating.answers[question.name].map { ["\($0)"] } ?? [])
            field.isBare = true
            return field
        }
        func choice(_ name: String, _ chosen: RiskRating.Level?) -> Parts.Field {
            Parts.Field(
                name, words["advisories.rating.\(name)"],
                options: [("", words["advisories.rating.asComputed"])]
                    + RiskRating.Level.allCases.map { ($0.name, words["advisories.rating.level.\($0.name)"]) },
                selected: [chosen?.name ?? ""])
        }
        let fields =
            RiskRating.chance.map(question) + RiskRating.damage.map(question) + [
                choice("chosenChance", rating.chosenChance), choice("chosenDamage", rating.chosenDamage),
                Parts.Field(
                    "reason", words["advisories.rating.reason"], .area(rows: 3), value: rating.reason,
                    hint: words["advisories.rating.reasonHint"], error: error),
            ]
        let all = RiskRating.chance + RiskRating.damage
        let view = View(
            head: frame.head(advisory, request), tabs: frame.tabs(advisory, "/rating", request), figures: figures,
            form: isOpen ? Parts.Form("/advisories/\(advisory.id)/rating", fields: fields, submit: words["common.action.save"]) : nil,
            table: isOpen
                ? nil
                : Parts.Table(
                    id: "rating", caption: words["advisories.tab.rating"],
                    columns: [.init(words["advisories.rating.question"]), .init(words["advisories.rating.answer"])],
                    rows: all.map { question in
                        Parts.Table.Row([
                            .init(words["advisories.rating.\(question.name).question"], isHead: true),
                            .init(rating.answers[question.name].map { words["advisories.rating.\(question.name).answer\($0)"] } ?? "–"),
                        ])
                    }))
        return Page(
            "advisories/rating", view, title: words["advisories.tab.rating"], status: error == nil ? .ok : .unprocessableContent)
    }

    private func save(_ request: WebRequest) async throws -> any Answer {
        let advisory = try await frame.advisory(request)
        let form = request.form
        var rating = RiskRating()
        for question in RiskRating.chance + RiskRating.damage {
            if let answer = form.number(question.name), question.weights.indices.contains(answer) { rating.answers[question.name] = answer }
        }
        rating.chosenChance = form["chosenChance"].flatMap { RiskRating.Level(name: $0) }
        rating.chosenDamage = form["chosenDamage"].flatMap { RiskRating.Level(name: $0) }
        rating.reason = String((form["reason"] ?? "").prefix(2_000))
        if rating.deviates, rating.reason.isEmpty {
            return page(advisory, rating, request, error: request.words["advisories.check.reason"])
        }
        let (whole, person) = (rating, Person(try request.asker()))
        return try await frame.attempt(request, back: "/advisories/\(advisory.id)/rating") {
            try await desk.save(advisory.id, by: person) { content in
                content.rating = whole
                if let severity = whole.severity, whole.open.isEmpty { content.severity = severity }
            }
        }
    }
}
