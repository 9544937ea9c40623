import Testing

@testable import Events

@Suite("The shipped feed definitions")
struct ShippedFeedTests {
    private let registry = FeedRegistry()

    @Test("have no mistakes")
    func mistakes() throws {
        let folder = try #require(FeedResources.folder)
        let files = try FeedFolder.files(in: folder)
        #expect(!files.isEmpty)
        for (path, bytes) in files {
            let mistakes = FeedFile.check(bytes, path: path)
            #expect(mistakes.isEmpty, "\(path): \(mistakes.map(\.description).joined(separator: "\n"))")
        }
    }

    @Test("hold all reports of Shadowserver, and each can be read")
    func shadowserver() throws {
        let feeds = try registry.feeds().filter { $0.code.hasPrefix("shadowserver/") }
        #expect(feeds.count == 170)
        for feed in feeds {
            let definition = try #require(try registry.definition(feed.code))
            #expect(definition.requiredFields.contains([.idf(.timeSource)]))
        }
    }
}
