internal import Centre
internal import EventStore
internal import Events
internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import Vocabulary

/// Keeps the picture up to date in the background, so that no request waits for the store: counts every few seconds, findings as often as
/// reading them all takes little of the machine.
final class PictureKeeper: Service {
    private struct State {
        var picture = NationPicture()
        var feedTotals: [String: Int] = [:]
        var lastSchemas: [String: SchemaChange] = [:]
    }

    private let reader: StoreReader
    private let feeds: FeedShelf
    private let collections: @Sendable () async throws -> [String: CollectionMark]
    private let zone: Zone
    private let logger: Logger
    private let state = Mutex(State())

    init(
        _ reader: StoreReader, feeds: FeedShelf, zone: Zone, logger: Logger,
        collections: @escaping @Sendable () async throws -> [String: CollectionMark]
    ) {
        self.reader = reader
        self.feeds = feeds
        self.zone = zone
        self.logger = logger
        self.collections = collections
    }

    /// The picture as it is.
    var picture: NationPicture { state.withLock { $0.picture } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.repeating(rest: 4, share: 8) { try await self.count() } }
                group.addTask { await self.repeating(rest: 10, share: 12) { try await self.survey() } }
                group.addTask { await self.repeating(rest: 120, share: 20) { try await self.compareSchemas() } }
            }
        }
    }

    /// Everything once, in order: the start of a test.
    func refresh() async throws {
        try await survey()
        try await compareSchemas()
        try await count()
    }

    /// Works again and again, resting at least so many seconds and so many times as long as the work took.
    private func repeating(rest: Double, share: Double, _ work: @Sendable () async throws -> Void) async {
        while !Task.isCancelled {
            let clock = ContinuousClock()
            let start = clock.now
            do {
                try await work()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("the picture could not be brought up to date", metadata: ["error": "\(error)"])
            }
            let took = clock.now - start
            let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
            try? await Task.sleep(for: .seconds(max(rest, seconds * share)))
        }
    }

    /// Counts of the hours, and how feeds are.
    private func count() async throws {
        let now = reader.clock()
        let days = LocalDays(zone, at: now)
        let hours = days.hour(days.day(now) - Pulse.span + 1)..<now.hour + 25
        let store = reader.store
        let (pulse, dead) = try await reader.reading {
            let types = try store.hourlyCounts(by: .type, hours: hours)
            let feeds = try store.hourlyCounts(by: .feed, hours: hours)
            let dead = try store.deadLetterCounts()
            return (Pulse(at: now, days: days, types: types, feeds: feeds), dead)
        }
        let summaries = try feeds.summaries()
        let marks = try await collections()
        let examination = FeedExamination(
            now: now, days: days, summaries: Dictionary(summaries.map { ($0.code, $0) }) { first, _ in first },
            deadLetters: Dictionary(dead.map { ($0.feed, Int($0.kept + $0.countedOnly)) }) { $0 + $1 },
            changes: state.withLock { $0.lastSchemas }, collections: marks)
        // A feed that only ever failed has no counts, and is shown all the same.
        var counts = pulse.feeds
        for code in marks.keys where counts[code] == nil { counts[code] = Pulse.FeedCounts() }
        let health = counts.map { examination.health($0.key, $0.value) }.sorted { $0.code < $1.code }
        state.withLock { state in
            let isFirst = state.picture.pulse == nil
            for feed in health {
                let more = feed.total - (state.feedTotals[feed.code] ?? 0)
                if !isFirst, more > 0 { state.picture.arrivals.insert(.init(at: now, feed: feed.code, count: more), at: 0) }
                state.feedTotals[feed.code] = feed.total
            }
            state.picture.arrivals = Array(state.picture.arrivals.prefix(12))
            let old = state.picture.pulse
            let isSame = old?.total == pulse.total && old?.at.hour == pulse.at.hour && state.picture.feeds == health
            state.picture.pulse = pulse
            state.picture.feeds = health
            // People who watch are only sent what changed.
            if !isSame { state.picture.version += 1 }
        }
    }

    /// All findings.
    private func survey() async throws {
        let now = reader.clock()
        let days = LocalDays(zone, at: now)
        let book = try await reader.owners()
        let (store, policy) = (reader.store, reader.policy)
        let survey = try await reader.reading {
            var taker = SurveyTaker(at: now, days: days, book: book, policy: policy) { id in
                try store.decisions(about: id).last { $0.kind == .verifyFixed }?.at
            }
            try store.findings(now: now.microseconds, policy: policy) { finding, state in
                try taker.add(finding, state)
                return !Task.isCancelled
            }
            try Task.checkCancellation()
            return taker.survey
        }
        state.withLock { state in
            let old = state.picture.survey
            let isSame = old?.byState == survey.byState && old?.all == survey.all && now.seconds - (old?.at.seconds ?? 0) < 300
            state.picture.owners = book
            if isSame { return }
            state.picture.survey = survey
            state.picture.version += 1
        }
    }

    /// Whether feeds' columns changed.
    private func compareSchemas() async throws {
        let store = reader.store
        let changes = try await reader.reading {
            Dictionary(grouping: try store.segments(SegmentSelection()), by: \.feed).compactMapValues { SchemaChange($0) }
        }
        state.withLock { $0.lastSchemas = changes }
    }
}
