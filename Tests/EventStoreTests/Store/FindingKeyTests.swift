import Events
import Testing
import Vocabulary

@testable import EventStore

/// Two events of a type that differ in the given fields.
struct FindingPair: Sendable, CustomTestStringConvertible {
    var type: String
    var one: [EventField: Value]
    var other: [EventField: Value]
    var isSame: Bool
    var testDescription: String { "\(type): \(one) and \(other) are \(isSame ? "the same" : "different")" }

    init(_ type: String, _ one: [EventField: Value], _ other: [EventField: Value], same: Bool) {
        self.type = type
        self.one = one
        self.other = other
        isSame = same
    }
}

@Suite("What makes a finding the same")
struct FindingKeyTests {
    private static let door: [EventField: Value] = [
        .sourceIP: .text("192.0.2.1"), .sourcePort: .integer(23), .protocolTransport: .text("tcp"),
        .classificationIdentifier: .text("open-telnet"),
    ]

    private static func door(with field: EventField, _ value: Value) -> [EventField: Value] { door.merging([field: value]) { $1 } }

    static let pairs: [FindingPair] = [
        FindingPair("vulnerable-system", door, door, same: true),
        FindingPair("vulnerable-system", door, door(with: .sourcePort, .integer(2323)), same: false),
        FindingPair("vulnerable-system", door, door(with: .protocolTransport, .text("udp")), same: false),
        FindingPair("vulnerable-system", door, door(with: .classificationIdentifier, .text("open-ssh")), same: false),
        FindingPair("vulnerable-system", door, door(with: .sourceIP, .text("192.0.2.2")), same: false),
        FindingPair("vulnerable-system", door, door(with: .constituency, .text("new-owner")), same: true),
        FindingPair("vulnerable-system", door, door(with: .sourceURL, .text("https://example.com/")), same: true),
        FindingPair("infected-system", door(with: .malwareName, .text("mirai")), door(with: .malwareName, .text("qakbot")), same: false),
        FindingPair("infected-system", door, door(with: .sourcePort, .integer(40_000)), same: true),
        FindingPair(
            "phishing", door(with: .sourceURL, .text("https://example.com/a")), door(with: .sourceURL, .text("https://example.com/b")),
            same: false),
        FindingPair(
            "phishing", [.sourceURL: .text("https://example.com/a")],
            [.sourceURL: .text("https://example.com/a"), .sourceIP: .text("192.0.2.9")], same: true),
        FindingPair(
            "phishing", [.sourceFQDN: .text("example.com")], [.sourceFQDN: .text("example.com"), .sourceIP: .text("192.0.2.9")],
            same: true),
        FindingPair("phishing", [.sourceFQDN: .text("example.com")], [.sourceURL: .text("example.com")], same: false),
        FindingPair("brute-force", door(with: .destinationPort, .integer(22)), door(with: .destinationPort, .integer(23)), same: false),
        FindingPair("scanner", door(with: .destinationPort, .integer(22)), door(with: .destinationPort, .integer(23)), same: true),
        FindingPair("data-leak", [.sourceAccount: .text("a@example.com")], [.sourceAccount: .text("b@example.com")], same: false),
        FindingPair("spam", door, door(with: .sourcePort, .integer(25)), same: true),
        FindingPair(
            "malware", [.malwareHashSha256: .text("aa")], [.malwareHashSha256: .text("aa"), .sourceURL: .text("https://example.com/")],
            same: true),
        FindingPair("undetermined", door, door(with: .malwareName, .text("mirai")), same: false),
        FindingPair("no-such-type", door, door, same: true),
    ]

    @Test("events of a type are the same finding when its key fields agree", arguments: pairs)
    func sameness(_ pair: FindingPair) throws {
        let events = [pair.one, pair.other].map { fields in
            var event = Event()
            event[.classificationType] = .text(pair.type)
            event[.timeSource] = .time(monday)
            for (field, value) in fields { event[field] = value }
            return event
        }
        let findings = try ScratchFolder.withStore { store in
            try store.take(events, piece: 1)
            return try store.distinctFindingCount()
        }
        #expect(findings == (pair.isSame ? 1 : 2))
    }

    @Test("one thing seen as two types is two findings")
    func types() throws {
        var other = openDoor("192.0.2.1", at: monday)
        other[.classificationType] = .text("weak-crypto")
        let findings = try ScratchFolder.withStore { store in
            try store.take([openDoor("192.0.2.1", at: monday), other], piece: 1)
            return try store.distinctFindingCount()
        }
        #expect(findings == 2)
    }

    @Test("the hash is SipHash-2-4-128 as its authors publish it")
    func sipHash() {
        let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
        func hash(_ count: Int) -> KeyHash {
            (0..<UInt8(count)).map { $0 }.withUnsafeBytes { KeyHash($0, key: key) }
        }
        // vectors.h of the reference implementation: a3817f04ba25a8e66df67214c7550293, da87c1d86b99af44347659119b22fc45 …
        #expect(hash(0) == KeyHash(high: 0x9302_55C7_1472_F66D, low: 0xE6A8_25BA_047F_81A3))
        #expect(hash(1) == KeyHash(high: 0x45FC_229B_1159_7634, low: 0x44AF_996B_D8C1_87DA))
    }

    @Test("an id reads back from its text, in any case and without F-")
    func idText() throws {
        let id = FindingID(bits: 0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210)
        #expect(id.description.count == 28)
        #expect(FindingID(id.description) == id)
        #expect(FindingID(id.description.lowercased().dropFirst(2).description) == id)
        #expect(FindingID(FindingID(bits: .max).description)?.bits == .max)
        let range = try #require(FindingID.range(ofPrefix: id.description.prefix(7)))
        #expect(range.contains(id))
        #expect(FindingID.range(ofPrefix: "F-8") == nil)
        #expect(FindingID.range(ofPrefix: "F-U") == nil)
        #expect(FindingID.range(ofPrefix: "F-O1L") == FindingID.range(ofPrefix: "011"))
    }

    @Test("ids have a fixed meaning: a stored id must not change between versions")
    func stableID() throws {
        let ids = try ScratchFolder.withStore { store in
            try store.take([openDoor("192.0.2.1", at: monday)], piece: 1)
            return try store.allFindings().map(\.id.description)
        }
        #expect(ids == ["F-31J50DA4EE529RDG6K5E8K58Q6"])
    }
}
