import GRDB
import Logging
import ServiceLifecycle
import Testing
import Vocabulary

@testable import Centre

@Suite("What jobs survive")
struct JobSurvivalTests {
    private let plan = RetryPlan(attempts: 3, first: .seconds(10), longest: .seconds(10), jitter: 0)

    /// Leaves a job behind as a process that was killed while it ran it.
    private func killedRun(_ fixture: JobsFixture, _ kind: JobKind, attempt: Int = 1) async throws {
        let ledger = JobLedger(holder: "999999-dead", outcomesKept: 50)
        let claimed = try await fixture.records.write { try ledger.claim(kind, room: 1, now: fixture.clock.now, $0) }
        try #require(claimed.count == 1)
        try #require(claimed[0].attempt == attempt)
    }

    @Test("a killed process's job is taken up by another when its lease ran out, not before")
    func killed() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Int>()
        let kind = JobKind(name: "a", retry: plan, lease: .seconds(60)) {
            runs.note($0.attempt); return .done("")
        }
        try await fixture.queue.add(NewJob("a"))
        try await killedRun(fixture, kind)
        let restarted = try fixture.otherProcess([kind])
        fixture.clock.advance(by: .seconds(59))
        #expect(try await restarted.runner.runDue() == 0)
        fixture.clock.advance(by: .seconds(1))
        #expect(try await restarted.runner.runDue() == 0)
        #expect(try await fixture.results("a") == [.lost])
        fixture.clock.advance(by: .seconds(10))
        #expect(try await restarted.runner.runDue() == 1)
        #expect(runs.all == [2])
        #expect(try await fixture.results("a") == [.lost, .done])
    }

    @Test("a job that kills its process every time is given up")
    func poison() async throws {
        let fixture = try JobsFixture()
        let kind = JobKind(name: "a", retry: plan) { _ in .done("") }
        try await fixture.queue.add(NewJob("a"))
        for attempt in 1...3 {
            try await killedRun(fixture, kind, attempt: attempt)
            fixture.clock.advance(by: .seconds(60))
            try await fixture.records.write { database in
                try JobLedger(holder: "x", outcomesKept: 9).takeBack(["a": kind], chance: 0, now: fixture.clock.now, database)
            }
            fixture.clock.advance(by: .seconds(10))
        }
        #expect(try await fixture.results("a") == [.lost, .lost, .givenUp])
        #expect(try await fixture.runner([kind]).runDue() == 0)
        #expect(try await fixture.overview("a")?.givenUp == 1)
    }

    @Test("a job that goes on longer than its lease keeps it as long as its process lives")
    func heartbeat() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let kinds = [
            JobKind(name: "a", lease: .seconds(60)) { _ in
                await gate.pass(); return .done("")
            }
        ]
        try await fixture.queue.add(NewJob("a"))
        let runner = fixture.runner(kinds)
        async let done = runner.runDue()
        await gate.arrival()
        for _ in 0..<5 {
            fixture.clock.advance(by: .seconds(50))
            await runner.beat()
        }
        #expect(try await fixture.otherProcess(kinds).runner.runDue() == 0)
        await gate.open()
        #expect(try await done == 1)
        #expect(try await fixture.results("a") == [.done])
    }

    @Test("a process that stood still finds its job with another, cancels its own run, and writes no end")
    func stoodStill() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let cancelled = Notebook<Bool>()
        let slow = JobKind(name: "a", retry: plan) { _ in
            await gate.pass()
            cancelled.note(Task.isCancelled)
            return .done("slow")
        }
        try await fixture.queue.add(NewJob("a"))
        let runner = fixture.runner([slow])
        async let done = runner.runDue()
        await gate.arrival()
        fixture.clock.advance(by: .seconds(61))
        let other = try fixture.otherProcess([JobKind(name: "a", retry: plan) { _ in .done("other") }])
        try await other.runner.runDue()
        fixture.clock.advance(by: .seconds(10))
        #expect(try await other.runner.runDue() == 1)
        await runner.beat()
        await gate.open()
        _ = try await done
        #expect(cancelled.all == [true])
        #expect(try await fixture.queue.outcomes(of: "a").map(\.text).first == "other")
        #expect(try await fixture.results("a") == [.lost, .done])
    }

    @Test("after the machine slept a process goes on with its own jobs and does not begin them again")
    func slept() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let runs = Notebook<Int>()
        let runner = fixture.runner([
            JobKind(name: "a", retry: plan, atOnce: 4) {
                runs.note($0.attempt); await gate.pass(); return .done("")
            }
        ])
        try await fixture.queue.add(NewJob("a"))
        async let done = runner.runDue()
        await gate.arrival()
        fixture.clock.advance(by: .seconds(3600))
        try await fixture.queue.add(NewJob("a"))
        async let more = runner.runDue()
        await gate.arrival(2)
        await gate.open()
        _ = try await (done, more)
        #expect(runs.all == [1, 1])
        #expect(try await fixture.results("a") == [.done, .done])
    }

    @Test("a kind with much to do does not keep others from their turn")
    func fairness() async throws {
        let fixture = try JobsFixture()
        let order = Notebook<String>()
        let kinds = ["a", "b"].map { name in
            JobKind(name: name, atOnce: 9) { _ in
                order.note(name); return .done("")
            }
        }
        for _ in 0..<3 { try await fixture.queue.add(NewJob("a")) }
        fixture.clock.advance(by: .seconds(1))
        try await fixture.queue.add(NewJob("b"))
        fixture.clock.advance(by: .seconds(1))
        for _ in 0..<3 { try await fixture.queue.add(NewJob("a")) }
        try await fixture.runner(kinds, slots: 1).runDue()
        #expect(order.all == ["a", "a", "a", "b", "a", "a", "a"])
    }

    @Test("two processes share a queue: every job is run, and none twice")
    func sharing() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<Int>()
        let kinds = [
            JobKind(name: "a", atOnce: 8) {
                runs.note(try $0.payload(Int.self)); return .done("")
            }
        ]
        try await fixture.records.write { database in
            for number in 0..<200 { try fixture.queue.add(NewJob("a", payload: number), in: database) }
        }
        let one = fixture.runner(kinds)
        let two = try fixture.otherProcess(kinds).runner
        async let first = one.runDue()
        async let second = two.runDue()
        #expect(try await first + second == 200)
        #expect(runs.all.sorted() == Array(0..<200))
    }

    @Test("at shutdown what runs is let end, what waits stays, and nothing new begins")
    func gracefulShutdown() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let saw = Notebook<Bool>()
        let kinds = [
            JobKind(name: "a") { context in
                await gate.pass()
                while !context.isStopping { await Task.yield() }
                saw.note(context.isStopping)
                return .done("ended")
            }
        ]
        try await fixture.queue.add(NewJob("a"))
        try await fixture.queue.add(NewJob("a"))
        let group = ServiceGroup(services: [fixture.runner(kinds)], logger: .silent)
        async let running: Void = group.run()
        await gate.arrival()
        await gate.open()
        await group.triggerGracefulShutdown()
        try await running
        #expect(saw.all == [true])
        #expect(try await fixture.results("a") == [.done])
        #expect(try await fixture.overview("a")?.waiting == 1)
    }

    @Test("a job that does not end at shutdown is cancelled after the time allowed, and taken up again without an attempt used up")
    func drain() async throws {
        let fixture = try JobsFixture()
        let began = Gate()
        await began.open()
        let kinds = [
            JobKind(name: "a", retry: .never) { _ in
                await began.pass()
                try await Task.sleep(for: .seconds(86_400))
                return .done("")
            }
        ]
        try await fixture.queue.add(NewJob("a"))
        var options = JobRunnerOptions.still()
        let drain = Duration.seconds(20)
        options.drain = drain
        options.sleep = { if $0 != drain { try await Task.sleep(for: .seconds(86_400)) } }
        let group = ServiceGroup(services: [JobRunner(fixture.queue, kinds: kinds, options: options, logger: .silent)], logger: .silent)
        async let running: Void = group.run()
        await began.arrival()
        await group.triggerGracefulShutdown()
        try await running
        #expect(try await fixture.results("a") == [.interrupted])
        let waiting = try #require(try await fixture.queue.waiting(of: "a").first)
        #expect(waiting.attempts == 0)
        let next = try fixture.otherProcess([JobKind(name: "a", retry: .never) { .done("\($0.attempt)") }])
        #expect(try await next.runner.runDue() == 1)
        #expect(try await fixture.queue.outcomes(of: "a").first?.text == "1")
    }

    @Test("a job queued while the runner runs is taken up at once")
    func wakes() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        await gate.open()
        let group = ServiceGroup(
            services: [
                fixture.runner([
                    JobKind(name: "a") { _ in
                        await gate.pass(); return .done("")
                    }
                ])
            ], logger: .silent)
        async let running: Void = group.run()
        try await fixture.queue.add(NewJob("a"))
        await gate.arrival(1)
        try await fixture.records.write { try fixture.queue.add(NewJob("a"), in: $0) }
        await gate.arrival(2)
        await group.triggerGracefulShutdown()
        try await running
        #expect(try await fixture.results("a") == [.done, .done])
    }
}
