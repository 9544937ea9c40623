internal import GRDB
internal import Vocabulary

extension JobQueue {
    /// How every kind stands, by name.
    public func overview() async throws -> [JobOverview] {
        let now = clock().microseconds
        return try await records.read { database in
            let kinds = try Row.fetchAll(
                database,
                sql: """
                    SELECT name, expression, zone, next, is_paused, last_done,
                        (SELECT count(*) FROM jobs_job WHERE kind = name AND state = 'waiting') AS waiting,
                        (SELECT count(*) FROM jobs_job WHERE kind = name AND state = 'waiting' AND due <= ?) AS due,
                        (SELECT count(*) FROM jobs_job WHERE kind = name AND state = 'givenUp') AS given_up
                    FROM (
                        SELECT name, expression, zone, next, is_paused, last_done FROM jobs_kind
                        UNION SELECT kind, NULL, NULL, NULL, 0, NULL FROM jobs_job WHERE kind NOT IN (SELECT name FROM jobs_kind)
                    )
                    ORDER BY name
                    """, arguments: [now])
            return try kinds.map { row in
                let kind: String = row["name"]
                let isPaused: Bool = row["is_paused"]
                let schedule = (row["expression"] as String?).map { JobSchedule($0, zone: row["zone"] ?? "UTC") }
                return JobOverview(
                    kind: kind, schedule: schedule, next: isPaused ? nil : (row["next"] as Int64?).map(Instant.init(microseconds:)),
                    isPaused: isPaused, waiting: row["waiting"], due: row["due"], givenUp: row["given_up"],
                    running: try JobQueue.running(kind, database), last: try JobQueue.outcomes(kind, limit: 1, database).first,
                    lastDone: (row["last_done"] as Int64?).map(Instant.init(microseconds:)))
            }
        }
    }

    /// The last outcomes of a kind, the newest first. So many good and so many bad ones are kept as the runner was told.
    public func outcomes(of kind: String, limit: Int = 50) async throws -> [JobOutcome] {
        try await records.read { try JobQueue.outcomes(kind, limit: limit, $0) }
    }

    /// Jobs of a kind that wait or were given up, given-up ones first, then by the time they are due.
    public func waiting(of kind: String, limit: Int = 50) async throws -> [WaitingJob] {
        try await records.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, key, queued, due, attempt, state, error FROM jobs_job WHERE kind = ? AND state <> 'running'
                    ORDER BY state = 'waiting', due, id LIMIT ?
                    """, arguments: [kind, limit]
            ).map { row in
                WaitingJob(
                    job: row["id"], kind: kind, key: row["key"], queued: Instant(microseconds: row["queued"]),
                    due: Instant(microseconds: row["due"]), attempts: row["attempt"], isGivenUp: row["state"] == "givenUp",
                    error: row["error"])
            }
        }
    }

    private static func running(_ kind: String, _ database: Database) throws -> [RunningJob] {
        try Row.fetchAll(
            database, sql: "SELECT id, started, attempt, holder FROM jobs_job WHERE kind = ? AND state = 'running' ORDER BY started, id",
            arguments: [kind]
        ).map { row in
            RunningJob(job: row["id"], since: Instant(microseconds: row["started"]), attempt: row["attempt"], holder: row["holder"])
        }
    }

    private static func outcomes(_ kind: String, limit: Int, _ database: Database) throws -> [JobOutcome] {
        try Row.fetchAll(database, sql: "SELECT * FROM jobs_outcome WHERE kind = ? ORDER BY id DESC LIMIT ?", arguments: [kind, limit]).map
        { row in
            JobOutcome(
                job: row["job"], kind: kind, key: row["key"], attempt: row["attempt"], started: Instant(microseconds: row["started"]),
                ended: Instant(microseconds: row["ended"]), result: JobResult(rawValue: row["result"]) ?? .failed, text: row["text"])
        }
    }
}
