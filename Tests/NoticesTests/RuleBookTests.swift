import Centre
import EventStore
import Testing
import Vocabulary

@testable import Notices

extension SeenFinding {
    static func sample(
        _ number: UInt64 = 1, type: String = "vulnerable-system", identifier: String? = "open-telnet", ip: String = "192.0.2.1",
        severity: Severity = .medium, tlp: TLP = .amber, state: FindingState.Name = .open, seen: Instant = noon, count: Int64 = 1,
        feeds: [String] = ["example/scan"]
    ) -> SeenFinding {
        SeenFinding(
            id: FindingID(bits: UInt128(number)), type: type, identifier: identifier, ip: ip, port: 23, transport: "tcp",
            application: "telnet", fqdn: nil, url: nil, account: nil, malware: nil, asn: 64_500, country: "AZ", vulnerabilities: nil,
            severity: severity, tlp: tlp, state: state, firstSeen: seen, lastSeen: seen, count: count, feeds: feeds)
    }
}

extension RuleBook {
    static var shipped: RuleBook {
        RuleBook(
            entries: NoticeRule.shipped.map { RuleBook.Entry(rule: $0, version: 1, isApproved: true) }, schedule: NoticeSchedule(zone: .utc)
        )
    }
}

extension NoticeFacts {
    static func sample(_ finding: SeenFinding = .sample(), now: Instant = noon, _ change: (inout NoticeFacts) -> Void = { _ in })
        -> NoticeFacts
    {
        var facts = NoticeFacts(
            finding: finding, episodeBegan: finding.firstSeen,
            owner: OwnerFacts(id: "bank", sector: "banking", isCritical: false, parent: "telecom"),
            contacts: [contact("abuse", "bank", "abuse"), contact("boss", "bank", "management")],
            upstream: [contact("up", "telecom", "abuse")], now: now)
        change(&facts)
        return facts
    }
}

/// One line of the table: what is known, and what follows.
struct DecisionCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let facts: NoticeFacts
    /// `tell first abuse`, `wait abuse`, `suppressed`, `nothing`
    let outcome: String
    /// The key of the last reason, where it matters.
    var reason: String?

    init(_ title: String, _ facts: NoticeFacts, _ outcome: String, _ reason: String? = nil) {
        testDescription = title
        self.facts = facts
        self.outcome = outcome
        self.reason = reason
    }
}

extension NoticeDecision {
    var short: String {
        switch outcome {
        case .tell(let kind, let contact): "tell \(kind.rawValue) \(contact.id)"
        case .wait(_, let contact): "wait \(contact.id)"
        case .suppressed: "suppressed"
        case .nothing: "nothing"
        }
    }
}

private func told(
    _ days: Int64, reminders: Int = 0, escalated: Bool = false, upstream: Bool = false, answer: NoticeAnswer.Kind? = nil,
    returned: Set<String> = []
)
    -> ToldBefore
{
    let first = noon - .seconds(days * aDay)
    return ToldBefore(
        first: first, last: first, reminders: reminders, isEscalated: escalated, isUpstream: upstream, answer: answer,
        answered: answer == nil ? nil : first + .seconds(60), returned: returned)
}

