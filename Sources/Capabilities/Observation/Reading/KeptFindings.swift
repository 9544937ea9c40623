internal import EventStore
internal import Synchronization

/// All findings in memory for lists and counts, made when somebody first asks and brought up to date when somebody asks again.
///
/// A small change is read at once, so that a list shows what came a moment ago. Where bringing it up to date takes longer, the list shows
/// findings as they were a few moments ago, with all decisions, and the rest is read meanwhile.
final class KeptFindings: Sendable {
    private struct State {
        var index: FindingIndex?
        /// How long the last reading took.
        var cost = Duration.zero
        var finished = ContinuousClock.now
        var isReading = false
    }

    /// A reading that takes no longer is waited for.
    private static let patience = Duration.milliseconds(60)
    /// Readings take at most one part in so many of the time.
    private static let share = 10

    private let store: EmbeddedStore
    private let policy: FindingPolicy
    private let state = Mutex(State())
    /// Held while the store is read, so that it is read once where many ask.
    private let reading = Mutex(())

    init(_ store: EmbeddedStore, policy: FindingPolicy) {
        self.store = store
        self.policy = policy
    }

    /// The findings. To be called on a thread of the store.
    func index() throws -> FindingIndex {
        let (kept, cost) = state.withLock { ($0.index, $0.cost) }
        guard let kept else { return try read() }
        let mark = try store.findingMark()
        if kept.mark == mark { return kept }
        if cost <= Self.patience { return try read() }
        readMeanwhile()
        return try store.refreshedDecisions(of: kept)
    }

    private func read() throws -> FindingIndex {
        try reading.withLock { _ in
            let clock = ContinuousClock()
            let start = clock.now
            let index = try store.findingIndex(from: state.withLock { $0.index }, policy: policy)
            state.withLock { $0 = State(index: index, cost: clock.now - start, finished: clock.now, isReading: false) }
            return index
        }
    }

    private func readMeanwhile() {
        let isDue = state.withLock { state in
            guard !state.isReading, ContinuousClock.now - state.finished >= state.cost * Self.share else { return false }
            state.isReading = true
            return true
        }
        guard isDue else { return }
        Task.detached { [self] in
            do {
                _ = try read()
            } catch {
                // Whoever asks next is told what is wrong by their own reading.
                state.withLock { $0 = State() }
            }
        }
    }
}
