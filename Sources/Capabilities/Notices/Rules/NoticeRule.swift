internal import EventStore
internal import Vocabulary

/// Who is told what, when and how: one line of the rule book. The first rule that a finding matches decides.
struct NoticeRule: Sendable, Hashable, Codable, Identifiable {
    /// How soon somebody is told.
    enum Pace: String, Sendable, Hashable, CaseIterable, Codable { case now, hourly, daily, weekly }

    /// What the rule does.
    enum Act: String, Sendable, Hashable, CaseIterable, Codable {
        /// The owner is told.
        case tell
        /// Nobody is told, for a stated reason.
        case keep
    }

    /// Small letters, digits and hyphens.
    var id: String
    /// What people call it; empty for those that come with the program, which the catalogue names.
    var title = ""
    var isActive = true
    var match = Match()
    var act = Act.tell
    /// Why nobody is told.
    var reason = ""
    var pace = Pace.daily
    /// Purposes of contacts, the first that has somebody is told.
    var purposes = ["abuse", "security", "technical", "24x7", "general"]
    /// Whether nights are respected; never for critical findings.
    var isQuietAtNight = true
    /// Days after the first telling at which a finding that is still there is told again.
    var reminders: [Int] = [7, 21]
    /// Days without answer after which `escalatesTo` is told; nil for never.
    var escalatesAfter: Int? = 14
    var escalatesTo = "management"
    /// Days without answer after which the upstream operator is told; nil for never.
    var upstreamAfter: Int? = 30

    init(id: String) { self.id = id }
}

extension NoticeRule {
    /// Which findings a rule is for. What is empty or nil does not matter; all that is not must hold.
    struct Match: Sendable, Hashable, Codable {
        var types: [String] = []
        var taxonomies: [String] = []
        var identifiers: [String] = []
        /// The name of the least severity.
        var severity: String?
        var owners: [String] = []
        var sectors: [String] = []
        var isCritical: Bool?
        /// At least one of these feeds saw it.
        var feeds: [String] = []
        /// Seen by at least so many feeds.
        var feedCount: Int?
        /// At least so many times seen.
        var count: Int?

        /// Whether a finding is meant; else the first claim that does not hold, for the explanation.
        func refusal(of finding: SeenFinding, at owner: OwnerFacts) -> String? {
            if !types.isEmpty, !types.contains(finding.type) { return "type" }
            if !taxonomies.isEmpty, !taxonomies.contains(IncidentType(name: finding.type)?.taxonomy.name ?? "other") { return "taxonomy" }
            if !identifiers.isEmpty, !identifiers.contains(finding.identifier ?? "") { return "identifier" }
            if let least = severity.flatMap({ Severity($0) }), finding.severity < least { return "severity" }
            if !owners.isEmpty, !owners.contains(owner.id) { return "owner" }
            if !sectors.isEmpty, !sectors.contains(owner.sector ?? "") { return "sector" }
            if let isCritical, isCritical != owner.isCritical { return "critical" }
            if !feeds.isEmpty, Set(feeds).isDisjoint(with: finding.feeds) { return "feed" }
            if let feedCount, finding.feeds.count < feedCount { return "feedCount" }
            if let count, finding.count < count { return "count" }
            return nil
        }
    }

    /// The rules a centre begins with: what cannot wait goes at once, noise is kept, the rest goes in a daily digest.
    static let shipped: [NoticeRule] = {
        var test = NoticeRule(id: "tests-are-kept")
        test.match.types = ["test"]
        test.act = .keep
        test.reason = "test"
        var critical = NoticeRule(id: "critical-at-once")
        critical.match.severity = "critical"
        critical.pace = .now
        critical.isQuietAtNight = false
        critical.purposes = ["24x7", "security", "abuse", "technical", "general"]
        critical.reminders = [1, 3, 7, 21]
        critical.escalatesAfter = 3
        var infrastructure = NoticeRule(id: "critical-infrastructure")
        infrastructure.match.isCritical = true
        infrastructure.match.severity = "high"
        infrastructure.pace = .now
        infrastructure.purposes = ["24x7", "security", "abuse", "technical", "general"]
        infrastructure.escalatesAfter = 7
        return [test, critical, infrastructure, NoticeRule(id: "daily-digest")]
    }()
}

/// What a rule asks of an owner.
struct OwnerFacts: Sendable, Hashable {
    let id: String
    var sector: String?
    var isCritical = false
    /// The most confidential marking it may be sent.
    var ceiling = TLP.amber
    /// Who connects it to the world.
    var parent: String?
}
