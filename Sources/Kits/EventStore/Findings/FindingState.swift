/// Where a finding stands.
public enum FindingState: Sendable, Hashable {
    /// Seen in the latest interval of its feed, and in no other.
    case open
    /// Seen in several intervals and still there.
    case recurring
    /// Not seen for longer than its feed's usual interval.
    case quiet
    /// Quiet for long, or verified to be gone.
    case fixed
    /// Seen again after it was fixed.
    case reopened
    /// Its owner accepts the risk until then (microseconds since 1970 UTC).
    case accepted(until: Int64)
    /// Its owner says that it is not so.
    case disputed

    /// The state's name without its date.
    public enum Name: String, Sendable, Hashable, CaseIterable {
        case open, recurring, quiet, fixed, reopened, accepted, disputed
    }

    /// The state's name.
    public var name: Name {
        switch self {
        case .open: .open
        case .recurring: .recurring
        case .quiet: .quiet
        case .fixed: .fixed
        case .reopened: .reopened
        case .accepted: .accepted
        case .disputed: .disputed
        }
    }
}

/// When a finding counts as quiet and as fixed.
public struct FindingPolicy: Sendable, Hashable {
    /// Quiet when not seen for longer than this many intervals of its feeds.
    public var quietAfter: Int64
    /// Fixed when not seen for longer than this many. Not less than ``Episode/joinedIntervals`` where reopening is concerned: closer
    /// sights are one episode.
    public var fixedAfter: Int64
    /// What "not seen" is measured against.
    public var clock: Clock

    /// Against what time silence is measured.
    public enum Clock: String, Sendable, Hashable, CaseIterable {
        /// The latest time that the finding's own feeds reported anything at all, or now if that is earlier: when a provider's reports
        /// stay away, nothing becomes fixed by that.
        case feed
        /// Now.
        case now
    }

    /// A policy; without arguments the usual one.
    public init(quietAfter: Int64 = 1, fixedAfter: Int64 = 3, clock: Clock = .feed) {
        self.quietAfter = quietAfter
        self.fixedAfter = max(fixedAfter, quietAfter)
        self.clock = clock
    }
}

extension FindingState {
    /// The state of a finding at a time: from when it was seen, from what was decided about it, and nothing else.
    /// - Parameters:
    ///   - decisions: Those about this finding, oldest first.
    ///   - now: Microseconds since 1970 UTC.
    public init(of finding: Finding, decisions: [Decision] = [], now: Int64, policy: FindingPolicy = FindingPolicy()) {
        self = finding.episodes.withUnsafeBufferPointer { episodes in
            FindingState(
                episodes: episodes, interval: Int64(finding.interval) * 1_000_000, watchedUntil: finding.watchedUntil, decisions: decisions,
                now: now, policy: policy)
        }
    }

    /// - Parameter interval: Microseconds.
    init(
        episodes: UnsafeBufferPointer<Episode>, interval: Int64, watchedUntil: Int64?, decisions: [Decision], now: Int64,
        policy: FindingPolicy
    ) {
        let sights = episodes.first.flatMap { first in episodes.last.map { (first.first, $0.last) } }
        self.init(
            sights: sights, hasReturned: Self.hasReturned(episodes, after: policy.fixedAfter * interval), interval: interval,
            watchedUntil: watchedUntil, decisions: decisions, now: now, policy: policy)
    }

    /// Whether some gap between episodes is longer than this, in microseconds: it was fixed in between.
    static func hasReturned(_ episodes: UnsafeBufferPointer<Episode>, after gap: Int64) -> Bool {
        for place in episodes.indices.dropFirst() where episodes[place].first - episodes[place - 1].last > gap { return true }
        return false
    }

    /// - Parameters:
    ///   - sights: The first and the last, microseconds; nil where there are none.
    ///   - hasReturned: Whether it was fixed in between, see ``hasReturned(_:after:)``.
    ///   - interval: Microseconds.
    init(
        sights: (first: Int64, last: Int64)?, hasReturned: @autoclosure () -> Bool, interval: Int64, watchedUntil: Int64?,
        decisions: [Decision], now: Int64, policy: FindingPolicy
    ) {
        let ruling = Ruling(decisions, now: now)
        switch ruling.stance {
        case .disputed:
            self = .disputed
            return
        case .accepted(let until):
            self = .accepted(until: until)
            return
        case .none: break
        }
        guard let sights else {
            self = .fixed
            return
        }
        let clock = policy.clock == .feed ? min(now, watchedUntil ?? now) : now
        let silence = clock.subtractingReportingOverflow(sights.last).partialValue
        if let verified = ruling.verifiedFixedAt, sights.last <= verified {
            self = .fixed
            return
        }
        if silence > policy.fixedAfter * interval {
            self = .fixed
            return
        }
        if silence > policy.quietAfter * interval {
            self = .quiet
            return
        }
        // What was verified as gone and is seen again was reopened, however short the gap.
        if let verified = ruling.verifiedFixedAt, sights.first <= verified {
            self = .reopened
            return
        }
        if hasReturned() {
            self = .reopened
            return
        }
        guard interval > 0 else {
            self = .open
            return
        }
        // Reports are for spans of one interval; whether two sights lie in two of them is told by the calendar, not by their distance.
        self = sights.first.dividedDown(by: interval) == sights.last.dividedDown(by: interval) ? .open : .recurring
    }
}

extension FindingState.Name {
    /// The name's place among all.
    var number: Int {
        switch self {
        case .open: 0
        case .recurring: 1
        case .quiet: 2
        case .fixed: 3
        case .reopened: 4
        case .accepted: 5
        case .disputed: 6
        }
    }
}

/// What the decisions about a finding amount to at a time.
private struct Ruling {
    enum Stance {
        case none
        case accepted(until: Int64)
        case disputed
    }

    var stance = Stance.none
    var verifiedFixedAt: Int64?

    init(_ decisions: [Decision], now: Int64) {
        for decision in decisions where decision.at <= now {
            switch decision.kind {
            case .accept(let until): stance = until > now ? .accepted(until: until) : .none
            case .dispute: stance = .disputed
            case .verifyFixed:
                verifiedFixedAt = decision.at
                stance = .none
            case .withdraw:
                stance = .none
                verifiedFixedAt = nil
            }
        }
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    @inline(__always)
    func dividedDown(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
