/// Which feed a source belongs to, as far as it shows.
public enum FeedMatch: Sendable {
    /// Exactly this one.
    case one(FeedDefinition)
    /// One of these codes; the person must choose.
    case several([String])
    /// Nothing in its name or first bytes is known.
    case none
}

/// Tells the feed of a source from its file name, its header and its content.
///
/// The name is asked first. Where it fits several feeds, those whose header and content fit as well remain. Where it fits none, the feeds
/// whose header and content fit are looked for; the one that says most about them wins.
struct FeedDetection {
    /// The codes that fit; more than one where nothing tells them apart.
    static func codes(fileName: String?, head: UnsafeRawBufferPointer, among feeds: [FeedSummary]) -> [String] {
        let names = fileName.map(FileNamePattern.names) ?? []
        let named = feeds.filter { feed in
            names.contains { name in feed.detection.fileNames.contains { FileNamePattern.matches($0, name) } }
        }
        if named.count == 1 { return named.map(\.code) }
        let head = SourceHead(head)
        let candidates = named.isEmpty ? feeds : named
        var best: (weight: Int, codes: [String]) = (0, [])
        for feed in candidates {
            let weight = weight(feed, head)
            if weight > best.weight {
                best = (weight, [feed.code])
            } else if weight == best.weight, weight > 0 {
                best.codes.append(feed.code)
            }
        }
        return best.codes.isEmpty ? named.map(\.code) : best.codes
    }

    /// How much of what the feed says about header and content is there; 0 where any of it is missing.
    private static func weight(_ feed: FeedSummary, _ head: SourceHead) -> Int {
        let detection = feed.detection
        if !detection.header.isEmpty, !head.hasColumns(detection.header, format: feed.format) { return 0 }
        if !detection.content.isEmpty, !head.contains(anyOf: detection.content) { return 0 }
        return detection.header.count + (detection.content.isEmpty ? 0 : 2)
    }
}
