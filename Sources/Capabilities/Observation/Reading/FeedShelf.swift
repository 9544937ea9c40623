internal import Events
internal import Foundation
internal import Synchronization

/// The feed definitions, read anew when a file of the centre's own changed.
final class FeedShelf: Sendable {
    /// Where the centre's own definitions lie.
    let folder: String
    private let kept = Mutex<(stamp: [String], registry: FeedRegistry)?>(nil)

    init(folder: String) { self.folder = folder }

    var registry: FeedRegistry {
        let stamp = self.stamp
        return kept.withLock { kept in
            if let kept, kept.stamp == stamp { return kept.registry }
            let registry = FeedRegistry(own: folder)
            kept = (stamp, registry)
            return registry
        }
    }

    func summaries() throws -> [FeedSummary] { try registry.feeds() }

    /// Names, sizes and times of the centre's own files.
    private var stamp: [String] {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        return names.map { name in
            let facts = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            let time = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(name) \(facts?[.size] as? Int ?? 0) \(time)"
        }
    }
}
