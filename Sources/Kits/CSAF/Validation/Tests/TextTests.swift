// Spelling and grammar of what people read.

/// The texts of a document that people read.
private func texts(_ facts: Facts, isGrammar: Bool) -> [JSONValue] {
    var values: [JSONValue?] = []
    let document = facts.document
    func addShared(_ part: JSONValue) {
        for item in part["acknowledgments"]?.items ?? [] {
            if !isGrammar {
                values += item["names"]?.items ?? []
                values.append(item["organization"])
            }
            values.append(item["summary"])
        }
        for item in part["notes"]?.items ?? [] { values += [item["audience"], item["text"], item["title"]] }
        for item in part["references"]?.items ?? [] { values.append(item["summary"]) }
        values.append(part["title"])
    }
    if let document {
        addShared(document)
        values += [document["aggregate_severity"]?["text"], document["distribution"]?["text"], document["publisher"]?["issuing_authority"]]
        if !isGrammar {
            values.append(document["publisher"]?["name"])
            if !facts.category.hasPrefix("csaf_") { values.append(document["category"]) }
        }
    }
    if let tracking = facts.tracking {
        if !isGrammar {
            values += tracking["aliases"]?.items ?? []
            values.append(tracking["generator"]?["engine"]?["name"])
        }
        for item in tracking["revision_history"]?.items ?? [] { values.append(item["summary"]) }
    }
    if !isGrammar {
        values += facts.products.branches.map(\.name)
        values += facts.products.definitions.map { $0.value["name"] }
    }
    values += facts.products.groups.map { $0.value["summary"] }
    for vulnerability in facts.vulnerabilities {
        addShared(vulnerability.value)
        for involvement in vulnerability.involvements { values.append(involvement.value["summary"]) }
        for remediation in vulnerability.remediations {
            values.append(remediation.value["details"])
            values += remediation.value["entitlements"]?.items ?? []
            values.append(remediation.value["restart_required"]?["details"])
        }
        for threat in vulnerability.threats { values.append(threat.value["details"]) }
    }
    return values.compactMap(\.self)
}

struct SpellingMistake: ConformanceTest {
    let rule = Rule("6.3.8", "Words are spelled as the language of the document spells them.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let language = facts.language else { return }
        let proofreader = facts.context.proofreader
        guard proofreader.reads(language) else {
            return report.fail(facts.document?["lang"], "no spelling of the language “\(language)” is known here")
        }
        let values = texts(facts, isGrammar: false)
        for mistake in proofreader.spellingMistakes(in: values.map { $0.text ?? "" }, language: language) {
            report.fail(values[mistake.text], mistake.message)
        }
    }
}

struct GrammarMistake: ConformanceTest {
    let rule = Rule("6.3.16", "Sentences are built as the language of the document builds them.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let language = facts.language else { return }
        let proofreader = facts.context.proofreader
        guard proofreader.reads(language) else {
            return report.fail(facts.document?["lang"], "no grammar of the language “\(language)” is known here")
        }
        let values = texts(facts, isGrammar: true)
        for mistake in proofreader.grammarMistakes(in: values.map { $0.text ?? "" }, language: language) {
            report.fail(values[mistake.text], mistake.message)
        }
    }
}
