// Branches of the product tree: their categories, their depth and their versions.

struct RangeAsVersion: ConformanceTest {
    let rule = Rule("6.1.31", "A branch for one version names one version and no range.")

    private static let words: Set<Substring> = ["after", "all", "before", "earlier", "later", "prior", "versions"]
    private static let longestWord = 8

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for branch in facts.products.branches where branch.category == .productVersion {
            guard let name = branch.name, Self.isRange(name) else { continue }
            report.fail(name, "“\(name.text ?? "")” is a range; use the category product_version_range")
        }
    }

    /// Advisories name thousands of versions: those in plain ASCII are looked at byte by byte.
    private static func isRange(_ name: JSONValue) -> Bool {
        let plain: Bool? = name.withRaw { bytes in
            var start = 0
            for at in 0...bytes.count {
                let byte = at < bytes.count ? bytes[at] : 0x20
                if byte == 0x3C || byte == 0x3E { return true }
                if byte == 0x5C || byte >= 0x80 { return nil }
                guard byte <= 0x20 else { continue }
                if 3...longestWord ~= at - start, words.contains(String(decoding: bytes[start..<at], as: UTF8.self).lowercased()[...]) {
                    return true
                }
                start = at + 1
            }
            return false
        }
        if let plain { return plain }
        let text = name.text?.lowercased() ?? ""
        return text.contains { $0 == "<" || $0 == ">" } || text.split(whereSeparator: \.isWhitespace).contains(where: words.contains)
    }
}

struct BranchesTooDeep: ConformanceTest {
    let rule = Rule("6.1.34", "Branches nest at most 30 deep, so that readers need not follow them without end.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for definition in facts.products.definitions where definition.branch >= 0 {
            let depth = facts.products.branches[Int(definition.branch)].depth
            if depth > 30 { report.fail(definition.value, "the product stands \(depth) branches deep; 30 are allowed") }
        }
    }
}

extension Facts {
    /// Branches for ranges of versions, with the text of their names.
    fileprivate var ranges: [(branch: ProductFacts.Branch, name: JSONValue, text: String)] {
        products.branches.compactMap { branch in
            guard branch.category == .productVersionRange, let name = branch.name, let text = name.text else { return nil }
            return (branch, name, text)
        }
    }
}

struct InvalidRange: ConformanceTest {
    let rule = Rule("6.1.50", "A branch for a range of versions names it in VERS, or in the constraints of VERS alone.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, name, text) in facts.ranges {
            do {
                let range = try VersionRange(text)
                if let scheme = range.scheme, !VersionScheme.isKnown(scheme), scheme != "all" {
                    report.hint(
                        name, "the order of versions of vers:\(scheme) is not known here, so the order of the constraints was not looked at"
                    )
                }
            } catch {
                report.fail(name, "“\(text)” is no range of versions: \(error)")
            }
        }
    }
}

struct StackedCategories: ConformanceTest {
    let rule = Rule("6.1.57", "On the way to a product every category of branches stands once, product families apart.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for definition in facts.products.definitions where definition.branch >= 0 {
            var seen: Set<String> = []
            for branch in facts.products.path(to: definition) where branch.category != .productFamily {
                guard let category = branch.value["category"], let text = category.text, !seen.insert(text).inserted else { continue }
                report.fail(category, "the category \(text) stands twice on the way to \(facts.products.identifier(definition.id))")
            }
        }
    }
}

struct VersionAndRange: ConformanceTest {
    let rule = Rule("6.1.58", "On the way to a product stands a version or a range of versions, not both.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for definition in facts.products.definitions where definition.branch >= 0 {
            let path = facts.products.path(to: definition)
            guard path.contains(where: { $0.category == .productVersion }),
                let range = path.first(where: { $0.category == .productVersionRange })
            else { continue }
            report.fail(
                range.value["category"], "both a version and a range stand on the way to \(facts.products.identifier(definition.id))")
        }
    }
}

