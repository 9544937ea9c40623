import Yams

/// Reads what a definition does to records before its rules: columns given to all, cells that hold several values, records that
/// are several events.
extension RuleReader {
    /// The columns of a `given` section.
    mutating func given(_ node: Node) -> [GivenColumn] {
        guard let mapping = node.mapping else {
            note(node, "`given` lists columns and their texts.")
            return []
        }
        var columns: [GivenColumn] = []
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if let text = value.scalar?.string {
                columns.append(GivenColumn(name: name, origin: .text(text)))
            } else if let node = value["in-head"], let pattern = pattern(node) {
                columns.append(GivenColumn(name: name, origin: .head(pattern: pattern)))
            } else if let node = value["in-name"], let pattern = pattern(node) {
                columns.append(GivenColumn(name: name, origin: .sourceName(pattern: pattern)))
            } else if value["in-head"] == nil, value["in-name"] == nil {
                note(value, "A given column is a text, or has a pattern `in-head` or `in-name`.")
            }
        }
        return columns
    }

    /// The entries of an `unpack` section.
    mutating func unpack(_ node: Node) -> [Unpacking] {
        (node.sequence.map(Array.init) ?? [node]).compactMap { entry in
            guard let column = entry["column"]?.scalar?.string, let form = entry["as"] else {
                note(entry, "`unpack` needs a `column` and what it holds, `as`.")
                return nil
            }
            let name = entry["name"]?.scalar?.string
            switch form.scalar?.string {
            case "json": return Unpacking(column: column, form: .json, name: name)
            case "pairs":
                return Unpacking(
                    column: column,
                    form: .pairs(separator: entry["separator"]?.scalar?.string ?? ";", assign: entry["assign"]?.scalar?.string ?? ":"),
                    name: name)
            case "pattern":
                guard let node = entry["pattern"], let pattern = pattern(node) else {
                    if entry["pattern"] == nil { note(entry, "`as: pattern` needs a `pattern` with named groups.") }
                    return nil
                }
                if !pattern.contains("(?<") { note(node, "The pattern has no named group such as (?<user>...).") }
                return Unpacking(column: column, form: .pattern(pattern), name: name)
            default:
                let name = form.scalar?.string ?? ""
                note(form, "Cells do not hold “\(name)”.", NearestName.suggestion(for: name, among: ["pairs", "json", "pattern"]))
                return nil
            }
        }
    }

    /// The conditions of a `skip` section.
    mutating func conditions(_ node: Node) -> [RuleCondition] {
        (node.sequence.map(Array.init) ?? [node]).compactMap { condition($0, column: nil) }
    }

    /// What an `explode` section says.
    mutating func explode(_ node: Node) -> Explode? {
        guard let column = node["column"] else {
            note(node, "`explode` needs a `column`.")
            return nil
        }
        let columns = texts(column)
        let separator = node["separator"]?.scalar?.string ?? ","
        if separator.isEmpty {
            note(node, "The separator is empty.")
            return nil
        }
        return Explode(columns: columns, separator: separator, name: node["as"]?.scalar?.string)
    }

    /// A regular expression that compiles.
    private mutating func pattern(_ node: Node) -> String? {
        guard let text = node.scalar?.string, (try? Regex(text)) != nil else {
            note(node, "“\(node.scalar?.string ?? "")” is not a regular expression.")
            return nil
        }
        return text
    }
}
