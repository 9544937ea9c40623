// Weaknesses (CWE).

/// A weakness a document names.
private struct NamedWeakness {
    let value: JSONValue
    let id: String
    let name: String
    /// The release it comes from (2.1).
    let release: String?

    /// The weaknesses of a document: one for a vulnerability in 2.0, several in 2.1.
    static func all(_ facts: Facts) -> [NamedWeakness] {
        facts.vulnerabilities.flatMap { vulnerability -> [NamedWeakness] in
            let values = facts.version == .v2_0 ? [vulnerability.value["cwe"]].compactMap(\.self) : vulnerability.value["cwes"]?.items ?? []
            return values.compactMap { value in
                guard let id = value["id"]?.text, let name = value["name"]?.text else { return nil }
                return NamedWeakness(value: value, id: id, name: name, release: facts.version == .v2_0 ? nil : value["version"]?.text ?? "")
            }
        }
    }
}

struct WrongWeakness: ConformanceTest {
    let rule = Rule("6.1.11", "Weaknesses exist in the CWE and have the name given there, in CSAF 2.1 in the release that is named.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for weakness in NamedWeakness.all(facts) {
            let verdict =
                weakness.release.map { WeaknessRegister.verdict(id: weakness.id, name: weakness.name, release: $0) }
                ?? WeaknessRegister.verdict(id: weakness.id, name: weakness.name)
            switch verdict {
            case .fits: break
            case .unknownRelease: report.fail(weakness.value["version"], "there is no release \(weakness.release ?? "") of the CWE")
            case .unknownWeakness:
                report.fail(weakness.value["id"], "\(weakness.id) is no weakness of the CWE; categories and views are none")
            case .notInRelease: report.fail(weakness.value["id"], "\(weakness.id) is not in release \(weakness.release ?? "") of the CWE")
            case .otherName:
                report.fail(
                    weakness.value["name"],
                    "\(weakness.id) has another name than “\(weakness.name)” in \(weakness.release.map { "release \($0) of " } ?? "")the CWE"
                )
            }
        }
    }
}

struct DeprecatedWeakness: ConformanceTest {
    let rule = Rule("6.2.23", "Weaknesses are not deprecated in the release that is named.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for weakness in NamedWeakness.all(facts) where WeaknessRegister.isDeprecated(id: weakness.id, release: weakness.release ?? "") {
            report.fail(weakness.value, "\(weakness.id) is deprecated in release \(weakness.release ?? "") of the CWE")
        }
    }
}

struct OutdatedWeaknessRelease: ConformanceTest {
    let rule = Rule("6.2.24", "The release of the CWE is the latest of the day of the last revision, and none of later.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let date = facts.newestRevisionDate, let latest = WeaknessRegister.latestRelease(on: date.day) else { return }
        for weakness in NamedWeakness.all(facts) where weakness.release != latest {
            report.fail(
                weakness.value["version"], "release \(weakness.release ?? "") of the CWE is named; on \(date.day) the latest was \(latest)")
        }
    }
}

struct ForbiddenWeakness: ConformanceTest {
    let rule = Rule("6.2.25", "Weaknesses may be used to describe vulnerabilities: the CWE neither discourages nor prohibits it.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for weakness in NamedWeakness.all(facts) {
            switch WeaknessRegister.usage(id: weakness.id, release: weakness.release ?? "") {
            case .discouraged: report.fail(weakness.value, "the CWE discourages the use of \(weakness.id); look for a more precise one")
            case .prohibited: report.fail(weakness.value, "the CWE prohibits the use of \(weakness.id)")
            default: break
            }
        }
    }
}

struct ReviewedWeakness: ConformanceTest {
    let rule = Rule("6.2.26", "Weaknesses that the CWE wants reviewed before use are pointed out.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for weakness in NamedWeakness.all(facts)
        where WeaknessRegister.usage(id: weakness.id, release: weakness.release ?? "") == .allowedWithReview {
            report.fail(weakness.value, "\(weakness.id) may be used after a review: look whether a more precise weakness fits")
        }
    }
}

struct MissingWeakness: ConformanceTest {
    let rule = Rule("6.3.4", "Every vulnerability names a weakness.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.value["cwe"] == nil && vulnerability.value["cwes"] == nil {
            report.fail(vulnerability.value, "no weakness is named; add \(facts.version == .v2_0 ? "cwe" : "cwes")")
        }
    }
}
