/// The arithmetic of CVSS 2.0 (A Complete Guide to CVSS 2.0, §3.2).
enum CVSS2 {
    private enum Metric: Int {
        case accessVector, accessComplexity, authentication, confidentiality, integrity, availability
        case exploitability, remediation, confidence, collateralDamage, targetDistribution
        case confidentialityRequirement, integrityRequirement, availabilityRequirement
    }

    // In the order of the values of the metrics.
    private static let weights: [[Double]] = [
        [0.395, 0.646, 1.0], [0.35, 0.61, 0.71], [0.45, 0.56, 0.704], [0, 0.275, 0.66], [0, 0.275, 0.66], [0, 0.275, 0.66],
        [0.85, 0.9, 0.95, 1, 1], [0.87, 0.9, 0.95, 1, 1], [0.9, 0.95, 1, 1], [0, 0.1, 0.3, 0.4, 0.5, 0], [0, 0.25, 0.75, 1, 1],
        [0.5, 1, 1.51, 1], [0.5, 1, 1.51, 1], [0.5, 1, 1.51, 1],
    ]

    static func scores(_ vector: CVSSVector) -> CVSSScores {
        func weight(_ metric: Metric, otherwise: Double = 1) -> Double {
            vector.place(metric.rawValue).map { weights[metric.rawValue][$0] } ?? otherwise
        }
        let (c, i, a) = (weight(.confidentiality), weight(.integrity), weight(.availability))
        let exploitability = 20 * weight(.accessVector) * weight(.accessComplexity) * weight(.authentication)
        func base(_ impact: Double) -> Double {
            rounded((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176))
        }
        let temporalFactor = weight(.exploitability) * weight(.remediation) * weight(.confidence)
        let baseScore = base(10.41 * (1 - (1 - c) * (1 - i) * (1 - a)))
        let temporal = vector.isAnswered(.temporal) ? rounded(baseScore * temporalFactor) : nil
        var environmental: Double?
        if vector.isAnswered(.environmental) {
            let open =
                (1 - c * weight(.confidentialityRequirement)) * (1 - i * weight(.integrityRequirement))
                * (1 - a * weight(.availabilityRequirement))
            let adjusted = rounded(base(min(10, 10.41 * (1 - open))) * temporalFactor)
            environmental = rounded((adjusted + (10 - adjusted) * weight(.collateralDamage, otherwise: 0)) * weight(.targetDistribution))
        }
        let overall = environmental ?? temporal ?? baseScore
        return CVSSScores(
            base: baseScore, temporal: temporal, environmental: environmental, overall: overall,
            baseSeverity: CVSSSeverity(version2Score: baseScore), severity: CVSSSeverity(version2Score: overall))
    }

    /// To one decimal, halves up. The small term makes up for decimals that binary fractions miss by a hair.
    private static func rounded(_ score: Double) -> Double { max(0, (score * 10 + 0.5 + 1e-9).rounded(.down) / 10) }
}

extension CVSSVector {
    /// True if a metric of the group is given, be it as "not defined".
    func isAnswered(_ group: CVSSMetric.Group) -> Bool {
        version.metrics.enumerated().contains { place, metric in metric.group == group && answers[place] > 0 }
    }
}
