// Extensions (2.1).

extension Facts {
    /// Every extension with the place it stands in.
    fileprivate var allExtensions: [(value: JSONValue, location: ExtensionLocation)] {
        extensions.flatMap { place in place.list.items.map { ($0, place.location) } }
    }
}

extension JSONValue {
    /// The schema an extension declares.
    fileprivate var declaredSchema: String { self["$schema"]?.text ?? "" }
}

struct InvalidExtension: ConformanceTest {
    let rule = Rule("6.1.60.1", "Extensions have the members every extension has.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard !facts.shape.problems.isEmpty else { return }
        for (value, _) in facts.allExtensions {
            for problem in facts.shape.problems where value.holds(problem.value) { report.fail(problem.value, problem.message) }
        }
    }
}

struct ExtensionAgainstSchema: ConformanceTest {
    let rule = Rule("6.1.60.2", "Extensions look as the schema they declare asks.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (value, _) in facts.allExtensions {
            guard let package = facts.context.extensions[value.declaredSchema] else {
                report.hint(
                    value, "the experimental extension \(value.declaredSchema) is not known here, so it was not held against its schema")
                continue
            }
            for problem in package.problems(value) { report.fail(problem.value, problem.message) }
        }
    }
}

struct ExtensionAgainstMetadata: ConformanceTest {
    let rule = Rule("6.1.60.3", "Extensions stand where, as often as and beside what their metadata allows.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let used = Set(facts.allExtensions.map(\.value.declaredSchema))
        for place in facts.extensions {
            var counts: [String: Int] = [:]
            for value in place.list.items {
                guard let package = facts.context.extensions[value.declaredSchema] else {
                    report.hint(
                        value,
                        "the experimental extension \(value.declaredSchema) is not known here, so it was not held against its metadata")
                    continue
                }
                counts[value.declaredSchema, default: 0] += 1
                if let limit = package.limit(at: place.location), counts[value.declaredSchema, default: 0] > limit {
                    report.fail(value, limit == 0 ? "the extension is not allowed here" : "the extension is allowed here \(limit) times")
                }
                if let other = package.incompatible.sorted().first(where: used.contains) {
                    report.fail(value, "the extension does not go together with \(other)")
                }
            }
        }
    }
}

struct UnregisteredExtension: ConformanceTest {
    let rule = Rule("6.2.54.1", "Extensions are official or registered.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (value, _) in facts.allExtensions where facts.context.extensions.standing(value.declaredSchema) == .experimental {
            report.fail(value, "\(value.declaredSchema) is neither official nor registered")
        }
    }
}

struct UnofficialExtension: ConformanceTest {
    let rule = Rule("6.2.54.2", "Extensions are official ones of OASIS.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (value, _) in facts.allExtensions where facts.context.extensions.standing(value.declaredSchema) != .official {
            report.fail(value, "\(value.declaredSchema) is not official")
        }
    }
}

struct CriticalExtension: ConformanceTest {
    let rule = Rule("6.2.54.3", "Extensions are not critical: readers who do not know them still understand the document.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (value, _) in facts.allExtensions where value["critical"]?.flag != false {
            report.fail(value["critical"] ?? value, "the extension is critical")
        }
    }
}

private func checkExperimental(_ facts: Facts, _ report: inout RuleReport) {
    for (value, _) in facts.allExtensions where facts.context.extensions.standing(value.declaredSchema) == .experimental {
        report.fail(value, "\(value.declaredSchema) is experimental; readers may not know it")
    }
}

struct ExperimentalExtensionPublic: ConformanceTest {
    let rule = Rule("6.2.54.4", "Documents for everybody have no experimental extensions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { if facts.isPublic { checkExperimental(facts, &report) } }
}

struct ExperimentalExtensionClosed: ConformanceTest {
    let rule = Rule("6.3.21.2", "Documents for some have no experimental extensions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { if !facts.isPublic { checkExperimental(facts, &report) } }
}

struct EssentialExtension: ConformanceTest {
    let rule = Rule("6.3.21.1", "Extensions are not essential for understanding the document.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (value, _) in facts.allExtensions where value["category"]?.isText("essential") == true {
            report.fail(value["category"], "the extension is essential")
        }
    }
}

/// One test for each place an extension can stand in.
struct ExtensionUsed: ConformanceTest {
    let rule: Rule
    private let location: ExtensionLocation

    init(_ id: String, _ location: ExtensionLocation, _ place: String) {
        rule = Rule(id, "There are no extensions \(place); many readers do not know any.", [.v2_1])
        self.location = location
    }

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for place in facts.extensions where place.location == location { report.fail(place.list, "there are extensions") }
    }

    static let all: [any ConformanceTest] = [
        ExtensionUsed("6.3.21.3", .document, "of the document"), ExtensionUsed("6.3.21.4", .branch, "of products in branches"),
        ExtensionUsed("6.3.21.5", .fullProductName, "of products outside branches"),
        ExtensionUsed("6.3.21.6", .productPath, "of products made of others"), ExtensionUsed("6.3.21.7", .metric, "among the metrics"),
        ExtensionUsed("6.3.21.8", .vulnerability, "of vulnerabilities"), ExtensionUsed("6.3.21.9", .root, "at the root"),
    ]
}
