public import Events

/// A filter made ready to be asked of many events or findings.
public struct PreparedFilter: Sendable {
    indirect enum Node: Sendable {
        case everything
        case term(columns: [QueryColumn], TermMatcher)
        case text(TextSearch)
        case not(Node)
        case all([Node])
        case any([Node])
    }

    let root: Node

    /// Prepares a filter.
    /// - Parameter ownerIDs: Gives the register's identifiers of the owners that a text names; none where it names none.
    public init(_ filter: QueryFilter, ownerIDs: (String) -> [String] = { _ in [] }) {
        root = Self.node(filter, ownerIDs)
    }

    private static func node(_ filter: QueryFilter, _ ownerIDs: (String) -> [String]) -> Node {
        switch filter {
        case .everything: .everything
        case .term(let term): node(term, ownerIDs)
        case .text(let text): .text(TextSearch(text))
        case .not(let inner): .not(node(inner, ownerIDs))
        case .all(let parts): .all(parts.map { node($0, ownerIDs) })
        case .any(let parts): .any(parts.map { node($0, ownerIDs) })
        }
    }

    private static func node(_ term: QueryTerm, _ ownerIDs: (String) -> [String]) -> Node {
        let columns = term.field.columns
        guard term.field.comparison == .first, columns.count == 2 else {
            return .term(columns: columns, TermMatcher(term, ownerIDs: ownerIDs))
        }
        let claim = TermMatcher(term, ownerIDs: ownerIDs)
        let presence = TermMatcher(QueryTerm(term.field, .exists), ownerIDs: ownerIDs)
        return .any([
            .term(columns: [columns[0]], claim),
            .all([.not(.term(columns: [columns[0]], presence)), .term(columns: [columns[1]], claim)]),
        ])
    }

    /// Whether an event is asked for.
    public func matches(_ event: Event) -> Bool {
        matches(
            root, { if case .event(let key) = $0 { event[key] } else { nil } },
            {
                event.fields.compactMap {
                    switch $0.value {
                    case .text(let text), .json(let text): text
                    case .integer, .real, .boolean, .time: nil
                    }
                }
            })
    }

    /// Whether what has these values is asked for.
    /// - Parameters:
    ///   - value: The value in a column.
    ///   - texts: All values that are text.
    func matches(_ value: (QueryColumn) -> Value?, texts: () -> [String]) -> Bool { matches(root, value, texts) }

    private func matches(_ node: Node, _ value: (QueryColumn) -> Value?, _ texts: () -> [String]) -> Bool {
        switch node {
        case .everything: true
        case .term(let columns, let matcher): columns.contains { value($0).map { matcher.matches($0) } ?? false }
        case .text(let search): texts().contains { search.isFound(in: $0) }
        case .not(let inner): !matches(inner, value, texts)
        case .all(let parts): parts.allSatisfy { matches($0, value, texts) }
        case .any(let parts): parts.contains { matches($0, value, texts) }
        }
    }
}
