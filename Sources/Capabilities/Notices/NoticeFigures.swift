internal import Centre
internal import GRDB
internal import Vocabulary

/// Whether telling helps: how far notices came, how soon owners were told, and what became of what they were told.
struct NoticeFigures: Sendable {
    /// One line of a table: a sector, a feed, a type.
    struct Line: Sendable, Hashable {
        var told = 0
        var gone = 0
        /// Seconds, one for each finding that is gone.
        var toGone: [Int] = []

        var share: Double { told == 0 ? 0 : Double(gone) / Double(told) }
    }

    var stages: [NoticeStage: Int] = [:]
    var total = Line()
    /// Seconds from first seen to told.
    var toTold: [Int] = []
    var sectors: [String: Line] = [:]
    var feeds: [String: Line] = [:]
    var types: [String: Line] = [:]

    /// Counts what was told since a moment.
    init(since: Instant, now: Instant, _ database: Database) throws {
        let notices = try Row.fetchCursor(
            database,
            sql: "SELECT state, sent, read, answered FROM notices_notice WHERE planned >= ?", arguments: [since.microseconds])
        while let row = try notices.next() {
            let stage = Self.stage(row, now)
            stages[stage, default: 0] += 1
        }
        let tracks = try Row.fetchCursor(
            database,
            // Decided is not told: what waits for approval, or was called off, has helped nobody yet.
            sql: """
                SELECT sector, type, feeds, first_seen, told, gone FROM notices_track AS track WHERE told >= ? AND EXISTS (
                    SELECT 1 FROM notices_item AS item JOIN notices_notice AS notice ON notice.number = item.notice
                    WHERE item.finding = track.finding AND notice.sent IS NOT NULL)
                """, arguments: [since.microseconds])
        while let row = try tracks.next() {
            let told: Int64 = row[4]
            let gone: Int64? = row[5]
            // What was seen last before it was told was gone at that time; telling did not do it.
            let lasted = gone.map { max(0, Int(($0 - told) / 1_000_000)) }
            func add(_ line: inout Line) {
                line.told += 1
                if let lasted {
                    line.gone += 1
                    line.toGone.append(lasted)
                }
            }
            add(&total)
            toTold.append(max(0, Int((told - (row[3] as Int64)) / 1_000_000)))
            add(&sectors[row[0] as String? ?? "other", default: Line()])
            add(&types[row[1], default: Line()])
            for feed in (row[2] as String).split(separator: " ") { add(&feeds[String(feed), default: Line()]) }
        }
    }

    private static func stage(_ row: Row, _ now: Instant) -> NoticeStage {
        if row[3] as Int64? != nil { return .answered }
        if row[2] as Int64? != nil { return .read }
        switch Notice.State(rawValue: row[0]) ?? .planned {
        case .awaiting: return .awaiting
        case .planned: return .planned
        case .returned: return .returned
        case .withdrawn: return .withdrawn
        case .sent:
            let sent: Int64 = row[1] ?? now.microseconds
            return Instant(microseconds: sent) + Notice.silence <= now ? .delivered : .sent
        }
    }

    /// The middle of some numbers; nil of none.
    static func median(_ values: [Int]) -> Int? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
