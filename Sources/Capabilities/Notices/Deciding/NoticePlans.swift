internal import Centre
internal import Crypto
internal import EventStore
internal import Foundation
internal import GRDB
internal import Vocabulary

/// Turns decisions about single findings into notices: one for each contact, type and reason, and writes them down.
struct NoticePlans: Sendable {
    let office: NoticeOffice
    let book: RuleBook
    var isForced = false
    let now: Instant

    /// What is decided at one owner's.
    struct OwnerPlan: Sendable {
        let owner: OwnerFacts
        var drafts: [NoticeDraft] = []
        var others: [(candidate: FindingSurvey.Candidate, decision: NoticeDecision)] = []
        var decisions: [FindingID: (candidate: FindingSurvey.Candidate, decision: NoticeDecision)] = [:]
    }

    private struct Group: Hashable {
        let kind: Notice.Kind
        let contact: ContactCard
        let type: String
        let rule: String
    }

    func facts(_ candidate: FindingSurvey.Candidate, _ around: OwnerCircle.Around) -> NoticeFacts {
        NoticeFacts(
            finding: candidate.finding, episodeBegan: candidate.episodeBegan, owner: around.facts, contacts: around.contacts,
            upstream: around.parentContacts, upstreamCeiling: around.parent?.ceiling ?? .amber, told: candidate.track?.told,
            waitingSince: candidate.track.flatMap { $0.outcome == .waiting ? $0.since : nil }, now: now)
    }

    /// Decides about an owner's findings.
    func plan(_ candidates: [FindingSurvey.Candidate], at around: OwnerCircle.Around) -> OwnerPlan {
        var plan = OwnerPlan(owner: around.facts ?? OwnerFacts(id: around.id))
        var groups: [Group: [(FindingSurvey.Candidate, NoticeDecision)]] = [:]
        for candidate in candidates {
            let facts = facts(candidate, around)
            let decision = book.decide(facts)
            switch decision.outcome {
            case .tell(let kind, let contact):
                groups[Group(kind: kind, contact: contact, type: candidate.finding.type, rule: decision.rule ?? ""), default: []]
                    .append((candidate, decision))
            case .wait(_, let contact) where isForced:
                let kind: Notice.Kind = facts.told == nil ? .first : facts.told?.returned.isEmpty == false ? .again : .reopened
                groups[Group(kind: kind, contact: contact, type: candidate.finding.type, rule: decision.rule ?? ""), default: []]
                    .append((candidate, decision))
            case .wait, .suppressed, .nothing: plan.others.append((candidate, decision))
            }
        }
        guard let card = around.card else { return plan }
        for (group, members) in groups.sorted(by: {
            ($0.key.type, $0.key.contact.id, $0.key.rule) < ($1.key.type, $1.key.contact.id, $1.key.rule)
        }) {
            for (candidate, decision) in members { plan.decisions[candidate.finding.id] = (candidate, decision) }
            let findings = members.map(\.0.finding).sorted(by: SeenFinding.isTold(_:before:))
            plan.drafts.append(
                NoticeDraft(
                    id: Self.name(group.kind, group.contact.id, group.type, members.map(\.0)), kind: group.kind, owner: card,
                    contact: group.contact, findings: findings, type: group.type, rule: group.rule,
                    ruleVersion: members[0].1.ruleVersion, because: members[0].1.because, planned: now,
                    firstTold: members.compactMap { $0.0.track?.told?.first }.min()))
        }
        return plan
    }

    /// Always the same for the same thing told to the same contact: planned twice it is one notice.
    private static func name(_ kind: Notice.Kind, _ contact: String, _ type: String, _ members: [FindingSurvey.Candidate]) -> Notice.ID {
        var digest = SHA256()
        digest.update(data: Data("\(kind.rawValue)|\(contact)|\(type)".utf8))
        for member in members.sorted(by: { $0.finding.id < $1.finding.id }) {
            digest.update(data: member.finding.id.stored)
            digest.update(data: Data("|\(member.track?.told?.last.microseconds ?? 0)".utf8))
        }
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return "N-" + String(digest.finalize().prefix(10).map { digits[Int($0 & 31)] })
    }

    // MARK: - Writing down

    /// Writes a group of owners down: notices, what leaves for them, and where every finding stands.
    func enter(
        _ plans: [OwnerPlan], _ letters: [Notice.ID: WrittenNotice], _ outward: Outward, _ database: Database
    ) throws -> DecisionRun.Report {
        var report = DecisionRun.Report()
        var explanations: [[Reason]: Int64] = [:]
        func because(_ reasons: [Reason]) throws -> Int64 {
            if let known = explanations[reasons] { return known }
            let id = try NoticeStore.because(reasons, database)
            explanations[reasons] = id
            return id
        }
        for plan in plans {
            for draft in plan.drafts {
                guard let written = letters[draft.id], let entry = book.entry(draft.rule) else { continue }
                let isNew = try NoticeStore.insert(written.notice(entry), draft.findings, because: because(draft.because), database)
                guard isNew else { continue }
                for dispatch in try written.dispatches(approval: entry.isApproved ? .none : .anyone) {
                    try outward.plan(dispatch, in: database)
                }
                report.notices += 1
                for finding in draft.findings {
                    guard let (_, decision) = plan.decisions[finding.id] else { continue }
                    let due = nextLook(
                        entry.rule, firstTold: draft.kind == .first || draft.kind == .reopened ? now : draft.firstTold ?? now)
                    try NoticeStore.settle(
                        finding, owner: plan.owner, decision, outcome: .told, due: due, isNews: true, because: because(decision.because),
                        notice: draft.id, contact: draft.contact.id, at: now, database)
                    try NoticeStore.told(finding.id, draft.kind, due: due, at: now, database)
                    report.told += 1
                }
            }
            for (candidate, decision) in plan.others {
                let (outcome, due, contact) = standing(decision, candidate)
                if outcome == .waiting { report.waiting += 1 }
                if outcome == .suppressed { report.suppressed += 1 }
                try NoticeStore.settle(
                    candidate.finding, owner: plan.owner, decision, outcome: outcome, due: due,
                    isNews: candidate.track?.outcome != outcome, because: because(decision.because), notice: nil, contact: contact, at: now,
                    database)
            }
        }
        return report
    }

    private func standing(_ decision: NoticeDecision, _ candidate: FindingSurvey.Candidate) -> (NoticeTrack.Outcome, Instant, String?) {
        switch decision.outcome {
        case .wait(let until, let contact): return (.waiting, until, contact.id)
        case .suppressed(let until): return (.suppressed, until ?? now + .seconds(30 * 86_400), nil)
        case .tell, .nothing:
            guard let told = candidate.track?.told else { return (.nothing, now + .seconds(3600), nil) }
            return (
                .told, decision.rule.flatMap { book.entry($0)?.rule }.map { nextLook($0, firstTold: told.first) } ?? now + .seconds(86_400),
                nil
            )
        }
    }

    /// When something told may be due again: at the next of the rule's days, else in a month.
    private func nextLook(_ rule: NoticeRule, firstTold: Instant) -> Instant {
        let days = rule.reminders + [rule.escalatesAfter, rule.upstreamAfter].compactMap { $0 }
        let moments = days.map { firstTold + .seconds(Int64($0) * 86_400) }.filter { $0 > now }
        return moments.min() ?? now + .seconds(30 * 86_400)
    }
}
