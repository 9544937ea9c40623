internal import Centre
internal import EventStore
internal import Vocabulary

/// All rules, in their order. A decision is a pure function of the facts: it reads no clock and no database, and the same facts give the
/// same decision when they are replayed.
struct RuleBook: Sendable, Hashable {
    /// A rule as it stands in the book.
    struct Entry: Sendable, Hashable {
        var rule: NoticeRule
        var version = 1
        /// Whether its first run in this version was approved.
        var isApproved = false
    }

    var entries: [Entry]
    var suppressions: [Suppression] = []
    var schedule: NoticeSchedule

    /// How long "we are working on it" holds reminders off.
    static let patience = Duration.seconds(14 * 86_400)

    func entry(_ rule: String) -> Entry? { entries.first { $0.rule.id == rule } }

    /// What is done about a finding.
    func decide(_ facts: NoticeFacts) -> NoticeDecision {
        let finding = facts.finding
        guard let owner = facts.owner else { return nothing([Reason("noOwner")]) }
        guard [.open, .recurring, .reopened].contains(finding.state) else {
            return nothing([Reason("notThere", ["state": finding.state.rawValue])])
        }
        var because = [Reason("owner", ["owner": owner.id])]
        if let suppression = suppressions.first(where: { $0.holds(for: finding, owner: owner.id, at: facts.now) }) {
            because.append(
                Reason("suppressed", ["reason": suppression.reason, "until": "\(suppression.until)", "person": suppression.by]))
            return NoticeDecision(outcome: .suppressed(until: suppression.until), rule: nil, ruleVersion: 0, because: because)
        }
        guard finding.tlp <= owner.ceiling else {
            return nothing(because + [Reason("tooConfidential", ["tlp": finding.tlp.label, "ceiling": owner.ceiling.label])])
        }
        guard let entry = entries.first(where: { $0.rule.isActive && $0.rule.match.refusal(of: finding, at: owner) == nil }) else {
            return nothing(because + [Reason("noRule")])
        }
        because.append(Reason("rule", ["rule": entry.rule.id, "version": "\(entry.version)"]))
        guard entry.rule.act == .tell else {
            because.append(Reason("kept", ["reason": entry.rule.reason]))
            return decision(.suppressed(until: nil), entry, because)
        }
        if let told = facts.told, !isBack(finding, told, facts.episodeBegan) {
            return followUp(told, facts, owner, entry, because)
        }
        let kind: Notice.Kind = facts.told == nil ? .first : .reopened
        if kind == .reopened { because.append(Reason("reopened", ["last": "\(facts.told?.last ?? facts.now)"])) }
        return telling(kind, facts, entry, because)
    }

    /// Whether it was gone, by the feeds or by its owner's word, and was told before it came back.
    private func isBack(_ finding: SeenFinding, _ told: ToldBefore, _ episodeBegan: Instant) -> Bool {
        guard finding.state == .reopened else { return false }
        if told.last < episodeBegan { return true }
        return told.answer == .fixed && told.answered.map { $0 >= told.last } ?? false
    }

    // MARK: - First telling

    private func telling(
        _ kind: Notice.Kind, _ facts: NoticeFacts, _ entry: Entry, _ reasons: [Reason]
    ) -> NoticeDecision {
        var because = reasons
        let contact: ContactCard
        switch choose(facts.contacts, purposes: entry.rule.purposes, facts.finding.severity) {
        case .success(let found): contact = found
        case .failure(let refusal): return decision(.nothing, entry, because + [Reason(refusal.rawValue)])
        }
        because.append(
            Reason("contact", ["contact": contact.name ?? contact.email?.description ?? contact.id, "purpose": contact.purpose]))
        let isCritical = facts.finding.severity == .critical
        let wanted = isCritical ? nil : contact.interval.map(NoticeRule.Pace.init)
        let pace = max(entry.rule.pace, wanted ?? .now)
        because.append(Reason(wanted.map { $0 > entry.rule.pace } ?? false ? "pace.contact" : "pace.rule", ["pace": pace.rawValue]))
        // A contact's own hours come before the centre's night, and hold for rules that know no night, too.
        let isQuiet = (entry.rule.isQuietAtNight || contact.quietHours != nil) && !isCritical
        let schedule = schedule.with(contact.quietHours)
        let due = schedule.due(pace, since: facts.waitingSince ?? facts.now, isQuietAtNight: isQuiet)
        if due > facts.now { return decision(.wait(until: due, contact), entry, because + [Reason("due", ["due": "\(due)"])]) }
        // What became due long ago, as while the centre stood still, wakes nobody either.
        if isQuiet, schedule.isNight(facts.now) {
            let morning = schedule.due(.now, since: facts.now, isQuietAtNight: true)
            return decision(.wait(until: morning, contact), entry, because + [Reason("night", ["due": "\(morning)"])])
        }
        return decision(.tell(kind, contact), entry, because)
    }

