import Events
import Foundation
import Testing

/// A sample of an X-ARF or XARF report, good or bad.
struct XARFSample: CustomTestStringConvertible, Sendable {
    let file: URL

    static let all = StudyData.isPresent ? StudyData.files("intelmq-cases/xarf", ending: ".json").map { XARFSample(file: $0) } : []
    static let good = all.filter {
        !$0.name.contains("negative/") && !$0.name.contains("invalid/") && !$0.name.contains("test-definitions/")
    }
    static let bad = all.filter { $0.name.contains("negative/") || $0.name.contains("invalid/") }

    /// The path below the folder of samples.
    var name: String { String(file.path.dropFirst(StudyData.folder.appendingPathComponent("intelmq-cases/xarf/").path.count)) }
    var testDescription: String { name }

    /// Flaws for which a report is not thrown away: it still says when, what and who. By the names of the samples.
    static let forgiven: [(stems: [String], reason: String)] = [
        (
            ["invalid_b64_flag", "invalid_file_info", "invalid_file_hash", "invalid_sample", "invalid_sample_2"],
            "What describes an attached file is wrong; attachments are not part of the event."
        ),
        (
            ["invalid_emails", "invalid_on_behalf_of", "invalid_reporter_metadata", "invalid_reporter_metadata2"],
            "A particular of the reporter, of whom they act for, or of the mail that is complained of is not of its form."
        ),
        (
            ["invalid_additional_fields", "invalid_internal_processing_wrong_data_type", "invalid_byte_count"],
            "A field of the sender's own, or a count, is not of its type; it is kept as it came."
        ),
        (
            [
                "invalid_openservice", "invalid_openservice2", "invalid_openservice3", "invalid_openservice4",
                "invalid_openservice_missing_service", "messaging_missing_protocol",
            ],
            "The service or the protocol is not named as the schema wants it; address and port say enough."
        ),
        (
            ["invalid_version"],
            "The version is no number; drafts of the format had none or a name, and the columns say which it is."
        ),
        (
            ["invalid_exploit_wrong_vector", "invalid_exploit_wrong_version"],
            "The version of the CVSS vector is wrong; the vector is kept as it came."
        ),
        (
            ["invalid_used_ip_in_potentially_compromised_account", "invalid_used_url_in_potentially_compromised_account"],
            "The schema does not want an address beside the account; whoever gets the report does."
        ),
    ]

    var isForgiven: Bool { Self.forgiven.contains { $0.stems.contains(file.deletingPathExtension().lastPathComponent) } }
}

@Suite("XARF reports become events, and what is none is refused", .enabled(if: StudyData.isPresent, "../shared/data is absent"))
struct XARFConformanceTests {
    private static let registry = FeedRegistry()

    private static func read(_ sample: XARFSample) throws -> (events: [Event], rejections: Int) {
        let bytes = try StudyData.bytes(sample.file)
        let code = try #require(
            bytes.withUnsafeBytes { bytes in
                switch try registry.detect(fileName: nil, head: bytes) {
                case .one(let definition): definition.code
                case .several, .none: String(decoding: bytes, as: UTF8.self).contains("xarf_version") ? "xarf/v4" : "xarf/v3"
                }
            })
        let definition = try #require(try registry.definition(code))
        let reading = FeedReader.read(bytes, definition: definition)
        return ((0..<reading.batch.rowCount).map { reading.batch.event(at: $0) }, reading.rejections.count)
    }

    @Test("a good report gives one event with a type, a time and something to look for", arguments: XARFSample.good)
    func good(_ sample: XARFSample) throws {
        let (events, rejections) = try Self.read(sample)
        #expect(events.count == 1)
        #expect(rejections == 0)
        let event = try #require(events.first)
        #expect(event[.classificationType] != nil && event[.timeSource] != nil)
    }

    @Test("a flaw that leaves when, what and who is forgiven", arguments: XARFSample.bad.filter(\.isForgiven))
    func forgiven(_ sample: XARFSample) throws {
        let event = try #require(try Self.read(sample).events.first)
        #expect(event[.classificationType] != nil && event[.timeSource] != nil)
    }

    @Test("any other bad report is refused", arguments: XARFSample.bad.filter { !$0.isForgiven })
    func bad(_ sample: XARFSample) throws {
        let (events, _) = try Self.read(sample)
        #expect(events.isEmpty)
    }
}
