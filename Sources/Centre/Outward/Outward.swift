public import GRDB
internal import Synchronization
public import Vocabulary

/// The one place where an ``Act`` leaves the house.
///
/// What is to leave is planned: written down whole in the records, in the same transaction as what it is about, and only then taken to its
/// channel by a job, again and again until the other side has taken or refused it. A process killed at any point loses nothing. Whether
/// something arrived can be in doubt only between the mark of the hand-over and the next commit; then the channel is asked, and what
/// happens follows its ``Repetition``.
public final class Outward: Sendable {
    /// In earnest, or as an exercise.
    public let realm: Realm
    let records: Records
    let queue: JobQueue
    let clock: @Sendable () -> Instant
    let contentKept: Duration
    private let parts = Mutex(Parts())

    private struct Parts {
        var channels: [String: any OutwardChannel] = [:]
        var recorders: [any ActRecorder] = []
        var watchers: [String: @Sendable (Delivery, Database) throws -> Void] = [:]
    }

    /// The way out of a centre.
    /// - Parameter contentKept: How long the content of what is settled stays readable; that it left stays on record.
    public init(
        records: Records, jobs: JobQueue, realm: Realm = .real, contentKept: Duration = .seconds(90 * 86_400),
        clock: @escaping @Sendable () -> Instant
    ) {
        self.records = records
        queue = jobs
        self.realm = realm
        self.contentKept = contentKept
        self.clock = clock
    }

    // MARK: - Composition, before the centre runs

    /// Adds a channel.
    public func add(_ channel: any OutwardChannel) { parts.withLock { $0.channels[channel.name] = channel } }

    /// Adds somebody who writes down every act.
    public func add(_ recorder: any ActRecorder) { parts.withLock { $0.recorders.append(recorder) } }

    /// Tells a capability of every step of its dispatches, within the transaction that writes the step: what it writes there holds if and
    /// only if the step does. What it throws undoes the step.
    public func watch(_ capability: String, _ call: @escaping @Sendable (Delivery, Database) throws -> Void) {
        parts.withLock { $0.watchers[capability] = call }
    }

    /// Names of the channels, sorted.
    public var channels: [String] { parts.withLock { $0.channels.keys.sorted() } }

    /// The jobs that take dispatches to the channels added so far, and one that forgets old contents.
    public var jobs: [JobKind] {
        let channels = parts.withLock { $0.channels.values.sorted { $0.name < $1.name } }
        let forgetting = JobKind(name: "outward.forget", schedule: JobSchedule("17 3 * * *")) { context in
            let moment = context.clock() - self.contentKept
            let count = try await self.records.write { try Outbox.forget(before: moment, $0) }
            return .done("\(count) contents forgotten")
        }
        return channels.map(deliveryJob) + [forgetting]
    }

    // MARK: - Planning

    /// Plans a dispatch.
    /// - Throws: ``OutwardRefusal``, ``RecordsError``.
    @discardableResult
    public func plan(_ dispatch: Dispatch) async throws -> PlanReceipt {
        try await records.write { try self.plan(dispatch, in: $0) }
    }

    /// Plans a dispatch within a transaction of the caller, together with what it is about.
    @discardableResult
    public func plan(_ dispatch: Dispatch, in database: Database) throws -> PlanReceipt {
        guard let channel = channel(dispatch.channel) else { throw OutwardRefusal.unknownChannel(dispatch.channel) }
        guard channel.acts.contains(dispatch.act) else { throw OutwardRefusal.wrongAct(channel: channel.name, act: dispatch.act) }
        guard dispatch.tlp.permits(audience: channel.reach) else {
            throw OutwardRefusal.channelTooWide(channel: channel.name, tlp: dispatch.tlp, reach: channel.reach)
        }
        if let earlier = try Outbox.find(dispatch.id, database) {
            guard Outbox.isSame(earlier, dispatch) else { throw OutwardRefusal.nameTaken(dispatch.id) }
            return .already(earlier.state)
        }
        let state: DeliveryState = dispatch.approval == .none ? .planned : .awaitingApproval
        try Outbox.insert(dispatch, realm, state, now: clock(), database)
        if state == .planned { try queueDelivery(dispatch.id, dispatch.channel, database) }
        return .planned(state)
    }

    // MARK: - What people decide

    /// Lets a dispatch that waits for approval leave.
    /// - Parameter person: Who agrees, named as authors are.
    public func approve(_ id: DispatchID, by person: String) async throws {
        try await records.write { database in
            let delivery = try self.present(id, database)
            if delivery.approval == .another, delivery.author == person { throw OutwardRefusal.sameAuthor(id) }
            try self.move(delivery, .approved, Outbox.Change(person: person, approver: person), database)
            try self.queueDelivery(id, delivery.channel, database)
        }
    }

    /// Calls a dispatch off that has not left.
    public func withdraw(_ id: DispatchID, by person: String, reason: String) async throws {
        try await records.write { database in
            _ = try self.move(self.present(id, database), .withdrawn, Outbox.Change(person: person, note: reason), database)
        }
    }

    /// Settles a doubt: somebody looked, and it arrived.
    public func confirm(_ id: DispatchID, by person: String, note: String) async throws {
        try await records.write { database in
            let delivery = try self.present(id, database)
            guard delivery.state == .doubtful else { throw OutwardRefusal.notNow(id, state: delivery.state) }
            try self.move(delivery, .accepted, Outbox.Change(person: person, note: note), database)
        }
    }

    /// Settles a doubt: it is sent again, at the price that it may arrive twice.
    public func sendAgain(_ id: DispatchID, by person: String) async throws {
        try await records.write { database in
            let delivery = try self.present(id, database)
            try self.move(delivery, .sentAgain, Outbox.Change(person: person, isDoubt: true), database)
            try self.queueDelivery(id, delivery.channel, database)
        }
    }

    /// Writes down that something accepted came back, as a bounce tells. A second telling changes nothing.
    public func returned(_ id: DispatchID, reason: String) async throws {
        try await records.write { database in
            let delivery = try self.present(id, database)
            if delivery.state == .returned { return }
            try self.move(delivery, .returned, Outbox.Change(note: reason), database)
        }
    }

    // MARK: - For deliveries

    /// The channel of a name, for one that prepares what this one takes out.
    public func channel(_ name: String) -> (any OutwardChannel)? { parts.withLock { $0.channels[name] } }

    var recorders: [any ActRecorder] { parts.withLock { $0.recorders } }

    func present(_ id: DispatchID, _ database: Database) throws -> Delivery {
        guard let delivery = try Outbox.find(id, database) else { throw OutwardRefusal.unknownDispatch(id) }
        return delivery
    }

    /// Lets an event happen and tells who watches.
    @discardableResult func move(_ delivery: Delivery, _ event: DeliveryEvent, _ change: Outbox.Change, _ database: Database) throws
        -> Delivery
    {
        guard let moved = try Outbox.move(delivery, event, change, now: clock(), database) else {
            throw OutwardRefusal.notNow(delivery.id, state: delivery.state)
        }
        let watcher = parts.withLock { $0.watchers[moved.capability] }
        try watcher?(moved, database)
        return moved
    }

    private func queueDelivery(_ id: DispatchID, _ channel: String, _ database: Database) throws {
        try queue.add(NewJob(Outward.jobName(channel), payload: id.description), in: database)
    }

    static func jobName(_ channel: String) -> String { "outward.\(channel)" }
}

/// What became of a plan.
public enum PlanReceipt: Sendable, Hashable {
    /// It is written down and stands so.
    case planned(DeliveryState)
    /// The same was planned before and stands so.
    case already(DeliveryState)
}
