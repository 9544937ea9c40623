internal import Centre
internal import EventStore
internal import Vocabulary

/// All that a decision about one finding depends on.
struct NoticeFacts: Sendable, Hashable {
    var finding: SeenFinding
    /// When the latest time it was there began.
    var episodeBegan: Instant
    /// Nil where nobody is known to own it.
    var owner: OwnerFacts?
    /// Whom to write to, the best first.
    var contacts: [ContactCard] = []
    /// Whom to write to at the upstream operator, and the most confidential marking that may be sent there.
    var upstream: [ContactCard] = []
    var upstreamCeiling = TLP.amber
    var told: ToldBefore?
    /// Since when the centre has known of it without telling; nil where it is new.
    var waitingSince: Instant?
    var now: Instant
}

/// What was told of a finding so far.
struct ToldBefore: Sendable, Hashable {
    var first: Instant
    var last: Instant
    var reminders = 0
    var isEscalated = false
    var isUpstream = false
    /// The last answer that a person gave, and when.
    var answer: NoticeAnswer.Kind?
    var answered: Instant?
    /// The contact whose notice came back, where nobody else was told since.
    var returned: Set<String> = []
}

/// A reason of its own why nobody is told of some findings, for a while.
struct Suppression: Sendable, Hashable, Identifiable {
    var id: Int64
    var owner: String?
    var type: String?
    var identifier: String?
    /// A network, in which the finding's address lies.
    var network: IPPrefix?
    var finding: String?
    var reason: String
    var until: Instant
    var by: String
    var made: Instant
    var ended: Instant?

    /// Whether it holds for a finding at a time.
    func holds(for finding: SeenFinding, owner: String, at now: Instant) -> Bool {
        guard ended == nil, made <= now, now < until else { return false }
        if let wanted = self.owner, wanted != owner { return false }
        if let type, type != finding.type { return false }
        if let identifier, identifier != finding.identifier { return false }
        if let wanted = self.finding, wanted != "\(finding.id)" { return false }
        if let network {
            guard let address = finding.ip.flatMap({ IPAddress($0) }), network.contains(address) else { return false }
        }
        return true
    }
}

/// What is done about one finding, and why.
struct NoticeDecision: Sendable, Hashable {
    enum Outcome: Sendable, Hashable {
        /// A contact is told now.
        case tell(Notice.Kind, ContactCard)
        /// A contact is told in a digest, or when the night is over.
        case wait(until: Instant, ContactCard)
        /// Somebody wanted nobody to be told.
        case suppressed(until: Instant?)
        /// There is nothing to do; the last reason says why.
        case nothing
    }

    let outcome: Outcome
    /// The rule that decided, where it came to rules.
    let rule: String?
    let ruleVersion: Int
    let because: [Reason]
}
