internal import Events
internal import Glibc
internal import Parquet
internal import Synchronization

/// A query being answered.
public struct QueryRun<Store: QueryableStore>: Sendable {
    /// What bounds the work.
    public struct Limits: Sendable, Hashable {
        /// Bytes that groups and distinct values may take.
        public var groupBytes: Int
        /// Events that may be sorted without a limit in the query.
        public var sortedEvents: Int
        /// Segments read at once.
        public var workers: Int

        /// The usual limits: 512 MiB, a million events, a worker for each core.
        public init(groupBytes: Int = 512 << 20, sortedEvents: Int = 1_000_000, workers: Int? = nil) {
            self.groupBytes = groupBytes
            self.sortedEvents = sortedEvents
            self.workers = max(1, workers ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        }
    }

    let store: Store
    /// The query.
    public let query: Query
    /// How it is answered.
    public let plan: QueryPlan
    let limits: Limits
    private let ownerIDs: @Sendable (String) -> [String]

    /// Plans a query.
    /// - Parameter ownerIDs: Gives the register's identifiers of the owners that a text names.
    public init(
        _ store: Store, _ query: Query, limits: Limits = Limits(), ownerIDs: @escaping @Sendable (String) -> [String] = { _ in [] }
    ) throws {
        self.store = store
        self.query = query
        self.limits = limits
        self.ownerIDs = ownerIDs
        plan = try QueryPlan(query, over: store, ownerIDs: ownerIDs)
    }

    /// How the query is answered, for a person: which path, and how many segments are read of those there are.
    public func explanation() throws -> [String] {
        plan.explanation(total: try store.segments(SegmentSelection()).count)
    }

    /// The groups of a grouped query.
    /// - Throws: ``QueryRefusal/tooManyGroups(limitBytes:)``, `ParquetError`.
    public func groups() async throws -> GroupTable {
        guard query.isGrouped else { throw QueryRefusal.misuse("a query without groups gives events") }
        return try await retrying { run in try await run.groupsOnce() }
    }

    /// Plans again and starts over where a segment was merged into another after it was planned.
    func retrying<Answer>(_ body: (QueryRun) async throws -> Answer) async throws -> Answer {
        var run = self
        for _ in 0..<4 {
            do {
                return try await body(run)
            } catch is SegmentReplaced {
                run = try QueryRun(store, query, limits: limits, ownerIDs: ownerIDs)
            }
        }
        throw QueryRefusal.changedMeanwhile
    }

    /// Opens a segment of the plan.
    func file(_ segment: Int) throws -> ParquetFile {
        do {
            return try ParquetFile(path: store.path(of: plan.segments[segment]))
        } catch ParquetError.system(_, _, ENOENT) {
            throw SegmentReplaced()
        }
    }

    private func groupsOnce() async throws -> GroupTable {
        let totals = GroupTotals(query)
        if case .rollup(let dimension) = plan.path {
            try RollupAnswer.fill(totals, query, dimension, from: store, ownerIDs: ownerIDs)
            return GroupTable(totals, query)
        }
        let next = SharedCounter()
        let workers = min(limits.workers, max(1, plan.segments.count))
        try await withThrowingTaskGroup(of: GroupTotals.self) { group in
            for _ in 1..<max(2, workers) where workers > 1 {
                group.addTask { try await self.fold(into: GroupTotals(self.query), next) }
            }
            _ = try await fold(into: totals, next)
            for try await part in group {
                totals.absorb(part)
                try check(totals, share: 1)
            }
        }
        return GroupTable(totals, query)
    }

    /// Folds segments until none is left.
    private func fold(into totals: GroupTotals, _ next: SharedCounter) async throws -> GroupTotals {
        let space = ScanSpace()
        while let segment = next.next(below: plan.segments.count) {
            try Task.checkCancellation()
            let file = try file(segment)
            for rowGroup in file.rowGroups.indices {
                space.reset()
                let scan = RowGroupScan(file, rowGroup: rowGroup, space: space)
                try prepare(scan)
                try GroupScan(scan, try scan.select(plan.filter.root), into: totals)?.run()
            }
            try check(totals, share: limits.workers)
        }
        return totals
    }

    /// Looks only at the pages where a wanted address may be.
    func prepare(_ scan: RowGroupScan) throws(ParquetError) {
        guard let address = plan.address, let column = scan.place(of: .idf(.sourceIP)) else { return }
        try scan.narrow(column, to: address)
    }

    private func check(_ totals: GroupTotals, share: Int) throws(QueryRefusal) {
        if totals.byteCount > limits.groupBytes / share { throw .tooManyGroups(limitBytes: limits.groupBytes) }
    }
}

/// A segment's file is gone, because its events are in another now.
struct SegmentReplaced: Error {}

/// Numbers handed out to workers, each once.
final class SharedCounter: Sendable {
    private let value = Atomic<Int>(0)

    /// The next number, nil where all below `end` were handed out.
    func next(below end: Int) -> Int? {
        let number = value.wrappingAdd(1, ordering: .relaxed).oldValue
        return number < end ? number : nil
    }
}
