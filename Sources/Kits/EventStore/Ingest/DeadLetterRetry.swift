import Crypto
public import Events
public import Vocabulary

/// Reads dead letters again, with the feed definitions as they are now.
///
/// A row that can be read becomes an event exactly once: its piece is the row itself, below the piece it stood in, so a crash between storing the
/// event and removing the letter is seen on the next try.
public struct DeadLetterRetry: Sendable {
    /// What came of it.
    public struct Outcome: Sendable, Hashable {
        /// Events that rows became.
        public var events = 0
        /// Letters that are still there.
        public var remaining = 0

        /// What came of a retry.
        public init(events: Int = 0, remaining: Int = 0) {
            self.events = events
            self.remaining = remaining
        }
    }

    let store: EmbeddedStore
    let registry: FeedRegistry
    let enrichment: @Sendable () -> Enrichment?
    let now: @Sendable () -> Instant

    /// A retry on a store whose ingest lock is held.
    public init(
        store: EmbeddedStore, registry: FeedRegistry, enrichment: @escaping @Sendable () -> Enrichment?,
        now: @escaping @Sendable () -> Instant
    ) {
        self.store = store
        self.registry = registry
        self.enrichment = enrichment
        self.now = now
    }

    /// Tries all letters, or those of a feed.
    /// - Throws: ``StoreError``, and `FeedRegistryError` where a definition cannot be used.
    public func run(feed: String? = nil) throws -> Outcome {
        var outcome = Outcome()
        var after: Int64 = 0
        while true {
            let letters = try store.deadLetters(feed: feed, after: after, limit: 500)
            guard let last = letters.last else { return outcome }
            after = last.id
            var done: [Int64] = []
            for letter in letters {
                if let events = try take(letter) {
                    outcome.events += events
                    done.append(letter.id)
                } else {
                    outcome.remaining += 1
                }
            }
            if !done.isEmpty { try store.removeDeadLetters(done) }
        }
    }

    /// The number of events the row became; nil where it still cannot be read.
    private func take(_ letter: DeadLetter) throws -> Int? {
        guard !letter.rejection.isCut, let definition = try registry.definition(letter.feed) else { return nil }
        let raw = RawBatch()
        let format = definition.format.makeFormat()
        let context = try store.recordContext(of: letter.piece)
        let prologue = Prologue(columns: context?.columns ?? [])
        letter.rejection.raw.withUnsafeBytes { format.read($0, prologue: prologue, into: raw) }
        guard raw.rowCount > 0, raw.rejections.isEmpty else { return nil }
        let batch = Normaliser(definition).events(from: raw, given: context?.given ?? [], observed: now())
        guard raw.rejections.isEmpty else { return nil }
        _ = enrichment()?.apply(to: batch)
        let feed = FeedContext(
            code: definition.code, name: definition.name, intervalSeconds: definition.interval, tlp: definition.tlp,
            receivedAt: now().microseconds)
        var hash = SHA256()
        hash.update(data: letter.piece.bytes)
        hash.update(data: Array("dead letter at \(letter.rejection.offset)".utf8))
        hash.update(data: letter.rejection.raw)
        let piece = Piece(
            id: PieceID(digest: hash.finalize()), parent: letter.piece, length: Int64.max, isTail: true, source: letter.source)
        let count = batch.rowCount
        switch try store.commit(try store.seal(batch, feed: feed), as: piece, rejections: []) {
        case .stored: return count
        case .alreadyKnown: return 0
        }
    }
}
