public import Vocabulary

/// Which events or findings a query asks for. A claim about a value that is missing is false, so its negation is true.
public indirect enum QueryFilter: Hashable, Sendable {
    /// All of them.
    case everything
    /// What one field says.
    case term(QueryTerm)
    /// Text that stands anywhere in any text field, letters compared without case.
    case text(String)
    /// The opposite.
    case not(QueryFilter)
    /// All of at least two.
    case all([QueryFilter])
    /// Any of at least two.
    case any([QueryFilter])

    /// The filters that must all hold: the parts of an outermost `and`.
    public var conjuncts: [QueryFilter] {
        switch self {
        case .everything: []
        case .all(let parts): parts.flatMap(\.conjuncts)
        case .term, .text, .not, .any: [self]
        }
    }

    /// All of these together, flattened: nothing gives ``everything``, one gives itself.
    public static func conjunction(_ parts: [QueryFilter]) -> QueryFilter {
        let parts = parts.flatMap(\.conjuncts)
        return parts.count > 1 ? .all(parts) : parts.first ?? .everything
    }

    /// Any of these, flattened.
    public static func disjunction(_ parts: [QueryFilter]) -> QueryFilter {
        let parts = parts.flatMap { part in
            if case .any(let inner) = part { inner } else { [part] }
        }
        return parts.count > 1 ? .any(parts) : parts.first ?? .everything
    }
}

/// A claim about one field.
public struct QueryTerm: Hashable, Sendable {
    /// Whose value is tested.
    public var field: QueryField
    /// What must hold of it.
    public var test: QueryTest

    /// The claim that `test` holds of `field`.
    public init(_ field: QueryField, _ test: QueryTest) {
        self.field = field
        self.test = test
    }
}

/// What must hold of a field's value.
public enum QueryTest: Hashable, Sendable {
    /// There is a value.
    case exists
    /// The value fits one of these.
    case matches([QueryPattern])
}

/// One value, range or form that values are compared with.
public enum QueryPattern: Hashable, Sendable {
    /// The whole text, ASCII letters compared without case.
    case text(String)
    /// Pieces of text in order with anything between them: `mirai*` is `["mirai", ""]`. At least two pieces.
    case pieces([String])
    /// Whole numbers.
    case integers(ClosedRange<Int64>)
    /// Numbers.
    case numbers(ClosedRange<Double>)
    /// Addresses in a network, or networks inside it.
    case network(IPPrefix)
    /// Addresses from one to another of the same family.
    case addresses(ClosedRange<IPAddress>)
    /// Moments from the first up to but without the last, in microseconds since 1970.
    case instants(Range<Int64>)
    /// A truth value.
    case boolean(Bool)
}
