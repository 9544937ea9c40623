import ArgumentParser
import Constituency
import EventStore
import Events
import Vocabulary

struct IngestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Take files of feeds in: events are stored, findings opened, owners found.",
        discussion: """
            Files may be compressed (gzip, zstd, bzip2, xz, zip); folders are read whole, in the order of their names; `-` is standard input.
            The same bytes are taken in once only: an ingest that was stopped goes on where it was, and a log that grew gives its new lines.

            EXAMPLES:
              keshik ingest feeds/
              keshik ingest 2026-03-01-scan_adb-country.csv.gz
              keshik ingest --feed generic/csv --map 'ip=source.ip,when=time.source' list.csv
              curl -s https://feeds.example/list.txt | keshik ingest --feed blocklistde/all -
            """)

    @Argument(help: "Files and folders; - for standard input.", completion: .file()) var paths: [String]

    @Option(name: .long, help: ArgumentHelp("The feed that all files belong to; else each is recognised.", valueName: "code"))
    var feed: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "For `--feed generic/csv` or `generic/json`: which column becomes which field, `ip=source.ip,…`.", valueName: "map"))
    var map: String?

    @Option(
        name: .long,
        help: ArgumentHelp("For `--map`: the incident type of the events (RSIT), for example `infected-system`.", valueName: "type"))
    var type: String?

    @Option(name: .long, help: ArgumentHelp("Pieces worked on at a time; else one for each processor.", valueName: "n"))
    var workers: Int?

    @Flag(name: .long, help: "Only read: say what the files would give and what would be refused, and store nothing.")
    var dryRun = false

    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if paths.isEmpty { throw ValidationError("name at least one file or folder, or - for standard input") }
        if map != nil, feed == nil { throw ValidationError("--map goes with --feed generic/csv or --feed generic/json") }
    }

    func run() async throws {
        let clock = IngestClock()
        Machine.keepMemory()
        let settings = try await data.settings()
        let registry = settings.feeds
        for unusable in try registry.unusableFiles() { Terminal.note("\(unusable)") }
        var options = Ingest<EmbeddedStore>.Options(feed: try chosenFeed(registry), workers: workerCount(settings))
        if dryRun { return try await rehearse(options, registry, settings, clock) }
        options.enrichment = try EnrichmentSource(settings).current
        if let window = settings.deduplication { options.deduplicate = { window.apply(to: $0, now: Settings.now().microseconds) } }
        let sources = try SourcePaths.sources(paths)

        let store = try EmbeddedStore.open(at: settings.storePath, limits: StoreLimits(deadLetters: Int64(settings.deadLetterLimit)))
        try store.lockForIngest { Terminal.note("another ingest is writing to \(settings.storePath); waiting for it to end") }
        let progress = IngestProgress()
        let interrupts = Interrupts { progress.requestStop() }
        defer { interrupts.end() }

        let ingest = Ingest(store: store, registry: registry, options: options, now: Settings.now)
        let before = try store.distinctFindingCount()
        let display = ProgressDisplay(progress, isQuiet: output.json)
        var summary = try await display.show { try await ingest.run(sources, progress: progress) }
        try summary.settle(store)
        let report = IngestReport(
            summary: summary, findings: try store.distinctFindingCount(), findingsBefore: before, usage: clock.usage())
        if output.json { report.printJSON() } else { report.printText(settings: settings) }

        if summary.wasStopped { throw Exit.stopped }
        if !summary.failures.isEmpty { throw Exit.withMistakes }
    }

    private func rehearse(_ options: Ingest<EmbeddedStore>.Options, _ registry: FeedRegistry, _ settings: Settings, _ clock: IngestClock)
        async throws
    {
        // The store is not touched; a rehearsal needs one only as a type.
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let store = try EmbeddedStore.open(at: folder.path + "/store")
        let sources = try SourcePaths.sources(paths)
        let progress = IngestProgress()
        let interrupts = Interrupts { progress.requestStop() }
        defer { interrupts.end() }
        let ingest = Ingest(store: store, registry: registry, options: options, now: Settings.now)
        let summary = try await ProgressDisplay(progress, isQuiet: output.json).show {
            try await ingest.rehearse(sources, progress: progress)
        }
        let report = IngestReport(summary: summary, findings: nil, findingsBefore: 0, usage: clock.usage())
        if output.json { report.printJSON() } else { report.printText(settings: settings) }
        if summary.wasStopped { throw Exit.stopped }
        if !summary.failures.isEmpty { throw Exit.withMistakes }
    }

    private func workerCount(_ settings: Settings) -> Int {
        let wanted = workers ?? settings.workers
        return wanted > 0 ? wanted : Machine.processors
    }

    private func chosenFeed(_ registry: FeedRegistry) throws -> FeedDefinition? {
        guard let feed else { return nil }
        if let map { return try MappedFeed.definition(feed, map: map, type: type) }
        if let definition = try registry.definition(feed) { return definition }
        throw ValidationError("there is no feed \(feed); `keshik feeds` lists them")
    }
}

extension IngestSummary {
    /// Merges what many small pieces left, and books the cost.
    mutating func settle(_ store: EmbeddedStore) throws {
        try measureCompaction { try store.compactIfNeeded() }
    }
}
