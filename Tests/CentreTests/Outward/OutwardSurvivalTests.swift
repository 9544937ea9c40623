import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Centre

@Suite("What things on their way out survive")
struct OutwardSurvivalTests {
    private let counted = Notebook<DispatchID>()

    private func counting(_ repetition: Repetition, _ knowledge: DeliveryKnowledge = .unknown) -> TestChannel {
        TestChannel(repetition: repetition, recall: Recall { _ in knowledge }) { [counted] dispatch, _ in
            counted.note(dispatch.id)
            return .accepted(receipt: "ok")
        }
    }

    @Test("what was planned before the process was killed leaves after the next start")
    func planned() async throws {
        let fixture = try OutwardFixture(counting(.visible))
        try await fixture.outward.plan(dispatch())
        let restarted = try fixture.restarted(counting(.visible))
        try await restarted.work()
        #expect(counted.all.count == 1)
        #expect(try await restarted.state() == .accepted)
    }

    @Test("a process killed before the hand-over leaves no doubt: it is sent, even where a second time would show")
    func beforeHandOver() async throws {
        let fixture = try OutwardFixture(counting(.visible))
        try await fixture.outward.plan(dispatch())
        try await fixture.killed(in: .underway)
        let restarted = try fixture.restarted(counting(.visible))
        try await restarted.work()
        #expect(counted.all.count == 1)
        let delivery = try #require(try await restarted.delivery())
        #expect(delivery.state == .accepted)
        #expect(delivery.doubts == 0)
        #expect(delivery.attempts == 2)
    }

    struct Doubt: Sendable, CustomTestStringConvertible {
        let repetition: Repetition
        let knowledge: DeliveryKnowledge
        let state: DeliveryState
        let sent: Int
        let doubts: Int
        var testDescription: String { "\(repetition), \(knowledge): \(state)" }
    }

    @Test(
        "a process killed during the hand-over: the channel is asked, and repeats only what may be repeated",
        arguments: [
            Doubt(repetition: .harmless, knowledge: .unknown, state: .accepted, sent: 1, doubts: 0),
            Doubt(repetition: .recognisable, knowledge: .unknown, state: .accepted, sent: 1, doubts: 1),
            Doubt(repetition: .visible, knowledge: .unknown, state: .doubtful, sent: 0, doubts: 0),
            Doubt(repetition: .harmless, knowledge: .delivered(receipt: "seen"), state: .accepted, sent: 0, doubts: 0),
            Doubt(repetition: .recognisable, knowledge: .delivered(receipt: "seen"), state: .accepted, sent: 0, doubts: 0),
            Doubt(repetition: .visible, knowledge: .delivered(receipt: "seen"), state: .accepted, sent: 0, doubts: 0),
            Doubt(repetition: .harmless, knowledge: .notDelivered, state: .accepted, sent: 1, doubts: 0),
            Doubt(repetition: .recognisable, knowledge: .notDelivered, state: .accepted, sent: 1, doubts: 0),
            Doubt(repetition: .visible, knowledge: .notDelivered, state: .accepted, sent: 1, doubts: 0),
        ])
    func duringHandOver(_ doubt: Doubt) async throws {
        let fixture = try OutwardFixture(counting(doubt.repetition, doubt.knowledge))
        try await fixture.outward.plan(dispatch())
        try await fixture.killed(in: .handedOver)
        let restarted = try fixture.restarted(counting(doubt.repetition, doubt.knowledge))
        try await restarted.work()
        let delivery = try #require(try await restarted.delivery())
        #expect(delivery.state == doubt.state)
        #expect(counted.all.count == doubt.sent)
        #expect(delivery.doubts == doubt.doubts)
        #expect(try await restarted.work() == 0)
    }

