internal import Centre
internal import GRDB
internal import Vocabulary

/// An observable of a case.
struct NotedObservable: Sendable, Hashable, Identifiable {
    let id: Int64
    let caseID: Int64
    let observable: Observable
    /// Whether it stands for something bad; a victim's own address does not.
    let isIndicator: Bool
    let time: Instant
    let person: String
}

/// Another case, and what it shares.
struct CaseLink: Sendable, Hashable {
    let other: Case
    let shared: [Observable]
}

extension CaseStore {
    /// Notes what a text names; gives how much of it is new.
    @discardableResult
    static func note(
        observablesIn text: String, of id: Int64, entry: Int64?, isIndicator: Bool = true, by person: String, at now: Instant,
        _ database: Database
    ) throws -> Int {
        try note(
            ObservableReader.observables(in: text), of: id, entry: entry, isIndicator: isIndicator, by: person, at: now, database)
    }

    /// Notes observables that a case does not have yet. A mail address is an indicator only once somebody said so: most are victims'.
    /// - Parameter isIndicator: false for words of parties, of which nothing leaves the house until somebody looked
    @discardableResult
    static func note(
        _ observables: [Observable], of id: Int64, entry: Int64?, isIndicator: Bool = true, by person: String, at now: Instant,
        _ database: Database
    ) throws -> Int {
        guard !observables.isEmpty else { return 0 }
        let insertion = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO cases_observable (case_id, type, value, moment, person, entry, is_indicator)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        var count = 0
        for observable in observables {
            try insertion.execute(arguments: [
                id, observable.kind.rawValue, observable.value, now.microseconds, person, entry, isIndicator && observable.kind != .email,
            ])
            count += database.changesCount
        }
        return count
    }

    static func observables(of id: Int64, limit: Int = 1_000, _ database: Database) throws -> [NotedObservable] {
        try Row.fetchAll(
            database,
            sql: "SELECT * FROM cases_observable WHERE case_id IN \(circle) GROUP BY type, value ORDER BY type, value LIMIT ?",
            arguments: [id, limit]
        ).compactMap { row in
            guard let kind = Observable.Kind(rawValue: row["type"]) else { return nil }
            return NotedObservable(
                id: row["id"], caseID: row["case_id"], observable: Observable(kind: kind, value: row["value"]),
                isIndicator: row["is_indicator"], time: Instant(microseconds: row["moment"]), person: row["person"])
        }
    }

    static func mark(
        _ observable: Int64, isIndicator: Bool, of id: Int64, by person: String, at now: Instant, _ database: Database
    ) throws {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM cases_observable WHERE id = ? AND case_id IN \(circle)", arguments: [observable, id])
        else { throw CaseMistake.unknown("\(observable)") }
        try database.execute(
            sql: "UPDATE cases_observable SET is_indicator = ?1 WHERE id = ?2 AND is_indicator <> ?1", arguments: [isIndicator, observable])
        if database.changesCount > 0 {
            try add(
                NewEntry(.observable, field: isIndicator ? "indicator" : "harmless", later: row["value"]), to: row["case_id"], by: person,
                at: now, database)
        }
    }

    /// An observable that more cases than this have says nothing.
    static let linkLimit = 60

    /// Cases that share observables with one, those that share most first, and what too many have to say anything.
    static func links(of id: Int64, _ database: Database) throws -> (links: [CaseLink], common: [Observable]) {
        var shared: [Int64: [Observable]] = [:]
        var common: [Observable] = []
        let others = try database.cachedStatement(
            sql: """
                SELECT DISTINCT c.root FROM cases_observable o JOIN cases_case c ON c.id = o.case_id
                WHERE o.value = ? AND o.type = ? AND c.root <> ? LIMIT \(linkLimit + 1)
                """)
        for noted in try observables(of: id, limit: 300, database) where noted.observable.links {
            let observable = noted.observable
            let roots = try Int64.fetchAll(others, arguments: [observable.value, observable.kind.rawValue, id])
            if roots.count > linkLimit {
                common.append(observable)
                continue
            }
            for root in roots { shared[root, default: []].append(observable) }
        }
        let best = shared.sorted { ($0.value.count, $0.key) > ($1.value.count, $1.key) }.prefix(50)
        return (
            try best.compactMap { root, observables in try one(root, database).map { CaseLink(other: $0, shared: observables) } }, common
        )
    }
}
