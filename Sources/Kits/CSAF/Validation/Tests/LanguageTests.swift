// Languages of a document.

private func languages(_ facts: Facts) -> [JSONValue] { [facts.document?["lang"], facts.document?["source_lang"]].compactMap(\.self) }

struct UnknownLanguage: ConformanceTest {
    let rule = Rule("6.1.12", "Languages exist: the parts of their tags are in IANA's register.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for value in languages(facts) {
            guard let text = value.text, let problem = LanguageRegister.problem(text) else { continue }
            report.fail(value, "“\(text)” is no language: \(problem)")
        }
    }
}

struct TranslationWithoutSource: ConformanceTest {
    let rule = Rule("6.1.15", "A translator says which language a document was translated from.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.document?["publisher"]?["category"]?.isText("translator") == true else { return }
        guard let source = facts.document?["source_lang"] else {
            return report.fail(facts.document, "the publisher is a translator, and source_lang is missing")
        }
        if source.text?.isEmpty != false { report.fail(source, "the publisher is a translator, and source_lang has no value") }
    }
}

struct SameLanguages: ConformanceTest {
    let rule = Rule("6.1.28", "A translation has another language than its source.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let language = facts.language, let source = facts.document?["source_lang"], source.text?.lowercased() == language.lowercased()
        else {
            return
        }
        report.fail(source, "the document and its source have the same language \(language)")
    }
}

struct MissingLanguage: ConformanceTest {
    let rule = Rule("6.2.12", "The language of the document is given.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let value = facts.document?["lang"] else { return report.fail(facts.document, "lang is missing") }
        if value.text?.isEmpty != false { report.fail(value, "lang has no value") }
    }
}

struct PrivateLanguage: ConformanceTest {
    let rule = Rule("6.2.14", "Languages have no part that is kept for private use; readers elsewhere would not know it.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for value in languages(facts) {
            guard let text = value.text, let part = LanguageRegister.privatePart(text) else { continue }
            report.fail(value, "“\(part)” in “\(text)” is kept for private use")
        }
    }
}

struct DefaultLanguage: ConformanceTest {
    let rule = Rule("6.2.15", "Languages are not i-default; leave the language out where it is not known.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for value in languages(facts) where value.text?.lowercased() == "i-default" { report.fail(value, "the language is i-default") }
    }
}
