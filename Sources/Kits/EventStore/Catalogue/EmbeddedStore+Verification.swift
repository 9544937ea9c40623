internal import GRDB
internal import Glibc
internal import Parquet

/// What is wrong with a store.
public struct StoreProblem: Sendable, Hashable {
    /// The file, or the catalogue.
    public var path: String
    /// Where in it.
    public var place: String
    /// What is wrong.
    public var reason: String
    /// What to do about it.
    public var remedy: String
}

/// What looking at all of a store found.
public struct VerificationReport: Sendable, Hashable {
    /// Segments looked at.
    public var segments = 0
    /// Events in them.
    public var events = 0
    /// Finding runs looked at.
    public var runs = 0
    /// Records in them.
    public var records = 0
    /// Bytes of all those files.
    public var bytes = 0
    /// What is wrong; empty when all is well.
    public var problems: [StoreProblem] = []

    /// Whether nothing is wrong.
    public var isClean: Bool { problems.isEmpty }
}

extension EmbeddedStore {
    /// Reads every file of the store and checks that it is what was written, that the catalogue is sound, and that the sums agree: events
    /// in segments and those retention took away, events in the ledger, events the findings count, and the counts by hour are all the same
    /// number.
    /// - Parameter progress: Called after each file with how many are done, and how many there are.
    public func verify(progress: (Int, Int) -> Void = { _, _ in }) throws -> VerificationReport {
        var report = VerificationReport()
        // One look at the catalogue, so that an ingest at the same time does not shift the sums.
        let catalogue = try reading { db in
            report.problems += try catalogueProblems(in: db)
            let runs = try Row.fetchAll(db, sql: "SELECT path, records, events, bytes FROM finding_run ORDER BY id").map { row in
                (path: row[0] as String, records: row[1] as Int, events: row[2] as Int, bytes: row[3] as Int)
            }
            let sums = try Row.fetchAll(db, sql: "SELECT id, checksum FROM segment").map { ($0[0] as Int64, $0[1] as Int64) }
            return (segments: try segments(SegmentSelection(), in: db), sums: Dictionary(uniqueKeysWithValues: sums), runs: runs)
        }
        let total = catalogue.segments.count + catalogue.runs.count
        for segment in catalogue.segments {
            if let problem = try problem(with: segment, checksum: catalogue.sums[segment.id] ?? 0) { report.problems.append(problem) }
            report.segments += 1
            report.events += segment.rowCount
            report.bytes += segment.byteCount
            progress(report.segments, total)
        }
        for run in catalogue.runs {
            if let problem = try problem(with: run.path, records: run.records, events: run.events, bytes: run.bytes) {
                report.problems.append(problem)
            }
            report.runs += 1
            report.records += run.records
            report.bytes += run.bytes
            progress(report.segments + report.runs, total)
        }
        return report
    }

    // MARK: - Files

    /// Whether a file that the catalogue named before has been merged into another or retired since.
    private func isStillNamed(_ file: String) throws -> Bool {
        try reading { db in
            try Bool.fetchOne(
                db,
                sql: "SELECT EXISTS (SELECT 1 FROM segment WHERE path = ?1) OR EXISTS (SELECT 1 FROM finding_run WHERE path = ?1)",
                arguments: [file]) ?? false
        }
    }

    private func problem(with segment: Segment, checksum: Int64) throws -> StoreProblem? {
        let remedy = "restore the file from a backup, or remove the store and ingest its sources again"
        return try problem(with: segment.path, bytes: segment.byteCount, remedy: remedy) { full in
            let file = try ParquetFile(path: full, verifiesChecksums: true)
            guard file.rowCount == segment.rowCount else {
                return ("its footer", "it has \(file.rowCount) events, the catalogue says \(segment.rowCount)")
            }
            _ = try file.verify()
            if try Int64(bitPattern: FileActions.checksum(full)) == checksum { return nil }
            return ("its footer, an index or a bloom filter", "the checksum of the file does not agree")
        }
    }

