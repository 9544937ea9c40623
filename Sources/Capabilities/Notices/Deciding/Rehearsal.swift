internal import Centre
internal import EventStore
internal import Vocabulary

/// Decisions without consequences: what would be told now, or would have been told of a period by today's rules.
struct Rehearsal: Sendable {
    let office: NoticeOffice

    /// What a rehearsal gives.
    struct Outcome: Sendable {
        var drafts: [NoticeDraft] = []
        /// Findings by what would happen: `tell`, `wait`, `suppressed`, `nothing`.
        var counts: [String: Int] = [:]
        /// Findings told, by rule.
        var rules: [String: Int] = [:]
        /// The last reason of those that nobody is told of.
        var nothings: [String: Int] = [:]
    }

    /// What a run would do now, digests included.
    func now() async throws -> Outcome {
        let now = office.house.clock()
        let tracks = try await office.house.records.read { try NoticeStore.tracks($0) }
        return try await withTaskExecutorPreference(office.threads) {
            let survey = try FindingSurvey(office, tracks: tracks, isForced: true, now: now)
            return try await outcome(survey.candidates, now: now, isForced: true)
        }
    }

    /// What today's rules say of everything first seen in a period, as if nothing had been told.
    func replay(_ period: Range<Instant>) async throws -> Outcome {
        try await withTaskExecutorPreference(office.threads) {
            var candidates: [String: [FindingSurvey.Candidate]] = [:]
            var filter = FindingFilter()
            filter.newSince = period.lowerBound.microseconds
            try office.store.findings(matching: filter, now: period.upperBound.microseconds, policy: office.policy) { finding, state in
                guard let owner = finding.owner, finding.firstSeen < period.upperBound.microseconds else { return true }
                // It was there when it was first seen, whatever became of it.
                candidates[owner, default: []].append(
                    .init(
                        finding: SeenFinding(finding, state: .open, tlp: office.tlp(finding.feeds)),
                        episodeBegan: Instant(microseconds: finding.firstSeen), track: nil))
                return true
            }
            return try await outcome(candidates, now: period.upperBound, isForced: true)
        }
    }

    private func outcome(_ candidates: [String: [FindingSurvey.Candidate]], now: Instant, isForced: Bool) async throws -> Outcome {
        let circle = try await OwnerCircle(office.directory)
        let plans = NoticePlans(office: office, book: try await office.book(), isForced: isForced, now: now)
        var outcome = Outcome()
        for (owner, candidates) in candidates.sorted(by: { $0.key < $1.key }) {
            let plan = try await plans.plan(candidates, at: circle.around(owner))
            outcome.drafts += plan.drafts
            for draft in plan.drafts {
                outcome.rules[draft.rule, default: 0] += draft.findings.count
                outcome.counts["tell", default: 0] += draft.findings.count
            }
            for (_, decision) in plan.others {
                switch decision.outcome {
                case .tell, .wait: outcome.counts["wait", default: 0] += 1
                case .suppressed: outcome.counts["suppressed", default: 0] += 1
                case .nothing:
                    outcome.counts["nothing", default: 0] += 1
                    outcome.nothings[decision.because.last?.key ?? "", default: 0] += 1
                }
            }
        }
        return outcome
    }
}
