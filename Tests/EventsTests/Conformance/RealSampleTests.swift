import Events
import Foundation
import Testing

/// A real file of the study data and what is known to be in it.
struct RealSample: Sendable, CustomTestStringConvertible {
    var path: String
    var feed: String
    var events: ClosedRange<Int>
    var rejections: Int = 0

    var testDescription: String { path }
}

@Suite("Real files are recognised and read", .enabled(if: StudyData.isPresent, "../shared/data is absent"))
struct RealSampleTests {
    private static let registry = FeedRegistry()

    static let samples = [
        RealSample(path: "exchange/arf/abuse-synthetic.eml", feed: "xarf/mail", events: 1...1),
        RealSample(path: "exchange/arf/invalid-no-version.eml", feed: "xarf/mail", events: 0...0, rejections: 1),
        RealSample(path: "exchange/arf/parsedmarc/samples/failure/dmarc_ruf_report_linkedin.eml", feed: "xarf/mail", events: 1...1),
        RealSample(path: "honeypots/cowrie/cowrie-3.1.4.json", feed: "honeypots/cowrie", events: 90...100),
        RealSample(path: "honeypots/opencanary/opencanary-0.9.10.json", feed: "honeypots/opencanary", events: 16...16),
        RealSample(path: "honeypots/tanner/session_sample.json", feed: "honeypots/tanner", events: 1...1),
        RealSample(path: "honeypots/cznic/haas_feed_sample.json", feed: "cznic/haas", events: 3...3),
        RealSample(path: "honeypots/cznic/proki_sample.json", feed: "cznic/proki", events: 1...1),
        RealSample(path: "honeypots/turris/greylist_sample.csv", feed: "turris/greylist", events: 11...11),
        RealSample(
            path: "honeypots/shadowserver/event4_honeypot_brute_force.csv", feed: "shadowserver/event4_honeypot_brute_force", events: 6...6),
        RealSample(path: "misp-samples/eset-mozi.misp-event.json", feed: "misp/event", events: 1...100_000),
        RealSample(path: "misp-samples/eset-moustachedbouncer.misp-event.json", feed: "misp/event", events: 1...100_000),
        RealSample(path: "feeds/emerging_threats.txt", feed: "lists/emerging-threats", events: 1000...10_000),
        RealSample(path: "feeds/firehol_level1.netset", feed: "lists/firehol", events: 1000...10_000),
        RealSample(path: "feeds/ipsum.txt", feed: "lists/ipsum", events: 10_000...1_000_000),
        RealSample(path: "feeds/spamhaus_drop.txt", feed: "spamhaus/drop", events: 1000...2000),
        RealSample(path: "feeds/openphish.txt", feed: "openphish/free", events: 100...1000),
    ]

    @Test("each gives its events, all with a type and who they are about", arguments: samples)
    func reads(_ sample: RealSample) throws {
        let bytes = try StudyData.bytes(StudyData.folder.appendingPathComponent(sample.path))
        let match = try bytes.withUnsafeBytes { try Self.registry.detect(fileName: sample.path, head: $0) }
        guard case .one(let definition) = match else {
            Issue.record("it is taken for \(match)")
            return
        }
        #expect(definition.code == sample.feed)
        let reading = FeedReader.read(bytes, definition: definition)
        #expect(sample.events.contains(reading.batch.rowCount), "\(reading.batch.rowCount) events")
        #expect(reading.rejections.count == sample.rejections, "\(reading.rejections.prefix(3))")
        if reading.batch.rowCount == 0 { return }
        let type = try #require(reading.batch[.classificationType])
        #expect(!type.codes.contains(0))
        let subjects: [EventField] = [
            .sourceIP, .sourceNetwork, .sourceFQDN, .sourceURL, .sourceAccount, .malwareHashMd5, .malwareHashSha1, .malwareHashSha256,
        ]
        let columns = subjects.compactMap { reading.batch[$0] }
        #expect((0..<reading.batch.rowCount).allSatisfy { row in columns.contains { $0.codes[row] != 0 } })
    }
}
