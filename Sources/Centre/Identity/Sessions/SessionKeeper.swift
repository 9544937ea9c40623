internal import Synchronization
internal import Vocabulary

/// What a cookie opens, for a moment kept in memory, so that a page costs no look into the records. What is ended in this process is
/// forgotten at once, what is ended in another within ten seconds.
final class SessionKeeper: Sendable {
    struct Kept: Sendable {
        let session: Session
        let account: Account
        let principal: Principal
        let until: Instant
        /// When the records were last told that the session is in use.
        var noted: Instant
    }

    private struct State {
        var kept: [[UInt8]: Kept] = [:]
        var epoch: UInt64 = 0
    }

    private static let life: Duration = .seconds(10)
    private static let limit = 20_000
    private let state = Mutex(State())

    /// Increases when something is forgotten: what was read before must not be kept after.
    var epoch: UInt64 { state.withLock { $0.epoch } }

    func kept(_ digest: [UInt8], now: Instant) -> Kept? {
        state.withLock { $0.kept[digest] }.flatMap { $0.until > now ? $0 : nil }
    }

    /// - Parameter epoch: that before the records were read
    func keep(_ digest: [UInt8], _ session: Session, _ account: Account, _ principal: Principal, now: Instant, epoch: UInt64) {
        state.withLock { state in
            guard state.epoch == epoch else { return }
            if state.kept.count >= Self.limit { state.kept = state.kept.filter { $0.value.until > now } }
            if state.kept.count >= Self.limit { state.kept.removeAll() }
            state.kept[digest] = Kept(
                session: session, account: account, principal: principal, until: now + Self.life, noted: session.seen)
        }
    }

    /// Whether the records are to be told that a session is in use: once a minute.
    func claimNote(_ digest: [UInt8], now: Instant) -> Bool {
        state.withLock { state in
            guard let kept = state.kept[digest] else { return true }
            guard now - kept.noted >= .seconds(60) else { return false }
            state.kept[digest]?.noted = now
            return true
        }
    }

    func forget(account: String) {
        state.withLock { state in
            state.epoch += 1
            state.kept = state.kept.filter { $0.value.session.account != account }
        }
    }

    func forget(session name: String) {
        state.withLock { state in
            state.epoch += 1
            state.kept = state.kept.filter { $0.value.session.name != name }
        }
    }
}
