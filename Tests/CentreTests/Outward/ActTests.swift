import Testing
import Vocabulary

@testable import Centre

@Suite("What the centre may do, and may say to whom")
struct ActTests {
    @Test("there are seven acts, and none of them stops anyone")
    func acts() {
        #expect(Act.allCases.map(\.rawValue) == ["inform", "recommend", "warn", "assist", "exchange", "refer", "publish"])
    }

    @Test("a dispatch can be made exactly where TLP allows its audience", arguments: TLP.allCases, Audience.allCases)
    func tlp(tlp: TLP, audience: Audience) throws {
        let allowed: [TLP: Audience] = [
            .clear: .everyone, .green: .community, .amber: .clients, .amberStrict: .organization, .red: .recipients,
        ]
        if try audience <= #require(allowed[tlp]) {
            #expect(try dispatch(tlp: tlp, audience: audience).tlp == tlp)
        } else {
            #expect(throws: OutwardRefusal.tooWide(tlp: tlp, audience: audience)) { try dispatch(tlp: tlp, audience: audience) }
        }
    }

    @Test("a channel that reaches more people than TLP allows takes nothing", arguments: TLP.allCases, Audience.allCases)
    func reach(tlp: TLP, reach: Audience) async throws {
        let fixture = try OutwardFixture(TestChannel(reach: reach))
        let dispatch = try dispatch(tlp: tlp)
        if tlp.permits(audience: reach) {
            #expect(try await fixture.outward.plan(dispatch) == .planned(.planned))
        } else {
            await #expect(throws: OutwardRefusal.channelTooWide(channel: "mail", tlp: tlp, reach: reach)) {
                try await fixture.outward.plan(dispatch)
            }
            #expect(try await fixture.delivery() == nil)
        }
    }

    @Test("a channel that came to reach more people after something was planned does not get it")
    func reachLater() async throws {
        let fixture = try OutwardFixture(TestChannel())
        try await fixture.outward.plan(dispatch(tlp: .red))
        let handed = Notebook<DispatchID>()
        let wide = TestChannel(reach: .everyone) { dispatch, _ in
            handed.note(dispatch.id)
            return .accepted(receipt: "")
        }
        let restarted = try fixture.restarted(wide)
        try await restarted.work()
        #expect(try await restarted.state() == .refused)
        #expect(handed.all.isEmpty)
    }

    @Test("a channel is there for its acts alone")
    func wrongAct() async throws {
        let fixture = try OutwardFixture(TestChannel(acts: [.inform, .warn]))
        await #expect(throws: OutwardRefusal.wrongAct(channel: "mail", act: .publish)) {
            try await fixture.outward.plan(dispatch(act: .publish))
        }
        await #expect(throws: OutwardRefusal.unknownChannel("fax")) { try await fixture.outward.plan(dispatch(channel: "fax")) }
    }

    @Test(
        "no text can be read as two lines by a channel",
        arguments: ["a\r\nBcc: all@example.com", "a\nb", "a\u{0}b", "a\u{7F}", "a\u{2028}b"])
    func lines(text: String) {
        #expect(throws: OutwardRefusal.brokenLine(field: "subject")) { try dispatch(subject: text) }
        #expect(throws: OutwardRefusal.brokenLine(field: "recipient")) { try dispatch(recipient: text) }
        #expect(throws: OutwardRefusal.brokenLine(field: "author")) { try dispatch(author: text) }
    }

    @Test("something that goes to nobody is refused")
    func nobody() { #expect(throws: OutwardRefusal.noRecipient) { try dispatch(recipient: "") } }

    @Test(
        "the name of a dispatch can stand in a Message-ID, a file name and a URL",
        arguments: [
            ("notices-1", true), ("N_1.a", true), ("", false), (".hidden", false), ("../x", false), ("a b", false), ("a@b", false),
            ("ə", false),
            (String(repeating: "a", count: 120), true), (String(repeating: "a", count: 121), false),
        ])
    func names(text: String, isAllowed: Bool) { #expect((DispatchID(text) != nil) == isAllowed) }

    /// The states that each event leads to; everything else is refused.
    static let transitions: [DeliveryEvent: [DeliveryState: DeliveryState]] = [
        .approved: [.awaitingApproval: .planned],
        .withdrawn: [.awaitingApproval: .withdrawn, .planned: .withdrawn, .postponed: .withdrawn, .doubtful: .withdrawn],
        .taken: [.planned: .underway, .postponed: .underway, .underway: .underway, .handedOver: .underway],
        .handedOver: [.underway: .handedOver],
        .accepted: [.underway: .accepted, .handedOver: .accepted, .doubtful: .accepted],
        .refused: [.underway: .refused, .handedOver: .refused],
        .postponed: [.underway: .postponed, .handedOver: .postponed],
        .doubted: [.underway: .doubtful, .handedOver: .doubtful],
        .sentAgain: [.doubtful: .planned],
        .returned: [.accepted: .returned],
        .recordedOnly: [.planned: .recorded, .underway: .recorded],
    ]

    @Test("what is settled stays so, except for a bounce, and each event happens only where it can", arguments: DeliveryEvent.allCases)
    func states(event: DeliveryEvent) throws {
        let expected = try #require(Self.transitions[event])
        for state in DeliveryState.allCases {
            #expect(state.after(event) == expected[state], "\(event) in \(state)")
            if state.isSettled, state != .accepted { #expect(state.after(event) == nil) }
        }
    }
}