@Suite("what is decided about a finding")
struct RuleBookTests {
    static let cases: [DecisionCase] = [
        DecisionCase("what is critical is told at once", .sample(.sample(severity: .critical)), "tell first abuse"),
        DecisionCase(
            "what is critical is told at night as well", .sample(.sample(severity: .critical), now: noon + .seconds(11 * 3600)),
            "tell first abuse"),
        DecisionCase("the rest waits for the digest", .sample(), "wait abuse", "due"),
        DecisionCase("a digest whose time has come goes out", .sample { $0.waitingSince = noon - .seconds(aDay) }, "tell first abuse"),
        DecisionCase(
            "a digest that became due long ago wakes nobody",
            .sample(now: noon + .seconds(11 * 3600)) { $0.waitingSince = noon - .seconds(aDay) },
            "wait abuse", "night"),
        DecisionCase(
            "a contact's own quiet hours hold by day as well",
            .sample(.sample(severity: .high)) {
                $0.owner?.isCritical = true
                $0.contacts = [contact("rests", "bank", "abuse", quiet: QuietHours("11-14"))]
            }, "wait rests", "due"),
        DecisionCase(
            "whoever rests at other hours is told in the centre's night",
            .sample(.sample(severity: .high), now: noon + .seconds(11 * 3600)) {
                $0.owner?.isCritical = true
                $0.contacts = [contact("rests", "bank", "abuse", quiet: QuietHours("11-14"))]
            }, "tell first rests"),
        DecisionCase(
            "what is critical is told in quiet hours as well",
            .sample(.sample(severity: .critical)) { $0.contacts = [contact("rests", "bank", "abuse", quiet: QuietHours("11-14"))] },
            "tell first rests"),
        DecisionCase("nobody is told of what nobody owns", .sample { $0.owner = nil }, "nothing", "noOwner"),
        DecisionCase("nobody is told of what is not there", .sample(.sample(state: .quiet)), "nothing", "notThere"),
        DecisionCase("nobody is told of tests", .sample(.sample(type: "test")), "suppressed", "kept"),
        DecisionCase(
            "what is too confidential for the owner is not told", .sample(.sample(severity: .critical, tlp: .red)), "nothing",
            "tooConfidential"),
        DecisionCase(
            "an owner that may be sent TLP:RED is told", .sample(.sample(severity: .critical, tlp: .red)) { $0.owner?.ceiling = .red },
            "tell first abuse"),
        DecisionCase(
            "an owner without contacts cannot be told", .sample(.sample(severity: .critical)) { $0.contacts = [] }, "nothing", "noContact"),
        DecisionCase(
            "a contact whose mail comes back is passed over",
            .sample(.sample(severity: .critical)) {
                $0.contacts = [contact("abuse", "bank", "abuse", standing: .bounced), contact("tech", "bank", "technical")]
            }, "tell first tech"),
        DecisionCase(
            "a contact that wants to hear of worse only is passed over",
            .sample(.sample(severity: .critical)) {
                $0.finding.severity = .medium
                $0.waitingSince = noon - .seconds(aDay)
                $0.contacts = [contact("abuse", "bank", "abuse", minimum: .high), contact("tech", "bank", "technical")]
            }, "tell first tech"),
        DecisionCase(
            "where all contacts want to hear of worse only nobody is told",
            .sample { $0.contacts = [contact("abuse", "bank", "abuse", minimum: .high)] }, "nothing", "belowMinimum"),
        DecisionCase(
            "critical findings go to the round-the-clock desk first",
            .sample(.sample(severity: .critical)) { $0.contacts.append(contact("night", "bank", "24x7")) }, "tell first night"),
        DecisionCase(
            "high findings at critical infrastructure are told at once", .sample(.sample(severity: .high)) { $0.owner?.isCritical = true },
            "tell first abuse"),
        DecisionCase(
            "a contact may want to hear less often",
            .sample(.sample(severity: .high)) {
                $0.owner?.isCritical = true
                $0.contacts = [contact("abuse", "bank", "abuse", interval: .weekly)]
            }, "wait abuse", "due"),
        DecisionCase(
            "of what is critical a contact hears at once whatever it wants",
            .sample(.sample(severity: .critical)) { $0.contacts = [contact("abuse", "bank", "abuse", interval: .weekly)] },
            "tell first abuse"),
        DecisionCase("what was told today is not told again", .sample { $0.told = told(0) }, "nothing", "nothingDue"),
        DecisionCase("after a week a reminder goes out", .sample { $0.told = told(7) }, "tell reminder abuse"),
        DecisionCase("after one reminder the next comes in its time", .sample { $0.told = told(8, reminders: 1) }, "nothing", "nothingDue"),
        DecisionCase(
            "after two weeks without answer management is told", .sample { $0.told = told(14, reminders: 1) }, "tell escalation boss"),
        DecisionCase(
            "after an answer nobody escalates", .sample { $0.told = told(15, reminders: 1, answer: .working) }, "nothing", "nothingDue"),
        DecisionCase(
            "while the owner works on it nobody is reminded", .sample { $0.told = told(8, answer: .working) }, "nothing", "answered"),
        DecisionCase(
            "after a month without answer the upstream operator is told", .sample { $0.told = told(30, reminders: 2, escalated: true) },
            "tell upstream up"),
        DecisionCase(
            "what may stay within the organisation only is not told upstream",
            .sample(.sample(tlp: .amberStrict)) {
                $0.owner?.ceiling = .red
                $0.told = told(30, reminders: 2, escalated: true)
            }, "nothing", "nothingDue"),
        DecisionCase(
            "who says that it is not theirs is left alone", .sample { $0.told = told(40, answer: .notMine) }, "nothing", "answered"),
        DecisionCase(
            "where mail came back another contact is told",
            .sample {
                $0.told = told(1, returned: ["abuse"])
                $0.contacts[0] = contact("abuse", "bank", "abuse", standing: .bounced)
                $0.waitingSince = noon - .seconds(aDay)
            }, "tell again boss", "pace.rule"),
        DecisionCase(
            "what was fixed and is back is told anew",
            .sample(.sample(severity: .critical, state: .reopened)) {
                $0.told = told(20, answer: .fixed)
                $0.episodeBegan = noon - .seconds(3600)
            }, "tell reopened abuse"),
    ]

