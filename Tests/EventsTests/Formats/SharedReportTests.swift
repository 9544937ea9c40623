import Events
import Foundation
import Testing

/// Reports of others, read where they lie; `../shared/data` of the repository, or the folder in KESHIK_SHARED_DATA.
private let sharedData: URL = {
    if let path = ProcessInfo.processInfo.environment["KESHIK_SHARED_DATA"] { return URL(fileURLWithPath: path) }
    return URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("../../../../shared/data").standardizedFileURL
}()

private func files(_ folder: String, _ suffix: String) -> [URL] {
    let names = FileManager.default.enumerator(atPath: sharedData.appendingPathComponent(folder).path)
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(suffix) }.sorted()
        .map { sharedData.appendingPathComponent(folder).appendingPathComponent($0) }
}

private let hasReports = !files("intelmq-cases/xarf", ".json").isEmpty

@Suite("Reports of others")
struct SharedReportTests {
    @Test(
        "every XARF report that is JSON is read as one record, and what is no JSON is rejected",
        .enabled(if: hasReports, "the shared data is absent"))
    func xarf() throws {
        let reports = files("intelmq-cases/xarf", ".json").filter { !$0.path.contains("/test-definitions/") }
        #expect(reports.count > 50)
        for file in reports {
            let bytes = Array(try Data(contentsOf: file))
            let records = ReadRecords(JSONFormat(), bytes)
            let object = try? JSONSerialization.jsonObject(with: Data(bytes))
            #expect(records.rejections.isEmpty == (object != nil), "\(file.path): \(records.rejections.first?.reason ?? "")")
            if object is [String: Any] { #expect(records.rows.count == 1, "\(file.path)") }
        }
    }

    @Test("every attribute of a MISP event is a record that knows its event", .enabled(if: hasReports, "the shared data is absent"))
    func misp() throws {
        struct Wrapper: Decodable {
            struct Event: Decodable {
                struct Attribute: Decodable { var value: String }
                // MISP writes its keys so.
                // swift-format-ignore: AlwaysUseLowerCamelCase
                struct Object: Decodable { var Attribute: [Attribute] }
                var info: String
                // swift-format-ignore: AlwaysUseLowerCamelCase
                var Attribute: [Attribute]
                // swift-format-ignore: AlwaysUseLowerCamelCase
                var Object: [Object]?
            }
            // swift-format-ignore: AlwaysUseLowerCamelCase
            var Event: Event
        }
        struct Answer: Decodable { var response: [Wrapper] }
        for file in files("misp-samples", ".json") {
            let data = try Data(contentsOf: file)
            let event = try #require(try JSONDecoder().decode(Answer.self, from: data).response.first).Event
            let format = JSONFormat(.init(paths: ["response[].Event.Attribute[]", "response[].Event.Object[].Attribute[]"]))
            let records = ReadRecords(format, Array(data))
            #expect(records.rejections.isEmpty)
            let values = event.Attribute.map(\.value) + (event.Object ?? []).flatMap { $0.Attribute.map(\.value) }
            #expect(records.rows.map { $0["value"] ?? "" } == values)
            #expect(records.rows.allSatisfy { $0["^^.info"] == event.info })
        }
    }
}
