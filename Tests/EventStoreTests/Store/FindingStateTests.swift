import Events
import Testing

@testable import EventStore

@Suite("The state of a finding")
struct FindingStateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var story: String
        /// Days of first and last sight of each episode, counted from Monday.
        var episodes: [(first: Double, last: Double)]
        var decisions: [(day: Double, kind: Decision.Kind)] = []
        var now: Double
        var state: FindingState
        var testDescription: String { story }
    }

    private static func time(_ days: Double) -> Int64 { monday + Int64(days * Double(oneDay)) }

    static let cases: [Case] = [
        Case(story: "seen in the latest report only: open", episodes: [(0.5, 0.5)], now: 1, state: .open),
        Case(story: "seen twice within one day: open", episodes: [(0.1, 0.9)], now: 1, state: .open),
        Case(story: "seen late one day and early the next: recurring", episodes: [(0.9, 1.1)], now: 1.5, state: .recurring),
        Case(story: "seen every day of a week: recurring", episodes: [(0, 6)], now: 6.5, state: .recurring),
        Case(story: "exactly one interval of silence: not quiet yet", episodes: [(0, 0)], now: 1, state: .open),
        Case(story: "more than one interval of silence: quiet", episodes: [(0, 0)], now: 1.1, state: .quiet),
        Case(story: "exactly three intervals of silence: still quiet", episodes: [(0, 4)], now: 7, state: .quiet),
        Case(story: "more than three intervals of silence: fixed", episodes: [(0, 4)], now: 7.1, state: .fixed),
        Case(story: "seen again after a short pause: recurring", episodes: [(0, 1), (3.5, 3.5)], now: 4, state: .recurring),
        Case(story: "seen again after it was fixed: reopened", episodes: [(0, 1), (5, 5)], now: 5.5, state: .reopened),
        Case(story: "stays reopened while it is seen", episodes: [(0, 1), (5, 9)], now: 9.5, state: .reopened),
        Case(story: "reopened and then quiet: quiet", episodes: [(0, 1), (5, 5)], now: 7, state: .quiet),
        Case(
            story: "accepted until later: accepted", episodes: [(0, 4)], decisions: [(1, .accept(until: time(30)))], now: 5,
            state: .accepted(until: time(30))),
        Case(
            story: "accepted, the date has passed: recurring", episodes: [(0, 31)], decisions: [(1, .accept(until: time(30)))], now: 31,
            state: .recurring),
        Case(story: "disputed: disputed", episodes: [(0, 4)], decisions: [(1, .dispute)], now: 5, state: .disputed),
        Case(
            story: "disputed, then withdrawn: recurring", episodes: [(0, 4)], decisions: [(1, .dispute), (2, .withdraw)], now: 4.5,
            state: .recurring),
        Case(
            story: "accepted, then disputed: the later one holds", episodes: [(0, 4)],
            decisions: [(1, .accept(until: time(30))), (2, .dispute)], now: 5, state: .disputed),
        Case(
            story: "verified as gone and not seen since: fixed at once", episodes: [(0, 4)], decisions: [(4.1, .verifyFixed)], now: 4.2,
            state: .fixed),
        Case(
            story: "verified as gone, but seen after that: reopened", episodes: [(0, 5)], decisions: [(4.1, .verifyFixed)], now: 5.2,
            state: .reopened),
        Case(story: "verified before it was ever seen: open", episodes: [(5, 5)], decisions: [(4.1, .verifyFixed)], now: 5.2, state: .open),
        Case(
            story: "disputed, then verified as gone: fixed", episodes: [(0, 4)], decisions: [(4.1, .dispute), (4.2, .verifyFixed)], now: 5,
            state: .fixed),
        Case(story: "a decision still to come does not count", episodes: [(0, 0)], decisions: [(3, .dispute)], now: 0.5, state: .open),
    ]

    @Test("follows from when it was seen and what was decided", arguments: cases)
    func state(_ one: Case) {
        let finding = Finding(
            id: FindingID(bits: 1), type: "vulnerable-system", feeds: ["example/scan"], interval: 86_400,
            episodes: one.episodes.map { Episode(first: Self.time($0.first), last: Self.time($0.last), count: 1) })
        let decisions = one.decisions.enumerated().map { number, decision in
            Decision(id: Int64(number), finding: finding.id, kind: decision.kind, by: "analyst", note: "", at: Self.time(decision.day))
        }
        #expect(FindingState(of: finding, decisions: decisions, now: Self.time(one.now)) == one.state)
    }

    @Test("silence of the whole feed does not fix anything, unless the clock is asked")
    func feedClock() {
        let finding = Finding(
            id: FindingID(bits: 1), type: "vulnerable-system", feeds: ["example/scan"], interval: 86_400,
            episodes: [Episode(first: monday, last: monday, count: 1)], watchedUntil: monday + oneDay / 2)
        #expect(FindingState(of: finding, now: monday + 30 * oneDay) == .open)
        #expect(FindingState(of: finding, now: monday + 30 * oneDay, policy: FindingPolicy(clock: .now)) == .fixed)
    }

    @Test("a policy with more patience keeps a finding quiet for longer")
    func policy() {
        let finding = Finding(
            id: FindingID(bits: 1), type: "vulnerable-system", feeds: ["example/scan"], interval: 86_400,
            episodes: [Episode(first: monday, last: monday, count: 1)])
        let policy = FindingPolicy(quietAfter: 2, fixedAfter: 7)
        #expect(FindingState(of: finding, now: monday + 2 * oneDay, policy: policy) == .open)
        #expect(FindingState(of: finding, now: monday + 5 * oneDay, policy: policy) == .quiet)
        #expect(FindingState(of: finding, now: monday + 8 * oneDay, policy: policy) == .fixed)
    }
}
