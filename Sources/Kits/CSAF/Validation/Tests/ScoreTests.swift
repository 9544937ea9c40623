// CVSS: of the right form, computed right, once for a product, and of a version worth using.

extension VulnerabilityFacts.Metric {
    /// The version of a score: what it says itself, else what the name of the member implies.
    static func version(of score: (name: VulnerabilityFacts.ScoreName, value: JSONValue)) -> String {
        if let version = score.value["version"]?.text { return version }
        switch score.name {
        case .cvss2: return "2.0"
        case .cvss3: return score.value["vectorString"]?.text?.hasPrefix("CVSS:3.0") == true ? "3.0" : "3.1"
        case .cvss4: return "4.0"
        }
    }

    /// The vector of a score, if it is whole.
    static func vector(of score: JSONValue) -> CVSSVector? { score["vectorString"]?.text.flatMap { try? CVSSVector($0) } }
}

struct SeveralScores: ConformanceTest {
    let rule = Rule("6.1.7", "A product has one score of each version of CVSS within a vulnerability, in CSAF 2.1 from each source.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where vulnerability.metrics.count > 1 {
            var seen: [String: Set<Int32>] = [:]
            for metric in vulnerability.metrics {
                for score in metric.scores {
                    let version = VulnerabilityFacts.Metric.version(of: score)
                    let key = version + "\u{0}" + (metric.source ?? "")
                    for product in metric.products where !seen[key, default: []].insert(product.id).inserted {
                        report.fail(
                            product.value, "the product \(facts.products.identifier(product.id)) has a score of CVSS \(version) already")
                    }
                }
            }
        }
    }
}

struct InvalidScore: ConformanceTest {
    let rule = Rule("6.1.8", "CVSS objects look as FIRST's schema of their version asks.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard !facts.shape.problems.isEmpty else { return }
        for score in facts.vulnerabilities.flatMap(\.metrics).flatMap(\.scores) {
            for problem in facts.shape.problems where score.value.holds(problem.value) { report.fail(problem.value, problem.message) }
        }
    }
}

extension JSONValue {
    /// True if `value` is this value or stands within it.
    func holds(_ value: JSONValue) -> Bool { index <= value.index && value.index < node.next }
}

struct WrongComputation: ConformanceTest {
    let rule = Rule("6.1.9", "Scores and severities are those the vector comes to.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for score in facts.vulnerabilities.flatMap(\.metrics).flatMap(\.scores) {
            guard let string = score.value["vectorString"], let text = string.text else { continue }
            let vector: CVSSVector
            do {
                vector = try CVSSVector(text)
            } catch {
                report.fail(string, "cannot be computed: \(error)")
                continue
            }
            check(score.value, vector, &report)
        }
    }

    private func check(_ score: JSONValue, _ vector: CVSSVector, _ report: inout RuleReport) {
        let scores = vector.completed(with: score).scores
        var expected: [(name: StaticString, severityName: StaticString, number: Double)] = []
        if vector.version == .v4_0 {
            // CVSS 4.0 has one score for all metrics that are given, and its JSON calls it baseScore.
            // Metrics that stand in the properties alone may be counted or not: the vector takes precedence.
            let own = vector.scores.overall
            let isOwn = score["baseScore"]?.number.map { ($0 - own).magnitude < 1e-9 } ?? false
            expected = [("baseScore", "baseSeverity", isOwn ? own : scores.overall)]
        } else {
            let temporal = scores.temporal ?? scores.base
            expected = [
                ("baseScore", "baseSeverity", scores.base), ("temporalScore", "temporalSeverity", temporal),
                ("environmentalScore", "environmentalSeverity", scores.environmental ?? temporal),
            ]
        }
        for (name, severityName, number) in expected {
            if let given = score[name], let value = given.number, (value - number).magnitude > 1e-9 {
                report.fail(given, "the vector comes to \(number), not to \(given.raw)")
            }
            guard vector.version != .v2_0, let given = score[severityName], let text = given.text else { continue }
            let severity = CVSSSeverity(score: number).rawValue
            if text != severity { report.fail(given, "the vector comes to \(severity), not to \(text)") }
        }
    }
}

struct ScoreContradiction: ConformanceTest {
    let rule = Rule("6.1.10", "The properties of a CVSS object say what its vector says.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for score in facts.vulnerabilities.flatMap(\.metrics).flatMap(\.scores) where score.value.count > 4 {
            guard let vector = VulnerabilityFacts.Metric.vector(of: score.value) else { continue }
            for (name, value) in vector.properties {
                guard let property = score.value.member(name), let text = property.text, text != value else { continue }
                report.fail(property, "the vector says \(value), the property \(text)")
            }
        }
    }
}

