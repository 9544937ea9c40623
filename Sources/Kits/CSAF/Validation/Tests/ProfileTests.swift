// Profiles: what each category of documents must have.

/// The profiles of the standard by the value of the category.
enum Profile {
    static let incident = "csaf_security_incident_response"
    static let informational = "csaf_informational_advisory"
    static let advisory = "csaf_security_advisory"
    static let vex = "csaf_vex"
    static let deprecatedAdvisory = "csaf_deprecated_security_advisory"
    static let withdrawn = "csaf_withdrawn"
    static let superseded = "csaf_superseded"

    /// The profiles of a version, beside the base.
    static func all(_ version: CSAFVersion) -> [String] {
        [incident, informational, advisory, vex] + (version == .v2_1 ? [deprecatedAdvisory, withdrawn, superseded] : [])
    }
}

struct ProhibitedCategory: ConformanceTest {
    let rule = Rule("6.1.26", "A category of one's own is not called like a profile of the standard, however it is written.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.document?["category"], let text = value.text else { return }
        let profiles = Profile.all(facts.version)
        guard text != "csaf_base", !profiles.contains(text) else { return }
        let folded = Self.folded(text)
        for profile in profiles {
            let own = Self.folded(profile)
            if folded == own || folded == own.dropFirst(4) {
                return report.fail(value, "“\(text)” reads like the profile \(profile); write it so, or choose another name")
            }
        }
        if text.lowercased().hasPrefix("csaf_") { report.fail(value, "names that start with csaf_ are kept for the standard") }
    }

    /// In lower case, without what separates words in any of its forms.
    private static func folded(_ text: String) -> String {
        var out = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .dashPunctuation, .connectorPunctuation: continue
            default:
                if scalar.properties.isWhitespace || [0x332, 0x2212, 0xAD, 0x2043, 0x2D7, 0x2796, 0x320].contains(scalar.value) {
                    continue
                }
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

extension Facts {
    fileprivate func hasNote(of categories: [String]) -> Bool {
        (document?["notes"]?.items ?? []).contains { note in categories.contains(note["category"]?.text ?? "") }
    }
}

struct ProfileNotes: ConformanceTest {
    let rule = Rule(
        "6.1.27.1", "Informational advisories and incident responses describe what they are about in a note.",
        categories: [Profile.informational, Profile.incident])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if !facts.hasNote(of: ["description", "details", "general", "summary"]) {
            report.fail(
                facts.document?["notes"] ?? facts.document, "a note of the category description, details, general or summary is missing")
        }
    }
}

struct ProfileReferences: ConformanceTest {
    let rule = Rule(
        "6.1.27.2", "Informational advisories and incident responses refer to something outside.",
        categories: [Profile.informational, Profile.incident])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let isThere = (facts.document?["references"]?.items ?? []).contains {
            $0["category"] == nil || $0["category"]?.isText("external") == true
        }
        if !isThere { report.fail(facts.document?["references"] ?? facts.document, "a reference of the category external is missing") }
    }
}

struct ProfileWithoutVulnerabilities: ConformanceTest {
    let rule = Rule(
        "6.1.27.3", "Informational advisories have no vulnerabilities, nor have documents that were withdrawn or superseded.",
        categories: [Profile.informational, Profile.withdrawn, Profile.superseded])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if let value = facts.root["vulnerabilities"] { report.fail(value, "a document of this profile has no vulnerabilities") }
    }
}

private let advisories = [Profile.advisory, Profile.vex, Profile.deprecatedAdvisory]

struct ProfileProductTree: ConformanceTest {
    let rule = Rule("6.1.27.4", "Security advisories and VEX documents have a product tree.", categories: advisories)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.productTree == nil { report.fail(facts.root, "product_tree is missing") }
    }
}

struct ProfileVulnerabilityNotes: ConformanceTest {
    let rule = Rule("6.1.27.5", "Security advisories and VEX documents say something about each vulnerability.", categories: advisories)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.value["notes"] == nil {
            report.fail(vulnerability.value, "notes are missing")
        }
    }
}

