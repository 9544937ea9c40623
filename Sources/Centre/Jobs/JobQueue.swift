public import GRDB
internal import Synchronization
public import Vocabulary

/// The work that waits, kept in the records database: what was queued is done even if the process is killed.
public final class JobQueue: Sendable {
    let records: Records
    let clock: @Sendable () -> Instant
    /// Runners in this process, told when there is something new.
    private let listeners = Mutex<(next: Int, calls: [Int: @Sendable () -> Void])>((0, [:]))

    /// The queue of a records database.
    public init(records: Records, clock: @escaping @Sendable () -> Instant) {
        self.records = records
        self.clock = clock
    }

    /// Puts a job in the queue.
    @discardableResult
    public func add(_ job: NewJob) async throws -> JobReceipt { try await records.write { try self.add(job, in: $0) } }

    /// Puts a job in the queue within a transaction of the caller: it is queued if and only if that succeeds.
    @discardableResult
    public func add(_ job: NewJob, in database: Database) throws -> JobReceipt {
        if let key = job.key {
            let isKnown = try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM jobs_job WHERE kind = :kind AND key = :key)
                        OR EXISTS (SELECT 1 FROM jobs_settled WHERE kind = :kind AND key = :key)
                    """, arguments: ["kind": job.kind, "key": key])
            if isKnown == true { return .already }
        }
        return .queued(try insert(job, in: database))
    }

    /// Queues a job of a kind that needs to know nothing, at once, even while the kind is paused.
    @discardableResult
    public func runNow(_ kind: String) async throws -> JobReceipt {
        try await records.write { .queued(try self.insert(NewJob(kind), isForced: true, in: $0)) }
    }

    /// Takes a waiting or given-up job up at once, even while its kind is paused; its attempts count from the beginning.
    /// - Returns: False where there is no such job or it runs already.
    public func runNow(job: Int64) async throws -> Bool {
        let now = clock().microseconds
        return try await records.write { database in
            try database.execute(
                sql: """
                    UPDATE jobs_job SET state = 'waiting', is_forced = 1, due = ?, attempt = 0 WHERE id = ? AND state <> 'running'
                    """, arguments: [now, job])
            self.wakeAfterCommit(database)
            return database.changesCount > 0
        }
    }

    /// Removes a waiting or given-up job. Its key counts as done.
    /// - Returns: False where there is no such job or it runs already.
    public func discard(job: Int64) async throws -> Bool {
        let now = clock().microseconds
        return try await records.write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO jobs_settled (kind, key, settled)
                    SELECT kind, key, ? FROM jobs_job WHERE id = ? AND state <> 'running' AND key IS NOT NULL
                    """, arguments: [now, job])
            try database.execute(sql: "DELETE FROM jobs_job WHERE id = ? AND state <> 'running'", arguments: [job])
            return database.changesCount > 0
        }
    }

    /// Lets jobs of a kind wait until it is resumed; what runs now runs to its end.
    public func pause(_ kind: String) async throws {
        try await records.write { database in
            try database.execute(
                sql: "INSERT INTO jobs_kind (name, is_paused) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET is_paused = 1",
                arguments: [kind])
        }
    }

    /// Lets jobs of a kind run again. Times of its timetable that passed meanwhile do not come back.
    public func resume(_ kind: String) async throws {
        let now = clock()
        try await records.write { database in
            try database.execute(sql: "UPDATE jobs_kind SET is_paused = 0 WHERE name = ?", arguments: [kind])
            let row = try Row.fetchOne(
                database, sql: "SELECT expression, zone FROM jobs_kind WHERE name = ? AND expression IS NOT NULL", arguments: [kind])
            if let row {
                let times = try JobSchedule(row["expression"], zone: row["zone"]).times()
                try database.execute(
                    sql: "UPDATE jobs_kind SET next = ? WHERE name = ?", arguments: [times.next(after: now)?.microseconds, kind])
            }
            self.wakeAfterCommit(database)
        }
    }

    func insert(_ job: NewJob, isForced: Bool = false, scheduled: Int64? = nil, in database: Database) throws -> Int64 {
        let now = clock().microseconds
        try database.execute(
            sql: """
                INSERT INTO jobs_job (kind, key, payload, state, is_forced, queued, scheduled, due)
                VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?)
                """, arguments: [job.kind, job.key, job.payload, isForced, now, scheduled, job.due?.microseconds ?? now])
        wakeAfterCommit(database)
        return database.lastInsertedRowID
    }

    // MARK: - Waking runners

    /// Calls back whenever something was queued in this process, until `forget`.
    func listen(_ call: @escaping @Sendable () -> Void) -> Int {
        listeners.withLock { listeners in
            listeners.next += 1
            listeners.calls[listeners.next] = call
            return listeners.next
        }
    }

    func forget(_ listener: Int) { listeners.withLock { _ = $0.calls.removeValue(forKey: listener) } }

    private func wakeAfterCommit(_ database: Database) {
        database.afterNextTransaction { [weak self] _ in
            guard let self else { return }
            for call in self.listeners.withLock({ Array($0.calls.values) }) { call() }
        }
    }
}
