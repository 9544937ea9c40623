import EventStore
import Events
import Foundation
import Vocabulary

/// Takes deliveries into the store, one after the other, for everything in the centre that receives them.
actor Intake {
    private let store: EmbeddedStore
    private let settings: Settings
    private var enrichment: (source: EnrichmentSource, revision: Int64)?

    init(store: EmbeddedStore, settings: Settings) {
        self.store = store
        self.settings = settings
    }

    /// Stores what sources hold; the same bytes change nothing.
    /// - Parameter feed: the code of their feed; else each is recognised
    func take(_ sources: [IngestSource], feed: String? = nil) async throws -> IngestSummary {
        let registry = settings.feeds
        var options = Ingest<EmbeddedStore>.Options(feed: try feed.flatMap { try registry.definition($0) }, workers: 1)
        options.enrichment = try currentEnrichment()
        try await Self.lock(store)
        defer { store.unlockIngest() }
        let ingest = Ingest(store: store, registry: registry, options: options, now: Settings.now)
        var summary = try await ingest.run(sources, progress: IngestProgress())
        try summary.settle(store)
        return summary
    }

    /// Another process may be ingesting for a while: waiting for it holds a thread, which is not one of the concurrency pool's.
    private static func lock(_ store: EmbeddedStore) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread {
                do {
                    try store.lockForIngest {}
                    done.resume()
                } catch {
                    done.resume(throwing: error)
                }
            }.start()
        }
    }

    /// Owners change while the centre runs: the index is made anew when the register's revision has moved.
    private func currentEnrichment() throws -> (@Sendable () -> Enrichment?) {
        let revision = try EnrichmentSource.registerRevision(settings)
        if let enrichment, enrichment.revision == revision { return enrichment.source.current }
        let source = try EnrichmentSource(settings)
        enrichment = (source, revision)
        return source.current
    }
}
