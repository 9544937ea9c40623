internal import Events
internal import GRDB
internal import Parquet
internal import Vocabulary

/// What a compaction did.
public struct CompactionReport: Sendable, Hashable {
    /// Finding runs that went in and came out.
    public var runsMerged = 0
    public var runsWritten = 0
    /// Segments that went in and came out.
    public var segmentsMerged = 0
    public var segmentsWritten = 0
    /// Bytes of all those files.
    public var bytesBefore = 0
    public var bytesAfter = 0
}

extension EmbeddedStore {
    /// Merges finding runs and small segments where there are eight or more of about the same size (within a factor of eight). Cheap to
    /// call after every commit: most times there is nothing to do.
    ///
    /// New files are written first; one transaction puts them in the place of the old ones, which are then removed. A crash at any moment
    /// leaves either the old or the new.
    @discardableResult
    public func compactIfNeeded() throws -> CompactionReport {
        var report = CompactionReport()
        try requireLock(for: "compact")
        while let runs = try fullTierOfRuns() { try merge(runs, into: &report) }
        while let group = try fullTierOfSegments() { try merge(group, into: &report) }
        return report
    }

    /// Merges all finding runs into one, and all small segments of the same feed, marking and month.
    @discardableResult
    public func compact() throws -> CompactionReport {
        var report = CompactionReport()
        try requireLock(for: "compact")
        let runs = try storedRuns()
        if runs.count > 1 { try merge(runs, into: &report) }
        for group in try groups(of: smallSegments()) where group.count > 1 {
            var rest = group[...]
            while rest.count > 1 {
                let part = Self.fitting(rest)
                rest = rest.dropFirst(part.count)
                if part.count > 1 { try merge(part, into: &report) }
            }
        }
        return report
    }

    /// How many of one size make a merge.
    private static let fanIn = 8
    /// Segments of this many rows are large enough to stay as they are.
    private static let smallRows = SegmentWriter.rowGroupRows / 2

    /// The power of eight below a count.
    private static func tier(_ count: Int) -> Int { (Int.bitWidth - max(1, count).leadingZeroBitCount - 1) / 3 }

    // MARK: - Runs

    private struct StoredRun {
        var id: Int64
        var path: String
        var records: Int
        var events: Int
        var bytes: Int
    }

    private func storedRuns() throws -> [StoredRun] {
        try reading { db in
            try Row.fetchAll(db, sql: "SELECT id, path, records, events, bytes FROM finding_run ORDER BY id").map {
                StoredRun(id: $0[0], path: $0[1], records: $0[2], events: $0[3], bytes: $0[4])
            }
        }
    }

    /// The runs of the smallest tier that is full, with all smaller ones, which add little; nil where none is full.
    private func fullTierOfRuns() throws -> [StoredRun]? {
        let runs = try storedRuns()
        let tiers = Dictionary(grouping: runs) { Self.tier($0.records) }
        guard let full = tiers.filter({ $0.value.count >= Self.fanIn }).keys.min() else { return nil }
        return runs.filter { Self.tier($0.records) <= full }
    }

    private func merge(_ runs: [StoredRun], into report: inout CompactionReport) throws {
        let file = "findings/\(Self.freshName()).run"
        let files = try runs.map { try RunFile(path: path + "/" + $0.path) }
        let summary = try RunCompaction.merge(files, to: path + "/" + file + ".tmp")
        let events = runs.reduce(0) { $0 + $1.events }
        guard summary.eventCount == events else {
            try FileActions.remove(path + "/" + file + ".tmp")
            throw StoreError.damaged(
                path: path + "/findings", place: "the runs being merged",
                reason: "they count \(summary.eventCount) events, the catalogue \(events)")
        }
        try swap(runs.map { ("finding_run", $0.id, $0.path) }, for: file, month: nil) { db in
            try db.execute(
                sql: "INSERT INTO finding_run (path, records, events, bytes) VALUES (?, ?, ?, ?)",
                arguments: [file, summary.recordCount, summary.eventCount, summary.byteCount])
        }
        report.runsMerged += runs.count
        report.runsWritten += 1
        report.bytesBefore += runs.reduce(0) { $0 + $1.bytes }
        report.bytesAfter += summary.byteCount
    }

