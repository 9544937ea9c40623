/// The versions of the Common Vulnerability Scoring System (FIRST).
public enum CVSSVersion: String, CaseIterable, Hashable, Sendable {
    /// 2.0, of 2007.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v2_0 = "2.0"
    /// 3.0, of 2015.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v3_0 = "3.0"
    /// 3.1, of 2019.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v3_1 = "3.1"
    /// 4.0, of 2023.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v4_0 = "4.0"

    /// What a vector of this version starts with; nothing in 2.0.
    public var prefix: String { self == .v2_0 ? "" : "CVSS:\(rawValue)/" }

    /// The metrics in the order of the standard: what an editor of vectors shows.
    public var metrics: [CVSSMetric] {
        switch self {
        case .v2_0: CVSSMetric.v2
        case .v3_0, .v3_1: CVSSMetric.v3
        case .v4_0: CVSSMetric.v4
        }
    }
}

/// How severe a score is, in words (CVSS 3.1 §5, CVSS 4.0 §6).
public enum CVSSSeverity: String, CaseIterable, Hashable, Sendable {
    /// 0.0
    case none = "NONE"
    /// 0.1 to 3.9
    case low = "LOW"
    /// 4.0 to 6.9
    case medium = "MEDIUM"
    /// 7.0 to 8.9
    case high = "HIGH"
    /// 9.0 to 10.0
    case critical = "CRITICAL"

    /// The severity of a score of versions 3.0, 3.1 and 4.0.
    public init(score: Double) {
        self =
            switch score {
            case ..<0.05: .none
            case ..<3.95: .low
            case ..<6.95: .medium
            case ..<8.95: .high
            default: .critical
            }
    }

    /// The severity of a score of version 2.0, which knows three: low below 4.0, medium below 7.0, high from there on (NVD's scale).
    public init(version2Score score: Double) { self = score < 3.95 ? .low : score < 6.95 ? .medium : .high }
}
