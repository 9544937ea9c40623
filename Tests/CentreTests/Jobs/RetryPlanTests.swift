import Testing

@testable import Centre

@Suite("Pauses after failures")
struct RetryPlanTests {
    @Test("each pause is twice the one before, up to the longest, and the last failure has none")
    func doubling() {
        let plan = RetryPlan(attempts: 6, first: .seconds(30), longest: .seconds(200), jitter: 0)
        let pauses = (1...6).map { plan.pause(afterAttempt: $0, chance: 0.5) }
        #expect(pauses == [.seconds(30), .seconds(60), .seconds(120), .seconds(200), .seconds(200), nil])
    }

    @Test("chance moves a pause within its jitter and no further")
    func jitter() throws {
        let plan = RetryPlan(attempts: 3, first: .seconds(100), longest: .seconds(1000), jitter: 0.2)
        let least = try #require(plan.pause(afterAttempt: 1, chance: 0))
        let most = try #require(plan.pause(afterAttempt: 1, chance: 1))
        #expect(abs(least / .seconds(90) - 1) < 1e-9)
        #expect(abs(most / .seconds(110) - 1) < 1e-9)
    }

    @Test("a plan without end computes late pauses at once")
    func endless() {
        let plan = RetryPlan(attempts: .max, first: .seconds(30), longest: .seconds(1800), jitter: 0)
        #expect(plan.pause(afterAttempt: 1_000_000, chance: 0) == .seconds(1800))
    }

    @Test("one attempt means none after it")
    func never() { #expect(RetryPlan.never.pause(afterAttempt: 1, chance: 0) == nil) }
}
