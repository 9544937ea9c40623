/// A batch whose segment and finding run are written and on disk, under temporary names, and whose counts are ready. It counts once it is
/// committed.
public struct SealedBatch: Sendable {
    /// Events in it.
    public let rowCount: Int
    /// Bytes of its segment.
    public let byteCount: Int
    /// Different findings in it.
    public let findingCount: Int

    let feed: FeedContext
    let segment: SealedSegment?
    let run: SealedRun?
    let rollups: RollupDelta
    /// The latest time of an event.
    let latest: Int64?
}

/// A segment on disk that no row names yet.
struct SealedSegment: Sendable {
    /// Path below the store's folder that it will have; until then `.tmp` is behind it.
    var path: String
    /// `2026-03`: the month of its latest event.
    var month: String
    var outcome: SegmentWriter.Outcome
}

/// A findings run on disk that no row names yet.
struct SealedRun: Sendable {
    var path: String
    var summary: RunWriter.Summary
}
