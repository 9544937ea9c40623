// SSVC: decision points, their namespaces and what they are about.

extension Facts {
    /// The selections of a document, each with the list it stands in.
    fileprivate var decisions:
        [(vulnerability: VulnerabilityFacts, list: JSONValue, selection: JSONValue, namespace: DecisionPointNamespace)]
    {
        vulnerabilities.flatMap { vulnerability in
            vulnerability.metrics.compactMap { $0.content["ssvc_v2"] }.flatMap { list in
                (list["selections"]?.items ?? []).compactMap { selection in
                    selection["namespace"]?.text.map { (vulnerability, list, selection, DecisionPointNamespace($0)) }
                }
            }
        }
    }
}

extension DecisionPointNamespace {
    fileprivate var isRegistered: Bool { DecisionPointRegister.namespaces.contains(registered) }
    fileprivate var isFree: Bool { DecisionPointRegister.freeNamespaces.contains(registered) }
}

struct InvalidDecision: ConformanceTest {
    let rule = Rule("6.1.46", "SSVC objects look as the schema of their version asks.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard !facts.shape.problems.isEmpty else { return }
        for list in facts.vulnerabilities.flatMap(\.metrics).compactMap({ $0.content["ssvc_v2"] }) {
            for problem in facts.shape.problems where list.holds(problem.value) { report.fail(problem.value, problem.message) }
        }
    }
}

struct WrongDecisionTarget: ConformanceTest {
    let rule = Rule("6.1.47", "SSVC selections are about the vulnerability they stand in.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let document = facts.tracking?["id"]?.text
        for vulnerability in facts.vulnerabilities {
            let own = Set([vulnerability.cve?.text].compactMap(\.self) + vulnerability.ids.compactMap { $0.value["text"]?.text })
            for list in vulnerability.metrics.compactMap({ $0.content["ssvc_v2"] }) {
                for target in list["target_ids"]?.items ?? [] {
                    guard let text = target.text else { continue }
                    if text == document, facts.vulnerabilities.count > 1 {
                        report.fail(target, "the whole document is the target, and it has several vulnerabilities")
                    } else if !own.contains(text) {
                        report.fail(target, "“\(text)” is neither the CVE nor another identifier of this vulnerability")
                    }
                }
            }
        }
    }
}

struct WrongDecisionPoint: ConformanceTest {
    let rule = Rule(
        "6.1.48", "Decision points of registered namespaces exist, and their values stand in the order of the definition.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, _, selection, namespace) in facts.decisions {
            if DecisionPointRegister.invalidNamespaces.contains(namespace.registered) {
                report.fail(selection["namespace"], "the namespace \(namespace.registered) is kept for what is wrong")
                continue
            }
            guard DecisionPointRegister.knownNamespaces.contains(namespace.registered) else { continue }
            guard let key = selection["key"]?.text, let version = selection["version"]?.text else { continue }
            let versions = DecisionPointRegister.versions(namespace: namespace.base, key: key)
            guard let latest = versions.last else {
                report.fail(selection["key"], "there is no decision point \(key) in \(namespace.base)")
                continue
            }
            let point = versions.first { $0.version == version }
            if point == nil {
                // A version after the latest that is known here may have come out since; one before cannot.
                guard let one = SemanticVersion(version), let other = SemanticVersion(latest.version), one > other else {
                    report.fail(selection["version"], "\(latest.name) has no version \(version)")
                    continue
                }
                report.hint(
                    selection["version"],
                    "version \(version) of \(latest.name) is not known here; its values were held against \(latest.version)")
            }
            check(selection, point ?? latest, isExact: point != nil, namespace, &report)
        }
    }

    private func check(
        _ selection: JSONValue, _ point: DecisionPointRegister.DecisionPoint, isExact: Bool, _ namespace: DecisionPointNamespace,
        _ report: inout RuleReport
    ) {
        if isExact, !namespace.isTranslated, !namespace.isExtended, let name = selection["name"], let text = name.text, text != point.name {
            report.fail(name, "the decision point is called “\(point.name)”")
        }
        var last = -1
        for value in selection["values"]?.items ?? [] {
            guard let key = value["key"]?.text else { continue }
            guard let place = point.values.firstIndex(where: { $0.key == key }) else {
                report.fail(value, "\(point.name) \(point.version) has no value \(key)")
                continue
            }
            // Where texts are translated the letters of keys may follow the translation; their order tells nothing.
            if place <= last, !namespace.isTranslated {
                report.fail(value, "the value \(key) must stand earlier: \(point.values.map(\.key).joined(separator: ", "))")
            }
            last = max(last, place)
        }
    }
}

