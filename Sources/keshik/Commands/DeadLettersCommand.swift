import ArgumentParser
import EventStore
import Events
import Vocabulary

struct DeadLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deadletters", abstract: "Rows that could not be read: see why, and try again.",
        discussion: """
            EXAMPLES:
              keshik deadletters list --feed shadowserver/scan_adb
              keshik deadletters show 17
              keshik deadletters retry
            """,
        subcommands: [List.self, Show.self, Retry.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List rows that could not be read.")
        @Option(name: .long, help: "Only of this feed.") var feed: String?
        @Option(name: .long, help: "How many.") var limit = 50
        @Option(name: .long, help: "Those behind this number.") var after: Int64 = 0
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let store = try EmbeddedStore.open(at: try await data.settings().storePath, readOnly: true)
            let letters = try store.deadLetters(feed: feed, after: after, limit: limit)
            if output.json {
                for letter in letters { print(letter.json(withRaw: false).line) }
                return
            }
            if letters.isEmpty { return print("no dead letters") }
            var table = TextTable(["number", "feed", "file", "line", "why"], numbers: [0, 3])
            for letter in letters {
                let file = letter.source.split(separator: "/").last.map { String($0) } ?? letter.source
                table.add(["\(letter.id)", letter.feed, file, letter.rejection.line.map { "\($0)" } ?? "", letter.rejection.reason])
            }
            print(table.text)
            let counts = try store.deadLetterCounts().filter { feed == nil || $0.feed == feed }
            let kept = counts.reduce(0) { $0 + $1.kept }
            let beyond = counts.reduce(0) { $0 + $1.countedOnly }
            if kept > Int64(letters.count) { print("\(grouped(kept)) in all; --after \(letters.last?.id ?? 0) shows more") }
            if beyond > 0 { print("\(grouped(beyond)) more were only counted, because the store keeps no more (store.dead-letters)") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show a row and why it could not be read.")
        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let store = try EmbeddedStore.open(at: try await data.settings().storePath, readOnly: true)
            guard let letter = try store.deadLetter(number) else { throw ValidationError("there is no dead letter \(number)") }
            if output.json { return print(letter.json(withRaw: true).line) }
            print("feed   \(letter.feed)")
            print("file   \(letter.source)" + (letter.rejection.line.map { ", line \($0)" } ?? ""))
            print("why    \(letter.rejection.reason)")
            if letter.rejection.isCut { print("size   \(bytes(letter.rejection.length)); the beginning was kept") }
            print("")
            print(String(decoding: letter.rejection.raw, as: UTF8.self))
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Read the rows again, with the feed definitions as they are now.",
            discussion: "Rows that can be read now become events and are dead letters no more; the others stay.")
        @Option(name: .long, help: "Only of this feed.") var feed: String?
        @OptionGroup var data: DataOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let settings = try await data.settings()
            let store = try EmbeddedStore.open(at: settings.storePath)
            try store.lockForIngest { Terminal.note("an ingest is writing to \(settings.storePath); waiting for it to end") }
            let enrichment = try EnrichmentSource(settings)
            let retry = DeadLetterRetry(store: store, registry: settings.feeds, enrichment: enrichment.current, now: Settings.now)
            let outcome = try retry.run(feed: feed)
            if output.json {
                print(JSONText.object([("events", JSONText(outcome.events)), ("remaining", JSONText(outcome.remaining))]).line)
            } else {
                print("\(grouped(Int64(outcome.events))) rows became events, \(grouped(Int64(outcome.remaining))) remain")
            }
        }
    }
}

extension DeadLetter {
    func json(withRaw: Bool) -> JSONText {
        var members: [(String, JSONText)] = [
            ("number", .number(id)), ("feed", .text(feed)), ("source", .text(source)),
            ("line", rejection.line.map { .number($0) } ?? .null), ("offset", .number(rejection.offset)),
            ("reason", .text(rejection.reason)),
            ("length", .number(rejection.length)), ("stored_at", .text(Instant(microseconds: storedAt).iso8601)),
        ]
        if withRaw { members.append(("raw", .text(String(decoding: rejection.raw, as: UTF8.self)))) }
        return .object(members)
    }
}
