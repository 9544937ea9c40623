internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// Feeds by language and sector: `/feeds/az/energy/advisories.atom`.
struct FeedPages: Sendable {
    let house: House
    let catalogue: Catalogue
    let naming: WebFrame.Naming
    let site: String

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/feeds/:language/:sector/:file", .anyone) { request in
            let text = try await feed(request["language"], request["sector"], request["file"])
            return Content(
                Array(text.text.utf8), type: text.format.mediaType,
                headers: [("cache-control", "public, max-age=300"), ("access-control-allow-origin", "*")])
        }
    }

    /// A feed by the parts of its address.
    /// - Throws: ``WebProblem/notFound`` where there is none
    func feed(_ language: String, _ sector: String, _ file: String) async throws -> (text: String, format: FeedWriter.Format) {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0] == "advisories" || parts[0] == "warnings", let format = FeedWriter.Format(rawValue: parts[1]),
            catalogue.has(language), sector == "all" || Sectors.all.contains(sector)
        else { throw WebProblem.notFound }
        let name = parts[0]
        let words = catalogue[language]
        var question = ReleaseStore.Question(sector: sector == "all" ? nil : sector, isForEveryone: name == "warnings", limit: 50)
        if name == "advisories" { question.kind = .advisory }
        let asked = question
        let releases = try await house.records.read { try ReleaseStore.latest(asked, $0) }
        let centre = naming.full(in: language)
        let title = words["advisories.public.\(name)"] + (sector == "all" ? "" : ": " + words.sector(sector))
        let writer = FeedWriter(
            title: "\(title) – \(centre)", address: "\(site)/feeds/\(language)/\(sector)/\(file)", home: "\(site)/\(name)",
            language: language,
            author: centre, items: releases.map { item($0, name, words) }, moment: house.clock())
        return (writer.text(format), format)
    }

    private func item(_ release: Release, _ name: String, _ words: Words) -> FeedWriter.Item {
        let content = release.content
        let (texts, language) = content.texts(for: words.code)
        var text = name == "warnings" ? [texts.happened, texts.concerned, texts.steps] : [texts.summary, texts.advice]
        if let reason = content.withdrawn { text.insert("\(words["advisories.public.withdrawn"]): \(reason)", at: 0) }
        return FeedWriter.Item(
            id: "\(site)/\(name)/\(release.tracking)", url: "\(site)/\(name)/\(release.tracking)", title: texts.title,
            text: text.filter { !$0.isEmpty }.joined(separator: "\n\n"), first: release.first, updated: release.moment,
            categories: [content.severity.name] + content.sectors + content.cves, language: language)
    }
}
