internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// An advisory as its readers will see it: experts, everyone, mail, programs; in each language.
struct PreviewPages: Sendable {
    let desk: AdvisoryDesk
    let letters: AdvisoryLetters
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id/preview", .permission(.advisoriesRead)) { try await preview($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let kinds: Parts.Tabs
        let languages: Parts.Tabs
        let title: String?
        let expert: ExpertReading?
        let citizen: CitizenReading?
        let text: String?
        let empty: Parts.Empty?
    }

    private func preview(_ request: WebRequest) async throws -> any Answer {
        let advisory = try await frame.advisory(request)
        let content = advisory.content
        let kinds = content.kind == .advisory ? ["expert", "citizen", "mail", "csaf"] : ["citizen", "mail"]
        let kind = request.query["as"].flatMap { kinds.contains($0) ? $0 : nil } ?? kinds[0]
        let code = request.query["in"].flatMap { desk.languages.contains($0) ? $0 : nil } ?? content.language
        let own = request.words
        let words = letters.catalogue[code]
        let tracking = advisory.tracking ?? desk.scheme.id(year: request.now.year, number: 0)
        var (expert, citizen, text): (ExpertReading?, CitizenReading?, String?)
        switch kind {
        case "expert":
            expert = ExpertReading(
                content, tracking: tracking, first: request.now, moment: request.now, versions: [], files: [], words: words,
                zone: request.zone)
        case "citizen": citizen = CitizenReading(content, moment: request.now, words: words, zone: request.zone)
        case "mail": text = letters.text(content, tracking: tracking, words: words, leave: nil)
        default:
            let bytes = desk.document.document(
                content, .init(id: tracking, version: advisory.version + 1, first: request.now, moment: request.now))
            text = bytes.map { String(decoding: $0, as: UTF8.self) }
        }
        let view = View(
            head: frame.head(advisory, request), tabs: frame.tabs(advisory, "/preview", request),
            kinds: Parts.Tabs(
                own["advisories.tab.preview"],
                kinds.map { .init(own["advisories.preview.\($0)"], "?as=\($0)&in=\(code)", isCurrent: $0 == kind) }),
            languages: Parts.Tabs(
                own["advisories.field.language"],
                desk.languages.map { .init(own["common.language.\($0)"], "?as=\(kind)&in=\($0)", isCurrent: $0 == code) }),
            title: text == nil ? content.texts(for: code).texts.title : nil, expert: expert, citizen: citizen, text: text,
            empty: expert == nil && citizen == nil && text == nil
                ? Parts.Empty(own["advisories.preview.empty"], text: own["advisories.preview.emptyText"], icon: "eye") : nil)
        return Page("advisories/preview", view, title: own["advisories.tab.preview"])
    }
}
