internal import GRDB

/// What a compaction did.
public struct CompactionReport: Sendable, Hashable {
    /// Finding runs that went in.
    public var runsMerged = 0
    /// Finding runs that came out.
    public var runsWritten = 0
    /// Segments that went in.
    public var segmentsMerged = 0
    /// Segments that came out.
    public var segmentsWritten = 0
    /// Bytes of all files that went in.
    public var bytesBefore = 0
    /// Bytes of all files that came out.
    public var bytesAfter = 0
}

extension EmbeddedStore {
    /// Merges finding runs and small segments where there are eight or more of about the same size (within a factor of eight), and what
    /// small segments are left of months that nothing comes in for any more. Cheap to call after every commit: most times there is nothing
    /// to do.
    ///
    /// New files are written first; one transaction puts them in the place of the old ones, which are then removed. A crash at any moment
    /// leaves either the old or the new.
    @discardableResult
    public func compactIfNeeded() throws -> CompactionReport {
        var report = CompactionReport()
        try requireLock(for: "compact")
        while let runs = try fullTierOfRuns() { try merge(runs, into: &report) }
        try mergeFullTiersOfSegments(into: &report)
        return report
    }

    /// Merges all finding runs into one, and all segments of the same feed, marking and month into as few as they make of at most two million
    /// rows, packed more thoroughly than time allows when events come in. What stays the same of a device from day to day is stored once
    /// then. Needs the memory of one row group, however much is merged.
    @discardableResult
    public func compact() throws -> CompactionReport {
        var report = CompactionReport()
        try requireLock(for: "compact")
        let runs = try storedRuns()
        if runs.count > 1 { try merge(runs, into: &report) }
        try mergeSmallSegments(into: &report)
        return report
    }

    /// How many of one size make a merge.
    static let fanIn = 8

    /// The power of eight below a count.
    static func tier(_ count: Int) -> Int { (Int.bitWidth - max(1, count).leadingZeroBitCount - 1) / 3 }

    /// Gives a new file its name and puts it in the place of old ones.
    func swap(
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
}
