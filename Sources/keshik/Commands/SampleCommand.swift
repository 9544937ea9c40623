import ArgumentParser
import SampleNation

struct SampleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample", abstract: "The sample nation: a fictional country to try, test and exercise with.",
        subcommands: [Generate.self])

    struct Generate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: "Write a fictional country: its register of owners and days of feeds in the providers' own formats.",
            discussion: """
                Everything lies in space that is reserved for examples, so nothing in it can be mistaken for a real network. The same seed gives the
                same bytes.

                EXAMPLE:
                  keshik sample generate --seed 1 --days 7 --events 100000 --out sample
                  keshik owners import sample/owners.yaml && keshik ingest sample/feeds
                """)

        @Option(name: .long, help: ArgumentHelp("What the country is drawn from.", valueName: "n")) var seed: UInt64 = 1
        @Option(name: .long, help: ArgumentHelp("Days of feeds.", valueName: "n")) var days = 7
        @Option(name: .long, help: ArgumentHelp("Rows over all feeds and days.", valueName: "n")) var events = 100_000
        @Option(
            name: .long, help: ArgumentHelp("The folder to write to; made where it is missing.", valueName: "dir"), completion: .directory)
        var out: String
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if days < 1 || days > 3660 { throw ValidationError("--days takes 1 to 3660") }
            if events < 1 { throw ValidationError("--events takes 1 or more") }
        }

        func run() async throws {
            let summary = try SampleNation(seed: seed, days: days, events: events).write(to: out)
            if output.json {
                print(
                    JSONText.object([
                        ("out", .text(out)), ("files", JSONText(summary.feeds.count)), ("rows", JSONText(summary.rows)),
                        ("broken", JSONText(summary.broken)), ("bytes", JSONText(summary.bytes)),
                        ("addresses", JSONText(summary.distinctAddresses)),
                    ]).line)
                return
            }
            print(
                "\(grouped(Int64(summary.rows))) rows in \(summary.feeds.count) files (\(bytes(Int64(summary.bytes)))), "
                    + "\(grouped(Int64(summary.broken))) of them broken on purpose, \(grouped(Int64(summary.distinctAddresses))) addresses")
            print("next: keshik owners import \(out)/owners.yaml && keshik ingest \(out)/feeds")
        }
    }
}
