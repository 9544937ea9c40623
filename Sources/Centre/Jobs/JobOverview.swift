public import Vocabulary

/// How a kind of job stands, for the page of jobs.
public struct JobOverview: Sendable, Hashable {
    /// The name of the kind.
    public let kind: String
    /// Its timetable, where it has one.
    public let schedule: JobSchedule?
    /// When the timetable comes next; `nil` without one and while it is paused.
    public let next: Instant?
    /// True where it neither starts by timetable nor from the queue until somebody resumes it.
    public let isPaused: Bool
    /// How many wait, those that wait for a further attempt included.
    public let waiting: Int
    /// How many of them are due already.
    public let due: Int
    /// How many were given up and wait for a person's decision.
    public let givenUp: Int
    /// What runs now.
    public let running: [RunningJob]
    /// The last outcome.
    public let last: JobOutcome?
    /// When it last ended well.
    public let lastDone: Instant?
}

/// A job that runs now.
public struct RunningJob: Sendable, Hashable {
    /// Its number.
    public let job: Int64
    /// Since when.
    public let since: Instant
    /// Which attempt it is.
    public let attempt: Int
    /// The process that runs it, as `<process number>-<random>`.
    public let holder: String
}

/// How one run of a job ended.
public struct JobOutcome: Sendable, Hashable {
    /// The job's number.
    public let job: Int64
    /// Its kind.
    public let kind: String
    /// Its key.
    public let key: String?
    /// Which attempt it was.
    public let attempt: Int
    /// When it began.
    public let started: Instant
    /// When it ended.
    public let ended: Instant
    /// How.
    public let result: JobResult
    /// What was done, or what went wrong.
    public let text: String
}

/// How a run ended.
public enum JobResult: String, Sendable, CaseIterable {
    /// Well.
    case done
    /// Not at its end: it runs again because it asked to.
    case again
    /// With an error; it will be tried again.
    case failed
    /// With an error, and no further attempt is made by itself.
    case givenUp
    /// In the middle, because the centre was shut down; it is taken up again.
    case interrupted
    /// With its process, which did not say how; it is taken up again.
    case lost

    /// True where something went wrong.
    public var isBad: Bool { self == .failed || self == .givenUp || self == .lost }
}

/// A job that waits or was given up.
public struct WaitingJob: Sendable, Hashable {
    /// Its number.
    public let job: Int64
    /// Its kind.
    public let kind: String
    /// Its key.
    public let key: String?
    /// When it was queued.
    public let queued: Instant
    /// When it is due.
    public let due: Instant
    /// How often it was tried.
    public let attempts: Int
    /// True where it was given up.
    public let isGivenUp: Bool
    /// What went wrong last.
    public let error: String?
}
