public import Events

/// A field as the query language names it: one or more columns, what their values are, and how they are compared.
public struct QueryField: Hashable, Sendable {
    /// How a pattern is compared with a value.
    public enum Comparison: Hashable, Sendable {
        /// With the whole value.
        case whole
        /// With a domain name and every name above it: `example.com` fits `www.example.com`.
        case domain
        /// With each part of a list that `;`, `,` or blanks separate.
        case element
        /// With the register's identifier of each owner that the text names.
        case owner
        /// With the Traffic Light Protocol's label, however it is written.
        case marking
        /// With the first column that has a value.
        case first
    }

    /// The name that queries are written with.
    public let name: String
    /// Where its values are; a claim holds if it holds of any of these.
    public let columns: [QueryColumn]
    /// What its values are; nil for a provider's own column, which may hold anything.
    public let kind: ValueKind?
    /// How patterns are compared.
    public let comparison: Comparison

    /// A field of the given columns.
    public init(name: String, columns: [QueryColumn], kind: ValueKind?, comparison: Comparison = .whole) {
        self.name = name
        self.columns = columns
        self.kind = kind
        self.comparison = comparison
    }

    /// The event column it stands for, where it is one and no other, or the first that counts.
    public var key: FieldKey? {
        if columns.count == 1 || comparison == .first, case .event(let key) = columns[0] { key } else { nil }
    }

    /// Whether groups, orders and aggregates can be made of it.
    var isSingle: Bool { columns.count == 1 || comparison == .first }
}

/// Where a field's values are found.
public enum QueryColumn: Hashable, Sendable {
    /// In an event's field, or in the same field of a finding.
    case event(FieldKey)
    /// In what only a finding has.
    case finding(FindingAttribute)
}

/// What a finding has besides the fields of its events; the raw value is its name in queries.
public enum FindingAttribute: String, Hashable, Sendable, CaseIterable {
    /// The state's name.
    case state
    /// When it was first seen.
    case firstSeen = "first-seen"
    /// When it was last seen.
    case lastSeen = "last-seen"
    /// How many events it was seen in.
    case seen
    /// The codes of the feeds that saw it, as a list.
    case feeds
}
