internal import AsyncHTTPClient
internal import Centre
internal import EventStore
internal import Events
internal import Foundation
internal import Logging
internal import NIOCore
internal import Vocabulary

/// Runs collectors: one job looks each minute which of them are due, and one job for each that is.
struct CollectorJobs: Sendable {
    let house: House
    let store: CollectorStore
    let intake: any EventIntake

    static let schedule = "observation.schedule"
    static let collect = "observation.collect"

    /// Where files wait for collectors.
    var incoming: String { house.data + "/incoming" }

    var kinds: [JobKind] {
        [
            JobKind(name: Self.schedule, schedule: JobSchedule("* * * * *", zone: house.zone.name), retry: .never) { context in
                .done("\(try await queueDue(context.scheduled ?? context.clock())) queued")
            },
            JobKind(
                name: Self.collect, retry: RetryPlan(attempts: 4, first: .seconds(60), longest: .seconds(1_800)), atOnce: 2,
                lease: .seconds(900)
            ) { context in
                .done(try await run(try context.payload(String.self), isLast: context.isLastAttempt))
            },
        ]
    }

    /// Queues every collector whose timetable names this minute. The key makes the same minute count once.
    private func queueDue(_ moment: Instant) async throws -> Int {
        let minute = Instant(seconds: moment.seconds / 60 * 60)
        var count = 0
        for collector in try await store.collectors() where collector.isEnabled {
            guard let times = try? JobSchedule(collector.schedule, zone: house.zone.name).times(),
                times.next(after: minute - .seconds(1)) == minute
            else { continue }
            try await house.jobs.add(
                NewJob(Self.collect, payload: collector.id, key: "\(collector.id) \(minute)"))
            count += 1
        }
        return count
    }

    /// Collects now, whatever the timetable says.
    func queue(_ id: String) async throws {
        try await house.jobs.add(NewJob(Self.collect, payload: id, key: "\(id) by hand \(house.clock().microseconds)"))
    }

    /// Fetches and stores. What became of it is noted, failures as well.
    func run(_ id: String, isLast: Bool = true) async throws -> String {
        guard let collector = try await store.collector(id) else { throw HopelessJob("the collector is gone") }
        let started = house.clock()
        var fetched = Fetched()
        do {
            fetched = try await fetch(collector)
            let collection = try await taken(fetched, collector, started)
            remove(fetched)
            try await store.enter(collection)
            return "\(collector.name): \(collection.text)"
        } catch {
            remove(fetched)
            let collection = Collection(
                collector: id, way: .collector, by: collector.name, feeds: collector.feed.map { [$0] } ?? [], started: started,
                ended: house.clock(), result: .failed, text: Self.reason(error))
            try await store.enter(collection)
            throw error
        }
    }

    private func fetch(_ collector: Collector) async throws -> Fetched {
        if collector.kind == .folder {
            let now = Date(timeIntervalSince1970: Double(house.clock().seconds))
            return try FolderCollector(incoming: incoming, collector: collector, now: now).fetch()
        }
        var secret: String?
        if collector.kind == .mailbox {
            guard let password = try? await house.secrets.use(collector.secret, { $0.text }) else { throw CollectorError.noSecret }
            let known = try await store.knownMails(of: collector.id)
            return try await MailboxCollector(
                folder: house.data + "/collected", aside: house.data + "/collected-unreadable", collector: collector, password: password,
                known: known, isFeedOfMails: try isFeedOfMails(collector.feed)
            ).fetched()
        }
        if collector.needsSecret {
            secret = try? await house.secrets.use(collector.secret) { $0.text }
        }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.timeout = .init(connect: .seconds(20), read: .seconds(120))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let fetch = WebFetch(client: client, folder: house.data + "/collected")
        do {
            let fetched =
                collector.kind == .https
                ? try await WebCollector(fetch: fetch, collector: collector, secret: secret).fetched()
                : try await ShadowserverCollector(fetch: fetch, collector: collector, secret: secret, now: house.clock()).fetched()
            try await client.shutdown()
            return fetched
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func isFeedOfMails(_ code: String?) throws -> Bool {
        guard let code else { return true }
        return try FeedRegistry(own: house.data + "/feeds").definition(code)?.format == .mail
    }

    private func taken(_ fetched: Fetched, _ collector: Collector, _ started: Instant) async throws -> Collection {
        var collection = Collection(
            collector: collector.id, way: .collector, by: collector.name, feeds: collector.feed.map { [$0] } ?? [], started: started,
            ended: started, result: .unchanged, text: "nothing new")
        var unread: Set<String>?
        if !fetched.sources.isEmpty {
            let summary = try await intake.take(fetched.sources, feed: collector.feed)
            collection.take(summary)
            unread = Set(summary.failures.map(\.source))
        }
        // A file that could not be read is tried again, unless it was put aside.
        var isDone = collection.result != .failed
        if !isDone, let setAside = fetched.setAside, let unread {
            try setAside(unread)
            isDone = true
        }
        if isDone {
            try fetched.whenStored()
            try await store.keep(mark: fetched.mark, mails: fetched.mails, of: collector.id, at: house.clock())
        }
        if !fetched.problems.isEmpty {
            collection.result = .failed
            collection.text = ([collection.text] + fetched.problems).joined(separator: "\n")
        }
        collection.ended = house.clock()
        return collection
    }

    private func remove(_ fetched: Fetched) {
        for path in fetched.temporary { NamedFile.remove(path) }
    }

    static func reason(_ error: any Error) -> String {
        if let error = error as? HTTPClientError { return "the connection failed: \(error)" }
        return "\(error)"
    }
}

extension Collection {
    /// Takes over what an ingest says.
    mutating func take(_ summary: IngestSummary) {
        let total = summary.total
        feeds = summary.feeds.keys.sorted()
        files = summary.files
        events = Int(total.events)
        rejected = Int(total.rejected)
        knownBytes = Int(total.knownBytes)
        if !summary.failures.isEmpty {
            result = .failed
            text = summary.failures.map { "\($0.source): \($0.reason)" }.prefix(5).joined(separator: "\n")
            if summary.failures.count > 5 { text += "\n…" }
        } else if total.rows == 0 {
            result = total.knownBytes > 0 ? .unchanged : .empty
            text = total.knownBytes > 0 ? "nothing new" : "no rows"
        } else {
            result = .done
            text = "\(events) events, \(rejected) rows not read"
        }
    }
}
