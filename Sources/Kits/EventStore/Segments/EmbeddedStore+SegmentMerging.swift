internal import Events
internal import GRDB
internal import Parquet
internal import Vocabulary

extension EmbeddedStore {
    /// How far merging goes.
    struct MergeScope {
        /// Rows that a merged segment may have.
        var rows: Int
        var packing: SegmentWriter.Packing

        /// Segments of fewer rows are merged.
        var smallRows: Int { rows / 2 }

        /// What an ingest does in passing: as little as keeps the number of files in bounds.
        static let passing = MergeScope(rows: SegmentWriter.rowGroupRows, packing: .usual)
        /// What is done when it is asked for: weeks of a feed in one segment.
        static let thorough = MergeScope(rows: 16 * SegmentWriter.rowGroupRows, packing: .thorough)
    }

    /// Where small segments lie that could be one: of one feed, marking and month.
    private struct Home {
        var feed: String
        var tlp: TLP?
        var month: String
        /// Only those of this tier; nil: of all.
        var tier: Int?
    }

    /// Merges small segments of one size where there are enough of them, and all that is left of a month once the feed has gone on to a
    /// later one and 64 other segments were written since.
    func mergeFullTiersOfSegments(into report: inout CompactionReport) throws {
        let scope = MergeScope.passing
        let homes = try reading { db -> [Home] in
            try homesOfSegments(
                db,
                "feed, tlp, month, tier FROM segment WHERE rows < \(scope.smallRows) GROUP BY 1, 2, 3, 4 HAVING count(*) >= \(Self.fanIn)")
                + homesOfSegments(
                    db,
                    """
                    feed, tlp, month, NULL AS tier FROM segment AS small WHERE rows < \(scope.smallRows) GROUP BY 1, 2, 3
                    HAVING count(*) > 1 AND max(id) + 64 < (SELECT max(id) FROM segment)
                        AND month < (SELECT max(month) FROM segment WHERE segment.feed = small.feed)
                    """)
        }
        for home in homes {
            for group in groups(of: try segments(in: home, scope)) where group.count >= (home.tier == nil ? 2 : Self.fanIn) {
                try mergeAll(group, scope, into: &report)
            }
        }
    }

    /// Merges all segments of the same feed, marking and month into as few large ones as they make.
    func mergeSmallSegments(into report: inout CompactionReport) throws {
        let scope = MergeScope.thorough
        let homes = try reading { db -> [Home] in
            try homesOfSegments(
                db, "feed, tlp, month, NULL AS tier FROM segment WHERE rows < \(scope.smallRows) GROUP BY 1, 2, 3 HAVING count(*) > 1")
        }
        for home in homes {
            for group in groups(of: try segments(in: home, scope)) { try mergeAll(group, scope, into: &report) }
        }
    }

    private func homesOfSegments(_ db: Database, _ query: String) throws -> [Home] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT code, tlp, month, tier FROM (SELECT feed AS number, tlp, month, tier FROM (SELECT \(query)))
                JOIN feed ON id = number
                """
        ).map { row in
            Home(feed: row[0], tlp: (row[1] as String?).flatMap { TLP($0) }, month: row[2], tier: row[3])
        }
    }

    private func segments(in home: Home, _ scope: MergeScope) throws -> [Segment] {
        try segments(SegmentSelection(feeds: [home.feed], markings: [home.tlp])).filter { segment in
            segment.rowCount < scope.smallRows && segment.path.hasPrefix("events/\(home.month)/")
                && (home.tier == nil || home.tier == Self.tier(segment.rowCount))
        }.sorted { $0.id < $1.id }
    }

    /// Segments that may be merged: without a column that is of two types.
    private func groups(of segments: [Segment]) -> [[Segment]] {
        var groups: [(types: [String: ColumnType], segments: [Segment])] = []
        for segment in segments {
            let place = groups.firstIndex { group in
                segment.columns.allSatisfy { (group.types[$0.name] ?? $0.type) == $0.type }
            }
            if let place {
                groups[place].segments.append(segment)
                for column in segment.columns { groups[place].types[column.name] = column.type }
            } else {
                let types = Dictionary(segment.columns.map { ($0.name, $0.type) }) { first, _ in first }
                groups.append((types, [segment]))
            }
        }
        return groups.map(\.segments)
    }

    /// Merges segments into as few as their rows allow.
    private func mergeAll(_ segments: [Segment], _ scope: MergeScope, into report: inout CompactionReport) throws {
        var rest = segments[...]
        while rest.count > 1 {
            let part = Self.fitting(rest, rows: scope.rows)
            rest = rest.dropFirst(part.count)
            if part.count > 1 { try merge(part, scope, into: &report) }
        }
    }

    /// As many of the first segments as have no more rows than these together.
    private static func fitting(_ segments: ArraySlice<Segment>, rows most: Int) -> [Segment] {
        var rows = 0
        return Array(
            segments.prefix { segment in
                rows += segment.rowCount
                return rows <= most
            }.prefix(256))
    }

    private func merge(_ segments: [Segment], _ scope: MergeScope, into report: inout CompactionReport) throws {
        guard let first = segments.first else { return }
        let files = try segments.map { try ParquetFile(path: url(of: $0), verifiesChecksums: true) }
        let rows = segments.reduce(0) { $0 + $1.rowCount }
        guard files.reduce(0, { $0 + $1.rowCount }) == rows else {
            throw StoreError.damaged(
                path: path + "/events", place: first.path, reason: "the segments do not hold the rows the catalogue says")
        }
        let month = String(first.path.split(separator: "/").dropFirst().first ?? "")
        let merge = SegmentMerge(files)
        let merged = try sealSegment(feed: first.feed, month: month) { path in
            try SegmentWriter.write(merge.columns, feed: first.feed, packing: scope.packing, rows: rows, to: path) {
                try merge.write(to: $0)
            }
        }
        try swap(segments.map { ("segment", $0.id, $0.path) }, for: merged.path, month: month) { db in
            guard let feed = try Int64.fetchOne(db, sql: "SELECT id FROM feed WHERE code = ?", arguments: [first.feed]) else {
                throw StoreError.misuse("the catalogue has no feed \(first.feed)")
            }
            try enter(merged, feed: feed, tlp: first.tlp, in: db)
        }
        report.segmentsMerged += segments.count
        report.segmentsWritten += 1
        report.bytesBefore += segments.reduce(0) { $0 + $1.byteCount }
        report.bytesAfter += merged.outcome.byteCount
    }
}
