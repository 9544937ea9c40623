internal import Centre
internal import Crypto
internal import EventStore
internal import Foundation
internal import GRDB
internal import Vocabulary

/// One run over all findings: what is due is decided, written and planned, owners in groups, each group in one transaction.
struct DecisionRun: Sendable {
    /// What a run did.
    struct Report: Sendable, Hashable {
        var looked = 0
        var notices = 0
        var told = 0
        var waiting = 0
        var suppressed = 0
        var gone = 0
        var isWhole = true

        var text: String {
            "\(looked) findings looked at, \(notices) notices about \(told) of them, \(waiting) wait, \(suppressed) suppressed"
        }
    }

    let office: NoticeOffice
    /// Digests go out at once, whatever the hour.
    var isForced = false

    /// Findings that are written in one transaction, about.
    private static let batch = 4_000

    func run(isStopping: @Sendable () -> Bool = { false }) async throws -> Report {
        try await withTaskExecutorPreference(office.threads) { try await decideAll(isStopping) }
    }

    private func decideAll(_ isStopping: @Sendable () -> Bool) async throws -> Report {
        let now = office.house.clock()
        let book = try await office.book()
        // A run that lost its job to another one, as after a standstill, must not write any more.
        let (number, tracks) = try await office.house.records.write { database in
            let number = (try NoticeStore.mark("run", database) ?? 0) + 1
            try NoticeStore.set("run", to: number, database)
            return (number, try NoticeStore.tracks(database))
        }
        let survey = try FindingSurvey(office, tracks: tracks, isForced: isForced, now: now)
        var isWhole = survey.isWhole
        await office.seal.refresh()
        let circle = try await OwnerCircle(office.directory)
        let plans = NoticePlans(office: office, book: book, isForced: isForced, now: now)
        var group: [NoticePlans.OwnerPlan] = []
        var size = 0
        var writing: Task<Report, any Error>?
        for (owner, candidates) in survey.candidates.sorted(by: { $0.key < $1.key }) {
            if isStopping() {
                isWhole = false
                break
            }
            let plan = try await plans.plan(candidates, at: circle.around(owner))
            group.append(plan)
            size += candidates.count
            if size >= Self.batch {
                writing = try await settle(group, plans, number, after: writing)
                (group, size) = ([], 0)
            }
        }
        if !group.isEmpty { writing = try await settle(group, plans, number, after: writing) }
        var report = Report()
        if let writing { report = try await writing.value }
        report.looked = survey.count
        report.isWhole = isWhole
        if !survey.gone.isEmpty {
            let gone = survey.gone
            try await office.house.records.write { database in
                for one in gone { try NoticeStore.gone(one.finding, at: one.last, database) }
            }
            report.gone = gone.count
        }
        return report
    }

    /// Writes letters on two threads, then everything down at once, while the next letters are written.
    private func settle(
        _ group: [NoticePlans.OwnerPlan], _ plans: NoticePlans, _ number: Int64, after earlier: Task<Report, any Error>?
    ) async throws -> Task<Report, any Error> {
        let letters = try await write(threaded(group.flatMap(\.drafts)))
        var report = Report()
        if let earlier { report = try await earlier.value }
        let (outward, records) = (office.house.outward, office.house.records)
        return Task { [report] in
            var report = report
            let done: Report = try await records.write { database in
                guard try NoticeStore.mark("run", database) == number else { throw OvertakenRun() }
                return try plans.enter(group, letters, outward, database)
            }
            report.notices += done.notices
            report.told += done.told
            report.waiting += done.waiting
            report.suppressed += done.suppressed
            return report
        }
    }

    private func threaded(_ drafts: [NoticeDraft]) async throws -> [NoticeDraft] {
        try await office.house.records.read { database in
            try drafts.map { draft in
                var draft = draft
                draft.thread = try NoticeStore.thread(owner: draft.owner.id, type: draft.type, database)
                return draft
            }
        }
    }

    private func write(_ drafts: [NoticeDraft]) async throws -> [Notice.ID: WrittenNotice] {
        let writer = NoticeWriter(office: office)
        let half = (drafts.count + 1) / 2
        return try await withThrowingTaskGroup(of: [WrittenNotice].self) { tasks in
            for part in [drafts.prefix(half), drafts.dropFirst(half)] where !part.isEmpty {
                tasks.addTask(executorPreference: office.threads) {
                    var written: [WrittenNotice] = []
                    for draft in part { written.append(try await writer.write(draft)) }
                    return written
                }
            }
            var all: [Notice.ID: WrittenNotice] = [:]
            for try await part in tasks { for one in part { all[one.draft.id] = one } }
            return all
        }
    }
}

/// Thrown by a run whose place another took.
struct OvertakenRun: Error, CustomStringConvertible {
    var description: String { "another run began meanwhile; this one has written nothing more" }
}
