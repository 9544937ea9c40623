import Centre
import CentreTesting
import Crypto
import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Advisories

@Suite("sources", .serialized)
struct SourceTests {
    private func feed(_ items: String) -> [UInt8] {
        Array("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>t</title>\(items)</channel></rss>".utf8)
    }

    @Test("RSS and Atom give the same items")
    func formats() throws {
        let rss = try FeedReader.items(
            feed(
                "<item><title>Router X: CVE-2026-12345</title><link>https://vendor.example/7</link><guid>7</guid>"
                    + "<pubDate>Mon, 02 Mar 2026 16:00:00 +0400</pubDate><description>A &lt;b&gt;flaw&lt;/b&gt;.</description></item>"))
        let atom = try FeedReader.items(
            Array(
                """
                <feed xmlns="http://www.w3.org/2005/Atom"><entry><id>7</id><title type="html"><![CDATA[Router X: CVE-2026-12345]]></title>
                <link rel="self" href="https://vendor.example/self"/><link href='https://vendor.example/7'/>
                <updated>2026-03-02T12:00:00Z</updated><summary>A flaw.</summary></entry></feed>
                """.utf8))
        for items in [rss, atom] {
            let item = try #require(items.first)
            #expect(item.id == "7" && item.url == "https://vendor.example/7" && item.cves == ["CVE-2026-12345"])
            #expect(item.published == noon && item.title == "Router X: CVE-2026-12345")
        }
        #expect(rss.first?.summary == "A flaw .")
    }

