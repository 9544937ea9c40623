// Status of products and what to do about it: nothing contradicts, nothing is missing.

struct ContradictingStatus: ConformanceTest {
    let rule = Rule("6.1.6", "A product has one status within a vulnerability: it cannot be affected and not affected at once.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.statuses.count > 1 {
            var first: [Int32: ProductStatus.Group] = [:]
            for (status, _, products) in vulnerability.statuses where status.group != .recommended {
                for product in products {
                    guard let other = first[product.id] else {
                        first[product.id] = status.group
                        continue
                    }
                    if other != status.group {
                        report.fail(
                            product.value,
                            "the product \(facts.products.identifier(product.id)) has the status “\(status.group.rawValue)” here "
                                + "and “\(other.rawValue)” elsewhere"
                        )
                    }
                }
            }
        }
    }
}

struct RemediationWithoutProduct: ConformanceTest {
    let rule = Rule("6.1.29", "Every remediation says for which products or groups it is.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            for remediation in vulnerability.remediations where !remediation.selection.isGiven {
                report.fail(remediation.value, "the remediation names no products; add product_ids or group_ids")
            }
        }
    }
}

struct FlagWithoutProduct: ConformanceTest {
    let rule = Rule("6.1.32", "Every flag says for which products or groups it is.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            for flag in vulnerability.flags where !flag.selection.isGiven {
                report.fail(flag.value, "the flag names no products; add product_ids or group_ids")
            }
        }
    }
}

struct SeveralJustifications: ConformanceTest {
    let rule = Rule("6.1.33", "A product has at most one flag that says why it is not affected, be it named alone or in a group.")

    private static let justifications: Set<String> = [
        "component_not_present", "inline_mitigations_already_exist", "vulnerable_code_cannot_be_controlled_by_adversary",
        "vulnerable_code_not_in_execute_path", "vulnerable_code_not_present",
    ]

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.flags.count > 1 {
            var seen: Set<Int32> = []
            for flag in vulnerability.flags where Self.justifications.contains(flag.value["label"]?.text ?? "") {
                let own = Set(flag.selection.products)
                for product in own.sorted() where seen.contains(product) {
                    report.fail(
                        flag.value, "the product \(facts.products.identifier(product)) already has a flag that says why it is not affected")
                }
                seen.formUnion(own)
            }
        }
    }
}

struct ContradictingRemediations: ConformanceTest {
    let rule = Rule(
        "6.1.35", "The remediations of a product do not contradict each other: where a fix exists, none is planned or missing.", [.v2_1])

    /// Categories that go together.
    private static let pairs: [String: Set<String>] = [
        "workaround": ["workaround", "mitigation", "vendor_fix", "fix_planned", "no_fix_planned"],
        "mitigation": ["workaround", "mitigation", "vendor_fix", "fix_planned", "no_fix_planned"],
        "vendor_fix": ["workaround", "mitigation", "vendor_fix"],
        "optional_patch": ["optional_patch"],
        "none_available": ["none_available"],
        "fix_planned": ["workaround", "mitigation", "fix_planned"],
        "no_fix_planned": ["workaround", "mitigation", "no_fix_planned"],
    ]

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.remediations.count > 1 {
            var given: [Int32: Set<String>] = [:]
            for remediation in vulnerability.remediations {
                guard let allowed = Self.pairs[remediation.category] else { continue }
                for product in Set(remediation.selection.products).sorted() {
                    for other in (given[product] ?? []).sorted() where !allowed.contains(other) {
                        report.fail(
                            remediation.value,
                            "the product \(facts.products.identifier(product)) has the remediation \(other) already, "
                                + "which contradicts \(remediation.category)"
                        )
                    }
                    given[product, default: []].insert(remediation.category)
                }
            }
        }
    }
}

/// What the table of remediation categories and product statuses says (CSAF 2.1 §3.2.4, remediations).
private enum StatusRemediationTable {
    enum Verdict { case allowed, discouraged, prohibited }

    static func verdict(_ category: String, _ group: ProductStatus.Group) -> Verdict {
        switch (category, group) {
        case (_, .recommended): .allowed
        case ("optional_patch", .affected): .prohibited
        case ("optional_patch", .fixed): .discouraged
        case ("optional_patch", _): .allowed
        case (_, .affected): .allowed
        case (_, .fixed): .prohibited
        case ("workaround", .notAffected), ("mitigation", .notAffected), ("vendor_fix", .notAffected), ("none_available", .notAffected):
            .prohibited
        case ("fix_planned", .notAffected), ("no_fix_planned", .notAffected): .discouraged
        case ("none_available", _), ("no_fix_planned", _): .allowed
        case ("workaround", _), ("mitigation", _), ("vendor_fix", _), ("fix_planned", _): .discouraged
        default: .allowed
        }
    }

    static func check(_ facts: Facts, _ wanted: Verdict, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where !vulnerability.remediations.isEmpty && !vulnerability.statuses.isEmpty {
            var groups: [Int32: Set<ProductStatus.Group>] = [:]
            for (status, _, products) in vulnerability.statuses {
                for product in products { groups[product.id, default: []].insert(status.group) }
            }
            for remediation in vulnerability.remediations {
                for product in Set(remediation.selection.products).sorted() {
                    for group in (groups[product] ?? []).sorted(by: { $0.rawValue < $1.rawValue })
                    where verdict(remediation.category, group) == wanted {
                        report.fail(
                            remediation.value,
                            "the product \(facts.products.identifier(product)) has the status “\(group.rawValue)”, "
                                + "which does not go with \(remediation.category)"
                        )
                    }
                }
            }
        }
    }
}

struct ContradictingStatusRemediation: ConformanceTest {
    let rule = Rule("6.1.36", "Remediations fit the status of their products: what is not affected or fixed needs no fix.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { StatusRemediationTable.check(facts, .prohibited, &report) }
}

struct DiscouragedStatusRemediation: ConformanceTest {
    let rule = Rule(
        "6.2.27", "Remediations are not given where the status makes them doubtful, such as a fix planned for what is not affected.",
        [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { StatusRemediationTable.check(facts, .discouraged, &report) }
}

struct MissingRemediation: ConformanceTest {
    let rule = Rule("6.2.2", "Every product that is affected or looked into has a remediation, be it that none is available.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            let covered = Set(vulnerability.remediations.flatMap(\.selection.products))
            for product in vulnerability.products(in: ProductStatus.affected.union([.underInvestigation]))
            where !covered.contains(product.id) {
                report.fail(product.value, "there is no remediation for the product \(facts.products.identifier(product.id))")
            }
        }
    }
}

struct MissingMetric: ConformanceTest {
    let rule = Rule("6.2.3", "Every affected product has a score or another metric.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            let covered = Set(vulnerability.metrics.flatMap(\.products).map(\.id))
            for product in vulnerability.products(in: ProductStatus.affected) where !covered.contains(product.id) {
                report.fail(product.value, "there is no score for the product \(facts.products.identifier(product.id))")
            }
        }
    }
}
