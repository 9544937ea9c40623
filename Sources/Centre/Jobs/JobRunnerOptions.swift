/// How a runner works.
public struct JobRunnerOptions: Sendable {
    /// How many jobs run at once in this process.
    public var slots: Int
    /// How long it goes without looking for jobs that another process queued.
    public var poll: Duration
    /// How long jobs may go on when the centre shuts down before they are cancelled.
    public var drain: Duration
    /// How many good and how many bad outcomes are kept of each kind.
    public var outcomesKept: Int
    /// How long the key of a job that was done stays taken.
    public var keysRemembered: Duration
    /// A random number, 0..<1.
    public var chance: @Sendable () -> Double
    /// Waits.
    public var sleep: @Sendable (Duration) async throws -> Void

    /// The usual, except for what is given.
    public init(
        slots: Int = 8, poll: Duration = .seconds(5), drain: Duration = .seconds(20), outcomesKept: Int = 50,
        keysRemembered: Duration = .seconds(30 * 86_400), chance: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.slots = max(slots, 1)
        self.poll = poll
        self.drain = drain
        self.outcomesKept = max(outcomesKept, 1)
        self.keysRemembered = keysRemembered
        self.chance = chance
        self.sleep = sleep
    }
}
