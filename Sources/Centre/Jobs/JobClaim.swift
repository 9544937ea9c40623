internal import GRDB
internal import Vocabulary

/// A job that a runner holds.
struct JobClaim: Sendable {
    let id: Int64
    let kind: String
    let key: String?
    let payload: String
    let attempt: Int
    let queued: Int64
    let scheduled: Int64?
    let started: Int64
}

/// What a runner writes at the end of a run.
struct JobVerdict: Sendable {
    let result: JobResult
    let text: String
    /// When the job is due again; `nil` where it is not.
    let again: Int64?
}

/// The steps of a runner in the database, each within a transaction of the caller.
struct JobLedger: Sendable {
    let holder: String
    let outcomesKept: Int

    /// Writes down the kinds a program has, with the next moment of each timetable that is new or changed.
    func register(_ kind: JobKind, _ times: JobTimes?, now: Instant, _ database: Database) throws {
        let row = try Row.fetchOne(database, sql: "SELECT expression, zone, next FROM jobs_kind WHERE name = ?", arguments: [kind.name])
        let isSame = row.map { $0["expression"] == kind.schedule?.expression && $0["zone"] == kind.schedule?.zone } ?? false
        if isSame { return }
        try database.execute(
            sql: """
                INSERT INTO jobs_kind (name, expression, zone, next) VALUES (?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET expression = excluded.expression, zone = excluded.zone, next = excluded.next
                """, arguments: [kind.name, kind.schedule?.expression, kind.schedule?.zone, times?.next(after: now)?.microseconds])
    }

