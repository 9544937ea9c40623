import GRDB
import Testing
import Vocabulary

@testable import Centre

@Suite("Jobs in the queue")
struct JobQueueTests {
    struct Refusal: Error, CustomStringConvertible {
        var description: String { "the printer is on fire" }
    }

    @Test("a job is run with what it was given, and its outcome can be read")
    func once() async throws {
        let fixture = try JobsFixture()
        let seen = Notebook<[String: Int]>()
        let kind = JobKind(name: "notes.print") { context in
            seen.note(try context.payload([String: Int].self))
            #expect(context.attempt == 1)
            return .done("printed")
        }
        #expect(try await fixture.queue.add(NewJob("notes.print", payload: ["pages": 3])) == .queued(1))
        #expect(try await fixture.runner([kind]).runDue() == 1)
        #expect(seen.all == [["pages": 3]])
        let outcome = try #require(try await fixture.queue.outcomes(of: "notes.print").first)
        #expect(outcome.result == .done)
        #expect(outcome.text == "printed")
        let overview = try #require(try await fixture.overview("notes.print"))
        #expect(overview.waiting == 0)
        #expect(overview.lastDone == TestClock.start)
    }

    @Test("a job queued in a transaction that fails was never queued")
    func transaction() async throws {
        let fixture = try JobsFixture()
        await #expect(throws: Refusal.self) {
            try await fixture.records.write { database in
                try fixture.queue.add(NewJob("notes.print"), in: database)
                throw Refusal()
            }
        }
        #expect(try await fixture.queue.overview().isEmpty)
    }

    @Test("a job with a key is queued once, also after it was done")
    func key() async throws {
        let fixture = try JobsFixture()
        let runs = Notebook<String?>()
        let runner = fixture.runner([
            JobKind(name: "a") {
                runs.note($0.key); return .done("")
            }, JobKind(name: "b") { _ in .done("") },
        ])
        #expect(try await fixture.queue.add(NewJob("a", key: "k")) == .queued(1))
        #expect(try await fixture.queue.add(NewJob("a", key: "k")) == .already)
        #expect(try await fixture.queue.add(NewJob("b", key: "k")) == .queued(2))
        try await runner.runDue()
        #expect(try await fixture.queue.add(NewJob("a", key: "k")) == .already)
        #expect(runs.all == ["k"])
        fixture.clock.advance(by: .seconds(31 * 86_400))
        try await runner.runDue()
        #expect(try await fixture.queue.add(NewJob("a", key: "k")) != .already)
    }

    @Test("a job that is not due yet waits")
    func due() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner([JobKind(name: "a") { _ in .done("") }])
        try await fixture.queue.add(NewJob("a", due: TestClock.start + .seconds(60)))
        #expect(try await runner.runDue() == 0)
        fixture.clock.advance(by: .seconds(60))
        #expect(try await runner.runDue() == 1)
    }

    @Test("a failed job is tried again after pauses, then given up and kept for a person to decide")
    func retry() async throws {
        let fixture = try JobsFixture()
        let attempts = Notebook<Int>()
        let last = Notebook<Bool>()
        let plan = RetryPlan(attempts: 3, first: .seconds(10), longest: .seconds(100), jitter: 0)
        let runner = fixture.runner([
            JobKind(name: "a", retry: plan) { context in
                attempts.note(context.attempt)
                last.note(context.isLastAttempt)
                throw Refusal()
            }
        ])
        try await fixture.queue.add(NewJob("a", key: "k"))
        #expect(try await runner.runDue() == 1)
        #expect(try await fixture.queue.waiting(of: "a").first?.due == TestClock.start + .seconds(10))
        fixture.clock.advance(by: .seconds(10))
        #expect(try await runner.runDue() == 1)
        #expect(try await fixture.queue.waiting(of: "a").first?.due == TestClock.start + .seconds(30))
        fixture.clock.advance(by: .seconds(19))
        #expect(try await runner.runDue() == 0)
        fixture.clock.advance(by: .seconds(1))
        #expect(try await runner.runDue() == 1)
        #expect(attempts.all == [1, 2, 3])
        #expect(last.all == [false, false, true])
        #expect(try await fixture.results("a") == [.failed, .failed, .givenUp])
        let kept = try #require(try await fixture.queue.waiting(of: "a").first)
        #expect(kept.isGivenUp)
        #expect(kept.error == "the printer is on fire")
        #expect(try await fixture.overview("a")?.givenUp == 1)
        #expect(try await fixture.queue.add(NewJob("a", key: "k")) == .already)

        #expect(try await fixture.queue.runNow(job: kept.job))
        #expect(try await runner.runDue() == 1)
        #expect(attempts.all == [1, 2, 3, 1])
        #expect(try await fixture.queue.discard(job: kept.job))
        #expect(try await fixture.queue.waiting(of: "a").isEmpty)
        #expect(try await fixture.queue.discard(job: kept.job) == false)
    }

    @Test("a hopeless job is given up at once")
    func hopeless() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner([JobKind(name: "a") { _ in throw HopelessJob("the address does not exist") }])
        try await fixture.queue.add(NewJob("a"))
        try await runner.runDue()
        #expect(try await fixture.results("a") == [.givenUp])
    }

    @Test("a job whose payload has another form than its kind expects is hopeless")
    func payload() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner([JobKind(name: "a") { .done("\(try $0.payload([Int].self))") }])
        try await fixture.queue.add(NewJob("a", payload: "text"))
        try await runner.runDue()
        #expect(try await fixture.results("a") == [.givenUp])
    }

    @Test("a job may ask to run again without having failed")
    func again() async throws {
        let fixture = try JobsFixture()
        let attempts = Notebook<Int>()
        let runner = fixture.runner([
            JobKind(name: "a", retry: .never) { context in
                attempts.note(context.attempt)
                return attempts.all.count < 3 ? .again(at: context.clock() + .seconds(5), "more to come") : .done("all")
            }
        ])
        try await fixture.queue.add(NewJob("a"))
        for _ in 0..<3 {
            try await runner.runDue()
            fixture.clock.advance(by: .seconds(5))
        }
        #expect(attempts.all == [1, 1, 1])
        #expect(try await fixture.results("a") == [.again, .again, .done])
    }

    @Test("no more jobs of a kind run at once than it allows, also in two processes")
    func limit() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let kinds = [
            JobKind(name: "a", atOnce: 2) { _ in
                await gate.pass(); return .done("")
            }
        ]
        for _ in 0..<5 { try await fixture.queue.add(NewJob("a")) }
        let other = try fixture.otherProcess(kinds)
        let runner = fixture.runner(kinds)
        async let first = runner.runDue()
        await gate.arrival(2)
        #expect(try await other.runner.runDue() == 0)
        #expect(try await fixture.overview("a")?.running.count == 2)
        await gate.open()
        #expect(try await first == 5)
    }

    @Test("a process runs no more jobs at once than it has places")
    func slots() async throws {
        let fixture = try JobsFixture()
        let gate = Gate()
        let kinds = ["a", "b", "c"].map {
            JobKind(name: $0, atOnce: 9) { _ in
                await gate.pass(); return .done("")
            }
        }
        for kind in kinds { try await fixture.queue.add(NewJob(kind.name)) }
        let runner = fixture.runner(kinds, slots: 2)
        async let done = runner.runDue()
        await gate.arrival(2)
        #expect(try await fixture.queue.overview().map(\.running.count).reduce(0, +) == 2)
        await gate.open()
        #expect(try await done == 3)
    }

    @Test("a paused kind waits, a job forced by a person does not, and a resumed kind goes on")
    func pause() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner([JobKind(name: "a") { _ in .done("") }])
        try await runner.register()
        try await fixture.queue.pause("a")
        try await fixture.queue.add(NewJob("a"))
        #expect(try await runner.runDue() == 0)
        #expect(try await fixture.overview("a")?.isPaused == true)
        try await fixture.queue.runNow("a")
        #expect(try await runner.runDue() == 1)
        try await fixture.queue.resume("a")
        #expect(try await runner.runDue() == 1)
    }

    @Test("of each kind the last good and the last bad outcomes are kept, so that many good ones do not hide a bad one")
    func outcomes() async throws {
        let fixture = try JobsFixture()
        let runner = fixture.runner(
            [
                JobKind(name: "a", retry: .never) { context in
                    if try context.payload(Int.self) == 0 { throw Refusal() }
                    return .done("")
                }
            ], outcomesKept: 3)
        for number in 0..<10 { try await fixture.queue.add(NewJob("a", payload: number)) }
        try await runner.runDue()
        let outcomes = try await fixture.queue.outcomes(of: "a")
        #expect(outcomes.map(\.job) == [10, 9, 8, 1])
        #expect(outcomes.last?.result == .givenUp)
    }

    @Test("jobs of a kind that this program does not have wait and can be seen")
    func unknownKind() async throws {
        let fixture = try JobsFixture()
        try await fixture.queue.add(NewJob("gone.kind"))
        #expect(try await fixture.runner([JobKind(name: "a") { _ in .done("") }]).runDue() == 0)
        #expect(try await fixture.overview("gone.kind")?.waiting == 1)
    }
}
