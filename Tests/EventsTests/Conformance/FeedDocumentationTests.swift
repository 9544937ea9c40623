import Foundation
import Testing

@testable import Events

@Suite("docs/feeds.md", .serialized)
struct FeedDocumentationTests {
    private static let page: URL = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.appendingPathComponent("docs/feeds.md")
    }()

    /// With this set the page is brought up to date instead of being found wanting.
    private static let updates = ProcessInfo.processInfo.environment["KESHIK_UPDATE_DOCS"] != nil

    @Test("lists every shipped feed")
    func feeds() throws {
        try check("shipped", Self.feedTable())
    }

    @Test("lists every deliberate difference with its reason")
    func differences() throws {
        try check("differences", Self.differenceList())
    }

    @Test("explains every transform")
    func transforms() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        for form in TransformNames.forms { #expect(text.contains("`\(form.name)") || text.contains("`\(form.name)("), "\(form.name)") }
    }

    /// Compares what stands between the marks of a section with what should.
    private func check(_ section: String, _ wanted: String) throws {
        var text = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- \(section):"))
        let opened = try #require(text.range(of: "-->\n", range: start.upperBound..<text.endIndex))
        let end = try #require(text.range(of: "<!-- /\(section) -->", range: opened.upperBound..<text.endIndex))
        let found = String(text[opened.upperBound..<end.lowerBound])
        if Self.updates, found != wanted {
            text.replaceSubrange(opened.upperBound..<end.lowerBound, with: wanted)
            try text.write(to: Self.page, atomically: false, encoding: .utf8)
            return
        }
        #expect(found == wanted, "the section “\(section)” is out of date; run this test with KESHIK_UPDATE_DOCS=1")
    }

    // MARK: What should stand there

    private static func feedTable() throws -> String {
        let feeds = try FeedRegistry().feeds()
        let providers = Dictionary(grouping: feeds) { String($0.code.prefix { $0 != "/" }) }
        var text = "\(feeds.count) feeds in \(providers.count) files.\n"
        for (file, feeds) in providers.sorted(by: { $0.key < $1.key }) {
            text += "\n### \(feeds[0].provider) (`\(file).yaml`)\n\n"
            if feeds.count > 60 {
                text += feeds.map { "`\($0.code.dropFirst(file.count + 1))`" }.joined(separator: ", ") + "\n"
                continue
            }
            text += "| feed | name | format | type |\n|---|---|---|---|\n"
            for feed in feeds {
                text += "| `\(feed.code)` | \(feed.name) | \(feed.format.word) | \(feed.incidentType ?? "by record") |\n"
            }
        }
        return text
    }

    private static func differenceList() -> String {
        func list(_ title: String, _ differences: [DeliberateDifference]) -> String {
            var text = "\n### \(title)\n\n"
            var reasons: [String] = []
            for difference in differences where !reasons.contains(difference.reason) { reasons.append(difference.reason) }
            for reason in reasons {
                let cases = Dictionary(grouping: differences.filter { $0.reason == reason }) { $0.sample }
                let fields = cases.sorted { $0.key < $1.key }.map { sample, differences in
                    let names = differences.map { $0.field == "*" ? "all" : $0.field == "events" ? "number of events" : "`\($0.field)`" }
                    return "`\(sample)` (\(names.joined(separator: ", ")))"
                }
                text += "- \(reason) \(fields.joined(separator: "; "))\n"
            }
            return text
        }
        var text = list("Shadowserver", DeliberateDifference.shadowserver) + list("Other parsers", DeliberateDifference.others)
        text += "\n### X-ARF and XARF\n\nBad samples that are taken all the same:\n\n"
        for flaw in XARFSample.forgiven { text += "- \(flaw.reason) \(flaw.stems.map { "`\($0)`" }.joined(separator: ", "))\n" }
        return text
    }
}

extension FormatSpecification {
    /// The name of the format in a definition.
    fileprivate var word: String {
        switch self {
        case .separated(let layout): layout.delimiter == UInt8(ascii: "\t") ? "tsv" : "csv"
        case .jsonLines: "jsonl"
        case .json: "json"
        case .xml: "xml"
        case .lines: "lines"
        case .keyValue: "key-value"
        case .mail: "mail"
        }
    }
}
