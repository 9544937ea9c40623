internal import GRDB

/// How much a store holds.
public struct StoreStatistics: Sendable, Hashable {
    /// Pieces of sources in the ledger.
    public var pieces: Int
    /// Events those pieces gave.
    public var eventsTakenIn: Int
    /// Files of events.
    public var segments: Int
    /// Events in the segments.
    public var events: Int
    /// Bytes of the segments.
    public var segmentBytes: Int
    /// Files of findings.
    public var runs: Int
    /// Records in the runs; a finding may have one in several.
    public var records: Int
    /// Bytes of the runs.
    public var runBytes: Int
    /// Size of the catalogue without what is not checkpointed yet.
    public var catalogueBytes: Int
    /// Earliest and latest `time.source` in the segments, microseconds since 1970 UTC.
    public var time: ClosedRange<Int64>?
    /// Events that retention took away.
    public var eventsRetired: Int
}

extension EmbeddedStore {
    /// How much the store holds, from the catalogue alone.
    public func statistics() throws -> StoreStatistics {
        try reading { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM piece), (SELECT ifnull(sum(rows), 0) FROM piece),
                        (SELECT ifnull(sum(rows), 0) FROM retired),
                        count(*), ifnull(sum(rows), 0), ifnull(sum(bytes), 0), min(first_time), max(last_time)
                    FROM segment
                    """)
            let runs = try Row.fetchOne(db, sql: "SELECT count(*), ifnull(sum(records), 0), ifnull(sum(bytes), 0) FROM finding_run")
            let pages = try Int.fetchOne(db, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            guard let row, let runs, let pages else { throw StoreError.misuse("the catalogue gave no figures") }
            var time: ClosedRange<Int64>?
            if let first = row[6] as Int64?, let last = row[7] as Int64? { time = first...last }
            return StoreStatistics(
                pieces: row[0], eventsTakenIn: row[1], segments: row[3], events: row[4], segmentBytes: row[5], runs: runs[0],
                records: runs[1],
                runBytes: runs[2], catalogueBytes: pages, time: time, eventsRetired: row[2])
        }
    }
}
