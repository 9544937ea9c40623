// Affected and fixed versions of the same product (2.1).

/// Which products are versions of one another.
private struct Correspondence {
    private let facts: Facts
    private let combinations: [Int32: [ProductFacts.Combination]]

    init(_ facts: Facts) {
        self.facts = facts
        var combinations: [Int32: [ProductFacts.Combination]] = [:]
        for combination in facts.products.combinations {
            if let product = combination.definition { combinations[product, default: []].append(combination) }
        }
        self.combinations = combinations
    }

    /// Categories of branches that tell versions of one product apart.
    private static let versionCategories: Set<ProductFacts.Category> = [
        .productVersion, .productVersionRange, .patchLevel, .servicePack, .legacy,
    ]

    /// What versions of a product have in common; `nil` where the document does not show it.
    func key(_ product: Int32) -> String? {
        if let combination = combinations[product]?.first, let first = combination.parts.first {
            guard let start = key(first.id) else { return nil }
            return start + combination.parts.dropFirst().map { "\u{1}" + facts.products.identifier($0.id) }.joined()
                + combination.categories.map { "\u{2}" + $0 }.joined()
        }
        guard let definition = facts.products.definition(product), definition.branch >= 0 else { return nil }
        return facts.products.path(to: definition).filter { !Self.versionCategories.contains($0.category) }
            .map { $0.category.rawValue + "\u{0}" + ($0.name?.text ?? "") }.joined(separator: "\u{3}")
    }

    /// Products a fix was installed with: the way to a relationship `installed_with`, or the product it starts from.
    func hosts(_ product: Int32) -> Set<Int32> {
        var hosts: Set<Int32> = []
        let own = combinations[product] ?? []
        let holding = facts.products.combinations.filter { combination in
            zip(combination.parts.dropFirst(), combination.categories).contains { $0.id == product && $1 == "installed_with" }
        }
        for combination in own + holding {
            guard let place = combination.categories.firstIndex(of: "installed_with"), let first = combination.parts.first else { continue }
            if place == 0 {
                hosts.insert(first.id)
                continue
            }
            let way = combination.parts.prefix(place + 1).map(\.id)
            for other in facts.products.combinations
            where other.parts.map(\.id) == way && other.categories.elementsEqual(combination.categories.prefix(place)) {
                if let product = other.definition { hosts.insert(product) }
            }
        }
        return hosts
    }

    /// For each of `products` whether one of `others` is a version of the same product.
    func missing(_ products: [ProductFacts.Reference], among others: [ProductFacts.Reference], throughFixes: Bool) -> [ProductFacts
        .Reference]
    {
        let keys = Set(others.compactMap { key($0.id) })
        let ids = Set(others.map(\.id))
        let hostsOfOthers = throughFixes ? [] : others.reduce(into: Set<Int32>()) { $0.formUnion(hosts($1.id)) }
        let hasUntold = others.contains { key($0.id) == nil }
        return products.filter { product in
            if throughFixes, !hosts(product.id).isDisjoint(with: ids) { return false }
            if hostsOfOthers.contains(product.id) { return false }
            // Where the document does not show what belongs together, any other product may be meant.
            guard let own = key(product.id) else { return facts.products.isDefined(product.id) && !hasUntold }
            return !keys.contains(own)
        }
    }
}

struct FixedWithoutAffected: ConformanceTest {
    let rule = Rule(
        "6.1.27.13", "Security advisories that name a fixed version name in the same vulnerability the affected version of that product.",
        [.v2_1],
        categories: [Profile.advisory])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let correspondence = Correspondence(facts)
        for vulnerability in facts.vulnerabilities {
            let fixed = vulnerability.products(in: ProductStatus.fixedGroup)
            guard !fixed.isEmpty else { continue }
            let affected = vulnerability.products(in: ProductStatus.affected)
            for product in correspondence.missing(fixed, among: affected, throughFixes: true) {
                report.fail(product.value, "no affected version of the fixed product \(facts.products.identifier(product.id)) is named")
            }
        }
    }
}

struct AffectedWithoutFixed: ConformanceTest {
    let rule = Rule(
        "6.2.39.1", "Security advisories name the fixed version of each affected product, unless they say that there is none.", [.v2_1],
        categories: [Profile.advisory])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let correspondence = Correspondence(facts)
        for vulnerability in facts.vulnerabilities {
            let affected = vulnerability.products(in: ProductStatus.affected)
            guard !affected.isEmpty else { continue }
            var without: Set<Int32> = []
            var with: Set<Int32> = []
            for remediation in vulnerability.remediations {
                switch remediation.category {
                case "fix_planned", "no_fix_planned", "none_available": without.formUnion(remediation.selection.products)
                case "vendor_fix": with.formUnion(remediation.selection.products)
                default: break
                }
            }
            let fixed = vulnerability.products(in: ProductStatus.fixedGroup)
            for product in correspondence.missing(affected, among: fixed, throughFixes: false)
            where !without.contains(product.id) || with.contains(product.id) {
                report.fail(product.value, "no fixed version of the affected product \(facts.products.identifier(product.id)) is named")
            }
        }
    }
}
