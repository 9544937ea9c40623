public import Vocabulary

/// Which findings somebody asks for. What is nil does not matter; all that is not nil must hold.
public struct FindingFilter: Sendable {
    /// Values of `classification.type`.
    public var types: Set<String>?
    /// Values of `classification.identifier`.
    public var identifiers: Set<String>?
    /// States, by name.
    public var states: Set<FindingState.Name>?
    /// Owners' slugs; the empty slug stands for findings without owner.
    public var owners: Set<String>?
    /// AS numbers.
    public var asns: Set<ASN>?
    /// Country codes.
    public var countries: Set<String>?
    /// Codes of feeds of which at least one saw it.
    public var feeds: Set<String>?
    /// Addresses within one of these prefixes.
    public var prefixes: [IPPrefix]?
    /// Source ports.
    public var ports: Set<UInt16>?
    /// Last seen at this time or later, microseconds.
    public var seenSince: Int64?
    /// First seen at this time or later, microseconds.
    public var newSince: Int64?
    /// Whatever else, asked last.
    public var condition: (@Sendable (Finding) -> Bool)?

    /// A filter that lets everything pass.
    public init() {}
}

/// How many findings there are, by state and type.
public struct FindingTotals: Sendable, Hashable {
    /// All of them, whatever their state.
    public var total = 0
    /// By state.
    public var byState: [FindingState.Name: Int] = [:]
    /// By type and state.
    public var byType: [String: [FindingState.Name: Int]] = [:]
}