    private func problem(with run: String, records: Int, events: Int, bytes: Int) throws -> StoreProblem? {
        let remedy = "restore the file from a backup; findings cannot be made again without ingesting their sources again"
        return try problem(with: run, bytes: bytes, remedy: remedy) { full in
            let file = try RunFile(path: full)
            guard file.recordCount == records, file.eventCount == events else {
                return (
                    "its footer",
                    "it has \(file.recordCount) records of \(file.eventCount) events, the catalogue says \(records) of \(events)"
                )
            }
            let cursor = try RunCursor(file)
            var counted: UInt64 = 0
            var before: UInt128?
            while cursor.isValid {
                if let before, before >= cursor.key { return (FindingID(bits: cursor.key).description, "it is out of order") }
                before = cursor.key
                var episodes = ByteCursor(try cursor.payload().rest)
                counted &+= EpisodeCoding.events(&episodes)
                try cursor.advance()
            }
            return counted == UInt64(events) ? nil : ("its records", "they count \(counted) events, its footer \(events)")
        }
    }

    private func problem(
        with file: String, bytes: Int, remedy: String, _ look: (String) throws -> (place: String, reason: String)?
    ) throws -> StoreProblem? {
        guard let (place, reason) = try finding(in: file, bytes: bytes, look), try isStillNamed(file) else { return nil }
        return StoreProblem(path: path + "/" + file, place: place, reason: reason, remedy: remedy)
    }

    private func finding(
        in file: String, bytes: Int, _ look: (String) throws -> (place: String, reason: String)?
    ) throws -> (place: String, reason: String)? {
        let full = path + "/" + file
        guard let size = try FileActions.size(full) else { return ("the file", "it is missing") }
        guard size == bytes else { return ("the file", "it has \(size) bytes, the catalogue says \(bytes)") }
        do {
            return try look(full)
        } catch let error as StoreError {
            switch error {
            case .damaged(_, let place, let reason): return (place, reason)
            case .system(let operation, _, let code): return ("the file", "cannot \(operation) it, error \(code)")
            default: throw error
            }
        } catch let error as ParquetError {
            switch error {
            case .damaged(_, let place, let reason): return (place, reason)
            case .notParquet(_, let reason): return ("the file", reason)
            case .unsupported(_, let place, let feature): return (place, "it says it uses \(feature), which the store never writes")
            case .system(let operation, _, let code): return ("the file", "cannot \(operation) it, error \(code)")
            case .misuse: throw error
            }
        }
    }

    // MARK: - Catalogue

    private func catalogueProblems(in db: Database) throws -> [StoreProblem] {
        let file = path + "/catalogue.sqlite"
        let restore = "restore the store from a backup"
        var problems: [StoreProblem] = []
        for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where line != "ok" {
            problems.append(StoreProblem(path: file, place: "SQLite's pages", reason: line, remedy: restore))
        }
        for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
            let table: String = row[0]
            problems.append(
                StoreProblem(path: file, place: "table \(table)", reason: "a row points to one that is not there", remedy: restore))
        }
        let ledger = try Int64.fetchOne(db, sql: "SELECT ifnull(sum(rows), 0) FROM piece") ?? 0
        let kept = try Int64.fetchOne(
            db, sql: "SELECT (SELECT ifnull(sum(rows), 0) FROM segment) + (SELECT ifnull(sum(rows), 0) FROM retired)")
        var sums = [
            ("the segments and what retention removed", kept ?? 0),
            ("the findings", try Int64.fetchOne(db, sql: "SELECT ifnull(sum(events), 0) FROM finding_run") ?? 0),
        ]
        let pending = try PendingCounts.all(in: db)
        for dimension in RollupDimension.allCases {
            let counted = try Int64.fetchOne(db, sql: "SELECT ifnull(sum(count), 0) FROM \(dimension.table)") ?? 0
            sums.append(("the counts by \(dimension.rawValue)", pending.reduce(counted) { $0 + $1.total(of: dimension) }))
        }
        for (what, sum) in sums where sum != ledger {
            problems.append(
                StoreProblem(
                    path: file, place: what, reason: "they come to \(sum) events, the ledger to \(ledger)", remedy: restore))
        }
        return problems
    }
}
