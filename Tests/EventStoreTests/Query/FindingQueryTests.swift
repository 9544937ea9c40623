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
}
