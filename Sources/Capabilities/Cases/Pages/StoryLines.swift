internal import Centre
internal import Vocabulary

/// Entries of a case as lines of its timeline.
struct StoryLines: Sendable {
    let words: Words
    let zone: Zone
    let people: [String: String]
    let parties: [Int64: String]
    /// Names of the case and of those that were joined to it.
    let names: [Int64: String]
    let caseID: Int64
    let name: String

    func item(_ entry: CaseEntry) -> Parts.Timeline.Item {
        var item = Parts.Timeline.Item(
            title(entry), icon: icon(entry), time: words.mark(entry.time, zone: zone), kind: kind(entry),
            href: entry.party.map { "/cases/\(name)/parties/\($0)" }, actor: entry.person == "keshik" ? nil : entry.person,
            text: line(entry), quote: entry.text.isEmpty ? nil : entry.text)
        if entry.caseID != caseID, let other = names[entry.caseID] { item.tags.append(Parts.Tag(other, icon: "link")) }
        if let party = entry.party.flatMap({ parties[$0] }), entry.kind != .party { item.tags.append(Parts.Tag(party, icon: "person")) }
        if entry.source != nil { item.tags.append(Parts.Tag(words["cases.story.copied"], icon: "copy")) }
        if entry.kind == .heard, let trust = entry.trust {
            item.tags.append(
                Parts.Tag(words["cases.trust.\(trust)"], trust == "signed" ? .good : nil, icon: trust == "signed" ? "lock" : nil))
        }
        if !entry.files.isEmpty { item.tags.append(Parts.Tag(words.text("cases.story.files", count: entry.files.count), icon: "download")) }
        return item
    }

    private func title(_ entry: CaseEntry) -> String {
        switch entry.kind {
        case .changed: words.text("cases.entry.changed", ["field": words["cases.field.\(entry.field ?? "title")"]])
        case .state: words["cases.entry.state.\(entry.field ?? "accept")"]
        case .watched: words["cases.entry.watched.\(entry.field ?? "on")"]
        case .observable: words["cases.entry.observable.\(entry.field ?? "added")"]
        case .task: words["cases.entry.task.\(entry.field ?? "added")"]
        case .deadline: words[entry.field == "met" ? "cases.entry.deadlineMet" : "cases.entry.deadline"]
        case .alarm: words[entry.later == "escalated" ? "cases.entry.escalated" : "cases.entry.alarm"]
        case .assistance: words["cases.entry.assistance.\(entry.field ?? "offered")"]
        default: words["cases.entry.\(entry.kind.rawValue)"]
        }
    }

    /// What the entry says beside words of people.
    private func line(_ entry: CaseEntry) -> String? {
        switch entry.kind {
        case .changed where entry.field == "summary": return nil
        case .changed: return value(entry.earlier, entry.field) + " → " + value(entry.later, entry.field)
        case .state where entry.field == "close": return entry.later.map { words["cases.closing.\($0)"] }
        case .watched: return entry.later.map { words.person($0, people) }
        case .observable: return entry.later
        case .stance: return entry.later.map { words["cases.stance.\($0)"] }
        case .party: return entry.later.map { $0 + " · " + words["cases.role.\(entry.field ?? "other")"] }
        case .deadline, .alarm:
            let moment = (entry.kind == .alarm || entry.field == "met" ? entry.kind == .alarm ? entry.earlier : entry.later : entry.later)
                .flatMap { Instant($0) }
            let kind = entry.field == "met" ? entry.earlier : entry.field
            return [kind.map { words["cases.deadline.\($0)"] }, moment.map { words.dateTime($0, zone: zone) }].compactMap { $0 }
                .joined(separator: " · ")
        case .opened, .joined, .separated, .split, .task, .playbook, .assistance, .exported, .file, .told, .heard: return entry.later
        default: return nil
        }
    }

    private func value(_ text: String?, _ field: String?) -> String {
        guard let text else { return words["cases.word.nothing"] }
        switch field {
        case "kind": return words["cases.kind.\(text)"]
        case "type": return words.type(text)
        case "severity": return words["common.severity.\(text)"]
        case "sector": return words["common.sector.\(text)"]
        case "urgency": return words["cases.urgency.\(text)"]
        case "lead", "assignee": return words.person(text, people)
        case "embargo": return Instant(text).map { words.dateTime($0, zone: zone) } ?? text
        default: return text
        }
    }

    private func icon(_ entry: CaseEntry) -> String {
        switch entry.kind {
        case .opened: "case"
        case .note: "edit"
        case .changed: "settings"
        case .state: "flag"
        case .observable: "finding"
        case .file: "download"
        case .joined, .separated, .split: "link"
        case .told: "upload"
        case .heard: "mail"
        case .stance: "conversation"
        case .party: "person"
        case .task, .playbook: "check"
        case .deadline: "clock"
        case .alarm: "bell"
        case .assistance: "people"
        case .exported: "external"
        case .watched: "eye"
        }
    }

    private func kind(_ entry: CaseEntry) -> Parts.Timeline.Item.Kind? {
        switch entry.kind {
        case .alarm: .bad
        case .state where entry.field == "close": .good
        default: nil
        }
    }
}
