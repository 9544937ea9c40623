internal import Centre
internal import EventStore
internal import Vocabulary

/// What an owner fills in to answer a notice.
struct AnswerForm: Sendable {
    let kind: NoticeAnswer.Kind
    let text: String
    let until: Instant?
    /// Nil for all.
    let findings: [FindingID]?

    /// How long a risk may be accepted at a time.
    static let longest = Duration.seconds(366 * 86_400)

    /// Reads a form.
    /// - Returns: what was answered, or by field what is wrong
    static func read(_ form: Form, now: Instant, zone: Zone, _ words: Words) -> (form: AnswerForm?, errors: [String: String]) {
        var errors: [String: String] = [:]
        let kind = form["answer"].flatMap { NoticeAnswer.Kind(rawValue: $0) }.flatMap { NoticeAnswer.Kind.choices.contains($0) ? $0 : nil }
        if kind == nil { errors["answer"] = words["common.form.required"] }
        var text = form["text"] ?? ""
        if text.count > 4_000 { errors["text"] = words["notices.answer.tooLong"] }
        if let owner = form["owner"] {
            if owner.count > 300 { errors["owner"] = words["notices.answer.tooLong"] }
            if kind == .notMine { text = words.text("notices.answer.rightOwner", ["owner": owner]) + (text.isEmpty ? "" : "\n" + text) }
        }
        if text.isEmpty, kind == .accept || kind == .falsePositive { errors["text"] = words["notices.answer.whyNeeded"] }
        var until: Instant?
        if kind == .accept {
            // The day itself still counts.
            until = form["until"].flatMap { CalendarDate(isoText: $0) }.map { day in
                let midnight = Instant(seconds: (day.daysSinceEpoch + 1) * 86_400)
                return Instant(seconds: midnight.seconds - Int64(zone.offset(at: midnight)))
            }
            if let date = until {
                if date <= now || date > now + longest { errors["until"] = words["notices.answer.untilWrong"] }
            } else {
                errors["until"] = words["notices.answer.untilNeeded"]
            }
        }
        let chosen = form.all("finding").compactMap { FindingID($0) }
        guard errors.isEmpty, let kind else { return (nil, errors) }
        return (AnswerForm(kind: kind, text: text, until: until, findings: chosen.isEmpty ? nil : chosen), [:])
    }

    /// The fields of the form.
    static func fields(_ words: Words, errors: [String: String], _ form: Form, findings: [SeenFinding]) -> [Parts.Field] {
        let choice = Parts.Field(
            "answer", words["notices.answer.title"], .radio,
            options: NoticeAnswer.Kind.choices.map { ($0.rawValue, words["notices.answer.\($0.rawValue)"]) },
            selected: [form["answer"] ?? ""], error: errors["answer"], isRequired: true)
        var fields = [choice]
        if findings.count > 1, findings.count <= 100 {
            var which = Parts.Field(
                "finding", words["notices.answer.which"], .choices,
                options: findings.map { ("\($0.id)", $0.defangedPlace + ($0.specifics.map { " (\($0))" } ?? "")) },
                selected: Set(form.all("finding")), hint: words["notices.answer.whichHint"])
            which.isMono = true
            fields.append(which)
        }
        var text = Parts.Field(
            "text", words["notices.answer.text"], .area(rows: 4), value: form["text"], hint: words["notices.answer.textHint"],
            error: errors["text"])
        text.maxlength = 4_000
        return fields + [
            text,
            Parts.Field(
                "owner", words["notices.answer.owner"], value: form["owner"], hint: words["notices.answer.ownerHint"],
                error: errors["owner"]),
            Parts.Field(
                "until", words["notices.answer.untilField"], .line("date"), value: form["until"], hint: words["notices.answer.untilHint"],
                error: errors["until"]),
        ]
    }
}

extension CalendarDate {
    /// A day as a browser sends it, `2026-11-24`.
    init?(isoText: String) {
        let parts = isoText.split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        self.init(year: year, month: month, day: day)
    }
}

extension CalendarDate {
    /// `2026-11-24`, as a browser wants it.
    var isoText: String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day))"
    }
}
