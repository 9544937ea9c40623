internal import Events
internal import Vocabulary

extension FindingFilter {
    /// What the outermost claims of a query's filter say in terms that findings are sorted out by while they are read. It lets pass
    /// all that the filter asks for and some more, so each finding is still held against the filter itself.
    /// - Parameter ownerIDs: Gives the register's identifiers of the owners that a text names.
    public init(narrowing filter: QueryFilter, ownerIDs: (String) -> [String] = { _ in [] }) {
        self.init()
        let vocabulary = QueryVocabulary.findings
        for case .term(let term) in filter.conjuncts {
            guard case .matches(let patterns) = term.test, term.field.columns.count == 1 else { continue }
            switch term.field.columns[0] {
            case .finding(.state): narrow(\.states, Self.texts(patterns).flatMap { Self.all($0) { FindingState.Name(rawValue: $0) } })
            case .finding(.lastSeen), .finding(.firstSeen):
                guard let start = QueryFilter.term(term).period(of: term.field)?.lowerBound, start != .min else { continue }
                let bound = term.field == vocabulary.time ? \FindingFilter.seenSince : \FindingFilter.newSince
                self[keyPath: bound] = max(self[keyPath: bound] ?? .min, start)
            case .event(.idf(.classificationType)): narrow(\.types, Self.texts(patterns))
            case .event(.idf(.constituency)):
                let slugs = Self.texts(patterns).flatMap { names in Self.all(names) { ownerIDs($0).isEmpty ? nil : ownerIDs($0) } }
                narrow(\.owners, slugs?.flatMap { $0 })
            case .event(.idf(.sourceASN)):
                narrow(\.asns, Self.numbers(patterns).flatMap { Self.all($0) { UInt32(exactly: $0).map { ASN($0) } } })
            case .event(.idf(.sourcePort)): narrow(\.ports, Self.numbers(patterns).flatMap { Self.all($0) { UInt16(exactly: $0) } })
            case .event(.idf(.sourceIP)):
                guard prefixes == nil else { continue }
                prefixes = Self.all(patterns) { if case .network(let network) = $0 { network } else { nil } }
            default: continue
            }
        }
    }

    private mutating func narrow<Member: Hashable>(_ claim: WritableKeyPath<FindingFilter, Set<Member>?>, _ members: [Member]?) {
        guard let members else { return }
        self[keyPath: claim] = self[keyPath: claim]?.intersection(members) ?? Set(members)
    }

    private static func texts(_ patterns: [QueryPattern]) -> [String]? {
        all(patterns) { if case .text(let text) = $0 { text } else { nil } }
    }

    /// Single numbers; ranges are too many to name.
    private static func numbers(_ patterns: [QueryPattern]) -> [Int64]? {
        all(patterns) { if case .integers(let range) = $0, range.lowerBound == range.upperBound { range.lowerBound } else { nil } }
    }

    /// What all elements become, nil where one becomes nothing.
    private static func all<Element, Result>(_ elements: [Element], _ transform: (Element) -> Result?) -> [Result]? {
        var results: [Result] = []
        for element in elements {
            guard let result = transform(element) else { return nil }
            results.append(result)
        }
        return results
    }
}
