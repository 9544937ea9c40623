/// One of the questions a CVSS vector answers.
public struct CVSSMetric: Hashable, Sendable {
    /// As a vector writes it: `AV`.
    public let abbreviation: String
    /// As people call it: `Attack vector`.
    public let name: String
    /// As JSON calls it: `attackVector`.
    public let property: String
    /// What it belongs to.
    public let group: Group
    /// The answers, in the order of the standard.
    public let values: [Value]

    /// Parts of a vector.
    public enum Group: String, Hashable, Sendable {
        /// The vulnerability itself; must be answered.
        case base
        /// What changes with time: `temporal` to 3.1, `threat` in 4.0.
        case temporal
        /// One's own surroundings.
        case environmental
        /// What says more and scores nothing (4.0).
        case supplemental
    }

    /// One answer.
    public struct Value: Hashable, Sendable {
        /// As a vector writes it: `N`.
        public let abbreviation: String
        /// As JSON writes it: `NETWORK`.
        public let name: String
    }

    /// True if a vector without it is not whole.
    public var isMandatory: Bool { group == .base }

    init(_ abbreviation: String, _ name: String, _ property: String, _ group: Group, _ values: String) {
        self.abbreviation = abbreviation
        self.name = name
        self.property = property
        self.group = group
        self.values = values.split(separator: " ").map { pair in
            let parts = pair.split(separator: "=")
            return Value(abbreviation: String(parts[0]), name: String(parts[parts.count - 1]))
        }
    }
}

extension CVSSMetric {
    static let v2: [CVSSMetric] = {
        let impact = "N=NONE P=PARTIAL C=COMPLETE"
        let requirement = "L=LOW M=MEDIUM H=HIGH ND=NOT_DEFINED"
        return [
            CVSSMetric("AV", "Access vector", "accessVector", .base, "L=LOCAL A=ADJACENT_NETWORK N=NETWORK"),
            CVSSMetric("AC", "Access complexity", "accessComplexity", .base, "H=HIGH M=MEDIUM L=LOW"),
            CVSSMetric("Au", "Authentication", "authentication", .base, "M=MULTIPLE S=SINGLE N=NONE"),
            CVSSMetric("C", "Confidentiality impact", "confidentialityImpact", .base, impact),
            CVSSMetric("I", "Integrity impact", "integrityImpact", .base, impact),
            CVSSMetric("A", "Availability impact", "availabilityImpact", .base, impact),
            CVSSMetric(
                "E", "Exploitability", "exploitability", .temporal,
                "U=UNPROVEN POC=PROOF_OF_CONCEPT F=FUNCTIONAL H=HIGH ND=NOT_DEFINED"),
            CVSSMetric(
                "RL", "Remediation level", "remediationLevel", .temporal,
                "OF=OFFICIAL_FIX TF=TEMPORARY_FIX W=WORKAROUND U=UNAVAILABLE ND=NOT_DEFINED"),
            CVSSMetric(
                "RC", "Report confidence", "reportConfidence", .temporal, "UC=UNCONFIRMED UR=UNCORROBORATED C=CONFIRMED ND=NOT_DEFINED"),
            CVSSMetric(
                "CDP", "Collateral damage potential", "collateralDamagePotential", .environmental,
                "N=NONE L=LOW LM=LOW_MEDIUM MH=MEDIUM_HIGH H=HIGH ND=NOT_DEFINED"),
            CVSSMetric("TD", "Target distribution", "targetDistribution", .environmental, "N=NONE L=LOW M=MEDIUM H=HIGH ND=NOT_DEFINED"),
            CVSSMetric("CR", "Confidentiality requirement", "confidentialityRequirement", .environmental, requirement),
            CVSSMetric("IR", "Integrity requirement", "integrityRequirement", .environmental, requirement),
            CVSSMetric("AR", "Availability requirement", "availabilityRequirement", .environmental, requirement),
        ]
    }()

