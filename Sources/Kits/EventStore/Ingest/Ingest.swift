public import Events
import Synchronization
public import Vocabulary

/// Takes files of feeds into a store: bytes to events to findings, exactly once, on all cores, in bounded memory.
///
/// Workers take turns at the source (read, cut, hash) and then parse, enrich and seal their piece side by side; each piece is committed whole. So memory is the
/// number of workers times a piece, whatever the size of the file, and a crash loses at most the pieces under way, which the next run reads again.
public struct Ingest<Store: EventStore>: Sendable {
    /// What can be chosen.
    public struct Options: Sendable {
        /// The feed of all sources; nil to recognise each by name, header or content.
        public var feed: FeedDefinition?
        /// Pieces worked on at a time.
        public var workers: Int
        /// Bytes of a piece; memory is about five times that for each worker. Pieces stored with another size are known all the same.
        public var pieceBytes: Int
        /// Called between batches, so that changed databases and lists are used at once.
        public var enrichment: @Sendable () -> Enrichment?
        /// Takes repetitions out of a batch and says how many they were (IntelMQ's windowed deduplication); nil keeps every event.
        public var deduplicate: (@Sendable (EventBatch) -> Int)?

        /// Options with these choices.
        public init(
            feed: FeedDefinition? = nil, workers: Int = 2, pieceBytes: Int = 32 << 20,
            enrichment: @escaping @Sendable () -> Enrichment? = { nil },
            deduplicate: (@Sendable (EventBatch) -> Int)? = nil
        ) {
            self.feed = feed
            self.workers = max(1, workers)
            self.pieceBytes = max(1024, pieceBytes)
            self.enrichment = enrichment
            self.deduplicate = deduplicate
        }
    }

    let store: Store
    let registry: FeedRegistry
    let options: Options
    let now: @Sendable () -> Instant

    /// An ingest into a store.
    /// - Parameter now: the clock; `time.observation` of each piece is its reading.
    public init(store: Store, registry: FeedRegistry, options: Options, now: @escaping @Sendable () -> Instant) {
        self.store = store
        self.registry = registry
        self.options = options
        self.now = now
    }

    /// Reads the sources one after the other. A source that cannot be read is a failure in the summary and the next goes on; a store that cannot be written ends the run.
    /// - Throws: ``StoreError``.
    public func run(_ sources: [IngestSource], progress: IngestProgress) async throws -> IngestSummary {
        try await run(sources, progress: progress, isRehearsal: false)
    }

    /// Reads the sources and brings them into IDF fields, but stores nothing: what an ingest into an empty store would take in and refuse.
    public func rehearse(_ sources: [IngestSource], progress: IngestProgress) async throws -> IngestSummary {
        try await run(sources, progress: progress, isRehearsal: true)
    }

    private func run(_ sources: [IngestSource], progress: IngestProgress, isRehearsal: Bool) async throws -> IngestSummary {
        let queue = SourceQueue(
            sources: sources, registry: registry, feed: options.feed, pieceBytes: options.pieceBytes,
            digest: isRehearsal ? .plain : try store.pieceDigest(), progress: progress)
        return try await withThrowingTaskGroup(of: IngestSummary.self) { group in
            for _ in 0..<options.workers {
                group.addTask { try await work(queue, progress: progress, isRehearsal: isRehearsal) }
            }
            var summary = IngestSummary()
            do {
                for try await part in group { summary.merge(part) }
            } catch {
                // The other workers stop before their next piece.
                progress.requestStop()
                throw error
            }
            summary.merge(queue.summary)
            return summary
        }
    }

    // MARK: One worker

    private func work(_ queue: SourceQueue, progress: IngestProgress, isRehearsal: Bool) async throws -> IngestSummary {
        var summary = IngestSummary()
        let buffer = PieceBuffer(capacity: options.pieceBytes)
        while true {
            if progress.isStopRequested || Task.isCancelled {
                summary.wasStopped = true
                return summary
            }
            let turn = try summary.stages.measure(.read) { try queue.next(into: buffer) { isRehearsal ? [] : try store.children(of: $0) } }
            guard let turn else { return summary }
            switch turn.next {
            case .end:
                break
            case .known(let length):
                summary.feeds[turn.feed.code, default: .init()].knownBytes += Int64(length)
            case .tooLong(let content):
                let reason = "a record of more than \(content.length >> 20) MiB; nothing of it was read"
                let rejection = RejectedRow(
                    offset: 0, line: content.firstLine, reason: reason, raw: buffer.bytes.prefix(content.length),
                    length: Int64(content.length))
                try store(
                    Taken(batch: EventBatch(), content: content, rejections: [rejection], rows: 1), turn: turn, isRehearsal: isRehearsal,
                    in: &summary)
            case .records(let content):
                let taken = take(content, from: buffer, turn: turn, isRehearsal: isRehearsal, in: &summary)
                try store(taken, turn: turn, isRehearsal: isRehearsal, in: &summary)
            }
            queue.show(in: progress)
            // Lets whoever shows the progress have a turn.
            await Task.yield()
        }
    }

