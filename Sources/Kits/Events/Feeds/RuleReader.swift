import Vocabulary
import Yams

/// The rules of one column.
typealias RuleGroup = (column: String, rules: [ColumnRule])

/// Reads the rules of columns: the compact text, a list of such texts, or the long form.
struct RuleReader {
    /// Everything found wrong so far.
    var mistakes: [Mistake] = []

    /// The keys of a rule in the long form.
    private static let keys = ["to", "via", "map", "otherwise", "when", "first-of", "template", "web-address", "value", "required"]

    // MARK: Sections

    /// The rules of a `columns` section, one group for each column, in order.
    mutating func columns(_ node: Node) -> [RuleGroup] {
        guard let mapping = mapping(node, "`columns` lists columns, each with its rule.") else { return [] }
        var groups: [RuleGroup] = []
        for (key, value) in mapping {
            guard let column = key.scalar?.string else {
                note(key, "The name of a column is a text.")
                continue
            }
            groups.append((column, rules(value, column: column)))
        }
        return groups
    }

    /// The rules of a `keep` section: columns that become `extra.<column>`, by what is done to their text.
    mutating func keep(_ node: Node) -> [RuleGroup] {
        guard let mapping = mapping(node, "`keep` lists transforms, each with its columns.") else { return [] }
        var groups: [RuleGroup] = []
        for (key, value) in mapping {
            guard let text = key.scalar else {
                note(key, "Here stands what is done to the text of the columns, for example `integer`.")
                continue
            }
            let transforms = text.string == "as-is" ? [] : self.transforms(text.string, at: key)
            for item in list(value) {
                guard let column = item.scalar?.string else {
                    note(item, "The name of a column is a text.")
                    continue
                }
                groups.append((column, [ColumnRule(source: .column(column), target: .extra(column), transforms: transforms)]))
            }
        }
        return groups
    }

    /// The rules of a `derived` section, which belong to no column.
    mutating func derived(_ node: Node) -> [ColumnRule] {
        list(node).flatMap { rules($0, column: nil) }
    }

    /// What a column's node says.
    mutating func rules(_ node: Node, column: String?) -> [ColumnRule] {
        switch node {
        case .scalar(let scalar): return compact(scalar.string, at: node, column: column).map { [$0] } ?? []
        case .sequence(let sequence): return sequence.flatMap { rules($0, column: column) }
        case .mapping: return long(node, column: column).map { [$0] } ?? []
        case .alias: return []
        }
    }

    // MARK: Compact form

    private mutating func compact(_ text: String, at node: Node, column: String?) -> ColumnRule? {
        guard let parsed = parse(text, at: node) else { return nil }
        guard let column else {
            note(
                node, "A rule under `derived` belongs to no column.",
                "Write it as a mapping with `to` and `template`, `first-of` or `value`.")
            return nil
        }
        let transforms = transforms(parsed.steps.dropFirst(), at: node)
        let head = parsed.steps[0]
        if head.name.text == "ignore", head.arguments.isEmpty {
            if parsed.steps.count > 1 { note(node, "A column that is ignored needs no transforms.", offset: parsed.steps[1].name.offset) }
            if parsed.isRequired { note(node, "A column that is ignored cannot be required.") }
            return ColumnRule(source: .column(column), target: nil)
        }
        guard let target = target(head.name.text, at: node, offset: head.name.offset, column: column) else { return nil }
        checkOutcome(transforms, target: target, at: node)
        var rule = ColumnRule(source: .column(column), target: target, transforms: transforms, isRequired: parsed.isRequired)
        rule.isStrict = parsed.isStrict
        return rule
    }

    private mutating func parse(_ text: String, at node: Node) -> RuleText? {
        do throws(RuleText.Flaw) {
            return try RuleText(text)
        } catch {
            note(node, error.message, offset: error.offset)
            return nil
        }
    }

    private mutating func transforms(_ text: String, at node: Node) -> [Transform] {
        guard let parsed = parse(text, at: node) else { return [] }
        if parsed.isRequired { note(node, "“!” stands only at the end of a column's rule.", "In the long form write `required: true`.") }
        return transforms(parsed.steps[...], at: node)
    }

    private mutating func transforms(_ steps: ArraySlice<RuleText.Step>, at node: Node) -> [Transform] {
        var transforms: [Transform] = []
        for step in steps {
            do throws(TransformNames.Refusal) {
                transforms.append(try TransformNames.transform(step))
            } catch {
                note(node, error.message, error.suggestion, offset: error.offset)
            }
        }
        return transforms
    }

