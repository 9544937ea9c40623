internal import Centre
internal import EventStore
internal import Vocabulary

/// What a person decides about findings: what, why, and for accepted risks until when.
struct DecisionForm: Sendable {
    enum Choice: String, Sendable, CaseIterable { case accept, dispute, verify, withdraw }

    let choice: Choice
    let note: String
    let until: Instant?

    var kind: Decision.Kind {
        switch choice {
        case .accept: .accept(until: until?.microseconds ?? 0)
        case .dispute: .dispute
        case .verify: .verifyFixed
        case .withdraw: .withdraw
        }
    }

    /// Reads a form.
    /// - Returns: what was decided, or by field what is wrong
    static func read(_ form: Form, now: Instant, zone: Zone, _ words: Words) -> (form: DecisionForm?, errors: [String: String]) {
        var errors: [String: String] = [:]
        let choice = form["decision"].flatMap { Choice(rawValue: $0) }
        if choice == nil { errors["decision"] = words["common.form.required"] }
        let note = form["note"] ?? ""
        if note.isEmpty, choice != .withdraw { errors["note"] = words["observation.decide.whyNeeded"] }
        if note.count > 2_000 { errors["note"] = words["observation.decide.tooLong"] }
        var until: Instant?
        if choice == .accept {
            until = form["until"].flatMap { day(in: $0) }.map { LocalDays(zone, at: now).start($0.daysSinceEpoch + 1) }
            if until == nil {
                errors["until"] = words["observation.decide.untilNeeded"]
            } else if let date = until, date.seconds <= now.seconds {
                errors["until"] = words["observation.decide.untilPast"]
            }
        }
        guard errors.isEmpty, let choice else { return (nil, errors) }
        return (DecisionForm(choice: choice, note: note, until: until), [:])
    }

    /// The fields of the form.
    static func fields(_ words: Words, errors: [String: String], _ form: Form) -> [Parts.Field] {
        var until = Parts.Field(
            "until", words["observation.decide.until"], .line("date"), value: form["until"], hint: words["observation.decide.untilHint"],
            error: errors["until"])
        until.isBare = true
        var note = Parts.Field(
            "note", words["observation.decide.why"], .line("text"), value: form["note"], hint: words["observation.decide.whyHint"],
            error: errors["note"])
        note.isBare = true
        note.maxlength = 2_000
        note.isWide = true
        var choice = Parts.Field(
            "decision", words["observation.decide.what"],
            options: Choice.allCases.map { ($0.rawValue, words["observation.decide.\($0.rawValue)"]) },
            selected: [form["decision"] ?? "accept"], error: errors["decision"])
        choice.isBare = true
        return [choice, note, until]
    }

    /// A date as a browser sends it, `2026-11-24`.
    static func day(in text: String) -> CalendarDate? {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }
}
