internal import Centre
internal import Vocabulary

/// Fields of stages as parts of a form, and back.
enum DutyFormField {
    static func part(_ field: DutyField, stage: DutyStage, value: DutyValue?, error: String?, _ words: Words) -> Parts.Field {
        let label = words["reporting.field.\(field.name).label"]
        let key = "reporting.field.\(field.name).hint"
        let hint = words.has(key) ? words[key] : nil
        let isRequired = field.needed.map { $0 <= stage } ?? false
        switch field.kind {
        case .line:
            var part = Parts.Field(field.name, label, value: value?.shown, hint: hint, error: error, isRequired: isRequired)
            part.maxlength = 500
            return part
        case .area:
            return Parts.Field(field.name, label, .area(rows: 4), value: value?.shown, hint: hint, error: error, isRequired: isRequired)
        case .list:
            var part = Parts.Field(
                field.name, label, .area(rows: 3), value: value?.shown, hint: hint ?? words["reporting.duty.listHint"], error: error,
                isRequired: isRequired)
            part.isMono = field.name == "indicators"
            return part
        case .number:
            var part = Parts.Field(
                field.name, label, .line("number"), value: value?.shown, hint: hint, error: error, isRequired: isRequired)
            part.min = "0"
            part.isNumber = true
            return part
        case .choice(let values):
            let prefix = field.name == "severity" ? "common.severity" : "reporting.ternary"
            return Parts.Field(
                field.name, label, .radio, options: values.map { ($0, words["\(prefix).\($0)"]) }, selected: [value?.shown ?? ""],
                hint: hint,
                error: error, isRequired: isRequired)
        case .type:
            let type = value.flatMap { IncidentType(name: $0.shown) }
            return Parts.Field(
                field.name, label, options: words.typeOptions(first: type ?? .undetermined),
                selected: [type?.name ?? IncidentType.undetermined.name],
                hint: hint, error: error, isRequired: isRequired)
        }
    }

    /// What a form says.
    static func body(_ form: Form, stage: DutyStage) -> (body: DutyBody, faults: [DutyFault]) {
        var body: DutyBody = [:]
        var faults: [DutyFault] = []
        for field in DutyField.of(stage) {
            guard let text = form[field.name] else { continue }
            switch field.kind {
            case .line, .area, .choice, .type: body[field.name] = .text(text)
            case .list:
                body[field.name] = .list(text.split(whereSeparator: \.isNewline).map { $0.bare }.filter { !$0.isEmpty })
            case .number:
                if let number = Int(text) {
                    body[field.name] = .number(number)
                } else {
                    faults.append(DutyFault(field: field.name, fault: "form"))
                }
            }
        }
        return (body, faults)
    }
}
