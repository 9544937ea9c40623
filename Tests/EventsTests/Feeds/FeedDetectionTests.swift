@testable import Events
import Testing

@Suite("A source says which feed it is of")
struct FeedDetectionTests {
    private static let registry = FeedRegistry()

    private func code(_ fileName: String?, _ head: String = "") throws -> String {
        let match = try Array(head.utf8).withUnsafeBytes { try Self.registry.detect(fileName: fileName, head: $0) }
        switch match {
        case .one(let definition): return definition.code
        case .several(let codes): return codes.joined(separator: " or ")
        case .none: return "none"
        }
    }

    @Test(
        "by its name, with the day in front, the country behind and the compression at the end",
        arguments: [
            ("2026-03-01-scan_adb-odlar-geo.csv", "shadowserver/scan_adb"),
            ("/var/reports/2026-03-01-scan6_rdp-odlar.csv.gz", "shadowserver/scan6_rdp"),
            ("scan_dns.csv.zst", "shadowserver/scan_dns"),
            ("2019-01-01-event4_sinkhole_http-test-geo.csv", "shadowserver/event4_sinkhole_http"),
            ("20260301_event4_sinkhole.csv", "shadowserver/event4_sinkhole"),
            ("2026-03-01-blocklist-de-ssh.txt", "blocklistde/ssh"),
            ("2026-03-01-openphish-feed.txt", "openphish/free"),
            ("cowrie.json.2026-03-01", "honeypots/cowrie"),
            ("eve-2026-03-01.json", "suricata/eve"),
            ("2026-03-01-events.idf.jsonl", "idf/lines"),
        ])
    func byName(_ name: String, _ feed: String) throws {
        #expect(try code(name) == feed)
    }

    @Test(
        "by its header, where the name says nothing",
        arguments: [
            ("# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\r\n", "abusech/urlhaus"),
            ("#\n\"first_seen_utc\",\"dst_ip\",\"dst_port\",\"c2_status\",\"last_online\",\"malware\"\r\n", "abusech/feodo"),
            ("# \"first_seen_utc\",\"ioc_id\",\"ioc_value\",\"ioc_type\",\"threat_type\",\"fk_malware\"\n", "abusech/threatfox"),
            ("phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target\n", "phishtank/csv"),
            ("{\"cidr\":\"192.0.2.0/24\",\"sblid\":\"SBL1\",\"rir\":\"ripencc\"}\n", "spamhaus/drop-json"),
            ("# comment\nAddress,Tags\n192.0.2.1,http\n", "turris/greylist"),
            (
                "{\"category\": \"bots\", \"confidence\": \"high\", \"source\": \"a.b\", \"time\": \"2026-01-01T00:00:00Z\", \"type\": \"event\"}\n",
                "n6/event"
            ),
            (
                "{\"ts\":1.5,\"uid\":\"C1\",\"id.orig_h\":\"192.0.2.1\",\"id.resp_h\":\"192.0.2.2\",\"conn_state\":\"S0\"}\n",
                "zeek/conn-json"
            ),
        ])
    func byHeader(_ head: String, _ feed: String) throws {
        #expect(try code("unnamed", head) == feed)
        #expect(try code(nil, head) == feed)
    }

    @Test(
        "by its content",
        arguments: [
            ("; Spamhaus DROP List 2026/04/02\n192.0.2.0/24 ; SBL1\n", "spamhaus/drop"),
            ("#\n#   DShield.org Recommended Block List\n#\nStart\tEnd\tNetblock\n", "dshield/block"),
            ("#separator \\x09\n#path\tnotice\n#fields\tts\tnote\n", "zeek/notice"),
        ])
    func byContent(_ head: String, _ feed: String) throws {
        #expect(try code("unnamed", head) == feed)
    }

    @Test("or it does not")
    func unknown() throws {
        #expect(try code("unnamed", "one,two\n1,2\n") == "none")
        #expect(try code(nil) == "none")
    }

    @Test("names are matched whole, and neither case nor folders count")
    func patterns() {
        #expect(
            FileNamePattern.names(of: "/A/B/2026-01-02_Scan.CSV.gz").map { String(decoding: $0, as: UTF8.self) } == [
                "2026-01-02_scan.csv", "scan.csv",
            ])
        let table: [(pattern: String, name: String, matches: Bool)] = [
            ("scan_*.csv", "scan_adb.csv", true), ("scan_*.csv", "xscan_adb.csv", false), ("scan_*.csv", "scan_adb.csv.old", false),
            ("*a*b*", "xaxxbx", true), ("a?c", "abc", true), ("a?c", "ac", false), ("*", "", true), ("SCAN.csv", "scan.csv", true),
        ]
        for row in table { #expect(FileNamePattern.matches(row.pattern, Array(row.name.utf8)) == row.matches, "\(row)") }
    }
}
