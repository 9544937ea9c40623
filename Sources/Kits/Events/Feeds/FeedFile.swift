public import Vocabulary
import Yams

/// A file of feed definitions: one provider, its feeds, and what they have in common. See docs/feeds.md.
///
/// Opening a file reads its YAML; what a feed's rules say is worked out when its definition is asked for, because a provider may have
/// two hundred feeds of which a source needs one.
public struct FeedFile: Sendable {
    /// Where it was read from, for messages.
    public let path: String
    /// The first half of its feeds' codes: the name of the file without folder and ending.
    public let name: String
    /// Its feeds in order, without their rules.
    public let feeds: [FeedSummary]
    let body: Body

    /// The YAML that the definitions are made from.
    // Nodes of Yams are value types that are not marked Sendable; these are never changed after they were read.
    struct Body: @unchecked Sendable {
        var shared: FeedFileReader.Shared
        var feeds: [Node]
    }

    /// Reads a file.
    /// - Throws: ``UnusableFeedFile`` where it is no YAML or a part that tells its feeds apart is wrong. Mistakes in rules are found by
    ///   ``check(_:path:)`` and by ``definition(of:)``.
    public init(_ bytes: [UInt8], path: String) throws(UnusableFeedFile) {
        self.path = path
        name = Self.name(of: path)
        var reader = FeedFileReader(fileName: name)
        let body = reader.open(bytes)
        guard reader.mistakes.isEmpty, let body else { throw UnusableFeedFile(path: path, mistakes: reader.mistakes.sorted()) }
        feeds = body.summaries
        self.body = Body(shared: body.shared, feeds: body.nodes)
    }

    /// The whole definition of one of its feeds; nil where it has none of that code.
    /// - Throws: ``UnusableFeedFile`` where the definition has mistakes.
    public func definition(of code: String) throws(UnusableFeedFile) -> FeedDefinition? {
        guard let place = feeds.firstIndex(where: { $0.code == code }) else { return nil }
        var reader = FeedFileReader(fileName: name)
        let definition = reader.definition(body.feeds[place], summary: feeds[place], shared: body.shared)
        guard reader.mistakes.isEmpty, let definition else { throw UnusableFeedFile(path: path, mistakes: reader.mistakes.sorted()) }
        return definition
    }

    /// All definitions of the file.
    /// - Throws: ``UnusableFeedFile`` with every mistake.
    public func definitions() throws(UnusableFeedFile) -> [FeedDefinition] {
        var reader = FeedFileReader(fileName: name)
        var definitions: [FeedDefinition] = []
        for (node, summary) in zip(body.feeds, feeds) {
            if let definition = reader.definition(node, summary: summary, shared: body.shared) { definitions.append(definition) }
        }
        guard reader.mistakes.isEmpty else { throw UnusableFeedFile(path: path, mistakes: Self.unique(reader.mistakes)) }
        return definitions
    }

    /// Every mistake in a file, in order; none where it can be used.
    public static func check(_ bytes: [UInt8], path: String) -> [Mistake] {
        var reader = FeedFileReader(fileName: name(of: path))
        if let body = reader.open(bytes) {
            for (node, summary) in zip(body.nodes, body.summaries) {
                _ = reader.definition(node, summary: summary, shared: body.shared)
            }
            reader.checkUnused(body.shared, by: body.nodes)
        }
        return unique(reader.mistakes)
    }

    /// What feeds share is read for each of them; its mistakes count once.
    private static func unique(_ mistakes: [Mistake]) -> [Mistake] { Set(mistakes).sorted() }

    private static func name(of path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    }
}

/// What a list of feeds shows and detection needs: a definition without its rules.
public struct FeedSummary: Sendable {
    /// `provider/feed`, unique.
    public var code: String
    /// `feed.provider`.
    public var provider: String
    /// `feed.name`.
    public var name: String
    /// The page that explains the feed.
    public var documentation: String?
    /// Seconds between two deliveries.
    public var interval: Int
    /// The marking of its events.
    public var tlp: TLP?
    /// How its bytes are laid out.
    public var format: FormatSpecification
    /// How it is recognised.
    public var detection: Detection
    /// What its events are, where all are of one type.
    public var incidentType: String?
}
