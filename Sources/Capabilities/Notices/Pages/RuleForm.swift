internal import Centre
internal import Vocabulary

/// A rule as it is filled in.
struct RuleForm: Sendable {
    /// Reads a form; what is wrong is said by field.
    static func read(_ form: Form, id: String?, known: Set<String>, _ words: Words) -> (rule: NoticeRule?, errors: [String: String]) {
        var errors: [String: String] = [:]
        let name = id ?? form["id"] ?? ""
        let isPlain = name.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
        if name.isEmpty || name.utf8.count > 60 || !isPlain { errors["id"] = words["notices.rules.mistake.id"] }
        if id == nil, known.contains(name) { errors["id"] = words["notices.rules.mistake.known"] }
        var rule = NoticeRule(id: name)
        rule.title = String((form["title"] ?? "").prefix(120))
        rule.isActive = form.has("active")
        rule.match.types = list(form["types"])
        if let wrong = rule.match.types.first(where: { IncidentType(name: $0) == nil }) {
            errors["types"] = words.text("notices.rules.mistake.type", ["value": wrong])
        }
        rule.match.taxonomies = form.all("taxonomy").filter { Taxonomy.names.contains($0) }
        rule.match.identifiers = list(form["identifiers"])
        rule.match.severity = form["severity"].flatMap { Severity($0)?.name }
        rule.match.owners = list(form["owners"])
        rule.match.sectors = list(form["sectors"])
        rule.match.isCritical = form.has("critical") ? true : nil
        rule.match.feeds = list(form["feeds"])
        rule.match.feedCount = number("feedCount", form, &errors, words)
        rule.match.count = number("count", form, &errors, words)
        rule.act = form["act"].flatMap { NoticeRule.Act(rawValue: $0) } ?? .tell
        rule.reason = String((form["reason"] ?? "").prefix(300))
        if rule.act == .keep, rule.reason.isEmpty { errors["reason"] = words["notices.rules.mistake.reason"] }
        rule.pace = form["pace"].flatMap { NoticeRule.Pace(rawValue: $0) } ?? .daily
        rule.purposes = list(form["purposes"])
        rule.isQuietAtNight = form.has("quiet")
        let days = list(form["reminders"]).map { Int($0) }
        if days.contains(where: { $0.map { !(1...365).contains($0) } ?? true }) || days.count > 10 {
            errors["reminders"] = words["notices.rules.mistake.number"]
        }
        rule.reminders = days.compactMap { $0 }.sorted()
        rule.escalatesAfter = number("escalates", form, &errors, words)
        rule.upstreamAfter = number("upstream", form, &errors, words)
        return (errors.isEmpty ? rule : nil, errors)
    }

    /// The fields, filled with a rule.
    static func fields(_ rule: NoticeRule, isNew: Bool, errors: [String: String], _ words: Words) -> [Parts.Field] {
        typealias Field = Parts.Field
        func line(_ name: String, _ key: String, _ value: String, hint: String? = nil, isRequired: Bool = false) -> Field {
            Field(
                name, words["notices.rules.\(key)"], value: value, hint: hint.map { words["notices.rules.\($0)"] }, error: errors[name],
                isRequired: isRequired)
        }
        func box(_ name: String, _ key: String, _ isOn: Bool, hint: String? = nil) -> Field {
            var field = Field(name, words["notices.rules.\(key)"], .box, value: "1", hint: hint.map { words["notices.rules.\($0)"] })
            field.isChecked = isOn
            return field
        }
        let none = words["common.word.all"]
        var fields: [Field] = isNew ? [line("id", "id", rule.id, hint: "idHint", isRequired: true)] : []
        fields += [
            line("title", "titleField", rule.title), box("active", "isActive", rule.isActive),
            line("types", "types", rule.match.types.joined(separator: ", "), hint: "typesHint"),
            Field(
                "taxonomy", words["notices.rules.taxonomies"], .choices,
                options: Taxonomy.names.map { ($0, words["common.taxonomy.\($0)"]) }, selected: Set(rule.match.taxonomies)),
            line("identifiers", "identifiers", rule.match.identifiers.joined(separator: ", ")),
            Field(
                "severity", words["notices.rules.minimum"],
                options: [("", none)] + Severity.allCases.map { ($0.name, words["common.severity.\($0)"]) },
                selected: [rule.match.severity ?? ""]),
            line("owners", "owners", rule.match.owners.joined(separator: ", "), hint: "ownersHint"),
            line("sectors", "sectors", rule.match.sectors.joined(separator: ", ")),
            box("critical", "critical", rule.match.isCritical == true),
            line("feeds", "feeds", rule.match.feeds.joined(separator: ", ")),
            line("feedCount", "feedCount", rule.match.feedCount.map { "\($0)" } ?? ""),
            line("count", "count", rule.match.count.map { "\($0)" } ?? ""),
            Field(
                "act", words["notices.rules.act"], .radio,
                options: NoticeRule.Act.allCases.map { ($0.rawValue, words["notices.rules.acts.\($0.rawValue)"]) },
                selected: [rule.act.rawValue]), line("reason", "reason", rule.reason),
            Field(
                "pace", words["notices.rules.pace"],
                options: NoticeRule.Pace.allCases.map { ($0.rawValue, words["notices.pace.\($0.rawValue)"]) },
                selected: [rule.pace.rawValue]),
            line("purposes", "purposes", rule.purposes.joined(separator: ", ")),
            box("quiet", "quiet", rule.isQuietAtNight, hint: "quietHint"),
            line("reminders", "reminders", rule.reminders.map { "\($0)" }.joined(separator: ", ")),
            line("escalates", "escalates", rule.escalatesAfter.map { "\($0)" } ?? ""),
            line("upstream", "upstream", rule.upstreamAfter.map { "\($0)" } ?? ""),
        ]
        return fields
    }

    private static func number(_ name: String, _ form: Form, _ errors: inout [String: String], _ words: Words) -> Int? {
        guard let text = form[name] else { return nil }
        guard let number = Int(text), (1...100_000).contains(number) else {
            errors[name] = words["notices.rules.mistake.number"]
            return nil
        }
        return number
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split { ",; \n".contains($0) }.map(String.init).filter { $0.utf8.count <= 200 }
    }
}

extension Taxonomy {
    /// The classes as feeds write them.
    fileprivate static var names: [String] { Taxonomy.allCases.map(\.name) }
}
