import ArgumentParser
import EventStore
import Events
import Vocabulary

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Look after the event store.",
        discussion: """
            EXAMPLES:
              keshik store status
              keshik store verify
              keshik store backup /backup/keshik-2026-03-01
              keshik store export 'since:30d' --format parquet --out march.parquet
            """,
        subcommands: [Status.self, Verify.self, Compact.self, Export.self, Backup.self, Expire.self], defaultSubcommand: Status.self)

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "status", abstract: "Show what is stored and what it takes.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            let figures = try store.statistics()
            let findings = try store.distinctFindingCount()
            let perEvent = figures.events > 0 ? Double(figures.segmentBytes) / Double(figures.events) : 0
            if output.json {
                print(
                    JSONText.object([
                        ("path", .text(settings.storePath)), ("events", JSONText(figures.events)),
                        ("events_taken_in", JSONText(figures.eventsTakenIn)),
                        ("events_retired", JSONText(figures.eventsRetired)), ("segments", JSONText(figures.segments)),
                        ("segment_bytes", JSONText(figures.segmentBytes)), ("bytes_per_event", .real((perEvent * 100).rounded() / 100)),
                        ("findings", JSONText(findings)), ("finding_runs", JSONText(figures.runs)),
                        ("finding_bytes", JSONText(figures.runBytes)),
                        ("catalogue_bytes", JSONText(figures.catalogueBytes)),
                    ]).line)
                return
            }
            print(
                "events      \(grouped(Int64(figures.events))) in \(grouped(Int64(figures.segments))) segments, \(bytes(Int64(figures.segmentBytes)))"
                    + (figures.events > 0 ? " (\(Int(perEvent.rounded())) bytes an event)" : ""))
            if figures.eventsRetired > 0 { print("deleted     \(grouped(Int64(figures.eventsRetired))) events whose time was over") }
            print("findings    \(grouped(Int64(findings))), \(bytes(Int64(figures.runBytes)))")
            print("catalogue   \(bytes(Int64(figures.catalogueBytes)))")
            if let time = figures.time {
                print("times       \(Instant(microseconds: time.lowerBound).plain) to \(Instant(microseconds: time.upperBound).plain)")
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check every file and count of the store; say what is wrong, where, and how to mend it.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            let report = try store.verify()
            if output.json {
                let problems = report.problems.map { problem in
                    JSONText.object([
                        ("path", .text(problem.path)), ("place", .text(problem.place)), ("reason", .text(problem.reason)),
                        ("remedy", .text(problem.remedy)),
                    ])
                }
                print(
                    JSONText.object([
                        ("clean", .flag(report.isClean)), ("segments", JSONText(report.segments)), ("events", JSONText(report.events)),
                        ("finding_runs", JSONText(report.runs)), ("bytes", JSONText(report.bytes)), ("problems", .list(problems)),
                    ]).line)
            } else {
                for problem in report.problems {
                    print("\(Terminal.red("wrong")) \(problem.path), \(problem.place): \(problem.reason)\n      \(problem.remedy)")
                }
                print(
                    "\(grouped(Int64(report.segments))) segments with \(grouped(Int64(report.events))) events, \(grouped(Int64(report.runs))) runs of findings: "
                        + (report.isClean ? Terminal.green("good") : "\(report.problems.count) problems"))
            }
            if !report.isClean { throw Exit.withMistakes }
        }
    }

    struct Compact: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "compact", abstract: "Merge small segments and runs of findings.")
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath)
            try store.lockForIngest { Terminal.note("an ingest is writing to \(settings.storePath); waiting for it to end") }
            let report = try store.compact()
            if output.json {
                print(
                    JSONText.object([
                        ("segments_merged", JSONText(report.segmentsMerged)), ("segments_written", JSONText(report.segmentsWritten)),
                        ("runs_merged", JSONText(report.runsMerged)), ("runs_written", JSONText(report.runsWritten)),
                        ("bytes_before", JSONText(report.bytesBefore)), ("bytes_after", JSONText(report.bytesAfter)),
                    ]).line)
            } else if report.segmentsMerged + report.runsMerged == 0 {
                print("nothing to merge")
            } else {
                print(
                    "\(report.segmentsMerged) segments became \(report.segmentsWritten), \(report.runsMerged) runs of findings \(report.runsWritten); "
                        + "\(bytes(Int64(report.bytesBefore))) became \(bytes(Int64(report.bytesAfter)))")
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write events to a file.",
            discussion: "EXAMPLE:\n  keshik store export 'since:30d tlp:clear' --format parquet --out month.parquet")
        @Argument(help: "Which ones, in the query language (docs/query.md); all if left out.") var query: [String] = []
        @Option(name: .long, help: "csv, json, jsonl (IntelMQ's own) or parquet.") var format: ResultFormat = .jsonl
        @Option(name: .long, help: ArgumentHelp("The file; it must not exist.", valueName: "file")) var out: String
        @OptionGroup var data: DataOptions

        func validate() throws {
            if format == .table { throw ValidationError("--format takes csv, json, jsonl or parquet") }
        }

        func run() async throws {
            let settings = try await data.settings()
            let file = try OutputFile(path: out)
            do {
                let count = try await EventQuery(settings, text: query.joined(separator: " ")).write(format, to: file.output)
                try file.keep()
                print("\(grouped(Int64(count))) events in \(out)")
            } catch {
                file.remove()
                throw error
            }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup", abstract: "Copy the store to another folder, while it is in use.",
            discussion: "The copy is a whole store: put it in place of the store folder, or name it with --data, to use it.")
        @Argument(help: "The folder; it must not exist.", completion: .directory) var folder: String
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath, readOnly: true)
            try store.backup(to: folder)
            print(output.json ? JSONText.object([("backup", .text(folder))]).line : "the store was copied to \(folder)")
        }
    }

    struct Expire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "expire", abstract: "Delete events that are older than the configuration keeps them (store.retention).",
            discussion: """
                store.retention lists feed patterns with days, `shadowserver/* 365` or `* 90 tlp:amber`; the first that fits a segment counts.
                Findings and counts by hour stay.
                """)
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let rules = try RetentionRule.parse(settings.retention)
            let store = try EmbeddedStore.open(at: settings.storePath)
            try store.lockForIngest { Terminal.note("an ingest is writing to \(settings.storePath); waiting for it to end") }
            var report = RetentionReport()
            let now = Settings.now().microseconds
            var seen: Set<String> = []
            for segment in try store.segments(SegmentSelection()) {
                // Feed and marking decide together; each such pair is asked once.
                guard seen.insert(segment.feed + " " + (segment.tlp?.description ?? "")).inserted,
                    let rule = rules.first(where: { $0.fits(segment) })
                else { continue }
                let part = try store.retain(feed: segment.feed, marking: .only(segment.tlp), since: now - Int64(rule.days) * 86_400_000_000)
                report.segments += part.segments
                report.rows += part.rows
                report.bytes += part.bytes
            }
            if output.json {
                print(
                    JSONText.object([
                        ("segments", JSONText(report.segments)), ("events", JSONText(report.rows)), ("bytes", JSONText(report.bytes)),
                    ]).line)
            } else {
                print(
                    "\(grouped(Int64(report.rows))) events in \(report.segments) segments were deleted, \(bytes(Int64(report.bytes))) given back"
                )
            }
        }
    }
}

/// How long segments of a feed and marking are kept.
struct RetentionRule {
    var pattern: String
    var days: Int
    /// nil: whatever the marking.
    var tlp: TLP?

    static func parse(_ lines: [String]) throws -> [RetentionRule] {
        try lines.map { line in
            let parts = line.split(separator: " ").map { String($0) }
            let marking = parts.count == 3 && parts[2].lowercased().hasPrefix("tlp:") ? TLP(parts[2].uppercased()) : nil
            guard parts.count == 2 || marking != nil, let days = Int(parts[1]), days > 0 else {
                throw ValidationError(
                    "store.retention: “\(line)” is not of the form `feed-pattern days` or `feed-pattern days tlp:marking`")
            }
            return RetentionRule(pattern: parts[0], days: days, tlp: marking)
        }
    }

    func fits(_ segment: Segment) -> Bool {
        if let tlp, segment.tlp != tlp { return false }
        guard let star = pattern.firstIndex(of: "*") else { return segment.feed == pattern }
        return segment.feed.hasPrefix(pattern[..<star]) && segment.feed.hasSuffix(pattern[pattern.index(after: star)...])
    }
}