    private mutating func target(_ name: String, at node: Node, offset: Int, column: String?) -> FieldKey? {
        if name == "extra", let column { return .extra(column) }
        if let key = FieldKey(name: name) { return key }
        var suggestion = NearestName.nearest(to: name, among: EventField.allCases.map(\.name)).map { "Did you mean “\($0)”?" }
        suggestion = suggestion ?? "What has no field of its own is kept as “extra.\(name)”."
        note(node, "There is no field “\(name)”.", suggestion, offset: offset)
        return nil
    }

    // MARK: Long form

    private mutating func long(_ node: Node, column: String?) -> ColumnRule? {
        guard let mapping = node.mapping else { return nil }
        var parts: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if Self.keys.contains(name) {
                parts[name] = value
            } else {
                note(key, "A rule has no key “\(name)”.", NearestName.suggestion(for: name, among: Self.keys))
            }
        }
        var transforms: [Transform] = []
        for step in parts["via"].map({ list($0) }) ?? [] {
            if let text = step.scalar?.string {
                transforms += self.transforms(text, at: step)
            } else {
                note(step, "A transform is a text.")
            }
        }
        if let map = parts["map"] { transforms.append(table(map, otherwise: parts["otherwise"])) }
        if parts["map"] == nil, let otherwise = parts["otherwise"] { note(otherwise, "`otherwise` belongs to a `map`.") }
        let condition = parts["when"].flatMap { self.condition($0, column: column) }
        let source = source(parts, node: node, column: column, isConditional: condition != nil)
        if let value = parts["value"] {
            if let text = value.scalar?.string { transforms.append(.value(text)) } else { note(value, "A value is a text.") }
        }
        let isRequired = flag(parts["required"]) ?? false
        guard let name = parts["to"] else {
            note(node, isRequired ? "A required rule needs a field to write to." : "A rule needs a field to write to.", "Add `to: FIELD`.")
            return nil
        }
        guard let text = name.scalar?.string, let target = target(text, at: name, offset: 0, column: column) else { return nil }
        checkOutcome(transforms, target: target, at: parts["map"] ?? parts["value"] ?? node)
        return ColumnRule(source: source, target: target, transforms: transforms, isRequired: isRequired, condition: condition)
    }

    private mutating func source(_ parts: [String: Node], node: Node, column: String?, isConditional: Bool) -> RuleSource {
        let given = ["first-of", "template", "web-address"].filter { parts[$0] != nil }
        if given.count > 1 { note(node, "A rule takes its text from one place, not from \(given.joined(separator: " and ")).") }
        if let columns = parts["first-of"] { return .firstOf(texts(columns)) }
        if let template = parts["template"] {
            guard let text = template.scalar?.string, text.contains("{"), text.contains("}") else {
                note(template, "A template is a text with columns in braces, for example \"http://{host}/\".")
                return .template("")
            }
            return .template(text)
        }
        if let address = parts["web-address"] { return webAddress(address, column: column) }
        if let column, parts["value"] == nil || !isConditional { return .column(column) }
        if parts["value"] == nil {
            note(node, "This rule does not say where its text comes from.", "Add `template`, `first-of`, `web-address` or `value`.")
        }
        return .nothing
    }

    private mutating func webAddress(_ node: Node, column: String?) -> RuleSource {
        var hosts: [String] = []
        var paths = column.map { [$0] } ?? []
        var scheme = ""
        for (key, value) in mapping(node, "`web-address` has `host`, `path` and `scheme`.") ?? Node.Mapping([]) {
            switch key.scalar?.string {
            case "host": hosts = texts(value)
            case "path": paths = texts(value)
            case "scheme": scheme = value.scalar?.string ?? ""
            default:
                let name = key.scalar?.string ?? ""
                note(key, "`web-address` has no key “\(name)”.", NearestName.suggestion(for: name, among: ["host", "path", "scheme"]))
            }
        }
        if hosts.isEmpty || paths.isEmpty { note(node, "`web-address` needs the columns of the `host` and of the `path`.") }
        return .webAddress(hosts: hosts, paths: paths, application: scheme)
    }

    private mutating func table(_ node: Node, otherwise: Node?) -> Transform {
        var table: [String: String] = [:]
        for (key, value) in mapping(node, "`map` lists texts and what they become.") ?? Node.Mapping([]) {
            guard let from = key.scalar?.string, let to = value.scalar?.string else {
                note(key, "Both sides of a `map` are texts.")
                continue
            }
            table[from.lowercased()] = to
        }
        return .map(table, otherwise: otherwise?.scalar?.string)
    }

    mutating func condition(_ node: Node, column: String?) -> RuleCondition? {
        let keys = ["column", "is", "is-not", "contains", "present"]
        var name = column
        var test: RuleCondition.Test?
        for (key, value) in mapping(node, "`when` has a `column` and one of `is`, `is-not`, `contains`, `present`.") ?? Node.Mapping([]) {
            switch key.scalar?.string {
            case "column": name = value.scalar?.string
            case "is": test = .equalsAny(texts(value))
            case "is-not": test = .equalsNone(texts(value))
            case "contains": test = .contains(value.scalar?.string ?? "")
            case "present": test = flag(value).map { $0 ? .isPresent : .isMissing }
            default:
                let name = key.scalar?.string ?? ""
                note(key, "`when` has no key “\(name)”.", NearestName.suggestion(for: name, among: keys))
            }
        }
        guard let name, let test else {
            note(node, "`when` needs a `column` and one of `is`, `is-not`, `contains`, `present`.")
            return nil
        }
        return RuleCondition(column: name, test: test)
    }

    /// What fixed texts a rule can write must be values of its target.
    private mutating func checkOutcome(_ transforms: [Transform], target: FieldKey, at node: Node) {
        guard case .idf(let field) = target, let last = transforms.last else { return }
        let texts: [String] =
            switch last {
            case .value(let text): [text]
            case .map(let table, let otherwise): table.values.sorted() + (otherwise.map { [$0] } ?? [])
            case .containing(_, let found, let otherwise): [found] + (otherwise.map { [$0] } ?? [])
            default: []
            }
        for text in texts where !text.isEmpty {
            if let problem = ConstantValue.problem(text, field: field) { note(node, problem.message, problem.suggestion) }
        }
    }

    // MARK: Nodes

    private mutating func flag(_ node: Node?) -> Bool? {
        guard let node else { return nil }
        if let flag = node.bool { return flag }
        note(node, "Here stands true or false.")
        return nil
    }

    private mutating func mapping(_ node: Node, _ message: String) -> Node.Mapping? {
        if let mapping = node.mapping { return mapping }
        note(node, message)
        return nil
    }

    private func list(_ node: Node) -> [Node] { node.sequence.map(Array.init) ?? [node] }

    /// One text or a list of texts.
    mutating func texts(_ node: Node) -> [String] {
        var texts: [String] = []
        for item in list(node) {
            if let text = item.scalar?.string { texts.append(text) } else { note(item, "Here stands a text or a list of texts.") }
        }
        return texts
    }

    /// The fixed value of a field.
    mutating func constant(_ node: Node, key: FieldKey) -> Value? {
        guard let text = node.scalar?.string else {
            note(node, "A constant is one value.")
            return nil
        }
        guard case .idf(let field) = key else { return ConstantValue.extra(node) }
        if let problem = ConstantValue.problem(text, field: field) {
            note(node, problem.message, problem.suggestion)
            return nil
        }
        return ConstantValue.value(text, field: field)
    }

    /// A field, or a list of fields and of lists of which one field will do.
    mutating func requirements(_ node: Node) -> [[FieldKey]] {
        list(node).map { fields($0) }.filter { !$0.isEmpty }
    }

    /// One field or a list of fields.
    mutating func fields(_ node: Node) -> [FieldKey] {
        list(node).compactMap { item in
            guard let name = item.scalar?.string else {
                note(item, "Here stands the name of a field.")
                return nil
            }
            return target(name, at: item, offset: 0, column: nil)
        }
    }

    /// Notes a mistake at a node, or `offset` bytes into its text.
    mutating func note(_ node: Node, _ message: String, _ suggestion: String? = nil, offset: Int = 0) {
        let isQuoted = node.scalar.map { $0.style == .singleQuoted || $0.style == .doubleQuoted } ?? false
        mistakes.append(
            Mistake(
                line: node.mark?.line ?? 1, column: (node.mark?.column ?? 1) + offset + (isQuoted ? 1 : 0), message: message,
                suggestion: suggestion))
    }
}
