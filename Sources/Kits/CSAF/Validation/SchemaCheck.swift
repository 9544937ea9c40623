/// Looks at a value through a JSON Schema (draft 2020-12), as far as extensions of CSAF use it.
struct SchemaCheck {
    private let root: JSONValue
    private(set) var problems: [ShapeProblem] = []
    private(set) var unknownMembers: [JSONValue] = []
    private static let depthLimit = 64

    init(_ root: JSONValue) { self.root = root }

    private mutating func report(_ value: JSONValue, _ message: String) {
        if problems.count < 100 { problems.append(ShapeProblem(value: value, message: message)) }
    }

    mutating func check(_ value: JSONValue, _ schema: JSONValue, depth: Int) {
        guard depth < Self.depthLimit else { return report(value, "the schema nests too deep") }
        if schema.flag == false { return report(value, "is not allowed here") }
        guard schema.isObject else { return }
        if let reference = schema["$ref"]?.text { follow(reference, value, depth) }
        if let type = schema["type"], !Self.types(type).contains(where: { Self.isOf($0, value) }) {
            return report(value, "must be \(Self.types(type).joined(separator: " or ")), not \(value.kind.name)")
        }
        if let constant = schema["const"], constant.canonical != value.canonical { report(value, "must be \(constant.raw)") }
        if let choices = schema["enum"], !choices.items.contains(where: { $0.canonical == value.canonical }) {
            report(value, "must be one of \(choices.items.map(\.raw).joined(separator: ", "))")
        }
        for part in schema["allOf"]?.items ?? [] { check(value, part, depth: depth + 1) }
        for (name, isOne) in [("anyOf", false), ("oneOf", true)] {
            guard let parts = schema.member(name)?.items else { continue }
            let count = parts.count { part in
                var trial = SchemaCheck(root)
                trial.check(value, part, depth: depth + 1)
                return trial.problems.isEmpty
            }
            if count == 0 || isOne && count > 1 { report(value, "must fit \(isOne ? "exactly one" : "one") of \(parts.count) schemas") }
        }
        switch value.kind {
        case .text: checkText(value, schema)
        case .number: checkNumber(value, schema)
        case .array: checkList(value, schema, depth)
        case .object: checkObject(value, schema, depth)
        default: break
        }
    }

    private mutating func follow(_ reference: String, _ value: JSONValue, _ depth: Int) {
        if reference.hasPrefix("#") {
            guard let target = root.value(at: String(reference.dropFirst())) else {
                return report(value, "the schema refers to \(reference), which it does not have")
            }
            check(value, target, depth: depth + 1)
        } else if let mark = reference.firstIndex(of: "#"),
            reference.hasPrefix("https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json")
        {
            // Types of CSAF itself.
            let names = [
                "/$defs/full_product_name_t": "product", "/$defs/product_id_t": "text", "/$defs/product_group_id_t": "text",
                "/$defs/products_t": "ids", "/$defs/product_groups_t": "ids", "/$defs/notes_t": "notes",
                "/$defs/references_t": "references",
                "/$defs/acknowledgments_t": "acknowledgments", "/$defs/branches_t": "branches", "/$defs/lang_t": "language",
                "/$defs/version_t": "version",
            ]
            guard let name = names[String(reference[reference.index(after: mark)...])] else { return }
            let shape: Shape = StringForm(rawValue: name).map { .text($0) } ?? ShapeTable.csaf21[name]
            problems += ShapeCheck.check(value, shape, in: .csaf21).problems
        }
    }

    private static func types(_ value: JSONValue) -> [String] { value.isArray ? value.items.compactMap(\.text) : [value.text ?? ""] }

    private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value.kind) {
        case ("string", .text), ("number", .number), ("array", .array), ("object", .object), ("null", .null): true
        case ("boolean", .true), ("boolean", .false): true
        case ("integer", .number): value.number.map { $0.rounded() == $0 } ?? false
        default: false
        }
    }

    private mutating func checkText(_ value: JSONValue, _ schema: JSONValue) {
        let text = value.text ?? ""
        let length = Double(text.unicodeScalars.count)
        if let least = schema["minLength"]?.number, length < least { report(value, "must have at least \(Int(least)) characters") }
        if let most = schema["maxLength"]?.number, length > most { report(value, "must have at most \(Int(most)) characters") }
        if let pattern = schema["pattern"]?.text {
            if let expression = try? Regex(pattern) {
                if text.firstMatch(of: expression) == nil { report(value, "must match \(pattern)") }
            } else {
                report(value, "the schema has a pattern that is none: \(pattern)")
            }
        }
        let forms: [String: StringForm] = ["uri": .uri, "date-time": .moment]
        if let name = schema["format"]?.text, let form = forms[name] {
            var copy = text
            if !copy.withUTF8({ form.matches(UnsafeRawBufferPointer($0)) }) { report(value, "must be \(form.description)") }
        }
    }

    private mutating func checkNumber(_ value: JSONValue, _ schema: JSONValue) {
        guard let number = value.number else { return }
        if let least = schema["minimum"]?.number, number < least { report(value, "must be at least \(least)") }
        if let most = schema["maximum"]?.number, number > most { report(value, "must be at most \(most)") }
        if let least = schema["exclusiveMinimum"]?.number, number <= least { report(value, "must be more than \(least)") }
        if let most = schema["exclusiveMaximum"]?.number, number >= most { report(value, "must be less than \(most)") }
    }

    private mutating func checkList(_ value: JSONValue, _ schema: JSONValue, _ depth: Int) {
        let count = Double(value.count)
        if let least = schema["minItems"]?.number, count < least { report(value, "must have at least \(Int(least)) elements") }
        if let most = schema["maxItems"]?.number, count > most { report(value, "must have at most \(Int(most)) elements") }
        if schema["uniqueItems"]?.flag == true, Set(value.children.map(\.canonical)).count < value.count {
            report(value, "has an element twice")
        }
        if let items = schema["items"] {
            for child in value.children { check(child, items, depth: depth + 1) }
        }
    }

    private mutating func checkObject(_ value: JSONValue, _ schema: JSONValue, _ depth: Int) {
        let count = Double(value.count)
        if let least = schema["minProperties"]?.number, count < least { report(value, "must have at least \(Int(least)) members") }
        if let most = schema["maxProperties"]?.number, count > most { report(value, "must have at most \(Int(most)) members") }
        for name in schema["required"]?.items ?? [] {
            if let name = name.text, value.member(name) == nil { report(value, "the member \(name) is missing") }
        }
        let properties = schema["properties"]
        let isClosed = schema["additionalProperties"]?.flag == false || schema["unevaluatedProperties"]?.flag == false
        for child in value.children {
            if let rule = child.key.flatMap({ properties?.member($0) }) {
                check(child, rule, depth: depth + 1)
            } else if isClosed {
                unknownMembers.append(child)
                report(child, "is no member of this extension")
            } else if let rule = schema["additionalProperties"], rule.isObject {
                check(child, rule, depth: depth + 1)
            }
        }
    }
}
