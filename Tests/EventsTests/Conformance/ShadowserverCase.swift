import Events
import Foundation
import Testing

/// One of IntelMQ's tests of its Shadowserver parser: a report and the events that IntelMQ 3.5.0 makes of it with the provider's schema.
struct ShadowserverCase: CustomTestStringConvertible, Sendable {
    let file: URL

    static let all =
        StudyData.isPresent ? StudyData.files("intelmq-cases/shadowserver", ending: ".json").map { ShadowserverCase(file: $0) } : []

    var name: String { file.deletingPathExtension().lastPathComponent }
    var testDescription: String { name }

    /// The report, the name it is delivered under, and the expected events with the name of the feed.
    func load() throws -> (fileName: String, report: [UInt8], expected: [[String: JSONValue]]) {
        let content = try JSONValue(json: String(decoding: StudyData.bytes(file), as: UTF8.self))
        let report = try StudyData.bytes(file.deletingLastPathComponent().appendingPathComponent(content["csv_file"]?.text ?? ""))
        let current = content["expected_current_schema"] ?? .null
        let events: [[String: JSONValue]] = (current["events"]?.list ?? []).compactMap { event in
            guard case .object(var fields) = event else { return nil }
            // The test's collector overwrites the name; what is wanted is the provider's.
            fields["feed.name"] = current["feed_name"]
            return fields
        }
        return (content["file_name"]?.text ?? "", report, events)
    }
}
