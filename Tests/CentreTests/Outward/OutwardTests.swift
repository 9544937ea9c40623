import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Centre

@Suite("Things on their way out")
struct OutwardTests {
    @Test("what is planned is handed over once, and its steps can be read")
    func accepted() async throws {
        let handed = Notebook<Dispatch>()
        let fixture = try OutwardFixture(
            TestChannel { dispatch, _ in
                handed.note(dispatch)
                return .accepted(receipt: "250 queued as 7")
            })
        let planned = try dispatch()
        #expect(try await fixture.outward.plan(planned) == .planned(.planned))
        #expect(try await fixture.work() == 1)
        #expect(handed.all == [planned])
        let delivery = try #require(try await fixture.delivery())
        #expect(delivery.state == .accepted)
        #expect(delivery.note == "250 queued as 7")
        #expect(delivery.attempts == 1)
        #expect(delivery.doubts == 0)
        #expect(try await fixture.outward.steps(of: planned.id).map(\.state) == [.planned, .underway, .handedOver, .accepted])
        #expect(try await fixture.work() == 0)
    }

    @Test("planning the same again changes nothing; another thing under the same name is refused")
    func again() async throws {
        let fixture = try OutwardFixture(TestChannel())
        try await fixture.outward.plan(dispatch())
        #expect(try await fixture.outward.plan(dispatch()) == .already(.planned))
        try await fixture.work()
        #expect(try await fixture.outward.plan(dispatch()) == .already(.accepted))
        await #expect(throws: OutwardRefusal.nameTaken(DispatchID(stored: "notices-1"))) {
            try await fixture.outward.plan(dispatch(content: "Something else"))
        }
        #expect(try await fixture.work() == 0)
    }

    @Test("a dispatch is planned together with what it is about, or not at all")
    func transaction() async throws {
        struct Refusal: Error {}
        let fixture = try OutwardFixture(TestChannel())
        await #expect(throws: Refusal.self) {
            try await fixture.records.write { database in
                try fixture.outward.plan(dispatch(), in: database)
                throw Refusal()
            }
        }
        #expect(try await fixture.delivery() == nil)
        #expect(try await fixture.work() == 0)
    }

    @Test("what must be approved waits until somebody who may agrees")
    func approval() async throws {
        let fixture = try OutwardFixture(TestChannel())
        let planned = try dispatch(author: "analyst:leyla", approval: .another)
        #expect(try await fixture.outward.plan(planned) == .planned(.awaitingApproval))
        #expect(try await fixture.work() == 0)
        await #expect(throws: OutwardRefusal.sameAuthor(planned.id)) { try await fixture.outward.approve(planned.id, by: "analyst:leyla") }
        try await fixture.outward.approve(planned.id, by: "editor:murad")
        await #expect(throws: OutwardRefusal.notNow(planned.id, state: .planned)) {
            try await fixture.outward.approve(planned.id, by: "editor:murad")
        }
        #expect(try await fixture.work() == 1)
        #expect(try await fixture.delivery()?.approver == "editor:murad")
        #expect(try await fixture.state() == .accepted)
    }

    @Test("the author may approve what anyone may")
    func ownApproval() async throws {
        let fixture = try OutwardFixture(TestChannel())
        let planned = try dispatch(author: "analyst:leyla", approval: .anyone)
        try await fixture.outward.plan(planned)
        try await fixture.outward.approve(planned.id, by: "analyst:leyla")
        try await fixture.work()
        #expect(try await fixture.state() == .accepted)
    }

    @Test("what was called off does not leave")
    func withdrawn() async throws {
        let handed = Notebook<DispatchID>()
        let fixture = try OutwardFixture(
            TestChannel { dispatch, _ in
                handed.note(dispatch.id); return .accepted(receipt: "")
            })
        let planned = try dispatch()
        try await fixture.outward.plan(planned)
        try await fixture.outward.withdraw(planned.id, by: "analyst:leyla", reason: "false alarm")
        #expect(try await fixture.work() == 1)
        #expect(handed.all.isEmpty)
        #expect(try await fixture.state() == .withdrawn)
        await #expect(throws: OutwardRefusal.notNow(planned.id, state: .withdrawn)) {
            try await fixture.outward.approve(planned.id, by: "editor:murad")
        }
    }

    @Test("a channel that says later is tried again, and given up in the end")
    func later() async throws {
        let fixture = try OutwardFixture(TestChannel { _, _ in .later(reason: "451 greylisted") })
        try await fixture.outward.plan(dispatch())
        for _ in 0..<3 {
            #expect(try await fixture.work() == 1)
            #expect(try await fixture.work() == 0)
            fixture.clock.advance(by: .seconds(60))
        }
        let delivery = try #require(try await fixture.delivery())
        #expect(delivery.state == .refused)
        #expect(delivery.note == "given up after 3 attempts: 451 greylisted")
        #expect(try await fixture.work() == 0)
    }

    @Test("a channel that names a time is not tried before it")
    func notBefore() async throws {
        let fixture = try OutwardFixture(TestChannel { _, _ in .later(reason: "busy", notBefore: TestClock.start + .seconds(3600)) })
        try await fixture.outward.plan(dispatch())
        try await fixture.work()
        fixture.clock.advance(by: .seconds(3599))
        #expect(try await fixture.work() == 0)
        fixture.clock.advance(by: .seconds(1))
        #expect(try await fixture.work() == 1)
    }

    @Test("what comes back after it was accepted says so, once")
    func returned() async throws {
        let fixture = try OutwardFixture(TestChannel())
        let planned = try dispatch()
        try await fixture.outward.plan(planned)
        await #expect(throws: OutwardRefusal.notNow(planned.id, state: .planned)) {
            try await fixture.outward.returned(planned.id, reason: "550 no such user")
        }
        try await fixture.work()
        try await fixture.outward.returned(planned.id, reason: "550 no such user")
        try await fixture.outward.returned(planned.id, reason: "550 no such user")
        #expect(try await fixture.state() == .returned)
        #expect(try await fixture.outward.steps(of: planned.id).filter { $0.state == .returned }.count == 1)
    }

    @Test("a capability learns of each step in the transaction that writes it, and can refuse it")
    func watching() async throws {
        let fixture = try OutwardFixture(TestChannel())
        fixture.outward.watch("notices") { delivery, database in
            try database.execute(sql: "INSERT INTO notes_note (text) VALUES (?)", arguments: [delivery.state.rawValue])
        }
        try await fixture.outward.plan(dispatch())
        try await fixture.work()
        #expect(try await fixture.records.notes() == ["underway", "handedOver", "accepted"])
    }

    @Test("every act is entered before it leaves, and one that cannot be entered does not leave")
    func recorder() async throws {
        let order = Notebook<String>()
        let failing = Notebook<Void>()
        struct Recorder: ActRecorder {
            let order: Notebook<String>
            let failing: Notebook<Void>
            struct Full: Error {}
            func enter(_ entry: ActEntry) async throws {
                if failing.all.isEmpty {
                    failing.note(())
                    throw Full()
                }
                order.note("entered \(entry.act) \(entry.digest.count) \(entry.realm)")
            }
        }
        let fixture = try OutwardFixture(
            TestChannel { _, _ in
                order.note("left"); return .accepted(receipt: "")
            })
        fixture.outward.add(Recorder(order: order, failing: failing))
        try await fixture.outward.plan(dispatch(act: .warn))
        #expect(try await fixture.work() == 1)
        #expect(order.all.isEmpty)
        #expect(try await fixture.state() == .underway)
        fixture.clock.advance(by: .seconds(60))
        #expect(try await fixture.work() == 1)
        #expect(order.all == ["entered warn 32 real", "left"])
    }

    @Test(
        "in an exercise everything is recorded and nothing leaves, also when the folder is opened in earnest",
        arguments: [
            (Realm.exercise, Realm.exercise), (.exercise, .real), (.real, .exercise),
        ])
    func exercise(planned: Realm, delivered: Realm) async throws {
        let left = Notebook<DispatchID>()
        let channel = TestChannel { dispatch, _ in
            left.note(dispatch.id); return .accepted(receipt: "")
        }
        let fixture = try OutwardFixture(channel, realm: planned)
        try await fixture.outward.plan(dispatch())
        let restarted = try fixture.restarted(channel, realm: delivered)
        try await restarted.work()
        #expect(left.all.isEmpty)
        #expect(try await restarted.state() == .recorded)
    }

    @Test("contents of what is settled are forgotten after their time; that it left stays on record")
    func forgetting() async throws {
        let fixture = try OutwardFixture(TestChannel())
        let done = try dispatch("notices-1")
        let waiting = try dispatch("notices-2", approval: .anyone)
        try await fixture.outward.plan(done)
        try await fixture.outward.plan(waiting)
        try await fixture.work()
        fixture.clock.advance(by: .seconds(91 * 86_400))
        try await fixture.work()
        #expect(try await fixture.outward.content(of: done.id) == nil)
        #expect(try await fixture.outward.content(of: waiting.id) == Array("Please look.".utf8))
        #expect(try await fixture.state("notices-1") == .accepted)
    }

    @Test("lists show what is asked for, page by page")
    func lists() async throws {
        let fixture = try OutwardFixture(TestChannel())
        fixture.outward.add(TestChannel(name: "web"))
        for number in 1...5 { try await fixture.outward.plan(dispatch("n-\(number)", channel: number == 5 ? "web" : "mail")) }
        try await fixture.outward.withdraw(DispatchID(stored: "n-2"), by: "analyst:leyla", reason: "")
        func ids(_ filter: DeliveryFilter, limit: Int = 50) async throws -> [String] {
            try await fixture.outward.deliveries(filter, limit: limit).map(\.id.description)
        }
        #expect(try await ids(DeliveryFilter()) == ["n-5", "n-4", "n-3", "n-2", "n-1"])
        #expect(try await ids(DeliveryFilter(channel: "web")) == ["n-5"])
        #expect(try await ids(DeliveryFilter(states: [.withdrawn, .accepted])) == ["n-2"])
        #expect(try await ids(DeliveryFilter(capability: "cases")) == [])
        #expect(try await ids(DeliveryFilter(reference: "notice/1"), limit: 2) == ["n-5", "n-4"])
        #expect(try await ids(DeliveryFilter(before: 4), limit: 2) == ["n-3", "n-2"])
        let counts = try await fixture.outward.counts()
        #expect(counts.map { "\($0.channel) \($0.state) \($0.count)" } == ["mail planned 3", "mail withdrawn 1", "web planned 1"])
    }

    @Test("the folder channel writes content and note, and knows what it wrote")
    func folderChannel() async throws {
        let folder = DataFolder()
        let channel = FolderChannel(folder: folder.path + "/out")
        let fixture = try OutwardFixture(channel)
        let planned = try dispatch(channel: "folder")
        #expect(await channel.wasDelivered(planned.id) == .notDelivered)
        try await fixture.outward.plan(planned)
        try await fixture.work()
        #expect(try String(contentsOfFile: folder.path + "/out/notices-1.txt", encoding: .utf8) == "Please look.")
        let note = try String(contentsOfFile: folder.path + "/out/notices-1.dispatch.json", encoding: .utf8)
        #expect(note.contains("\"TLP:AMBER\""))
        #expect(note.contains("abuse@example.net"))
        guard case .delivered = await channel.wasDelivered(planned.id) else {
            Issue.record("the channel does not know what it wrote")
            return
        }
    }
}
