internal import Centre
internal import Papers
internal import Vocabulary

/// A case on paper, with its marking on every page: facts, summary, observables, and what the centre did. Words of parties are not in it.
struct PaperExport: Sendable {
    let document: CaseDocument
    let entries: [CaseEntry]
    let words: Words
    let zone: Zone
    let lines: StoryLines

    /// - Throws: `PaperError`
    func bytes() throws -> [UInt8] {
        let found = document.found
        func time(_ key: String, _ moment: Instant?) -> KeyValue? {
            moment.map { KeyValue(words["cases.field.\(key)"], words.dateTime($0, zone: zone)) }
        }
        let facts: [KeyValue?] = [
            KeyValue(words["cases.field.kind"], words["cases.kind.\(found.kind.rawValue)"]),
            KeyValue(words["cases.field.type"], words.type(found.type)),
            KeyValue(words["cases.field.severity"], words["common.severity.\(found.severity.name)"]),
            found.score.map { KeyValue(words["cases.field.score"], "\($0) / 100") }, KeyValue("PAP", found.pap.label),
            KeyValue(
                words["cases.field.state"],
                found.closing.map { words["cases.closing.\($0.rawValue)"] } ?? words["cases.state.\(found.state.rawValue)"]),
            found.sector.map { KeyValue(words["cases.field.sector"], words["common.sector.\($0)"]) }, time("received", found.received),
            time("acknowledged", found.acknowledged), time("acted", found.acted), time("closed", found.closed),
            time("embargo", found.embargo),
        ]
        var blocks: [Block] = []
        if let embargo = found.embargo, embargo > document.made {
            blocks.append(
                .note(
                    title: words["cases.word.embargo"],
                    PaperText(words.text("cases.mail.embargo", ["time": words.dateTime(embargo, zone: zone)]))))
        }
        blocks += [.heading(level: 1, words["cases.story.facts"]), .keyValues(facts.compactMap { $0 })]
        if let summary = found.summary { blocks += [.heading(level: 1, words["cases.field.summary"])] + paragraphs(summary) }
        if !document.indicators.isEmpty {
            blocks += [
                .heading(level: 1, words["cases.tab.observables"]),
                .table(
                    PaperTable(
                        columns: [
                            .init(words["cases.observables.value"], width: 5), .init(words["cases.observables.kind"], width: 2),
                        ],
                        rows: document.indicators.map { noted in
                            [
                                PaperText([.code(noted.observable.defanged)]),
                                PaperText(words["cases.observables.kinds.\(noted.observable.kind.rawValue)"]),
                            ]
                        })),
            ]
        }
        let told = entries.filter(Self.isTold).reversed()
        if !told.isEmpty {
            blocks += [
                .heading(level: 1, words["cases.story.title"]),
                .table(
                    PaperTable(
                        columns: [.init(words["cases.split.when"], width: 2), .init(words["cases.split.text"], width: 6)],
                        rows: told.map { entry in
                            let item = lines.item(entry)
                            return [
                                PaperText(words.dateTime(entry.time, zone: zone)),
                                PaperText([.bold(item.title), .plain(item.text.map { "\n" + $0 } ?? "")]),
                            ]
                        })),
            ]
        }
        return try Paper(
            title: found.title, language: LanguageTag(words.code) ?? .en, marking: document.tlp, house: document.house,
            number: document.number, date: document.made, blocks: blocks
        ).pdf()
    }

    /// What the centre did. Words of people, who they are and who works on it stay in the house.
    private static func isTold(_ entry: CaseEntry) -> Bool {
        guard entry.party == nil else { return false }
        switch entry.kind {
        case .opened, .state, .playbook, .exported: return true
        case .task: return entry.field == "done"
        case .changed: return ["kind", "type", "severity", "score", "tlp", "pap", "sector", "embargo"].contains(entry.field)
        default: return false
        }
    }

    private func paragraphs(_ text: String) -> [Block] {
        text.split(separator: "\n\n").map { Block.text(String($0)) }
    }
}