struct UnknownDecisionNamespace: ConformanceTest {
    let rule = Rule("6.2.34", "Namespaces of decision points are registered and known.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, _, selection, namespace) in facts.decisions where !namespace.isFree {
            if !namespace.isRegistered {
                report.fail(selection["namespace"], "\(namespace.base) is not registered")
            } else if !DecisionPointRegister.knownNamespaces.contains(namespace.registered) {
                report.fail(selection["namespace"], "\(namespace.base) is registered, and not known here")
            }
        }
    }
}

/// Fails for namespaces that are not registered.
private func checkUnregistered(_ facts: Facts, _ report: inout RuleReport) {
    for (_, _, selection, namespace) in facts.decisions where !namespace.isRegistered {
        report.fail(selection["namespace"], "\(namespace.base) is not registered; readers may not know it")
    }
}

/// Fails for namespaces that extend another.
private func checkExtended(_ facts: Facts, _ report: inout RuleReport) {
    for (_, _, selection, namespace) in facts.decisions where namespace.isExtended && !namespace.isFree {
        report.fail(selection["namespace"], "\(namespace.text) extends \(namespace.base); readers may not know the extension")
    }
}

struct UnregisteredNamespacePublic: ConformanceTest {
    let rule = Rule("6.2.35", "Documents for everybody use decision points of registered namespaces.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { if facts.isPublic { checkUnregistered(facts, &report) } }
}

struct ExtendedNamespacePublic: ConformanceTest {
    let rule = Rule("6.2.36", "Documents for everybody use decision points without extensions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { if facts.isPublic { checkExtended(facts, &report) } }
}

struct UnregisteredNamespaceClosed: ConformanceTest {
    let rule = Rule("6.3.14", "Documents for some use decision points of registered namespaces.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { if !facts.isPublic { checkUnregistered(facts, &report) } }
}

struct ExtendedNamespaceClosed: ConformanceTest {
    let rule = Rule("6.3.15", "Documents for some use decision points without extensions.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { if !facts.isPublic { checkExtended(facts, &report) } }
}

struct NamespaceWithoutResource: ConformanceTest {
    let rule = Rule("6.2.37", "Decision points that are not registered are explained by a resource that names their namespace.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, list, selection, namespace) in facts.decisions where !namespace.isFree {
            let isKnown = namespace.isRegistered && !namespace.isExtended && namespace.base == namespace.registered
            guard !isKnown else { continue }
            let summaries = (list["decision_point_resources"]?.items ?? []).compactMap { $0["summary"]?.text }
            // The name must end where it ends: one namespace may start with another.
            let isExplained = summaries.contains { summary in
                summary.split { $0.isWhitespace || "'\"`“”‘’,;()".contains($0) }.contains { $0 == namespace.text }
            }
            if !isExplained { report.fail(selection["namespace"], "no decision_point_resources names \(namespace.text) in its summary") }
        }
    }
}

struct OutdatedDecisionPoint: ConformanceTest {
    let rule = Rule("6.3.13", "Decision points have the version that was the latest when they were selected.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for (_, list, selection, namespace) in facts.decisions where DecisionPointRegister.knownNamespaces.contains(namespace.registered) {
            guard let key = selection["key"]?.text, let version = selection["version"], let given = version.text,
                let moment = list["timestamp"]?.text.flatMap(Timestamp.init)
            else { continue }
            let available = DecisionPointRegister.versions(namespace: namespace.base, key: key).filter {
                Timestamp($0.since).map { $0 <= moment } ?? false
            }
            guard let latest = available.last, latest.version != given else { continue }
            report.fail(version, "version \(given) is used; the latest of that time was \(latest.version)")
        }
    }
}
