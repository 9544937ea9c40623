internal import Centre
internal import Foundation
internal import HTTPTypes
internal import Vocabulary

/// What an advisory says in each language, side by side, and what is said once for all: marking, severity, sectors, embargo, sources.
struct TextPages: Sendable {
    let desk: AdvisoryDesk
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id/texts", .permission(.advisoriesRead)) { request in
            let advisory = try await frame.advisory(request)
            return page(advisory, advisory.content, request)
        }
        routes.post(.desk, "/advisories/:id/texts", .permission(.advisoriesWrite)) { try await save($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let action: String
        let basis: String
        let problems: [Parts.Form.Problem]
        let languages: [Column]
        let common: [Parts.Field]
        let isOpen: Bool
        let closed: String?
    }

    private struct Column: Sendable {
        let code: String
        let name: String
        let tag: Parts.Tag
        let fields: [Parts.Field]
        let reading: String?
    }

    private func page(
        _ advisory: Advisory, _ content: AdvisoryContent, _ request: WebRequest, errors: [String: String] = [:], isChecked: Bool = false
    ) -> Page {
        let words = request.words
        let check = AdvisoryCheck(content, document: desk.document, languages: desk.languages, now: request.now)
        // A draft that was just begun is not full of red.
        let isTried = isChecked || advisory.edit > 1
        func error(_ field: String) -> String? {
            errors[field] ?? (isTried ? check.problem(field).map(words.problem) : nil)
        }
        let isOpen = frame.isOpen(advisory, request)
        let order = [content.language] + desk.languages.filter { $0 != content.language }
        let columns = order.map { code in
            let texts = content.texts[code] ?? AdvisoryTexts()
            return Column(
                code: code, name: words["common.language.\(code)"], tag: tag(content.translation(code), words),
                fields: fields(code, texts, content, isOpen, error, words),
                reading: reading(texts, code, words))
        }
        let common = self.common(content, request, isOpen, error)
        let all = columns.flatMap(\.fields) + common
        let view = View(
            head: frame.head(advisory, request), tabs: frame.tabs(advisory, "/texts", request),
            action: "/advisories/\(advisory.id)/texts", basis: "\(advisory.edit)",
            problems: isChecked || !errors.isEmpty
                ? all.compactMap { field in field.error.map { .init(id: field.id, text: "\(field.label): \($0)") } } : [],
            languages: columns, common: common, isOpen: isOpen, closed: isOpen ? nil : words["advisories.closed.\(advisory.state.rawValue)"]
        )
        return Page(
            "advisories/texts", view, title: advisory.content.main.title, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func tag(_ state: AdvisoryContent.Translation, _ words: Words) -> Parts.Tag {
        let kind: Parts.Tag.Kind? = state == .original || state == .done ? .good : state == .missing ? nil : .warn
        return Parts.Tag(words["advisories.translation.\(state.rawValue)"], kind)
    }

    /// A hint how easily people read it, from the length of sentences and words.
    private func reading(_ texts: AdvisoryTexts, _ code: String, _ words: Words) -> String? {
        let text = [texts.happened, texts.concerned, texts.steps].joined(separator: "\n")
        guard let level = ReadingLevel(text, language: code) else { return nil }
        return words.text(
            "advisories.reading.\(level.verdict.rawValue)",
            ["sentence": words.number(level.wordsPerSentence, digits: 0), "word": words.number(level.longWordShare * 100, digits: 0)])
    }

    private func fields(
        _ code: String, _ texts: AdvisoryTexts, _ content: AdvisoryContent, _ isOpen: Bool, _ error: (String) -> String?, _ words: Words
    ) -> [Parts.Field] {
        let names =
            content.kind == .advisory
            ? ["title", "summary", "detail", "advice", "happened", "concerned", "steps"] : ["title", "happened", "concerned", "steps"]
        var fields: [Parts.Field] = AdvisoryTexts.fields.filter { names.contains($0.name) }.map { name, path in
            let rows = ["summary": 4, "detail": 8, "advice": 6, "happened": 4, "concerned": 4, "steps": 6][name]
            var field = Parts.Field(
                "\(code)-\(name)", words["advisories.field.\(name)"], rows.map { .area(rows: $0) } ?? .line("text"),
                value: texts[keyPath: path], hint: words["advisories.hint.\(name)"], error: error("texts.\(code).\(name)"))
            field.isReadonly = !isOpen
            field.isBare = true
            field.maxlength = name == "title" ? 300 : 30_000
            return field
        }
        if code != content.language {
            var box = Parts.Field("\(code)-done", words["advisories.field.done"], .box, value: "1")
            box.isChecked = content.translation(code) == .done
            box.isDisabled = !isOpen
            box.isBare = true
            fields.append(box)
        }
        return fields
    }

    private func common(
        _ content: AdvisoryContent, _ request: WebRequest, _ isOpen: Bool, _ error: (String) -> String?
    ) -> [Parts.Field] {
        let words = request.words
        var fields = [
            Parts.Field(
                "tlp", words["advisories.field.tlp"],
                options: [TLP.clear, .green, .amber].map { tlp in
                    let mark = words.mark(tlp)
                    return (tlp.label, "\(mark.label): \(words["common.tlpMeaning.\(mark.name)"])")
                }, selected: [content.tlp.label], hint: words["advisories.hint.tlp"], error: error("tlp"), isRequired: true),
            Parts.Field(
                "severity", words["advisories.field.severity"],
                options: Severity.allCases.reversed().map { ($0.name, words["common.severity.\($0.name)"]) },
                selected: [content.severity.name], hint: words["advisories.hint.severity"], isRequired: true),
            Parts.Field(
                "embargo", words["advisories.field.embargo"], .line("datetime-local"),
                value: content.embargo.map { ClockText.text($0, zone: request.zone) },
                hint: words["advisories.hint.embargo"], error: error("embargo")),
            Parts.Field(
                "change", words["advisories.field.change"], value: content.change, hint: words["advisories.hint.change"],
                error: error("change")),
        ]
        if content.kind == .advisory {
            fields.append(
                Parts.Field(
                    "remedy", words["advisories.field.remedy"], options: Self.remedies.map { ($0, words["advisories.remedy.\($0)"]) },
                    selected: [content.remedy], isRequired: true))
        }
        fields.append(
            Parts.Field(
                "references", words["advisories.field.references"], .area(rows: 4),
                value: content.references.map { $0.summary.isEmpty ? $0.url : "\($0.url) \($0.summary)" }.joined(separator: "\n"),
                hint: words["advisories.hint.references"], error: error("references")))
        fields.append(
            Parts.Field(
                "sectors", words["advisories.field.sectors"], .choices, options: Sectors.all.map { ($0, words.sector($0)) },
                selected: Set(content.sectors), hint: words["advisories.hint.sectors"]))
        return fields.map { field in
            var field = field
            field.isDisabled = !isOpen
            return field
        }
    }

    static let remedies = ["vendor_fix", "workaround", "mitigation", "no_fix_planned", "none_available"]

    // MARK: - Saving

    private func save(_ request: WebRequest) async throws -> any Answer {
        let advisory = try await frame.advisory(request)
        let read = read(request, over: advisory.content)
        guard read.errors.isEmpty else { return page(advisory, read.content, request, errors: read.errors, isChecked: true) }
        if request.form["intent"] == "check" { return page(advisory, read.content, request, isChecked: true) }
        guard let basis = request.form.number("basis") else { throw WebProblem.badRequest("no basis") }
        let person = Person(try request.asker())
        do {
            try await desk.save(advisory.id, basis: basis, by: person) { $0 = read.content }
        } catch AdvisoryRefusal.changedMeanwhile {
            // What was written stays in the form; saving again writes over what the other wrote, which the history keeps.
            let now = try await frame.advisory(request)
            return page(
                now, read.content, request, errors: ["change": request.words["advisories.problem.changedMeanwhile"]], isChecked: true)
        } catch let refusal as AdvisoryRefusal {
            return Redirect("/advisories/\(advisory.id)", flash: Flash(.problem, request.words[refusal.key]))
        }
        return Redirect("/advisories/\(advisory.id)/texts", flash: Flash(.done, request.words["advisories.saved"]))
    }

    private func read(_ request: WebRequest, over old: AdvisoryContent) -> (content: AdvisoryContent, errors: [String: String]) {
        let form = request.form
        var content = old
        var errors: [String: String] = [:]
        for code in desk.languages {
            var texts = content.texts[code] ?? AdvisoryTexts()
            for (name, path) in AdvisoryTexts.fields where form.has("\(code)-\(name)") {
                texts[keyPath: path] = String(form.text("\(code)-\(name)").replacing("\r\n", with: "\n").prefix(30_000))
                    .trimmingCharacters(in: .whitespacesAndNewlines)
            }
            content.texts[code] = texts == AdvisoryTexts() ? nil : texts
        }
        for code in desk.languages where code != content.language {
            let basis = form.has("\(code)-done") ? content.main.fingerprint : keptBasis(old, content, code)
            content.texts[code]?.basis = basis
        }
        if let tlp = form["tlp"].flatMap({ TLP($0) }) { content.tlp = tlp }
        if let severity = form["severity"].flatMap({ Severity($0) }) { content.severity = severity }
        content.embargo = nil
        if let text = form["embargo"] {
            content.embargo = ClockText.instant(text, zone: request.zone)
            if content.embargo == nil { errors["embargo"] = request.words["common.form.invalid"] }
        }
        content.change = String((form["change"] ?? "").prefix(300))
        if let remedy = form["remedy"], Self.remedies.contains(remedy) { content.remedy = remedy }
        content.sectors = Sectors.all.filter(Set(form.all("sectors")).contains)
        (content.references, errors["references"]) = references(form.text("references"), request.words)
        return (content, errors)
    }

    /// A translation that was finished once says that it is outdated now; the box was ticked and is not.
    private func keptBasis(_ old: AdvisoryContent, _ new: AdvisoryContent, _ code: String) -> String? {
        guard let basis = old.texts[code]?.basis, old.texts[code] == new.texts[code], basis != old.main.fingerprint else { return nil }
        return basis
    }

    private func references(_ text: String, _ words: Words) -> ([AdvisoryContent.Reference], String?) {
        var references: [AdvisoryContent.Reference] = []
        for line in text.split(whereSeparator: \.isNewline).prefix(50) {
            let parts = line.trimmingCharacters(in: .whitespaces).split(separator: " ", maxSplits: 1)
            guard let first = parts.first else { continue }
            guard let url = WebAddress.checked(String(first)) else {
                return (references, words.text("advisories.check.reference", ["text": String(first.prefix(80))]))
            }
            references.append(.init(url: url, summary: parts.count > 1 ? String(parts[1].prefix(300)) : ""))
        }
        return (references, nil)
    }
}

/// Addresses that may stand in a link.
enum WebAddress {
    /// The address, where it is of the web and without anything a page or a document could stumble over.
    static func checked(_ text: String) -> String? {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count <= 2_000, let url = URL(string: text),
            let host = url.host, !host.isEmpty, url.user == nil,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) })
        else { return nil }
        return text
    }
}

/// The sectors of the register.
enum Sectors {
    static let all = [
        "telecommunications", "hosting", "government", "municipality", "banking", "finance", "insurance", "health", "education", "science",
        "energy", "water", "transport", "media", "retail", "industry", "agriculture", "technology", "defence", "civil",
    ]
}

/// Times as `datetime-local` writes them, by the clocks of the centre.
enum ClockText {
    static func text(_ instant: Instant, zone: Zone) -> String {
        let local = instant + .seconds(zone.offset(at: instant))
        return String(local.iso8601.prefix(16))
    }

    static func instant(_ text: String, zone: Zone) -> Instant? {
        guard let local = Instant(text.count == 16 ? text + ":00Z" : text + "Z") else { return nil }
        let first = local - .seconds(zone.offset(at: local))
        return local - .seconds(zone.offset(at: first))
    }
}