    @Test("feeds that grow, fetch or nest without end are refused or harmless")
    func hostileXML() throws {
        let laughs = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
            <rss><channel><item><title>&lol2;</title><guid>1</guid></item></channel></rss>
            """
        #expect(throws: FeedReader.Mistake.declaresEntities) { try FeedReader.items(Array(laughs.utf8)) }
        let external = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><item><title>&x;</title><guid>1</guid></item></rss>"
        #expect(throws: FeedReader.Mistake.declaresEntities) { try FeedReader.items(Array(external.utf8)) }
        let outside = "<!DOCTYPE rss SYSTEM \"http://10.0.0.1/x.dtd\"><rss><item><title>&x; &amp; more</title><guid>1</guid></item></rss>"
        #expect(try FeedReader.items(Array(outside.utf8)).first?.title == "&x; & more")
        let deep = "<rss>" + String(repeating: "<a>", count: 100_000)
        #expect(throws: FeedReader.Mistake.tooDeep) { try FeedReader.items(Array(deep.utf8)) }
        #expect(throws: FeedReader.Mistake.noFeed) { try FeedReader.items(Array("<html><body>Sign in</body></html>".utf8)) }
        #expect(throws: FeedReader.Mistake.notText) { try FeedReader.items([0xFF, 0xFE, 0x00]) }
    }

    @Test(
        "markup in feeds is text at most",
        arguments: [
            "<![CDATA[<script>alert(1)</script>Safe]]>", "&lt;script&gt;alert(1)&lt;/script&gt;Safe",
            "<![CDATA[<img src=x onerror=alert(1)>Safe]]>",
            "<![CDATA[<svg/onload=alert(1)>Safe]]>", "&#60;script&#62;alert(1)&#60;/script&#62;Safe",
        ])
    func hostileHTML(_ title: String) throws {
        let item = try #require(
            try FeedReader.items(feed("<item><title>\(title)</title><link>javascript:alert(1)</link><guid>1</guid></item>")).first)
        #expect(item.title.contains("Safe") && !item.title.contains("<") && !item.title.contains("onerror"))
        #expect(item.url == nil)
    }

    @Test("what several sources say of one vulnerability is one; overviews bind nothing together; likeness binds what has no CVE")
    func clusters() async throws {
        try await AdvisoryHouse.use { house in
            @Sendable func item(_ id: String, _ title: String, _ cves: [String] = []) -> SourceItem {
                SourceItem(id: id, url: "https://a.example/\(id)", title: title, summary: "", published: noon, cves: cves)
            }
            let (one, two) = (
                Source(id: "one", kind: .feed, name: "One", address: "https://one.example/"),
                Source(id: "two", kind: .feed, name: "Two", address: "https://two.example/")
            )
            let many = (1...12).map { "CVE-2026-\(20_000 + $0)" }
            try await house.records.write { database in
                for source in [one, two] { try SourceStore.add(source, database) }
                try SourceStore.took(
                    SourceReading(items: [
                        item("1", "Router X can be taken over", ["CVE-2026-12345"]),
                        item("2", "Monthly overview", many + ["CVE-2026-12345"]),
                        item("3", "Phishing wave imitates the national post office parcels"),
                    ]), from: one, tag: nil, modified: nil, at: noon, database)
                let again = try SourceStore.took(
                    SourceReading(items: [item("1", "Router X can be taken over", ["CVE-2026-12345"])]), from: one, tag: nil, modified: nil,
                    at: noon,
                    database)
                #expect(again == 0)
                try SourceStore.took(
                    SourceReading(
                        items: [
                            item("a", "Example Networks fixes CVE-2026-12345"),
                            item("b", "National post office parcels: phishing wave imitates"),
                            item("c", "Printers print anything they get"),
                        ], exploited: [("CVE-2026-12345", noon)], probabilities: [("CVE-2026-12345", 0.93)]),
                    from: two, tag: nil, modified: nil, at: noon, database)
            }
            let clusters = try await house.records.read { try SourceStore.clusters(limit: 20, $0) }
            #expect(clusters.count == 4)
            let router = try #require(clusters.first { $0.cves == ["CVE-2026-12345"] })
            #expect(router.items == 2 && router.exploited && router.probability == 0.93)
            #expect(clusters.first { $0.title.contains("post office") }?.items == 2)
            let draft = try await house.advisories.sources.draft(of: router, language: "en")
            #expect(draft.cves == ["CVE-2026-12345"] && draft.isExploited && draft.severity == .critical)
            #expect(draft.references.map(\.url).sorted() == ["https://a.example/1", "https://a.example/a"])
        }
    }

    private func desk(_ house: AdvisoryHouse, _ answers: [String: [UInt8]]) -> SourceDesk {
        SourceDesk(house: house.running.house, hosts: nil) { address, _, _ in
            guard let bytes = answers[address] else { throw SourceFetch.Refusal.status(404) }
            return SourceAnswer(status: 200, bytes: bytes)
        }
    }

    @Test("a provider that lies about a digest is not believed, and its other documents are read")
    func lies() async throws {
        try await AdvisoryHouse.use { house in
            let base = "https://provider.example/csaf"
            func document(_ id: String) -> [UInt8] {
                AdvisoryDocument(publisher: "Vendor", site: "https://provider.example").document(
                    AdvisoryHouse.content("Title of \(id)"), .init(id: id, version: 1, first: noon, moment: noon)) ?? []
            }
            let (good, bad) = (document("V-1"), document("V-2"))
            func entry(_ id: String) -> String {
                """
                {"id":"\(id)","updated":"2026-03-02T12:00:00Z","content":{"src":"\(base)/\(id).json"},
                "link":[{"rel":"hash","href":"\(base)/\(id).json.sha256"}]}
                """
            }
            func sha(_ bytes: [UInt8]) -> String {
                SHA256.hash(data: Data(bytes)).map { String(format: "%02x", $0) }.joined() + "  f.json\n"
            }
            let metadata =
                #"{"distributions":[{"rolie":{"feeds":[{"tlp_label":"WHITE","url":"\#(base)/f.json"},{"tlp_label":"AMBER","url":"\#(base)/a.json"}]}}]}"#
            let sources = desk(
                house,
                [
                    "\(base)/pm.json": Array(metadata.utf8),
                    "\(base)/f.json": Array(#"{"feed":{"entry":[\#(entry("V-1")),\#(entry("V-2"))]}}"#.utf8),
                    "\(base)/V-1.json": good, "\(base)/V-1.json.sha256": Array(sha(good).utf8), "\(base)/V-2.json": bad,
                    "\(base)/V-2.json.sha256": Array(sha(good).utf8),
                ])
            let source = Source(id: "v", kind: .csaf, name: "Vendor", address: "\(base)/pm.json")
            try await house.records.write { try SourceStore.add(source, $0) }
            #expect(try await sources.gather(source) == 1)
            let kept = try #require(try await house.records.read { try SourceStore.sources($0).first })
            #expect(kept.problem.contains("V-2.json") && kept.problem.contains("SHA-256"))
            guard case .failing? = SourceDesk.trouble(kept, now: house.clock.now) else {
                Issue.record("it does not say so")
                return
            }
        }
    }

    @Test("a source that fails or falls silent says so, and does not keep others from being read")
    func trouble() async throws {
        try await AdvisoryHouse.use { house in
            let gone = Source(id: "gone", kind: .feed, name: "Gone", address: "https://gone.example/")
            let well = Source(id: "well", kind: .feed, name: "Well", address: "https://well.example/")
            try await house.records.write { for source in [gone, well] { try SourceStore.add(source, $0) } }
            let sources = desk(house, ["https://well.example/": feed("<item><title>Something new</title><guid>1</guid></item>")])
            await #expect(throws: SourceFetch.Refusal.status(404)) { try await sources.gather(gone) }
            #expect(try await sources.gather(well) == 1)
            let all = try await house.records.read { try SourceStore.sources($0) }
            let first = try #require(all.first { $0.id == "gone" })
            #expect(first.failures == 1 && SourceDesk.trouble(first, now: noon) == .failing("it answered 404"))
            let second = try #require(all.first { $0.id == "well" })
            #expect(SourceDesk.trouble(second, now: house.clock.now) == nil)
            #expect(SourceDesk.trouble(second, now: house.clock.now + .seconds(8 * 86_400)) == .silent(since: second.fresh))
        }
    }

    @Test(
        "sources are asked in the public internet alone",
        arguments: [
            "http://vendor.example/feed", "https://127.0.0.1/feed", "https://[::1]/", "https://169.254.169.254/latest/meta-data/",
            "file:///etc/passwd",
            "https://user:secret@vendor.example/",
        ])
    func privateAddresses(_ address: String) async {
        await #expect(throws: SourceFetch.Refusal.self) { try await SourceFetch(allowed: []).get(address) }
    }

    @Test("KEV, EPSS and CVE records are read")
    func lists() throws {
        let kev =
            #"{"vulnerabilities":[{"cveID":"CVE-2026-12345","vendorProject":"Example","product":"Router X","vulnerabilityName":"Login","dateAdded":"2026-03-01","shortDescription":"s"}]}"#
        let known = try SourceReader.catalogue(Array(kev.utf8))
        #expect(known.exploited.map(\.cve) == ["CVE-2026-12345"] && known.items.first?.cves == ["CVE-2026-12345"])
        let csv =
            "#model_version:v2025.03.14,score_date:2026-03-02T00:00:00Z\ncve,epss,percentile\nCVE-2026-12345,0.93,0.99\nnonsense,1,1\n"
        #expect(try SourceReader.probabilities(Array(csv.utf8)).map(\.value) == [0.93])
        #expect(try SourceReader.probabilities(Array(#"{"data":[{"cve":"CVE-2026-12345","epss":"0.5"}]}"#.utf8)).map(\.value) == [0.5])
        let record =
            #"{"cveMetadata":{"cveId":"CVE-2026-12345","datePublished":"2026-03-01T10:00:00Z"},"containers":{"cna":{"title":"Login","descriptions":[{"lang":"en","value":"Text."}]}}}"#
        #expect(try SourceReader.records(Array(record.utf8)).map(\.title) == ["CVE-2026-12345: Login"])
        #expect(throws: SourceReader.Mistake.self) { try SourceReader.catalogue(Array("{}".utf8)) }
    }
}
