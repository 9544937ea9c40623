internal import GRDB
public import Vocabulary

/// Which markings retention looks at.
public enum MarkingScope: Sendable, Hashable {
    case all
    /// Only this one; nil stands for events without a marking.
    case only(TLP?)
}

/// What retention took away.
public struct RetentionReport: Sendable, Hashable {
    /// Segments removed.
    public var segments = 0
    /// Events that were in them.
    public var rows = 0
    /// Bytes given back.
    public var bytes = 0

    /// Nothing taken away.
    public init() {}
}

extension EmbeddedStore {
    /// Removes the segments whose every event is older than `cutoff`: files, not rows, so it costs nothing however much goes. A segment
    /// that holds one younger event stays until that is old too.
    ///
    /// Findings and counts by hour stay: they are the memory of what was, hold nothing of a row but what the finding is about, and do not
    /// grow with the events.
    /// - Parameters:
    ///   - feed: Only events of this feed; nil: of all.
    ///   - cutoff: Microseconds since 1970 UTC.
    @discardableResult
    public func retain(feed: String? = nil, marking: MarkingScope = .all, since cutoff: Int64) throws -> RetentionReport {
        try requireLock(for: "remove old events")
        let old = try segments(
            SegmentSelection(feeds: feed.map { [$0] }, markings: marking.selection)
        ).filter { segment in
            // Events without `time.source` are as old as their observation; those without either stay with the youngest of their segment.
            let ends = [segment.time?.upperBound, segment.observation?.upperBound].compactMap { $0 }
            guard let latest = segment.hasUntimedRows ? ends.max() : segment.time?.upperBound else { return false }
            return latest < cutoff
        }
        if old.isEmpty { return RetentionReport() }
        var report = RetentionReport()
        try writing("remove old events") { db in
            report = RetentionReport()
            let homes = Dictionary(grouping: old) { [$0.feed, $0.tlp?.label] }
            for segments in homes.values {
                guard let first = segments.first else { continue }
                let rows = segments.reduce(0) { $0 + $1.rowCount }
                try db.execute(
                    sql: """
                        INSERT INTO retired (feed, tlp, segments, rows, before, at)
                        VALUES ((SELECT id FROM feed WHERE code = ?), ?, ?, ?, ?, ?)
                        """, arguments: [first.feed, first.tlp?.label, segments.count, rows, cutoff, WallClock.now])
                for segment in segments { try db.execute(sql: "DELETE FROM segment WHERE id = ?", arguments: [segment.id]) }
                report.segments += segments.count
                report.rows += rows
                report.bytes += segments.reduce(0) { $0 + $1.byteCount }
            }
        }
        // What cannot be removed now is named by no row, so the next ingest removes it.
        for segment in old { try? FileActions.remove(url(of: segment)) }
        return report
    }
}

extension MarkingScope {
    fileprivate var selection: Set<TLP?>? {
        switch self {
        case .all: nil
        case .only(let tlp): [tlp]
        }
    }
}
