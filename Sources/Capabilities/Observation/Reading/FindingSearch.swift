internal import Centre
internal import EventStore
internal import Vocabulary

/// A page of findings that a question asks for, with how many there are in all.
struct FindingPage: Sendable {
    struct Row: Sendable {
        let finding: Finding
        let state: FindingState
    }

    var rows: [Row] = []
    /// How many there are in all, by what, and which part these are.
    var answer = FindingAnswer()
    var total: Int { answer.total }
}

/// A question for findings: which, in what order, which part of them.
struct FindingSearch: Sendable {
    typealias Order = FindingQuestion.Order

    var filter: QueryFilter
    var order = Order.lastSeen
    var isRising = false
    /// Begins behind, or ends before, a place in the list.
    var after: FindingPlace?
    var before: FindingPlace?
    var limit = 50
    /// Only findings of these owners, whatever the question says.
    var owners: Set<String>?
    /// Only what was fixed at this time or later, microseconds.
    var fixedSince: Int64?

    /// The part that is asked for, and counts of all.
    func page(_ reader: StoreReader, _ book: OwnerBook) async throws -> FindingPage {
        try await reader.reading {
            let now = reader.clock().microseconds
            var question = FindingQuestion(PreparedFilter(filter) { book.ids(named: $0) })
            question.owners = owners
            question.fixedSince = fixedSince
            question.order = order
            question.isRising = isRising
            question.after = after
            question.before = before
            question.limit = limit
            let answer = try reader.findings.index().answer(question, now: now)
            let found = try reader.store.findings(withIDs: answer.ids, now: now, policy: reader.policy)
            let rows = Dictionary(found.map { ($0.finding.id, FindingPage.Row(finding: $0.finding, state: $0.state)) }) { row, _ in row }
            return FindingPage(rows: answer.ids.compactMap { rows[$0] }, answer: answer)
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
}

/// How a page of findings asks for its part of the list: in the address stand the order and the place it begins behind or ends before.
struct FindingListing {
    let request: WebRequest
    let size = 50
    let usualOrder: FindingSearch.Order

    func apply(to search: inout FindingSearch) {
        search.order = request.query["sort"].flatMap { .init(rawValue: $0) } ?? usualOrder
        search.isRising = request.query["order"] == "up"
        search.after = request.query["after"].flatMap { FindingPlace($0) }
        search.before = request.query["before"].flatMap { FindingPlace($0) }
        search.limit = size
    }

    /// The link of a column's head.
    func sort(_ order: FindingSearch.Order, _ search: FindingSearch) -> Parts.Table.Sort {
        let isCurrent = order == search.order
        return Parts.Table.Sort(
            href: address(["sort": order.rawValue, "order": isCurrent && !search.isRising ? "up" : nil, "after": nil, "before": nil]),
            isCurrent ? (search.isRising ? .ascending : .descending) : .none)
    }

    /// Which part it is, and where the next one is.
    func finish(_ table: inout Parts.Table, _ page: FindingPage) {
        let (answer, words) = (page.answer, request.words)
        guard !page.rows.isEmpty else { return }
        table.summary = words.text(
            "common.format.rows",
            [
                "from": words.number(answer.skipped + 1), "to": words.number(answer.skipped + page.rows.count),
                "all": words.number(answer.total),
            ])
        guard answer.previous != nil || answer.next != nil else { return }
        table.pager = Parts.Pager(
            previous: answer.previous.map { place in
                // The first part has an address of its own.
                answer.skipped <= size ? address(["after": nil, "before": nil]) : address(["after": nil, "before": "\(place)"])
            }, next: answer.next.map { address(["after": "\($0)", "before": nil]) })
    }

    private func address(_ changes: [String: String?]) -> String { "/findings" + request.query.query(replacing: changes) }
}
