extension ShapeTable {
    /// The objects for CVSS that documents of both versions embed. The schemas of 2.0 and 3.x take further members, that of 4.0 none.
    static var scoreText: String {
        func members(_ version: CVSSVersion) -> String {
            version.metrics.map { "\($0.property) : < \($0.values.map(\.name).joined(separator: " ")) >" }.joined(separator: "\n")
        }
        return """
            severity = < NONE LOW MEDIUM HIGH CRITICAL >
            score = number(0..10)
            cvss-2.0 = { open version! : < 2.0 > vectorString! : cvss2 baseScore! : score temporalScore : score environmentalScore : score
              \(members(.v2_0)) }
            cvss-3.0 = { open version! : < 3.0 > vectorString! : cvss30 baseScore! : score baseSeverity! : severity
              temporalScore : score temporalSeverity : severity environmentalScore : score environmentalSeverity : severity
              \(members(.v3_0)) }
            cvss-3.1 = { open version! : < 3.1 > vectorString! : cvss31 baseScore! : score baseSeverity! : severity
              temporalScore : score temporalSeverity : severity environmentalScore : score environmentalSeverity : severity
              \(members(.v3_1)) }
            cvss-4.0 = { closed version! : < 4.0 > vectorString! : cvss4 baseScore! : score baseSeverity! : severity
              \(members(.v4_0)) }

            """
    }
}
