// The license of a document (2.1).

extension Facts {
    fileprivate var licenseText: JSONValue? { document?["license_expression"] }
    fileprivate var license: LicenseExpression? { licenseText?.text.flatMap { try? LicenseExpression($0) } }
}

struct InvalidLicense: ConformanceTest {
    let rule = Rule("6.1.54", "The license is an SPDX expression and not a text.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.licenseText, let text = value.text else { return }
        do {
            _ = try LicenseExpression(text)
        } catch {
            report.fail(value, "“\(text)” is no SPDX license expression: \(error)")
        }
    }
}

/// Asks for the text of licenses that no list has.
private func checkText(_ facts: Facts, isEnglish: Bool, _ report: inout RuleReport) {
    guard let license = facts.license, license.isForeign else { return }
    checkFixedNote(facts, .license, category: "legal_disclaimer", isEnglish: isEnglish, &report)
}

struct MissingLicenseText: ConformanceTest {
    let rule = Rule("6.1.55", "The text of a license that no list has stands in one note with the title License.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkText(facts, isEnglish: true, &report) }
}

struct MissingLicenseTextTranslated: ConformanceTest {
    let rule = Rule(
        "6.2.46", "In other languages the text of a license that no list has stands in one note with the translated title.", [.v2_1])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkText(facts, isEnglish: false, &report) }
}

struct MissingLicense: ConformanceTest {
    let rule = Rule("6.2.43", "The license of the document is given.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.licenseText else { return report.fail(facts.document, "license_expression is missing") }
        if value.text?.isEmpty != false { report.fail(value, "license_expression has no value") }
    }
}

struct DeprecatedLicense: ConformanceTest {
    let rule = Rule("6.2.44", "License identifiers are not deprecated.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for identifier in facts.license?.identifiers ?? [] where identifier.standing == .deprecated {
            report.fail(facts.licenseText, "\(identifier.text) is deprecated")
        }
    }
}

struct UnknownLicense: ConformanceTest {
    let rule = Rule("6.2.45", "License identifiers exist in the list they belong to.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for identifier in facts.license?.identifiers ?? [] where identifier.standing == .unlisted {
            report.fail(facts.licenseText, "\(identifier.text) is in none of the lists")
        }
    }
}

struct ForeignLicense: ConformanceTest {
    let rule = Rule("6.3.17", "Licenses come from SPDX's list or ScanCode LicenseDB.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for identifier in facts.license?.identifiers ?? [] where identifier.standing == .foreign || identifier.standing == .unlisted {
            report.fail(facts.licenseText, "\(identifier.text) is in none of the lists")
        }
    }
}
