import Testing
import Vocabulary

@testable import Centre

@Suite("Jobs by timetable")
struct JobScheduleTests {
    /// Every day at 12:30 UTC; the clock stands at 12:00.
    private func kind(_ runs: Notebook<Instant?>, _ expression: String = "30 12 * * *", zone: String = "UTC") -> JobKind {
        JobKind(name: "a", schedule: JobSchedule(expression, zone: zone)) {
            runs.note($0.scheduled); return .done("")
        }
    }

    @Test("a job comes at its time, not before, and once")
    func atItsTime() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Instant?>()
        let runner = fixture.runner([kind(runs)])
        #expect(try await runner.runDue() == 0)
        let next = TestClock.start + .seconds(1800)
        #expect(try await fixture.overview("a")?.next == next)
        fixture.clock.set(next)
        #expect(try await runner.runDue() == 1)
        #expect(try await runner.runDue() == 0)
        #expect(runs.all == [next])
        #expect(try await fixture.overview("a")?.next == next + .seconds(86_400))
    }

    @Test("after a standstill one run stands for all that were missed")
    func standstill() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Instant?>()
        try await fixture.runner([kind(runs)]).register()
        fixture.clock.advance(by: .seconds(5 * 86_400))
        let restarted = try fixture.otherProcess([kind(runs)])
        #expect(try await restarted.runner.runDue() == 1)
        #expect(runs.all == [TestClock.start + .seconds(1800)])
        #expect(try await fixture.overview("a")?.next == TestClock.start + .seconds(5 * 86_400 + 1800))
    }

    @Test("two processes run what the timetable asks for once")
    func twoProcesses() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Instant?>()
        let one = fixture.runner([kind(runs)])
        let two = try fixture.otherProcess([kind(runs)]).runner
        try await one.register()
        try await two.register()
        fixture.clock.advance(by: .seconds(1800))
        async let first = one.runDue()
        async let second = two.runDue()
        #expect(try await first + second == 1)
        #expect(runs.all.count == 1)
    }

    @Test("while a run is going on its timetable does not pile up others")
    func noPile() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let kinds = [
            JobKind(name: "a", schedule: JobSchedule("* * * * *"), atOnce: 5) { _ in
                await gate.pass(); return .done("")
            }
        ]
        let runner = fixture.runner(kinds)
        try await runner.register()
        fixture.clock.advance(by: .seconds(60))
        async let done = runner.runDue()
        await gate.arrival()
        fixture.clock.advance(by: .seconds(10))
        await runner.beat()
        fixture.clock.advance(by: .seconds(50))
        #expect(try await fixture.otherProcess(kinds).runner.runDue() == 0)
        #expect(try await fixture.overview("a")?.waiting == 0)
        await gate.open()
        _ = try await done
    }

    @Test("a changed timetable counts from now; an unchanged one keeps its next moment over a restart")
    func changed() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Instant?>()
        try await fixture.runner([kind(runs)]).register()
        fixture.clock.advance(by: .seconds(3600))
        try await fixture.runner([kind(runs)]).register()
        #expect(try await fixture.overview("a")?.next == TestClock.start + .seconds(1800))
        try await fixture.runner([kind(runs, "0 9 * * *", zone: "Asia/Baku")]).register()
        let overview = try #require(try await fixture.overview("a"))
        #expect(overview.next == Instant("2026-03-02 05:00:00"))
        #expect(overview.schedule == JobSchedule("0 9 * * *", zone: "Asia/Baku"))
    }

    @Test("times that pass during a pause do not come back")
    func pause() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Instant?>()
        let runner = fixture.runner([kind(runs)])
        try await runner.register()
        try await fixture.queue.pause("a")
        #expect(try await fixture.overview("a")?.next == nil)
        fixture.clock.advance(by: .seconds(7200))
        #expect(try await runner.runDue() == 0)
        try await fixture.queue.resume("a")
        #expect(try await runner.runDue() == 0)
        #expect(try await fixture.overview("a")?.next == TestClock.start + .seconds(86_400 + 1800))
    }

    @Test("a timetable of a capability that is gone asks for nothing")
    func gone() async throws {
        let fixture = try JobsFixture()
        try await fixture.runner([kind(Notebook())]).register()
        try await fixture.runner([JobKind(name: "b") { _ in .done("") }]).register()
        #expect(try await fixture.overview("a")?.next == nil)
    }

    @Test("a failed run by timetable is given up without being kept: the next one comes by itself")
    func failure() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner([
            JobKind(name: "a", schedule: JobSchedule("30 12 * * *"), retry: .never) { _ in throw HopelessJob("no") }
        ])
        try await runner.register()
        fixture.clock.advance(by: .seconds(1800))
        try await runner.runDue()
        #expect(try await fixture.results("a") == [.givenUp])
        #expect(try await fixture.overview("a")?.givenUp == 0)
        fixture.clock.advance(by: .seconds(86_400))
        #expect(try await runner.runDue() == 1)
    }

    @Test("a timetable that cannot be read keeps the runner from starting")
    func mistake() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner([kind(Notebook(), "61 * * * *")])
        await #expect(throws: CronMistake.self) { try await runner.register() }
    }
}