struct SingleVersionRange: ConformanceTest {
    let rule = Rule("6.1.59", "A range of versions is more than one version.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, name, text) in facts.ranges where (try? VersionRange(text))?.isSingleVersion == true {
            report.fail(name, "“\(text)” is one version; use the category product_version")
        }
    }
}

struct RangeWithoutScheme: ConformanceTest {
    let rule = Rule("6.2.18", "Ranges of versions are written in VERS, which says how versions compare.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, name, text) in facts.ranges where !Self.usesScheme(text) {
            report.fail(
                name, "“\(text)” is not written in VERS; look whether it can be, or list the versions one by one")
        }
    }

    static func usesScheme(_ text: String) -> Bool {
        guard text.hasPrefix("vers:"), let slash = text.firstIndex(of: "/"), text.index(after: slash) < text.endIndex else { return false }
        let scheme = text[text.index(text.startIndex, offsetBy: 5)..<slash].utf8
        guard let first = scheme.first, StringForm.isLower(first) || [0x2E, 0x2D, 0x2B].contains(first) else { return false }
        return scheme.allSatisfy { StringForm.isLower($0) || StringForm.isDigit($0) || [0x2E, 0x2D, 0x2B].contains($0) }
    }
}

struct VendorOpenSource: ConformanceTest {
    let rule = Rule("6.2.48", "“Open Source” is no vendor; name the project or its maintainers.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for branch in facts.products.branches where branch.category == .vendor {
            guard let name = branch.name, name.text?.lowercased().filter({ !$0.isWhitespace }) == "opensource" else { continue }
            report.fail(name, "“\(name.text ?? "")” is no vendor")
        }
    }
}

struct OpenRange: ConformanceTest {
    let rule = Rule("6.2.49", "Ranges of versions end somewhere: nobody knows what versions to come will be.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, name, text) in facts.ranges where (try? VersionRange(text))?.isOpenAbove == true {
            report.fail(name, "“\(text)” has no end; name the last version that is known")
        }
    }
}

struct UnknownScheme: ConformanceTest {
    let rule = Rule("6.2.51", "Types of VERS are registered.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, name, text) in facts.ranges where RangeWithoutScheme.usesScheme(text) {
            let scheme = String(text.dropFirst(5).prefix { $0 != "/" })
            if !VersionScheme.registered.contains(scheme) {
                report.fail(name, "vers:\(scheme) is not registered, and not known here")
            } else if !VersionScheme.isKnown(scheme), scheme != "all", scheme != "none" {
                report.hint(name, "vers:\(scheme) is registered; how its versions compare in detail is not known here")
            }
        }
    }
}

struct MissingBranchCategories: ConformanceTest {
    let rule = Rule("6.3.9", "The way to a product leads over vendor, product name and product version, in this order.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for definition in facts.products.definitions where definition.branch >= 0 {
            var wanted: [ProductFacts.Category] = [.vendor, .productName, .productVersion]
            for branch in facts.products.path(to: definition) where branch.category == wanted.first { wanted.removeFirst() }
            if let missing = wanted.first {
                report.fail(
                    definition.value,
                    "the way to \(facts.products.identifier(definition.id)) has no \(missing.rawValue) in its place")
            }
        }
    }
}

struct RangeUsed: ConformanceTest {
    let rule = Rule("6.3.10", "Versions are listed one by one; ranges are hard to match.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for branch in facts.products.branches where branch.category == .productVersionRange {
            report.fail(branch.value["category"], "a range of versions is used")
        }
    }
}

struct LetterBeforeVersion: ConformanceTest {
    let rule = Rule("6.3.11", "Versions have no v in front that only says that they are versions.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for branch in facts.products.branches where branch.category == .productVersion {
            guard let name = branch.name, let text = name.text, let first = text.utf8.first, first | 0x20 == 0x76,
                let second = text.utf8.dropFirst().first, StringForm.isDigit(second)
            else { continue }
            report.fail(name, "“\(text)” starts with \(text.prefix(1))")
        }
    }
}
