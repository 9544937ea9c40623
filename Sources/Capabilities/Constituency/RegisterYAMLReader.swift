internal import Centre
internal import Vocabulary
internal import Yams

/// Reads a register from YAML and notes every mistake on the way.
struct RegisterYAMLReader {
    private(set) var result = RegisterImport()
    private let path: String
    private var firstLines: [String: Int] = [:]

    init(path: String) {
        self.path = path
        result.origin = path
        result.fields = Set(Owner.Field.allCases)
    }

    mutating func read(_ text: String) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            switch error as? YamlError {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
                return note("The file is no YAML: \(problem).", mark)
            default: return note("The file is no YAML: \(error)", nil)
            }
        }
        guard let root = fields(node, "the file", ["register", "profile", "owners"]) else { return }
        if let version = root["register"] {
            if version.int != 1 { note("This program reads `register: 1`.", version.mark) }
        } else {
            note("`register: 1` is missing: it says that the file is a register.", node?.mark)
        }
        if let profile = root["profile"] { readProfile(profile) }
        guard let owners = root["owners"] else { return note("`owners` is missing.", node?.mark) }
        for owner in list(owners, "owners") { readOwner(owner) }
        result.mistakes.sort()
    }

    private mutating func readProfile(_ node: Node) {
        guard let fields = fields(node, "profile", ["name", "sample", "warning-lists", "networks"]) else { return }
        var profile = RegisterProfile()
        profile.name = fields["name"].flatMap { text($0, "name") }
        profile.isSample = fields["sample"].flatMap { flag($0, "sample") } ?? false
        profile.networks = fields["networks"].flatMap { text($0, "networks") }
        if let lists = fields["warning-lists"], let kinds = self.fields(lists, "warning-lists", ["lift"]) {
            for name in kinds["lift"].map({ list($0, "lift") }) ?? [] {
                if let name = text(name, "lift") { profile.liftedWarningLists.insert(name) }
            }
        }
        result.profile = profile
        result.profilePath = path
    }

    private static let ownerKeys = [
        "id", "names", "sector", "critical", "parent", "priority", "networks", "asns", "domains", "countries", "contacts", "agreements",
        "notes",
    ]

    private mutating func readOwner(_ node: Node) {
        guard let fields = fields(node, "an owner", Self.ownerKeys) else { return }
        guard let idNode = fields["id"], let id = text(idNode, "id") else { return note("An owner needs an `id`.", node.mark) }
        guard Owner.isSlug(id) else {
            return note("`\(id)` cannot be an id: lower-case letters, digits, `.`, `_` and `-`, at most 64.", idNode.mark)
        }
        if let line = firstLines[id] { return note("The owner `\(id)` is already in line \(line).", idNode.mark) }
        firstLines[id] = idNode.mark?.line ?? 1
        var names: [LanguageTag: String] = [:]
        for (language, name) in fields["names"].map({ pairs($0, "names") }) ?? [] {
            if let tag = value(language, "a language such as `az`", LanguageTag.init), let name = text(name, "name") { names[tag] = name }
        }
        var networks: [IPPrefix] = []
        for entry in fields["networks"].map({ list($0, "networks") }) ?? [] { networks += network(entry) }
        let asns = values(fields["asns"], "asns", "an AS number", ASN.init)
        let domains = values(fields["domains"], "domains", "a domain name", DomainName.init)
        let countries = values(fields["countries"], "countries", "a country's two letters", CountryCode.init)
        let contacts = fields["contacts"].map { list($0, "contacts") } ?? []
        let agreements = fields["agreements"].map { list($0, "agreements") } ?? []
        var priority = 0
        if let node = fields["priority"] {
            if let number = node.int { priority = number } else { note("`priority` is a whole number.", node.mark) }
        }
        result.owners.append(
            Owner(
                id: id, names: names, sector: fields["sector"].flatMap { text($0, "sector") },
                isCritical: fields["critical"].flatMap { flag($0, "critical") } ?? false,
                parent: fields["parent"].flatMap { text($0, "parent") }, priority: priority, networks: networks, asns: asns,
                domains: domains, countries: countries, contacts: contacts.compactMap { contact($0) },
                agreements: agreements.compactMap { agreement($0) },
                notes: fields["notes"].flatMap { text($0, "notes") }))
    }

    private mutating func network(_ node: Node) -> [IPPrefix] {
        guard let text = text(node, "networks") else { return [] }
        switch NetworkText.read(text) {
        case .success(let networks): return networks
        case .failure(let problem):
            note(problem.message, node.mark)
            return []
        }
    }

    // MARK: - Nodes

    mutating func note(_ message: String, _ mark: Mark?) {
        result.mistakes.append(RegisterMistake(path: path, line: mark?.line ?? 1, column: mark?.column ?? 1, message: message))
    }

    /// The fields of a mapping; a key that does not exist is a mistake.
    mutating func fields(_ node: Node?, _ what: String, _ known: [String]) -> [String: Node]? {
        guard let mapping = node?.mapping else {
            note("Expected \(what) as keys and values: \(known.joined(separator: ", ")).", node?.mark)
            return nil
        }
        var fields: [String: Node] = [:]
        for (key, value) in mapping {
            let name = key.string ?? ""
            if known.contains(name) {
                fields[name] = value
            } else {
                note("There is no `\(name)` in \(what); there is \(known.joined(separator: ", ")).", key.mark)
            }
        }
        return fields
    }

    mutating func list(_ node: Node, _ key: String) -> [Node] {
        if let sequence = node.sequence { return Array(sequence) }
        note("`\(key)` is a list.", node.mark)
        return []
    }

    private mutating func pairs(_ node: Node, _ key: String) -> [(Node, Node)] {
        if let mapping = node.mapping { return mapping.map { ($0.key, $0.value) } }
        note("`\(key)` has keys and values, such as `{en: \"…\", az: \"…\"}`.", node.mark)
        return []
    }

    mutating func text(_ node: Node, _ key: String) -> String? {
        guard let text = node.scalar?.string else {
            note("`\(key)` is a text.", node.mark)
            return nil
        }
        let trimmed = text.trimmed
        return trimmed.isEmpty ? nil : trimmed
    }

    private mutating func flag(_ node: Node, _ key: String) -> Bool? {
        if let flag = node.bool { return flag }
        note("`\(key)` is true or false.", node.mark)
        return nil
    }

    mutating func value<Value>(_ node: Node, _ what: String, _ read: (String) -> Value?) -> Value? {
        guard let text = node.scalar?.string else {
            note("Expected \(what).", node.mark)
            return nil
        }
        if let value = read(text.trimmed) { return value }
        note("`\(text)` is not \(what).", node.mark)
        return nil
    }

    mutating func values<Value>(_ node: Node?, _ key: String, _ what: String, _ read: (String) -> Value?) -> [Value] {
        guard let node else { return [] }
        var values: [Value] = []
        for entry in list(node, key) {
            if let value = value(entry, what, read) { values.append(value) }
        }
        return values
    }
}
