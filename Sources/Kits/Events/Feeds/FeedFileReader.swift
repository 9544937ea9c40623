import Vocabulary
import Yams

/// Reads a definition file from its YAML and notes every mistake on the way.
struct FeedFileReader {
    /// What all feeds of the file have in common.
    struct Shared {
        var provider = ""
        var documentation: String?
        var interval = 86_400
        var tlp: TLP?
        var format: FormatSpecification?
        var detect: Node?
        var unknownColumns = UnknownColumns.extra
        var requiredColumns: [String] = []
        /// Sections that hold rules and constants; read with each feed.
        var sections: [String: Node] = [:]
        var sets: [(name: String, key: Node, columns: Node)] = []
    }

    private static let fileKeys = [
        "provider", "documentation", "interval", "tlp", "format", "detect", "constants", "columns", "keep", "derived", "sets", "explode",
        "given", "unpack", "skip", "no-value",
        "unknown-columns", "required", "required-columns", "feeds",
    ]
    private static let feedKeys = [
        "code", "name", "provider", "documentation", "interval", "tlp", "format", "detect", "constants", "columns", "keep", "derived",
        "use", "explode",
        "given", "unpack", "skip", "no-value",
        "unknown-columns", "required", "required-columns",
    ]

    private let fileName: String
    private var reader = RuleReader()
    /// What the sections and sets of the file say, read once.
    private var sharedGroups: [String: [RuleGroup]] = [:]

    init(fileName: String) { self.fileName = fileName }

    var mistakes: [Mistake] { reader.mistakes }

    // MARK: The file

    /// Reads everything but the rules; nil where that is not possible.
    mutating func open(_ bytes: [UInt8]) -> (shared: Shared, summaries: [FeedSummary], nodes: [Node])? {
        guard let root = compose(bytes) else { return nil }
        guard let mapping = root.mapping else {
            reader.note(root, "A feed definition file is a mapping with `provider` and `feeds`.")
            return nil
        }
        var shared = Shared()
        var feeds: Node?
        for (key, value) in mapping {
            switch key.scalar?.string ?? "" {
            case "provider": shared.provider = text(value) ?? ""
            case "documentation": shared.documentation = text(value)
            case "interval": shared.interval = interval(value) ?? shared.interval
            case "tlp": shared.tlp = tlp(value)
            case "format": shared.format = reader.format(value)
            case "detect": shared.detect = value
            case "unknown-columns": shared.unknownColumns = unknownColumns(value) ?? .extra
            case "required-columns": shared.requiredColumns = reader.texts(value)
            case "sets":
                for (name, columns) in value.mapping ?? [:] { shared.sets.append((name.scalar?.string ?? "", name, columns)) }
                if value.mapping == nil { reader.note(value, "`sets` lists names, each with columns and their rules.") }
            case "feeds": feeds = value
            case let name
            where ["constants", "columns", "keep", "derived", "explode", "given", "unpack", "skip", "no-value", "required"].contains(name):
                shared.sections[name] = value
            case let name:
                reader.note(key, "A definition file has no key “\(name)”.", NearestName.suggestion(for: name, among: Self.fileKeys))
            }
        }
        if shared.provider.isEmpty { reader.note(root, "The file does not say whose feeds these are.", "Add `provider: NAME`.") }
        guard let list = feeds?.sequence, !list.isEmpty else {
            reader.note(feeds ?? root, "The file has no feeds.", "Add `feeds:` with a list of them.")
            return nil
        }
        return feedSummaries(Array(list), shared)
    }

    private mutating func feedSummaries(_ nodes: [Node], _ shared: Shared) -> (Shared, [FeedSummary], [Node]) {
        var summaries: [FeedSummary] = []
        var kept: [Node] = []
        var lines: [String: Int] = [:]
        for node in nodes {
            guard let summary = summary(node, shared: shared) else { continue }
            if let line = lines[summary.code] {
                reader.note(
                    node["code"] ?? node, "The code “\(summary.code)” is already that of the feed in line \(line).", "Codes are unique.")
            }
            lines[summary.code] = node.mark?.line ?? 0
            summaries.append(summary)
            kept.append(node)
        }
        return (shared, summaries, kept)
    }

