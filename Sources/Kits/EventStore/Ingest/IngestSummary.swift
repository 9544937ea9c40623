import Glibc

/// What an ingest did: counts, time, and what each stage of the way cost.
public struct IngestSummary: Sendable, Hashable {
    /// Counts of one feed.
    public struct Feed: Sendable, Hashable {
        /// Records read, those refused included.
        public var rows: Int64 = 0
        /// Events stored.
        public var events: Int64 = 0
        /// Records that became dead letters.
        public var rejected: Int64 = 0
        /// Events a warning list dropped.
        public var dropped: Int64 = 0
        /// Events left out as repetitions within the deduplication window, where one is set.
        public var repeated: Int64 = 0
        /// Bytes read, uncompressed.
        public var bytes: Int64 = 0
        /// Bytes that were stored before and so passed over.
        public var knownBytes: Int64 = 0

        mutating func add(_ other: Feed) {
            rows += other.rows
            events += other.events
            rejected += other.rejected
            dropped += other.dropped
            repeated += other.repeated
            bytes += other.bytes
            knownBytes += other.knownBytes
        }
    }

    /// A file that could not be read, or not to its end, and why.
    public struct Failure: Sendable, Hashable {
        /// The file's name.
        public var source: String
        /// A whole sentence.
        public var reason: String
    }

    /// By feed code.
    public var feeds: [String: Feed] = [:]
    /// Files read to their end.
    public var files = 0
    /// Files that could not be read.
    public var failures: [Failure] = []
    /// CPU seconds of each stage.
    public var stages = StageCosts()
    /// Whether somebody stopped it before the end.
    public var wasStopped = false

    /// All feeds together.
    public var total: Feed {
        feeds.values.reduce(into: Feed()) { $0.add($1) }
    }

    /// Runs a compaction and books its cost.
    public mutating func measureCompaction(_ body: () throws -> Void) rethrows { try stages.measure(.compact, body) }

    mutating func merge(_ other: IngestSummary) {
        for (code, feed) in other.feeds { feeds[code, default: Feed()].add(feed) }
        files += other.files
        failures += other.failures
        stages.add(other.stages)
        wasStopped = wasStopped || other.wasStopped
    }
}

/// CPU seconds by stage, over all workers.
public struct StageCosts: Sendable, Hashable {
    /// The stages in the order of the way.
    public enum Stage: String, Sendable, CaseIterable {
        /// Reading, cutting into pieces, hashing.
        case read
        /// Cells to codes.
        case parse
        /// Codes to IDF fields.
        case normalise
        /// Network, country, owner, warning lists.
        case enrich
        /// Sorting, segment, findings, rollups.
        case seal
        /// Ledger and catalogue.
        case commit
        /// Merging runs and small segments.
        case compact
    }

    private var seconds: [Stage: Double] = [:]

    /// CPU seconds of a stage.
    public subscript(stage: Stage) -> Double { seconds[stage] ?? 0 }

    /// All stages.
    public var total: Double { seconds.values.reduce(0, +) }

    mutating func add(_ stage: Stage, _ cost: Double) { seconds[stage, default: 0] += cost }
    mutating func add(_ other: StageCosts) { for (stage, cost) in other.seconds { add(stage, cost) } }

    /// Runs `body` and books its CPU time.
    mutating func measure<Result>(_ stage: Stage, _ body: () throws -> Result) rethrows -> Result {
        let start = Self.threadSeconds()
        defer { add(stage, Self.threadSeconds() - start) }
        return try body()
    }

    /// CPU seconds that this thread has used.
    static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