    static let v3: [CVSSMetric] = {
        let impact = "N=NONE L=LOW H=HIGH"
        let requirement = "X=NOT_DEFINED L=LOW M=MEDIUM H=HIGH"
        let base: [(String, String, String, String)] = [
            ("AV", "Attack vector", "attackVector", "N=NETWORK A=ADJACENT_NETWORK L=LOCAL P=PHYSICAL"),
            ("AC", "Attack complexity", "attackComplexity", "L=LOW H=HIGH"),
            ("PR", "Privileges required", "privilegesRequired", "N=NONE L=LOW H=HIGH"),
            ("UI", "User interaction", "userInteraction", "N=NONE R=REQUIRED"),
            ("S", "Scope", "scope", "U=UNCHANGED C=CHANGED"),
            ("C", "Confidentiality impact", "confidentialityImpact", impact),
            ("I", "Integrity impact", "integrityImpact", impact),
            ("A", "Availability impact", "availabilityImpact", impact),
        ]
        return base.map { CVSSMetric($0.0, $0.1, $0.2, .base, $0.3) } + [
            CVSSMetric(
                "E", "Exploit code maturity", "exploitCodeMaturity", .temporal,
                "X=NOT_DEFINED U=UNPROVEN P=PROOF_OF_CONCEPT F=FUNCTIONAL H=HIGH"),
            CVSSMetric(
                "RL", "Remediation level", "remediationLevel", .temporal,
                "X=NOT_DEFINED O=OFFICIAL_FIX T=TEMPORARY_FIX W=WORKAROUND U=UNAVAILABLE"),
            CVSSMetric("RC", "Report confidence", "reportConfidence", .temporal, "X=NOT_DEFINED U=UNKNOWN R=REASONABLE C=CONFIRMED"),
            CVSSMetric("CR", "Confidentiality requirement", "confidentialityRequirement", .environmental, requirement),
            CVSSMetric("IR", "Integrity requirement", "integrityRequirement", .environmental, requirement),
            CVSSMetric("AR", "Availability requirement", "availabilityRequirement", .environmental, requirement),
        ] + base.map(modified)
    }()

    static let v4: [CVSSMetric] = {
        let impact = "H=HIGH L=LOW N=NONE"
        let requirement = "X=NOT_DEFINED H=HIGH M=MEDIUM L=LOW"
        let base: [(String, String, String, String)] = [
            ("AV", "Attack vector", "attackVector", "N=NETWORK A=ADJACENT L=LOCAL P=PHYSICAL"),
            ("AC", "Attack complexity", "attackComplexity", "L=LOW H=HIGH"),
            ("AT", "Attack requirements", "attackRequirements", "N=NONE P=PRESENT"),
            ("PR", "Privileges required", "privilegesRequired", "N=NONE L=LOW H=HIGH"),
            ("UI", "User interaction", "userInteraction", "N=NONE P=PASSIVE A=ACTIVE"),
            ("VC", "Vulnerable system confidentiality impact", "vulnConfidentialityImpact", impact),
            ("VI", "Vulnerable system integrity impact", "vulnIntegrityImpact", impact),
            ("VA", "Vulnerable system availability impact", "vulnAvailabilityImpact", impact),
            ("SC", "Subsequent system confidentiality impact", "subConfidentialityImpact", impact),
            ("SI", "Subsequent system integrity impact", "subIntegrityImpact", impact),
            ("SA", "Subsequent system availability impact", "subAvailabilityImpact", impact),
        ]
        var modifiedBase = base
        // Impacts on other systems are negligible rather than none, and those on integrity and availability may be on human safety.
        for position in 8...10 {
            modifiedBase[position].3 = "N=NEGLIGIBLE L=LOW H=HIGH" + (position > 8 ? " S=SAFETY" : "")
        }
        return base.map { CVSSMetric($0.0, $0.1, $0.2, .base, $0.3) } + [
            CVSSMetric("E", "Exploit maturity", "exploitMaturity", .temporal, "X=NOT_DEFINED A=ATTACKED P=PROOF_OF_CONCEPT U=UNREPORTED"),
            CVSSMetric("CR", "Confidentiality requirement", "confidentialityRequirement", .environmental, requirement),
            CVSSMetric("IR", "Integrity requirement", "integrityRequirement", .environmental, requirement),
            CVSSMetric("AR", "Availability requirement", "availabilityRequirement", .environmental, requirement),
        ] + modifiedBase.map(modified) + [
            CVSSMetric("S", "Safety", "Safety", .supplemental, "X=NOT_DEFINED N=NEGLIGIBLE P=PRESENT"),
            CVSSMetric("AU", "Automatable", "Automatable", .supplemental, "X=NOT_DEFINED N=NO Y=YES"),
            CVSSMetric("R", "Recovery", "Recovery", .supplemental, "X=NOT_DEFINED A=AUTOMATIC U=USER I=IRRECOVERABLE"),
            CVSSMetric("V", "Value density", "valueDensity", .supplemental, "X=NOT_DEFINED D=DIFFUSE C=CONCENTRATED"),
            CVSSMetric(
                "RE", "Vulnerability response effort", "vulnerabilityResponseEffort", .supplemental,
                "X=NOT_DEFINED L=LOW M=MODERATE H=HIGH"),
            CVSSMetric(
                "U", "Provider urgency", "providerUrgency", .supplemental,
                "X=NOT_DEFINED Clear=CLEAR Green=GREEN Amber=AMBER Red=RED"),
        ]
    }()

    private static func modified(_ metric: (String, String, String, String)) -> CVSSMetric {
        CVSSMetric(
            "M" + metric.0, "Modified " + metric.1.prefix(1).lowercased() + metric.1.dropFirst(),
            "modified" + metric.2.prefix(1).uppercased() + metric.2.dropFirst(), .environmental, "X=NOT_DEFINED " + metric.3)
    }
}