    private enum NoContact: String, Error { case noContact, allBounced, belowMinimum }

    /// The best contact of the first purpose that has one; where no purpose of the rule has one, the best at all.
    private func choose(
        _ contacts: [ContactCard], purposes: [String], _ severity: Severity
    ) -> Result<ContactCard, NoContact> {
        let reachable = contacts.filter { $0.email != nil }
        guard !reachable.isEmpty else { return .failure(.noContact) }
        let standing = reachable.filter { $0.standing != .bounced }
        guard !standing.isEmpty else { return .failure(.allBounced) }
        let willing = standing.filter { severity >= $0.minimumSeverity ?? .info }
        guard let best = willing.first else { return .failure(.belowMinimum) }
        for purpose in purposes { if let found = willing.first(where: { $0.purpose == purpose }) { return .success(found) } }
        return .success(best)
    }

    // MARK: - What follows

    private func followUp(
        _ told: ToldBefore, _ facts: NoticeFacts, _ owner: OwnerFacts, _ entry: Entry, _ reasons: [Reason]
    ) -> NoticeDecision {
        var because = reasons + [Reason("told", ["first": "\(told.first)", "last": "\(told.last)"])]
        if !told.returned.isEmpty {
            because.append(Reason("returned"))
            return telling(.again, facts, entry, because)
        }
        if let answer = told.answer, let answered = told.answered {
            because.append(Reason("answered", ["answer": answer.rawValue, "time": "\(answered)"]))
            let isWorking = answer == .working && facts.now < answered + Self.patience
            if isWorking || ![.working, .fixed, .word].contains(answer) { return decision(.nothing, entry, because) }
        }
        if facts.finding.severity != .critical, entry.rule.isQuietAtNight, schedule.isNight(facts.now) {
            return decision(.nothing, entry, because + [Reason("nothingDue")])
        }
        let rule = entry.rule
        let days = Int((facts.now - told.first).components.seconds / 86_400)
        if let after = rule.upstreamAfter, told.answer == nil, !told.isUpstream, days >= after, let parent = owner.parent,
            facts.finding.tlp <= min(facts.upstreamCeiling, .amber),
            case .success(let contact) = choose(facts.upstream, purposes: rule.purposes, .critical)
        {
            because.append(Reason("upstream", ["days": "\(days)", "owner": parent]))
            return decision(.tell(.upstream, contact), entry, because)
        }
        if let after = rule.escalatesAfter, told.answer == nil, !told.isEscalated, days >= after,
            let contact = facts.contacts.first(where: {
                $0.purpose == rule.escalatesTo && $0.email != nil && $0.standing != .bounced
            })
        {
            because.append(Reason("escalated", ["days": "\(days)", "purpose": rule.escalatesTo]))
            return decision(.tell(.escalation, contact), entry, because)
        }
        if told.reminders < rule.reminders.count, days >= rule.reminders.sorted()[told.reminders],
            case .success(let contact) = choose(facts.contacts, purposes: rule.purposes, facts.finding.severity)
        {
            because.append(Reason("reminder", ["days": "\(days)", "number": "\(told.reminders + 1)"]))
            return decision(.tell(.reminder, contact), entry, because)
        }
        return decision(.nothing, entry, because + [Reason("nothingDue")])
    }

    private func nothing(_ because: [Reason]) -> NoticeDecision {
        NoticeDecision(outcome: .nothing, rule: nil, ruleVersion: 0, because: because)
    }

    private func decision(_ outcome: NoticeDecision.Outcome, _ entry: Entry, _ because: [Reason]) -> NoticeDecision {
        NoticeDecision(outcome: outcome, rule: entry.rule.id, ruleVersion: entry.version, because: because)
    }
}

extension NoticeRule.Pace: Comparable {
    /// The sooner comes first.
    static func < (left: NoticeRule.Pace, right: NoticeRule.Pace) -> Bool {
        allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
    }

    /// What a contact wishes.
    init(_ interval: ContactCard.Interval) {
        switch interval {
        case .immediate: self = .now
        case .hourly: self = .hourly
        case .daily: self = .daily
        case .weekly: self = .weekly
        }
    }
}
