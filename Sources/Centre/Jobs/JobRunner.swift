internal import GRDB
internal import Glibc
public import Logging
internal import Metrics
public import ServiceLifecycle
internal import Vocabulary

/// Runs the jobs of a queue in this process. Several processes may run the same queue: a job belongs to one of them at a time.
///
/// A job is held by a lease that the runner extends as long as it lives. One that a process left behind is taken up when its lease ran
/// out; one whose lease was lost, because the process stood still for too long, is cancelled here and its end is not written.
public actor JobRunner: Service {
    let queue: JobQueue
    let kinds: [String: JobKind]
    let options: JobRunnerOptions
    let logger: Logger
    let ledger: JobLedger
    let stopSign = StopSign()
    private var times: [String: JobTimes] = [:]
    private var running: [Int64: Running] = [:]
    private var wake: AsyncStream<Void>.Continuation?
    private var keysForgotten: Instant?

    private struct Running {
        let claim: JobClaim
        var lease: Instant
        let task: Task<Void, Never>
    }

    /// A runner for these kinds; jobs of others wait.
    public init(_ queue: JobQueue, kinds: [JobKind], options: JobRunnerOptions = JobRunnerOptions(), logger: Logger) {
        self.queue = queue
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { first, _ in first }
        self.options = options
        self.logger = logger
        ledger = JobLedger(holder: "\(getpid())-\(String(UInt32.random(in: 0 ... .max), radix: 36))", outcomesKept: options.outcomesKept)
    }

    /// Writes down kinds and timetables. `run` does it first.
    /// - Throws: ``CronMistake`` for a timetable that cannot be read.
    public func register() async throws {
        for kind in kinds.values { times[kind.name] = try kind.schedule?.times() }
        let (kinds, times, ledger, now) = (kinds, times, ledger, queue.clock())
        try await queue.records.write { database in
            for (name, kind) in kinds { try ledger.register(kind, times[name], now: now, database) }
            let names = kinds.keys.map { $0 }
            // A timetable of a capability that is gone asks for nothing; somebody's pause outlives it.
            let marks = databaseQuestionMarks(count: names.count)
            try database.execute(
                sql: "UPDATE jobs_kind SET expression = NULL, zone = NULL, next = NULL WHERE name NOT IN (\(marks))",
                arguments: StatementArguments(names))
        }
    }

    /// Runs jobs until the centre shuts down: then takes no new ones, lets those that run end, cancels them after `options.drain`, and
    /// returns when all have.
    public func run() async throws {
        try await register()
        let (signals, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wake = wake
        let listener = queue.listen { wake.yield() }
        let stopSign = stopSign
        let beating = Task { [options] in
            while !Task.isCancelled {
                try await options.sleep(self.beatInterval)
                await self.beat()
            }
        }
        defer {
            queue.forget(listener)
            beating.cancel()
        }
        wake.yield()
        await withGracefulShutdownHandler {
            var alarm: Task<Void, any Error>?
            for await _ in signals {
                if stopSign.isSet { break }
                alarm?.cancel()
                let pause = await self.takeUp()
                alarm = Task { [options] in
                    try await options.sleep(pause)
                    wake.yield()
                }
            }
            alarm?.cancel()
        } onGracefulShutdown: {
            stopSign.set()
            wake.yield()
        }
        stopSign.set()
        await drain()
    }

    /// Runs everything that is due, and what it queues, until nothing is due: for commands and tests.
    /// - Returns: How many runs there were.
    @discardableResult
    public func runDue() async throws -> Int {
        if times.isEmpty { try await register() }
        var count = 0
        while true {
            let started = try await startDue()
            if started == 0, running.isEmpty { return count }
            count += started
            for job in running.values { await job.task.value }
        }
    }

    /// Extends the leases of what runs here, and cancels what is no longer this runner's. `run` does it by itself.
    public func beat() async {
        let now = queue.clock()
        let held = running.values.map { ($0.claim, now + self.lease(of: $0.claim)) }
        guard !held.isEmpty else { return }
        var lost: [Int64] = []
        do {
            let ledger = ledger
            lost = try await queue.records.write { database in try held.filter { try !ledger.extend($0.0, to: $0.1, database) }.map(\.0.id)
            }
            for (claim, lease) in held { running[claim.id]?.lease = lease }
        } catch {
            logger.warning("leases of jobs could not be extended", metadata: ["error": "\(error)"])
            lost = running.values.filter { $0.lease <= now }.map(\.claim.id)
        }
        for id in lost {
            guard let job = running[id] else { continue }
            logger.warning("a job ran past its lease and is cancelled here", metadata: ["kind": "\(job.claim.kind)", "job": "\(id)"])
            job.task.cancel()
        }
    }

    // MARK: - Taking up

    /// Starts what is due; gives the pause until the next look.
    private func takeUp() async -> Duration {
        do {
            let looked = queue.clock()
            _ = try await startDue()
            return try await pause(since: looked)
        } catch {
            logger.error("jobs could not be taken up", metadata: ["error": "\(error)"])
            return options.poll
        }
    }

    private func startDue() async throws -> Int {
        let now = queue.clock()
        // After the machine slept, what runs here looks abandoned to this runner as well.
        if running.values.contains(where: { $0.lease <= now }) { await beat() }
        let (kinds, times, ledger, queue, room) = (kinds, times, ledger, queue, options.slots - running.count)
        let chance = options.chance()
        let forgets = keysForgotten.map { now - $0 > .seconds(3600) } ?? true
        let remembered = options.keysRemembered
        let claims = try await queue.records.write { database in
            if forgets { try ledger.forgetKeys(before: now - remembered, database) }
            try ledger.takeBack(kinds, chance: chance, now: now, database)
            try ledger.schedule(times, queue, now: now, database)
            var claims: [JobClaim] = []
            for name in try ledger.dueKinds(now: now, database) {
                guard let kind = kinds[name] else { continue }
                claims += try ledger.claim(kind, room: room - claims.count, now: now, database)
            }
            return claims
        }
        if forgets { keysForgotten = now }
        for claim in claims { start(claim, now) }
        return claims.count
    }

    /// Until the next moment after the last look. What was due by then and was not taken waits for a free place, whose end wakes the
    /// runner, or for its kind to be resumed, which does too.
    private func pause(since looked: Instant) async throws -> Duration {
        let names = Array(kinds.keys)
        let next = try await queue.records.read { database in
            let marks = databaseQuestionMarks(count: names.count)
            return try Int64.fetchOne(
                database,
                sql: """
                    SELECT min(moment) FROM (
                        SELECT min(due) AS moment FROM jobs_job WHERE kind IN (\(marks)) AND state = 'waiting' AND due > ?
                        UNION ALL SELECT min(next) FROM jobs_kind WHERE is_paused = 0
                    )
                    """, arguments: StatementArguments(names) + [looked.microseconds])
        }
        guard let next else { return options.poll }
        return max(.zero, min(Instant(microseconds: next) - queue.clock(), options.poll))
    }

    // MARK: - Running

    private func start(_ claim: JobClaim, _ now: Instant) {
        guard let kind = kinds[claim.kind] else { return }
        let task = Task { await self.perform(claim, kind) }
        running[claim.id] = Running(claim: claim, lease: now + kind.lease, task: task)
    }

    private func perform(_ claim: JobClaim, _ kind: JobKind) async {
        var logger = logger
        logger[metadataKey: "kind"] = "\(claim.kind)"
        logger[metadataKey: "job"] = "\(claim.id)"
        let context = JobContext(
            job: claim.id, kind: claim.kind, key: claim.key, attempt: claim.attempt, isLastAttempt: claim.attempt >= kind.retry.attempts,
            queued: Instant(microseconds: claim.queued), scheduled: claim.scheduled.map(Instant.init(microseconds:)), logger: logger,
            clock: queue.clock, payload: claim.payload, stopSign: stopSign)
        let outcome: Result<JobEnd, any Error>
        do {
            outcome = .success(try await kind.run(context))
        } catch {
            outcome = .failure(error)
        }
        let now = queue.clock()
        let verdict = verdict(outcome, claim, kind, now)
        if case .failure(let error) = outcome, verdict.result != .interrupted {
            logger.warning("a job failed", metadata: ["attempt": "\(claim.attempt)", "error": "\(error)"])
        }
        await write(verdict, claim, logger, now)
        running[claim.id] = nil
        Counter(label: "keshik_jobs_ended_total", dimensions: [("kind", claim.kind), ("result", verdict.result.rawValue)]).increment()
        Metrics.Timer(label: "keshik_job_duration_seconds", dimensions: [("kind", claim.kind)]).recordMicroseconds(
            max(0, now.microseconds - claim.started))
        wake?.yield()
    }

    private func verdict(_ outcome: Result<JobEnd, any Error>, _ claim: JobClaim, _ kind: JobKind, _ now: Instant) -> JobVerdict {
        switch outcome {
        case .success(.done(let text)): return JobVerdict(result: .done, text: text, again: nil)
        case .success(.again(let moment, let text)): return JobVerdict(result: .again, text: text, again: moment.microseconds)
        case .failure where Task.isCancelled && stopSign.isSet:
            return JobVerdict(result: .interrupted, text: "the centre was shut down", again: now.microseconds)
        case .failure(let error):
            let pause = error is HopelessJob ? nil : kind.retry.pause(afterAttempt: claim.attempt, chance: options.chance())
            return JobVerdict(
                result: pause == nil ? .givenUp : .failed, text: String("\(error)".prefix(2000)),
                again: pause.map { (now + $0).microseconds })
        }
    }

    private func write(_ verdict: JobVerdict, _ claim: JobClaim, _ logger: Logger, _ now: Instant) async {
        let (records, ledger) = (queue.records, ledger)
        // A task of its own, because the job's may be cancelled and its end must be written all the same.
        let writing = Task {
            try await records.write { database in
                guard try ledger.holds(claim, database) else { return false }
                try ledger.settle(claim, verdict, now: now, database)
                return true
            }
        }
        switch await writing.result {
        case .success(true): break
        case .success(false): logger.warning("a job ended after its lease was lost; its end is not written")
        case .failure(let error): logger.error("how a job ended could not be written; it will run again", metadata: ["error": "\(error)"])
        }
    }

    private func drain() async {
        guard !running.isEmpty else { return }
        logger.info("waiting for jobs to end", metadata: ["running": "\(running.count)"])
        let tasks = running.values.map(\.task)
        let isCancelled = Task.isCancelled
        let limit = Task { [options] in
            if !isCancelled { try await options.sleep(options.drain) }
            for task in tasks { task.cancel() }
        }
        await withTaskCancellationHandler {
            for task in tasks { await task.value }
        } onCancel: {
            for task in tasks { task.cancel() }
        }
        limit.cancel()
    }

    private func lease(of claim: JobClaim) -> Duration { kinds[claim.kind]?.lease ?? .seconds(60) }

    private var beatInterval: Duration { (kinds.values.map(\.lease).min() ?? .seconds(60)) / 3 }
}
