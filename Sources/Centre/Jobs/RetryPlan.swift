/// How often a job that failed is tried again, and when: each pause longer than the one before, and none the same for all.
public struct RetryPlan: Sendable, Hashable {
    /// How often it is tried in all before it is given up.
    public var attempts: Int
    /// The pause after the first failure.
    public var first: Duration
    /// What each further pause is multiplied by.
    public var factor: Double
    /// The longest pause.
    public var longest: Duration
    /// The part of a pause that is left to chance, 0...1, so that jobs that failed together do not come back together.
    public var jitter: Double

    /// A plan.
    public init(attempts: Int, first: Duration, factor: Double = 2, longest: Duration, jitter: Double = 0.2) {
        self.attempts = max(attempts, 1)
        self.first = first
        self.factor = max(factor, 1)
        self.longest = longest
        self.jitter = min(max(jitter, 0), 1)
    }

    /// Eight attempts within about an hour: 30 s, 1 min, 2 min … at most 30 min.
    public static let usual = RetryPlan(attempts: 8, first: .seconds(30), longest: .seconds(1800))
    /// One attempt.
    public static let never = RetryPlan(attempts: 1, first: .zero, longest: .zero)
    /// For what must get out although the other side is down over a weekend: 1 min doubled up to 4 h, about five days.
    public static let patient = RetryPlan(attempts: 38, first: .seconds(60), longest: .seconds(4 * 3600))

    /// The pause after a failure; `nil` where it was the last attempt.
    /// - Parameters:
    ///   - attempt: The number of the attempt that failed, from 1.
    ///   - chance: A random number, 0..<1.
    public func pause(afterAttempt attempt: Int, chance: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        var pause = first
        for _ in 1..<max(attempt, 1) {
            pause = pause * factor
            if pause >= longest { break }
        }
        pause = min(pause, longest)
        return pause * (1 - jitter / 2 + jitter * chance)
    }
}
