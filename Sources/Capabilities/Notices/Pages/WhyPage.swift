internal import Centre
internal import EventStore
internal import GRDB
internal import Vocabulary

/// Why an owner was told of a finding, or was not: every decision about it, with its reasons.
struct WhyPage: Sendable {
    let office: NoticeOffice

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices/findings/:finding", .permission(.noticesRead)) { try await page($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let empty: Parts.Empty?
        let decisions: [DecisionView]
    }

    private struct DecisionView: Sendable {
        let title: String
        let href: String?
        let time: Parts.Time
        let reasons: [String]
    }

    private func page(_ request: WebRequest) async throws -> Page {
        let words = request.words
        guard let finding = FindingID(request["finding"]) else { throw WebProblem.notFound }
        let kept = try await office.house.records.read { try NoticeStore.decisions(about: finding, $0) }
        let title = words["notices.why.title"]
        let decisions = kept.map { one in
            DecisionView(
                title: words["notices.why.outcome.\(one.outcome)"], href: one.notice.map { "/notices/\($0)" },
                time: words.mark(one.moment, zone: request.zone), reasons: one.because.map { words.sentence($0, zone: request.zone) })
        }
        let view = View(
            head: Parts.Head(
                title, lead: words["notices.why.lead"],
                crumbs: [
                    .init(words["notices.list.title"], "/notices"), .init("\(finding)".prefix(12).description, "/findings/\(finding)"),
                ]),
            empty: kept.isEmpty ? Parts.Empty(words["notices.why.none"], text: words["notices.why.noneText"], icon: "help") : nil,
            decisions: decisions)
        return Page("notices/why", view, title: title)
    }
}
