import Events
import Testing

@Suite("Other providers' feeds give the events that IntelMQ makes of them", .enabled(if: StudyData.isPresent, "../shared/data is absent"))
struct ParserConformanceTests {
    private static let registry = FeedRegistry()

    static func differences(_ sample: ParserCase) throws -> [Difference] {
        let content = try sample.load()
        guard let definition = try ParserFeeds.definition(for: sample, parameters: content.parameters, in: registry) else {
            return [Difference(event: 0, field: "feed", expected: "a definition", found: "none")]
        }
        var found: [Event] = []
        var given: [String: JSONValue] = [:]
        for (document, report) in content.inputs {
            let reading = FeedReader.read(document, definition: definition, sourceName: report["feed.url"]?.text)
            found += (0..<reading.batch.rowCount).map { reading.batch.event(at: $0) }
            given.merge(report) { first, _ in first }
        }
        return Comparison(given: given, keepsMore: true).differences(found, content.expected)
    }

    @Test("every case agrees field by field, but for what is listed", arguments: ParserCase.all)
    func agrees(_ sample: ParserCase) throws {
        let differences = try Self.differences(sample).filter {
            !DeliberateDifference.isListed($0, of: sample.name, in: DeliberateDifference.others)
        }
        #expect(differences.isEmpty, "\(differences.prefix(16).map(\.description).joined(separator: "\n"))")
    }

    @Test("every listed difference still occurs", arguments: DeliberateDifference.others)
    func occurs(_ listed: DeliberateDifference) throws {
        let samples = ParserCase.all.filter { $0.name == listed.sample }
        let sample = try #require(samples.first, "there is no case \(listed.sample)")
        #expect(listed.occurs(in: try Self.differences(sample)))
    }
}
