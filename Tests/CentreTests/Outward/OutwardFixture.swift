import Synchronization
import Testing
import Vocabulary

@testable import Centre

/// What a channel can tell of earlier hand-overs.
struct Recall: Sendable {
    let knowledge: @Sendable (DispatchID) -> DeliveryKnowledge

    init(_ knowledge: @escaping @Sendable (DispatchID) -> DeliveryKnowledge) { self.knowledge = knowledge }
}

/// A channel whose other side is a list in memory, which survives the "process" that wrote to it.
final class TestChannel: OutwardChannel {
    let name: String
    let acts: Set<Act>
    let reach: Audience
    let repetition: Repetition
    let marksHandOver: Bool
    let retry: RetryPlan
    let answer: @Sendable (Dispatch, HandOver) async -> DeliveryOutcome
    let recall: Recall

    init(
        name: String = "mail", acts: Set<Act> = Set(Act.allCases), reach: Audience = .recipients, repetition: Repetition = .recognisable,
        marksHandOver: Bool = false, retry: RetryPlan = RetryPlan(attempts: 3, first: .seconds(60), longest: .seconds(60), jitter: 0),
        recall: Recall = Recall { _ in .unknown },
        answer: @escaping @Sendable (Dispatch, HandOver) async -> DeliveryOutcome = { _, _ in .accepted(receipt: "250 ok") }
    ) {
        self.name = name
        self.acts = acts
        self.reach = reach
        self.repetition = repetition
        self.marksHandOver = marksHandOver
        self.retry = retry
        self.recall = recall
        self.answer = answer
    }

    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome { await answer(dispatch, handOver) }
    func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge { recall.knowledge(id) }
}

/// A centre's way out, with one channel.
struct OutwardFixture: Sendable {
    let folder: DataFolder
    let clock: TestClock
    let records: Records
    let queue: JobQueue
    let outward: Outward

    init(
        _ channel: any OutwardChannel, realm: Realm = .real, folder: DataFolder = DataFolder(), clock: TestClock = TestClock()
    ) throws {
        self.folder = folder
        self.clock = clock
        records = try folder.open([NotesCapability.first])
        queue = JobQueue(records: records, clock: clock.read)
        outward = Outward(records: records, jobs: queue, realm: realm, clock: clock.read)
        outward.add(channel)
    }

    /// The program started anew on the same data folder.
    func restarted(_ channel: any OutwardChannel, realm: Realm = .real) throws -> OutwardFixture {
        try OutwardFixture(channel, realm: realm, folder: folder, clock: clock)
    }

    @discardableResult
    func work() async throws -> Int {
        try await JobRunner(queue, kinds: outward.jobs, options: .still(), logger: .silent).runDue()
    }

    func state(_ id: String = "notices-1") async throws -> DeliveryState? { try await delivery(id)?.state }

    func delivery(_ id: String = "notices-1") async throws -> Delivery? { try await outward.delivery(DispatchID(stored: id)) }

    /// Leaves a dispatch behind as a process that was killed in the given state.
    func killed(in state: DeliveryState, _ id: String = "notices-1") async throws {
        try await records.write { database in
            var delivery = try outward.move(
                outward.present(DispatchID(stored: id), database), .taken, Outbox.Change(isAttempt: true), database)
            if state == .handedOver { delivery = try outward.move(delivery, .handedOver, Outbox.Change(), database) }
            #expect(delivery.state == state)
        }
    }
}

func dispatch(
    _ id: String = "notices-1", act: Act = .inform, tlp: TLP = .amber, audience: Audience = .recipients, channel: String = "mail",
    recipient: String = "abuse@example.net", subject: String = "Open resolver", content: String = "Please look.",
    author: String = "rule:daily", approval: ApprovalNeed = .none
) throws -> Dispatch {
    try Dispatch(
        id: DispatchID(stored: id), act: act, tlp: tlp, audience: audience, channel: channel, recipient: recipient, subject: subject,
        content: Array(content.utf8), mediaType: "text/plain", capability: "notices", reference: "notice/1", author: author,
        approval: approval)
}