struct ScoreAndRating: ConformanceTest {
    let rule = Rule("6.1.56", "A product has from one source either CVSS scores or a qualitative rating.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            var scored: [String: Set<Int32>] = [:]
            for metric in vulnerability.metrics where !metric.scores.isEmpty {
                scored[metric.source ?? "", default: []].formUnion(metric.products.map(\.id))
            }
            for metric in vulnerability.metrics {
                guard let rating = metric.content["qualitative_severity_rating"] else { continue }
                for product in metric.products where scored[metric.source ?? ""]?.contains(product.id) == true {
                    report.fail(rating, "the product \(facts.products.identifier(product.id)) has a CVSS score from the same source")
                }
            }
        }
    }
}

struct ScoreOfFixedProduct: ConformanceTest {
    let rule = Rule("6.2.19", "Products with a fix have a score of 0, or none.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities where !vulnerability.metrics.isEmpty {
            let fixed = vulnerability.products(in: ProductStatus.fixedGroup)
            guard !fixed.isEmpty else { continue }
            var scored: Set<Int32> = []
            for metric in vulnerability.metrics {
                for score in metric.scores where !Self.isZero(score.value) { scored.formUnion(metric.products.map(\.id)) }
            }
            for product in fixed where scored.contains(product.id) {
                report.fail(
                    product.value,
                    "the product \(facts.products.identifier(product.id)) has a fix and a score above 0; set the environmental metrics to none"
                )
            }
        }
    }

    private static func isZero(_ score: JSONValue) -> Bool {
        if score["environmentalScore"]?.number == 0 { return true }
        guard let vector = VulnerabilityFacts.Metric.vector(of: score) else { return false }
        return vector.completed(with: score).scores.overall == 0
    }
}

struct RatingByIssuer: ConformanceTest {
    let rule = Rule("6.2.47", "The issuing party scores with CVSS; qualitative ratings are for what others assessed.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let canonical = CanonicalURL.of(facts)
        for metric in facts.vulnerabilities.flatMap(\.metrics) where metric.source == nil || metric.source == canonical {
            if let rating = metric.content["qualitative_severity_rating"] {
                report.fail(rating, "the issuing party rates without CVSS; give a vector instead")
            }
        }
    }
}

struct RatingByAnyone: ConformanceTest {
    let rule = Rule("6.3.18", "No qualitative rating is used; it does not show what it stands on.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for metric in facts.vulnerabilities.flatMap(\.metrics) {
            if let rating = metric.content["qualitative_severity_rating"] { report.fail(rating, "a qualitative rating is used") }
        }
    }
}

struct OnlyOldScore: ConformanceTest {
    let rule = Rule("6.3.1", "CVSS 2.0 is not the only score of a product.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            var newer: Set<Int32> = []
            for metric in vulnerability.metrics where metric.scores.contains(where: { $0.name != .cvss2 }) {
                newer.formUnion(metric.products.map(\.id))
            }
            for metric in vulnerability.metrics {
                guard let old = metric.scores.first(where: { $0.name == .cvss2 }) else { continue }
                if metric.products.contains(where: { !newer.contains($0.id) }) || metric.products.isEmpty {
                    report.fail(old.value, "CVSS 2.0 is the only score; add one of CVSS \(facts.version == .v2_0 ? "3.1" : "4.0")")
                }
            }
        }
    }
}

struct OutdatedScore: ConformanceTest {
    let rule = Rule("6.3.2", "CVSS 3.0 is not used; 3.1 says the same more clearly.")

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for score in facts.vulnerabilities.flatMap(\.metrics).flatMap(\.scores) where score.name == .cvss3 {
            if score.value["version"]?.isText("3.0") == true {
                report.fail(score.value["version"], "CVSS 3.0 is used; use 3.1")
            } else if let vector = score.value["vectorString"], vector.text?.hasPrefix("CVSS:3.0/") == true {
                report.fail(vector, "CVSS 3.0 is used; use 3.1")
            }
        }
    }
}

struct MissingCurrentScore: ConformanceTest {
    let rule = Rule("6.3.12", "Where CVSS is used, CVSS 4.0 is; and it covers every affected product.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        for vulnerability in facts.vulnerabilities {
            var scored: Set<Int32> = []
            var current: Set<Int32> = []
            for metric in vulnerability.metrics where !metric.scores.isEmpty {
                scored.formUnion(metric.products.map(\.id))
                if metric.scores.contains(where: { $0.name == .cvss4 }) { current.formUnion(metric.products.map(\.id)) }
            }
            for metric in vulnerability.metrics where !metric.scores.isEmpty && !metric.scores.contains(where: { $0.name == .cvss4 }) {
                if metric.products.isEmpty || metric.products.contains(where: { !current.contains($0.id) }) {
                    report.fail(metric.content, "there is no CVSS 4.0")
                }
            }
            guard !scored.isEmpty || vulnerability.metrics.contains(where: { !$0.scores.isEmpty }) else { continue }
            for product in vulnerability.products(in: ProductStatus.affected) where !scored.contains(product.id) {
                report.fail(product.value, "no CVSS covers the affected product \(facts.products.identifier(product.id))")
            }
        }
    }
}
