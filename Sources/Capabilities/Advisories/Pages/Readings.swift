internal import CSAF
internal import Centre
internal import Vocabulary

/// A text as paragraphs and lists: an empty line parts paragraphs, lines that begin with a dash are a list. Nothing else is markup.
struct Prose: Sendable {
    struct Block: Sendable {
        let text: String?
        let items: [String]
    }

    let title: String
    let blocks: [Block]

    /// nil where there is no text.
    init?(_ title: String, _ text: String) {
        var blocks: [Block] = []
        var lines: [String] = []
        var items: [String] = []
        func flush() {
            if !lines.isEmpty { blocks.append(Block(text: lines.joined(separator: " "), items: [])) }
            if !items.isEmpty { blocks.append(Block(text: nil, items: items)) }
            (lines, items) = ([], [])
        }
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let trimmed = line.trimmingPrefix(while: \.isWhitespace)
            if trimmed.isEmpty {
                flush()
            } else if trimmed.hasPrefix("- ") || trimmed.hasPrefix("• ") {
                if !lines.isEmpty { flush() }
                items.append(String(trimmed.dropFirst(2)))
            } else {
                if !items.isEmpty { flush() }
                lines.append(String(trimmed))
            }
        }
        flush()
        guard !blocks.isEmpty else { return nil }
        self.title = title
        self.blocks = blocks
    }
}

/// An advisory as experts read it.
struct ExpertReading: Sendable {
    let lang: String
    /// Said where it is not in the reader's language.
    let otherLanguage: String?
    let withdrawn: String?
    let prose: [Prose]
    let facts: Parts.Facts
    let vulnerabilities: Parts.Table?
    let products: Parts.Table?
    let references: [Parts.Link]
    let versions: Parts.Table?
    let files: [Parts.Link]

    init(
        _ content: AdvisoryContent, tracking: String, first: Instant?, moment: Instant?, versions: [Release], files: [Parts.Link],
        words: Words, zone: Zone
    ) {
        let (texts, language) = content.texts(for: words.code)
        lang = language
        otherLanguage =
            language == words.code
            ? nil : words.text("advisories.public.otherLanguage", ["language": words["common.language.\(language)"]])
        withdrawn = content.withdrawn
        prose = [
            Prose(words["advisories.field.summary"], texts.summary), Prose(words["advisories.field.advice"], texts.advice),
            Prose(words["advisories.field.detail"], texts.detail),
        ].compactMap(\.self)
        var facts = [Parts.Facts.Fact(words["advisories.fact.id"], tracking, isMono: true)]
        if let first { facts.append(.init(words["advisories.public.first"], time: words.mark(first, zone: zone))) }
        if let moment, moment != first { facts.append(.init(words["advisories.public.updated"], time: words.mark(moment, zone: zone))) }
        facts.append(.init(words["advisories.field.tlp"], tlp: words.mark(content.tlp)))
        if let rating = content.rating, let chance = rating.chanceLevel, let damage = rating.damageLevel {
            facts.append(.init(words["advisories.rating.chance"], words["advisories.rating.level.\(chance.name)"]))
            facts.append(.init(words["advisories.rating.damage"], words["advisories.rating.level.\(damage.name)"]))
        }
        if content.isExploited { facts.append(.init(words["advisories.exploited"], tags: [Parts.Tag(words["common.word.yes"], .bad)])) }
        if content.kind == .advisory { facts.append(.init(words["advisories.field.remedy"], words["advisories.remedy.\(content.remedy)"])) }
        if !content.sectors.isEmpty {
            facts.append(.init(words["advisories.field.sectors"], content.sectors.map(words.sector).joined(separator: ", ")))
        }
        self.facts = Parts.Facts(facts)
        let cves = content.vulnerabilities
        vulnerabilities =
            cves.isEmpty
            ? nil
            : Parts.Table(
                id: "vulnerabilities", caption: words["advisories.tab.vulnerabilities"],
                columns: ["name", "weakness", "score", "exploited"].map { .init(words["advisories.vulnerability.\($0)"]) },
                rows: cves.map { one in
                    let scores = [one.vector3, one.vector4].compactMap { $0.flatMap { try? CVSSVector($0) } }
                    return Parts.Table.Row([
                        .init(one.label, isHead: true, sub: one.cve == nil || one.title.isEmpty ? nil : one.title),
                        .init(one.weakness, sub: one.weaknessName),
                        .init(scores.first.map { "\($0)" }, isMono: !scores.isEmpty, tags: scores.map { words.tag($0) }),
                        .init(one.isExploited ? words["common.word.yes"] : words["advisories.public.notKnown"]),
                    ])
                })
        products =
            content.products.isEmpty
            ? nil
            : Parts.Table(
                id: "products", caption: words["advisories.tab.products"],
                columns: ["vendor", "name", "version", "status"].map { .init(words["advisories.product.\($0)"]) },
                rows: content.products.map { product in
                    Parts.Table.Row([
                        .init(product.vendor), .init(product.name, isHead: true), .init(product.version),
                        .init(tags: [
                            Parts.Tag(words["advisories.product.is.\(product.status.rawValue)"], ProductPages.kind(product.status))
                        ]),
                    ])
                })
        references = content.references.map { Parts.Link($0.summary.isEmpty ? $0.url : $0.summary, $0.url) }
        self.versions =
            versions.count < 2
            ? nil
            : Parts.Table(
                id: "versions", caption: words["advisories.public.versions"],
                columns: [
                    .init(words["advisories.fact.version"], isNumber: true), .init(words["advisories.public.updated"]),
                    .init(words["advisories.field.change"]),
                ],
                rows: versions.map { release in
                    Parts.Table.Row([
                        .init(words.number(release.version)), .init(time: words.mark(release.moment, zone: zone)),
                        .init(
                            release.content.change.isEmpty
                                ? words[release.version == 1 ? "advisories.public.firstVersion" : "advisories.public.updated"]
                                : release.content.change),
                    ])
                })
        self.files = files
    }
}

/// A warning as everyone reads it: what happened, am I affected, what do I do now.
struct CitizenReading: Sendable {
    let lang: String
    let otherLanguage: String?
    let withdrawn: String?
    let happened: Prose?
    let concerned: Prose?
    let steps: [String]
    let stepsTitle: String
    let date: Parts.Time?

    init?(_ content: AdvisoryContent, moment: Instant?, words: Words, zone: Zone) {
        guard content.speaksToEveryone else { return nil }
        var (texts, language) = content.texts(for: words.code)
        if texts.happened.isEmpty { (texts, language) = (content.main, content.language) }
        lang = language
        otherLanguage =
            language == words.code
            ? nil : words.text("advisories.public.otherLanguage", ["language": words["common.language.\(language)"]])
        withdrawn = content.withdrawn
        happened = Prose(words["advisories.field.happened"], texts.happened)
        concerned = Prose(words["advisories.field.concerned"], texts.concerned)
        steps = texts.stepLines.map { $0.hasPrefix("- ") ? String($0.dropFirst(2)) : $0 }
        stepsTitle = words["advisories.field.steps"]
        date = moment.map { words.mark($0, zone: zone) }
    }
}
