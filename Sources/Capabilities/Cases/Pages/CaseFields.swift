internal import Centre
internal import Vocabulary

/// Fields that several forms about cases have.
enum CaseFields {
    static func type(_ name: String?, _ words: Words, isFilter: Bool = false) -> Parts.Field {
        let types = IncidentType.allCases.filter(\.isReferenceType).map { ($0.name, words["common.type.\($0.name)"]) }
        let none = isFilter ? words["common.word.all"] : words["cases.word.untyped"]
        return Parts.Field(
            "type", words["cases.field.type"], options: [("", none)] + types.sorted { $0.1 < $1.1 }, selected: [name ?? ""])
    }

    static func severity(_ name: String?, _ words: Words, isFilter: Bool = false) -> Parts.Field {
        let all = Severity.allCases.reversed().map { ($0.name, words["common.severity.\($0.name)"]) }
        return Parts.Field(
            "severity", words["cases.field.severity"], options: (isFilter ? [("", words["common.word.all"])] : []) + all,
            selected: [name ?? ""])
    }

    static func tlp(_ tlp: TLP?, _ words: Words, isFilter: Bool = false) -> Parts.Field {
        let all = TLP.allCases.map { ($0.label, $0.label) }
        return Parts.Field(
            "tlp", "TLP", options: (isFilter ? [("", words["common.word.all"])] : []) + all, selected: [tlp?.label ?? ""],
            hint: isFilter ? nil : words["cases.field.tlpHint"])
    }

    static func pap(_ pap: PAP, _ words: Words) -> Parts.Field {
        Parts.Field(
            "pap", "PAP", options: PAP.allCases.map { ($0.label, $0.label) }, selected: [pap.label], hint: words["cases.field.papHint"])
    }

    static func urgency(_ urgency: String?, _ words: Words, isFilter: Bool = false) -> Parts.Field {
        let none = isFilter ? words["common.word.all"] : words["cases.word.notUrgent"]
        return Parts.Field(
            "urgency", words["cases.field.urgency"],
            options: [("", none)] + Case.urgencies.map { ($0, words["cases.urgency.\($0)"]) }, selected: [urgency ?? ""])
    }

    static func person(
        _ name: String, _ label: String, _ chosen: String?, _ people: [(id: String, name: String)], _ words: Words, none: String
    )
        -> Parts.Field
    {
        var options: [(value: String, label: String)] = [("", none)] + people.map { ($0.id, $0.name) }
        if let chosen, !people.contains(where: { $0.id == chosen }) { options.append((chosen, chosen)) }
        return Parts.Field(name, label, options: options, selected: [chosen ?? ""])
    }

    static let sectors = [
        "telecommunications", "hosting", "government", "municipality", "banking", "finance", "insurance", "health", "education", "science",
        "energy", "water", "transport", "media", "retail", "industry", "agriculture", "technology", "defence", "civil", "other",
    ]

    static func sector(_ sector: String?, _ words: Words, isFilter: Bool = false) -> Parts.Field {
        let none = isFilter ? words["common.word.all"] : words["common.word.unknown"]
        return Parts.Field(
            "sector", words["cases.field.sector"], options: [("", none)] + sectors.map { ($0, words["common.sector.\($0)"]) },
            selected: [sector ?? ""])
    }
}
