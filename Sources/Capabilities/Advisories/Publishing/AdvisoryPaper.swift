internal import Centre
internal import Papers
internal import Synchronization
internal import Vocabulary

/// An advisory to be printed or handed on: the expert page as a tagged PDF. What was set is kept, so that a rush costs nothing.
final class AdvisoryPapers: Sendable {
    private struct Key: Hashable {
        let release: Int64
        let language: String
    }

    private static let limit = 64
    private let kept = Mutex<[Key: [UInt8]]>([:])
    private let naming: WebFrame.Naming
    private let site: String

    init(naming: WebFrame.Naming, site: String) {
        self.naming = naming
        self.site = site
    }

    func pdf(_ release: Release, words: Words, zone: Zone) throws -> [UInt8] {
        let key = Key(release: release.number, language: words.code)
        if let bytes = kept.withLock({ $0[key] }) { return bytes }
        let bytes = try paper(release, words, zone).pdf()
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeAll() }
            kept[key] = bytes
        }
        return bytes
    }

    private func paper(_ release: Release, _ words: Words, _ zone: Zone) -> Paper {
        let content = release.content
        let (texts, language) = content.texts(for: words.code)
        var blocks: [Block] = []
        if let reason = content.withdrawn { blocks.append(.note(title: words["advisories.public.withdrawn"], PaperText(reason))) }
        var facts = [
            KeyValue(words["advisories.field.severity"], words["common.severity.\(content.severity.name)"]),
            KeyValue(words["advisories.public.first"], words.dateTime(release.first, zone: zone)),
            KeyValue(words["advisories.public.updated"], words.dateTime(release.moment, zone: zone)),
            KeyValue(words["advisories.fact.version"], words.number(release.version)),
        ]
        if !content.cves.isEmpty { facts.append(KeyValue("CVE", content.cves.joined(separator: ", "))) }
        if content.isExploited { facts.append(KeyValue(words["advisories.exploited"], words["common.word.yes"])) }
        blocks.append(.keyValues(facts))
        var sections = [("summary", texts.summary), ("advice", texts.advice), ("detail", texts.detail)]
        if content.kind == .warning { sections = [("happened", texts.happened), ("concerned", texts.concerned)] }
        for (name, text) in sections {
            guard let prose = Prose(words["advisories.field.\(name)"], text) else { continue }
            blocks.append(.heading(level: 1, prose.title))
            for block in prose.blocks {
                if let text = block.text { blocks.append(.text(text)) }
                if !block.items.isEmpty { blocks.append(.list(ordered: false, block.items.map { PaperText($0) })) }
            }
        }
        if content.kind == .warning, !texts.stepLines.isEmpty {
            blocks.append(.heading(level: 1, words["advisories.field.steps"]))
            blocks.append(.list(ordered: true, texts.stepLines.map { PaperText($0) }))
        }
        if !content.products.isEmpty {
            blocks.append(.heading(level: 1, words["advisories.tab.products"]))
            blocks.append(
                .table(
                    PaperTable(
                        columns: ["vendor", "name", "version", "status"].map { .init(words["advisories.product.\($0)"]) },
                        rows: content.products.map { product in
                            [
                                PaperText(product.vendor), PaperText(product.name), PaperText(product.version),
                                PaperText(words["advisories.product.is.\(product.status.rawValue)"]),
                            ]
                        })))
        }
        if !content.references.isEmpty {
            blocks.append(.heading(level: 1, words["advisories.field.references"]))
            blocks.append(
                .list(
                    ordered: false,
                    content.references.map { PaperText([.link($0.summary.isEmpty ? $0.url : $0.summary, address: $0.url)]) }))
        }
        return Paper(
            title: texts.title, language: LanguageTag(language) ?? .en, marking: content.tlp, house: naming.full(in: words.code),
            number: release.tracking, date: release.moment, blocks: blocks)
    }
}
