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
        return try await retrying { run in try await run.groupsOnce([run.query])[0] }
    }

    /// The groups of several queries that ask for the same events: what must be read of segments is read once for all of them.
    /// - Throws: ``QueryRefusal/tooManyGroups(limitBytes:)``, `ParquetError`.
    public static func groups(
        _ store: Store, _ queries: [Query], limits: Limits = Limits(), ownerIDs: @escaping @Sendable (String) -> [String] = { _ in [] }
    ) async throws -> [GroupTable] {
        guard let first = queries.first else { return [] }
        guard queries.allSatisfy({ $0.isGrouped && $0.filter == first.filter }) else {
            throw QueryRefusal.misuse("only grouped queries with the same filter are answered together")
        }
        // The plan is of one that reads segments, where there is one.
        let planned = queries.first { RollupAnswer.dimension(for: $0) == nil } ?? first
        return try await QueryRun(store, planned, limits: limits, ownerIDs: ownerIDs).retrying { try await $0.groupsOnce(queries) }
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

    private func groupsOnce(_ queries: [Query]) async throws -> [GroupTable] {
        let totals = queries.map { GroupTotals($0) }
        var scanned: [Int] = []
        for (place, query) in queries.enumerated() {
            if let dimension = RollupAnswer.dimension(for: query) {
                try RollupAnswer.fill(totals[place], query, dimension, from: store, ownerIDs: ownerIDs)
            } else {
                scanned.append(place)
            }
        }
        if !scanned.isEmpty { try await scan(scanned.map { (queries[$0], totals[$0]) }) }
        return zip(totals, queries).map { GroupTable($0, $1) }
    }

    /// Fills totals from the segments, all in one reading.
    private func scan(_ parts: [(query: Query, totals: GroupTotals)]) async throws {
        let next = SharedCounter()
        let workers = min(limits.workers, max(1, plan.segments.count))
        try await withThrowingTaskGroup(of: [GroupTotals].self) { group in
            for _ in 1..<max(2, workers) where workers > 1 {
                group.addTask { try await self.fold(into: parts.map { GroupTotals($0.query) }, next) }
            }
            _ = try await fold(into: parts.map(\.totals), next)
            for try await others in group {
                for (part, other) in zip(parts, others) { part.totals.absorb(other) }
                try check(parts.map(\.totals), share: 1)
            }
        }
    }

    /// Folds segments until none is left.
    private func fold(into totals: [GroupTotals], _ next: SharedCounter) async throws -> [GroupTotals] {
        let space = ScanSpace()
        while let segment = next.next(below: plan.segments.count) {
            try Task.checkCancellation()
            let file = try file(segment)
            for rowGroup in file.rowGroups.indices {
                space.reset()
                let scan = RowGroupScan(file, rowGroup: rowGroup, space: space)
                try prepare(scan)
                let selection = try scan.select(plan.filter.root)
                for part in totals { try GroupScan(scan, selection, into: part)?.run() }
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

    private func check(_ totals: [GroupTotals], share: Int) throws(QueryRefusal) {
        if totals.reduce(0, { $0 + $1.byteCount }) > limits.groupBytes / share { throw .tooManyGroups(limitBytes: limits.groupBytes) }
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
