internal import EventStore
internal import Vocabulary

/// A page of findings that a question asks for, with how many there are in all.
struct FindingPage: Sendable {
    struct Row: Sendable {
        let finding: Finding
        let state: FindingState
    }

    var rows: [Row] = []
    var total = 0
    var byState: [FindingState.Name: Int] = [:]
    var byType: [String: Int] = [:]
    var byOwner: [String: Int] = [:]
}

/// A question for findings: which, in what order, which part of them.
struct FindingSearch: Sendable {
    /// What findings are sorted by.
    enum Order: String, Sendable, CaseIterable {
        case lastSeen = "last-seen"
        case firstSeen = "first-seen"
        case seen
        case severity
        case type
        case owner
    }

    var filter: QueryFilter
    var order = Order.lastSeen
    var isRising = false
    var offset = 0
    var limit = 50
    /// Only findings of these owners, whatever the question says.
    var owners: Set<String>?
    /// Only what was fixed at this time or later, microseconds.
    var fixedSince: Int64?

    /// The most rows that can be skipped: behind them a narrower question finds more than further pages.
    static let deepest = 10_000

    func page(_ reader: StoreReader, _ book: OwnerBook) async throws -> FindingPage {
        try await reader.reading {
            var page = FindingPage()
            let kept = offset + limit
            try forEach(reader, book) { finding, state in
                page.total += 1
                page.byState[state.name, default: 0] += 1
                page.byType[finding.type, default: 0] += 1
                page.byOwner[finding.owner ?? "", default: 0] += 1
                page.rows.append(.init(finding: finding, state: state))
                if page.rows.count >= kept * 2 + 200 { page.rows = first(kept, of: page.rows) }
                return true
            }
            page.rows = Array(first(kept, of: page.rows).dropFirst(offset))
            return page
        }
    }

    /// Reads everything that is asked for, in the order of the ids. To be called on a thread of the store.
    /// - Parameter body: false ends it
    func forEach(_ reader: StoreReader, _ book: OwnerBook, _ body: (Finding, FindingState) throws -> Bool) throws {
        let now = reader.clock().microseconds
        let prepared = PreparedFilter(filter) { book.ids(named: $0) }
        var narrow = FindingFilter(narrowing: filter) { book.ids(named: $0) }
        if let owners { narrow.owners = narrow.owners?.intersection(owners) ?? owners }
        try reader.store.findings(matching: narrow, now: now, policy: reader.policy) { finding, state in
            guard prepared.matches(finding, state: state), try isFixedLately(finding, state, reader, now) else { return !Task.isCancelled }
            return try body(finding, state) && !Task.isCancelled
        }
    }

    private func isFixedLately(_ finding: Finding, _ state: FindingState, _ reader: StoreReader, _ now: Int64) throws -> Bool {
        guard let fixedSince else { return true }
        guard state == .fixed else { return false }
        return try finding.fixedAt(now, reader.policy) { id in
            try reader.store.decisions(about: id).last { $0.kind == .verifyFixed }?.at
        }.time >= fixedSince
    }

    private func first(_ count: Int, of rows: [FindingPage.Row]) -> [FindingPage.Row] {
        Array(rows.sorted { isRising ? precedes($1, $0) : precedes($0, $1) }.prefix(count))
    }

    /// The greater comes first; findings that are alike by their ids.
    private func precedes(_ one: FindingPage.Row, _ other: FindingPage.Row) -> Bool {
        let (left, right) = (one.finding, other.finding)
        switch order {
        case .lastSeen where left.lastSeen != right.lastSeen: return left.lastSeen > right.lastSeen
        case .firstSeen where left.firstSeen != right.firstSeen: return left.firstSeen > right.firstSeen
        case .seen where left.count != right.count: return left.count > right.count
        case .severity where left.rank != right.rank: return left.rank > right.rank
        case .type where left.type != right.type: return left.type < right.type
        case .owner where left.owner != right.owner: return (left.owner ?? "~") < (right.owner ?? "~")
        default: return left.lastSeen != right.lastSeen ? left.lastSeen > right.lastSeen : left.id < right.id
        }
    }
}

extension Finding {
    fileprivate var rank: Int { severity.flatMap { Severity($0) }.map { Int($0.rawValue) + 1 } ?? 0 }
}