    @Test("a doubt is settled by a person: it arrived")
    func confirmed() async throws {
        let fixture = try OutwardFixture(counting(.visible))
        let planned = try dispatch()
        try await fixture.outward.plan(planned)
        try await fixture.killed(in: .handedOver)
        try await fixture.work()
        try await fixture.outward.confirm(planned.id, by: "analyst:leyla", note: "they called")
        #expect(try await fixture.state() == .accepted)
        #expect(counted.all.isEmpty)
        await #expect(throws: OutwardRefusal.notNow(planned.id, state: .accepted)) {
            try await fixture.outward.sendAgain(planned.id, by: "analyst:leyla")
        }
    }

    @Test("a doubt is settled by a person: it is sent again, and says so")
    func sentAgain() async throws {
        let fixture = try OutwardFixture(counting(.visible))
        let planned = try dispatch()
        try await fixture.outward.plan(planned)
        try await fixture.killed(in: .handedOver)
        try await fixture.work()
        try await fixture.outward.sendAgain(planned.id, by: "analyst:leyla")
        try await fixture.work()
        let delivery = try #require(try await fixture.delivery())
        #expect(delivery.state == .accepted)
        #expect(delivery.doubts == 1)
        #expect(counted.all.count == 1)
    }

    @Test("a connection that breaks after the last byte is a doubt; three of them are one for a person")
    func unknown() async throws {
        let fixture = try OutwardFixture(
            TestChannel(repetition: .recognisable, retry: RetryPlan(attempts: 9, first: .seconds(1), longest: .seconds(1), jitter: 0)) {
                [counted] dispatch, _ in
                counted.note(dispatch.id)
                return .unknown(reason: "connection lost after DATA")
            })
        try await fixture.outward.plan(dispatch())
        for _ in 0..<9 {
            try await fixture.work()
            fixture.clock.advance(by: .seconds(2))
        }
        let delivery = try #require(try await fixture.delivery())
        #expect(delivery.state == .doubtful)
        #expect(delivery.doubts == 3)
        #expect(counted.all.count == 4)
    }

    @Test("a channel that sets the mark itself is in no doubt where it broke off before it")
    func markedByChannel() async throws {
        let tries = Notebook<Bool>()
        let fixture = try OutwardFixture(
            TestChannel(repetition: .visible, marksHandOver: true) { _, handOver in
                if tries.all.isEmpty {
                    tries.note(false)
                    return .unknown(reason: "connection refused")
                }
                do { try await handOver.begin() } catch { return .later(reason: "\(error)") }
                tries.note(true)
                return .accepted(receipt: "ok")
            })
        try await fixture.outward.plan(dispatch())
        try await fixture.work()
        #expect(try await fixture.state() == .postponed)
        fixture.clock.advance(by: .seconds(60))
        try await fixture.work()
        #expect(try await fixture.state() == .accepted)
        #expect(tries.all == [false, true])
        #expect(
            try await fixture.outward.steps(of: DispatchID(stored: "notices-1")).map(\.state)
                == [.planned, .underway, .postponed, .underway, .handedOver, .accepted])
    }

    @Test("the mark is on record before it returns, also when set from a call back that blocks")
    func markIsDurable() async throws {
        let states = Notebook<String?>()
        let folder = DataFolder()
        let fixture = try OutwardFixture(
            TestChannel(marksHandOver: true) { dispatch, handOver in
                do { try handOver.beginBlocking() } catch { return .later(reason: "\(error)") }
                let seen = try? folder.open([NotesCapability.first])
                states.note(
                    try? await seen?.read { try String.fetchOne($0, sql: "SELECT state FROM outward_dispatch") })
                return .accepted(receipt: "ok")
            }, folder: folder)
        try await fixture.outward.plan(dispatch())
        try await fixture.work()
        #expect(states.all == ["handedOver"])
        #expect(try await fixture.state() == .accepted)
    }

    @Test("an outcome that comes after another process settled the dispatch is a note and changes nothing")
    func afterTheFact() async throws {
        let gate = Gate()
        let fixture = try OutwardFixture(
            TestChannel { _, _ in
                await gate.pass()
                return .refused(reason: "554")
            })
        let planned = try dispatch()
        try await fixture.outward.plan(planned)
        async let work = fixture.work()
        await gate.arrival()
        let other = try fixture.restarted(TestChannel())
        try await other.records.write { database in
            _ = try other.outward.move(other.outward.present(planned.id, database), .accepted, Outbox.Change(note: "250"), database)
        }
        await gate.open()
        _ = try await work
        #expect(try await fixture.state() == .accepted)
        #expect(try await fixture.outward.steps(of: planned.id).last?.note == "refused, after the fact: 554")
    }

    @Test("three hundred dispatches, the process killed again and again: none is lost, and each arrives once")
    func many() async throws {
        let folder = DataFolder()
        let arrived = Notebook<DispatchID>()
        // The other side remembers names, as a server does that is asked for a Message-ID.
        let knowing: @Sendable () -> TestChannel = {
            TestChannel(
                repetition: .visible, recall: Recall { id in arrived.all.contains(id) ? .delivered(receipt: "known") : .notDelivered },
                answer: { dispatch, _ in
                    arrived.note(dispatch.id)
                    return .accepted(receipt: "ok")
                })
        }
        let first = try OutwardFixture(knowing(), folder: folder)
        try await first.records.write { database in
            for number in 0..<300 { try first.outward.plan(dispatch("n-\(number)"), in: database) }
        }
        // Killed before the hand-over, after it began, and after it arrived.
        for number in stride(from: 0, to: 300, by: 3) { try await first.killed(in: .underway, "n-\(number)") }
        for number in stride(from: 1, to: 300, by: 3) { try await first.killed(in: .handedOver, "n-\(number)") }
        for number in stride(from: 1, to: 300, by: 6) { arrived.note(DispatchID(stored: "n-\(number)")) }
        let restarted = try first.restarted(knowing())
        try await restarted.work()
        #expect(Set(arrived.all).count == 300)
        #expect(arrived.all.count == 300)
        #expect(try await restarted.outward.counts().map { "\($0.state) \($0.count)" } == ["accepted 300"])
    }
}
