import Yams

/// The keys that `keshik.yaml` may have, and what is wrong with a file.
enum SettingsFile {
    /// Something wrong, and where.
    struct Mistake: Sendable, Hashable {
        var line: Int
        var column: Int
        /// What is wrong and what to do.
        var message: String
    }

    /// What a key takes.
    enum Kind {
        case text
        case number(ClosedRange<Int>)
        case texts
        case choice([String])
        /// A text by language: `az: …`.
        case labels
        case section([(name: String, kind: Kind)])
    }

    /// Names of the warning lists that can be set.
    static let warningLists = [
        "rfc1918", "special-purpose", "documentation", "documentation-asn", "benchmark", "public-resolvers", "cdn", "own",
    ]

    /// All keys.
    static let keys: [(name: String, kind: Kind)] = [
        ("data", .text),
        (
            "ingest",
            .section([
                ("workers", .number(0...256)),
                ("deduplicate", .section([("window", .number(0...31_536_000)), ("fields", .texts)])),
            ])
        ),
        ("enrichment", .section([("databases", .texts), ("networks", .choice(["fill-missing", "overwrite"]))])),
        ("warning-lists", .section(warningLists.map { ($0, .choice(["mark", "drop", "off"])) })),
        ("findings", .section([("quiet-after", .number(1...1000)), ("fixed-after", .number(1...1000))])),
        ("store", .section([("dead-letters", .number(0...1_000_000_000)), ("retention", .texts)])),
        ("query", .section([("memory", .number(16...1_048_576))])),
        (
            "centre",
            .section([
                ("names", .labels), ("short", .text), ("languages", .texts), ("time-zone", .text), ("country", .text), ("phone", .text),
                ("realm", .choice(["real", "exercise"])),
            ])
        ),
        ("public", listening), ("desk", listening), ("portal", listening),
        ("proxies", .texts),
        (
            "sign-in",
            .section([
                ("second-factor", .choice(["required", "optional"])), ("provider", .text), ("issuer", .text), ("client", .text),
                ("secret", .text), ("claim", .text), ("roles", .labels), ("domains", .texts),
            ])
        ),
        (
            "mail",
            .section([
                ("server", .text), ("port", .number(1...65535)), ("security", .choice(["starttls", "tls", "none"])), ("user", .text),
                ("from", .text), ("reply-to", .text), ("authorities", .text),
            ])
        ),
        (
            "mailbox",
            .section([
                ("server", .text), ("port", .number(1...65535)), ("security", .choice(["starttls", "tls", "none"])), ("user", .text),
                ("folder", .text), ("maildir", .text),
            ])
        ),
        ("webhooks", .section([("private", .texts), ("authorities", .text)])),
    ]

    /// How a face is listened for.
    private static let listening = Kind.section([
        ("listen", .text), ("url", .text), ("protection", .choice(["certificate", "development", "proxy", "off"])), ("certificate", .text),
        ("key", .text),
    ])

    /// The texts by language below a section's key; none where the file does not give them.
    static func labels(_ text: String, _ section: String, _ key: String) -> [String: String] {
        guard let root = try? Yams.compose(yaml: text)?.mapping, let mapping = root[section]?.mapping?[key]?.mapping else { return [:] }
        var labels: [String: String] = [:]
        for (code, value) in mapping { if let code = code.string, let text = value.scalar?.string { labels[code] = text } }
        return labels
    }

    /// Whether the file says nothing at all.
    static func isEmpty(_ text: String) -> Bool { (try? Yams.compose(yaml: text)).flatMap { $0 }?.mapping?.isEmpty ?? true }

    /// Every mistake, in the order of the file.
    static func check(_ text: String) -> [Mistake] {
        do {
            guard let root = try Yams.compose(yaml: text) else { return [] }
            guard let mapping = root.mapping else {
                if root.scalar?.string.isEmpty ?? false { return [] }
                return [mistake(root, "the file must be keys and values, such as `data: var`")]
            }
            return check(mapping, allowed: keys, prefix: "")
        } catch let error as YamlError {
            return [syntaxMistake(error)]
        } catch {
            return [Mistake(line: 1, column: 1, message: "\(error)")]
        }
    }

    private static func check(_ mapping: Node.Mapping, allowed: [(name: String, kind: Kind)], prefix: String) -> [Mistake] {
        var mistakes: [Mistake] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            guard let known = allowed.first(where: { $0.name == name }) else {
                let names = allowed.map(\.name).joined(separator: ", ")
                mistakes.append(mistake(key, "there is no key `\(prefix)\(name)`; known here: \(names)"))
                continue
            }
            if !seen.insert(name).inserted { mistakes.append(mistake(key, "`\(prefix)\(name)` is given twice")) }
            mistakes += check(value, kind: known.kind, name: prefix + name)
        }
        return mistakes
    }

    private static func check(_ node: Node, kind: Kind, name: String) -> [Mistake] {
        switch kind {
        case .text:
            return node.scalar.map { !$0.string.isEmpty } ?? false ? [] : [mistake(node, "`\(name)` takes a text")]
        case .number(let range):
            if let number = node.int, range.contains(number) { return [] }
            return [mistake(node, "`\(name)` takes a whole number from \(range.lowerBound) to \(range.upperBound)")]
        case .texts:
            if let sequence = node.sequence, sequence.allSatisfy({ $0.scalar != nil }) { return [] }
            return [mistake(node, "`\(name)` takes a list of texts, such as `[one, two]`")]
        case .choice(let choices):
            if let text = node.scalar?.string, choices.contains(text) { return [] }
            return [mistake(node, "`\(name)` takes one of: \(choices.joined(separator: ", "))")]
        case .labels:
            if let mapping = node.mapping, !mapping.isEmpty, mapping.allSatisfy({ $0.key.scalar != nil && $0.value.scalar != nil }) {
                return []
            }
            return [mistake(node, "`\(name)` takes a text for each language, such as `en: National CERT`")]
        case .section(let keys):
            guard let mapping = node.mapping else {
                return [mistake(node, "`\(name)` takes keys below it: \(keys.map(\.name).joined(separator: ", "))")]
            }
            return check(mapping, allowed: keys, prefix: name + ".")
        }
    }

    private static func mistake(_ node: Node, _ message: String) -> Mistake {
        Mistake(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message)
    }

    private static func syntaxMistake(_ error: YamlError) -> Mistake {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            Mistake(line: mark.line, column: mark.column, message: "this is not YAML: \(problem)")
        default: Mistake(line: 1, column: 1, message: "this is not YAML: \(error)")
        }
    }
}
