internal import Centre
internal import EventStore
internal import Events
internal import Synchronization
internal import Vocabulary

/// The store as pages ask it: on threads of its own, with the register's names.
final class StoreReader: Sendable {
    let store: EmbeddedStore
    let policy: FindingPolicy
    let clock: @Sendable () -> Instant
    /// Findings for lists.
    let findings: KeptFindings
    /// What the explorer was asked lately.
    let summaries = KeptSummaries()
    private let directory: any OwnerDirectory
    private let threads = StoreThreads(count: 2)
    private let book = Mutex((made: Instant?.none, book: OwnerBook.empty))

    init(_ store: EmbeddedStore, owners: any OwnerDirectory, policy: FindingPolicy, clock: @escaping @Sendable () -> Instant) {
        self.store = store
        self.policy = policy
        self.clock = clock
        directory = owners
        findings = KeptFindings(store, policy: policy)
    }

    /// Works with the store away from the threads that answer requests.
    func reading<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await withTaskExecutorPreference(threads) { try await body() }
    }

    /// The owners, at most half a minute old.
    func owners() async throws -> OwnerBook {
        let now = clock()
        if let fresh = book.withLock({ kept in kept.made.flatMap { now.seconds - $0.seconds < 30 ? kept.book : nil } }) { return fresh }
        let made = OwnerBook(try await directory.owners())
        book.withLock { $0 = (now, made) }
        return made
    }

    /// A question for events, planned.
    /// - Throws: `QueryMistake`
    func run(_ query: Query) async throws -> QueryRun<EmbeddedStore> {
        let owners = try await owners()
        return try QueryRun(store, query, limits: Self.limits) { owners.ids(named: $0) }
    }

    /// The groups of a question.
    func groups(_ text: String) async throws -> GroupTable {
        try await groups(try Query.parse(text, now: clock()))
    }

    func groups(_ query: Query) async throws -> GroupTable {
        try await limited { try await self.reading { try await self.run(query).groups() } }
    }

    /// The groups of several questions for the same events, in one reading.
    func groups(_ queries: [Query]) async throws -> [GroupTable] {
        let owners = try await owners()
        return try await limited {
            try await self.reading { try await QueryRun.groups(self.store, queries, limits: Self.limits) { owners.ids(named: $0) } }
        }
    }

    /// The events of a question, at most so many.
    func events(_ query: Query) async throws -> [Event] {
        try await limited {
            try await self.reading {
                let events = Mutex<[Event]>([])
                try await self.run(query).events { batch in
                    events.withLock { $0 += (0..<batch.rowCount).map { batch.event(at: $0) } }
                    return true
                }
                return events.withLock { $0 }
            }
        }
    }

    /// Ends a question that takes too long: whoever asked has gone by then, and others wait.
    private func limited<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        try await withThrowingTaskGroup(of: Result.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: Self.patience)
                throw QuestionTooLong()
            }
            defer { group.cancelAll() }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    private static let patience = Duration.seconds(60)
    private static let limits = QueryRun<EmbeddedStore>.Limits(groupBytes: 256 << 20, sortedEvents: 200_000, workers: 2)

    /// A finding with its decisions and where it stands.
    func finding(_ id: String) async throws -> FindingFile {
        let now = clock()
        return try await reading {
            let finding = try self.store.finding(id)
            let decisions = try self.store.decisions(about: finding.id)
            return FindingFile(
                finding: finding, decisions: decisions,
                state: FindingState(of: finding, decisions: decisions, now: now.microseconds, policy: self.policy))
        }
    }
}

/// A question of a page that took more than a minute.
struct QuestionTooLong: Error, Sendable {}

/// A finding, what was decided about it, and where it stands.
struct FindingFile: Sendable {
    let finding: Finding
    let decisions: [Decision]
    let state: FindingState
}
