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
            let segments = try store.segments(SegmentSelection())
            let rows = segments.reduce(0) { $0 + $1.rowCount }
            let size = segments.reduce(0) { $0 + $1.byteCount }
            let findings = try store.distinctFindingCount()
            if output.json {
                print(
                    JSONText.object([
                        ("path", .text(settings.storePath)), ("events", JSONText(rows)), ("segments", JSONText(segments.count)),
                        ("segment_bytes", JSONText(size)), ("findings", JSONText(findings)),
                    ]).line)
                return
            }
            print("events     \(grouped(Int64(rows))) in \(grouped(Int64(segments.count))) segments, \(bytes(Int64(size)))"
                + (rows > 0 ? " (\(size / rows) bytes an event)" : ""))
            print("findings   \(grouped(Int64(findings)))")
            if let first = segments.compactMap({ $0.time?.lowerBound }).min(), let last = segments.compactMap({ $0.time?.upperBound }).max() {
                print("times      \(Instant(microseconds: first).plain) to \(Instant(microseconds: last).plain)")
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
                let problems = report.problems.map { JSONText.text("\($0)") }
                print(JSONText.object([("files", JSONText(report.files)), ("events", .number(Int64(report.events))), ("problems", .list(problems))]).line)
            } else {
                for problem in report.problems { print(Terminal.red("wrong: ") + "\(problem)") }
                print("\(grouped(Int64(report.files))) files, \(grouped(Int64(report.events))) events: "
                    + (report.problems.isEmpty ? Terminal.green("good") : "\(report.problems.count) problems"))
            }
            if !report.problems.isEmpty { throw Exit.withMistakes }
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
            let before = try store.segments(SegmentSelection())
            try store.compact()
            let after = try store.segments(SegmentSelection())
            let sizes = [before, after].map { $0.reduce(0) { $0 + $1.byteCount } }
            if output.json {
                print(
                    JSONText.object([
                        ("segments_before", JSONText(before.count)), ("segments_after", JSONText(after.count)),
                        ("bytes_before", JSONText(sizes[0])), ("bytes_after", JSONText(sizes[1])),
                    ]).line)
            } else {
                print("\(before.count) segments (\(bytes(Int64(sizes[0])))) became \(after.count) (\(bytes(Int64(sizes[1]))))")
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
        @Flag(name: .long, help: "Only say what would be deleted.") var dryRun = false
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let rules = try RetentionRule.parse(settings.retention)
            let store = try EmbeddedStore.open(at: settings.storePath)
            try store.lockForIngest { Terminal.note("an ingest is writing to \(settings.storePath); waiting for it to end") }
            let now = Settings.now().microseconds
            let doomed = try store.segments(SegmentSelection()).filter { segment in
                guard let rule = rules.first(where: { $0.fits(segment) }), let last = segment.time?.upperBound ?? segment.observation?.upperBound
                else { return false }
                return last < now - Int64(rule.days) * 86_400_000_000
            }
            let rows = doomed.reduce(0) { $0 + $1.rowCount }
            if !dryRun { try store.expire(doomed) }
            if output.json {
                print(JSONText.object([("segments", JSONText(doomed.count)), ("events", JSONText(rows)), ("deleted", .flag(!dryRun))]).line)
            } else {
                print("\(grouped(Int64(rows))) events in \(doomed.count) segments \(dryRun ? "would be" : "were") deleted")
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
                throw ValidationError("store.retention: “\(line)” is not of the form `feed-pattern days` or `feed-pattern days tlp:marking`")
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