    /// What a piece gave.
    private struct Taken {
        var batch: EventBatch
        var content: PieceReader.PieceContent
        var rejections: [RejectedRow]
        /// Records, those refused included.
        var rows: Int64
        var dropped = 0
        var repeated = 0
    }

    private func take(
        _ content: PieceReader.PieceContent, from buffer: PieceBuffer, turn: SourceQueue.Turn, isRehearsal: Bool,
        in summary: inout IngestSummary
    ) -> Taken {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer.bytes[..<content.length])
        let raw = RawBatch(capacity: max(64, content.length / 512))
        summary.stages.measure(.parse) { turn.format.read(bytes, prologue: turn.prologue, into: raw) }
        let rows = Int64(raw.rowCount + raw.rejections.count)
        let batch = summary.stages.measure(.normalise) { Normaliser(turn.feed).events(from: raw, given: turn.given, observed: now()) }
        var taken = Taken(batch: batch, content: content, rejections: rejectedRows(raw, bytes: bytes, content: content), rows: rows)
        if !isRehearsal {
            summary.stages.measure(.enrich) {
                taken.dropped = options.enrichment()?.apply(to: batch) ?? 0
                taken.repeated = options.deduplicate?(batch) ?? 0
            }
        }
        return taken
    }

    private func store(_ taken: Taken, turn: SourceQueue.Turn, isRehearsal: Bool, in summary: inout IngestSummary) throws {
        let events = Int64(taken.batch.rowCount)
        var outcome = CommitOutcome.stored
        if !isRehearsal {
            let context = FeedContext(
                code: turn.feed.code, name: turn.feed.name, intervalSeconds: turn.feed.interval, tlp: turn.feed.tlp,
                receivedAt: now().microseconds)
            let sealed = try summary.stages.measure(.seal) { try store.seal(taken.batch, feed: context) }
            outcome = try summary.stages.measure(.commit) {
                try store.commit(sealed, as: taken.content.piece, rejections: taken.rejections)
            }
        }
        var feed = summary.feeds[turn.feed.code] ?? .init()
        switch outcome {
        case .alreadyKnown:
            feed.knownBytes += Int64(taken.content.length)
        case .stored:
            feed.rows += taken.rows
            feed.events += events
            feed.rejected += Int64(taken.rejections.count)
            feed.dropped += Int64(taken.dropped)
            feed.repeated += Int64(taken.repeated)
            feed.bytes += Int64(taken.content.length)
        }
        summary.feeds[turn.feed.code] = feed
        turn.queue.count(rows: taken.rows, rejected: Int64(taken.rejections.count))
    }

    private func rejectedRows(_ raw: RawBatch, bytes: UnsafeRawBufferPointer, content: PieceReader.PieceContent) -> [RejectedRow] {
        if raw.rejections.isEmpty { return [] }
        var lines = LineCounter(bytes, firstLine: content.firstLine)
        return raw.rejections.sorted { $0.offset < $1.offset }.map { rejection in
            let end = min(rejection.offset + rejection.length, bytes.count)
            return RejectedRow(
                offset: Int64(rejection.offset), line: lines.line(at: rejection.offset), reason: rejection.reason,
                raw: UnsafeRawBufferPointer(rebasing: bytes[min(rejection.offset, end)..<end]), length: Int64(rejection.length))
        }
    }
}

/// Tells lines of rising offsets.
private struct LineCounter {
    private let bytes: UnsafeRawBufferPointer
    private var place = 0
    private var line: Int64

    init(_ bytes: UnsafeRawBufferPointer, firstLine: Int64) {
        self.bytes = bytes
        line = firstLine
    }

    mutating func line(at offset: Int) -> Int64 {
        let end = min(offset, bytes.count)
        if place < end {
            line += ByteScan.lineEnds(in: UnsafeRawBufferPointer(rebasing: bytes[place..<end]))
            place = end
        }
        return line
    }
}
