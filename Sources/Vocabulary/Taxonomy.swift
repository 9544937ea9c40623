/// The classes of the Reference Security Incident Taxonomy, as the IDF field `classification.taxonomy` spells them.
public enum Taxonomy: UInt8, CaseIterable, Hashable, Sendable {
    /// Spam, harmful or violent content.
    case abusiveContent
    /// Attacks and faults that take services down.
    case availability
    /// Deceit for profit, such as phishing.
    case fraud
    /// Information read, changed, lost or leaked without right.
    case informationContentSecurity
    /// Scanning, eavesdropping, social engineering.
    case informationGathering
    /// Attempts to break in.
    case intrusionAttempts
    /// Successful break-ins.
    case intrusions
    /// Malware and what it needs to run and spread.
    case maliciousCode
    /// What fits no other class.
    case other
    /// Tests.
    case test
    /// Systems open to attack or abuse.
    case vulnerable

    /// The value of `classification.taxonomy`.
    public var name: String { staticName.description }

    /// The same without making a `String`.
    public var staticName: StaticString {
        switch self {
        case .abusiveContent: "abusive-content"
        case .availability: "availability"
        case .fraud: "fraud"
        case .informationContentSecurity: "information-content-security"
        case .informationGathering: "information-gathering"
        case .intrusionAttempts: "intrusion-attempts"
        case .intrusions: "intrusions"
        case .maliciousCode: "malicious-code"
        case .other: "other"
        case .test: "test"
        case .vulnerable: "vulnerable"
        }
    }

    /// The incident types of this class.
    public var types: [IncidentType] { IncidentType.allCases.filter { $0.taxonomy == self } }

    /// The class with this name; case, and blanks or underscores for hyphens, do not matter.
    public init?(name: some StringProtocol) { self.init(name) }
}

extension Taxonomy: ASCIIParsable {
    /// Reads a name in any case, with blanks or underscores for hyphens, as older feeds write it.
    public init?(ascii: UnsafeRawBufferPointer) {
        let text = ascii.trimmed
        for raw in 0...Taxonomy.vulnerable.rawValue {
            guard let candidate = Taxonomy(rawValue: raw) else { return nil }
            if text.isTaxonomyName(candidate.staticName) {
                self = candidate
                return
            }
        }
        return nil
    }

    /// The value of `classification.taxonomy`.
    public var description: String { name }
}

extension UnsafeRawBufferPointer {
    /// True if the bytes spell `name`, whatever the case and with blanks or underscores for its hyphens.
    func isTaxonomyName(_ name: StaticString) -> Bool {
        count == name.utf8CodeUnitCount && order(ofTaxonomyName: name) == 0
    }

    /// Below 0 if the bytes, read as a name, come before `name`, 0 if they spell it, above 0 if they come after it.
    func order(ofTaxonomyName name: StaticString) -> Int {
        let expected = name.utf8Start
        let length = name.utf8CodeUnitCount
        for index in 0..<Swift.min(count, length) {
            var byte = self[index].lowered
            if byte == 0x20 || byte == 0x5F { byte = 0x2D }
            if byte != expected[index] { return Int(byte) - Int(expected[index]) }
        }
        return count - length
    }
}
