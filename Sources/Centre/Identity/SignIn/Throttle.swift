internal import Synchronization
internal import Vocabulary

/// Counts tries that failed, by who was tried and from where, and says who has to wait.
///
/// Nobody can lock another person out by it: what makes somebody wait is always tied to where the tries come from; an account as a
/// whole only becomes slower, and a browser in which the person signed in before is counted apart.
final class Throttle: Sendable {
    /// How patient one kind of count is.
    struct Rule: Sendable, Hashable {
        /// Tries that cost nothing.
        let free: Int
        /// The wait after the first that is too many; it doubles with every further one.
        let first: Duration
        let longest: Duration
        /// After how long without a failure all is forgotten.
        let memory: Duration
    }

    /// An account from one place.
    static let pair = Rule(free: 5, first: .seconds(30), longest: .seconds(900), memory: .seconds(3600))
    /// A place, whomever it tries.
    static let place = Rule(free: 30, first: .seconds(30), longest: .seconds(900), memory: .seconds(3600))
    /// A browser in which the person signed in before.
    static let device = Rule(free: 10, first: .seconds(60), longest: .seconds(900), memory: .seconds(3600))
    /// Codes after a right password: who gets so far knows the password.
    static let code = Rule(free: 5, first: .seconds(60), longest: .seconds(3600), memory: .seconds(86_400))
    /// Mails with a link to one address. The wait is shorter than a link lives: whoever asks in somebody's name, there is always a link in
    /// the mailbox that opens.
    static let mailbox = Rule(free: 3, first: .seconds(300), longest: .seconds(300), memory: .seconds(3600))

    private struct Count {
        var failures = 0
        var last: Instant
        var until: Instant
        let memory: Duration
    }

    private struct State {
        var counts: [String: Count] = [:]
        /// Failures of all in the present minute and the one before.
        var minute: Int64 = 0
        var present = 0
        var before = 0
    }

    private static let limit = 100_000
    private let state = Mutex(State())

    /// Counts a try in advance, so that many at once do not slip through; `succeeded` takes it back.
    /// - Returns: how long to wait instead; nil where the try may go on
    func charge(_ key: String, _ rule: Rule, now: Instant) -> Duration? {
        state.withLock { state in
            if state.counts.count >= Self.limit { Self.forget(&state, now) }
            var count = state.counts[key] ?? Count(last: now, until: now, memory: rule.memory)
            if now - count.last > rule.memory { count = Count(last: now, until: now, memory: rule.memory) }
            guard count.until <= now else { return count.until - now }
            count.failures += 1
            count.last = now
            if count.failures >= rule.free {
                let wait = rule.first * Int(1 << min(count.failures - rule.free, 20))
                count.until = now + min(wait, rule.longest)
            }
            state.counts[key] = count
            return nil
        }
    }

    /// Takes a try back that was right, with what was counted before it.
    func succeeded(_ key: String) { state.withLock { $0.counts[key] = nil } }

    /// Takes one try back, no more.
    func refund(_ key: String) {
        state.withLock { state in
            guard var count = state.counts[key] else { return }
            count.failures = max(0, count.failures - 1)
            count.until = count.last
            state.counts[key] = count.failures == 0 ? nil : count
        }
    }

    /// Notes a failure for the slow-down of all.
    func failed(account: String, now: Instant) {
        state.withLock { state in
            Self.turn(&state, now)
            state.present += 1
            var count = state.counts["a:" + account] ?? Count(last: now, until: now, memory: .seconds(3600))
            if now - count.last > count.memory { count.failures = 0 }
            count.failures += 1
            count.last = now
            state.counts["a:" + account] = count
        }
    }

    /// How much slower a try of somebody unknown is made: with failures at the account, and with those of all in the last minutes.
    func slowDown(account: String, now: Instant) -> Duration {
        state.withLock { state in
            Self.turn(&state, now)
            let own = state.counts["a:" + account].map { now - $0.last > $0.memory ? 0 : $0.failures } ?? 0
            let all = max(state.present, state.before)
            return .milliseconds(min(own / 10 * 250, 2000) + min(all / 100 * 500, 2000))
        }
    }

    private static func turn(_ state: inout State, _ now: Instant) {
        let minute = now.seconds / 60
        guard minute != state.minute else { return }
        state.before = minute == state.minute + 1 ? state.present : 0
        state.present = 0
        state.minute = minute
    }

    private static func forget(_ state: inout State, _ now: Instant) {
        state.counts = state.counts.filter { now - $0.value.last <= $0.value.memory }
        if state.counts.count >= limit { state.counts = state.counts.filter { $0.value.until > now } }
        if state.counts.count >= limit { state.counts.removeAll() }
    }
}

extension Throttle {
    /// Where tries come from, as far as one party usually has it whole: 24 bits of IPv4, 56 bits of IPv6.
    static func place(_ address: String) -> String {
        guard let address = IPAddress(address), let prefix = IPPrefix(address, length: address.isIPv4 ? 24 : 56) else { return address }
        return prefix.description
    }
}
