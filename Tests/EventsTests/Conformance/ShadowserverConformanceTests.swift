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
        return Comparison().differences((0..<reading.batch.rowCount).map { reading.batch.event(at: $0) }, expected)
    }

    @Test("every case agrees field by field, but for what is listed", arguments: ShadowserverCase.all)
    func agrees(_ sample: ShadowserverCase) throws {
        let differences = try Self.differences(sample).filter {
            !DeliberateDifference.isListed($0, of: sample.name, in: DeliberateDifference.shadowserver)
        }
        #expect(differences.isEmpty, "\(differences.prefix(12).map(\.description).joined(separator: "\n"))")
    }

    @Test("every listed difference still occurs", arguments: DeliberateDifference.shadowserver)
    func occurs(_ listed: DeliberateDifference) throws {
        let sample = try #require(ShadowserverCase.all.first { $0.name == listed.sample }, "there is no case \(listed.sample)")
        #expect(listed.occurs(in: try Self.differences(sample)))
    }
}
