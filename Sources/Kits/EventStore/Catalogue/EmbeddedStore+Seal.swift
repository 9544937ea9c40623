public import Events
internal import Vocabulary

extension EmbeddedStore {
    /// Sorts a batch, writes its segment and its finding run under temporary names and makes them last, and counts it by hour. Touches
    /// nothing shared, so many threads may seal at once.
    /// - Throws: ``StoreError/diskFull(path:)``; then nothing is left behind.
    public func seal(_ batch: EventBatch, feed: FeedContext) throws -> SealedBatch {
        try requireLock(for: "ingest")
        let times = RowTimes(batch, receivedAt: feed.receivedAt)
        let rollups = RollupDelta(batch, times: times)
        guard let latest = times.latest else {
            return SealedBatch(
                rowCount: 0, byteCount: 0, findingCount: 0, feed: feed, segment: nil, run: nil, rollups: rollups, latest: nil)
        }
        let run = try sealFindings(batch, feed: feed, times: times)
        do {
            let segment = try sealSegment(feed: feed.code, month: Self.month(of: latest)) { path in
                let order = RowOrder.sorted(batch, times: times.times)
                return try SegmentWriter.write(batch, order: order, feed: feed.code, to: path)
            }
            return SealedBatch(
                rowCount: batch.rowCount, byteCount: segment.outcome.byteCount, findingCount: run.summary.recordCount, feed: feed,
                segment: segment, run: run, rollups: rollups, latest: latest)
        } catch {
            try? FileActions.remove(path + "/" + run.path + ".tmp")
            throw error
        }
    }

    /// Throws away a sealed batch.
    public func discard(_ sealed: SealedBatch) {
        for file in [sealed.segment?.path, sealed.run?.path] {
            guard let file else { continue }
            // What cannot be removed now is named by no row, so the next ingest removes it.
            try? FileActions.remove(path + "/" + file + ".tmp")
        }
    }

    private func sealFindings(_ batch: EventBatch, feed: FeedContext, times: RowTimes) throws -> SealedRun {
        let file = "findings/\(Self.freshName()).run"
        let summary = try times.times.withUnsafeBufferPointer { times in
            try FindingFold(batch, feed: RunFeed(code: feed.code, interval: feed.intervalSeconds), times: times)
                .write(to: path + "/" + file + ".tmp", times: times)
        }
        return SealedRun(path: file, summary: summary)
    }

    /// Writes a segment of a month (`2026-03`) at the path that is handed to `write`.
    func sealSegment(feed: String, month: String, _ write: (String) throws -> SegmentWriter.Outcome) throws -> SealedSegment {
        let folder = path + "/events/" + month
        try FileActions.makeFolder(folder)
        let file = "events/\(month)/\(Self.fileName(of: feed))-\(Self.freshName()).parquet"
        return SealedSegment(path: file, month: month, outcome: try write(path + "/" + file + ".tmp"))
    }

    static func month(of time: Int64) -> String {
        let date = Instant(microseconds: time).date
        // Years of more than four digits come from broken clocks; the folder is only a place.
        let year = String(min(max(date.year, 0), 9999))
        return String(repeating: "0", count: 4 - year.count) + year + (date.month < 10 ? "-0" : "-") + String(date.month)
    }

    static func freshName() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A feed's code as part of a file name.
    private static func fileName(of feed: String) -> String {
        String(
            decoding: feed.utf8.prefix(64).map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "-"):
                    byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }
}
