internal import CSAF
internal import Centre
internal import Vocabulary

/// What an advisory still lacks: what must be there before a second person sees it, and what should be.
struct AdvisoryCheck: Sendable {
    struct Problem: Sendable, Hashable {
        /// The field it stands beside: `texts.az.title`, `products`, `vulnerabilities.<id>`, `rating`.
        let field: String
        /// A key of the catalogue.
        let key: String
        var values: [String: String] = [:]
        /// Whether it must be mended first.
        let isBlocking: Bool
        /// The test of CSAF that found it.
        var rule: String?
    }

    let problems: [Problem]

    var isReady: Bool { !problems.contains(where: \.isBlocking) }
    /// What is wrong with a field, the first thing.
    func problem(_ field: String) -> Problem? { problems.first { $0.field == field && $0.isBlocking } }

    init(_ content: AdvisoryContent, document: AdvisoryDocument, languages: [String], now: Instant) {
        var found: [Problem] = []
        func need(_ field: String, _ isThere: Bool) {
            if !isThere {
                found.append(Problem(field: "texts.\(content.language).\(field)", key: "advisories.check.need.\(field)", isBlocking: true))
            }
        }
        let main = content.main
        need("title", !main.title.isEmpty)
        if content.kind == .advisory {
            need("summary", !main.summary.isEmpty)
            need("advice", !main.advice.isEmpty)
            if !content.vulnerabilities.isEmpty, content.products.isEmpty {
                found.append(Problem(field: "products", key: "advisories.check.noProduct", isBlocking: true))
            }
        }
        if content.speaksToEveryone || content.kind == .warning {
            need("happened", !main.happened.isEmpty)
            need("concerned", !main.concerned.isEmpty)
            need("steps", !main.stepLines.isEmpty)
        }
        if content.tlp > .amber { found.append(Problem(field: "tlp", key: "advisories.check.tlp", isBlocking: true)) }
        if let rating = content.rating {
            if rating.deviates, rating.reason.isEmpty {
                found.append(Problem(field: "rating", key: "advisories.check.reason", isBlocking: true))
            }
            if !rating.open.isEmpty { found.append(Problem(field: "rating", key: "advisories.check.open", isBlocking: false)) }
        } else if content.kind == .advisory {
            found.append(Problem(field: "rating", key: "advisories.check.unrated", isBlocking: false))
        }
        for code in languages where code != content.language {
            switch content.translation(code) {
            case .missing:
                found.append(
                    Problem(field: "texts.\(code).title", key: "advisories.check.untranslated", values: ["code": code], isBlocking: false))
            case .outdated:
                found.append(
                    Problem(field: "texts.\(code).title", key: "advisories.check.outdated", values: ["code": code], isBlocking: false))
            case .original, .draft, .done: break
            }
        }
        if !main.title.isEmpty { found += Self.tests(content, document, now) }
        problems = found
    }

    /// The tests of CSAF on the document it would become, each once a field.
    private static func tests(_ content: AdvisoryContent, _ document: AdvisoryDocument, _ now: Instant) -> [Problem] {
        let tracking = AdvisoryDocument.Tracking(id: "PREVIEW-0000", version: 1, first: now, moment: now)
        guard let bytes = document.document(content, tracking) else { return [] }
        guard let report = try? CSAFValidator(preset: .extended).validate(bytes) else { return [] }
        var problems: [Problem] = []
        func add(_ path: String, _ rule: String, _ key: String, _ text: String, isBlocking: Bool) {
            let one = Problem(
                field: field(path, content), key: key, values: ["test": rule, "text": text, "path": path], isBlocking: isBlocking,
                rule: rule)
            if !problems.contains(where: { $0.field == one.field && $0.rule == rule }) { problems.append(one) }
        }
        for problem in report.schemaProblems {
            add(problem.path, "schema", "advisories.csaf.schema", problem.message, isBlocking: true)
        }
        for test in report.tests where test.hasFailed && !ignored.contains(test.rule.id) {
            let isBlocking = test.rule.kind == .mandatory
            let known = isBlocking && ["6.1.11", "6.1.31", "6.1.1", "6.1.9"].contains(test.rule.id)
            let key = known ? "advisories.csaf.rule.\(test.rule.id.replacing(".", with: "-"))" : "advisories.csaf.other"
            for place in test.errors + test.warnings {
                add(place.path, test.rule.id, key, test.rule.explanation, isBlocking: isBlocking)
            }
        }
        return problems
    }

    /// Recommendations that are the writer's own choice, or that a preview without a name cannot meet.
    private static let ignored: Set = ["6.2.11", "6.2.16", "6.2.18"]

    private static func field(_ path: String, _ content: AdvisoryContent) -> String {
        let parts = path.split(separator: "/")
        switch parts.first {
        case "vulnerabilities":
            let place = parts.dropFirst().first.flatMap { Int($0) } ?? 0
            return content.vulnerabilities.indices.contains(place)
                ? "vulnerabilities.\(content.vulnerabilities[place].id)" : "vulnerabilities"
        case "product_tree": return "products"
        default: return parts.dropFirst().first == "references" ? "references" : "texts.\(content.language).summary"
        }
    }
}

extension AdvisoryDesk {
    func check(_ advisory: Advisory) -> AdvisoryCheck {
        AdvisoryCheck(advisory.content, document: document, languages: languages, now: advisory.changed)
    }
}

extension Words {
    /// A problem in words.
    func problem(_ problem: AdvisoryCheck.Problem) -> String {
        var values = problem.values
        if let code = values["code"] { values["language"] = self["common.language.\(code)"] }
        return text(problem.key, values)
    }
}
