/// What a person decided about a finding. Decisions are only ever added; a later one supersedes an earlier one, and the history stays.
public struct Decision: Sendable, Hashable, Identifiable {
    /// What was decided.
    public enum Kind: Sendable, Hashable {
        /// The owner accepts the risk until then (microseconds since 1970 UTC).
        case accept(until: Int64)
        /// The owner says that it is not so.
        case dispute
        /// Somebody looked, and it is gone.
        case verifyFixed
        /// What was decided before no longer holds.
        case withdraw

        /// The decision's name in the catalogue and in output.
        public var name: String {
            switch self {
            case .accept: "accept"
            case .dispute: "dispute"
            case .verifyFixed: "verify-fixed"
            case .withdraw: "withdraw"
            }
        }
    }

    /// Its number, rising.
    public var id: Int64
    /// The finding.
    public var finding: FindingID
    /// What was decided.
    public var kind: Kind
    /// Who decided.
    public var by: String
    /// Why, in their words.
    public var note: String
    /// When, microseconds since 1970 UTC.
    public var at: Int64
}
