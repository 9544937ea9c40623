import EventStore
import Events
import Foundation
import Observation
import Vocabulary

/// Takes deliveries into the store, one after the other, for everything in the centre that receives them.
actor Intake: EventIntake {
    private let store: EmbeddedStore
    private let settings: Settings
    private var enrichment: (source: EnrichmentSource, revision: Int64)?
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(store: EmbeddedStore, settings: Settings) {
        self.store = store
        self.settings = settings
    }

    /// Stores what sources hold; the same bytes change nothing.
    /// - Parameter feed: the code of their feed; else each is recognised
    func take(_ sources: [IngestSource], feed: String?) async throws -> IngestSummary {
        await begin()
        defer { end() }
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

    /// Reads dead letters again with the definitions as they are now.
    func retry(feed: String?) async throws -> DeadLetterRetry.Outcome {
        await begin()
        defer { end() }
        try await Self.lock(store)
        defer { store.unlockIngest() }
        return try DeadLetterRetry(
            store: store, registry: settings.feeds, enrichment: try currentEnrichment(), now: Settings.now
        ).run(feed: feed)
    }

    // While one delivery is awaited the actor would let the next one begin: they queue here.
    private func begin() async {
        guard isBusy else {
            isBusy = true
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func end() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
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
