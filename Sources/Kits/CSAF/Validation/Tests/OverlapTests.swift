// Ranges of versions beside each other that share versions.

/// Two branches beside each other of which one is a range.
private struct Overlap {
    /// The product that stands alone, and where.
    let sibling: ProductFacts.Branch
    let siblingPlace: Int32
    /// The range.
    let range: ProductFacts.Branch
    let rangePlace: Int32
    let kind: Kind

    enum Kind { case scheme, constraints, version }

    /// How many branches beside each other are compared at most.
    private static let limit = 500

    /// All overlaps of a document.
    static func all(_ facts: Facts) -> [Overlap] {
        let branches = facts.products.branches
        guard branches.contains(where: { $0.category == .productVersionRange }) else { return [] }
        var groups: [Int32: [Int32]] = [:]
        for (place, branch) in branches.enumerated()
        where branch.category == .productVersionRange || branch.category == .productVersion {
            groups[branch.parent, default: []].append(Int32(place))
        }
        var overlaps: [Overlap] = []
        for parent in groups.keys.sorted() {
            let siblings = (groups[parent] ?? []).prefix(limit)
            guard siblings.count > 1 else { continue }
            let ranges = siblings.compactMap { place -> (place: Int32, range: VersionRange)? in
                let branch = branches[Int(place)]
                guard branch.category == .productVersionRange, let text = branch.name?.text, let range = try? VersionRange(text) else {
                    return nil
                }
                return (place, range)
            }
            for (position, one) in ranges.enumerated() {
                for other in ranges[(position + 1)...] where one.range.overlaps(other.range) {
                    overlaps.append(
                        Overlap(
                            sibling: branches[Int(other.place)], siblingPlace: other.place, range: branches[Int(one.place)],
                            rangePlace: one.place, kind: other.range.scheme == nil ? .constraints : .scheme))
                }
                for place in siblings where branches[Int(place)].category == .productVersion {
                    guard let text = branches[Int(place)].name?.text, one.range.contains(text) else { continue }
                    overlaps.append(
                        Overlap(
                            sibling: branches[Int(place)], siblingPlace: place, range: branches[Int(one.place)], rangePlace: one.place,
                            kind: .version))
                }
            }
        }
        return overlaps
    }

    /// The products at or below each branch that overlaps.
    static func products(_ facts: Facts, of places: Set<Int32>) -> [Int32: Set<Int32>] {
        var out: [Int32: Set<Int32>] = [:]
        for definition in facts.products.definitions where definition.branch >= 0 {
            var place = definition.branch
            while place >= 0 {
                if places.contains(place) { out[place, default: []].insert(definition.id) }
                place = facts.products.branches[Int(place)].parent
            }
        }
        return out
    }

    /// Fails for pairs of which the status of both products is known and the groups are as wanted.
    static func check(_ facts: Facts, kind: Kind, isSame: Bool, _ report: inout RuleReport) {
        let overlaps = all(facts).filter { $0.kind == kind && $0.sibling.value["product"] != nil }
        guard !overlaps.isEmpty else { return }
        let below = products(facts, of: Set(overlaps.flatMap { [$0.rangePlace, $0.siblingPlace] }))
        for vulnerability in facts.vulnerabilities {
            var groups: [Int32: Set<ProductStatus.Group>] = [:]
            for (status, _, products) in vulnerability.statuses where isSame || status.group != .recommended {
                for product in products { groups[product.id, default: []].insert(status.group) }
            }
            for overlap in overlaps {
                let one = (below[overlap.rangePlace] ?? []).reduce(into: Set<ProductStatus.Group>()) { $0.formUnion(groups[$1] ?? []) }
                let other = (below[overlap.siblingPlace] ?? []).reduce(into: Set<ProductStatus.Group>()) { $0.formUnion(groups[$1] ?? []) }
                guard !one.isEmpty, !other.isEmpty else { continue }
                let fails = isSame ? !one.isDisjoint(with: other) : one.contains { group in other.contains { $0 != group } }
                if fails {
                    report.fail(
                        vulnerability.value["product_status"],
                        "“\(overlap.range.name?.text ?? "")” and “\(overlap.sibling.name?.text ?? "")” share versions "
                            + "and have \(isSame ? "the same status" : "contradicting statuses")"
                    )
                }
            }
        }
    }
}

struct OverlappingSchemeRanges: ConformanceTest {
    let rule = Rule("6.2.50.1", "Ranges in VERS that share versions do not contradict each other in their status.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { Overlap.check(facts, kind: .scheme, isSame: false, &report) }
}

struct OverlappingPlainRanges: ConformanceTest {
    let rule = Rule("6.2.50.2", "Ranges without type that share versions do not contradict each other in their status.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { Overlap.check(facts, kind: .constraints, isSame: false, &report) }
}

struct VersionInContradictingRange: ConformanceTest {
    let rule = Rule("6.2.50.3", "A version within a range does not contradict it in its status.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { Overlap.check(facts, kind: .version, isSame: false, &report) }
}

struct SameStatusSchemeRanges: ConformanceTest {
    let rule = Rule("6.3.19.1", "Ranges in VERS with the same status share no versions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { Overlap.check(facts, kind: .scheme, isSame: true, &report) }
}

struct SameStatusPlainRanges: ConformanceTest {
    let rule = Rule("6.3.19.2", "Ranges without type and with the same status share no versions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { Overlap.check(facts, kind: .constraints, isSame: true, &report) }
}

struct SameStatusVersionInRange: ConformanceTest {
    let rule = Rule("6.3.19.3", "A version with the status of a range does not lie within it.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { Overlap.check(facts, kind: .version, isSame: true, &report) }
}

/// Overlaps of branches that have branches of their own.
private func checkBranches(_ facts: Facts, isVersion: Bool, _ report: inout RuleReport) {
    for overlap in Overlap.all(facts) where (overlap.kind == .version) == isVersion && overlap.sibling.value["branches"] != nil {
        report.fail(overlap.sibling.name, "“\(overlap.range.name?.text ?? "")” beside it has versions in common with it")
    }
}

struct OverlappingRangeBranches: ConformanceTest {
    let rule = Rule("6.3.19.4", "Ranges beside each other that branch further share no versions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkBranches(facts, isVersion: false, &report) }
}

struct OverlappingVersionBranches: ConformanceTest {
    let rule = Rule("6.3.19.5", "A version that branches further does not lie within a range beside it.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkBranches(facts, isVersion: true, &report) }
}