    private mutating func compose(_ bytes: [UInt8]) -> Node? {
        func note(_ mark: Mark?, _ message: String) {
            reader.mistakes.append(Mistake(line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            note(nil, "The file is not UTF-8 text.")
            return nil
        }
        do {
            // Without the rules that guess types from text: they cost more than all the rest of reading.
            guard let node = try Yams.compose(yaml: text, .basic) else {
                note(nil, "The file is empty.")
                return nil
            }
            return node
        } catch let YamlError.scanner(_, problem, mark, _) {
            note(mark, "This is not YAML: \(problem).")
        } catch let YamlError.parser(_, problem, mark, _) {
            note(mark, "This is not YAML: \(problem).")
        } catch let YamlError.composer(_, problem, mark, _) {
            note(mark, "This is not YAML: \(problem).")
        } catch let YamlError.duplicatedKeysInMapping(duplicates, context) {
            note(context.mark, "Keys stand twice in one mapping: \(duplicates.joined(separator: ", ")).")
        } catch {
            note(nil, "This is not YAML: \(error).")
        }
        return nil
    }

    // MARK: One feed

    private mutating func summary(_ node: Node, shared: Shared) -> FeedSummary? {
        guard let mapping = node.mapping else {
            reader.note(node, "A feed is a mapping with `code` and `name`.")
            return nil
        }
        for (key, _) in mapping {
            let name = key.scalar?.string ?? ""
            if !Self.feedKeys.contains(name) {
                reader.note(key, "A feed has no key “\(name)”.", NearestName.suggestion(for: name, among: Self.feedKeys))
            }
        }
        guard let codeNode = node["code"], let code = text(codeNode) else {
            if node["code"] == nil { reader.note(node, "A feed needs a `code`.") }
            return nil
        }
        if !Self.isCode(code) {
            reader.note(codeNode, "“\(code)” is no code of a feed.", "It has letters, digits, “_”, “-”, “.” and at most one “/”.")
        }
        let format = node["format"].map { reader.format($0) } ?? shared.format
        if node["format"] == nil, format == nil { reader.note(node, "The feed “\(code)” does not say its `format`.") }
        return FeedSummary(
            code: code.contains("/") ? code : "\(fileName)/\(code)",
            provider: node["provider"].flatMap { text($0) } ?? shared.provider,
            name: node["name"].flatMap { text($0) } ?? code,
            documentation: documentation(node["documentation"].flatMap { text($0) }, shared),
            interval: node["interval"].flatMap { interval($0) } ?? shared.interval,
            tlp: node["tlp"].flatMap { tlp($0) } ?? shared.tlp,
            format: format.flatMap { $0 } ?? .jsonLines(.init()),
            detection: (node["detect"] ?? shared.detect).map { detection($0, code: code) } ?? Detection(),
            incidentType: (node["constants"]?["classification.type"] ?? shared.sections["constants"]?["classification.type"])?.scalar?
                .string)
    }

    /// The whole definition of a feed.
    mutating func definition(_ node: Node, summary: FeedSummary, shared: Shared) -> FeedDefinition? {
        var groups = node["columns"].map { reader.columns($0) } ?? []
        groups += node["keep"].map { reader.keep($0) } ?? []
        for use in node["use"]?.sequence.map(Array.init) ?? (node["use"].map { [$0] } ?? []) {
            guard let set = shared.sets.first(where: { $0.name == use.scalar?.string }) else {
                let name = use.scalar?.string ?? ""
                reader.note(use, "The file has no set “\(name)”.", NearestName.suggestion(for: name, among: shared.sets.map(\.name)))
                continue
            }
            groups += once("set " + set.name) { $0.columns(set.columns) }
        }
        groups += shared.sections["columns"].map { node in once("columns") { $0.columns(node) } } ?? []
        groups += shared.sections["keep"].map { node in once("keep") { $0.keep(node) } } ?? []
        // The first group of a column is the nearest to the feed and hides the others.
        var seen: Set<String> = []
        var rules: [ColumnRule] = []
        for group in groups where seen.insert(group.column).inserted { rules += group.rules }
        rules += node["derived"].map { reader.derived($0) } ?? []
        rules += shared.sections["derived"].map { reader.derived($0) } ?? []

        var constants = node["constants"].map { self.constants($0) } ?? []
        for constant in shared.sections["constants"].map({ self.constants($0) }) ?? []
        where !constants.contains(where: { $0.key == constant.key }) {
            constants.append(constant)
        }
        addTaxonomy(to: &constants)
        return FeedDefinition(
            code: summary.code, provider: summary.provider, name: summary.name, documentation: summary.documentation,
            interval: summary.interval,
            tlp: summary.tlp, format: summary.format, detection: summary.detection, constants: constants, rules: rules,
            unknownColumns: node["unknown-columns"].flatMap { unknownColumns($0) } ?? shared.unknownColumns,
            explode: (node["explode"] ?? shared.sections["explode"]).flatMap { reader.explode($0) },
            requiredColumns: node["required-columns"].map { reader.texts($0) } ?? shared.requiredColumns,
            requiredFields: (node["required"] ?? shared.sections["required"]).map { reader.requirements($0) } ?? [],
            given: (node["given"] ?? shared.sections["given"]).map { reader.given($0) } ?? [],
            unpack: (node["unpack"] ?? shared.sections["unpack"]).map { reader.unpack($0) } ?? [],
            noValues: (node["no-value"] ?? shared.sections["no-value"]).map { reader.texts($0) } ?? [],
            skip: (node["skip"] ?? shared.sections["skip"]).map { reader.conditions($0) } ?? [])
    }

    private mutating func once(_ section: String, _ read: (inout RuleReader) -> [RuleGroup]) -> [RuleGroup] {
        if let known = sharedGroups[section] { return known }
        let groups = read(&reader)
        sharedGroups[section] = groups
        return groups
    }

    /// Sets that no feed uses are checked too, and said to be of no use.
    mutating func checkUnused(_ shared: Shared, by nodes: [Node]) {
        let used = Set(nodes.flatMap { $0["use"].map { reader.texts($0) } ?? [] })
        for set in shared.sets where !used.contains(set.name) {
            _ = reader.columns(set.columns)
            reader.note(set.key, "No feed uses the set “\(set.name)”.")
        }
    }

    /// A type says its class; the definition need not.
    private func addTaxonomy(to constants: inout [(key: FieldKey, value: Value)]) {
        guard !constants.contains(where: { $0.key == .idf(.classificationTaxonomy) }),
            case .text(let name)? = constants.first(where: { $0.key == .idf(.classificationType) })?.value,
            let type = IncidentType(name: name)
        else { return }
        constants.append((.idf(.classificationTaxonomy), .text(type.taxonomy.name)))
    }

    private mutating func constants(_ node: Node) -> [(key: FieldKey, value: Value)] {
        guard let mapping = node.mapping else {
            reader.note(node, "`constants` lists fields and their values.")
            return []
        }
        var constants: [(FieldKey, Value)] = []
        for (keyNode, valueNode) in mapping {
            let name = keyNode.scalar?.string ?? ""
            guard let key = FieldKey(name: name) else {
                reader.note(
                    keyNode, "There is no field “\(name)”.",
                    NearestName.nearest(to: name, among: EventField.allCases.map(\.name)).map { "Did you mean “\($0)”?" }
                        ?? "What has no field of its own is kept as “extra.\(name)”.")
                continue
            }
            if let value = reader.constant(valueNode, key: key) { constants.append((key, value)) }
        }
        return constants
    }

    // MARK: Small parts

    private mutating func text(_ node: Node) -> String? {
        if let text = node.scalar?.string, !text.isEmpty { return text }
        reader.note(node, "Here stands a text.")
        return nil
    }

    private mutating func interval(_ node: Node) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        if let text = node.scalar?.string, let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count > 0,
            count < 10_000
        {
            return count * unit
        }
        reader.note(node, "An interval is a number with its unit.", "For example 15m, 1h, 1d, 7d.")
        return nil
    }

    private mutating func tlp(_ node: Node) -> TLP? {
        if let tlp = node.scalar.flatMap({ TLP($0.string) }) { return tlp }
        reader.note(node, "“\(node.scalar?.string ?? "")” is no TLP marking.", "It is one of: clear, green, amber, amber+strict, red.")
        return nil
    }

    private mutating func unknownColumns(_ node: Node) -> UnknownColumns? {
        switch node.scalar?.string {
        case "extra": return .extra
        case "ignore": return .ignore
        case "by-name": return .byName
        default:
            reader.note(
                node, "There is nothing “\(node.scalar?.string ?? "")” to do with unknown columns.", "It is one of: extra, by-name, ignore."
            )
            return nil
        }
    }

    private mutating func detection(_ node: Node, code: String) -> Detection {
        var detection = Detection()
        guard let mapping = node.mapping else {
            reader.note(node, "`detect` has `file`, `header` or `content`.")
            return detection
        }
        for (key, value) in mapping {
            switch key.scalar?.string {
            case "file": detection.fileNames = reader.texts(value).map { Self.substituting(code, in: $0) }
            case "header": detection.header = reader.texts(value)
            case "content": detection.content = reader.texts(value)
            default:
                let name = key.scalar?.string ?? ""
                reader.note(key, "`detect` has no key “\(name)”.", NearestName.suggestion(for: name, among: ["file", "header", "content"]))
            }
        }
        return detection
    }

    /// A page of its own may be written relative to the provider's.
    private func documentation(_ own: String?, _ shared: Shared) -> String? {
        guard let own else { return shared.documentation }
        return own.contains("://") ? own : (shared.documentation ?? "") + own
    }

    private static func substituting(_ code: String, in pattern: String) -> String {
        pattern.split(separator: "{code}", omittingEmptySubsequences: false).joined(separator: code)
    }

    private static func isCode(_ text: String) -> Bool {
        text.utf8.filter { $0 == 0x2F }.count <= 1
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-./".unicodeScalars.contains($0))
            }
    }
}
