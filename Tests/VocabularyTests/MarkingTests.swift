import Testing
import Vocabulary

@Suite("Markings and severity")
struct MarkingTests {
    @Test("a TLP label permits its audience and every smaller one, no larger")
    func audiences() {
        let widest: [TLP: Audience] = [
            .clear: .everyone, .green: .community, .amber: .clients, .amberStrict: .organization, .red: .recipients,
        ]
        for label in TLP.allCases {
            for audience in Audience.allCases {
                #expect(label.permits(audience: audience) == (audience <= widest[label] ?? .recipients))
            }
        }
    }

    @Test("combined information carries the stricter TLP label")
    func combination() {
        #expect(TLP.allCases.sorted() == [.clear, .green, .amber, .amberStrict, .red])
        #expect(max(TLP.amber, .amberStrict) == .amberStrict)
    }

    @Test("a TLP label reads back as it prints", arguments: TLP.allCases)
    func labels(label: TLP) {
        #expect(TLP(label.description) == label)
        #expect(TLP(label.label.lowercased()) == label)
        #expect(TLP(String(label.label.dropFirst(4))) == label)
    }

    @Test(
        "older and looser spellings of a TLP label are read",
        arguments: [
            ("WHITE", .clear), ("tlp:white", .clear), ("TLP: AMBER+STRICT", .amberStrict), ("amber-strict", .amberStrict),
            ("TLP RED", .red),
            ("yellow", .amber), (" green ", .green),
        ] as [(String, TLP)])
    func spellings(text: String, label: TLP) {
        #expect(TLP(text) == label)
    }

    @Test("other words are no TLP label", arguments: ["", "TLP:", "TLP", "TLP:BLUE", "AMBERSTRICT", "TLPRED", "strict"])
    func noLabel(text: String) {
        #expect(TLP(text) == nil)
    }

    @Test("a PAP label reads back and permits what the protocol says", arguments: PAP.allCases)
    func actions(label: PAP) {
        #expect(PAP(label.description) == label)
        let permitted: [PAP: [PAP.Action]] = [
            .clear: [.passive, .lookUp, .active, .unrestricted], .green: [.passive, .lookUp, .active], .amber: [.passive, .lookUp],
            .red: [.passive],
        ]
        #expect(PAP.Action.allCases.filter(label.permits) == permitted[label])
    }

    @Test("PAP:WHITE is PAP:CLEAR, and other words are no label")
    func papSpellings() {
        #expect(PAP("pap:white") == .clear)
        #expect(PAP("TLP:RED") == nil)
        #expect(PAP("") == nil)
    }

    @Test("a severity reads back as it prints, and worse is greater")
    func severities() {
        for severity in Severity.allCases { #expect(Severity(severity.description.uppercased()) == severity) }
        #expect(Severity.allCases.sorted() == [.info, .low, .medium, .high, .critical])
        #expect(Severity("moderate") == .medium)
        #expect(Severity("informational") == .info)
        #expect(Severity("severe") == nil)
    }

    @Test(
        "a CVSS score falls into its step",
        arguments: [
            (0, .info), (0.1, .low), (3.9, .low), (4, .medium), (6.9, .medium), (7, .high), (8.9, .high), (9, .critical), (10, .critical),
            (10.1, nil),
            (-1, nil), (.nan, nil),
        ] as [(Double, Severity?)])
    func scores(score: Double, severity: Severity?) {
        #expect(Severity(cvssScore: score) == severity)
    }
}
