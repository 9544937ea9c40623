// Documents that were withdrawn or superseded (2.1).

private let ended = [Profile.withdrawn, Profile.superseded]

struct EndedNotes: ConformanceTest {
    let rule = Rule("6.1.27.14", "Documents that were withdrawn or superseded say so in a description.", [.v2_1], categories: ended)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let isThere = (facts.document?["notes"]?.items ?? []).contains { $0["category"]?.isText("description") == true }
        if !isThere { report.fail(facts.document?["notes"] ?? facts.document, "a note of the category description is missing") }
    }
}

struct EndedProductTree: ConformanceTest {
    let rule = Rule("6.1.27.15", "Documents that were withdrawn or superseded have no product tree.", [.v2_1], categories: ended)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if let tree = facts.productTree { report.fail(tree, "a document of this profile has no product tree") }
    }
}

struct EndedHistory: ConformanceTest {
    let rule = Rule(
        "6.1.27.16", "Documents that were withdrawn or superseded have a history of at least two revisions.", [.v2_1], categories: ended)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.revisions.count < 2 {
            report.fail(facts.tracking?["revision_history"] ?? facts.tracking, "there are fewer than two revisions")
        }
    }
}

/// Asks for one note with a fixed title, of the category that belongs to it.
func checkFixedNote(_ facts: Facts, _ term: FixedTerms.Term, category: String, isEnglish: Bool, _ report: inout RuleReport) {
    guard FixedTerms.isEnglish(facts.language) == isEnglish else { return }
    guard let title = FixedTerms.text(term, language: isEnglish ? nil : facts.language) else {
        return report.hint(facts.document?["lang"], "no translation of the title is recorded for this language; the test was passed over")
    }
    let notes = (facts.document?["notes"]?.items ?? []).filter { $0["title"]?.text == title }
    guard let first = notes.first else {
        return report.fail(facts.document?["notes"] ?? facts.document, "a note with the title “\(title)” is missing")
    }
    if notes.count > 1 { report.fail(notes[1], "there are several notes with the title “\(title)”") }
    if first["category"]?.text != category {
        report.fail(first["category"] ?? first, "the note “\(title)” must have the category \(category)")
    }
}

/// Asks for a reference to the document that came after.
private func checkSuccessor(_ facts: Facts, isEnglish: Bool, _ report: inout RuleReport) {
    guard FixedTerms.isEnglish(facts.language) == isEnglish else { return }
    guard let term = FixedTerms.text(.supersedingDocument, language: isEnglish ? nil : facts.language) else {
        return report.hint(facts.document?["lang"], "no translation of the summary is recorded for this language; the test was passed over")
    }
    let references = (facts.document?["references"]?.items ?? []).filter { $0["summary"]?.text?.hasPrefix(term) == true }
    guard let first = references.first else {
        return report.fail(facts.document?["references"] ?? facts.document, "a reference whose summary starts with “\(term)” is missing")
    }
    if !references.contains(where: { $0["category"]?.isText("external") == true }) {
        report.fail(first["category"] ?? first, "the reference to the newer document must have the category external")
    }
}

struct WithdrawalReason: ConformanceTest {
    let rule = Rule("6.1.27.17", "Withdrawn documents say why in one note.", [.v2_1], categories: [Profile.withdrawn])
    func check(_ facts: Facts, _ report: inout RuleReport) {
        checkFixedNote(facts, .reasoningForWithdrawal, category: "description", isEnglish: true, &report)
    }
}

struct SupersessionReason: ConformanceTest {
    let rule = Rule("6.1.27.18", "Superseded documents say why in one note.", [.v2_1], categories: [Profile.superseded])
    func check(_ facts: Facts, _ report: inout RuleReport) {
        checkFixedNote(facts, .reasoningForSupersession, category: "description", isEnglish: true, &report)
    }
}

struct SupersessionReference: ConformanceTest {
    let rule = Rule("6.1.27.19", "Superseded documents refer to the one that came after.", [.v2_1], categories: [Profile.superseded])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkSuccessor(facts, isEnglish: true, &report) }
}

struct WithdrawalReasonTranslated: ConformanceTest {
    let rule = Rule("6.2.39.2", "Withdrawn documents in other languages say why in one note.", [.v2_1], categories: [Profile.withdrawn])
    func check(_ facts: Facts, _ report: inout RuleReport) {
        checkFixedNote(facts, .reasoningForWithdrawal, category: "description", isEnglish: false, &report)
    }
}

struct SupersessionReasonTranslated: ConformanceTest {
    let rule = Rule("6.2.39.3", "Superseded documents in other languages say why in one note.", [.v2_1], categories: [Profile.superseded])
    func check(_ facts: Facts, _ report: inout RuleReport) {
        checkFixedNote(facts, .reasoningForSupersession, category: "description", isEnglish: false, &report)
    }
}

struct SupersessionReferenceTranslated: ConformanceTest {
    let rule = Rule(
        "6.2.39.4", "Superseded documents in other languages refer to the one that came after.", [.v2_1], categories: [Profile.superseded])
    func check(_ facts: Facts, _ report: inout RuleReport) { checkSuccessor(facts, isEnglish: false, &report) }
}

struct ExtensionInEndedDocument: ConformanceTest {
    let rule = Rule("6.2.39.5", "Documents that were withdrawn or superseded have no extensions.", [.v2_1], categories: ended)

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for place in facts.extensions where place.location == .document || place.location == .root {
            report.fail(place.list, "a document of this profile has no extensions")
        }
    }
}
