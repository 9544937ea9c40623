internal import EventStore
internal import Synchronization
internal import Vocabulary

/// What the explorer's last questions gave, for as long as no event came; where counting took long, for some seconds more.
final class KeptSummaries: Sendable {
    private struct Entry {
        let filter: QueryFilter
        let mark: SegmentMark
        let summary: EventSummary
        let made: ContinuousClock.Instant
        /// How long it is shown although events came.
        let patience: Duration
    }

    private static let room = 24
    /// The last asked for is the last.
    private let entries = Mutex<[Entry]>([])

    func summary(_ filter: QueryFilter, _ reader: StoreReader, now: Instant) async throws -> EventSummary {
        let store = reader.store
        let mark = try await reader.reading { try store.segmentMark() }
        let clock = ContinuousClock()
        let start = clock.now
        let known = entries.withLock { entries -> EventSummary? in
            guard let place = entries.firstIndex(where: { $0.filter == filter }) else { return nil }
            let entry = entries.remove(at: place)
            guard entry.mark == mark || start - entry.made < entry.patience else { return nil }
            entries.append(entry)
            return entry.summary
        }
        if let known { return known }
        let summary = try await EventSummary.of(filter, reader: reader, now: now)
        let entry = Entry(
            filter: filter, mark: mark, summary: summary, made: clock.now, patience: min((clock.now - start) * 10, .seconds(20)))
        entries.withLock { entries in
            entries.append(entry)
            if entries.count > Self.room { entries.removeFirst() }
        }
        return summary
    }
}
