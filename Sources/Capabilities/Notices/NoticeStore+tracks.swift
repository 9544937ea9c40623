internal import Centre
internal import EventStore
internal import Foundation
internal import GRDB
internal import Vocabulary

/// Where a finding stands.
struct NoticeTrack: Sendable, Hashable {
    enum Outcome: String, Sendable { case waiting, told, suppressed, nothing }

    var since: Instant
    var outcome: Outcome
    /// Looked at again from here on.
    var due: Instant
    var told: ToldBefore?
    var isGone = false
}

extension NoticeStore {
    /// All tracks. A hundred bytes for each finding that was ever told or waits.
    static func tracks(_ database: Database) throws -> [FindingID: NoticeTrack] {
        var tracks: [FindingID: NoticeTrack] = [:]
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT finding, since, outcome, due, told, last_told, reminders, escalated, upstream, answer, answered, returned,
                    gone IS NOT NULL FROM notices_track
                """)
        while let row = try rows.next() {
            guard let id = FindingID(stored: row[0]) else { continue }
            var told: ToldBefore?
            if let first = row[4] as Int64? {
                told = ToldBefore(
                    first: Instant(microseconds: first), last: Instant(microseconds: row[5] as Int64? ?? first), reminders: row[6],
                    isEscalated: row[7], isUpstream: row[8], answer: (row[9] as String?).flatMap { NoticeAnswer.Kind(rawValue: $0) },
                    answered: (row[10] as Int64?).map(Instant.init(microseconds:)),
                    returned: Set((row[11] as String).split(separator: " ").map(String.init)))
            }
            tracks[id] = NoticeTrack(
                since: Instant(microseconds: row[1]), outcome: NoticeTrack.Outcome(rawValue: row[2]) ?? .nothing,
                due: Instant(microseconds: row[3]), told: told, isGone: row[12])
        }
        return tracks
    }

    /// Writes where a finding stands after a decision, and the decision where it says something new.
    static func settle(
        _ finding: SeenFinding, owner: OwnerFacts, _ decision: NoticeDecision, outcome: NoticeTrack.Outcome, due: Instant,
        isNews: Bool, because: Int64, notice: String?, contact: String?, at now: Instant, _ database: Database
    ) throws {
        let track = try database.cachedStatement(
            sql: """
                INSERT INTO notices_track (finding, owner, sector, type, feeds, first_seen, since, outcome, due, rule)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                ON CONFLICT (finding) DO UPDATE SET owner = ?2, sector = ?3, feeds = ?5, outcome = ?8, due = ?9, rule = ?10, gone = NULL
                """)
        try track.execute(arguments: [
            finding.id.stored, owner.id, owner.sector, finding.type, finding.feeds.joined(separator: " "), finding.firstSeen.microseconds,
            now.microseconds, outcome.rawValue, due.microseconds, decision.rule,
        ])
        guard isNews else { return }
        let entry = try database.cachedStatement(
            sql: """
                INSERT INTO notices_decision (finding, moment, outcome, rule, rule_version, contact, notice, because)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try entry.execute(arguments: [
            finding.id.stored, now.microseconds, outcome.rawValue, decision.rule, decision.ruleVersion, contact, notice, because,
        ])
    }

    /// Notes that a finding was told.
    static func told(_ finding: FindingID, _ kind: Notice.Kind, due: Instant, at now: Instant, _ database: Database) throws {
        let isFresh = kind == .first || kind == .reopened
        let statement = try database.cachedStatement(
            sql: """
                UPDATE notices_track SET told = CASE WHEN ?3 THEN ?2 ELSE coalesce(told, ?2) END, last_told = ?2, due = ?4,
                    reminders = CASE WHEN ?3 THEN 0 ELSE reminders + ?5 END, escalated = CASE WHEN ?3 THEN 0 ELSE max(escalated, ?6) END,
                    upstream = CASE WHEN ?3 THEN 0 ELSE max(upstream, ?7) END, answer = CASE WHEN ?3 THEN NULL ELSE answer END,
                    answered = CASE WHEN ?3 THEN NULL ELSE answered END, returned = '', gone = NULL
                WHERE finding = ?1
                """)
        try statement.execute(arguments: [
            finding.stored, now.microseconds, isFresh, due.microseconds, kind == .reminder ? 1 : 0, kind == .escalation, kind == .upstream,
        ])
    }

    /// Notes that findings that were told are there no more.
    static func gone(_ finding: FindingID, at moment: Instant, _ database: Database) throws {
        try database.execute(
            sql: "UPDATE notices_track SET gone = ? WHERE finding = ? AND gone IS NULL", arguments: [moment.microseconds, finding.stored])
    }

    /// Decisions about a finding, the newest first.
    static func decisions(about finding: FindingID, _ database: Database) throws -> [KeptDecision] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT d.*, b.text FROM notices_decision d JOIN notices_because b ON b.id = d.because WHERE d.finding = ?
                ORDER BY d.id DESC LIMIT 100
                """, arguments: [finding.stored]
        ).map { row in
            KeptDecision(
                moment: Instant(microseconds: row["moment"]), outcome: row["outcome"], rule: row["rule"], ruleVersion: row["rule_version"],
                notice: row["notice"], because: reasons(row["text"]))
        }
    }
}

/// A decision as it was kept.
struct KeptDecision: Sendable {
    let moment: Instant
    let outcome: String
    let rule: String?
    let ruleVersion: Int
    let notice: String?
    let because: [Reason]
}