struct ProfileStatus: ConformanceTest {
    let rule = Rule(
        "6.1.27.6", "Security advisories give the status of products for each vulnerability.",
        categories: [Profile.advisory, Profile.deprecatedAdvisory])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.value["product_status"] == nil {
            report.fail(vulnerability.value, "product_status is missing")
        }
    }
}

struct VEXStatus: ConformanceTest {
    let rule = Rule("6.1.27.7", "VEX documents say what is fixed, affected, not affected or looked into.", categories: [Profile.vex])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let wanted: Set<ProductStatus> = [.fixed, .knownAffected, .knownNotAffected, .underInvestigation]
        for vulnerability in facts.vulnerabilities where !vulnerability.statuses.contains(where: { wanted.contains($0.status) }) {
            report.fail(
                vulnerability.value["product_status"] ?? vulnerability.value,
                "one of fixed, known_affected, known_not_affected and under_investigation is missing")
        }
    }
}

struct VEXIdentifier: ConformanceTest {
    let rule = Rule(
        "6.1.27.8", "In VEX documents every vulnerability has an identifier, and it holds for every product.", categories: [Profile.vex])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.cve == nil {
            guard let ids = vulnerability.value["ids"] else {
                report.fail(vulnerability.value, "cve and ids are missing")
                continue
            }
            guard facts.version == .v2_1, vulnerability.ids.allSatisfy({ $0.selection.isGiven }) else { continue }
            let covered = Set(vulnerability.ids.flatMap(\.selection.products))
            for product in vulnerability.products(in: Set(ProductStatus.allCases)) where !covered.contains(product.id) {
                report.fail(ids, "no identifier is for the product \(facts.products.identifier(product.id))")
            }
        }
    }
}

struct VEXImpact: ConformanceTest {
    let rule = Rule(
        "6.1.27.9", "VEX documents say of every product that is not affected why: by a flag, or a threat of the category impact.",
        categories: [Profile.vex])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            let covered = Set(
                vulnerability.flags.flatMap(\.selection.products)
                    + vulnerability.threats.filter { $0.category == "impact" }.flatMap(\.selection.products))
            for product in vulnerability.products(in: [.knownNotAffected]) where !covered.contains(product.id) {
                report.fail(product.value, "nothing says why the product \(facts.products.identifier(product.id)) is not affected")
            }
        }
    }
}

struct VEXAction: ConformanceTest {
    let rule = Rule("6.1.27.10", "VEX documents say of every affected product what to do.", categories: [Profile.vex])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            let covered = Set(vulnerability.remediations.flatMap(\.selection.products))
            for product in vulnerability.products(in: [.knownAffected]) where !covered.contains(product.id) {
                report.fail(product.value, "no remediation says what to do about the product \(facts.products.identifier(product.id))")
            }
        }
    }
}

struct ProfileVulnerabilities: ConformanceTest {
    let rule = Rule("6.1.27.11", "Security advisories and VEX documents have vulnerabilities.", categories: advisories)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.root["vulnerabilities"] == nil { report.fail(facts.root, "vulnerabilities are missing") }
    }
}

struct AdvisoryAffected: ConformanceTest {
    let rule = Rule(
        "6.1.27.12", "Security advisories name affected products for each vulnerability.", [.v2_1], categories: [Profile.advisory])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where !vulnerability.statuses.contains(where: { $0.status == .knownAffected }) {
            report.fail(vulnerability.value["product_status"] ?? vulnerability.value, "known_affected is missing")
        }
    }
}

struct DeprecatedProfile: ConformanceTest {
    let rule = Rule("6.2.38", "The category is none that the standard has given up.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.category.hasPrefix("csaf_deprecated_") { report.fail(facts.document?["category"], "\(facts.category) is given up") }
    }
}
