import Logging
import Vocabulary

@testable import Centre

/// A queue in a data folder of its own, with a clock that stands still.
struct JobsFixture: Sendable {
    let folder = DataFolder()
    let clock = TestClock()
    let records: Records
    let queue: JobQueue

    init() throws {
        records = try folder.open()
        queue = JobQueue(records: records, clock: clock.read)
    }

    /// A runner as a process has one; chance always gives the middle.
    func runner(_ kinds: [JobKind], slots: Int = 8, outcomesKept: Int = 50) -> JobRunner {
        JobRunner(queue, kinds: kinds, options: .still(slots: slots, outcomesKept: outcomesKept), logger: .silent)
    }

    /// A second process on the same data folder.
    func otherProcess(_ kinds: [JobKind]) throws -> (queue: JobQueue, runner: JobRunner) {
        let queue = JobQueue(records: try folder.open(), clock: clock.read)
        return (queue, JobRunner(queue, kinds: kinds, options: .still(), logger: .silent))
    }

    func results(_ kind: String) async throws -> [JobResult] { try await queue.outcomes(of: kind).map(\.result).reversed() }

    func overview(_ kind: String) async throws -> JobOverview? { try await queue.overview().first { $0.kind == kind } }
}

extension JobRunnerOptions {
    /// Nothing happens by the passing of time.
    static func still(slots: Int = 8, outcomesKept: Int = 50) -> JobRunnerOptions {
        JobRunnerOptions(
            slots: slots, outcomesKept: outcomesKept, chance: { 0.5 }, sleep: { _ in try await Task.sleep(for: .seconds(86_400)) })
    }
}

extension Logger {
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

/// Holds whoever waits at it until it is opened, and tells when somebody came.
actor Gate {
    private var isOpen = false
    private var held: [CheckedContinuation<Void, Never>] = []
    private var arrivals = 0
    private var awaited: [(count: Int, CheckedContinuation<Void, Never>)] = []

    /// Waits until the gate is open; a cancelled task waits as well.
    func pass() async {
        arrivals += 1
        for waiter in awaited where waiter.count <= arrivals { waiter.1.resume() }
        awaited.removeAll { $0.count <= arrivals }
        if isOpen { return }
        await withCheckedContinuation { held.append($0) }
    }

    /// Returns once so many came.
    func arrival(_ count: Int = 1) async {
        if arrivals >= count { return }
        await withCheckedContinuation { awaited.append((count, $0)) }
    }

    func open() {
        isOpen = true
        for waiter in held { waiter.resume() }
        held = []
    }
}
