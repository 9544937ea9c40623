/// How bad a finding is, in the five steps that report providers use. Worse is greater.
public enum Severity: UInt8, CaseIterable, Hashable, Sendable {
    /// Worth knowing, nothing to do.
    case info
    /// Little harm, or hard to abuse.
    case low
    /// Harm under conditions.
    case medium
    /// Serious harm, soon to be mended.
    case high
    /// Grave harm at once.
    case critical

    /// The name: `critical`.
    public var name: String {
        switch self {
        case .info: "info"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        case .critical: "critical"
        }
    }

    /// The step of a CVSS base score by FIRST's qualitative scale, a score of 0 being `info`; `nil` outside 0...10.
    public init?(cvssScore score: Double) {
        switch score {
        case 0..<0.1: self = .info
        case 0.1..<4: self = .low
        case 4..<7: self = .medium
        case 7..<9: self = .high
        case 9...10: self = .critical
        default: return nil
        }
    }
}

extension Severity: Comparable {
    /// The lesser comes first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

extension Severity: ASCIIParsable {
    /// Reads a name in any case, also `informational`, `information`, `none` and `moderate`.
    public init?(ascii: UnsafeRawBufferPointer) {
        let text = ascii.trimmed
        if text.equalsLowercased("critical") {
            self = .critical
        } else if text.equalsLowercased("high") {
            self = .high
        } else if text.equalsLowercased("medium") || text.equalsLowercased("moderate") {
            self = .medium
        } else if text.equalsLowercased("low") {
            self = .low
        } else if text.equalsLowercased("info") || text.equalsLowercased("informational") || text.equalsLowercased("information")
            || text.equalsLowercased("none")
        {
            self = .info
        } else {
            return nil
        }
    }

    /// The name.
    public var description: String { name }
}
