internal import Centre
internal import GRDB
internal import Vocabulary

extension Notices {
    struct DecideWish: Codable, Sendable { let isForced: Bool }
    struct RuleWish: Codable, Sendable {
        let rule: String
        let version: Int
        let person: String
    }
    struct ReturnWish: Codable, Sendable {
        let notice: String
        let contact: String
        let reason: String
    }

    /// Looks at all findings every five minutes.
    var decide: JobKind {
        JobKind(name: "notices.decide", schedule: JobSchedule("*/5 * * * *"), lease: .seconds(300)) { context in
            let wish = try context.payload(DecideWish?.self)
            let report = try await DecisionRun(office: office, isForced: wish?.isForced ?? false).run { context.isStopping }
            return report.isWhole ? .done(report.text) : .again(at: context.clock(), report.text)
        }
    }

    /// Lets everything leave that waits for the approval of a rule's version.
    var approving: JobKind {
        JobKind(name: "notices.approve") { context in
            let wish = try context.payload(RuleWish.self)
            let ids = try await office.house.records.read { database in
                try String.fetchAll(
                    database,
                    sql: "SELECT id FROM notices_notice WHERE state = 'awaiting' AND rule = ? AND rule_version = ? ORDER BY number",
                    arguments: [wish.rule, wish.version])
            }
            var count = 0
            for id in ids {
                if context.isStopping { return .again(at: context.clock(), "\(count) notices approved") }
                try await approve(id, by: wish.person)
                count += 1
            }
            return .done("\(count) notices approved")
        }
    }

    /// Marks a contact whose mail came back.
    var returning: JobKind {
        JobKind(name: "notices.returned") { context in
            let wish = try context.payload(ReturnWish.self)
            // First the contact, so that whoever decides next knows whom not to choose.
            try await office.directory.mark(contact: wish.contact, bounced: wish.reason)
            let jobs = office.house.jobs
            try await office.house.records.write { database in
                try NoticeStore.tellAnother(wish.notice, database)
                try jobs.add(
                    NewJob("notices.decide", payload: DecideWish(isForced: false), key: "returned-\(wish.notice)"), in: database)
            }
            return .done("contact \(wish.contact) marked")
        }
    }

    /// Lets all dispatches of a notice leave.
    func approve(_ notice: Notice.ID, by person: String) async throws {
        for delivery in try await deliveries(notice) where delivery.state == .awaitingApproval {
            try await office.house.outward.approve(delivery.id, by: person)
        }
    }

    /// Calls all dispatches of a notice off that have not left.
    func withdraw(_ notice: Notice.ID, by person: String, reason: String) async throws {
        for delivery in try await deliveries(notice) where delivery.state.after(.withdrawn) != nil {
            try await office.house.outward.withdraw(delivery.id, by: person, reason: reason)
        }
    }

    func deliveries(_ notice: Notice.ID) async throws -> [Delivery] {
        try await office.house.outward.deliveries(
            DeliveryFilter(capability: NoticeDispatch.capability, reference: NoticeDispatch.reference(notice)), limit: 200)
    }

    /// Follows every step of what leaves, in the transaction that writes the step.
    func watch() {
        let (house, clock) = (office.house, office.house.clock)
        house.outward.watch(NoticeDispatch.capability) { delivery, database in
            guard let notice = NoticeDispatch.notice(delivery.id) else { return }
            try NoticeStore.follow(notice, delivery.channel, delivery.id, delivery.state, at: clock(), database)
            guard delivery.channel == "mail", delivery.state == .returned || delivery.state == .refused,
                let contact = try String.fetchOne(database, sql: "SELECT contact FROM notices_notice WHERE id = ?", arguments: [notice])
            else { return }
            let wish = ReturnWish(notice: notice, contact: contact, reason: delivery.note)
            try house.jobs.add(NewJob("notices.returned", payload: wish, key: "\(delivery.id)"), in: database)
        }
    }
}
