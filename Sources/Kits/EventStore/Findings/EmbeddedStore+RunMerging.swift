internal import GRDB

extension EmbeddedStore {
    /// A run as the catalogue has it.
    struct StoredRun {
        var id: Int64
        var path: String
        var records: Int
        var events: Int
        var bytes: Int
    }

    func storedRuns() throws -> [StoredRun] {
        try reading { db in
            try Row.fetchAll(db, sql: "SELECT id, path, records, events, bytes FROM finding_run ORDER BY id").map {
                StoredRun(id: $0[0], path: $0[1], records: $0[2], events: $0[3], bytes: $0[4])
            }
        }
    }

    /// The runs of the smallest tier that is full, with all smaller ones, which add little; nil where none is full.
    func fullTierOfRuns() throws -> [StoredRun]? {
        let runs = try storedRuns()
        let tiers = Dictionary(grouping: runs) { Self.tier($0.records) }
        guard let full = tiers.filter({ $0.value.count >= Self.fanIn }).keys.min() else { return nil }
        return runs.filter { Self.tier($0.records) <= full }
    }

    func merge(_ runs: [StoredRun], into report: inout CompactionReport) throws {
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
}
