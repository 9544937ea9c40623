import Events
import Synchronization
import Vocabulary

/// How the definitions of feeds mark what they say. A definition that was made stricter counts within half a minute.
final class FeedMarkings: Sendable {
    private let folder: String
    private let kept = Mutex<(made: ContinuousClock.Instant, registry: FeedRegistry)?>(nil)

    init(folder: String) { self.folder = folder }

    func tlp(_ code: String) -> TLP? {
        let now = ContinuousClock.now
        let registry = kept.withLock { kept in
            if let kept, now - kept.made < .seconds(30) { return kept.registry }
            let registry = FeedRegistry(own: folder)
            kept = (now, registry)
            return registry
        }
        // What cannot be read is not known to be harmless: without an answer it is taken as TLP:AMBER.
        return (try? registry.definition(code))?.tlp
    }
}