    /// Gives a new file its name and puts it in the place of old ones.
    private func swap(
        _ old: [(table: String, id: Int64, path: String)], for file: String, month: String?, _ insert: (Database) throws -> Void
    ) throws {
        do {
            try place(file, month: month)
            try writing("compact") { db in
                for entry in old { try db.execute(sql: "DELETE FROM \(entry.table) WHERE id = ?", arguments: [entry.id]) }
                try insert(db)
            }
        } catch StoreError.diskFull(let place) {
            try? FileActions.remove(path + "/" + file)
            try? FileActions.remove(path + "/" + file + ".tmp")
            throw StoreError.diskFull(path: place)
        }
        // What cannot be removed now is named by no row, so the next ingest removes it.
        for entry in old { try? FileActions.remove(path + "/" + entry.path) }
    }

    // MARK: - Segments

    private func smallSegments() throws -> [Segment] {
        try segments().filter { $0.rowCount < Self.smallRows }
    }

    /// Segments that may be merged: of one feed, marking and month, and without a column that is of two types.
    private func groups(of segments: [Segment]) -> [[Segment]] {
        struct Home: Hashable {
            var feed: String
            var tlp: String?
            var folder: Substring
        }
        let homes = Dictionary(grouping: segments) { segment in
            Home(
                feed: segment.feed, tlp: segment.tlp?.label,
                folder: segment.path.dropLast(segment.path.split(separator: "/").last?.count ?? 0))
        }
        var groups: [[Segment]] = []
        for home in homes.values {
            var kin: [(types: [String: ColumnType], segments: [Segment])] = []
            for segment in home.sorted(by: { $0.id < $1.id }) {
                let place = kin.firstIndex { kin in segment.columns.allSatisfy { (kin.types[$0.name] ?? $0.type) == $0.type } }
                if let place {
                    kin[place].segments.append(segment)
                    for column in segment.columns { kin[place].types[column.name] = column.type }
                } else {
                    kin.append((Dictionary(uniqueKeysWithValues: segment.columns.map { ($0.name, $0.type) }), [segment]))
                }
            }
            groups += kin.map(\.segments)
        }
        return groups
    }

    /// Segments of a tier that is full; nil where none is.
    private func fullTierOfSegments() throws -> [Segment]? {
        for group in groups(of: try smallSegments()) where group.count >= Self.fanIn {
            let tiers = Dictionary(grouping: group) { Self.tier($0.rowCount) }
            for tier in tiers.keys.sorted() {
                guard let members = tiers[tier], members.count >= Self.fanIn else { continue }
                let part = Self.fitting(members[...])
                if part.count > 1 { return part }
            }
        }
        return nil
    }

    /// As many of the first segments as fit into one row group.
    private static func fitting(_ segments: ArraySlice<Segment>) -> [Segment] {
        var rows = 0
        return Array(
            segments.prefix { segment in
                rows += segment.rowCount
                return rows <= SegmentWriter.rowGroupRows
            }.prefix(64))
    }

    private func merge(_ segments: [Segment], into report: inout CompactionReport) throws {
        guard let first = segments.first else { return }
        let files = try segments.map { try ParquetFile(path: url(of: $0), verifiesChecksums: true) }
        let rows = segments.reduce(0) { $0 + $1.rowCount }
        guard files.reduce(0, { $0 + $1.rowCount }) == rows else {
            throw StoreError.damaged(
                path: path + "/events", place: first.path, reason: "the segments do not hold the rows the catalogue says")
        }
        let batch = EventBatch(rowCount: rows)
        for column in try SegmentReader.columns(of: files) { batch.add(column) }
        let times = RowTimes(batch, receivedAt: 0)
        let month = String(first.path.split(separator: "/").dropFirst().first ?? "")
        let merged = try sealSegment(batch, feed: first.feed, times: times.times, month: month)
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