    /// Queues what the timetables ask for: one job however many moments passed, none while one of its kind still waits or runs.
    func schedule(_ times: [String: JobTimes], _ queue: JobQueue, now: Instant, _ database: Database) throws {
        let rows = try Row.fetchAll(
            database, sql: "SELECT name, next FROM jobs_kind WHERE is_paused = 0 AND next <= ?", arguments: [now.microseconds])
        for row in rows {
            let kind: String = row["name"]
            guard let times = times[kind] else { continue }
            try database.execute(
                sql: "UPDATE jobs_kind SET next = ? WHERE name = ?", arguments: [times.next(after: now)?.microseconds, kind])
            let isPending = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM jobs_job WHERE kind = ? AND scheduled IS NOT NULL)", arguments: [kind])
            if isPending == true { continue }
            _ = try queue.insert(NewJob(kind), scheduled: row["next"], in: database)
        }
    }

    /// Takes back jobs whose holder let the lease run out: its process was killed or stands still.
    func takeBack(_ kinds: [String: JobKind], chance: Double, now: Instant, _ database: Database) throws {
        let rows = try Row.fetchAll(
            database, sql: "SELECT * FROM jobs_job WHERE state = 'running' AND lease <= ?", arguments: [now.microseconds])
        for row in rows {
            let claim = JobClaim(row)
            guard let kind = kinds[claim.kind] else { continue }
            let holder: String = row["holder"]
            let pause = kind.retry.pause(afterAttempt: claim.attempt, chance: chance)
            let text = "process \(holder) ended or stood still while it ran the job"
            let verdict = JobVerdict(result: pause == nil ? .givenUp : .lost, text: text, again: pause.map { (now + $0).microseconds })
            try settle(claim, verdict, now: now, database)
        }
    }

    /// Kinds that have jobs due, the one whose job is due for longest first, so that none starves.
    func dueKinds(now: Instant, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT name FROM (
                    SELECT name, (SELECT min(due) FROM jobs_job WHERE kind = name AND state = 'waiting') AS due FROM jobs_kind
                ) WHERE due <= ? ORDER BY due, name
                """, arguments: [now.microseconds])
    }

    /// Takes jobs that are due, at most `room` and as many as the kind allows at once.
    func claim(_ kind: JobKind, room: Int, now: Instant, _ database: Database) throws -> [JobClaim] {
        let running =
            try Int.fetchOne(database, sql: "SELECT count(*) FROM jobs_job WHERE kind = ? AND state = 'running'", arguments: [kind.name])
            ?? 0
        let free = min(room, kind.atOnce - running)
        guard free > 0 else { return [] }
        let rows = try Row.fetchAll(
            database,
            sql: """
                UPDATE jobs_job SET state = 'running', holder = :holder, lease = :lease, started = :now, attempt = attempt + 1
                WHERE id IN (
                    SELECT id FROM jobs_job WHERE kind = :kind AND state = 'waiting' AND due <= :now
                        AND (is_forced = 1 OR NOT EXISTS (SELECT 1 FROM jobs_kind WHERE name = :kind AND is_paused = 1))
                    ORDER BY due, id LIMIT :free
                )
                RETURNING *
                """,
            arguments: [
                "holder": holder, "lease": (now + kind.lease).microseconds, "now": now.microseconds, "kind": kind.name, "free": free,
            ])
        return rows.map(JobClaim.init)
    }

    /// Extends the lease of a job; false where it is no longer this runner's.
    func extend(_ claim: JobClaim, to lease: Instant, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "UPDATE jobs_job SET lease = ? WHERE id = ? AND holder = ? AND attempt = ?",
            arguments: [lease.microseconds, claim.id, holder, claim.attempt])
        return database.changesCount > 0
    }

    /// True while the job is still this runner's, which another may have taken up after the lease ran out.
    func holds(_ claim: JobClaim, _ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM jobs_job WHERE id = ? AND holder = ? AND attempt = ?)",
            arguments: [claim.id, holder, claim.attempt]) ?? false
    }

    /// Writes down how a run ended and what becomes of the job.
    func settle(_ claim: JobClaim, _ verdict: JobVerdict, now: Instant, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO jobs_outcome (kind, is_bad, job, key, attempt, started, ended, result, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                claim.kind, verdict.result.isBad, claim.id, claim.key, claim.attempt, claim.started, now.microseconds,
                verdict.result.rawValue, verdict.text,
            ])
        try database.execute(
            sql: """
                DELETE FROM jobs_outcome WHERE kind = :kind AND is_bad = :bad AND id <=
                    (SELECT id FROM jobs_outcome WHERE kind = :kind AND is_bad = :bad ORDER BY id DESC LIMIT 1 OFFSET :kept)
                """, arguments: ["kind": claim.kind, "bad": verdict.result.isBad, "kept": outcomesKept])
        if let again = verdict.again {
            // Neither what was asked for nor what the shutdown cut off used up an attempt.
            let attempts = verdict.result == .again ? 0 : verdict.result == .interrupted ? claim.attempt - 1 : claim.attempt
            try database.execute(
                sql: """
                    UPDATE jobs_job SET state = 'waiting', holder = NULL, lease = NULL, started = NULL, due = ?, attempt = ?, error = ?
                    WHERE id = ?
                    """, arguments: [again, attempts, verdict.result.isBad ? verdict.text : nil, claim.id])
        } else if verdict.result == .givenUp, claim.scheduled == nil {
            try database.execute(
                sql: "UPDATE jobs_job SET state = 'givenUp', holder = NULL, lease = NULL, started = NULL, error = ? WHERE id = ?",
                arguments: [verdict.text, claim.id])
        } else {
            try database.execute(sql: "DELETE FROM jobs_job WHERE id = ?", arguments: [claim.id])
            if let key = claim.key {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO jobs_settled (kind, key, settled) VALUES (?, ?, ?)",
                    arguments: [claim.kind, key, now.microseconds])
            }
        }
        if verdict.result == .done {
            try database.execute(sql: "UPDATE jobs_kind SET last_done = ? WHERE name = ?", arguments: [now.microseconds, claim.kind])
        }
    }

    /// Forgets keys of jobs done before a moment.
    func forgetKeys(before moment: Instant, _ database: Database) throws {
        try database.execute(sql: "DELETE FROM jobs_settled WHERE settled < ?", arguments: [moment.microseconds])
    }
}

extension JobClaim {
    init(_ row: Row) {
        id = row["id"]
        kind = row["kind"]
        key = row["key"]
        payload = row["payload"]
        attempt = row["attempt"]
        queued = row["queued"]
        scheduled = row["scheduled"]
        started = row["started"]
    }
}
