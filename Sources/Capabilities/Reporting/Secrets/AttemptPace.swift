internal import Synchronization
internal import Vocabulary

/// Counts wrong words by where they come from. Words cannot be guessed; this keeps those who try from keeping the centre busy.
///
/// A place waits longer with every failure, up to a quarter of an hour; nobody else waits for it.
final class AttemptPace: Sendable {
    private struct Count {
        var failures = 0
        var last: Instant
    }

    private static let free = 5
    private static let memory = Duration.seconds(900)
    private static let limit = 20_000
    private let counts = Mutex<[String: Count]>([:])

    /// Seconds to wait before the next attempt; nil where none.
    func wait(_ place: String, now: Instant) -> Int? {
        counts.withLock { counts in
            guard let count = counts[place], now - count.last < Self.memory, count.failures >= Self.free else { return nil }
            let pause = min(15 << min(count.failures - Self.free, 6), 900)
            let passed = Int((now - count.last).components.seconds)
            return passed < pause ? pause - passed : nil
        }
    }

    func failed(_ place: String, now: Instant) {
        counts.withLock { counts in
            if counts.count >= Self.limit { counts = counts.filter { now - $0.value.last < Self.memory } }
            if counts.count >= Self.limit { counts.removeAll() }
            var count = counts[place] ?? Count(last: now)
            if now - count.last >= Self.memory { count.failures = 0 }
            count.failures += 1
            count.last = now
            counts[place] = count
        }
    }
}
