public import Logging
public import Vocabulary

/// One kind of work that the centre does in the background: queued, by a timetable, or both.
public struct JobKind: Sendable {
    /// `<capability>.<what>`: `notices.compose`.
    public let name: String
    /// When it runs by itself, `nil` where it is only queued.
    public let schedule: JobSchedule?
    /// What happens after a failure.
    public let retry: RetryPlan
    /// How many may run at once, in all processes together.
    public let atOnce: Int
    /// How long a job belongs to the process that took it, unless that confirms it; a killed process's job is taken up after this time.
    public let lease: Duration
    let run: @Sendable (JobContext) async throws -> JobEnd

    /// A kind of job. `run` may be called again for the same job, after a failure or after the process was killed in the middle; what it
    /// changes it should change so that a second time makes no difference, or in one transaction.
    public init(
        name: String, schedule: JobSchedule? = nil, retry: RetryPlan = .usual, atOnce: Int = 1, lease: Duration = .seconds(60),
        run: @escaping @Sendable (JobContext) async throws -> JobEnd
    ) {
        self.name = name
        self.schedule = schedule
        self.retry = retry
        self.atOnce = max(atOnce, 1)
        self.lease = lease
        self.run = run
    }
}

/// How a job ended that did not fail.
public enum JobEnd: Sendable, Hashable {
    /// It is done; the text says what was done, for the page of jobs: `31 notices composed`.
    case done(String)
    /// It is to run again at a moment, which is not a failure and uses up no attempt.
    case again(at: Instant, String)
}

/// Thrown by a job that no further attempt can help: it is given up at once.
public struct HopelessJob: Error, Sendable, CustomStringConvertible {
    /// Why.
    public let description: String

    /// A reason to give up.
    public init(_ reason: String) { description = reason }
}

/// What a job is given while it runs.
public struct JobContext: Sendable {
    /// Its number.
    public let job: Int64
    /// Its kind.
    public let kind: String
    /// Its idempotency key, where it has one.
    public let key: String?
    /// Which attempt this is, from 1.
    public let attempt: Int
    /// True where a failure of this attempt is the end.
    public let isLastAttempt: Bool
    /// When it was queued.
    public let queued: Instant
    /// The moment of the timetable it stands for, where it came from one. After a standstill one job stands for all that were missed.
    public let scheduled: Instant?
    /// Writes with the kind and the number of the job.
    public let logger: Logger
    /// The time.
    public let clock: @Sendable () -> Instant
    let payload: String
    let stopSign: StopSign

    /// True once the centre is shutting down: a job in several parts ends after the present one with `.again(at: clock(), …)`. After a
    /// while its task is cancelled.
    public var isStopping: Bool { stopSign.isSet }
}