    @Test("the shipped rules decide as they should", arguments: cases)
    func decides(_ one: DecisionCase) {
        let decision = RuleBook.shipped.decide(one.facts)
        #expect(decision.short == one.outcome, "\(decision.because.map(\.key))")
        if let reason = one.reason { #expect(decision.because.last?.key == reason) }
    }

    @Test("every decision says which rule and which contact it is about")
    func explains() {
        let keys = RuleBook.shipped.decide(.sample(.sample(severity: .critical))).because.map(\.key)
        #expect(keys == ["owner", "rule", "contact", "pace.rule"])
    }

    @Test("the first rule that is for a finding decides, and one that is off does not")
    func order() {
        var book = RuleBook.shipped
        var keep = NoticeRule(id: "ours")
        keep.match.owners = ["bank"]
        keep.act = .keep
        keep.reason = "agreed"
        book.entries.insert(.init(rule: keep), at: 0)
        #expect(book.decide(.sample(.sample(severity: .critical))).short == "suppressed")
        book.entries[0].rule.isActive = false
        #expect(book.decide(.sample(.sample(severity: .critical))).short == "tell first abuse")
    }

    static let claims: [(String, @Sendable (inout NoticeRule.Match) -> Void)] = [
        ("type", { $0.types = ["phishing"] }), ("taxonomy", { $0.taxonomies = ["fraud"] }),
        ("identifier", { $0.identifiers = ["open-rdp"] }), ("severity", { $0.severity = "high" }), ("owner", { $0.owners = ["school"] }),
        ("sector", { $0.sectors = ["energy"] }), ("critical", { $0.isCritical = true }), ("feed", { $0.feeds = ["example/other"] }),
        ("feedCount", { $0.feedCount = 2 }), ("count", { $0.count = 5 }),
    ]

    @Test("each claim of a rule leaves out what does not meet it", arguments: claims.map(\.0))
    func claim(_ name: String) throws {
        var match = NoticeRule.Match()
        let owner = OwnerFacts(id: "bank", sector: "banking")
        #expect(match.refusal(of: .sample(), at: owner) == nil)
        let narrow = try #require(Self.claims.first { $0.0 == name }).1
        narrow(&match)
        #expect(match.refusal(of: .sample(), at: owner) == name)
    }

    @Test(
        "a suppression holds for what it names, until it ends",
        arguments: [
            ("192.0.2.0/24", "bank", 0, true), ("192.0.2.0/24", "school", 0, false), ("198.51.100.0/24", "bank", 0, false),
            ("192.0.2.0/24", "bank", 8, false),
        ] as [(String, String, Int64, Bool)])
    func suppression(_ network: String, _ owner: String, _ days: Int64, _ holds: Bool) throws {
        guard let prefix = IPPrefix(network) else {
            Issue.record("\(network) is no network")
            return
        }
        let suppression = Suppression(
            id: 1, owner: owner, network: prefix, reason: "test", until: noon + .seconds(7 * aDay), by: "a",
            made: noon)
        var book = RuleBook.shipped
        book.suppressions = [suppression]
        let facts = NoticeFacts.sample(.sample(severity: .critical), now: noon + .seconds(days * aDay))
        #expect((book.decide(facts).short == "suppressed") == holds)
    }
}

@Suite("when digests go out")
struct NoticeScheduleTests {
    let schedule = NoticeSchedule(zone: .utc)
    /// Monday, 2026-03-02, midnight.
    static let monday = Instant(seconds: 1_772_409_600)

    @Test(
        "a pace gives the next moment of its kind",
        arguments: [
            (.now, 12 * 3600, true, 12 * 3600), (.now, 22 * 3600, true, 31 * 3600), (.now, 22 * 3600, false, 22 * 3600),
            (.now, 3 * 3600, true, 7 * 3600), (.hourly, 12 * 3600 + 1, true, 13 * 3600), (.daily, 7 * 3600, true, 8 * 3600),
            (.daily, 8 * 3600, true, 8 * 3600), (.daily, 8 * 3600 + 1, true, 32 * 3600), (.weekly, 8 * 3600 + 1, true, 176 * 3600),
            (.weekly, 0, true, 8 * 3600),
        ] as [(NoticeRule.Pace, Int64, Bool, Int64)])
    func due(_ pace: NoticeRule.Pace, _ since: Int64, _ isQuiet: Bool, _ due: Int64) {
        let moment = schedule.due(pace, since: Self.monday + .seconds(since), isQuietAtNight: isQuiet)
        #expect(moment == Self.monday + .seconds(due))
    }

    @Test("the morning is that of the centre's clocks")
    func zone() throws {
        let baku = NoticeSchedule(zone: try #require(Zone("Asia/Baku")))
        #expect(baku.due(.daily, since: Self.monday, isQuietAtNight: true) == Self.monday + .seconds(4 * 3600))
    }
}
