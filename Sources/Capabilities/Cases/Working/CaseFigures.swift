internal import Centre
internal import GRDB
internal import Vocabulary

/// What came in and how quickly the centre worked, of the cases received in a span of time. Reports, incidents and coordinated cases are never
/// added up: one incident may be told in ten reports.
struct CaseFigures: Sendable {
    /// Numbers of one group of cases.
    struct Line: Sendable, Hashable {
        var received = 0
        var closed = 0
        /// Seconds from receipt, one for each case that came so far.
        var toAcknowledge: [Int] = []
        var toAct: [Int] = []
        var toClose: [Int] = []
    }

    var kinds: [Case.Kind: Line] = [:]
    /// By RSIT type, incidents and coordinated cases alone.
    var types: [String: Line] = [:]
    /// By sector, incidents and coordinated cases alone.
    var sectors: [String: Line] = [:]
    var merged = 0
    var closings: [Case.Closing: Int] = [:]

    /// Counts what was received from a moment until another. Cases that were joined to others are counted apart: they are reports of the same.
    init(from: Instant, to: Instant, _ database: Database) throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT kind, state, closing, type, sector, received, acknowledged, acted, closed FROM cases_case
                WHERE received >= ? AND received < ?
                """, arguments: [from.microseconds, to.microseconds])
        while let row = try rows.next() {
            let kind = Case.Kind(rawValue: row[0]) ?? .report
            let isMerged = row[1] as String == Case.State.merged.rawValue
            if isMerged { merged += 1 }
            let received: Int64 = row[5]
            func seconds(_ column: Int) -> Int? { (row[column] as Int64?).map { max(0, Int(($0 - received) / 1_000_000)) } }
            let times = (seconds(6), seconds(7), seconds(8))
            func add(_ line: inout Line) {
                line.received += 1
                if let time = times.0 { line.toAcknowledge.append(time) }
                if let time = times.1 { line.toAct.append(time) }
                if let time = times.2 {
                    line.toClose.append(time)
                    line.closed += 1
                }
            }
            if !isMerged || kind == .report { add(&kinds[kind, default: Line()]) }
            if kind != .report, !isMerged {
                add(&types[row[3] as String? ?? "undetermined", default: Line()])
                add(&sectors[row[4] as String? ?? "other", default: Line()])
            }
            if let closing = (row[2] as String?).flatMap(Case.Closing.init(rawValue:)), !isMerged { closings[closing, default: 0] += 1 }
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
