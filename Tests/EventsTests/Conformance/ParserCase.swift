import Events
import Foundation
import Testing

/// One of IntelMQ's tests of another parser than Shadowserver's: documents, the parser's parameters, and the events it makes of them.
struct ParserCase: CustomTestStringConvertible, Sendable {
    let file: URL

    static let all = StudyData.isPresent ? StudyData.files("intelmq-cases/other", ending: ".json").map { ParserCase(file: $0) } : []

    /// `parser/test`, for example `n6/test_parser.TestN6StompParserBot.test_event`.
    var name: String { parser + "/" + file.deletingPathExtension().lastPathComponent }
    var parser: String { file.deletingLastPathComponent().lastPathComponent }
    var testDescription: String { name }

    /// What the case holds.
    struct Content {
        var parameters: JSONValue
        /// Documents with the fields that the collector gave them.
        var inputs: [(document: [UInt8], report: [String: JSONValue])]
        var expected: [[String: JSONValue]]
    }

    func load() throws -> Content {
        let content = try JSONValue(json: String(decoding: StudyData.bytes(file), as: UTF8.self))
        let input = content["input"] ?? .null
        let reports = input.list.isEmpty ? [input] : input.list
        // What the test asserts is often only a part of what the parser gave.
        let outputs = content["all_outputs"]?["_default"]?.list ?? []
        return Content(
            parameters: content["parameters"] ?? .null,
            inputs: reports.map { report in
                var fields: [String: JSONValue] = [:]
                if case .object(let object) = report { fields = object }
                let raw = report["raw"]?.text ?? ""
                return ([UInt8](Data(base64Encoded: raw) ?? Data(raw.utf8)), fields)
            },
            expected: (outputs.isEmpty ? content["expected"]?.list ?? [] : outputs).compactMap {
                if case .object(let fields) = $0 { fields } else { nil }
            })
    }
}
