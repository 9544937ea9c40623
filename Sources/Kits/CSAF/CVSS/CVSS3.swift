/// The arithmetic of CVSS 3.0 (specification §8) and 3.1 (§7).
enum CVSS3 {
    private enum Metric: Int {
        case attackVector, attackComplexity, privileges, interaction, scope, confidentiality, integrity, availability
        case exploit, remediation, confidence, confidentialityRequirement, integrityRequirement, availabilityRequirement
        /// The modified metrics follow in the order of the base metrics.
        static let firstModified = 14
    }

    // In the order of the values of the metrics; "not defined" is the first where it is one.
    private static let attackVector = [0.85, 0.62, 0.55, 0.2]
    private static let attackComplexity = [0.77, 0.44]
    private static let privileges = [[0.85, 0.62, 0.27], [0.85, 0.68, 0.5]]
    private static let interaction = [0.85, 0.62]
    private static let impact = [0, 0.22, 0.56]
    private static let exploit = [1, 0.91, 0.94, 0.97, 1]
    private static let remediation = [1, 0.95, 0.96, 0.97, 1]
    private static let confidence = [1, 0.92, 0.96, 1]
    private static let requirement = [1, 0.5, 1, 1.5]

    static func scores(_ vector: CVSSVector) -> CVSSScores {
        func base(_ metric: Metric) -> Int { vector.place(metric.rawValue) ?? 0 }
        func modified(_ metric: Metric) -> Int {
            let place = vector.place(Metric.firstModified + metric.rawValue) ?? 0
            return place == 0 ? base(metric) : place - 1
        }
        func exploitability(_ value: (Metric) -> Int) -> Double {
            8.22 * attackVector[value(.attackVector)] * attackComplexity[value(.attackComplexity)]
                * privileges[value(.scope)][value(.privileges)] * interaction[value(.interaction)]
        }

        let lost = [Metric.confidentiality, .integrity, .availability].reduce(1.0) { $0 * (1 - impact[base($1)]) }
        let baseScore = score(
            impact: impactScore(1 - lost, isChanged: base(.scope) == 1, version: .v3_0), exploitability: exploitability(base),
            isChanged: base(.scope) == 1, factor: 1, version: vector.version)
        let factor = exploit[base(.exploit)] * remediation[base(.remediation)] * confidence[base(.confidence)]
        let temporal = roundedUp(baseScore * factor, vector.version)
        let kept = zip(
            [Metric.confidentiality, .integrity, .availability],
            [Metric.confidentialityRequirement, .integrityRequirement, .availabilityRequirement]
        ).reduce(1.0) { $0 * (1 - requirement[base($1.1)] * impact[modified($1.0)]) }
        let environmental = score(
            impact: impactScore(min(1 - kept, 0.915), isChanged: modified(.scope) == 1, version: vector.version),
            exploitability: exploitability(modified), isChanged: modified(.scope) == 1, factor: factor, version: vector.version)
        let overall = vector.isGiven(.environmental) ? environmental : temporal
        return CVSSScores(
            base: baseScore, temporal: temporal, environmental: environmental, overall: overall,
            baseSeverity: CVSSSeverity(score: baseScore),
            severity: CVSSSeverity(score: overall))
    }

    /// The impact sub score; 3.1 changed it for modified impacts across scopes alone.
    private static func impactScore(_ base: Double, isChanged: Bool, version: CVSSVersion) -> Double {
        guard isChanged else { return 6.42 * base }
        return version == .v3_1
            ? 7.52 * (base - 0.029) - 3.25 * power(base * 0.9731 - 0.02, 13) : 7.52 * (base - 0.029) - 3.25 * power(base - 0.02, 15)
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { product, _ in product * base } }

    private static func score(
        impact: Double, exploitability: Double, isChanged: Bool, factor: Double, version: CVSSVersion
    ) -> Double {
        guard impact > 0 else { return 0 }
        let raw = isChanged ? 1.08 * (impact + exploitability) : impact + exploitability
        let whole = roundedUp(min(raw, 10), version)
        return factor == 1 ? whole : roundedUp(whole * factor, version)
    }

    /// The next tenth that is not smaller (3.0 §8, 3.1 Appendix A, which says how to keep binary fractions out of it).
    private static func roundedUp(_ score: Double, _ version: CVSSVersion) -> Double {
        let hundredThousandths = Int((score * 100_000).rounded())
        if version == .v3_0 { return Double(Int((score * 10 - 1e-9).rounded(.up))) / 10 }
        return hundredThousandths % 10_000 == 0
            ? Double(hundredThousandths) / 100_000 : Double(hundredThousandths / 10_000 + 1) / 10
    }
}
