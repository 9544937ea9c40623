/// A question to the event store: which events, grouped how, which columns, in which order, how many.
///
/// Read from text by ``parse(_:now:over:)`` and written back by ``description``; reading what was written gives the same query.
/// The grammar is in docs/query.md.
public struct Query: Hashable, Sendable {
    /// Which events.
    public var filter: QueryFilter
    /// What the events are grouped by, in the order of the result's columns.
    public var groups: [QueryItem]
    /// What is shown: fields for a list of events, aggregates for groups. Empty: what suits the query.
    public var selection: [QueryItem]
    /// The order of the result, the first key counting most. Empty: what suits the query.
    public var order: [QueryOrder]
    /// How many rows at most; nil for all.
    public var limit: Int?

    /// A query with the given parts; without any it asks for all events.
    public init(
        filter: QueryFilter = .everything, groups: [QueryItem] = [], selection: [QueryItem] = [], order: [QueryOrder] = [],
        limit: Int? = nil
    ) {
        self.filter = filter
        self.groups = groups
        self.selection = selection
        self.order = order
        self.limit = limit
    }

    /// Whether the result is a table of groups rather than a list of events.
    public var isGrouped: Bool { !groups.isEmpty || selection.contains { $0.isAggregate } }

    /// The aggregates a table of groups shows: those selected, or the count.
    public var aggregates: [QueryItem] {
        let selected = selection.filter(\.isAggregate)
        return selected.isEmpty ? [.count] : selected
    }
}

/// A column of a result, as it is named behind `group by`, `select` and `sort by`.
public enum QueryItem: Hashable, Sendable {
    /// A field's value.
    case field(QueryField)
    /// The start of the period in which a time lies.
    case period(TimeUnit, of: QueryField)
    /// The number of events.
    case count
    /// The number of different values of a field.
    case distinct(QueryField)
    /// The earliest time.
    case first(QueryField)
    /// The latest time.
    case last(QueryField)

    /// Whether it is worked out over the events of a group.
    public var isAggregate: Bool {
        switch self {
        case .field, .period: false
        case .count, .distinct, .first, .last: true
        }
    }
}

/// One key of an order.
public struct QueryOrder: Hashable, Sendable {
    /// What is compared.
    public var item: QueryItem
    /// Whether the largest comes first.
    public var isDescending: Bool

    /// An order by `item`.
    public init(_ item: QueryItem, isDescending: Bool = false) {
        self.item = item
        self.isDescending = isDescending
    }
}
