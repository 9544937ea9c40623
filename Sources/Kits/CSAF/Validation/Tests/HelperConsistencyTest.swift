struct InconsistentHelper: ConformanceTest {
    let rule = Rule(
        "6.2.42", "Platform names and package URLs say what the branches above the product say: maker, name, version, language, update.",
        [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for definition in facts.products.definitions where definition.origin == .branch {
            guard let helper = definition.helper else { continue }
            let path = facts.products.path(to: definition)
            if let value = helper["cpe"], let name = value.text.flatMap(PlatformName.init) {
                for problem in Self.problems(name, path) { report.fail(value, problem) }
            }
            for value in helper["purls"]?.items ?? [] {
                guard let url = value.text.flatMap({ try? PackageURL($0) }) else { continue }
                for problem in Self.problems(url, path) { report.fail(value, problem) }
            }
        }
    }

    private static func name(_ category: ProductFacts.Category, _ path: [ProductFacts.Branch]) -> String? {
        path.last { $0.category == category }?.name?.text
    }

    /// What the branches and a platform name disagree on. The parts of the name that no branch could speak of are left out.
    private static func problems(_ name: PlatformName, _ path: [ProductFacts.Branch]) -> [String] {
        var problems: [String] = []
        let counterparts: [(part: PlatformName.Part, word: String, categories: [ProductFacts.Category])] = [
            (.vendor, "vendor", [.vendor]), (.product, "product", [.productName]), (.version, "version", [.productVersion]),
            (.update, "update", [.patchLevel, .servicePack]), (.language, "language", [.language]),
            (.targetHardware, "target hardware", [.architecture, .platform]),
        ]
        for (part, word, categories) in counterparts {
            let given = categories.contains { category in path.contains { $0.category == category } }
            switch (name[part], given) {
            case (.any, true): problems.append("the branches give a \(word), the CPE leaves it open")
            case (.value(let text), true) where Self.hasWildcard(text): problems.append("the \(word) of the CPE has a wildcard")
            case (.value(let text), false):
                let isRange = part == .version && path.contains { $0.category == .productVersionRange }
                if !isRange { problems.append("the CPE gives the \(word) “\(text)”, the branches none") }
            default: break
            }
        }
        if let version = Self.name(.productVersion, path), case .value(let text) = name[.version], Self.folded(text) != Self.folded(version)
        {
            problems.append("the version of the CPE is “\(text)”, the branches say “\(version)”")
        }
        return problems
    }

    private static func problems(_ url: PackageURL, _ path: [ProductFacts.Branch]) -> [String] {
        var problems: [String] = []
        if url.namespace.isEmpty, Self.name(.vendor, path) != nil, needNamespace.contains(url.type) {
            problems.append("the branches give a vendor, the package URL has no namespace")
        }
        if let version = Self.name(.productVersion, path), url.version ?? "" != version {
            problems.append(
                url.version?.isEmpty == false
                    ? "the version of the package URL is “\(url.version ?? "")”, the branches say “\(version)”"
                    : "the branches give the version “\(version)”, the package URL none")
        }
        return problems
    }

    /// Kinds of packages whose definition asks for a namespace.
    private static let needNamespace: Set<String> = [
        "alpm", "apk", "bitbucket", "composer", "deb", "git", "github", "golang", "huggingface", "maven", "qpkg", "rpm", "swift",
        "vscode-extension",
    ]

    private static func hasWildcard(_ text: String) -> Bool {
        var isQuoted = false
        for character in text {
            if !isQuoted, character == "*" || character == "?" { return true }
            isQuoted = character == "\\" && !isQuoted
        }
        return false
    }

    /// Versions as they compare between the two notations.
    private static func folded(_ text: String) -> String {
        var text = String(text.lowercased().map { $0 == " " ? "_" : $0 }.filter { $0 != "\\" })
        if text.hasPrefix("v"), text.dropFirst().first?.isNumber == true { text.removeFirst() }
        return text
    }
}
