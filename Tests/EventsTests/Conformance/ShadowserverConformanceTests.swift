import Events
import Testing

@Suite("Shadowserver's reports give the events that IntelMQ makes of them", .enabled(if: StudyData.isPresent, "../shared/data is absent"))
struct ShadowserverConformanceTests {
    private static let registry = FeedRegistry()

    static func differences(_ sample: ShadowserverCase) throws -> [Difference] {
        let (fileName, report, expected) = try sample.load()
        let match = try report.withUnsafeBytes { try registry.detect(fileName: fileName, head: $0) }
        guard case .one(let definition) = match else {
            return [Difference(event: 0, field: "feed", expected: "one", found: "\(match)")]
        }
        let reading = FeedReader.read(report, definition: definition)
        return Comparison().differences(reading.batch, expected)
    }

    @Test("every case agrees field by field, but for what is listed", arguments: ShadowserverCase.all)
    func agrees(_ sample: ShadowserverCase) throws {
        let listed = DeliberateDifference.fields(of: sample.name, in: DeliberateDifference.shadowserver)
        let differences = try Self.differences(sample).filter { !listed.contains($0.field) }
        #expect(differences.isEmpty, "\(differences.prefix(12).map(\.description).joined(separator: "\n"))")
    }

    @Test("every listed difference still occurs", arguments: DeliberateDifference.shadowserver)
    func occurs(_ listed: DeliberateDifference) throws {
        let sample = try #require(ShadowserverCase.all.first { $0.name == listed.sample }, "there is no case \(listed.sample)")
        #expect(try Self.differences(sample).contains { $0.field == listed.field })
    }
}
