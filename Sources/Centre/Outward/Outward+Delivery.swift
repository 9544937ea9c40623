internal import GRDB
internal import Logging
internal import Metrics
internal import Vocabulary

extension Outward {
    /// The job that takes dispatches to a channel. An error of our own, such as a full disk, never makes it give up.
    func deliveryJob(_ channel: any OutwardChannel) -> JobKind {
        let retry = RetryPlan(attempts: .max, first: .seconds(30), longest: .seconds(1800))
        return JobKind(name: Outward.jobName(channel.name), retry: retry, atOnce: channel.atOnce) { context in
            let id = DispatchID(stored: try context.payload(String.self))
            return try await self.deliver(id, by: channel, context)
        }
    }

    private func deliver(_ id: DispatchID, by channel: any OutwardChannel, _ context: JobContext) async throws -> JobEnd {
        let found = try await records.read { try Outbox.find(id, $0) }
        guard let found else { throw HopelessJob("there is no dispatch \(id)") }
        var taking = Outbox.Change(isAttempt: true)
        switch found.state {
        case .planned, .postponed, .underway: break
        case .handedOver:
            // A process ended here, or the channel could not tell.
            guard let change = try await resolve(found, channel) else { return .done("\(id): settled after a doubt") }
            taking = change
        default: return .done("\(id) is \(found.state.rawValue)")
        }
        let taken: (Delivery, [UInt8])? = try await records.write { [taking] database in
            let present = try self.present(id, database)
            guard present.state.after(.taken) != nil else { return nil }
            let delivery = try self.move(present, .taken, taking, database)
            return (delivery, try Outbox.content(delivery.number, database) ?? [])
        }
        guard let (delivery, content) = taken else { return .done("\(id) was called off") }
        for recorder in recorders { try await recorder.enter(delivery.entry(in: realm)) }
        guard realm == .real, delivery.realm == .real else {
            try await settle(id, .recordedOnly, note: "exercise: recorded, not sent")
            return .done("\(id) recorded")
        }
        let dispatch: Dispatch
        do {
            dispatch = try Dispatch(delivery, content)
            guard dispatch.tlp.permits(audience: channel.reach) else {
                throw OutwardRefusal.channelTooWide(channel: channel.name, tlp: dispatch.tlp, reach: channel.reach)
            }
        } catch let refusal as OutwardRefusal {
            try await settle(id, .refused, note: refusal.description)
            return .done("\(id) refused: \(refusal)")
        }
        let handOver = handOver(id)
        if !channel.marksHandOver { try await handOver.begin() }
        let outcome = await channel.deliver(dispatch, handOver)
        return try await write(outcome, delivery, channel, context)
    }

    /// What to do about a dispatch that may have arrived: the change with which it is taken up again, or `nil` where it is settled.
    private func resolve(_ delivery: Delivery, _ channel: any OutwardChannel) async throws -> Outbox.Change? {
        switch await channel.wasDelivered(delivery.id) {
        case .delivered(let receipt):
            try await settle(delivery.id, .accepted, note: receipt)
            return nil
        case .notDelivered: return Outbox.Change(note: "an earlier hand-over broke off and did not arrive", isAttempt: true)
        case .unknown:
            switch channel.repetition {
            case .harmless: return Outbox.Change(note: "an earlier hand-over broke off; the other side takes it once", isAttempt: true)
            case .recognisable where delivery.doubts < 3:
                return Outbox.Change(
                    note: "an earlier hand-over may have arrived; sent again under the same name", isAttempt: true, isDoubt: true)
            case .recognisable, .visible:
                try await settle(delivery.id, .doubted, note: "a hand-over broke off and may have arrived; see, then confirm or send again")
                return nil
            }
        }
    }

    private func handOver(_ id: DispatchID) -> HandOver {
        let mark: @Sendable (Database) throws -> Void = { database in
            try self.move(self.present(id, database), .handedOver, Outbox.Change(note: "hand-over begun"), database)
        }
        return HandOver(mark: { try await self.records.write(mark) }, markBlocking: { try self.records.writeBlocking(mark) })
    }

    private func write(_ outcome: DeliveryOutcome, _ delivery: Delivery, _ channel: any OutwardChannel, _ context: JobContext) async throws
        -> JobEnd
    {
        let id = delivery.id
        let pause = channel.retry.pause(afterAttempt: delivery.attempts, chance: Double.random(in: 0..<1))
        let again = pause.map { clock() + $0 }
        switch outcome {
        case .accepted(let receipt):
            try await settle(id, .accepted, note: receipt)
            return .done("\(id) accepted: \(receipt)")
        case .refused(let reason):
            try await settle(id, .refused, note: reason)
            return .done("\(id) refused: \(reason)")
        case .later(let reason, let notBefore):
            guard let again else {
                try await settle(id, .refused, note: "given up after \(delivery.attempts) attempts: \(reason)")
                return .done("\(id) given up: \(reason)")
            }
            try await settle(id, .postponed, note: reason)
            return .again(at: max(again, notBefore ?? again), "\(id) later: \(reason)")
        case .unknown(let reason):
            let state = try await records.read { try self.present(id, $0).state }
            if state == .underway {
                // The channel did not come to the mark, so nothing can have arrived.
                return try await write(.later(reason: reason), delivery, channel, context)
            }
            guard let again else {
                try await settle(id, .doubted, note: reason)
                return .done("\(id) doubtful: \(reason)")
            }
            context.logger.warning("it cannot be told whether a dispatch arrived", metadata: ["dispatch": "\(id)", "reason": "\(reason)"])
            return .again(at: again, "\(id) in doubt: \(reason)")
        }
    }

    /// Writes an outcome even while the job is being cancelled: what happened outside must be known inside. Where another process was
    /// quicker, after this one stood still, the outcome only becomes a note.
    private func settle(_ id: DispatchID, _ event: DeliveryEvent, note: String) async throws {
        let writing = Task {
            try await self.records.write { database in
                let delivery = try self.present(id, database)
                let note = String(note.prefix(2000))
                if delivery.state.after(event) == nil {
                    try Outbox.step(
                        delivery.number, delivery.state, person: nil, note: "\(event.rawValue), after the fact: \(note)", now: self.clock(),
                        database)
                    return
                }
                let moved = try self.move(delivery, event, Outbox.Change(note: note), database)
                let dimensions = [("channel", moved.channel), ("act", moved.act.rawValue), ("state", moved.state.rawValue)]
                Counter(label: "keshik_dispatches_total", dimensions: dimensions).increment()
            }
        }
        try await writing.value
    }
}

extension Dispatch {
    /// A dispatch as it was written down; TLP and texts are checked again.
    init(_ delivery: Delivery, _ content: [UInt8]) throws(OutwardRefusal) {
        try self.init(
            id: delivery.id, act: delivery.act, tlp: delivery.tlp, audience: delivery.audience, channel: delivery.channel,
            recipient: delivery.recipient, subject: delivery.subject, content: content, mediaType: delivery.mediaType,
            capability: delivery.capability, reference: delivery.reference, author: delivery.author, approval: delivery.approval)
    }
}
