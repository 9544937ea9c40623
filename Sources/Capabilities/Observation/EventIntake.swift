public import EventStore

/// Takes deliveries into the store, one after the other, with the enrichment of the centre. The composition has it.
public protocol EventIntake: Sendable {
    /// Stores what sources hold; the same bytes change nothing.
    /// - Parameter feed: the code of their feed; else each is recognised
    func take(_ sources: [IngestSource], feed: String?) async throws -> IngestSummary

    /// Reads dead letters again with the definitions as they are now.
    /// - Parameter feed: only those of this feed
    func retry(feed: String?) async throws -> DeadLetterRetry.Outcome
}
