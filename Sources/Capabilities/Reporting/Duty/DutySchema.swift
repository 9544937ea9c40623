internal import Centre
internal import Vocabulary

/// The JSON schema (draft 2020-12) of what programs send, made from the one list of fields.
enum DutySchema {
    static func json(_ laws: [DutyLaw], site: String) -> String {
        let types = IncidentType.allCases.filter { $0.isReferenceType && $0 != .test }.map { JSON.quoted($0.name) }.joined(separator: ",")
        func schema(_ field: DutyField) -> String {
            switch field.kind {
            case .line: "{\"type\":\"string\",\"maxLength\":500}"
            case .area: "{\"type\":\"string\",\"maxLength\":\(DutyField.textLimit)}"
            case .list: "{\"type\":\"array\",\"maxItems\":\(DutyField.listLimit),\"items\":{\"type\":\"string\",\"maxLength\":2000}}"
            case .number: "{\"type\":\"integer\",\"minimum\":0}"
            case .choice(let values): "{\"enum\":[\(values.map(JSON.quoted).joined(separator: ","))]}"
            case .type: "{\"enum\":[\(types)]}"
            }
        }
        let properties = DutyField.all.map { "\(JSON.quoted($0.name)):\(schema($0))" }.joined(separator: ",\n        ")
        let rules = DutyStage.allCases.map { stage in
            let needed = DutyField.of(stage).filter { $0.needed.map { $0 <= stage } ?? false }.map { JSON.quoted($0.name) }
            let known = DutyField.of(stage).map { "\(JSON.quoted($0.name)):true" }
            return """
                {"if":{"properties":{"stage":{"const":"\(stage.rawValue)"}}},"then":{"properties":{"report":{"properties":{\(known.joined(separator: ","))},"additionalProperties":false}}}},
                    {"if":{"properties":{"stage":{"const":"\(stage.rawValue)"},"draft":{"const":false}}},"then":{"properties":{"report":{"required":[\(needed.joined(separator: ","))]}}}}
                """
        }
        return """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": \(JSON.quoted(site + "/api/v1/schemas/incident.json")),
              "title": "An incident reported in stages",
              "type": "object",
              "required": ["reference", "stage", "report"],
              "additionalProperties": false,
              "properties": {
                "reference": {"type": "string", "minLength": 1, "maxLength": 100, "description": "The organisation's own name for the incident: what is sent under the same name is the same incident."},
                "owner": {"type": "string", "description": "Needed where the token speaks for several organisations."},
                "kind": {"enum": [\(DutyIncident.Kind.allCases.map { JSON.quoted($0.rawValue) }.joined(separator: ","))], "default": "incident"},
                "stage": {"enum": [\(DutyStage.allCases.map { JSON.quoted($0.rawValue) }.joined(separator: ","))]},
                "aware": {"type": "string", "format": "date-time", "description": "When the organisation knew; deadlines count from it."},
                "laws": {"type": "array", "items": {"enum": [\(laws.map { JSON.quoted($0.id) }.joined(separator: ","))]}},
                "draft": {"type": "boolean", "default": false},
                "report": {"type": "object", "properties": {
                    \(properties)
                }}
              },
              "allOf": [
                \(rules.joined(separator: ",\n    "))
              ]
            }

            """
    }
}
