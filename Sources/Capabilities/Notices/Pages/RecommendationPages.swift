internal import Centre
internal import Vocabulary

/// The texts that notices carry, as they are read.
struct RecommendationPages: Sendable {
    let office: NoticeOffice
    private var shelf: RecommendationShelf { office.composer.shelf }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/notices/recommendations", .permission(.noticesRead)) { list($0) }
        routes.get(.desk, "/notices/recommendations/:topic", .permission(.noticesRead)) { try one($0) }
    }

    private struct ListView: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let table: Parts.Table
    }

    private func list(_ request: WebRequest) -> Page {
        let words = request.words
        let languages = office.composer.catalogue.languages
        let title = words["notices.recommendations.title"]
        let table = Parts.Table(
            id: "recommendations", caption: title,
            columns: [.init(words["notices.recommendations.topic"])] + languages.map { .init($0.label) },
            rows: shelf.topics.map { topic in
                Parts.Table.Row(
                    [
                        Parts.Table.Cell(
                            shelf.text(topic, in: words.code)?.title ?? topic, href: "/notices/recommendations/\(topic)", isHead: true,
                            sub: topic)
                    ]
                        + languages.map { language in
                            let version = shelf.text(topic, in: language.code)?.version
                            return Parts.Table.Cell(
                                version.map { "\(words["notices.recommendations.version"]) \($0)" },
                                tags: version == nil ? [Parts.Tag(words["notices.recommendations.missing"], .warn)] : [])
                        })
            })
        let view = ListView(
            head: Parts.Head(title, lead: words["notices.recommendations.lead"]),
            tabs: NoticeTabs.tabs("/notices/recommendations", request), table: table)
        return Page("notices/list", view, title: title)
    }

    private struct TextView: Sendable {
        let language: String
        let label: String
        let title: String
        let version: String
        let why: String
        let steps: [String]
        let check: String
    }

    private struct OneView: Sendable {
        let head: Parts.Head
        let texts: [TextView]
    }

    private func one(_ request: WebRequest) throws -> Page {
        let words = request.words
        let topic = request["topic"]
        let texts = office.composer.catalogue.languages.compactMap { language -> TextView? in
            guard let text = shelf.text(topic, in: language.code) else { return nil }
            return TextView(
                language: language.code, label: language.label, title: text.title,
                version: "\(words["notices.recommendations.version"]) \(text.version)", why: text.why, steps: text.steps, check: text.check)
        }
        guard !texts.isEmpty else { throw WebProblem.notFound }
        let title = shelf.text(topic, in: words.code)?.title ?? topic
        let head = Parts.Head(title, crumbs: [.init(words["notices.recommendations.title"], "/notices/recommendations")])
        return Page("notices/recommendation", OneView(head: head, texts: texts), title: title)
    }
}
