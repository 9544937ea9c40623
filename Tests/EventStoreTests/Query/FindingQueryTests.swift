import Testing
import Vocabulary

@testable import EventStore

@Suite("Asking for findings")
struct FindingQueryTests {
    private let finding = Finding(
        id: FindingID(bits: 7), type: "vulnerable-system", identifier: "open-telnet", ip: IPAddress("192.0.2.7"), port: 23,
        transport: "tcp",
        application: "telnet", asn: ASN(64_500), country: "AZ", owner: "telecom", vulnerabilities: "CVE-2021-44228;CVE-2020-1",
        severity: "high",
        feeds: ["example/scan", "example/second"], interval: 86_400,
        episodes: [Episode(first: 1_772_323_200_000_000, last: 1_773_700_000_000_000, count: 12)])

    @Test(
        "a finding is asked for by its own fields and by those of its events",
        arguments: [
            ("state:open", true), ("state:(open,fixed)", true), ("state:fixed", false), ("-state:fixed ip:192.0.2.0/24", true),
            ("seen>11", true),
            ("seen>12", false), ("first-seen:2026-03-01", true), ("since:7d", true), ("until:2026-03-10", false),
            ("feed:example/second", true),
            ("feed:example/third", false), ("feed:*/scan", true), ("cve:cve-2020-1", true), ("cve:CVE-2020", false),
            ("taxonomy:vulnerable", true),
            (#"owner:"Example Telecom""#, true), ("telnet", true), ("ssh", false), ("has:url", false),
            ("-has:url port:23 asn:AS64500", true),
            ("state:open or url:*", true), ("severity:HIGH app:telnet transport:tcp cc:az", true), ("", true),
        ])
    func matching(text: String, isAsked: Bool) throws {
        let query = try read(text, over: .findings)
        let filter = PreparedFilter(query.filter) { $0 == "Example Telecom" ? ["telecom"] : [] }
        #expect(filter.matches(finding, state: .open) == isAsked)
    }

    @Test("what narrows the reading of findings lets pass all that is asked for")
    func narrowing() throws {
        func narrowed(_ text: String) throws -> FindingFilter {
            FindingFilter(narrowing: try read(text, over: .findings).filter) { $0 == "Example Telecom" ? ["telecom"] : [] }
        }
        let filter = try narrowed(
            #"state:(open,fixed) state:fixed type:scanner owner:"Example Telecom" asn:(64500,64501) port:23 ip:192.0.2.0/24 since:2026-03-01"#
        )
        #expect(filter.states == [.fixed])
        #expect(filter.types == ["scanner"])
        #expect(filter.owners == ["telecom"])
        #expect(filter.asns == [ASN(64_500), ASN(64_501)])
        #expect(filter.ports == [23])
        #expect(filter.prefixes == [try #require(IPPrefix("192.0.2.0/24"))])
        #expect(filter.seenSince == 1_772_323_200_000_000)
        // A slug typed as it is may differ in case, a range names no set, alternatives and negations narrow nothing.
        let wide = try narrowed("owner:telecom port:1-1024 type:*scan* (state:open or asn:64500) -type:spam ip:192.0.2.1* until:2026-03-01")
        #expect(wide.owners == nil && wide.ports == nil && wide.types == nil && wide.states == nil && wide.asns == nil)
        #expect(wide.prefixes == nil && wide.seenSince == nil && wide.newSince == nil)
        #expect(try narrowed("first-seen>2026-03-01").newSince == 1_772_409_600_000_000)
    }
}
