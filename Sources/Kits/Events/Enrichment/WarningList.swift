public import Vocabulary

/// Things that are never worth a report: an event about one of them is marked or dropped.
public struct WarningList: Sendable, Hashable {
    /// Short name, as it stands in `extra.warning_list` and in the configuration.
    public var name: String
    /// What it lists and why that is no finding.
    public var explanation: String
    /// Networks of either family.
    public var networks: [IPPrefix]
    /// Domains with everything below them, in ASCII form.
    public var domains: [String]
    /// Ranges of AS numbers.
    public var asns: [ClosedRange<UInt32>]
    /// What the list's own file asks for; nil where it leaves that to the configuration.
    public var action: Action?

    /// What happens to an event that hits a list.
    public enum Action: String, Sendable, Hashable, CaseIterable {
        /// It is kept with `extra.warning_list`.
        case mark
        /// It is not kept.
        case drop
        /// Nothing.
        case off
    }

    /// A list of these things.
    public init(
        name: String, explanation: String = "", networks: [IPPrefix] = [], domains: [String] = [], asns: [ClosedRange<UInt32>] = [],
        action: Action? = nil
    ) {
        self.name = name
        self.explanation = explanation
        self.networks = networks
        self.domains = domains
        self.asns = asns
        self.action = action
    }
}
